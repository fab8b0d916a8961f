"""What a browser draws in a text, though it is none of its characters.

Words are struck out, as newsrooms correct articles: shown, but no longer said. Those of a `q` stand
between quotation marks, and lines end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

from explainer.text.formulas import formula_around, outermost
from explainer.text.fragment import Element
from explainer.text.visible import Visible, joined

Stretch = tuple[int, int]
"""Start and end of some words in a text, in code points."""

_STRUCK = etree.XPath(
    ".//*[self::del or self::s or self::strike or contains(@style, 'line-through')]"
)
_QUOTED, _QUOTED_WITHIN = etree.XPath(".//q"), etree.XPath(".//q//q")
# In the order in which they stand where several are at one place
_SIGNS = "’”“‘\n"


class Drawn(NamedTuple):
    """What is drawn in a text, in order. None of it cuts a formula."""

    struck: tuple[Stretch, ...] = ()
    quoted: tuple[Stretch, ...] = ()  # each `q`, unless all of it is struck out
    quoted_within: tuple[Stretch, ...] = ()  # the `q` within these
    line_ends: tuple[int, ...] = ()  # each of them a space


NOTHING_DRAWN = Drawn()


class DrawnText(NamedTuple):
    """A part of a text, with the quotation marks and line feeds that are drawn in it."""

    text: str
    start: int  # the offset in the whole text of the first character
    marks: Sequence[int]  # the offsets there before which there are quotation marks, in order

    def place(self, start: int, end: int) -> Stretch:
        """Return where a stretch of the whole text is in this; marks at its ends are outside it."""
        first = start - self.start + bisect_right(self.marks, start)
        last = end - self.start + bisect_left(self.marks, end)
        return first, max(first, last)


def drawn_in(visible: Visible) -> Drawn:
    """Return what is drawn in a visible text."""
    struck = joined(_stretches(visible, _STRUCK))
    quoted = tuple(_quoted(visible, _QUOTED, struck))
    quoted_within = tuple(_quoted(visible, _QUOTED_WITHIN, struck))
    ends = (at for at in visible.line_ends if formula_around(visible.formulas, at) == (at, at))
    return Drawn(struck, quoted, quoted_within, tuple(ends))


def part_of(text: str, drawn: Drawn, start: int, end: int, lead: str = "") -> DrawnText:
    """Return the part of a text between two offsets, behind a `lead`."""
    if not any(drawn[1:]):  # as in most texts: this saves time
        return DrawnText(lead + text[start:end], start - len(lead), ())
    signs = list[tuple[int, str]]()
    for stretches, (opening, closing) in ((drawn.quoted, "“”"), (drawn.quoted_within, "‘’")):
        for low, high in stretches_in(stretches, start, end):
            signs += (low, opening), (high, closing)
    marks = sorted(at for at, _ in signs)
    low, high = bisect_left(drawn.line_ends, start), bisect_left(drawn.line_ends, end)
    signs += ((at, "\n") for at in drawn.line_ends[low:high])
    parts, done = [lead], start
    for at, sign in sorted(signs, key=lambda each: (each[0], _SIGNS.index(each[1]))):
        parts += text[done:at], sign
        done = at + (sign == "\n")  # which replaces the space
    parts.append(text[done:end])
    return DrawnText("".join(parts), start - len(lead), marks)


def stretches_in(stretches: Sequence[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """Yield what of some stretches, which are in order, is between two offsets."""
    at = bisect_right(stretches, start, key=lambda stretch: stretch[1])
    for low, high in islice(stretches, at, None):
        if low >= end:
            return
        yield max(low, start), min(high, end)


def without(text: str, stretches: Iterable[Stretch]) -> str:
    """Return a text without some stretches, and without the space that would be doubled by that."""
    parts, done = list[str](), 0
    for start, end in stretches:
        parts.append(text[done:start])
        space = text[start - 1 : start]
        is_doubled = space.isspace() and space == text[end : end + 1]
        done = end + 1 if is_doubled else end
    parts.append(text[done:])
    return "".join(parts)


def _quoted(visible: Visible, path: etree.XPath, struck: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield where quotations are, in order, but for those that are struck out as a whole."""
    for quotation in _stretches(visible, path):
        if quotation not in stretches_in(struck, *quotation):
            yield quotation


def _stretches(visible: Visible, path: etree.XPath) -> Iterable[Stretch]:
    """Return where the words of the outermost elements of a path are, in order."""
    wanted = set(cast(list[Element], path(visible.root)))
    found = dict[Element, Stretch]()
    if not wanted:
        return ()
    for piece in visible.pieces(0, len(visible.text)):
        element = outermost(visible.nodes[piece.node].parent, wanted.__contains__)
        if element is not None:
            start = formula_around(visible.formulas, piece.start)[0]
            end = formula_around(visible.formulas, piece.end)[1]
            found[element] = found.get(element, (start, end))[0], end
    return found.values()
