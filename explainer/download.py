"""Each article as one HTML file that needs nothing else: its text, its notes, a style sheet and the script.

It is made from the staged page, whose first line says what belongs to the article, and from the article's rendered
text; so it is part of the staged tree, and every renderer copies it. Links to what has a note in the file lead to that
note, other links inside the site to the site's address or nowhere. A policy in the file forbids a browser to ask the
network for anything (https://www.w3.org/TR/CSP3/).
"""

import posixpath
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from mimetypes import guess_type
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from markupsafe import Markup

from explainer.addresses import download_path, fragment, page_path, url
from explainer.builtsite import css_addresses, target
from explainer.extension import read_marks, with_marks
from explainer.fragment import Element, parse, write
from explainer.languages import language_attributes
from explainer.model import Article, Place, Problem, Settings, Site
from explainer.pages.assets import script, style_sheet
from explainer.pages.document import render
from explainer.sharing import description
from explainer.texts import entry_of

LARGEST_IMAGE = 1_000_000  # bytes; what mail and messengers still take, with a few of them in one file
# Small style sheets and scripts that are for other pages, or for the theme, by the beginning of their names.
_OF_OTHER_PAGES = ("15-reach", "15-theme", "5", "6", "7")
_DARK = '[data-md-color-scheme="slate"] {'

# What would load something, or cannot work in a file of its own. Sound and films are too large to be inside.
_LOST = ("audio", "embed", "iframe", "object", "video")
_DROPPED = (*_LOST, "base", "link", "meta", "noscript", "script", "source", "style")
_LOADING = ("srcset", "poster", "data", "background", "ping")
_TO_BE_LEFT_OUT = "left-out"  # a name that no element has

Read = Callable[[str], bytes | None]  # gives a file under the editor's docs/ by its path, None where it cannot be read


@dataclass(frozen=True)
class _Surroundings:
    """What the links and pictures of an article can lead to."""

    article: Article
    settings: Settings
    pages: frozenset[str]  # staged Markdown pages
    assets: frozenset[str]  # other files under docs/
    read: Read

    @property
    def own_url(self) -> str:
        return unquote(url(page_path(self.article.ref), self.settings.directory_urls))


def downloads(
    site: Site, settings: Settings, staged: Mapping[str, str | bytes], read: Read
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Give the file of each article by its path under the staged docs/, and what could not be put into them.

    `staged` are the pages of the site, as `pages` gives them.
    """
    pages, assets = frozenset(staged), frozenset(map(str, site.loaded.assets))
    made, problems = dict[str, str](), list[Problem]()
    for article in site.loaded.articles:
        linked = site.articles.get(article.slug)
        page = staged.get(page_path(article.ref), "")
        marks = next(filter(None, map(read_marks, page.split("\n"))), None) if isinstance(page, str) else None
        if linked is None or marks is None:
            continue
        around = _Surroundings(article, settings, pages, assets, read)
        body, found = _self_contained(with_marks(linked.rendered.html, marks), around)
        made[download_path(article.slug)] = _document(article, description(article, linked), body, settings)
        problems += found
    return made, tuple(problems)


def _document(article: Article, summary: str, body: str, settings: Settings) -> str:
    page = url(page_path(article.ref), settings.directory_urls)
    return render(
        "download.html.j2",
        title=article.title,
        summary=summary,
        author=article.front.author,
        body=Markup(body),
        has_heading="<h1" in body,
        site_name=settings.site_name,
        address=settings.site_url + page if settings.site_url else "",
        language=language_attributes(settings.language, ""),
        styles=Markup(_styles()),
        script=Markup(script(_OF_OTHER_PAGES)),
    )


def _styles() -> str:
    """The site's style sheet, as far as an article needs it; light or dark as the reader's system is."""
    styles = style_sheet(_OF_OTHER_PAGES)
    dark = styles.partition(_DARK)[2].partition("}")[0]
    frame = files("explainer").joinpath("assets", "download.css").read_text(encoding="utf-8")
    chosen = "@media screen and (prefers-color-scheme: dark) {\n:root, [data-md-color-scheme] {" + dark + "}\n}\n"
    return f"{styles}\n{chosen}\n{frame}"


# --- the article's HTML ---


def _self_contained(html: str, around: _Surroundings) -> tuple[str, tuple[Problem, ...]]:
    root = parse(html)
    lost = _drop(root)
    message = f"the file for download leaves out <{'>, <'.join(lost)}>; say beside it what it shows"
    problems = [_problem(around, message)] if lost else []
    problems += filter(None, [_embed(image, around) for image in list(root.iter("img"))])
    _forbid_loading(root)
    ids = {str(id) for id in root.xpath("//@id")}  # type: ignore[union-attr]
    notes = dict(_notes(root, around))
    for link in list(root.iter("a", "area")):
        _redirect(link, around, ids, notes)
    return write(root), tuple(problems)


def _drop(root: Element) -> list[str]:
    """Take out what cannot work there; the names of the elements that a reader will miss."""
    lost = sorted({str(element.tag) for element in root.iter(*_LOST)})
    for element in list(root.iter("a", "p", "div")):
        if {"headerlink", "ex-download"} & set((element.get("class") or "").split()):
            element.tag = _TO_BE_LEFT_OUT
    etree.strip_elements(root, *_DROPPED, _TO_BE_LEFT_OUT, with_tail=False)
    return lost


def _embed(image: Element, around: _Surroundings) -> Problem | None:
    """Put a picture into the file, or its words in place of it."""
    address = image.get("src") or ""
    if address.startswith("data:"):
        return None
    found = _resolved(address, around)
    data = around.read(found[0]) if found and found[0] in around.assets else None
    kind = guess_type(found[0])[0] if found else None
    if data is not None and kind and len(data) <= LARGEST_IMAGE:
        image.set("src", f"data:{kind};base64,{b64encode(data).decode()}")
        return None
    words = image.get("alt") or ""
    image.attrib.clear()
    image.tag, image.text = "span", f"[{words}]" if words else ""
    if data is None or len(data) <= LARGEST_IMAGE:
        return _problem(around, f"the file for download leaves out the picture {address}; put it into docs/")
    size = f"{len(data) / 1e6:.1f} MB, at most {LARGEST_IMAGE / 1e6:.0f} MB"
    return _problem(around, f"the file for download leaves out the picture {address} ({size}); make it smaller")


def _forbid_loading(root: Element) -> None:
    for element in root.iter("*"):
        unwanted = {*_LOADING, *(["src"] if element.tag != "img" else [])}
        if any(True for _ in css_addresses(element.get("style") or "")):
            unwanted.add("style")
        for name, value in element.items():
            leads_away = str(name).endswith("href") and not str(value).startswith("#")
            if name in unwanted or (leads_away and element.tag not in ("a", "area")):
                del element.attrib[name]


def _notes(root: Element, around: _Surroundings) -> Iterator[tuple[tuple[str, str], str]]:
    """For each entry with a note in the file: the path and fragment at which the site shows it, and the note's id."""
    for element in root.iter("*"):
        ref, name = entry_of(element.get("data-preview") or ""), element.get("id")
        if ref and name:
            yield (unquote(url(page_path(ref), around.settings.directory_urls)), fragment(ref)), name


def _redirect(link: Element, around: _Surroundings, ids: set[str], notes: Mapping[tuple[str, str], str]) -> None:
    address = link.get("href")
    found = _resolved(address, around) if address else None
    if found is None:  # to another site, or no link
        return
    path, name = found
    note = notes.get(found)
    if path == around.own_url and name in ids:
        link.set("href", f"#{quote(name)}")
    elif note and not link.xpath("ancestor::*[@id = $note]", note=note):
        link.set("href", f"#{quote(note)}")
    elif around.settings.site_url:
        link.set("href", f"{around.settings.site_url}{quote(path)}" + f"#{quote(name)}" * bool(name))
    else:
        del link.attrib["href"]


def _resolved(address: str, around: _Surroundings) -> tuple[str, str] | None:
    """The path of a page or file of the site, not quoted, and the fragment; None where the address leads elsewhere.

    What an author types is relative to the source, and the renderer's work; all else is relative to the page.
    """
    parts = urlsplit(address)
    if parts.path and not parts.scheme and not parts.netloc:
        source = PurePosixPath(around.article.path).relative_to("docs").parent
        path = posixpath.normpath(posixpath.join(source.as_posix(), unquote(parts.path)))
        if path in around.assets:
            return path, unquote(parts.fragment)
        if path in around.pages and path.endswith(".md"):
            return unquote(url(path, around.settings.directory_urls)), unquote(parts.fragment)
    page = around.own_url
    found = target(f"{page}index.html" if page.endswith("/") else page, address, around.settings.site_url)
    return (page, found[1]) if found and address.startswith("#") else found


def _problem(around: _Surroundings, message: str) -> Problem:
    return Problem(Place(around.article.path), "warning", message, "download")
