"""What `exclude_docs` of mkdocs.yml hides from every stage, and what `draft_docs` makes a draft.

The patterns are those of MkDocs, and apply to what an editor put into docs/: generated pages cannot
be excluded, since others link to them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from pathspec.gitignore import GitIgnoreSpec

from explainer.config.settings import Config
from explainer.config.staged import GENERATED
from explainer.files.textfiles import composed
from explainer.model import Article, Level, Loaded, Page, Place, Problem
from explainer.yamlfiles.tree import compose, scalar

_EXCLUDE, _DRAFT = "exclude_docs", "draft_docs"
Doc = TypeVar("Doc", Article, Page)
_FOLDERS: Mapping[str, Level] = {"_drafts": "error", "drafts": "warning"}
_ALWAYS = (".*", "/templates/")  # what MkDocs leaves out anyway


def without_excluded(loaded: Loaded, config: Config) -> tuple[Loaded, tuple[Problem, ...]]:
    """Leave out the excluded pages and other files, and mark the drafts.

    An excluded article stays, with an error.
    """
    tree = compose(config.text)
    excluded = _spec((*_ALWAYS, *scalar(tree, _EXCLUDE).splitlines()))
    drafts = _spec(scalar(tree, _DRAFT).splitlines())
    pages = tuple(page for page in loaded.pages if not excluded.match_file(page.path))
    assets = tuple(path for path in loaded.assets if not excluded.match_file(str(path)))
    excluded_pages = {page.path for page in loaded.pages if excluded.match_file(page.path)}
    kept = replace(
        loaded,
        articles=tuple(_marked(each, article_path(each), drafts) for each in loaded.articles),
        pages=tuple(_marked(page, page.path, drafts) for page in pages),
        assets=assets,
        draft_assets=frozenset(path for path in assets if drafts.match_file(str(path))),
    )
    problems = (
        *_excluded_articles(loaded, config, excluded),
        *_matched_generated(config, _EXCLUDE, excluded, excluded_pages),
        *_matched_generated(config, _DRAFT, drafts, excluded_pages),
        *_published_drafts(kept),
    )
    return kept, problems


def is_draft_path(path: str, config: Config) -> bool:
    """Return whether `draft_docs` makes a draft of a file, named by its path under docs/."""
    patterns = scalar(compose(config.text), _DRAFT)
    return _spec(patterns.splitlines()).match_file(path)


def article_path(article: Article) -> str:
    """Return the path under docs/ of an article's file, as patterns and `nav` name it."""
    return composed(article.path.removeprefix("docs/"))


def _marked(doc: Doc, path: str, drafts: GitIgnoreSpec) -> Doc:
    return replace(doc, is_draft=doc.is_draft or drafts.match_file(path))


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(map(composed, lines))


def _excluded_articles(
    loaded: Loaded, config: Config, excluded: GitIgnoreSpec
) -> Iterator[Problem]:
    for article in loaded.articles:
        path = article_path(article)
        if excluded.match_file(path):
            message = (
                f"excludes the article {article.path}; move it and its annotations elsewhere, "
                f"or end the patterns with !{path}"
            )
            yield _problem(config, _EXCLUDE, "error", message)


def _published_drafts(loaded: Loaded) -> Iterator[Problem]:
    """Report what is no draft, in a folder named as if it were: Jekyll publishes no `_drafts`."""
    for doc in loaded.docs:
        folder = _drafts_folder_of(doc.file)
        if folder and not doc.is_draft:
            message = (
                f"a folder named {folder}/ hides nothing; "
                f"write `draft: true` here, or `{folder}/` under `draft_docs`"
            )
            yield Problem(Place(doc.file), _FOLDERS[folder], message, "foreign-key")


def _drafts_folder_of(file: str) -> str:
    for part in PurePosixPath(file).parent.parts:
        if part in _FOLDERS:
            return part
    return ""


def _matched_generated(
    config: Config, key: str, spec: GitIgnoreSpec, excluded_pages: Collection[str]
) -> Iterator[Problem]:
    """Report the first generated page that patterns match, unless an excluded page has its path."""
    for name in GENERATED:
        path = f"{name}/index.md"
        if name == "index":
            path = "index.md"
        if spec.match_file(path) and path not in excluded_pages:
            message = (
                "is for files in docs/; it cannot exclude generated pages, "
                f"such as {path}: remove their patterns"
            )
            yield _problem(config, key, "warning", message)
            return


def _problem(config: Config, key: str, level: Level, message: str) -> Problem:
    return Problem(config.at(key), level, f"`{key}` {message}", "settings")
