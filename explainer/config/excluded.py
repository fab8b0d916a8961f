"""What `exclude_docs` and `draft_docs` of mkdocs.yml leave out: to every stage, it is not there.

The patterns are those of MkDocs, and are for what an editor put into docs/: generated pages always have links to them.
"""

from collections.abc import Iterator
from dataclasses import replace

from pathspec.gitignore import GitIgnoreSpec

from explainer.config.settings import Config
from explainer.config.staged import GENERATED
from explainer.model import Level, Loaded, Problem
from explainer.yamlfiles.tree import compose, scalar

EXCLUDING = ("exclude_docs", "draft_docs")
_ALWAYS = (".*", "/templates/")  # what MkDocs leaves out anyway


def without_excluded(loaded: Loaded, config: Config) -> tuple[Loaded, tuple[Problem, ...]]:
    """Leave out pages and other files; an article that would be left out stays, with an error."""
    tree = compose(config.text)
    specs = {
        key: _spec((*(_ALWAYS if key == EXCLUDING[0] else ()), *scalar(tree, key).splitlines())) for key in EXCLUDING
    }

    def is_kept(path: str) -> bool:
        return not any(spec.match_file(path) for spec in specs.values())

    pages = tuple(page for page in loaded.pages if is_kept(page.path))
    assets = tuple(path for path in loaded.assets if is_kept(str(path)))
    gone = {page.path for page in loaded.pages if page not in pages}
    problems = (problem for key, spec in specs.items() for problem in _problems(loaded, config, key, spec, gone))
    return replace(loaded, pages=pages, assets=assets), tuple(problems)


def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(lines)


def _problems(loaded: Loaded, config: Config, key: str, spec: GitIgnoreSpec, gone: set[str]) -> Iterator[Problem]:
    def problem(level: Level, message: str) -> Problem:
        return Problem(config.at(key), level, f"`{key}` {message}", "settings")

    for article in loaded.articles:
        path = article.path.removeprefix("docs/")
        if spec.match_file(path):
            yield problem(
                "error",
                f"leaves out the article {article.path}; move that and its annotations elsewhere, or end the patterns "
                f"with !{path}",
            )
    indices = ("index.md" if name == "index" else f"{name}/index.md" for name in GENERATED)
    made = next((path for path in indices if spec.match_file(path) and path not in gone), None)
    if made:
        yield problem("warning", f"is for files in docs/; generated pages stay, such as {made}: remove their patterns")
