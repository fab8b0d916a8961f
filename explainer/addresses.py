"""Where everything lives on the site, and how one page links to another.

Three kinds of address: the path of a staged page (`claims/x/index.md`, relative to the staged
docs/), its URL relative to the site's root (`claims/x/`), and a relative link from one page to
another (`../../claims/x/#y`), which stays right wherever the site is hosted.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from explainer.files.textfiles import composed
from explainer.model import Kind, Ref, Step

HOME = "index.md"
METHOD = "method/index.md"
# The index page of each kind. Dates and sources are parts of theirs; others have their own pages.
INDEXES: Mapping[Kind, str] = {
    "article": "articles/index.md",
    "claim": "claims/index.md",
    "date": "timeline/index.md",
    "actor": "actors/index.md",
    "term": "glossary/index.md",
    "source": "sources/index.md",
}
_ON_INDEX = ("date", "source")
_INDEX_STEMS = ("index", "README")  # those of MkDocs
# Folders of the parts of long indexes.
PART_FOLDERS: Mapping[Kind, str] = {
    "article": "articles/by_year/",
    "claim": "claims/by_article/",
    "date": "timeline/by_time/",
    "actor": "actors/by_letter/",
    "term": "glossary/by_letter/",
    "source": "sources/by_kind/",
}
# Folders of docs/ in which everything is generated.
GENERATED_FOLDERS = (*PART_FOLDERS.values(), "data/articles/", "data/cards/")
MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")  # the endings of MkDocs
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What a browser leaves out of an address, and out of its beginning
_LEFT_OUT, _LEFT_OUT_BEFORE = re.compile("[\t\n\r]"), "".join(map(chr, range(33)))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UP = re.compile(r"\.\./(?![/\0- ])")  # with a relative address behind it


@lru_cache(maxsize=50_000)  # each entry is linked to from many pages
def page_path(ref: Ref) -> str:
    """Return the path of the staged Markdown page on which an entry, article or page is shown."""
    if ref.kind == "page":
        return ref.id
    if ref.kind == "article":
        return f"articles/{ref.id}.md"
    if ref.kind in _ON_INDEX:
        return INDEXES[ref.kind]
    return f"{posixpath.dirname(INDEXES[ref.kind])}/{ref.id}/index.md"


def download_path(slug: str) -> str:
    """Return the path of an article as one file to keep, under the staged docs/ as on the site."""
    return f"data/articles/{slug}.html"


def redirect_path(old: Ref, directory_urls: bool) -> str:
    """Return the path of the page that redirects from a former ref, in docs/ as on the site."""
    return built_file(url(page_path(old), directory_urls))


def fragment(ref: Ref) -> str:
    """Return the id of an entry on its page, or "" where it has that page to itself."""
    return ref.id if ref.kind in _ON_INDEX else ""


def note_id(ref: Ref) -> str:
    """Return the id of the note on an entry at the end of an article.

    No id of an entry begins with an underscore.
    """
    return f"_{ref.kind}-{ref.id}"


def part_id(slug: str, steps: tuple[Step, ...]) -> str:
    """Return the id of a sentence of an article's brief or of an answer on the home page.

    Such as `_brief-lamp-1`.
    """
    part, index = steps[:2]
    return f"_{part}-{quote(slug)}-{int(index) + 1}"


@lru_cache(maxsize=50_000)
def url(path: str, directory_urls: bool) -> str:
    """Return the URL of a staged page relative to the site's root, percent-encoded; "" for home."""
    page = PurePosixPath(path)
    folder = page.parent.as_posix()
    stem = "index" if page.stem in _INDEX_STEMS else page.stem
    base = "" if folder == "." else f"{folder}/"
    if not directory_urls:
        return quote(f"{base}{stem}.html")
    return quote(base if stem == "index" else f"{base}{stem}/")


def built_file(address: str) -> str:
    """Return the file that a server sends for a URL relative to the site's root."""
    path = unquote(address)
    return f"{path}index.html" if path.endswith("/") or not path else path


def served_files(path: str) -> tuple[str, ...]:
    """Return the files that a server may send for a path: the file itself, or a folder's index."""
    if path.endswith("/") or not path:
        return (f"{path}index.html",)
    return (path, f"{path}/index.html")


def href_to_path(from_path: str, to_path: str, directory_urls: bool, to_id: str = "") -> str:
    """Return a relative link from one staged page to another, or to the element `to_id` on it."""
    ending = f"#{quote(to_id)}" if to_id else ""
    if ending and from_path == to_path:
        return ending
    return _relative(_parts(from_path, directory_urls), _parts(to_path, directory_urls)) + ending


def href_to_file(from_path: str, file: str, directory_urls: bool) -> str:
    """Return a relative link from a staged page to a file under docs/ that is not a page."""
    return _relative(_parts(from_path, directory_urls), tuple(quote(file).split("/")))


@lru_cache(maxsize=50_000)
def _parts(path: str, directory_urls: bool) -> tuple[str, ...]:
    return tuple(url(path, directory_urls).split("/"))


def slug_of(given: str) -> str:
    """Return the slug of an article that was named by its path, its file or its slug.

    `articles/lamp.md`, `docs/articles/lamp.md`, `lamp.md` and `lamp` all name the article `lamp`.
    """
    slug = composed(given).strip().removeprefix("docs/").removeprefix("articles/")
    for ending in MARKDOWN:
        if slug.endswith(ending):
            return slug.removesuffix(ending)
    return slug


def resolved(page: str, address: str, site_url: str) -> tuple[str, str] | None:
    """Return the path in the site that a local address on a page leads to, and its fragment.

    Return None for addresses of other hosts and schemes, and for absolute ones beside the site: a
    site under `https://host/sub/` holds only what is below `/sub/`, as GitHub Pages serves it. The
    path begins with `../` where a relative address leaves the site, or is malformed. The page
    404.html may be served anywhere.
    """
    before, _, fragment = address.strip().partition("#")
    path = _resolved_path(*_nearest(page, before), site_url)
    if path is None:
        return None
    return path, "" if path.startswith("../") else unquote(fragment)


def _nearest(page: str, address: str) -> tuple[str, str]:
    """Return the folder that the `../` of an address lead to, and the rest of the address.

    Nearly all links of a page are those that every page has: seen from there, they are the same for
    all, so that `_resolved_path` can remember them. Without a `../`, return both as they are.
    """
    *folders, name = page.split("/")
    while folders and _UP.match(address) and ":" not in address:
        folders.pop()
        name, address = "", address[3:]
    return "/".join((*folders, name)), address


@lru_cache(maxsize=50_000)
def _resolved_path(page: str, address: str, site_url: str) -> str | None:
    home = site_url or "http://site.invalid/"
    try:
        there = urlsplit(urljoin(home + quote(page), address))  # `page` is a path of a file
    except ValueError:
        return "../" + address
    here = urlsplit(home)
    if there.scheme not in _DEFAULT_PORTS or _host(there) != _host(here):
        return None
    path = unquote(there.path) or "/"
    if path.startswith(here.path):
        return path[len(here.path) :]
    is_relative = not urlsplit(address).scheme and not address.startswith("/")
    return "../" + path.lstrip("/") if is_relative else None


def is_elsewhere(address: str, site_url: str) -> bool:
    """Return whether an address leads to another host than that of the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    if parts.scheme in ("data", "blob", "about", "javascript"):
        return False
    return bool(parts.netloc) and _host(parts) != _host(urlsplit(site_url))


def scheme_of(address: str) -> str:
    """Return the scheme that a browser finds in an address, in small letters; "" without any."""
    scheme = _SCHEME.match(as_followed(address))
    return scheme[1].lower() if scheme else ""


def as_followed(address: str) -> str:
    """Return an address without what a browser leaves out of it and before it.

    See https://url.spec.whatwg.org/#concept-basic-url-parser.
    """
    return _LEFT_OUT.sub("", address).lstrip(_LEFT_OUT_BEFORE)


def _host(parts: SplitResult) -> tuple[str, int | None]:
    """Return the host of an address in small letters, and its port; None for the usual one."""
    try:
        port = parts.port
    except ValueError:  # it is no number
        return parts.netloc, None
    is_usual = port == _DEFAULT_PORTS.get(parts.scheme)
    return parts.hostname or "", None if is_usual else port


def _relative(here: tuple[str, ...], there: tuple[str, ...]) -> str:
    """Return the relative path from a file to another, or, if its last part is "", to a folder."""
    shared = 0
    for folder, other in zip(here[:-1], there[:-1], strict=False):
        if folder != other:
            break
        shared += 1
    return "../" * (len(here) - 1 - shared) + "/".join(there[shared:]) or "./"


def href(from_path: str, ref: Ref, directory_urls: bool, to_id: str | None = None) -> str:
    """Return a relative link from a staged page to an entry, article or page.

    `to_id` is the id of an element there, if not that of the entry itself.
    """
    if to_id is None:
        to_id = fragment(ref)
    return href_to_path(from_path, page_path(ref), directory_urls, to_id)
