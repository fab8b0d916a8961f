"""Links to entries, written `kind:id`: read, found in a visible text, and told from other addresses."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from explainer.entries import ENTRY_TYPES
from explainer.model import Ref
from explainer.text.visible import Visible

KINDS = tuple(ENTRY_TYPES)
ADDRESSES = frozenset({"http", "https", "mailto", ""})


def entry_of(address: str) -> Ref | None:
    """Give the entry that an address such as `term:lens` names, or None for any other address."""
    kind, colon, name = address.strip().partition(":")
    return Ref(kind, name) if colon and kind in KINDS else None  # type: ignore[arg-type]  # it is one of KINDS


def is_safe(address: str) -> bool:
    """Tell whether an address is of the web, of mail, or relative."""
    try:
        return urlsplit(address.strip()).scheme.lower() in ADDRESSES
    except ValueError:
        return False


def references(visible: Visible) -> tuple[tuple[int, int, Ref], ...]:
    """Give the words that link to an entry by a `kind:id` address: from where to where in the visible text, to what."""
    spans: dict[Element, tuple[int, int]] = {}
    for start, end, link in _linked_runs(visible):
        spans[link] = (spans.get(link, (start, end))[0], end)
    named = ((*span, entry_of(link.get("href") or "")) for link, span in spans.items())
    return tuple((start, end, ref) for start, end, ref in named if ref)


def _linked_runs(visible: Visible) -> Iterator[tuple[int, int, Element]]:
    for piece in visible.pieces(0, len(visible.text)):
        element = visible.nodes[piece.node].parent
        while element is not None and element.tag != "a":
            element = element.getparent()
        if element is not None:
            yield piece.start, piece.end, element
