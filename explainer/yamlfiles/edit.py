"""Changes single values of a YAML text: comments, order, quoting and every other character stay.

Each change is checked by reading the new text again: it must say what the old one said but for the change. What cannot
be changed so, such as a value that others reuse with `*`, is not changed at all.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.files.textfiles import Unchanged
from explainer.yamlfiles.changes import (
    Add,
    Change,
    CommentOut,
    Extend,
    Remove,
    Rename,
    Set,
    Within,
    expected,
)
from explainer.yamlfiles.composed import Composed, composed
from explainer.yamlfiles.nodes import Path
from explainer.yamlfiles.refusal import NO_YAML, OVERLAP, why
from explainer.yamlfiles.writing import (
    Edit,
    Value,
    beside,
    bracketed,
    data_of,
    extent,
    in_flow,
    line_end,
    lines_of,
    replaced_scalar,
)
from explainer.yamlfiles.written_names import places, renamed


def change(text: str, changes: Sequence[Change]) -> str | Unchanged:
    """The text with all the changes made, or why they cannot be made without touching anything else.

    `text` is YAML without a byte order mark, its line ends of any kind. No two changes may be of one value, except that
    a mapping can be given several keys.
    """
    new = _changed(text, changes)
    return _why(text, changes) if new is None else new


def _changed(text: str, changes: Sequence[Change]) -> str | None:
    try:
        nodes = composed(text)
        new = _applied(text, [edit for each in changes for edit in _edits(text, nodes, each)])
        return new if data_of(new) == expected(data_of(text), changes) else None
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError):
        return None  # no such value, or not of the kind that can be changed so


def _why(text: str, changes: Sequence[Change]) -> Unchanged:
    """Changes of one value, which may be reused with `*`, are looked at together."""
    try:
        nodes = composed(text)
    except yaml.YAMLError:
        return NO_YAML
    for each in changes:
        same = [
            other
            for other in changes
            if nodes.values.get(other.steps) is nodes.values.get(each.steps)
        ]
        if _changed(text, same) is None:
            return why(text, nodes, each)
    return OVERLAP


def _applied(text: str, edits: Sequence[Edit]) -> str:
    ordered = sorted(
        dict.fromkeys(edits), key=lambda edit: edit[:2]
    )  # a value that is reused with `*` is changed once
    if any(one[1] > other[0] for one, other in pairwise(ordered)):
        raise ValueError("two changes are of one stretch of the text")
    for start, end, words in reversed(ordered):
        text = text[:start] + words + text[end:]
    return text


def _edits(text: str, nodes: Composed, wanted: Change) -> Iterator[Edit]:
    steps, inside = wanted.steps, wanted.steps in nodes.flow
    match wanted:
        case Rename(_, key):
            yield replaced_scalar(text, nodes.keys[steps], key, inside)
        case CommentOut():
            yield _commented_out(text, nodes, steps)
        case Remove():
            yield _removed(text, nodes, steps)
        case Add():
            yield _added(text, nodes.values[steps], wanted)
        case Extend():
            yield from _extended(text, nodes.values[steps], wanted)
        case Within():
            yield _within(text, nodes.values[steps], wanted)
        case Set(_, value):
            yield _set(text, nodes.values[steps], value, inside)


def _set(text: str, node: Node, value: Value, inside: bool) -> Edit:
    if isinstance(value, str) and isinstance(node, ScalarNode):
        return replaced_scalar(text, node, value, inside)
    return (*extent(text, node), in_flow(value))


def _within(text: str, node: Node, wanted: Within) -> Edit:
    start, end = extent(text, node)
    if not isinstance(node, ScalarNode) or len(places(text[start:end], wanted.old)) != len(
        places(node.value, wanted.old)
    ):
        raise ValueError("the name is not written as it reads")
    return start, end, renamed(text[start:end], wanted.old, wanted.new, wanted.which)


def _added(text: str, node: Node, wanted: Add) -> Edit:
    assert isinstance(node, MappingNode)
    if not node.value:
        at = extent(text, node)[0] + 1
        return at, at, f"{wanted.key}: {in_flow(wanted.value)}"
    first, value = next(
        (pair for pair in node.value if pair[0].value == wanted.behind), node.value[0]
    )
    end = max(extent(text, first)[1], extent(text, value)[1])
    if node.flow_style:
        return end, end, f", {wanted.key}: {in_flow(wanted.value)}"
    column, at, new_line = first.start_mark.column, lines_of(text, end, end)[1], line_end(text)
    line = f"{' ' * column}{wanted.key}:{beside(wanted.value, column, new_line)}"
    if text[:at].endswith("\n"):
        return at, at, line + new_line
    return (
        at,
        at,
        new_line + line + new_line * (new_line in line),
    )  # a block text may end with the end of its line


def _end_of_line(text: str, at: int) -> int:
    return at + len(text[at : lines_of(text, at, at)[1]].rstrip("\r\n"))


def _extended(text: str, node: Node, wanted: Extend) -> Iterator[Edit]:
    start, end = extent(text, node)
    items = node.value if isinstance(node, SequenceNode) else [node]
    gone = [index for index in range(len(items)) if index in wanted.without]
    is_flow = isinstance(node, SequenceNode) and node.flow_style
    if isinstance(node, ScalarNode) or not items or (is_flow and len(gone) == len(items)):
        kept = [bracketed(text, item) for index, item in enumerate(items) if index not in gone]
        yield start, end, f"[{', '.join([*kept, *map(in_flow, wanted.values)])}]"
    elif is_flow:
        yield from _without(text, [(item, item) for item in items], gone)
        end = extent(text, items[-1])[1]
        yield end, end, ", ".join(["", *map(in_flow, wanted.values)])
    else:
        column, new_line = start - text.rfind("\n", 0, start) - 1, line_end(text)
        new = [f"{' ' * column}-{beside(value, column, new_line)}" for value in wanted.values]
        yield from (
            (*_own_lines(text, items[index], items[index]), "")
            for index in gone
            if index < len(items) - 1
        )
        yield _behind_last(text, items[-1], new, len(items) - 1 in gone)


def _behind_last(text: str, last: Node, new: Sequence[str], is_gone: bool) -> Edit:
    """New lines behind those of the last item of a list, or in their place."""
    end, at = line_end(text), _end_of_line(text, extent(text, last)[1])
    if not is_gone:
        return at, at, "".join(end + line for line in new)
    start, behind = _own_lines(text, last, last)
    return (start, at, end.join(new)) if new else (start, behind, "")


def _removed(text: str, nodes: Composed, steps: Path) -> Edit:
    around, node = nodes.values[steps[:-1]], nodes.values[steps]
    first = nodes.keys.get(steps, node)
    assert isinstance(around, MappingNode | SequenceNode)
    if not around.flow_style:
        return (*_own_lines(text, first, node), "")
    pairs = (
        around.value if isinstance(around, MappingNode) else [(each, each) for each in around.value]
    )
    at = next(number for number, pair in enumerate(pairs) if pair[0] is first)
    return next(_without(text, pairs, [at]))


def _without(text: str, pairs: Sequence[tuple[Node, Node]], gone: Sequence[int]) -> Iterator[Edit]:
    """Some of what stands between brackets goes, each stretch of it with a comma, or with the lines that it fills."""
    spans = [(first.start_mark.index, extent(text, last)[1]) for first, last in pairs]
    for index in gone:
        if index + 1 in gone:
            continue
        first = next(number for number in range(index, -1, -1) if number - 1 not in gone)
        start, end = spans[first][0], spans[index][1]
        lines = lines_of(text, start, end)
        if not text[lines[0] : start].strip() and re.fullmatch(
            r"\s*,\s*(#.*)?\s*", text[end : lines[1]]
        ):
            yield (*lines, "")
        else:
            yield (spans[first - 1][1], end, "") if first else (start, spans[index + 1][0], "")


def _own_lines(text: str, first: Node, last: Node) -> tuple[int, int]:
    start, end = lines_of(text, first.start_mark.index, extent(text, last)[1])
    if not re.fullmatch(r"\s*(-\s+)?", text[start : first.start_mark.index]):
        raise ValueError("it shares its line with something else")
    return start, end


def _commented_out(text: str, nodes: Composed, steps: Path) -> Edit:
    key = nodes.keys[steps]
    start, end = _own_lines(text, key, nodes.values[steps])
    column = key.start_mark.column
    lines = text[start:end].split("\n")
    comment = (line[:column] + "# " + line[column:] if line.strip() else line for line in lines)
    return start, end, "\n".join(comment)
