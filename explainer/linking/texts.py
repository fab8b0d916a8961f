"""A Markdown text of an annotation becomes clean HTML, and what had to be cleaned away is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3
from lxml.etree import _Element as Element
from markdown import Markdown

from explainer.entries import ENTRY_TYPES
from explainer.model import Ref
from explainer.text.fragment import parse
from explainer.text.visible import Visible, read

KINDS = tuple(ENTRY_TYPES)
ADDRESSES = frozenset({"http", "https", "mailto", ""})
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "th": {"style"},
    "td": {"style"},
    "ol": {"start"},
    "*": {"lang", "dir"},
}
_TAGS = frozenset(
    "a abbr b bdi blockquote br cite code dd del dfn dl dt em hr i ins kbd li ol p pre q s samp small span strong sub"
    " sup table tbody td th thead tr u ul var".split()
)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes={*KINDS, "http", "https", "mailto"},
    filter_style_properties={"text-align"},
    link_rel=None,
)
# Letters, digits and signs that mean nothing to Markdown within a line that begins with a letter.
_PLAIN = re.compile(r"""[^\W\d_](?:[^\W_]|[ ,.;:?!'"()–—-])*(?<! )""")


@dataclass(frozen=True)
class Text:
    """A rendered Markdown text: clean HTML, its visible text, and the entries that its links name."""

    html: str
    visible: Visible
    references: tuple[tuple[int, int, Ref], ...]  # from where to where in the visible text, and to what
    removed: tuple[str, ...]  # tags and attributes that were cleaned away
    unsafe: tuple[str, ...]  # addresses that were refused


def text_renderer() -> Markdown:
    """Make a renderer for the Markdown of annotations: plain Markdown, with tables and definition lists."""
    return Markdown(extensions=["sane_lists", "tables", "def_list", "fenced_code"], output_format="html")


def render_text(markdown: str, renderer: Markdown) -> Text:
    """Render the Markdown of an annotation. Links to entries keep their `kind:id` addresses."""
    # most texts are so plain that they need neither be rendered nor cleaned, which takes far longer than all else
    raw = f"<p>{markdown}</p>" if _PLAIN.fullmatch(markdown) else renderer.reset().convert(markdown)
    html = _CLEANER.clean(raw)
    removed, unsafe = _suspicious(parse(raw)) if html != raw else ([], [])  # most texts need no cleaning
    visible = read(html)
    return Text(html, visible, references(visible), tuple(removed), tuple(unsafe))


def entry_of(address: str) -> Ref | None:
    """Give the entry that an address such as `term:lens` names, or None for any other address."""
    kind, colon, name = address.strip().partition(":")
    return Ref(kind, name) if colon and kind in KINDS else None  # type: ignore[arg-type]  # it is one of KINDS


def _suspicious(root: Element) -> tuple[list[str], list[str]]:
    removed: list[str] = []
    unsafe: list[str] = []
    for element in root.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _TAGS:
            removed.append(f"<{element.tag}>")
        allowed = _ATTRIBUTES.get(element.tag, set()) | _ATTRIBUTES["*"]
        removed += [f"{name}=" for name in map(str, element.attrib) if name not in allowed and element.tag in _TAGS]
        href = element.get("href")
        if href is not None and entry_of(href) is None and not is_safe(href):
            unsafe.append(href)
    return removed, unsafe


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
