"""What the site puts between the words of an article: the lines below its title, and notes after their paragraphs.

All of it carries an attribute by which `visible.py` leaves it out: the words of the article stay those of its author.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from lxml import etree

from explainer.text.fragment import Element, parse
from explainer.text.visible import ADDED

_SIDE_CLASS = "ex-sidenotes"


def put_below_title(root: Element, html: str) -> None:
    """Put HTML behind the title of an article, its first element if that is an `h1`, or else at its beginning."""
    elements = _elements(html)
    first = root[0] if len(root) else None
    if first is not None and first.tag == "h1" and not (root.text or "").strip():
        _insert_behind(first, elements)
        return
    for element in reversed(elements):
        element.tail, root.text = root.text, None
        root.insert(0, element)


def put_notes(root: Element, notes: Mapping[str, str]) -> None:
    """Put each note behind the block of the article that holds its words: the child of `root` around them.

    `notes` gives the HTML of a note by the id of the first piece of its words; notes of one block stand together in
    one element, in the order of the mapping. A note whose words have no piece is left out.

    That element is a section, which no note holds: Material leaves out of its search what stands in an element with
    `data-search-exclude` up to the next end tag of the same name.
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
        _insert_behind(block, [side])


def _by_id(root: Element, wanted: Mapping[str, str]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in cast("Sequence[Element]", root.xpath(".//*[@id]")):
        name = element.get("id") or ""
        if name in wanted:
            found.setdefault(name, element)
    return found


def _block(root: Element, piece: Element) -> Element:
    """Return the child of the root that holds a piece; the piece itself where it stands in no block."""
    block = piece
    for ancestor in piece.iterancestors():
        if ancestor is root:
            break
        block = ancestor
    return block


def _insert_behind(element: Element, added: Sequence[Element]) -> None:
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
