"""The addresses that HTML and style sheets hold, and which of them a browser loads by itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, cast

from lxml import etree

from explainer.text.fragment import Element

# Links that a browser follows by itself; all others only tell something (canonical, alternate, author, license …).
_LOADING_RELS = frozenset({
    "apple-touch-icon", "dns-prefetch", "icon", "import", "manifest", "mask-icon", "modulepreload", "preconnect",
    "prefetch", "preload", "prerender", "stylesheet",
})  # fmt: skip
_LOADING_ATTRIBUTES = ("src", "poster", "data", "background")
_ADDRESSES = frozenset({*_LOADING_ATTRIBUTES, "srcset", "href", "xlink:href"})


def xpath(path: str) -> Callable[[Element], list[Any]]:
    """Return what finds the nodes of an XPath expression below an element."""
    return cast("Callable[[Element], list[Any]]", etree.XPath(path, smart_strings=False))


_STYLES = xpath("//style/text() | //@style")
# In CSS only (https://www.w3.org/TR/css-syntax-3/#consume-url-token): url(x), url("x") and @import "x"
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)


class Pointer(NamedTuple):
    """An address that a page holds; `loads` where a browser fetches it without being asked."""

    address: str
    loads: bool


def css_addresses(text: str) -> Iterator[str]:
    """The addresses that a style sheet loads."""
    for match in _CSS_ADDRESS.finditer(text):
        yield (match[1] or match[2]).strip()


def pointers_of(root: Element) -> Iterator[tuple[Element, Pointer]]:
    """Yield each address that a tree holds with its element; those in styles come last, with the root."""
    elements: Iterable[Any] = root.iter("*")
    for element in elements:
        for name, value in element.items():
            if name not in _ADDRESSES or element.get(
                "hreflang"
            ):  # a site in another language is built by itself
                continue
            if name == "srcset":
                yield from (
                    (element, Pointer(part.split()[0], True))
                    for part in value.split(",")
                    if part.strip()
                )
            else:
                yield element, Pointer(value, name in _LOADING_ATTRIBUTES or _is_loaded(element))
    for style in _STYLES(root):
        yield from ((root, Pointer(address, True)) for address in css_addresses(style))


def _is_loaded(element: Element) -> bool:
    """Whether a browser follows the `href` of the element by itself."""
    if element.tag == "link":
        return not _LOADING_RELS.isdisjoint((element.get("rel") or "").lower().split())
    return element.tag not in ("a", "area")
