"""Links to entries, written `kind:id`: recognised among addresses, and found in visible text."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from explainer.entries import ENTRY_TYPES
from explainer.model import Ref
from explainer.text.fragment import Element
from explainer.text.visible import Visible

KINDS = tuple(ENTRY_TYPES)
ADDRESSES = frozenset({"http", "https", "mailto", ""})  # schemes of other links; "" if relative
_WITH_HOST = ("http", "https")


def entry_of(address: str) -> Ref | None:
    """Return the entry that an address such as `term:lens` names, or None for any other address."""
    kind, colon, name = address.strip().partition(":")
    if not colon or kind not in KINDS:
        return None
    return Ref(kind, name)  # type: ignore[arg-type]  # it is one of KINDS


def is_safe(address: str) -> bool:
    """Return whether an address is a web address, a mail address, or relative.

    One that begins with a host, `//host/`, is none of these: in a file that a reader has
    downloaded, it leads to a folder of that host. A host with escapes is not the one that a reader
    takes it for: `%2e` is a full stop.
    """
    try:
        parts = urlsplit(address.strip())
        has_host = bool(parts.netloc) and parts.port != 0  # which is read, and may be no number
    except ValueError:
        return False
    if "%" in (parts.hostname or ""):
        return False
    return parts.scheme in ADDRESSES and has_host == (parts.scheme in _WITH_HOST)


def references(visible: Visible) -> tuple[tuple[int, int, Ref], ...]:
    """Return start, end and target of each link to an entry, in code points of the visible text."""
    spans: dict[Element, tuple[int, int]] = {}
    for start, end, link in _linked_runs(visible):
        first = spans.get(link, (start, end))[0]
        spans[link] = (first, end)
    found = []
    for link, (start, end) in spans.items():
        target = entry_of(link.get("href") or "")
        if target:
            found.append((start, end, target))
    return tuple(found)


def _linked_runs(visible: Visible) -> Iterator[tuple[int, int, Element]]:
    """Yield each run of characters inside a link: start, end, and the element of the link."""
    for piece in visible.pieces(0, len(visible.text)):
        element = visible.nodes[piece.node].parent
        while element is not None and element.tag != "a":
            element = element.getparent()
        if element is not None:
            yield piece.start, piece.end, element
