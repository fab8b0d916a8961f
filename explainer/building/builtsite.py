"""A built site, read back from the disk: what each page holds and where it points. Judges nothing."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from explainer.text.fragment import Element
from explainer.text.pointers import Pointer, pointers_of, xpath
from explainer.text.visible import read_tree

_IDS = xpath("//@id | //a/@name")
_OWN_IDS = xpath(".//@id")
_MERMAID = xpath("//@class[contains(concat(' ', ., ' '), ' mermaid ')]")
_ANNOTATIONS = xpath(".//@data-annotation")
_ARTICLES = xpath("//div[@class='ex-article'][@data-article]")


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
        Path(parent, name).relative_to(site_dir).as_posix()
        for parent, _, names in os.walk(site_dir)
        for name in names
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


def _article(element: Element) -> BuiltArticle:
    names = (name for value in _ANNOTATIONS(element) for name in value.split())
    slug = element.get("data-article") or ""
    return BuiltArticle(
        slug, read_tree(element).text, frozenset(_OWN_IDS(element)), frozenset(names)
    )


def _leaks(root: Element, marker: str) -> bool:
    """Whether the marker stands in text that is neither code nor part of an article, or in a comment."""
    held = "ancestor::code or ancestor::pre or ancestor::script or ancestor::style or ancestor::textarea"
    path = f"//text()[contains(., $marker)][not({held} or ancestor::div[@class='ex-article'])]"
    return bool(root.xpath(f"{path} | //comment()[contains(., $marker)]", marker=marker))
