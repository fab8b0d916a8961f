"""Text for the theme as HTML: the theme writes front matter and settings into pages unescaped.

The staged files hold every value as HTML that shows exactly what was typed, so no template has to
know who typed it.
"""

import re
from collections.abc import Callable, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.loading.frontmatter import MKDOCS_LOADER, head_text
from explainer.text.controls import as_shown
from explainer.yamlfiles.tree import changed, each, get, mapping, node_of, with_key

_TEXT = "tag:yaml.org,2002:str"
# Tags of values that are not text: https://yaml.org/type/
_NOT_TEXT = frozenset({
    "tag:yaml.org,2002:bool", "tag:yaml.org,2002:float", "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:merge", "tag:yaml.org,2002:null", "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:value",
})  # fmt: skip
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_STATUS = "status"
_SIGN = re.compile('[&<>"]')
# Settings that are plain text; `copyright` may hold HTML, according to the theme's documentation.
_PLAIN_SETTINGS = ("site_name", "site_description", "site_author", "repo_name", "repo_url")
# Below these keys, the theme writes every text into its pages unescaped.
_THEME_KEYS = ("direction", "palette")
_EXTRA_KEYS = ("alternate", "homepage", "scope", "status", "tags")


def html_of(text: str) -> str:
    """Return text as HTML that shows it, between tags and in attributes in double quotation marks.

    The direction of the text around it stays as it is.
    """
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], as_shown(text))


def is_plain(text: str) -> bool:
    """Return whether a text is its own HTML."""
    return html_of(text) == text


def head_as_html(head: str) -> str:
    """Return front matter whose texts are HTML; unchanged if they already are.

    What YAML cannot read stays as it is: it is reported, and no page is made.
    """
    try:
        root = yaml.compose(head, Loader=MKDOCS_LOADER)
    except yaml.YAMLError:
        return head
    if root is None:
        return head
    staged = _with_one_class(root)
    has_changed = _escape(staged, set()) or staged is not root
    return head_text(staged) if has_changed else head


def _with_one_class(root: Node) -> Node:
    """Return front matter whose status is one word: the theme writes it into a `class`."""
    head = mapping(root)
    status = get(head, _STATUS)
    if status is None:
        return root
    words = status.value.split() if isinstance(status, ScalarNode) else []
    word = "-".join(words)
    return root if status.value == word else with_key(head, _STATUS, node_of(word))


def in_block_style(head: str) -> str:
    """Return front matter with each key on a line of its own, so that others can be added below."""
    try:
        root = yaml.compose(head, Loader=MKDOCS_LOADER)
    except yaml.YAMLError:
        return head
    if not isinstance(root, MappingNode) or not root.flow_style:
        return head
    root.flow_style = False
    if not root.value:
        return ""  # `{}` would stay in braces
    return head_text(root)


def _escape(node: Node, seen: set[int]) -> bool:
    """Turn the texts at and below a node into HTML, in place; return whether any has changed."""
    if id(node) in seen:  # reached before, by an alias
        return False
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        return _escape_text(node)
    children = node.value
    if isinstance(node, MappingNode):
        children = [child for pair in node.value for child in pair]
    has_changed = [_escape(child, seen) for child in children]  # of all, without an early end
    return any(has_changed)


def _escape_text(node: ScalarNode) -> bool:
    if node.tag in _NOT_TEXT:
        return False
    escaped = html_of(node.value)
    has_changed = bool(escaped != node.value)
    if node.tag != _TEXT:  # such as `!!binary`, which MkDocs would turn into text later
        has_changed = True
        node.style = '"'
    node.tag, node.value = _TEXT, escaped
    return has_changed


def settings_as_html(tree: MappingNode) -> MappingNode:
    """Return settings in which the texts that the theme does not escape are HTML."""
    for key in _PLAIN_SETTINGS:
        tree = changed(tree, key, _text_as_html)
    tree = changed(tree, "theme", _below(_THEME_KEYS))
    tree = changed(tree, "extra", _below(_EXTRA_KEYS))
    tree = changed(tree, "extra", _social_as_html)
    tree = changed(tree, "markdown_extensions", _contents_title_as_html)
    return changed(tree, "nav", _titles_as_html)


def _contents_title_as_html(extensions: Node) -> Node:
    """Return Markdown extensions with the title of the table of contents as HTML."""
    if not isinstance(extensions, MappingNode):
        return each(extensions, _contents_title_as_html)
    for name in ("toc", "markdown.extensions.toc"):
        extensions = changed(extensions, name, _below(("title",)))
    return extensions


def _below(keys: Sequence[str]) -> Callable[[Node], Node]:
    """Return a function that turns the texts below some keys of a mapping into HTML."""

    def change(node: Node) -> Node:
        if not isinstance(node, MappingNode):
            return node
        for key in keys:
            node = changed(node, key, _all_as_html)
        return node

    return change


def _all_as_html(node: Node) -> Node:
    return _text_as_html(node) if isinstance(node, ScalarNode) else each(node, _all_as_html)


def _social_as_html(extra: Node) -> Node:
    """Return settings in which the addresses of links are HTML; the theme escapes their names."""
    return changed(mapping(extra), "social", lambda links: each(links, _address_as_html))


def _address_as_html(link: Node) -> Node:
    return changed(mapping(link), "link", _text_as_html)


def _text_as_html(node: Node) -> Node:
    """Return a text as HTML; tags of MkDocs, such as `!ENV`, are left to MkDocs."""
    if isinstance(node, ScalarNode) and node.tag == _TEXT and not is_plain(node.value):
        return node_of(html_of(node.value))
    return node


def _titles_as_html(nav: Node) -> Node:
    """Return a navigation in which the names of pages and sections are HTML."""
    if isinstance(nav, MappingNode):
        pairs = [(_text_as_html(title), _titles_as_html(item)) for title, item in nav.value]
        return MappingNode(nav.tag, pairs, flow_style=nav.flow_style)
    return each(nav, _titles_as_html)
