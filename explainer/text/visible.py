"""The text of a piece of HTML as a reader sees it, with the way back into the tree.

White space is collapsed as a browser does it (CSS Text 3, 4.1), blocks are on lines of their own,
and all that is not read as words of the article is left out: scripts, comments, footnote marks,
permalinks, hidden elements, readings of ruby.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from explainer.text.formulas import (
    FORMULAS,
    is_formula,
    is_repeated,
    is_source,
    outermost_source,
    typed_formulas,
)
from explainer.text.fragment import CONTROLS, Element, clean, parse

# Elements shown as blocks, list items or parts of tables, by
# https://html.spec.whatwg.org/multipage/rendering.html; and `label`, the title of a tab
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li main menu"
    " nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr"
    " ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Elements that are not shown, or are replaced by something else. Some of them libxml2 reads as raw
# text, which it cannot write back unchanged.
UNREAD = frozenset(
    "applet audio canvas datalist head iframe meter noembed noframes noscript object plaintext"
    " progress script select style template textarea title video xmp".split()
)
# The pronunciation of the words of a `ruby`, and the brackets around it for browsers that cannot
# set it above them
READINGS = frozenset({"rp", "rt", "rtc"})
_UNREAD_LINKS = frozenset({"headerlink", "footnote-backref"})
ADDED = "data-ex-added"  # marks what the site puts between the words of an article, such as a note
UNLINKABLE = HEADINGS | frozenset("a button code kbd label math pre samp summary svg".split())

_SPACE = " \t\n\r\f"
_EDGES = re.compile(rf"\A[{_SPACE}]+|[{_SPACE}]+\Z")
_GAP = re.compile(rf"\A[{_SPACE}]+|[{_SPACE}]+\Z|[{_SPACE}]{{2,}}")
_FLAT = CONTROLS | dict.fromkeys(map(ord, _SPACE), " ")


class Node(NamedTuple):
    """A string of the tree: an element's text before its first child, or the tail behind it."""

    element: Element
    tail: bool

    @property
    def parent(self) -> Element | None:
        """The element that holds the string."""
        return self.element.getparent() if self.tail else self.element


class Piece(NamedTuple):
    """A stretch of one node. Offsets are code points, and ends are exclusive."""

    node: int  # an index of `Visible.nodes`
    first: int  # in the string of the node
    last: int
    start: int  # in the visible text
    end: int


@dataclass(frozen=True)
class Visible:
    """The visible text of a tree. All offsets are code points of `text`.

    Blocks are separated by a line feed; `<br>` counts as a space. Other line feeds occur only
    inside `pre`.
    """

    root: Element  # holds the fragment
    text: str
    blocks: tuple[tuple[int, int], ...]  # paragraphs and the like, in order
    headings: tuple[tuple[int, int, str], ...]  # with their ids, or ""
    # Inside links, headings and code: a mention there cannot be a link.
    unlinkable: tuple[tuple[int, int], ...]
    # Read as source by a script or the browser; they are unlinkable, too.
    formulas: tuple[tuple[int, int], ...]
    line_ends: tuple[int, ...]  # the spaces that count for a `<br>`, perhaps among others
    nodes: tuple[Node, ...] = field(repr=False)  # those that hold visible text, in order
    # One item per run, a stretch of text that maps one to one to a stretch of a node: its start in
    # the text, its length, the index of its node, and its start in the node's string. Arrays,
    # because ten megabytes may have a million runs.
    _starts: "array[int]" = field(repr=False)
    _lengths: "array[int]" = field(repr=False)
    _owners: "array[int]" = field(repr=False)
    _offsets: "array[int]" = field(repr=False)

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the stretches of nodes that hold `text[start:end]`, in order, one per node."""
        piece: Piece | None = None
        for run in range(max(bisect_right(self._starts, start) - 1, 0), len(self._starts)):
            begin = self._starts[run]
            if begin >= end:
                break
            low, high = max(start, begin), min(end, begin + self._lengths[run])
            if low >= high:
                continue
            shift = self._offsets[run] - begin
            if piece and piece.node == self._owners[run]:
                piece = piece._replace(last=high + shift, end=high)
                continue
            if piece:
                yield piece
            piece = Piece(self._owners[run], low + shift, high + shift, low, high)
        if piece:
            yield piece


def read(html: str) -> Visible:
    """Return the visible text of an HTML fragment."""
    return read_tree(parse(html))


def _is_read(element: Element) -> bool:
    if element.tag == "script":
        return is_source(element)
    if element.tag in UNREAD or element.tag in READINGS:
        return False
    if element.get(ADDED) is not None or is_repeated(element):
        return False
    if element.get("hidden") not in (None, "until-found"):
        return False
    if element.tag == "sup":
        return not any("footnote-ref" in _classes(link) for link in element.iter("a"))
    return element.tag != "a" or _UNREAD_LINKS.isdisjoint(_classes(element))


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


class _String(NamedTuple):
    """A string of the tree, and the elements that it is in."""

    text: str
    node: Node | None = None  # none for the edge of a block and for a `<br>`
    pre: bool = False
    unlinkable: bool = False
    heading: Element | None = None
    formula: Element | None = None


_MARKED = BLOCKS | UNLINKABLE | FORMULAS | {"br"}
_EDGE, _BREAK = _String(""), _String(" ")


def _strings(root: Element) -> Iterator[_String]:
    """Yield the strings of the tree in order, with the edges of blocks between them."""
    inside: list[Element] = []  # pre, headings, links, formulas, … around the current position
    setting = _String("")
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and not _is_read(element):
            walk.skip_subtree()
            continue
        is_tag = event in ("start", "end")
        if is_tag and (element.tag in _MARKED or element.get("class")):
            yield from _border(event, element)
            setting = _setting(inside, event, element)
        if event == "start" and element.text:
            yield _String(element.text, Node(element, False), *setting[2:])
        elif event != "start" and element.tail and element is not root:
            yield _String(element.tail, Node(element, True), *setting[2:])


def _border(event: str, element: Element) -> Iterator[_String]:
    if element.tag in BLOCKS:
        yield _EDGE
    elif element.tag == "br" and event == "start":
        yield _BREAK


def _setting(inside: list[Element], event: str, element: Element) -> _String:
    """Return how strings are read from here on, as an empty one, and keep `inside` up to date."""
    if event == "end" and inside and inside[-1] is element:
        inside.pop()
    elif event == "start" and (element.tag in UNLINKABLE or is_formula(element)):
        inside.append(element)
    is_pre = any(each.tag == "pre" for each in inside)
    heading = next((each for each in inside if each.tag in HEADINGS), None)
    formula = next((each for each in inside if is_formula(each)), None)
    return _String("", None, is_pre, bool(inside), heading, formula)


def _chunks(string: _String) -> Iterator[tuple[int, str]]:
    """Yield the parts of a string between which white space is dropped, each with its offset.

    White space at the ends of the string is a part of its own.
    """
    done = 0
    for gap in (_EDGES if string.pre else _GAP).finditer(string.text):
        if gap.start() > done:
            yield done, string.text[done : gap.start()]
        yield gap.start(), gap[0] if string.pre else " "
        done = gap.end()
    if done < len(string.text):
        yield done, string.text[done:]


def _flat(part: str) -> str:
    return part if part.isprintable() else part.translate(_FLAT)


_Inside = tuple[int, int, Element]  # start and end of a text, and the element that it is in


class _VisibleBuilder:
    """A visible text while it is being built."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[tuple[int, int]] = []
        self.headings: list[_Inside] = []
        self.formulas: list[_Inside] = []
        self.unlinkable: list[tuple[int, int]] = []
        self.nodes: list[Node] = []
        self.runs = tuple(array("q") for _ in range(4))
        # White space, as the arguments of `_run`; it is shown only if words of the block follow.
        self.pending_space: list[tuple[_String, int, str]] = []
        self.at_edge = True
        self.is_line_ended = False  # whether a `<br>` is in the pending space
        self.line_ends: list[int] = []

    def end_block(self) -> None:
        """Begin a new block with the next words."""
        self.at_edge = True
        self.is_line_ended = False
        self.pending_space.clear()

    def end_line(self) -> None:
        """Add a `<br>`."""
        self.is_line_ended = not self.at_edge
        self.add(_BREAK)

    def add(self, string: _String) -> None:
        """Add a string of the tree."""
        for offset, part in _chunks(string):
            if part.strip(_SPACE):
                self._words(string, offset, clean(part) if string.pre else _flat(part))
            elif not self.at_edge and (string.pre or not self.pending_space):
                self.pending_space.append((string, offset, clean(part)))

    def _words(self, string: _String, offset: int, part: str) -> None:
        """Add words, which are not white space alone, from an offset of a string."""
        if self.at_edge:
            if self.blocks:
                self._append("\n")
            self.blocks.append((self.length, self.length))
            self.at_edge = False
        if self.is_line_ended:
            self.line_ends.append(self.length)
            self.is_line_ended = False
        for space in self.pending_space:
            self._run(*space)
        self.pending_space.clear()
        self._run(string, offset, part)
        self.blocks[-1] = (self.blocks[-1][0], self.length)

    def _run(self, string: _String, offset: int, part: str) -> None:
        """Add a run, which maps one to one to a stretch of a string from an offset of it."""
        start = self.length
        self._append(part)
        if string.node:
            if not self.nodes or self.nodes[-1] is not string.node:
                self.nodes.append(string.node)
            run = (start, len(part), len(self.nodes) - 1, offset)
            for column, value in zip(self.runs, run, strict=True):
                column.append(value)
        if string.unlinkable:
            low = start
            if self.unlinkable and self.unlinkable[-1][1] == start:
                low = self.unlinkable.pop()[0]
            self.unlinkable.append((low, self.length))
        if string.heading is not None:
            _extend(self.headings, start, self.length, string.heading)
        if string.formula is not None:
            _extend(self.formulas, start, self.length, string.formula)

    def _append(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)


def _extend(stretches: list[_Inside], start: int, end: int, element: Element) -> None:
    """Add a stretch of text inside an element; extend the last one if it is of the same element."""
    if stretches and stretches[-1][2] is element:
        start = stretches.pop()[0]
    stretches.append((start, end, element))


def read_tree(root: Element) -> Visible:
    """Return the visible text of a tree that `parse` made."""
    text = _VisibleBuilder()
    for string in _strings(root):
        if string is _EDGE:
            text.end_block()
        elif string is _BREAK:
            text.end_line()
        else:
            text.add(string)
    words = "".join(text.parts)
    headings = [(start, end, element.get("id") or "") for start, end, element in text.headings]
    visible = Visible(
        root,
        words,
        tuple(text.blocks),
        tuple(headings),
        tuple(text.unlinkable),
        (),
        tuple(text.line_ends),
        tuple(text.nodes),
        *text.runs,
    )
    formulas = [(start, end) for start, end, _ in text.formulas]
    formulas += _typed_in_running_text(visible)
    if not formulas:
        return visible
    formulas.sort()
    # with the breaks between the blocks of a drawing
    unlinkable = joined([*visible.unlinkable, *formulas])
    return replace(visible, unlinkable=unlinkable, formulas=tuple(formulas))


def _typed_in_running_text(visible: Visible) -> Iterator[tuple[int, int]]:
    """Yield start and end of formulas typed between delimiters, but not in code or in a formula."""
    for start, end in typed_formulas(visible.text, visible.blocks):
        nodes = (visible.nodes[piece.node] for piece in visible.pieces(start, end))
        if all(outermost_source(node.parent) is None for node in nodes):
            yield start, end


def joined(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return stretches in order, with those that touch or overlap joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            start, last = found.pop()
            end = max(end, last)
        found.append((start, end))
    return tuple(found)
