"""Quotes that join words of unlike or unrelated blocks, such as cells of two rows of a table.

The words of a block can be quoted, and so can paragraphs that follow each other. Beyond that, a
text goes on from a paragraph to the list or table below it, and from one item or row to the next,
but only where none of them is cut.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from explainer.text.excerpts import slashed, without_middle
from explainer.text.fragment import Element
from explainer.text.visible import BLOCKS, HEADINGS, Visible

# What a message calls the elements that hold a block; all others are paragraphs.
_NAMES = (
    dict.fromkeys(HEADINGS, "heading")
    | dict.fromkeys(("label", "legend", "summary"), "title")
    | dict.fromkeys(("caption", "figcaption"), "caption")
    | dict.fromkeys(("dd", "dt", "li"), "list item")
    | dict.fromkeys(("td", "th"), "table cell")
)
_PARAGRAPH, _CELL = "paragraph", "table cell"
_IN_SERIES = frozenset({"list item", _CELL})
_SERIES = frozenset("dir dl menu ol table ul".split())
_WORD = re.compile(r"\w")
# After these signs a sentence may begin.
_ENDS, _CLOSING = tuple(".!?…。！？"), " \"'”’»)]"


class _Block(NamedTuple):
    number: int  # in `Visible.blocks`
    name: str
    element: Element  # the heading, caption, item or cell that holds it, else its own


def joined(visible: Visible, blocks: range, start: int, end: int) -> str:
    """Return how a quote joins unlike or unrelated blocks, as a message; "" if it does not.

    The quote is `visible.text[start:end]`, and `blocks` are those that it touches.
    """
    touched = [_block(visible, index) for index in blocks]
    steps = [step for step in pairwise(touched) if _is_crossing(*step)]
    unlike = [step for step in steps if not _leads_on(*step)]
    if not steps or not (unlike or _is_cut(visible, touched, start, end)):
        return ""
    first, second = (unlike or steps)[0]
    names = f"a {first.name} and a {second.name}"
    if first.name == second.name:
        names = f"two {first.name}s"
    words = without_middle(slashed(visible.text[start:end]))
    whole = "" if unlike else f", or whole {'rows' if second.name == _CELL else 'items'}"
    return f"the quote joins {names}: “{words}”; quote words of only one of them{whole}"


def _block(visible: Visible, index: int) -> _Block:
    """Return a block; its element is the innermost of those that have a name."""
    own = None
    for element in _around(visible, index):
        name = _name(element)
        if name:
            return _Block(index, name, element)
        if own is None and element.tag in BLOCKS:
            own = element
    return _Block(index, _PARAGRAPH, visible.root if own is None else own)


def _name(element: Element) -> str:
    is_title_of_box = "admonition-title" in (element.get("class") or "").split()
    return "title" if is_title_of_box else _NAMES.get(str(element.tag), "")


def _around(visible: Visible, index: int) -> Iterator[Element]:
    """Yield the elements that hold the first words of a block, from the innermost outwards."""
    start, _ = visible.blocks[index]
    piece = next(visible.pieces(start, start + 1))
    element = visible.nodes[piece.node].parent
    while element is not None:
        yield element
        element = element.getparent()


def _is_crossing(first: _Block, second: _Block) -> bool:
    is_text = first.name == second.name == _PARAGRAPH
    return not is_text and first.element is not second.element


def _leads_on(first: _Block, second: _Block) -> bool:
    """Return whether a text goes on from a block to the next, which is another's."""
    if second.name not in _IN_SERIES:
        return False
    series = _series(second)
    if first.name in _IN_SERIES:
        return _series(first) is series
    if first.name != _PARAGRAPH or series is None:
        return False
    return series.getparent() in (first.element, first.element.getparent())


def _series(block: _Block) -> Element | None:
    """Return the outermost list or table that holds an item or a cell."""
    around = [each for each in block.element.iterancestors() if each.tag in _SERIES]
    return around[-1] if around else None


def _is_cut(visible: Visible, touched: list[_Block], start: int, end: int) -> bool:
    """Return whether a quote begins or ends within an item or a row, or within a sentence."""
    first, last = touched[0], touched[-1]
    text = visible.text
    before = text[visible.blocks[first.number][0] : start]
    after = text[end : visible.blocks[last.number][1]]
    if _WORD.search(after) or _is_in(visible, last.number + 1, _whole(last, first)):
        return True
    if first.name == _PARAGRAPH:
        return bool(_WORD.search(before)) and not before.rstrip(_CLOSING).endswith(_ENDS)
    return bool(_WORD.search(before)) or _is_in(visible, first.number - 1, _whole(first, last))


def _whole(block: _Block, other: _Block) -> Element:
    """Return the item or cell that holds a block, or the row if another block is not in it."""
    row = block.element.getparent()
    if block.name != _CELL or row is None or row in other.element.iterancestors():
        return block.element
    return row


def _is_in(visible: Visible, index: int, element: Element) -> bool:
    """Return whether there is a block of that index, and it is in an element."""
    is_block = 0 <= index < len(visible.blocks)
    return is_block and element in _around(visible, index)
