"""Where everything lives on the site, and how one page links to another.

Three kinds of address: the path of a staged page (`claims/x/index.md`, relative to the staged docs/), its URL relative
to the site's root (`claims/x/`), and a relative link from one page to another (`../../claims/x/#y`), which stays right
wherever the site is hosted.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from explainer.files.textfiles import composed
from explainer.model import Kind, Ref, Step

HOME = "index.md"
METHOD = "method/index.md"
# The index page of each kind. The entries of some have pages of their own; dates and sources are parts of the index.
INDEXES: Mapping[Kind, str] = {
    "article": "articles/index.md",
    "claim": "claims/index.md",
    "date": "timeline/index.md",
    "actor": "actors/index.md",
    "term": "glossary/index.md",
    "source": "sources/index.md",
}
_ON_INDEX = ("date", "source")
_INDEX_STEMS = ("index", "README")  # as MkDocs has it
# Folders of docs/ in which everything is generated.
GENERATED_FOLDERS = ("claims/by_article/", "data/articles/", "data/cards/")


@lru_cache(maxsize=50_000)  # each entry is linked to from many pages
def page_path(ref: Ref) -> str:
    """Give the path of the staged Markdown page on which an entry, article or page is shown."""
    if ref.kind == "page":
        return ref.id
    if ref.kind == "article":
        return f"articles/{ref.id}.md"
    if ref.kind in _ON_INDEX:
        return INDEXES[ref.kind]
    return f"{posixpath.dirname(INDEXES[ref.kind])}/{ref.id}/index.md"


def download_path(slug: str) -> str:
    """Give the path of an article as one file to keep, under the staged docs/ as on the site."""
    return f"data/articles/{slug}.html"


def redirect_path(old: Ref, directory_urls: bool) -> str:
    """Return the path of the page that leads on from where something was, under the staged docs/ as on the site."""
    return built_file(url(page_path(old), directory_urls))


def fragment(ref: Ref) -> str:
    """Give the id of an entry on its page, or "" where the page is all its own."""
    return ref.id if ref.kind in _ON_INDEX else ""


def note_id(ref: Ref) -> str:
    """Give the id of the note on an entry at the end of an article; ids of entries cannot begin as it does."""
    return f"_{ref.kind}-{ref.id}"


def part_id(slug: str, steps: tuple[Step, ...]) -> str:
    """Give the id, on the home page, of a sentence of an article's brief or of an answer, such as `_brief-lamp-1`."""
    part, index = steps[:2]
    return f"_{part}-{quote(slug)}-{int(index) + 1}"


@lru_cache(maxsize=50_000)
def url(path: str, directory_urls: bool) -> str:
    """Give the URL of a staged page relative to the site's root, percent-encoded; "" for home."""
    page = PurePosixPath(path)
    folder, is_index = page.parent.as_posix(), page.stem in _INDEX_STEMS
    base = "" if folder == "." else f"{folder}/"
    if directory_urls:
        return quote(base if is_index else f"{base}{page.stem}/")
    return quote(f"{base}{'index' if is_index else page.stem}.html")


def built_file(address: str) -> str:
    """Return the file that a server sends for a URL relative to the site's root."""
    path = unquote(address)
    return f"{path}index.html" if path.endswith("/") or not path else path


def served_files(path: str) -> tuple[str, ...]:
    """Return what a server sends for a path of the site, whichever is there: the file, or the index of the folder."""
    return (
        (f"{path}index.html",) if path.endswith("/") or not path else (path, f"{path}/index.html")
    )


def href_to_path(from_path: str, to_path: str, directory_urls: bool, to_id: str = "") -> str:
    """Give a relative link from one staged page to another, or to the element `to_id` on it."""
    ending = f"#{quote(to_id)}" if to_id else ""
    if from_path == to_path and to_id:
        return ending
    return _relative(_parts(from_path, directory_urls), _parts(to_path, directory_urls)) + ending


def href_to_file(from_path: str, file: str, directory_urls: bool) -> str:
    """Give a relative link from a staged page to a file that is not a page, by its path under the staged docs/."""
    return _relative(_parts(from_path, directory_urls), tuple(quote(file).split("/")))


@lru_cache(maxsize=50_000)
def _parts(path: str, directory_urls: bool) -> tuple[str, ...]:
    return tuple(url(path, directory_urls).split("/"))


MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")  # the endings of MkDocs


def slug_of(given: str) -> str:
    """`articles/lamp.md`, `docs/articles/lamp.md`, `lamp.md` and `lamp` all mean the article `lamp`."""
    slug = composed(given).strip().removeprefix("docs/").removeprefix("articles/")
    return next((slug.removesuffix(ending) for ending in MARKDOWN if slug.endswith(ending)), slug)


_UP = re.compile(r"\.\./(?![/\0- ])")  # what follows is relative, too


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


def is_elsewhere(address: str, site_url: str) -> bool:
    """Return whether an address leads to another host than that of the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    if parts.scheme in ("data", "blob", "about", "javascript"):
        return False
    return bool(parts.netloc) and parts.netloc != urlsplit(site_url).netloc


def _relative(here: tuple[str, ...], there: tuple[str, ...]) -> str:
    """Give the way from a file to another, or (where its last part is empty) to a folder."""
    shared = 0
    for folder, target in zip(here[:-1], there[:-1], strict=False):
        if folder != target:
            break
        shared += 1
    return "../" * (len(here) - 1 - shared) + "/".join(there[shared:]) or "./"


def href(from_path: str, ref: Ref, directory_urls: bool, to_id: str | None = None) -> str:
    """Give a relative link from a staged page to an entry, article or page; `to_id` for a certain element there."""
    return href_to_path(
        from_path, page_path(ref), directory_urls, fragment(ref) if to_id is None else to_id
    )
