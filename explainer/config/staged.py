"""The mkdocs.yml of the staged tree: the completed one, its paths adapted, with a navigation."""

from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.nodes import Node, ScalarNode

from explainer.addresses import INDEXES, METHOD
from explainer.config.extensionpaths import with_absolute_paths
from explainer.config.othercode import has_other_code
from explainer.config.policy_extent import policy_extent, with_policy
from explainer.config.settings import SCRIPT, STYLESHEET, VALIDATION, Config, validation_level
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
# The first line of the staged file
HEADER = "# Made from mkdocs.yml by build_site.py at each build; edit that file.\n"
# The index pages that are generated, as paths without their endings
GENERATED = ("index", "articles", "claims", "timeline", "actors", "glossary", "sources", "method")
# The short names that an editor's `nav` may give to these pages, such as `glossary.md`: their paths
# under the staged docs/
SHORT_NAMES: Mapping[str, str] = {
    path.replace("/index.md", ".md"): path for path in sorted((*INDEXES.values(), METHOD))
}
# With this feature, the first index page within a section would stand for the section itself.
_INDEX_FEATURE = "navigation.indexes"
# More articles are only listed on their index page, since every page repeats the whole navigation.
MOST_ARTICLES_IN_NAV = 12


def staged_text(
    config: Config, paths: Collection[str], up: str, scripted: Collection[str] = ()
) -> str:
    """Return the mkdocs.yml of the staged tree.

    `paths` are the staged files under docs/ that may be in the navigation; `up` is the path from
    the build folder to the root, such as ".."; `scripted` are the pages with their own scripts.
    """
    tree = with_absolute_paths(mapping(compose(config.text)), config.root.absolute())
    tree = without(tree, "docs_dir", "site_dir", "watch", "draft_docs")
    # excluded files are not staged
    tree = changed(tree, "exclude_docs", lambda _: node_of("!*\n"))
    tree = changed(tree, "theme", _with_overrides)
    tree = changed(tree, "hooks", lambda hooks: each(hooks, lambda hook: _moved(hook, up)))
    tree = _config_dir_moved(tree, up)
    if not has_other_code(config):
        tree = with_key(tree, "validation", node_of(_without_complaints(tree)))
    tree = changed(tree, "nav", _composed_paths)  # as the files are staged
    if get(tree, "nav") is None:
        tree = with_key(tree, "nav", node_of(_navigation(paths)))
        tree = changed(tree, "theme", _without_section_indexes)
    tree = changed(tree, "nav", lambda nav: _with_full_paths(nav, paths))
    patterns = "".join(f"/{name}/\n/{name}.md\n" for name in GENERATED)
    tree = with_key(tree, "not_in_nav", node_of(scalar(tree, "not_in_nav") + "\n" + patterns))
    if STYLESHEET in paths:  # first, so that an editor's style sheet has the last word
        tree = with_key(tree, "extra_css", appended(get(tree, "extra_css"), STYLESHEET, first=True))
    if SCRIPT in paths:  # first, so that it can free the variables that others look for
        scripts = appended(get(tree, "extra_javascript"), SCRIPT, first=True)
        tree = with_key(tree, "extra_javascript", scripts)
    tree = with_policy(tree, policy_extent(config), scripted)
    return HEADER + dump(settings_as_html(tree))


def _without_complaints(tree: Node) -> dict[str, dict[str, str]]:
    """Return a `validation` with which MkDocs reports no navigation or link a second time.

    The editor's choice to have absolute links lead into docs/ stays.
    """
    validation = {group: dict.fromkeys(keys, "ignore") for group, keys in VALIDATION.items()}
    if validation_level(tree, "links", "absolute_links") == "relative_to_docs":
        validation["links"]["absolute_links"] = "relative_to_docs"
    return validation


def _composed_paths(node: Node) -> Node:
    if isinstance(node, ScalarNode):
        return ScalarNode(node.tag, composed(node.value), style=node.style)
    return each(node, _composed_paths)


def _with_full_paths(nav: Node, paths: Collection[str]) -> Node:
    """Replace the short names of generated pages, unless a page of the editor's has such a name."""
    if not isinstance(nav, ScalarNode):
        return each(nav, lambda child: _with_full_paths(child, paths))
    path = SHORT_NAMES.get(nav.value, "")
    if path not in paths or nav.value in paths:
        return nav
    return ScalarNode(nav.tag, path, style=nav.style)


def _with_overrides(theme: Node) -> Node:
    return with_key(mapping(theme), "custom_dir", node_of(OVERRIDES))


def _without_section_indexes(theme: Node) -> Node:
    return changed(mapping(theme), "features", _without_index_feature)


def _without_index_feature(features: Node) -> Node:
    return kept(features, lambda feature: feature.value != _INDEX_FEATURE)


def _navigation(paths: Collection[str]) -> list[Any]:
    """Return at most six tabs, each a page or a section; MkDocs finds the titles not given here."""
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
    """Return a tab, or None for no pages; a single page takes the place of its section."""
    if not pages:
        return None
    if len(pages) > 1:
        return {title: pages}
    if title in ("Who and what", "About"):
        return pages[0]  # under its own title
    return {title: pages[0]}


def _index(paths: Collection[str], *names: str) -> list[str]:
    """Return the index pages of these names, generated or hand-written."""
    found: list[str] = []
    for name in names:
        folder = "" if name == "index" else f"{name}/"
        for path in (f"{folder}index.md", f"{folder}README.md", f"{name}.md"):
            if path in paths:
                found.append(path)
                break
    return found


def _articles(paths: Collection[str]) -> Any:
    index = _index(paths, "articles")
    pages = sorted(path for path in paths if path.startswith("articles/") and path.endswith(".md"))
    articles = [path for path in pages if path not in index]
    if len(articles) == 1 and not index:
        return _tab("Article", articles)
    if index and len(articles) > MOST_ARTICLES_IN_NAV:
        return _tab("Articles", index)
    return _tab("Articles", [*index, *articles])


def _about(paths: Collection[str]) -> list[str]:
    """Return the pages about the site: `about`, how it was made, and other hand-written ones."""
    own = sorted(path for path in paths if path.endswith(".md") and not _is_of_index(path))
    first = [path for path in own if _top(path) == "about"]
    others = [path for path in own if path not in first]
    return [*first, *_index(paths, "method", "sources"), *others]


def _is_of_index(path: str) -> bool:
    return _top(path) in GENERATED or path == "README.md"


def _top(path: str) -> str:
    return PurePosixPath(PurePosixPath(path).parts[0]).stem


def _moved(hook: Node, up: str) -> Node:
    if not isinstance(hook, ScalarNode) or Path(hook.value).is_absolute():
        return hook
    return node_of(f"{up}/{hook.value}")


def _config_dir_moved(node: Any, up: str) -> Any:
    """Make `!relative` mean the same folders from the staged file as from the root."""
    if node.tag == "!relative" and str(node.value).startswith("$"):
        folder = node.value.replace("$docs_dir", "$config_dir/docs", 1)
        folder = folder.replace("$config_dir", f"$config_dir/{up}", 1)
        return ScalarNode(node.tag, folder, style=node.style)
    return each(node, lambda child: _config_dir_moved(child, up))
