"""The addresses in HTML and style sheets, and which of them a browser loads by itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, cast

from lxml import etree

from explainer.text.fragment import Element

# Links that a browser follows by itself; all others only inform (canonical, author, license …).
_LOADING_RELS = frozenset(
    "apple-touch-icon dns-prefetch icon import manifest mask-icon modulepreload preconnect prefetch"
    " preload prerender stylesheet".split()
)
_LOADING_ATTRIBUTES = ("src", "poster", "data", "background")
_ADDRESSES = frozenset({*_LOADING_ATTRIBUTES, "href", "xlink:href"})  # and `srcset`, a list


def xpath(path: str) -> Callable[[Element], list[Any]]:
    """Return a function that finds the nodes of an XPath expression below an element."""
    return cast("Callable[[Element], list[Any]]", etree.XPath(path, smart_strings=False))


_STYLES = xpath("//style/text() | //@style")
# url(x), url("x") and @import "x": https://www.w3.org/TR/css-syntax-3/#consume-url-token
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)


class Pointer(NamedTuple):
    """An address in a page, and whether a browser loads it by itself."""

    address: str
    loads: bool


def css_addresses(text: str) -> Iterator[str]:
    """Yield the addresses that a style sheet loads."""
    for match in _CSS_ADDRESS.finditer(text):
        yield (match[1] or match[2]).strip()


def pointers_of(root: Element) -> Iterator[tuple[Element, Pointer]]:
    """Yield each address in a tree with its element; those in styles come last, with the root."""
    elements: Iterable[Any] = root.iter("*")
    for element in elements:
        for pointer in _pointers_in(element):
            yield element, pointer
    for style in _STYLES(root):
        for address in css_addresses(style):
            yield root, Pointer(address, True)


def _pointers_in(element: Element) -> Iterator[Pointer]:
    if element.get("hreflang"):  # a site in another language is built separately
        return
    for name, value in element.items():
        if name == "srcset":
            for part in str(value).split(","):
                if part.strip():
                    yield Pointer(part.split()[0], True)
        elif name in _ADDRESSES:
            yield Pointer(str(value), name in _LOADING_ATTRIBUTES or _is_loaded(element))


def _is_loaded(element: Element) -> bool:
    """Return whether a browser follows the `href` of an element by itself."""
    if element.tag == "link":
        return not _LOADING_RELS.isdisjoint((element.get("rel") or "").lower().split())
    return element.tag not in ("a", "area")
