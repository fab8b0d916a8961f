"""Words that are struck out, as newsrooms correct articles: shown, but no longer said."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from lxml import etree

from explainer.text.formulas import formula_around
from explainer.text.fragment import Element
from explainer.text.visible import Visible

Stroke = tuple[int, int]
"""Start and end of words that are struck out in a text, in code points."""

_STRIKING = etree.XPath(
    ".//*[self::del or self::s or self::strike or contains(@style, 'line-through')]"
)


def struck_out(visible: Visible) -> tuple[Stroke, ...]:
    """Return what of a visible text is struck out, in order; none of it cuts a formula."""
    striking = set(cast(list[Element], _STRIKING(visible.root)))
    found: list[Stroke] = []
    if not striking:
        return ()
    for piece in visible.pieces(0, len(visible.text)):
        if not _is_within(visible.nodes[piece.node].parent, striking):
            continue
        start = formula_around(visible.formulas, piece.start)[0]
        end = formula_around(visible.formulas, piece.end)[1]
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)


def stretches_in(stretches: Sequence[Stroke], start: int, end: int) -> Iterator[Stroke]:
    """Yield what of some stretches, which are in order, is between two offsets."""
    at = bisect_right(stretches, start, key=lambda stretch: stretch[1])
    for low, high in islice(stretches, at, None):
        if low >= end:
            return
        yield max(low, start), min(high, end)


def without(text: str, stretches: Sequence[Stroke]) -> str:
    """Return a text without some stretches, and without the space that would be doubled by that."""
    parts, done = list[str](), 0
    for start, end in stretches:
        parts.append(text[done:start])
        is_doubled = text[start - 1 : start] == " " == text[end : end + 1]
        done = end + 1 if is_doubled else end
    parts.append(text[done:])
    return "".join(parts)


def _is_within(element: Element | None, others: set[Element]) -> bool:
    while element is not None:
        if element in others:
            return True
        element = element.getparent()
    return False
