"""The mkdocs.yml of the staged tree: the completed one, with paths that hold from there, and a navigation."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.nodes import Node, ScalarNode

from explainer.config.settings import SCRIPT, STYLESHEET, Config
from explainer.yamlfiles.tree import (
    appended,
    changed,
    compose,
    dump,
    each,
    get,
    mapping,
    node_of,
    scalar,
    with_key,
    without,
)

OVERRIDES = "overrides"  # the staged theme.custom_dir
HEADER = "# Made from mkdocs.yml by build_site.py at each build; edit that file.\n"  # first line of the staged one
# What is generated, in the order of the navigation: title and path without its ending.
SECTIONS = (
    ("Home", "index"),
    ("Articles", "articles"),
    ("Claims", "claims"),
    ("Timeline", "timeline"),
    ("Actors", "actors"),
    ("Glossary", "glossary"),
    ("Sources", "sources"),
    ("Method", "method"),
)
# More than this and they are found through the index of articles: each page repeats the whole navigation.
MOST_ARTICLES_IN_NAV = 12


def staged_text(config: Config, paths: Collection[str], up: str) -> str:
    """Give the mkdocs.yml of the staged tree.

    `paths` are the staged files under docs/; `up` is the path from the build folder to the root, such as "..".
    """
    tree = mapping(compose(config.text))
    tree = without(tree, "docs_dir", "site_dir", "watch", "draft_docs")
    tree = changed(tree, "exclude_docs", lambda _: node_of("!*\n"))  # what is left out is not staged
    tree = changed(tree, "theme", lambda theme: with_key(mapping(theme), "custom_dir", node_of(OVERRIDES)))
    tree = changed(tree, "hooks", lambda hooks: each(hooks, lambda hook: _moved(hook, up)))
    tree = _config_dir_moved(tree, up)
    if get(tree, "nav") is None:
        tree = with_key(tree, "nav", node_of(_navigation(paths)))
    patterns = "".join(f"/{name}/\n/{name}.md\n" for _, name in SECTIONS)
    tree = with_key(tree, "not_in_nav", node_of(scalar(tree, "not_in_nav") + "\n" + patterns))
    if STYLESHEET in paths:  # first, so that an editor's style sheet has the last word
        tree = with_key(tree, "extra_css", appended(get(tree, "extra_css"), STYLESHEET, first=True))
    if SCRIPT in paths:
        tree = with_key(tree, "extra_javascript", appended(get(tree, "extra_javascript"), SCRIPT))
    return HEADER + dump(tree)


def _navigation(paths: Collection[str]) -> list[Any]:
    """Index pages, a dozen articles, and the hand-written pages; MkDocs finds their titles."""
    pages = sorted(path for path in paths if path.endswith(".md"))
    nav: list[Any] = []
    for title, name in SECTIONS:
        index = next((path for path in (f"{name}/index.md", f"{name}.md") if path in paths), None)
        articles = [path for path in pages if path.startswith("articles/") and path != index]
        if name == "articles" and 0 < len(articles) <= MOST_ARTICLES_IN_NAV:
            nav.append({title: [*filter(None, [index]), *articles]})
        elif index:
            nav.append({title: index})
    generated = {name for _, name in SECTIONS}
    nav += [path for path in pages if PurePosixPath(PurePosixPath(path).parts[0]).stem not in generated]
    return nav


def _moved(hook: Node, up: str) -> Node:
    absolute = not isinstance(hook, ScalarNode) or Path(hook.value).is_absolute()
    return hook if absolute else node_of(f"{up}/{hook.value}")


def _config_dir_moved(node: Any, up: str) -> Any:
    """`!relative $config_dir/x` means the folder of mkdocs.yml: from the staged file, that is the root."""
    if node.tag == "!relative" and str(node.value).startswith("$config_dir"):
        return ScalarNode(node.tag, node.value.replace("$config_dir", f"$config_dir/{up}", 1), style=node.style)
    return each(node, lambda child: _config_dir_moved(child, up))
