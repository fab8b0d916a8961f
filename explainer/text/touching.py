"""The words of a text that touch: what a reader sees as one, though links divide it."""

from collections.abc import Iterator

from explainer.text.fragment import Element
from explainer.text.hosts import LINE_BREAK, ShownWords

_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup"
    " u var".split()
)
_READINGS = ("rt", "rp")  # which stand above the words, and not between them


def touching_words(root: Element) -> Iterator[list[ShownWords]]:
    """Yield the words of each paragraph, cell and the like, and of each reading, in pieces."""
    apart: list[list[ShownWords]] = []
    pieces: list[ShownWords] = []
    for piece in _pieces(root, "", apart):
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            yield pieces
            pieces = []
    yield from (*apart, pieces)


def titles(root: Element) -> Iterator[ShownWords]:
    """Yield what opens beside each link, which may be around it or within it."""
    for element in root.iter("a", "abbr"):
        title = element.get("title")
        links = (*element.iterancestors("a"), *element.iter("a")) if title else ()
        yield from (ShownWords(str(title), str(link.get("href") or "")) for link in links)


def _pieces(
    element: Element, address: str, apart: list[list[ShownWords]]
) -> Iterator[ShownWords | None]:
    """Yield the pieces in an element, and None at the edges of boxes; append the readings."""
    yield ShownWords(element.text or "", address)
    for child in element:
        inside = str(child.get("href") or "") if child.tag == "a" else address
        if child.tag in _READINGS:
            apart.append([piece for piece in _pieces(child, inside, apart) if piece])
        elif child.tag == "br":
            yield ShownWords(LINE_BREAK, address)
        elif child.tag in _INLINE:
            yield from _pieces(child, inside, apart)
        elif isinstance(child.tag, str):
            yield None
            yield from _pieces(child, inside, apart)
            yield None
        yield ShownWords(child.tail or "", address)
