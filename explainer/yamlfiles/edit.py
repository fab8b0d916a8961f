"""Changes single values of a YAML text: comments, order, quoting and every other character stay.

Each change is checked by reading the new text again: it must say what the old one said but for the change. What cannot
be changed so, such as a value that others reuse with `*`, is not changed at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.editing.written_names import places, renamed
from explainer.yamlfiles.nodes import LOADER, Data, Path
from explainer.yamlfiles.writing import Edit, data_of, extent, in_flow, line_end, lines_of, replaced_scalar


class Set(NamedTuple):
    """Replace the value at `steps`: by text, by a mapping of texts, written as `{a: x, b: y}`, or by a list of them."""

    steps: Path
    value: str | Mapping[str, str] | Sequence[str]


class Add(NamedTuple):
    """Give the mapping at `steps` one more key, with a text or a list of texts."""

    steps: Path
    key: str
    value: str | Sequence[str]


class Extend(NamedTuple):
    """Put more texts at the end of the list at `steps`; a single text there stands for a list of one."""

    steps: Path
    values: Sequence[str]


class Rename(NamedTuple):
    """Give the key at `steps` another name."""

    steps: Path
    key: str


class Within(NamedTuple):
    """Put `new` for `old` within the text at `steps`, at some of the places where it stands as a whole, from 0."""

    steps: Path
    old: str
    new: str
    which: Sequence[int]


class Remove(NamedTuple):
    """Remove the item of a list, or the key of a mapping, at `steps`; not the last of its kind."""

    steps: Path


class CommentOut(NamedTuple):
    """Make a comment of the key at `steps` and of all that it holds. It must have its lines to itself."""

    steps: Path


Change = Set | Add | Extend | Rename | Within | Remove | CommentOut


@dataclass(frozen=True)
class _Nodes:
    """The nodes of a text by the steps that lead to them; keys apart. `flow`: what stands inside brackets."""

    values: Mapping[Path, Node]
    keys: Mapping[Path, ScalarNode]
    flow: frozenset[Path]


def change(text: str, changes: Sequence[Change]) -> str | None:
    """The text with all the changes made, or None where they cannot be made without touching anything else.

    `text` is YAML without a byte order mark, its line ends of any kind. No two changes may be of one value, except that
    a mapping can be given several keys.
    """
    try:
        nodes = _nodes(text)
        edits = [_edit(text, nodes, each) for each in changes]
        new = _applied(text, edits)
        return new if data_of(new) == _expected(data_of(text), changes) else None
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError):
        return None  # no such value, or not of the kind that can be changed so


def _applied(text: str, edits: Sequence[Edit]) -> str:
    ordered = sorted(dict.fromkeys(edits), key=lambda edit: edit[:2])  # a value that is reused with `*` is changed once
    if any(one[1] > other[0] for one, other in pairwise(ordered)):
        raise ValueError("two changes are of one stretch of the text")
    for start, end, words in reversed(ordered):
        text = text[:start] + words + text[end:]
    return text


def _expected(data: Data, changes: Sequence[Change]) -> Data:
    """What the new text must say."""
    at: dict[Path, list[Change]] = {}
    for each in changes:
        at.setdefault(each.steps, []).append(each)

    def is_gone(steps: Path) -> bool:
        return any(isinstance(each, Remove | CommentOut) for each in at.get(steps, ()))

    def name_of(steps: Path) -> str:
        return next((each.key for each in at.get(steps, ()) if isinstance(each, Rename)), str(steps[-1]))

    def changed(data: Data, steps: Path) -> Data:
        if isinstance(data, list):
            data = [changed(each, (*steps, i)) for i, each in enumerate(data) if not is_gone((*steps, i))]
        elif isinstance(data, dict):
            kept = {key: value for key, value in data.items() if not is_gone((*steps, key))}
            pairs = {name_of((*steps, key)): changed(each, (*steps, key)) for key, each in kept.items()}
            data = pairs if kept or not data else ""  # a key with nothing but comments below it
        for each in at.get(steps, ()):
            data = _as_expected(data, each)
        return data

    return changed(data, ())


def _as_expected(data: Data, wanted: Change) -> Data:
    match wanted:
        case Set(_, value):
            return _as_data(value)
        case Within(_, old, new, which):
            assert isinstance(data, str)
            return renamed(data, old, new, which)
        case Add(_, key, value):
            assert isinstance(data, dict)
            return {**data, key: _as_data(value)}
        case Extend(_, values):
            return [*(data if isinstance(data, list) else [data]), *values]
    return data


def _as_data(value: str | Mapping[str, str] | Sequence[str]) -> Data:
    if isinstance(value, str):
        return value
    return dict(value) if isinstance(value, Mapping) else list(value)


def _nodes(text: str) -> _Nodes:
    values: dict[Path, Node] = {}
    keys: dict[Path, ScalarNode] = {}
    flow = set()
    root = yaml.compose(text, Loader=LOADER)
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
    steps, inside = wanted.steps, wanted.steps in nodes.flow
    if isinstance(wanted, Rename):
        return replaced_scalar(text, nodes.keys[steps], wanted.key, inside)
    if isinstance(wanted, CommentOut):
        return _commented_out(text, nodes, steps)
    if isinstance(wanted, Remove):
        return _removed(text, nodes, steps)
    node = nodes.values[steps]
    if isinstance(wanted, Add):
        return _added(text, node, wanted)
    if isinstance(wanted, Extend):
        return _extended(text, node, wanted.values)
    if isinstance(wanted, Within):
        return _within(text, node, wanted)
    if isinstance(wanted.value, str) and isinstance(node, ScalarNode):
        return replaced_scalar(text, node, wanted.value, inside)
    return (*extent(text, node), in_flow(wanted.value))


def _within(text: str, node: Node, wanted: Within) -> Edit:
    start, end = extent(text, node)
    if not isinstance(node, ScalarNode) or len(places(text[start:end], wanted.old)) != len(
        places(node.value, wanted.old)
    ):
        raise ValueError("the name is not written as it reads")
    return start, end, renamed(text[start:end], wanted.old, wanted.new, wanted.which)


def _added(text: str, node: Node, wanted: Add) -> Edit:
    """Behind the first key, which is what the entry is known by."""
    assert isinstance(node, MappingNode)
    pair = f"{wanted.key}: {in_flow(wanted.value)}"
    if not node.value:
        return node.start_mark.index + 1, node.start_mark.index + 1, pair
    first = node.value[0][1]
    if node.flow_style:
        end = extent(text, first)[1]
        return end, end, f", {pair}"
    key = node.value[1][0] if len(node.value) > 1 else node.value[0][0]
    at = key.start_mark.index
    return at, at, f"{pair}{line_end(text)}{' ' * key.start_mark.column}"


def _extended(text: str, node: Node, values: Sequence[str]) -> Edit:
    start, end = extent(text, node)
    if isinstance(node, ScalarNode):
        return start, end, in_flow([node.value, *values])
    assert isinstance(node, SequenceNode)
    if not node.value:
        return start, end, in_flow(values)
    last = extent(text, node.value[-1])[1]
    if node.flow_style:
        return last, last, "".join(f", {in_flow(value)}" for value in values)
    at = last + len(text[last : lines_of(text, last, last)[1]].rstrip("\r\n"))
    indent = line_end(text) + " " * node.start_mark.column
    return at, at, "".join(f"{indent}- {in_flow(value)}" for value in values)


def _removed(text: str, nodes: _Nodes, steps: Path) -> Edit:
    around, node = nodes.values[steps[:-1]], nodes.values[steps]
    first = nodes.keys.get(steps, node)
    assert isinstance(around, MappingNode | SequenceNode)
    if not around.flow_style:
        return (*_own_lines(text, first, node), "")
    pairs = around.value if isinstance(around, MappingNode) else [(each, each) for each in around.value]
    at = next(number for number, pair in enumerate(pairs) if pair[0] is first)
    if at:
        return extent(text, pairs[at - 1][1])[1], extent(text, node)[1], ""
    return first.start_mark.index, pairs[1][0].start_mark.index, ""


def _own_lines(text: str, first: Node, last: Node) -> tuple[int, int]:
    start, end = lines_of(text, first.start_mark.index, extent(text, last)[1])
    if not re.fullmatch(r"\s*(-\s+)?", text[start : first.start_mark.index]):
        raise ValueError("it shares its line with something else")
    return start, end


def _commented_out(text: str, nodes: _Nodes, steps: Path) -> Edit:
    key = nodes.keys[steps]
    start, end = _own_lines(text, key, nodes.values[steps])
    column = key.start_mark.column
    lines = text[start:end].splitlines(keepends=True)
    comment = (line[:column] + "# " + line[column:] if line.strip() else line for line in lines)
    return start, end, "".join(comment)
