"""The `nav` of mkdocs.yml, where an editor wrote one: its pages must be there, and every page should be in it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from pathspec.gitignore import GitIgnoreSpec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.addresses import MARKDOWN
from explainer.config.indexes import NAMED
from explainer.config.settings import Config, validation_level
from explainer.config.staged import GENERATED
from explainer.files.textfiles import composed, is_file, on_disk
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Loaded, Problem, Step
from explainer.yamlfiles.tree import compose, dump, get, mapping, scalar, with_key, without

# More pages in the navigation are reported: the theme lists all of them on every page.
MOST_LISTED = 500
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)  # what is no path in docs/


def nav_problems(loaded: Loaded, config: Config, paths: Collection[str]) -> Iterator[Problem]:
    """Report the files that `nav` names and the site does not have, and pages that it leaves out.

    `paths` are those of all files of the site, relative to docs/.
    """
    tree = mapping(compose(config.text))
    named = [(steps, path) for steps, path in _leaves(get(tree, "nav"), ()) if _is_path(path)]
    for steps, path in named:
        path = composed(path)
        is_told = f"docs/{path}" in loaded.unread
        if not is_told and path not in paths and NAMED.get(path) not in paths:
            message = _message(path, loaded, config, paths)
            yield Problem(config.at("nav", *steps), "error", message, "settings")
    pages = [page.path for page in loaded.pages if not _is_generated(composed(page.path))]
    count = len(named) if get(tree, "nav") is not None else len(pages)
    if count > MOST_LISTED:
        advice = f"name at most {MOST_LISTED} under `nav`"
        message = f"the theme lists {count:,} pages on every page, which is slow; {advice}"
        yield Problem(config.at("nav"), "warning", message, "settings")
    if named and validation_level(tree, "nav", "omitted_files") == "warn":
        unlisted = GitIgnoreSpec.from_lines(scalar(tree, "not_in_nav").splitlines())
        listed = {composed(path) for _, path in named}
        for page in loaded.pages:
            path = composed(page.path)
            if path not in listed and not _is_generated(path) and not unlisted.match_file(path):
                message = (
                    f"`nav` does not name docs/{page.path}; add it there, or under `not_in_nav`"
                )
                yield Problem(config.at("nav"), "warning", message, "settings")


def _is_path(path: str) -> bool:
    return bool(path) and not _ADDRESS.match(path)


def _is_generated(path: str) -> bool:
    """Return whether a page opens an index, or stands where those of single entries do."""
    return PurePosixPath(path).parts[0].removesuffix(".md") in (*GENERATED, "README")


def _message(path: str, loaded: Loaded, config: Config, paths: Collection[str]) -> str:
    if is_file(on_disk(config.root / "docs", path)):
        return f"`nav` names {path}, which is not published: it is a draft, or mkdocs.yml excludes it; remove it here"
    in_folder = (
        f"{PurePosixPath(path).with_suffix('')}/index.md"  # where pages of entries are generated
    )
    if in_folder in paths:
        hint = f"; did you mean `{in_folder}`?"
    else:
        hint = did_you_mean(path, _known(path, loaded)) or _generated_pages(path)
    return f"`nav` names {path}, which is not in docs/; correct it or remove it{hint}"


def _known(path: str, loaded: Loaded) -> Iterator[str]:
    """Yield the files that may be meant by a path that leads nowhere: pages for a page, other files for others."""
    if not path.endswith(MARKDOWN):
        yield from map(str, loaded.assets)
        return
    yield from (page.path for page in loaded.pages)
    yield from (composed(article.path.removeprefix("docs/")) for article in loaded.articles)
    if "/" not in path:
        yield from NAMED


def _generated_pages(path: str) -> str:
    if "/" in path or not path.endswith(MARKDOWN):
        return ""
    return f"; generated pages are {', '.join(NAMED)}"


def without_pages(config: Config, paths: Collection[str]) -> Config:
    """Leave files, named by their paths under docs/, out of `nav`, and sections that are empty then.

    An index page that somebody wrote is made without its words then, and stays.
    """
    made = {"index.md", *(f"{name}/index.md" for name in GENERATED)}
    paths = frozenset(paths) - made
    tree = mapping(compose(config.text))
    nav = get(tree, "nav")
    if nav is None:
        return config
    kept_nav = _pruned(nav, paths)
    tree = without(tree, "nav") if kept_nav is None else with_key(tree, "nav", kept_nav)
    return replace(config, text=dump(tree))


def _pruned(node: Node, paths: Collection[str]) -> Node | None:
    if isinstance(node, ScalarNode):
        return None if composed(node.value) in paths else node
    if isinstance(node, SequenceNode):
        children = [_pruned(child, paths) for child in node.value]
        items = [item for item in children if item is not None]
        return SequenceNode(node.tag, items) if items else None
    if isinstance(node, MappingNode):
        values = [(key, _pruned(value, paths)) for key, value in node.value]
        pairs = [(key, value) for key, value in values if value is not None]
        return MappingNode(node.tag, pairs) if pairs else None
    return node


def _leaves(node: Node | None, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The values of a navigation, however deep, and the way to each."""
    if isinstance(node, ScalarNode):
        yield steps, node.value
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _leaves(item, (*steps, index))
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*steps, key.value))
