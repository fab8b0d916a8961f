"""Front matter, rewritten for MkDocs, which reads it in its own way.

MkDocs takes some words for dates, numbers or truth values. It fails on some of these, and then
prints all of the front matter on the page. Here, each value is the text that was typed. It is
written so that MkDocs reads the same text, but with its type where themes and plug-ins expect one.
"""

import re
from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.entries import FrontMatter
from explainer.model import Place, Problem
from explainer.text.controls import is_seen
from explainer.yamlfiles.nodes import pairs_of, root_of
from explainer.yamlfiles.tree import descendants

_BREAK = r"(?:\r\n?|\n)"
# Front matter with its fences, by the pattern of MkDocs, but with line ends of any kind.
FRONT_MATTER = re.compile(
    rf"\A---[ \t]*{_BREAK}(?P<yaml>(?:.*?{_BREAK})??)(?:---|\.\.\.)[ \t]*(?:{_BREAK}|\Z)", re.DOTALL
)
# The loader with which MkDocs reads front matter.
MKDOCS_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_CORE = "tag:yaml.org,2002:"
_TEXT, _TIME = f"{_CORE}str", f"{_CORE}timestamp"
_PLAIN = {ScalarNode: _TEXT, SequenceNode: f"{_CORE}seq", MappingNode: f"{_CORE}map"}
# Keys whose values are always words; of others, themes and plug-ins may expect dates or booleans.
_THEME_KEYS = ("description", "hide", "icon", "status", "subtitle", "tags", "template")
_WORDS = frozenset({*FrontMatter.model_fields, *_THEME_KEYS}) - {"date", "draft"}


def for_mkdocs(head: str) -> str:
    """Return front matter that holds only keys and their values, without fences.

    `head` is a YAML mapping that `read_yaml` can read. As there, the first of doubled keys counts.
    """
    root = root_of(head, MKDOCS_LOADER)
    if not isinstance(root, MappingNode):
        return ""
    pairs = list(_pairs(root, is_top=True))
    if not pairs:
        return ""
    return head_text(MappingNode(_PLAIN[MappingNode], pairs, flow_style=False))


def head_text(root: Node) -> str:
    """Write front matter, without fences, each value on a line of its own."""
    return str(yaml.serialize(root, Dumper=_DUMPER, allow_unicode=True, width=2**20))


def front_matter_problems(head: str, path: str) -> Iterator[Problem]:
    """Report tags, merges and impossible days in front matter that `read_yaml` can read."""
    for node in descendants(root_of(head)):
        if isinstance(node, MappingNode) and any(_is_merge(key) for key, _ in node.value):
            key = next(key for key, _ in node.value if _is_merge(key))
            message = "`<<` is not supported in front matter; write out the keys that it stands for"
            yield Problem(_place(key, path), "error", message, "front-matter")
        if node.tag != _PLAIN[type(node)] and not node.tag.startswith("!"):
            tag = f"!!{node.tag.removeprefix(_CORE)}"
            message = f"a tag such as `{tag}` is not supported in front matter; remove it"
            yield Problem(_place(node, path), "error", message, "front-matter")
    yield from _impossible_days(head, path)


def _impossible_days(head: str, path: str) -> Iterator[Problem]:
    root = root_of(head, MKDOCS_LOADER)
    if not isinstance(root, MappingNode):
        return
    for name, _, value in pairs_of(root):
        is_other = name not in (None, "date", *_WORDS)
        if is_other and value.tag == _TIME and not _is_readable(value):
            message = f"there is no such day or time as {value.value}; correct it"
            yield Problem(_place(value, path), "warning", message, "front-matter")


def _place(node: Node, path: str) -> Place:
    return Place(path, node.start_mark.line + 2, node.start_mark.column + 1)  # below the fence


def _is_merge(key: Node) -> bool:
    return isinstance(key, ScalarNode) and key.value == "<<" and not key.style


def _pairs(
    node: MappingNode,
    is_top: bool = False,
    is_words: bool = False,
) -> Iterator[tuple[Node, Node]]:
    for name, _, value in pairs_of(node):
        if name is None:
            continue  # reported elsewhere
        are_words = is_words or (is_top and name in _WORDS)
        if not (is_top and are_words and _is_nothing(value)):
            yield ScalarNode(_TEXT, name), _written(value, are_words)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not is_seen(node.value)


def _written(node: Node, is_words: bool) -> Node:
    """Return a new node, also for a value that is reused with `*`."""
    if isinstance(node, MappingNode):
        pairs = list(_pairs(node, is_words=is_words))
        return MappingNode(_PLAIN[MappingNode], pairs, flow_style=node.flow_style)
    if isinstance(node, SequenceNode):
        items = [_written(item, is_words) for item in node.value]
        return SequenceNode(_PLAIN[SequenceNode], items, flow_style=node.flow_style)
    is_text = node.tag == _TEXT or is_words or _is_sexagesimal(node) or not _is_readable(node)
    tag = _TEXT if is_text else node.tag
    return ScalarNode(tag, node.value, style=getattr(node, "style", None))


def _is_sexagesimal(node: Node) -> bool:
    """Return whether a time such as 12:30 would become the number 750."""
    return ":" in node.value and node.tag != _TIME


def _is_readable(node: Node) -> bool:
    """Return whether MkDocs can construct the value of a scalar that is not text."""
    try:
        MKDOCS_LOADER("").construct_document(node)
    except Exception:  # for 30 February or a number too long, constructors raise anything
        return False
    return True
