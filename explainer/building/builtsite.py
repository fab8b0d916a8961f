"""Read a built site back from disk: the text, ids and links of its pages, without judging them."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from explainer.building.contentpolicy import Needs, needs_of
from explainer.building.foreign import Foreign, foreign_in
from explainer.text.fragment import Element
from explainer.text.pointers import Pointer, pointers_of, xpath
from explainer.text.visible import read_tree

_IDS = xpath("//@id | //a/@name")
_OWN_IDS = xpath(".//@id")
_MERMAID = xpath("//@class[contains(concat(' ', ., ' '), ' mermaid ')]")
_ANNOTATIONS = xpath(".//@data-annotation")
_ARTICLES = xpath("//div[@class='ex-article'][@data-article]")
_CODE = "ancestor::*[self::code or self::pre or self::script or self::style or self::textarea]"


@dataclass(frozen=True)
class BuiltArticle:
    """An article inside a page: its visible text, its ids and the annotations on its pieces."""

    slug: str
    text: str
    ids: frozenset[str]
    annotations: frozenset[str]


@dataclass(frozen=True)
class BuiltPage:
    """A built page: `path` is that of its file, relative to the site."""

    path: str
    ids: Mapping[str, int]  # how often each occurs
    pointers: tuple[Pointer, ...]
    articles: tuple[BuiltArticle, ...]
    has_mermaid: bool  # a diagram that Material's script draws with a library from unpkg.com
    leaks: tuple[str, ...]  # markers found outside code and outside articles
    needs: Needs
    foreign: tuple[Foreign, ...] = ()  # in its text


def files_of(site_dir: Path) -> frozenset[str]:
    """Return the paths of all files of a site, relative to it."""
    files, top = list[str](), len(f"{site_dir}{os.sep}")
    for parent, _, names in os.walk(site_dir):
        folder = f"{parent[top:]}/".replace(os.sep, "/").removeprefix("/")
        files += [f"{folder}{name}" for name in names]
    return frozenset(files)


def read_page(site_dir: Path, path: str, markers: Iterable[str]) -> BuiltPage:
    """Read a page; `markers` are texts to look for outside code and outside articles."""
    data = (site_dir / path).read_bytes()
    root = page_tree(data)
    leaks = [marker for marker in markers if marker.encode() in data and _leaks(root, marker)]
    pointers = dict.fromkeys(pointer for _, pointer in pointers_of(root))
    return BuiltPage(
        path=path,
        ids=Counter(_IDS(root)),
        pointers=tuple(pointers),
        articles=tuple(map(_article, _ARTICLES(root))),
        has_mermaid=b"mermaid" in data and bool(_MERMAID(root)),
        leaks=tuple(leaks),
        needs=needs_of(root),
        foreign=foreign_in(data),
    )


def needs_of_pages(site_dir: Path) -> Iterator[Needs]:
    """Yield what each page of a site needs its policy to allow."""
    for path in sorted(files_of(site_dir)):
        if path.endswith(".html"):
            yield needs_of(page_tree((site_dir / path).read_bytes()))


def page_tree(data: bytes) -> Element:
    """Parse a built page; return an empty one if it has no element, such as a lone comment."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(data.strip() or b"<html></html>", parser)
    return etree.Element("html") if root is None else root


def _article(element: Element) -> BuiltArticle:
    return BuiltArticle(
        slug=element.get("data-article") or "",
        text=read_tree(element).text,
        ids=frozenset(_OWN_IDS(element)),
        annotations=frozenset(" ".join(_ANNOTATIONS(element)).split()),
    )


def _leaks(root: Element, marker: str) -> bool:
    """Return whether a marker occurs in a comment, or in text outside code and outside articles."""
    path = f"//text()[contains(., $marker)][not({_CODE} or ancestor::div[@class='ex-article'])]"
    return bool(root.xpath(f"{path} | //comment()[contains(., $marker)]", marker=marker))
