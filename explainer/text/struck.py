"""Words that are struck out, as newsrooms correct articles: shown, but no longer said."""

from typing import cast

from lxml import etree

from explainer.text.formulas import formula_around
from explainer.text.fragment import Element
from explainer.text.visible import Visible

_STRIKING = etree.XPath(
    ".//*[self::del or self::s or self::strike or contains(@style, 'line-through')]"
)


def struck_out(visible: Visible) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a visible text that are struck out, in order, none cutting a formula.

    Each is its start and end in code points.
    """
    striking = set(cast(list[Element], _STRIKING(visible.root)))
    found: list[tuple[int, int]] = []
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


def _is_within(element: Element | None, others: set[Element]) -> bool:
    while element is not None:
        if element in others:
            return True
        element = element.getparent()
    return False
