"""Insert into an article the lines below its title, and notes after their paragraphs.

All of them carry an attribute by which `visible.py` leaves them out: the words of the article stay
those of its author.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from lxml import etree

from explainer.text.fragment import Element, parse
from explainer.text.visible import ADDED

_SIDE_CLASS = "ex-sidenotes"


def put_below_title(root: Element, html: str) -> None:
    """Insert HTML after the title of an article, or at the beginning if it has none.

    The title is the first element if that is an `h1`.
    """
    elements = _elements(html)
    first = root[0] if len(root) else None
    if first is not None and first.tag == "h1" and not (root.text or "").strip():
        _insert_after(first, elements)
        return
    for element in reversed(elements):
        element.tail, root.text = root.text, None
        root.insert(0, element)


def put_notes(root: Element, notes: Mapping[str, str]) -> None:
    """Insert each note after the block that holds its words: the child of `root` around them.

    `notes` has the HTML of each note, by the id of the first piece of its words. Notes on one block
    stand together in one element, in the order of the mapping. A note whose words have no piece is
    left out.

    That element is a section, which no note contains: Material leaves an element with
    `data-search-exclude` out of its search, up to the next end tag of the same name.
    """
    blocks: dict[Element, list[Element]] = {}
    pieces = _by_id(root, notes)
    for name, html in notes.items():
        if name in pieces:
            block = _block(root, pieces[name])
            blocks.setdefault(block, []).extend(_elements(html))
    for block, elements in blocks.items():
        side = etree.Element(
            "section", {"class": _SIDE_CLASS, ADDED: "", "data-search-exclude": ""}
        )
        side.extend(elements)
        _insert_after(block, [side])


def _by_id(root: Element, wanted: Mapping[str, str]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in cast("Sequence[Element]", root.xpath(".//*[@id]")):
        name = element.get("id") or ""
        if name in wanted:
            found.setdefault(name, element)
    return found


def _block(root: Element, piece: Element) -> Element:
    """Return the child of the root that holds a piece, or the piece itself if it is one."""
    block = piece
    for ancestor in piece.iterancestors():
        if ancestor is root:
            break
        block = ancestor
    return block


def _insert_after(element: Element, added: Sequence[Element]) -> None:
    tail, element.tail = element.tail, None
    last = element
    for each in added:
        last.addnext(each)
        last = each
    last.tail = tail


def _elements(html: str) -> list[Element]:
    elements = list(parse(html))
    for element in elements:
        element.tail = None
        element.set(ADDED, "")
    return elements
