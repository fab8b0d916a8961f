"""Changes single values of a YAML text: comments, order, quoting and every other character stay.

Each change is checked by reading the new text again: it must say what the old one said but for the change. What cannot
be changed so, such as a value that others reuse with `*`, is not changed at all.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.yamlnodes import Data, Path

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WIDTH = 110  # of a line that a value is wrapped to, where it was wrapped before
Edit = tuple[int, int, str]  # from, to (code points of the text), and what comes there instead


class Set(NamedTuple):
    """Replace the value at `steps`: by text, or by a mapping of texts, written as `{a: x, b: y}`."""

    steps: Path
    value: str | Mapping[str, str]


class Add(NamedTuple):
    """Give the mapping at `steps` one more key, with a text or a list of texts."""

    steps: Path
    key: str
    value: str | Sequence[str]


class Rename(NamedTuple):
    """Give the key at `steps` another name."""

    steps: Path
    key: str


Change = Set | Add | Rename


@dataclass(frozen=True)
class _Nodes:
    """The nodes of a text by the steps that lead to them; keys apart. `flow`: what stands inside brackets."""

    values: Mapping[Path, Node]
    keys: Mapping[Path, ScalarNode]
    flow: frozenset[Path]


def change(text: str, changes: Sequence[Change]) -> str | None:
    """The text with all the changes made, or None where they cannot be made without touching anything else.

    `text` is YAML without a byte order mark, its line ends of any kind. No two changes may be of one value.
    """
    try:
        nodes = _nodes(text)
        edits = [_edit(text, nodes, each) for each in changes]
        new = _applied(text, edits)
        return new if _data(new) == _expected(_data(text), changes) else None
    except (yaml.YAMLError, LookupError, TypeError, AttributeError):
        return None  # no such value, or not of the kind that can be changed so


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _data(text: str) -> Data:
    data: Data = yaml.load(text, Loader=_LOADER)
    return data


def _expected(data: Data, changes: Sequence[Change]) -> Data:
    """What the new text must say."""
    values = {each.steps: each.value for each in changes if isinstance(each, Set)}
    names = {each.steps: each.key for each in changes if isinstance(each, Rename)}
    more = {each.steps: each for each in changes if isinstance(each, Add)}

    def changed(data: Data, steps: Path) -> Data:
        if steps in values:
            return _as_data(values[steps])
        if isinstance(data, list):
            return [changed(each, (*steps, index)) for index, each in enumerate(data)]
        if not isinstance(data, dict):
            return data
        pairs = {names.get((*steps, key), key): changed(each, (*steps, key)) for key, each in data.items()}
        return pairs | ({more[steps].key: _as_data(more[steps].value)} if steps in more else {})

    return changed(data, ())


def _as_data(value: str | Mapping[str, str] | Sequence[str]) -> Data:
    if isinstance(value, str):
        return value
    return dict(value) if isinstance(value, Mapping) else list(value)


def _nodes(text: str) -> _Nodes:
    values: dict[Path, Node] = {}
    keys: dict[Path, ScalarNode] = {}
    flow = set()
    root = yaml.compose(text, Loader=_LOADER)
    for steps, key, node, inside in _walk(root, (), None, False) if root else ():
        values[steps] = node
        if key is not None:
            keys[steps] = key
        if inside:
            flow.add(steps)
    return _Nodes(values, keys, frozenset(flow))


_Found = tuple[Path, ScalarNode | None, Node, bool]


def _walk(node: Node, steps: Path, key: ScalarNode | None, inside: bool) -> Iterator[_Found]:
    yield steps, key, node, inside
    if isinstance(node, MappingNode):
        for name, child in node.value:
            yield from _walk(child, (*steps, name.value), name, inside or bool(node.flow_style))
    elif isinstance(node, SequenceNode):
        for index, child in enumerate(node.value):
            yield from _walk(child, (*steps, index), None, inside or bool(node.flow_style))


def _edit(text: str, nodes: _Nodes, wanted: Change) -> Edit:
    if isinstance(wanted, Rename):
        return _scalar_edit(text, nodes.keys[wanted.steps], wanted.key, wanted.steps in nodes.flow)
    if isinstance(wanted, Add):
        return _added(text, nodes.values[wanted.steps], wanted, wanted.steps in nodes.flow)
    node, inside = nodes.values[wanted.steps], wanted.steps in nodes.flow
    if isinstance(wanted.value, str) and isinstance(node, ScalarNode):
        return _scalar_edit(text, node, wanted.value, inside)
    return (*_extent(text, node), _flow(wanted.value))


def _added(text: str, node: Node, wanted: Add, inside: bool) -> Edit:
    """Behind the first key, which is what the entry is known by."""
    assert isinstance(node, MappingNode)
    pair = f"{wanted.key}: {_flow(wanted.value)}"
    if not node.value:
        return node.start_mark.index + 1, node.start_mark.index + 1, pair
    first = node.value[0][1]
    if node.flow_style:
        end = _extent(text, first)[1]
        return end, end, f", {pair}"
    key = node.value[1][0] if len(node.value) > 1 else node.value[0][0]
    at = key.start_mark.index
    return at, at, f"{pair}{_line_end(text)}{' ' * key.start_mark.column}"


def _flow(value: str | Mapping[str, str] | Sequence[str]) -> str:
    if isinstance(value, str):
        return _written(value, "", True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(said)}" for key, said in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _scalar_edit(text: str, node: ScalarNode, value: str, inside: bool) -> Edit:
    start, end = _extent(text, node)
    was = text[start:end]
    lines = was.replace("\r", "").split("\n")
    style = node.style or ""
    if len(lines) < 2 or style == "|":
        return start, end, _written(value, "" if style == "|" else style, inside)
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    wrap = partial(textwrap.wrap, width=max(_WIDTH, *map(len, lines)), break_long_words=False, break_on_hyphens=False)
    between = _line_end(text) + indent
    if style == ">":
        return start, end, between.join([lines[0], *wrap(value)])
    return start, end, between.join(wrap(_written(value, style, inside)))


def _extent(text: str, node: Node) -> tuple[int, int]:
    """Where a value stands, without the line ends behind a block."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def _written(value: str, style: str, inside: bool) -> str:
    """A text in the style it had, or else in double quotation marks."""
    quoted = json.dumps(value, ensure_ascii=False)  # a JSON string is a YAML string
    single = "'" + value.replace("'", "''") + "'"
    wanted = {"": value, "'": single}.get(style, quoted)
    return wanted if _reads_as(f"[{wanted}]" if inside else f"a: {wanted}", value) else quoted


def _reads_as(text: str, value: str) -> bool:
    try:
        return _data(text) in ([value], {"a": value})
    except yaml.YAMLError:
        return False


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
