"""The mkdocs.yml of the staged tree: the completed one, with paths that hold from there, and a navigation."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.nodes import Node, ScalarNode

from explainer.config.extensionpaths import with_absolute_paths
from explainer.config.indexes import with_indexes
from explainer.config.othercode import has_other_code
from explainer.config.settings import SCRIPT, STYLESHEET, Config, validation_level
from explainer.config.themetext import settings_as_html
from explainer.files.textfiles import composed
from explainer.yamlfiles.tree import (
    appended,
    changed,
    compose,
    dump,
    each,
    get,
    kept,
    mapping,
    node_of,
    scalar,
    with_key,
    without,
)

OVERRIDES = "overrides"  # the staged theme.custom_dir
HEADER = "# Made from mkdocs.yml by build_site.py at each build; edit that file.\n"  # first line of the staged one
# The index pages that are generated, as paths without their endings.
GENERATED = ("index", "articles", "claims", "timeline", "actors", "glossary", "sources", "method")
# With this feature the first index page among the pages of a section would stand for the section itself.
_INDEX_FEATURE = "navigation.indexes"
# More than this and they are found through the index of articles: each page repeats the whole navigation.
MOST_ARTICLES_IN_NAV = 12


def staged_text(config: Config, paths: Collection[str], up: str) -> str:
    """Give the mkdocs.yml of the staged tree.

    `paths` are the staged files under docs/ that may be in the navigation; `up` is the path from the build folder to
    the root, such as "..".
    """
    tree = with_absolute_paths(mapping(compose(config.text)), config.root.absolute())
    tree = without(tree, "docs_dir", "site_dir", "watch", "draft_docs")
    tree = changed(
        tree, "exclude_docs", lambda _: node_of("!*\n")
    )  # what is left out is not staged
    tree = changed(
        tree, "theme", lambda theme: with_key(mapping(theme), "custom_dir", node_of(OVERRIDES))
    )
    tree = changed(tree, "hooks", lambda hooks: each(hooks, lambda hook: _moved(hook, up)))
    tree = _config_dir_moved(tree, up)
    if not has_other_code(config):
        tree = with_key(tree, "validation", node_of(_told_already(tree)))
    tree = changed(tree, "nav", _composed_paths)  # as the files are staged
    if get(tree, "nav") is None:
        tree = with_key(tree, "nav", node_of(_navigation(paths)))
        tree = changed(tree, "theme", _theme_without_indexes)
    tree = changed(tree, "nav", lambda nav: with_indexes(nav, paths))
    patterns = "".join(f"/{name}/\n/{name}.md\n" for name in GENERATED)
    tree = with_key(tree, "not_in_nav", node_of(scalar(tree, "not_in_nav") + "\n" + patterns))
    if STYLESHEET in paths:  # first, so that an editor's style sheet has the last word
        tree = with_key(tree, "extra_css", appended(get(tree, "extra_css"), STYLESHEET, first=True))
    if SCRIPT in paths:
        tree = with_key(tree, "extra_javascript", appended(get(tree, "extra_javascript"), SCRIPT))
    return HEADER + dump(settings_as_html(tree))


def _told_already(tree: Node) -> dict[str, dict[str, str]]:
    """Let MkDocs say nothing of navigation and links: `proofread.py` did, save that its way of reading them stays."""
    is_own_way = validation_level(tree, "links", "absolute_links") == "relative_to_docs"
    links = dict.fromkeys(
        ("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"
    )
    links |= {"absolute_links": "relative_to_docs"} if is_own_way else {}
    return {
        "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
        "links": links,
    }


def _composed_paths(node: Node) -> Node:
    if isinstance(node, ScalarNode):
        return ScalarNode(node.tag, composed(node.value), style=node.style)
    return each(node, _composed_paths)


def _theme_without_indexes(theme: Any) -> Any:
    return changed(mapping(theme), "features", _without_indexes)


def _navigation(paths: Collection[str]) -> list[Any]:
    """Return at most six tabs, each a page or a section of several; MkDocs finds titles that are not given here."""
    tabs = [
        _tab("Home", _index(paths, "index")),
        _articles(paths),
        _tab("Claims", _index(paths, "claims")),
        _tab("Timeline", _index(paths, "timeline")),
        _tab("Who and what", _index(paths, "actors", "glossary")),
        _tab("About", _about(paths)),
    ]
    return [tab for tab in tabs if tab]


def _tab(title: str, pages: list[str]) -> Any:
    """Return a tab; a section of one page would only be one more step, so it is that page, under its own title."""
    if len(pages) != 1:
        return {title: pages} if pages else None
    is_section = title in ("Who and what", "About")
    return pages[0] if is_section else {title: pages[0]}


def _index(paths: Collection[str], *names: str) -> list[str]:
    """Find the index pages of these names, generated or hand-written."""
    stems = ["" if name == "index" else f"{name}/" for name in names]
    found = []
    for name, stem in zip(names, stems, strict=True):
        possible = (f"{stem}index.md", f"{stem}README.md", f"{name}.md")
        found += [path for path in possible if path in paths][:1]
    return found


def _articles(paths: Collection[str]) -> Any:
    index = _index(paths, "articles")
    markdown = [path for path in paths if path.endswith(".md")]
    articles = sorted(path for path in markdown if path.startswith("articles/"))
    articles = [path for path in articles if path not in index]
    if len(articles) == 1 and not index:
        return _tab("Article", articles)
    are_many = len(articles) > MOST_ARTICLES_IN_NAV
    return _tab("Articles", index if index and are_many else [*index, *articles])


def _about(paths: Collection[str]) -> list[str]:
    """Return what is about the site itself: a page of that name, how it was made, and all other hand-written pages."""
    own = sorted(path for path in paths if path.endswith(".md") and not _is_of_index(path))
    first = [path for path in own if _top(path) == "about"]
    others = [path for path in own if path not in first]
    return [*first, *_index(paths, "method", "sources"), *others]


def _is_of_index(path: str) -> bool:
    return _top(path) in GENERATED or path == "README.md"


def _top(path: str) -> str:
    return PurePosixPath(PurePosixPath(path).parts[0]).stem


def _without_indexes(features: Node) -> Node:
    return kept(features, lambda feature: feature.value != _INDEX_FEATURE)


def _moved(hook: Node, up: str) -> Node:
    absolute = not isinstance(hook, ScalarNode) or Path(hook.value).is_absolute()
    return hook if absolute else node_of(f"{up}/{hook.value}")


def _config_dir_moved(node: Any, up: str) -> Any:
    """Let `!relative` mean the same folders of the root from the staged file."""
    if node.tag == "!relative" and str(node.value).startswith("$"):
        place = node.value.replace("$docs_dir", "$config_dir/docs", 1)
        return ScalarNode(
            node.tag, place.replace("$config_dir", f"$config_dir/{up}", 1), style=node.style
        )
    return each(node, lambda child: _config_dir_moved(child, up))
