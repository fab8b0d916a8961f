"""Text for the theme as HTML, since the theme writes front matter and settings into its pages unescaped.

The staged files hold every value as HTML that shows just what was typed, so no template has to know
who typed it.
"""

import re
from collections.abc import Callable, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.loading.frontmatter import MKDOCS_LOADER, head_text
from explainer.text.controls import in_reading_order
from explainer.yamlfiles.tree import changed, each, mapping, node_of

_TEXT = "tag:yaml.org,2002:str"
# Values that are no text: https://yaml.org/type/
_OTHERS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in "bool float int merge null timestamp value".split()
)
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SIGN = re.compile('[&<>"]')
# Settings that are names; `copyright` may hold HTML, says the theme's documentation.
_NAMES = ("site_name", "site_description", "site_author", "repo_name", "repo_url")
# Below these keys the theme writes every text into its pages unescaped.
_OF_THEME = ("direction", "palette")
_OF_EXTRA = ("alternate", "homepage", "scope", "status", "tags")


def html_of(text: str) -> str:
    """Return text as HTML that shows it, between tags and in attributes in double quotation marks.

    It does not change the direction of the text around it.
    """
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], in_reading_order(text))


def is_plain(text: str) -> bool:
    """Tell whether a text is its own HTML."""
    return html_of(text) == text


def head_as_html(head: str) -> str:
    """Return front matter whose texts are HTML; unchanged if they are already.

    What YAML cannot read is left as it is: it is reported, and no page is made.
    """
    try:
        root = yaml.compose(head, Loader=MKDOCS_LOADER)
    except yaml.YAMLError:
        return head
    if root is None or not _escape(root, set()):
        return head
    return head_text(root)


def in_block_style(head: str) -> str:
    """Return front matter with its keys on lines of their own, so that others can be added below."""
    try:
        root = yaml.compose(head, Loader=MKDOCS_LOADER)
    except yaml.YAMLError:
        return head
    if not isinstance(root, MappingNode) or not root.flow_style:
        return head
    root.flow_style = False
    # `{}` stays in braces
    return head_text(root) if root.value else ""


def _escape(node: Node, seen: set[int]) -> bool:
    """Make the texts below a node HTML, in place, and tell whether any is other than before."""
    if id(node) in seen:  # reached by an alias before
        return False
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        return _escape_text(node)
    pairs = node.value if isinstance(node, MappingNode) else ()
    children = [child for pair in pairs for child in pair] or node.value
    found = [_escape(child, seen) for child in children]
    return any(found)


def _escape_text(node: ScalarNode) -> bool:
    if node.tag in _OTHERS:
        return False
    # such as `!!binary`, of which MkDocs would make text later
    was_other = node.tag != _TEXT
    escaped = html_of(node.value)
    is_new = was_other or escaped != node.value
    node.tag, node.value = _TEXT, escaped
    if was_other:
        node.style = '"'
    return is_new


def settings_as_html(tree: MappingNode) -> MappingNode:
    """Return settings in which the texts that the theme writes unescaped are HTML."""
    for key in _NAMES:
        tree = changed(tree, key, _text_as_html)
    tree = changed(tree, "theme", _below(_OF_THEME))
    tree = changed(tree, "extra", _below(_OF_EXTRA))
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
    """Return a function that makes HTML of the texts below some keys of a mapping."""

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
    """Return settings whose links have addresses that are HTML; the theme itself escapes their names."""
    return changed(mapping(extra), "social", lambda links: each(links, _address_as_html))


def _address_as_html(link: Node) -> Node:
    return changed(mapping(link), "link", _text_as_html)


def _text_as_html(node: Node) -> Node:
    """Return a text as HTML; tags of MkDocs, such as `!ENV`, are left to it."""
    is_text = isinstance(node, ScalarNode) and node.tag == _TEXT and not is_plain(node.value)
    return node_of(html_of(node.value)) if is_text else node


def _titles_as_html(nav: Node) -> Node:
    """Return a navigation in which the names of pages and sections are HTML."""
    if isinstance(nav, MappingNode):
        pairs = [(_text_as_html(title), _titles_as_html(item)) for title, item in nav.value]
        return MappingNode(nav.tag, pairs, flow_style=nav.flow_style)
    return each(nav, _titles_as_html)
