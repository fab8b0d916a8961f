"""What `exclude_docs` of mkdocs.yml leaves out, to every stage, and what `draft_docs` makes a draft.

The patterns are those of MkDocs, and are for what an editor put into docs/: generated pages always have links to them.
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
    """Leave out pages and other files; an article that would be left out stays, with an error.

    What is a draft by its place is told from the rest.
    """
    tree = compose(config.text)
    excluded = _spec((*_ALWAYS, *scalar(tree, _EXCLUDE).splitlines()))
    drafts = _spec(scalar(tree, _DRAFT).splitlines())
    pages = tuple(page for page in loaded.pages if not excluded.match_file(page.path))
    assets = tuple(path for path in loaded.assets if not excluded.match_file(str(path)))
    gone = {page.path for page in loaded.pages if page not in pages}
    kept = replace(
        loaded,
        articles=tuple(_marked(each, article_path(each), drafts) for each in loaded.articles),
        pages=tuple(_marked(page, page.path, drafts) for page in pages),
        assets=assets,
        draft_assets=frozenset(path for path in assets if drafts.match_file(str(path))),
    )
    left_out = _left_out(loaded, config, excluded)
    misplaced = _in_drafts_folder(kept)
    excluded_stay = _generated(config, _EXCLUDE, excluded, gone)
    drafts_stay = _generated(config, _DRAFT, drafts, gone)
    return kept, (*left_out, *excluded_stay, *drafts_stay, *misplaced)


def is_draft_path(path: str, config: Config) -> bool:
    """Return whether `draft_docs` makes a draft of a file, named by its path under docs/."""
    return _spec(scalar(compose(config.text), _DRAFT).splitlines()).match_file(path)


def article_path(article: Article) -> str:
    """Return the path under docs/ of an article's file, as patterns and `nav` name it."""
    return composed(article.path.removeprefix("docs/"))


def _marked(doc: Doc, path: str, drafts: GitIgnoreSpec) -> Doc:
    return replace(doc, is_draft=doc.is_draft or drafts.match_file(path))


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(map(composed, lines))


def _left_out(loaded: Loaded, config: Config, excluded: GitIgnoreSpec) -> Iterator[Problem]:
    for article in loaded.articles:
        path = article_path(article)
        if excluded.match_file(path):
            message = (
                f"excludes the article {article.path}; move it and its annotations elsewhere, or end the patterns "
                f"with !{path}"
            )
            yield _problem(config, _EXCLUDE, "error", message)


def _in_drafts_folder(loaded: Loaded) -> Iterator[Problem]:
    """Report what is no draft, in a folder that says so: Jekyll publishes nothing of `_drafts`."""
    for doc in loaded.docs:
        folder = next(
            (part for part in PurePosixPath(doc.file).parent.parts if part in _FOLDERS), None
        )
        if folder and not doc.is_draft:
            message = f"a folder named {folder}/ hides nothing; write `draft: true` here, or `{folder}/` under `draft_docs`"
            yield Problem(Place(doc.file), _FOLDERS[folder], message, "foreign-key")


def _generated(
    config: Config,
    key: str,
    spec: GitIgnoreSpec,
    gone: Collection[str],
) -> Iterator[Problem]:
    indices = ("index.md" if name == "index" else f"{name}/index.md" for name in GENERATED)
    made = next((path for path in indices if spec.match_file(path) and path not in gone), None)
    if made:
        message = f"is for files in docs/; it cannot exclude generated pages, such as {made}: remove their patterns"
        yield _problem(config, key, "warning", message)


def _problem(config: Config, key: str, level: Level, message: str) -> Problem:
    return Problem(config.at(key), level, f"`{key}` {message}", "settings")
