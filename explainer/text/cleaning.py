"""Clean the HTML of a page's own text, for sites that take texts from strangers.

What Markdown and its usual extensions produce stays: task lists, tabs, boxes, footnotes, code with
line numbers, formulas, figures, icons. Scripts, event handlers, styles, forms, frames and
addresses other than those of web, mail and phone are removed, and so are classes and ids by which
the theme's scripts find their own elements, see
https://portswigger.net/web-security/dom-based/dom-clobbering.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import chain
from typing import NamedTuple, get_args
from urllib.parse import urlsplit

import nh3
from lxml import etree

from explainer.entries import ENTRY_TYPES, ActorType, ClaimKind
from explainer.text.controls import unturned
from explainer.text.fragment import Element, parse, write

_SCHEMES = {*ENTRY_TYPES, "http", "https", "mailto", "tel"}
_TAGS = frozenset(
    "a abbr address article aside audio b bdi bdo blockquote br caption center cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hgroup hr i img input ins kbd label li main mark nav ol p picture pre q rb rp rt rtc ruby s"
    " samp section small source span strike strong sub summary sup table tbody td tfoot th thead"
    " time tr track tt u ul var video wbr".split()
)
_SVG = frozenset(
    "svg circle clippath defs desc ellipse g line lineargradient marker mask path pattern polygon"
    " polyline radialgradient rect stop symbol text title tspan".split()
)
_MATHML = frozenset(
    "math annotation merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot"
    " mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"
    " semantics".split()
)
# Elements of drawings whose capitals the parser keeps
_WITH_CAPITALS = {"clipPath", "linearGradient", "radialGradient"}
_SVG_ATTRIBUTES = frozenset(
    "cx cy d fill fill-opacity fill-rule font-size height offset opacity points"
    " preserveAspectRatio r rx ry stop-color stroke stroke-dasharray stroke-linecap"
    " stroke-linejoin stroke-opacity stroke-width text-anchor transform viewBox width x x1 x2 xmlns"
    " y y1 y2".split()
)
_MATHML_ATTRIBUTES = frozenset(
    "accent columnalign columnspacing display displaystyle encoding fence largeop linethickness"
    " lspace mathvariant maxsize minsize movablelimits rowspacing rspace scriptlevel separator"
    " stretchy width xmlns".split()
)
_CELL = {"abbr", "align", "colspan", "headers", "rowspan", "scope", "style", "valign", "width"}
_MEDIA = {"controls", "height", "loop", "muted", "poster", "preload", "src", "width"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "hidden", "id", "lang", "role", "title"},
    "a": {"download", "href", "hreflang", "name", "rel", "target"},
    "audio": _MEDIA,
    "blockquote": {"cite"},
    "col": {"align", "span", "width"},
    "colgroup": {"align", "span", "width"},
    "del": {"cite", "datetime"},
    "details": {"name", "open"},
    "div": {"align", "data-tabs", "style"},
    "img": {"align", "alt", "decoding", "height", "loading", "src", "width"},
    "input": {"checked", "disabled", "name", "type"},
    "ins": {"cite", "datetime"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "p": {"align"},
    "q": {"cite"},
    "source": {"height", "media", "src", "type", "width"},
    "span": {"data-linenos"},
    "table": {"align", "border", "summary", "width"},
    "td": _CELL,
    "th": _CELL,
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "ul": {"type"},
    "video": _MEDIA,
    **{tag: set(_SVG_ATTRIBUTES) for tag in (*_SVG, *_WITH_CAPITALS)},
    # `transform` could put the whole drawing over the rest of the page
    "svg": set(_SVG_ATTRIBUTES - {"transform"}),
    **{tag: set(_MATHML_ATTRIBUTES) for tag in _MATHML},
}
_PREFIXES = {"aria-"}
_STYLES = {"text-align", "width"}  # of cells, and of progress bars
_STYLE = re.compile(
    r"\s*(?:text-align\s*:\s*[a-z]+|width\s*:\s*(?:\d{1,2}(?:\.\d+)?|100(?:\.0+)?)%)\s*",
    re.IGNORECASE,
)
# Levels of MathML that make letters smaller; others could make them larger than the page.
_SMALLER = re.compile(r"\+?[0-3]")
# Attributes by which other parts of the page belong to an element, or are behind it, for a screen
# reader
_TAKING = frozenset({"aria-modal", "aria-owns"})
_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_TEXTS = frozenset({"abbr", "alt", "label", "summary", "title"})  # which may hold any characters
# Ids and names of the theme's own elements; extensions give the others to tabs and lines of code.
_THEME_ID = re.compile(r"__(?!tabbed_\d+(?:_\d+)?$|(?:span|codelineno)-[\w-]+$)")
# Those of them that the theme itself has, or its scripts look for
_SCRIPTED_ID = re.compile(
    r"__(?:analytics|announce|config|consent|drawer|nav|outdated|palette|ref|search|settings|source"
    r"|tabs|toc)(?:_\d+)*(?:_label)?$"
)
# Ids of the notes and parts that this program puts beside a text, such as `_claim-lit`
_NOTE_ID = re.compile(
    r"_(?:actor|answer|brief|claim|date|notes|question|source|term)-|_(?:article|notes|sources)$"
)
# Ids of its other parts, but for the numbered ones: toc, too, numbers headings without letters
_PART_IDS = frozenset(
    "_actors _articles _brief _claims _conclusions _dates _events _evidence _expected"
    " _objections _parts _pictures _questions _reasons _relations _short _signs"
    " _spans _states _top _verdicts _ways".split()
) | {f"_{kind}" for kind in (*get_args(ActorType), *get_args(ClaimKind))}
_NAMES = re.compile(r"__(?:tabbed_\d+|codelineno-[\w-]+)$")
# Classes of the theme and of this program, except those that the theme documents for buttons
_OWN_CLASSES = re.compile(r"(?:md-(?!button(?:--primary)?$)|ex-(?!credit$)|mermaid$)")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INPUT_TYPES = ("checkbox", "radio")
MOST_OPEN = 200  # elements at once
# Tags of all elements except empty ones and those that end where the next of their kind begins
_NESTING = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|path|rp|rt|source"
    r"|tbody|td|tfoot|th|thead|tr|track|wbr)\b)[A-Za-z]"
)
_TO_BE_STRIPPED = "x-field"  # a name that no element has


def clean_page(html: str) -> str:
    """Return a rendered text without anything that could run, or change the direction of text.

    If it is nested deeper than any text needs, which would take too long to read, return its source
    in a `pre`.
    """
    if has_too_deep_source(html):
        return f"<pre>{escape(html)}</pre>"
    cleaned = unturned(_CLEANER.clean(html))
    return _without_fields(cleaned) if "<input" in cleaned else cleaned


class Loss(NamedTuple):
    """Something removed from a rendered text: perhaps as it was typed, and its name in messages."""

    typed: str
    what: str


def losses_of(html: str) -> tuple[Loss, ...]:
    """Return what `clean_page` removes from a rendered text, each kind once, in order."""
    if has_too_deep_source(html):
        return (Loss("<", f"HTML nested deeper than {MOST_OPEN} elements"),)
    elements = parse(html).iterdescendants()
    return tuple(dict.fromkeys(chain.from_iterable(map(_lost, elements))))


def has_too_deep_source(html: str) -> bool:
    """Return whether more than `MOST_OPEN` elements may be open at once."""
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > MOST_OPEN:
            return True
    return False


def holds_hidden_text(value: str) -> bool:
    """Return whether a value holds characters that are removed after a text has been cleaned.

    Another value would be left then than the one that was found harmless: `java&#xFE0F;script:x`.
    """
    return unturned(value) != value


def own_id(id: str, is_trusted: bool = False) -> str:
    """Return the id of a heading, changed if it could be that of an element of the theme.

    One that the words of a heading make, and nobody typed, is trusted: `__init__` may stay.
    """
    pattern = _SCRIPTED_ID if is_trusted else _THEME_ID
    return f"own{id}" if pattern.match(id) else id


def worded_id(id: str) -> str:
    """Return the id that the words of a heading make, changed if the theme or we have such an id.

    `__init__` may stay.
    """
    is_ours = id in _PART_IDS or _NOTE_ID.match(id)
    return f"own{id}" if is_ours else own_id(id, is_trusted=True)


def _kept_value(tag: str, name: str, value: str) -> str | None:
    """Return what is left of the value of an attribute, None if the attribute is removed."""
    if name not in _TEXTS and holds_hidden_text(value):
        return None
    if name in _KEPT:
        return _KEPT[name](tag, value)
    has_address = tag in _SVG and "url(" in value.replace(" ", "").lower()
    return None if name in _TAKING or has_address else value


def _kept_href(_tag: str, value: str) -> str:
    return f"#{own_id(value[1:])}" if value.startswith("#") else value


def _kept_id(tag: str, value: str) -> str | None:
    if tag in HEADINGS and not _NOTE_ID.match(value):
        return own_id(value)
    return _kept_reference(tag, value)


def _kept_reference(_tag: str, value: str) -> str | None:
    """Return an id unless it is one of the theme or of this program."""
    return None if _THEME_ID.match(value) or _NOTE_ID.match(value) else value


def _kept_classes(_tag: str, value: str) -> str | None:
    kept = [each for each in value.split() if not _OWN_CLASSES.match(each)]
    return " ".join(kept) if kept or not value.strip() else None


def _kept_name(tag: str, value: str) -> str | None:
    return value if _NAMES.match(value) or tag == "details" else None


def _kept_style(_tag: str, value: str) -> str | None:
    return ";".join(filter(_STYLE.fullmatch, value.split(";"))) or None


_KEPT: Mapping[str, Callable[[str, str], str | None]] = {
    "class": _kept_classes,
    "for": _kept_reference,
    "href": _kept_href,
    "id": _kept_id,
    "name": _kept_name,
    "scriptlevel": lambda _, value: value if _SMALLER.fullmatch(value) else None,
    "style": _kept_style,
    "target": lambda _, value: value if value == "_blank" else None,
    "title": lambda _, value: None if "<" in value else value,  # which tooltips take for HTML
}
_CLEANER = nh3.Cleaner(
    tags={*_TAGS, *_SVG, *_WITH_CAPITALS, *_MATHML},
    attributes=_ATTRIBUTES,
    attribute_filter=_kept_value,
    generic_attribute_prefixes=_PREFIXES,
    url_schemes=_SCHEMES,
    filter_style_properties=_STYLES,
    link_rel=None,
)


def _without_fields(html: str) -> str:
    """Return HTML without the fields in which a reader could type something."""
    root = parse(html)
    fields = [field for field in root.iter("input") if field.get("type") not in _INPUT_TYPES]
    if not fields:
        return html
    for field in fields:
        field.tag = _TO_BE_STRIPPED
    etree.strip_tags(root, _TO_BE_STRIPPED)
    return write(root)


def _lost(element: Element) -> Iterator[Loss]:
    """Yield the element itself if it is removed, else its attributes that are."""
    if not isinstance(element.tag, str):
        return
    tag = element.tag
    is_known = tag in _TAGS or tag in _SVG or tag in _MATHML
    is_field = tag == "input" and element.get("type") not in _INPUT_TYPES
    if not is_known or is_field:
        yield Loss(f"<{tag}", f"<{tag}>")
        return
    for name, value in element.attrib.items():
        yield from _lost_attribute(tag, str(name), str(value))


def _lost_attribute(tag: str, name: str, value: str) -> Iterator[Loss]:
    allowed = {each.lower() for each in _ATTRIBUTES.get(tag, set()) | _ATTRIBUTES["*"]}
    is_allowed = name in allowed or name.startswith(tuple(_PREFIXES))
    has_other_styles = name == "style" and _has_other_styles(value)
    if name == "class" and not holds_hidden_text(value):
        for each in value.split():
            if _OWN_CLASSES.match(each):
                yield Loss(each, f"the class `{each}`")
    elif name in ("id", "for") and _kept_value(tag, name, value) is None:
        yield Loss(value, f"the id `{value}`")
    elif is_allowed and name in _ADDRESSES and (not _is_safe(value) or holds_hidden_text(value)):
        shown = " ".join(value.split())
        yield Loss(value, f"the address {shown}")
    elif not is_allowed or has_other_styles or _kept_value(tag, name, value) is None:
        yield Loss(name, f"`{name}`")


def _has_other_styles(value: str) -> bool:
    styles = [each for each in value.split(";") if each.strip()]
    return not all(map(_STYLE.fullmatch, styles))


def _is_safe(address: str) -> bool:
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in _SCHEMES or not scheme
