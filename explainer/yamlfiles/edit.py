"""Change single values of a YAML text: comments, order, quoting and every other character stay.

Each change is checked by reading the new text again: but for the change, it must hold the same data
and the same comments as the old one. What cannot be changed so, such as a value that is reused with
`*`, is not changed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

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
    ReplaceWithin,
    Set,
    expected,
)
from explainer.yamlfiles.comments import Span, lost_comment
from explainer.yamlfiles.composed import Composed, TextData, composed, text_data
from explainer.yamlfiles.nodes import as_read, pairs_of
from explainer.yamlfiles.places import Path
from explainer.yamlfiles.refusal import NO_YAML, OVERLAP, TOO_MANY, why_not, why_not_without
from explainer.yamlfiles.writing import (
    Edit,
    Value,
    beside,
    bracketed,
    extent,
    in_flow,
    line_end,
    lines_of,
    replaced,
    replaced_scalar,
)
from explainer.yamlfiles.written_names import places

# Characters that are read to find changes that cannot be made, in ten seconds or so; for each of
# these, a text is read about so many times.
_MOST_READ, _TIMES_READ = 20_000_000, 10
# Between brackets: what is before a comma, and the rest of a line that has one
_NO_COMMA = re.compile(r"(?:[^,#]|#[^\r\n]*)*")
_COMMA_AND_COMMENT = re.compile(r"[ \t]*,[ \t]*(?:#[^\r\n]*)?")


def change(text: str, changes: Sequence[Change]) -> str | Unchanged:
    """Return the text with all the changes made, or why they would change anything else.

    `text` is YAML without a byte order mark, with line ends of any kind. No two changes may be of
    the same value, except that several keys can be added to a mapping, and several names replaced
    within a text; if one is a part of another, it comes first.
    """
    try:
        nodes = composed(text)
    except ValueError:
        return NO_YAML
    new = _changed(text, nodes, changes)
    return _why_unchanged(text, nodes, changes) if new is None else new


def change_each(text: str, groups: Sequence[Sequence[Change]]) -> tuple[str, dict[int, Unchanged]]:
    """Return the text with all groups of changes made that can be made as a whole.

    For each other one, its index leads to the reason. See `change` for all else.
    """
    try:
        nodes = composed(text)
    except ValueError:
        return text, dict.fromkeys(range(len(groups)), NO_YAML)
    most_refused = 1 + _MOST_READ // (_TIMES_READ * len(text) + 1)
    refused: dict[int, Unchanged] = {}
    tried, right = list(range(len(groups))), 0  # the first ones are known to go right together
    while True:
        wanted = [groups[index] for index in tried]
        new = _changed(text, nodes, [*chain(*wanted)])
        if isinstance(new, str):
            return new, refused
        if len(refused) == most_refused:
            refused |= dict.fromkeys(tried[right:], TOO_MANY)
            del tried[right:]
            continue
        right = _first_wrong(text, nodes, wanted, right)
        refused[tried.pop(right)] = _why_refused(text, nodes, wanted[right])


def _first_wrong(
    text: str, nodes: Composed, groups: Sequence[Sequence[Change]], right: int = 0
) -> int:
    """Return the index of the first group with which it goes wrong, after the first `right` ones.

    To try each by itself would take minutes.
    """

    def is_wrong(last: int) -> bool:
        new = _changed(text, nodes, [*chain(*groups[: last + 1])])
        return not isinstance(new, str)

    return bisect_left(range(len(groups) - 1), True, lo=right, key=is_wrong)


def _why_refused(text: str, nodes: Composed, changes: Sequence[Change]) -> Unchanged:
    """Return why some changes cannot be made, perhaps only together with others."""
    alone = _changed(text, nodes, changes)
    if alone is None:
        return _why_unchanged(text, nodes, changes)
    return alone if isinstance(alone, Unchanged) else OVERLAP


def _changed(text: str, nodes: Composed, changes: Sequence[Change]) -> str | Unchanged | None:
    """Return the changed text, or None if it would not hold the expected data.

    Where only a comment would be lost, return that.
    """
    edits: list[Edit] = []
    try:
        for each in changes:
            edits += _edits(text, nodes, each)
        new = _applied(text, edits)
        if text_data(new) != _expected(nodes.data, changes):
            return None
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError):
        return None  # no such value, or not of the kind that can be changed so
    if not any("#" in text[start:end] for start, end, _ in edits):
        return new
    comment = lost_comment(text, new, [*_removed_spans(text, nodes, changes)])
    return new if comment is None else why_not_without(text, comment)


def _expected(before: TextData, changes: Sequence[Change]) -> TextData:
    return TextData(expected(before.read, changes, as_read), expected(before.typed, changes))


def _removed_spans(text: str, nodes: Composed, changes: Sequence[Change]) -> Iterator[Span]:
    """Yield the spans of the values that go, or become comments, with the comments on them."""
    for each in changes:
        node = nodes.values[each.steps]
        if isinstance(each, Remove | CommentOut):
            yield _span(text, nodes.keys.get(each.steps, node), node)
        elif isinstance(each, Extend) and isinstance(node, SequenceNode):
            for index in each.without:
                yield _span(text, node.value[index], node.value[index])


def _span(text: str, first: Node, last: Node) -> Span:
    return first.start_mark.index, extent(text, last)[1]


def _why_unchanged(text: str, nodes: Composed, changes: Sequence[Change]) -> Unchanged:
    """Return why the changes cannot be made; all of one node, which `*` may reuse, count as one."""
    of_nodes: dict[int, list[Change]] = {}
    for each in changes:
        of_nodes.setdefault(id(nodes.values.get(each.steps)), []).append(each)
    groups = list(of_nodes.values())
    wrong = groups[_first_wrong(text, nodes, groups)]
    alone = _changed(text, nodes, wrong)
    if alone is None:
        return why_not(text, nodes, wrong[0])
    return alone if isinstance(alone, Unchanged) else OVERLAP


def _applied(text: str, edits: Sequence[Edit]) -> str:
    """Return the text after the edits. Raise ValueError if two of them overlap."""
    different = dict.fromkeys(edits)  # a value that is reused with `*` is changed once
    ordered = sorted(different, key=lambda edit: edit[:2])
    if any(one[1] > other[0] for one, other in pairwise(ordered)):
        raise ValueError("two changes are of the same stretch of the text")
    parts, done = list[str](), 0
    for start, end, words in ordered:
        parts += text[done:start], words
        done = end
    return "".join(parts) + text[done:]


def _edits(text: str, nodes: Composed, wanted: Change) -> Iterator[Edit]:
    """Yield the edits that make a change. Raise an error if it cannot be made, see `_changed`."""
    steps = wanted.steps
    is_in_flow = steps in nodes.flow
    match wanted:
        case Rename(_, key):
            yield replaced_scalar(text, nodes.keys[steps], key, is_in_flow)
        case CommentOut():
            yield _commented_out(text, nodes, steps)
        case Remove():
            yield from _removed(text, nodes, steps)
        case Add():
            yield _added(text, nodes.values[steps], wanted)
        case Extend():
            yield from _extended(text, nodes.values[steps], wanted)
        case ReplaceWithin():
            yield from _replaced_within(text, nodes.values[steps], wanted)
        case Set(_, value):
            yield _set(text, nodes.values[steps], value, is_in_flow)


def _set(text: str, node: Node, value: Value, is_in_flow: bool) -> Edit:
    if isinstance(value, str) and isinstance(node, ScalarNode):
        return replaced_scalar(text, node, value, is_in_flow)
    return replaced(text, node, in_flow(value))


def _replaced_within(text: str, node: Node, wanted: ReplaceWithin) -> Iterator[Edit]:
    start, end = extent(text, node)
    typed = text[start:end]
    if not isinstance(node, ScalarNode):
        raise ValueError("only a text can hold the name")
    starts = places(typed, wanted.old)
    is_plain = len(starts) == len(places(node.value, wanted.old))
    if not (is_plain and wanted.which):
        raise ValueError("the name is not written as it reads: a part of it is escaped or folded")
    for index in wanted.which:
        at = start + starts[index]
        yield at, at + len(wanted.old), wanted.new


def _added(text: str, node: Node, wanted: Add) -> Edit:
    assert isinstance(node, MappingNode)
    if not node.value:
        at = extent(text, node)[0] + 1
        return at, at, f"{wanted.key}: {in_flow(wanted.value)}"
    key, value = _pair_before(node, wanted.behind)
    end = max(extent(text, key)[1], extent(text, value)[1])
    if node.flow_style:
        return end, end, f", {wanted.key}: {in_flow(wanted.value)}"
    column, at, new_line = key.start_mark.column, lines_of(text, end, end)[1], line_end(text)
    line = f"{' ' * column}{wanted.key}:{beside(wanted.value, column, new_line)}"
    if text[at - 1] in "\r\n":
        return at, at, line + new_line
    if new_line in line:
        line += new_line  # a block text may end with the end of its line
    return at, at, new_line + line


def _pair_before(node: MappingNode, behind: str) -> tuple[Node, Node]:
    """Return the pair with the key `behind`, or else the first pair of the mapping."""
    pairs = {name: (key, value) for name, key, value in pairs_of(node)}
    return pairs.get(behind) or node.value[0]


def _extended(text: str, node: Node, wanted: Extend) -> Iterator[Edit]:
    items = node.value if isinstance(node, SequenceNode) else [node]
    removed = [index for index in range(len(items)) if index in wanted.without]
    is_flow = isinstance(node, SequenceNode) and bool(node.flow_style)
    is_emptied = is_flow and len(removed) == len(items)
    if isinstance(node, ScalarNode) or not items or is_emptied:
        kept = [bracketed(text, item) for index, item in enumerate(items) if index not in removed]
        yield replaced(text, node, f"[{', '.join([*kept, *map(in_flow, wanted.values)])}]")
    elif is_flow:
        yield from _without(text, [(item, item) for item in items], removed)
        end = extent(text, items[-1])[1]
        yield end, end, ", ".join(["", *map(in_flow, wanted.values)])
    else:
        start = extent(text, node)[0]
        column = start - lines_of(text, start, start)[0]
        yield from _extended_block(text, items, removed, column, wanted.values)


def _extended_block(
    text: str, items: Sequence[Node], removed: Sequence[int], column: int, values: Sequence[Value]
) -> Iterator[Edit]:
    """Yield the edits of a list without brackets; `column`, from 0, is that of its hyphens."""
    new_line = line_end(text)
    new = [f"{' ' * column}-{beside(value, column, new_line)}" for value in values]
    last = len(items) - 1
    for index in removed:
        if index < last:
            yield (*_own_lines(text, items[index], items[index]), "")
    after = extent(text, items[last])[1]
    end = after + len(text[after : lines_of(text, after, after)[1]].rstrip("\r\n"))
    if last not in removed:
        yield end, end, "".join(new_line + line for line in new)
        return
    start, behind = _own_lines(text, items[last], items[last])
    if new:
        yield start, end, new_line.join(new)
    else:
        yield start, behind, ""


def _removed(text: str, nodes: Composed, steps: Path) -> Iterator[Edit]:
    holder, node = nodes.values[steps[:-1]], nodes.values[steps]
    first = nodes.keys.get(steps, node)
    assert isinstance(holder, MappingNode | SequenceNode)
    if not holder.flow_style:
        yield (*_own_lines(text, first, node), "")
        return
    pairs = holder.value
    if isinstance(holder, SequenceNode):
        pairs = [(item, item) for item in holder.value]
    at = next(index for index, pair in enumerate(pairs) if pair[0] is first)
    yield from _without(text, pairs, [at])


def _without(
    text: str, pairs: Sequence[tuple[Node, Node]], removed: Sequence[int]
) -> Iterator[Edit]:
    """Yield the edits that remove pairs between brackets, `removed` being their indexes.

    Each run of them is removed with one comma, or with the lines that it fills.
    """
    spans = [_span(text, first, last) for first, last in pairs]
    for index in removed:
        if index + 1 in removed:
            continue
        first = next(number for number in range(index, -1, -1) if number - 1 not in removed)
        start, end = spans[first][0], spans[index][1]
        lines = lines_of(text, start, end)
        before, after = text[lines[0] : start], text[end : lines[1]]
        if not before.strip() and re.fullmatch(r"\s*,\s*(#.*)?\s*", after):
            yield (*lines, "")
        elif first:
            yield from _with_comma_before(text, spans[first - 1][1], start, end)
        else:
            yield start, _behind_comma(text, end, spans[index + 1][0]), ""


def _with_comma_before(text: str, comma_from: int, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits that remove a stretch between brackets, and the comma before it.

    All between them goes, too, but for comments.
    """
    if "#" not in text[comma_from:start]:
        yield comma_from, end, ""
        return
    before = _NO_COMMA.match(text, comma_from)
    assert before  # it matches "", too
    yield before.end(), before.end() + 1, ""
    yield start, end, ""


def _behind_comma(text: str, end: int, next_start: int) -> int:
    """Return the end of what goes with the first values between brackets.

    It is the start of the next one, or where the line ends if comments on that one are below it.
    """
    line = _COMMA_AND_COMMENT.match(text, end)
    return line.end() if line and "#" in text[line.end() : next_start] else next_start


def _own_lines(text: str, first: Node, last: Node) -> tuple[int, int]:
    """Return the span of the lines of some nodes. Raise ValueError if they share a line."""
    start, end = lines_of(text, first.start_mark.index, extent(text, last)[1])
    if not re.fullmatch(r"\s*(-\s+)?", text[start : first.start_mark.index]):
        raise ValueError("it shares its line with something else")
    return start, end


def _commented_out(text: str, nodes: Composed, steps: Path) -> Edit:
    key = nodes.keys[steps]
    start, end = _own_lines(text, key, nodes.values[steps])
    column = key.start_mark.column

    def commented(line: re.Match[str]) -> str:
        return f"{line[0][:column]}# {line[0][column:]}" if line[0].strip() else line[0]

    return start, end, re.sub(r"[^\r\n]+", commented, text[start:end])
