"""Each article as one HTML file that needs nothing else: text, notes, a style sheet and the script.

It is made from the staged page, whose first line says what belongs to the article, and from the
article's rendered text; so it is part of the staged tree, and every renderer copies it. Links to
what has a note in the file lead to that note; other links inside the site lead to the site's
address, or nowhere if that is not known. A policy in the file forbids a browser to ask the network
for anything, and to run any other script (https://www.w3.org/TR/CSP3/).
"""

import posixpath
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from mimetypes import guess_type
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from markupsafe import Markup

from explainer.addresses import PART_FOLDERS, download_path, fragment, page_path, resolved, url
from explainer.building.contentpolicy import hash_of
from explainer.files.textfiles import composed
from explainer.format.entry_links import entry_of
from explainer.linking.local_links import IN_FRAGMENT
from explainer.marking.comment import Marks, read_marks
from explainer.marking.marked_page import with_marks
from explainer.model import NO_CACHE, Article, Cache, LinkedText, Ref, Settings, Site
from explainer.pages.assets import lean, script, style_sheet
from explainer.pages.document import render
from explainer.pages.mathml import set_formulas
from explainer.pages.sharing import description
from explainer.pages.tracing import digest_of, made_from
from explainer.pages.unfolding import unfold
from explainer.text.fragment import Element, parse, write
from explainer.text.languages import language_attributes
from explainer.text.pointers import css_addresses

# In bytes: what mail and messengers still take, with a few pictures in one file.
LARGEST_IMAGE = 1_000_000
# Small style sheets and scripts for other pages, or for the theme, by the beginning of their names.
_FOR_OTHER_PAGES = ("15-reach", "15-theme", "34-argument", "35-card", "5", "6", "7")

# What would load something, or cannot work in a file of its own. Sound and films are too large.
LOST = ("audio", "embed", "iframe", "object", "video")
_DROPPED = (*LOST, "base", "link", "meta", "noscript", "script", "source", "style")
_LOADING = frozenset({"srcset", "poster", "data", "background", "ping"})
_IDS = cast("Callable[[Element], list[Any]]", etree.XPath("//@id"))
_NOTES = cast("Callable[[Element], list[Element]]", etree.XPath("//*[@data-preview][@id]"))
_PICTURE = "<img"
_HARMLESS = frozenset({"class", "id"})
_TO_BE_LEFT_OUT = "left-out"  # a name that no element has

# Returns a file under the editor's docs/ by its path, None if it cannot be read.
Read = Callable[[str], bytes | None]


class _Target(NamedTuple):
    """Where a link inside the site leads: neither part is percent-encoded."""

    path: str  # relative to the site
    fragment: str


@dataclass(frozen=True)
class _Surroundings:
    """What the links and pictures of an article can lead to."""

    article: Article
    own_url: str  # of the article's page, relative to the site, not quoted
    settings: Settings
    pages: frozenset[str]  # staged Markdown pages
    assets: frozenset[str]  # other files under docs/
    read: Read


def downloads(
    site: Site,
    settings: Settings,
    staged: Mapping[str, str | bytes],
    read: Read,
    cache: Cache = NO_CACHE,
) -> dict[str, str]:
    """Return the file of each article by its path under the staged docs/.

    `staged` are the pages, as `pages` returns them. What cannot be put into a file is left out;
    `proofreading/keeping.py` reports it. Files that would be the same are taken from the `cache`.
    """
    own_pages, assets = frozenset(staged), frozenset(map(str, site.loaded.assets))
    frame = _frame(settings)
    shared = ""
    if cache is not NO_CACHE:
        shared = digest_of(repr((sorted(own_pages), sorted(assets), settings, frame)))
    made: dict[str, str] = {}
    for article in site.loaded.articles:
        own_url = unquote(url(page_path(article.ref), settings.directory_urls))
        around = _Surroundings(article, own_url, settings, own_pages, assets, read)
        linked, marks = site.articles.get(article.slug), _marks(staged, article)
        if not linked or not marks:
            continue
        path, make = download_path(article.slug), partial(_download, around, linked, marks, frame)
        values = shared and repr((shared, article, linked.rendered, marks))
        is_kept = values and _PICTURE not in values.lower()  # whose files are read
        made[path] = made_from(cache, path, values, make) if is_kept else make()
    return made


def _download(
    around: _Surroundings, linked: LinkedText, marks: Marks, frame: Mapping[str, Any]
) -> str:
    site_url, own_url = around.settings.site_url, quote(around.own_url)
    body = _self_contained(with_marks(linked.rendered.html, marks), around)
    about = _about(around.article, linked, site_url and site_url + own_url)
    return render("download.html.j2", body=Markup(body), **frame, **about)


def _frame(settings: Settings) -> dict[str, Any]:
    """Return values for the template that all articles share."""
    own_script = script(_FOR_OTHER_PAGES)
    return {
        "site_name": settings.site_name,
        "language": language_attributes(settings.language, ""),
        "styles": Markup(_styles()),
        "script": Markup(own_script),
        "script_hash": Markup(hash_of(own_script)),
    }


def _marks(staged: Mapping[str, str | bytes], article: Article) -> Marks | None:
    """Return the marks that the staged page of an article holds, None if it holds none."""
    page = staged.get(page_path(article.ref))
    if not isinstance(page, str):
        return None
    return next(filter(None, map(read_marks, page.split("\n"))), None)


def _about(article: Article, linked: LinkedText, address: str) -> dict[str, Any]:
    """Return values for the template about one article; `address` is that of its page, or ""."""
    return {
        "title": article.title,
        "author": article.front.author,
        "summary": description(article, linked),
        "address": address,
        "has_heading": "<h1" in linked.rendered.html,
    }


def _styles() -> str:
    """Return the site's style sheet as far as an article needs it.

    It is light or dark as the reader's system is.
    """
    frame = files("explainer").joinpath("assets", "download.css").read_text(encoding="utf-8")
    return f"{style_sheet(_FOR_OTHER_PAGES)}{lean(frame)}"


# --- the article's HTML ---


def _self_contained(html: str, around: _Surroundings) -> str:
    root = parse(html)
    unfold(root)
    set_formulas(root)
    _drop(root)
    for image in list(root.iter("img")):
        _embed(image, around)
    _forbid_loading(root)
    _redirect(root, around)
    return write(root)


def _drop(root: Element) -> None:
    """Take out what cannot work in a file of its own."""
    for element in list(root.iter("a", "p", "div")):
        if {"headerlink", "ex-download"} & set((element.get("class") or "").split()):
            element.tag = _TO_BE_LEFT_OUT
    etree.strip_elements(root, *_DROPPED, _TO_BE_LEFT_OUT, with_tail=False)


def _embed(image: Element, around: _Surroundings) -> None:
    """Put a picture into the file, or else its alternative text."""
    address = image.get("src") or ""
    if address.startswith("data:"):
        return
    found = _resolved(address, around)
    embedded = _data_url(found.path, around) if found else None
    if embedded:
        image.set("src", embedded)
        return
    words = image.get("alt") or ""
    image.attrib.clear()
    image.tag, image.text = "span", f"[{words}]" if words else ""


def _data_url(path: str, around: _Surroundings) -> str | None:
    """Return a file as a `data:` address; None if it is unknown, too large, or cannot be read."""
    data = around.read(path) if path in around.assets else None
    kind, _ = guess_type(path)
    if data is None or not kind or len(data) > LARGEST_IMAGE:
        return None
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _forbid_loading(root: Element) -> None:
    """Take out the attributes that would load something."""
    for element in root.iter("*"):
        for name, value in element.items():
            if name not in _HARMLESS and _loads(str(element.tag), str(name), str(value)):
                del element.attrib[name]


def _loads(tag: str, name: str, value: str) -> bool:
    """Return whether an attribute makes a browser load something."""
    if name.endswith("href"):
        return tag not in ("a", "area") and not value.startswith("#")
    if name == "src":
        return tag != "img"
    if name == "style":
        return any(css_addresses(value))
    return name in _LOADING


def _redirect(root: Element, around: _Surroundings) -> None:
    """Let each link inside the site lead to a place in the file, else to the site, else nowhere."""
    ids = frozenset(map(str, _IDS(root)))
    notes = {_shown_at(note, around): note for note in _NOTES(root)}
    # the title of a note leads on, to the page of the entry
    titles = {link: note for note in notes.values() for link in note.iter("a")}
    target_of = cache(partial(_resolved, around=around))
    for link in list(root.iter("a", "area")):
        address = link.get("href") or ""
        found = target_of(address)
        if found is None:
            continue
        note = notes.get(_as_if_whole(found, around))
        if found.path == around.own_url and found.fragment in ids:
            link.set("href", f"#{quote(found.fragment)}")
        elif note is not None and titles.get(link) is not note:
            link.set("href", f"#{quote(note.get('id') or '')}")
        elif around.settings.site_url:
            link.set("href", around.settings.site_url + _quoted(found, address))
            link.set("data-on-site", "")
        else:
            del link.attrib["href"]
    _forget_names(root)


def _forget_names(root: Element) -> None:
    """Take out the ids of names that nothing in the file leads to: other pages do, on the site."""
    wanted = {
        unquote((link.get("href") or "").removeprefix("#")) for link in root.iter("a", "area")
    }
    for link in root.iter("a"):
        if link.get("data-annotation") and link.get("id") not in wanted:
            link.attrib.pop("id", "")


def _quoted(target: _Target, address: str) -> str:
    """Return a target as an address relative to the site, with the query of the one typed."""
    query = address.partition("#")[0].partition("?")[2]
    asked = f"?{query}" if query else ""
    ending = f"#{quote(target.fragment, IN_FRAGMENT)}" if target.fragment else ""
    return quote(target.path) + asked + ending


def _shown_at(note: Element, around: _Surroundings) -> _Target | None:
    """Return where the site shows the entry of a note."""
    ref = entry_of(note.get("data-preview") or "")
    if ref is None:
        return None
    path = unquote(url(page_path(ref), around.settings.directory_urls))
    return _Target(path, fragment(ref))


def _as_if_whole(target: _Target, around: _Surroundings) -> _Target:
    """Return where a place on a part of an index would be if the index were not divided."""
    for kind, folder in PART_FOLDERS.items():
        shown = Ref(kind, target.fragment)
        if fragment(shown) and target.path.startswith(folder):
            path = url(page_path(shown), around.settings.directory_urls)
            return target._replace(path=unquote(path))
    return target


def _resolved(address: str, around: _Surroundings) -> _Target | None:
    """Return where an address on the page of the article leads, None if not to a place on the site.

    An address that an author typed is relative to the source, since the renderer has not seen it;
    all others are relative to the page.
    """
    if not address:
        return None
    if address.startswith("#"):
        return _Target(around.own_url, unquote(address[1:]))
    try:
        parts = urlsplit(address)
    except ValueError:  # it leads nowhere
        return None
    if parts.path and not parts.scheme and not parts.netloc:
        folder = posixpath.dirname(page_path(around.article.ref))
        path = composed(posixpath.normpath(posixpath.join(folder, unquote(parts.path))))
        if path in around.assets:
            return _Target(path, unquote(parts.fragment))
        if path in around.pages and path.endswith(".md"):
            page_url = unquote(url(path, around.settings.directory_urls))
            return _Target(page_url, unquote(parts.fragment))
    file = f"{around.own_url}index.html" if around.own_url.endswith("/") else around.own_url
    found = resolved(file, address, around.settings.site_url)
    return _Target(*found) if found else None
