"""A built site, read back from the disk: what each page holds and where it points. Judges nothing."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree

from explainer.text.fragment import Element
from explainer.text.visible import read_tree

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


_IDS = xpath("//@id | //a/@name")
_OWN_IDS = xpath(".//@id")
_MERMAID = xpath("//@class[contains(concat(' ', ., ' '), ' mermaid ')]")
_STYLES = xpath("//style/text() | //@style")
_ANNOTATIONS = xpath(".//@data-annotation")
_ARTICLES = xpath("//div[@class='ex-article'][@data-article]")
# In CSS only (https://www.w3.org/TR/css-syntax-3/#consume-url-token): url(x), url("x") and @import "x"
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
_UP = re.compile(r"\.\./(?![/\0- ])")  # what follows is relative, too


class Pointer(NamedTuple):
    """An address that a page holds; `loads` where a browser fetches it without being asked."""

    address: str
    loads: bool


@dataclass(frozen=True)
class BuiltArticle:
    """An article inside a page: its visible words, its ids and the annotations that its pieces carry."""

    slug: str
    text: str
    ids: frozenset[str]
    annotations: frozenset[str]


@dataclass(frozen=True)
class BuiltPage:
    """A built page: `path` is that of its file, relative to the site."""

    path: str
    ids: Mapping[str, int]  # how often each is there
    pointers: tuple[Pointer, ...]
    articles: tuple[BuiltArticle, ...]
    has_mermaid: bool  # a diagram that Material's script draws with a library from unpkg.com
    leaks: tuple[str, ...]  # the markers asked for that stand outside code and outside articles


def files_of(site_dir: Path) -> frozenset[str]:
    """The paths of all files of a site, relative to it."""
    return frozenset(
        Path(parent, name).relative_to(site_dir).as_posix() for parent, _, names in os.walk(site_dir) for name in names
    )


def read_page(site_dir: Path, path: str, markers: Iterable[str]) -> BuiltPage:
    """Read a page; `markers` are words to look for outside code and outside articles."""
    data = (site_dir / path).read_bytes()
    root = page_tree(data)
    found = tuple(marker for marker in markers if marker.encode() in data and _leaks(root, marker))
    articles = tuple(_article(element) for element in _ARTICLES(root))
    pointers = tuple(dict.fromkeys(pointer for _, pointer in pointers_of(root)))
    has_mermaid = b"mermaid" in data and bool(_MERMAID(root))
    return BuiltPage(path, Counter(_IDS(root)), pointers, articles, has_mermaid, found)


def page_tree(data: bytes) -> Element:
    """Parse a built page; one without any element, such as a lone comment, is an empty page."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(data.strip() or b"<html></html>", parser)
    return etree.Element("html") if root is None else root


def css_addresses(text: str) -> Iterator[str]:
    """The addresses that a style sheet loads."""
    for match in _CSS_ADDRESS.finditer(text):
        yield (match[1] or match[2]).strip()


def target(page: str, address: str, site_url: str) -> tuple[str, str] | None:
    """Resolve a local address: the path that it leads to, relative to the site, and the fragment.

    None for addresses of other hosts and schemes, and for absolute ones beside the site: a site under
    `https://host/sub/` holds only what is below `/sub/`, as GitHub Pages serves it. The path begins with `../` where a
    relative address leaves the site, or the address is none. 404.html may be served anywhere.
    """
    way, _, fragment = address.strip().partition("#")
    path = _resolved(*_nearest(page, way), site_url)
    return None if path is None else (path, "" if path.startswith("../") else unquote(fragment))


def _nearest(page: str, address: str) -> tuple[str, str]:
    """The page and address, or the folder that the `../` of the address lead to and the rest of the address.

    Nearly all links of a page are those that every page has: seen from there, they are the same for all.
    """
    *folders, name = page.split("/")
    while folders and _UP.match(address) and ":" not in address:
        folders.pop()
        name, address = "", address[3:]
    return "/".join((*folders, name)), address


@lru_cache(maxsize=50_000)
def _resolved(page: str, address: str, site_url: str) -> str | None:
    home = site_url or "http://site.invalid/"
    try:
        there = urlsplit(urljoin(home + quote(page), address))  # `page` is a path of a file
    except ValueError:
        return "../" + address
    here = urlsplit(home)
    if there.scheme not in ("http", "https") or there.netloc != here.netloc:
        return None
    path = unquote(there.path) or "/"
    if path.startswith(here.path):
        return path[len(here.path) :]
    is_relative = not urlsplit(address).scheme and not address.startswith("/")
    return "../" + path.lstrip("/") if is_relative else None


def _article(element: Element) -> BuiltArticle:
    names = (name for value in _ANNOTATIONS(element) for name in value.split())
    slug = element.get("data-article") or ""
    return BuiltArticle(slug, read_tree(element).text, frozenset(_OWN_IDS(element)), frozenset(names))


def pointers_of(root: Element) -> Iterator[tuple[Element, Pointer]]:
    """Yield each address that a tree holds with its element; those in styles come last, with the root."""
    elements: Iterable[Any] = root.iter("*")
    for element in elements:
        for name, value in element.items():
            if name not in _ADDRESSES or element.get("hreflang"):  # a site in another language is built by itself
                continue
            if name == "srcset":
                yield from ((element, Pointer(part.split()[0], True)) for part in value.split(",") if part.strip())
            else:
                yield element, Pointer(value, name in _LOADING_ATTRIBUTES or _is_loaded(element))
    for style in _STYLES(root):
        yield from ((root, Pointer(address, True)) for address in css_addresses(style))


def is_elsewhere(address: str, site_url: str) -> bool:
    """Return whether an address leads to another host than that of the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    if parts.scheme in ("data", "blob", "about", "javascript"):
        return False
    return bool(parts.netloc) and parts.netloc != urlsplit(site_url).netloc


def _is_loaded(element: Element) -> bool:
    """Whether a browser follows the `href` of the element by itself."""
    if element.tag == "link":
        return not _LOADING_RELS.isdisjoint((element.get("rel") or "").lower().split())
    return element.tag not in ("a", "area")


def _leaks(root: Element, marker: str) -> bool:
    """Whether the marker stands in text that is neither code nor part of an article, or in a comment."""
    held = "ancestor::code or ancestor::pre or ancestor::script or ancestor::style or ancestor::textarea"
    path = f"//text()[contains(., $marker)][not({held} or ancestor::div[@class='ex-article'])]"
    return bool(root.xpath(f"{path} | //comment()[contains(., $marker)]", marker=marker))
