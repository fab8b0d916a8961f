"""What no page may hold where this program made it: what runs, loads or sends by itself.

The template encloses the text of a page in two comments. What the editor's own templates add is
outside them, and what an editor typed is in no element of this program's.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from explainer.addresses import as_followed, scheme_of
from explainer.text.fragment import Element, parse
from explainer.text.pointers import xpath

_BEGIN, _END = b"<!--explainer:begin-->", b"<!--explainer:end-->"
_TAGS = frozenset(
    "applet base embed form frame iframe link meta object portal script style".split()
)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href")
_SCHEMES = ("http", "https", "mailto", "tel")
_PICTURE = "data:image/"  # in the file of an article
# The class of the form by which lists are filtered, and the type of a formula for MathJax
_FILTER, _FORMULA = "ex-filter", "math/tex"
# All that may be foreign in small letters: few pages have to be parsed for it. Each pattern begins
# with plain characters, for which `re` searches many times as fast.
_VALUE = rb"""\s*=\s*["']?(?!https?:|mailto:)[^"'/?#>]*[:&]"""
_SUSPECTS = (
    re.compile(rb"<(?:applet|base|embed|frame|iframe|link|meta|object|portal|style)\b"),
    re.compile(rb'<form(?! class="ex-filter")'),
    re.compile(rb'<script(?! type="math/tex)'),
    re.compile(rb"on(?<![\w-]on)[a-z]{3,}+\s*="),
    *(re.compile(name + _VALUE) for name in (b"href", b"src", b"action")),
)
# What is in an article, in a mark or in a credit is the editor's
_OF_EDITOR = " or ".join(
    f"contains(concat(' ', @class, ' '), ' ex-{name} ')" for name in ("article", "mark", "credit")
)
_OURS = xpath(f"//*[starts-with(@class, 'ex-')][not({_OF_EDITOR})]")
_MARKS = xpath("//*[starts-with(@class, 'ex-mark')]")
_SHOWN_IN = xpath("ancestor-or-self::*/@data-preview | ancestor-or-self::*/@id")
_PART = re.compile(r"_(brief|questions)-(.+)-(\d+)")  # as `part_id` makes it
_SHOWN = 60  # characters of an address


class Foreign(NamedTuple):
    """Something foreign, as a message names it, and whether it is in an element of the program."""

    what: str
    is_in_ours: bool


def foreign_in(page: bytes) -> tuple[Foreign, ...]:
    """Return what is foreign in the text of a built page; nothing if that has no borders."""
    begin, end = page.find(_BEGIN), page.rfind(_END)
    text = page[begin : end if end > begin else None] if begin >= 0 else b""
    small = text.lower()
    if not any(suspect.search(small) for suspect in _SUSPECTS):
        return ()
    root = parse(text.decode("utf-8", "replace"))
    ours = set(_MARKS(root)).union(*(top.iter() for top in _OURS(root)))
    found = dict[Foreign, None]()
    elements: Iterable[Element] = root.iterdescendants("*")
    for element in elements:
        for what in _foreign(element):
            found[Foreign(what + place_of(element), element in ours)] = None
    return tuple(found)


def _foreign(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _TAGS and not _is_known(element):
        yield f"<{tag}>"
    for name, value in element.attrib.items():
        if str(name).startswith("on"):
            yield f"`{name!s}` of <{tag}>"
        elif name in _ADDRESSES and not _is_known_address(tag, str(value)):
            yield f"the address `{as_followed(str(value))[:_SHOWN]}`"


def _is_known(element: Element) -> bool:
    if element.tag == "form":
        return element.get("class") == _FILTER and element.get("action") is None
    return element.tag == "script" and (element.get("type") or "").startswith(_FORMULA)


def _is_known_address(tag: str, address: str) -> bool:
    if tag == "img" and address.startswith(_PICTURE):
        return True
    return scheme_of(address) in ("", *_SCHEMES)


def place_of(element: Element) -> str:
    """Return words that say which entry, brief or answer an element is in, or ""."""
    for shown in reversed(_SHOWN_IN(element)):
        part = _PART.fullmatch(shown)
        if part:
            name = "sentence {} of the brief of {}" if part[1] == "brief" else "answer {} about {}"
            return f" in {name.format(part[3], unquote(part[2]))}"
        if ":" in shown:
            return f" in {shown}"
    return ""
