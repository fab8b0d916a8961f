"""An editor's `nav` in mkdocs.yml: its pages must exist, and every page should be in it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import cast

from pathspec.gitignore import GitIgnoreSpec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.addresses import INDEXES, MARKDOWN, page_path
from explainer.config.settings import Config, validation_level
from explainer.config.staged import GENERATED, SHORT_NAMES
from explainer.files.textfiles import composed, is_file, on_disk
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Kind, Loaded, Problem, Ref, Steps
from explainer.yamlfiles.tree import compose, dump, get, mapping, scalar, with_key, without

# More pages in the navigation are reported: the theme lists all of them on every page.
MOST_LISTED = 500
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)  # not a path in docs/


def nav_problems(loaded: Loaded, config: Config, paths: Collection[str]) -> Iterator[Problem]:
    """Report files that `nav` names and that the site does not have, and pages that it leaves out.

    `paths` are those of all files of the site, relative to docs/.
    """
    tree = mapping(compose(config.text))
    nav = get(tree, "nav")
    yield from _entry_problems(nav, config)
    named = [(steps, composed(path)) for steps, path in _leaves(nav, ()) if _is_path(path)]
    for steps, path in named:
        is_known = path in paths or SHORT_NAMES.get(path) in paths
        if not is_known and f"docs/{path}" not in loaded.unread:
            message = _message(path, loaded, config, paths)
            yield Problem(config.at("nav", *steps), "error", message, "settings")
    pages = [page.path for page in loaded.pages if not _is_generated(composed(page.path))]
    count = len(pages) if nav is None else len(named)
    if count > MOST_LISTED:
        advice = f"name at most {MOST_LISTED} under `nav`"
        message = f"the theme lists {count:,} pages on every page, which is slow; {advice}"
        yield Problem(config.at("nav"), "warning", message, "settings")
    if named and validation_level(tree, "nav", "omitted_files") == "warn":
        unlisted = GitIgnoreSpec.from_lines(scalar(tree, "not_in_nav").splitlines())
        listed = {path for _, path in named}
        for page in pages:
            path = composed(page)
            if path not in listed and not unlisted.match_file(path):
                message = f"`nav` does not name docs/{page}; add it there, or under `not_in_nav`"
                yield Problem(config.at("nav"), "warning", message, "settings")


def _entry_problems(nav: Node | None, config: Config) -> Iterator[Problem]:
    """Report links to entries, as articles have them: MkDocs takes them for web addresses."""
    for steps, path in _leaves(nav, ()):
        kind, _, id = path.partition(":")
        if kind in INDEXES and id:
            page = page_path(Ref(cast("Kind", kind), id))
            message = f"`nav` takes paths of pages, not {path}; write `{page}`"
            yield Problem(config.at("nav", *steps), "error", message, "settings")


def _is_path(path: str) -> bool:
    return bool(path) and not _ADDRESS.match(path)


def _is_generated(path: str) -> bool:
    """Return whether a page introduces an index, or has its path among those of single entries."""
    return PurePosixPath(path).parts[0].removesuffix(".md") in (*GENERATED, "README")


def _message(path: str, loaded: Loaded, config: Config, paths: Collection[str]) -> str:
    if is_file(on_disk(config.root / "docs", path)):
        return (
            f"`nav` names {path}, which is not published: "
            "it is a draft, or mkdocs.yml excludes it; remove it here"
        )
    # where pages of entries are generated
    in_folder = f"{PurePosixPath(path).with_suffix('')}/index.md"
    if in_folder in paths:
        hint = f"; did you mean `{in_folder}`?"
    else:
        hint = did_you_mean(path, _known(path, loaded)) or _generated_pages(path)
    return f"`nav` names {path}, which is not in docs/; correct it or remove it{hint}"


def _known(path: str, loaded: Loaded) -> Iterator[str]:
    """Yield the files that a wrong path may mean: pages if it ends like one, else other files."""
    if not path.endswith(MARKDOWN):
        yield from map(str, loaded.assets)
        return
    yield from (page.path for page in loaded.pages)
    yield from (composed(article.path.removeprefix("docs/")) for article in loaded.articles)
    if "/" not in path:
        yield from SHORT_NAMES


def _generated_pages(path: str) -> str:
    if "/" in path or not path.endswith(MARKDOWN):
        return ""
    return f"; generated pages are {', '.join(SHORT_NAMES)}"


def without_pages(config: Config, paths: Collection[str]) -> Config:
    """Leave files, named by their paths under docs/, and then empty sections, out of `nav`.

    Index pages stay: they are generated, even without an editor's own words.
    """
    generated = {"index.md", *(f"{name}/index.md" for name in GENERATED)}
    paths = frozenset(paths) - generated
    tree = mapping(compose(config.text))
    nav = get(tree, "nav")
    if nav is None:
        return config
    pruned = _pruned(nav, paths)
    tree = without(tree, "nav") if pruned is None else with_key(tree, "nav", pruned)
    return replace(config, text=dump(tree))


def _pruned(node: Node, paths: Collection[str]) -> Node | None:
    if isinstance(node, ScalarNode):
        return None if composed(node.value) in paths else node
    if isinstance(node, SequenceNode):
        items = [item for child in node.value if (item := _pruned(child, paths)) is not None]
        return SequenceNode(node.tag, items) if items else None
    if isinstance(node, MappingNode):
        pairs = []
        for key, value in node.value:
            pruned = _pruned(value, paths)
            if pruned is not None:
                pairs.append((key, pruned))
        return MappingNode(node.tag, pairs) if pairs else None
    return node


def _leaves(node: Node | None, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Yield the values of a navigation, however deep, each after the steps to it."""
    if isinstance(node, ScalarNode):
        yield steps, node.value
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _leaves(item, (*steps, index))
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*steps, key.value))
