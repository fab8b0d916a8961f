"""Links and pictures of articles and hand-written pages: whether they lead anywhere.

Addresses that Markdown makes links of are resolved as MkDocs does it, from the file in docs/; those
in HTML as a browser does it, from the page. See
https://www.mkdocs.org/user-guide/writing-your-docs/#internal-links.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from explainer.addresses import MARKDOWN, href_to_file, href_to_path, is_elsewhere, resolved
from explainer.files.textfiles import composed
from explainer.format.did_you_mean import did_you_mean, nearest_path
from explainer.format.entry_links import entry_of
from explainer.model import Place, Problem
from explainer.proofreading.destinations import Destinations, Ids
from explainer.proofreading.typed_text import TypedText
from explainer.text.fragment import Element
from explainer.text.pointers import Pointer, pointers_of

Absolute = Literal["warn", "ignore", "relative_to_docs"]
_BEFORE = re.compile(r"""(?:\]\(\s*<?|\]:\s*<?|["'=<])\s*""")
_HEAD = re.compile(r"""[^\s)>"']{0,100}""")  # of an address, up to where it may end
_MADE = frozenset({"headerlink", "footnote-backref", "footnote-ref"})  # links made by extensions
_ALIKE = 0.75


@dataclass(frozen=True)
class Doc:
    """An article or page whose links are checked: its path in docs/, and the ids of its page."""

    path: str  # relative to docs/
    source: TypedText
    root: Element  # its HTML
    addresses: tuple[str, ...]  # of links and pictures in Markdown
    ids: Ids


class _Written(NamedTuple):
    """An address as it was written."""

    pointer: Pointer
    is_markdown: bool
    is_link: bool
    is_picture: bool
    place: Place


def link_problems(doc: Doc, destinations: Destinations, absolute: Absolute) -> Iterator[Problem]:
    """Report links and pictures that lead nowhere, and what the page would load from another host.

    `absolute` is what mkdocs.yml sets for addresses that begin with a slash.
    """
    for written in _written(doc):
        address = written.pointer.address
        if written.pointer.loads and is_elsewhere(address, destinations.site_url):
            advice = "put the file into docs/ and use that"
            message = f"the page would load {address} from another host; {advice}"
            yield Problem(written.place, "error", message, "other-host")
        elif entry_of(address):
            if not written.is_link:
                yield _error(written, _no_link(written))
        elif address.strip():
            check = _markdown_problem if written.is_markdown else _html_problem
            found = check(written, doc, destinations, absolute)
            if found:
                yield found
    if doc.root.xpath("//@class[contains(concat(' ', ., ' '), ' mermaid ')]"):
        found_diagram = "the theme would load Mermaid from another host to draw the diagram"
        message = f"{found_diagram}; use a picture"
        yield Problem(doc.source.find("mermaid"), "error", message, "other-host")


def _written(doc: Doc) -> Iterator[_Written]:
    """Yield the addresses in the HTML; as many as Markdown has of one are taken to be its own."""
    left, found = Counter(doc.addresses), Counter[str]()
    for element, pointer in pointers_of(doc.root):
        if not _MADE.isdisjoint((element.get("class") or "").split()):
            continue
        address = pointer.address
        is_markdown = element.tag in ("a", "img") and left[address] > 0
        left[address] -= is_markdown
        found[address] += 1
        place = _place(doc.source, address, found[address])
        is_link = element.tag == "a" and element.get("href") == address
        yield _Written(pointer, is_markdown, is_link, element.tag == "img", place)


def _no_link(written: _Written) -> str:
    """Say that an entry is no picture, nor anything else that a page could show at an address."""
    address = written.pointer.address.strip()
    if written.is_picture and written.is_markdown:
        advice = f"to link to it, leave out the `!`: `[words]({address})`"
        return f"`{address}` is an entry, not a picture; {advice}"
    return f"`{address}` is an entry, to which only links lead; write `[words]({address})`"


def _place(source: TypedText, address: str, number: int) -> Place:
    """Return where an address stands for the `number`-th time; it may have entities or escapes."""
    forms = (address, unescape(address), unquote(address), address.replace("&", "&amp;"))
    for typed in dict.fromkeys(forms):
        for text in (source.prose, source.text):
            starts = _starts_of(typed.lstrip(), text)
            if starts:
                return source.place(starts[min(number, len(starts)) - 1])
    return source.find(address)


@lru_cache(maxsize=64)  # the same address may stand in a text very often
def _starts_of(address: str, text: str) -> list[int]:
    end = len(address)
    places = _heads(text).get(_head(address), ())
    return [at for at in places if text.startswith(address, at) and _may_end(text, at + end)]


@lru_cache(maxsize=4)  # a text may have thousands of addresses, each of which is looked up
def _heads(text: str) -> dict[str, list[int]]:
    """Return where addresses may begin in a text, by their characters up to where they may end."""
    heads: dict[str, list[int]] = {}
    for before in _BEFORE.finditer(text):
        heads.setdefault(_head(text, before.end()), []).append(before.end())
    return heads


def _head(text: str, start: int = 0) -> str:
    return _HEAD.match(text, start)[0]  # type: ignore[index]  # it matches ""


def _may_end(text: str, at: int) -> bool:
    return at == len(text) or text[at].isspace() or text[at] in ")>\"'"


def _markdown_problem(
    written: _Written, doc: Doc, destinations: Destinations, absolute: Absolute
) -> Problem | None:
    """Check an address as MkDocs does."""
    address = written.pointer.address
    try:
        parts = urlsplit(address)
    except ValueError:
        return _error(written, f"`{address}` is not an address; correct it")
    is_absolute = address.startswith(("/", "\\"))
    if parts.scheme or parts.netloc or (is_absolute and absolute != "relative_to_docs"):
        return _html_problem(written, doc, destinations, absolute)
    fragment = unquote(parts.fragment)
    if not parts.path:
        return _fragment_problem(written, doc.path, fragment, doc, destinations)
    base = "" if is_absolute else posixpath.dirname(doc.path)
    path = composed(posixpath.normpath(posixpath.join(base, unquote(parts.path).lstrip("/"))))
    if path in destinations.paths:
        return _fragment_problem(written, path, fragment, doc, destinations)
    return _missing(written, path, doc, destinations)


def _missing(written: _Written, path: str, doc: Doc, destinations: Destinations) -> Problem | None:
    """Return what is wrong with an address to a path that the site does not have, if anything."""
    address = written.pointer.address
    if destinations.is_lost(path):
        return None
    if destinations.is_left_out(path):
        message = (
            f"docs/{path} is not published: it is a draft, or mkdocs.yml excludes it; "
            "remove what leads to it, or publish it"
        )
        return _error(written, message)
    hint = _meant(path, _from_page(address, doc, destinations), doc, destinations)
    local = resolved(destinations.file_of(doc.path), address, destinations.site_url)
    if local and destinations.has_built(local[0]) and not posixpath.splitext(path)[1]:
        message = f"`{address}` is an address of the site, not a path in docs/{hint}"
        page = destinations.page_at(local[0])
        lost = _fragment_problem(written, page, local[1], doc, destinations) if page else None
        return lost or Problem(written.place, "warning", message, "broken-link")
    if path.startswith(".."):
        return _error(written, f"`{address}` leads out of docs/{hint or '; correct it'}")
    missing = "picture" if written.is_picture else "page or file"
    advice = hint or "; correct the path, or put the file there"
    return _error(written, f"there is no {missing} docs/{path}{advice}")


def _from_page(address: str, doc: Doc, destinations: Destinations) -> str:
    """Return the path on the site that a browser would make of a relative address."""
    folder = posixpath.dirname(destinations.file_of(doc.path))
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))


def _meant(path: str, from_page: str, doc: Doc, destinations: Destinations) -> str:
    """Propose the path that was meant: of the page with such an address, or one spelt similarly."""
    stems = [each.strip("/").removesuffix(".html") for each in (path, from_page)]
    endings = (".md", "/index.md", "/README.md", "")
    guesses = [f"{stem}{ending}".lstrip("/") for stem in stems for ending in endings]
    guess = next((guess for guess in guesses if guess in destinations.paths), None)
    meant = guess or nearest_path(path, destinations.paths)
    if not meant:
        return ""
    relative = posixpath.relpath(meant, posixpath.dirname(doc.path) or ".")
    return f"; did you mean `{relative}`?"


def _fragment_problem(
    written: _Written, path: str, fragment: str, doc: Doc, destinations: Destinations
) -> Problem | None:
    """Return what is wrong with the fragment of an address to a path in docs/, if anything."""
    name = fragment.partition(":~:")[0]
    is_here = path == doc.path and name in doc.ids
    if is_here or destinations.has_part(path, fragment):
        return None
    hint = did_you_mean(name, sorted(destinations.ids(path)), _ALIKE, "#{}")
    page = "this page" if path == doc.path else f"docs/{path}"
    advice = hint or "; correct what follows the #, or remove it"
    return _error(written, f"there is no `#{name}` on {page}{advice}")


def _html_problem(
    written: _Written, doc: Doc, destinations: Destinations, absolute: Absolute
) -> Problem | None:
    """Check an address as a browser does."""
    address = written.pointer.address
    local = resolved(destinations.file_of(doc.path), address, destinations.site_url)
    is_absolute = address.startswith("/") and not address.startswith("//")
    if local is None:
        return _absolute(written, doc, destinations) if is_absolute and absolute == "warn" else None
    file, fragment = local
    if file.startswith("../"):
        return _error(written, f"`{address}` leads out of the site; correct it")
    if not destinations.has_built(file):
        return _no_file(written, file, doc, destinations)
    page = destinations.page_at(file)
    found = _fragment_problem(written, page, fragment, doc, destinations) if page else None
    if found is None and is_absolute and absolute == "warn":
        return _absolute(written, doc, destinations)
    return found


def _no_file(written: _Written, file: str, doc: Doc, destinations: Destinations) -> Problem | None:
    """Report an address in HTML to a file that the site lacks, unless that could not be read."""
    address = written.pointer.address
    folder = posixpath.dirname(doc.path)
    from_docs = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))
    if from_docs in destinations.paths:
        meant = _href(doc, from_docs, destinations)
        found = "in HTML an address is relative to the page, not to its file"
        return _error(written, f"{found}; write `{meant}`, or use Markdown")
    if destinations.is_lost(from_docs) or destinations.is_lost(file):
        return None
    if address.startswith("/"):
        hint = _meant(file, file, doc, destinations) or "; correct it"
        return _error(written, f"there is nothing at `{address}`{hint}")
    advice = "correct it, or put the file into docs/"
    return _error(written, f"`{address}` leads to no file of the site; {advice}")


def _href(doc: Doc, path: str, destinations: Destinations) -> str:
    if path.endswith(MARKDOWN):
        return href_to_path(doc.path, path, destinations.directory_urls)
    return href_to_file(doc.path, path, destinations.directory_urls)


def _absolute(written: _Written, doc: Doc, destinations: Destinations) -> Problem:
    """Report an address that begins with a slash."""
    address = written.pointer.address
    local = resolved(destinations.file_of(doc.path), address, destinations.site_url)
    if local is None:
        message = (
            f"`{address}` starts at the root of the host, which is not this site; "
            "write the whole address, with https://"
        )
        return Problem(written.place, "warning", message, "broken-link")
    hint = _meant(local[0], local[0], doc, destinations)
    message = (
        f"`{address}` works only as long as the site does not move; "
        f"write a path from this file{hint}"
    )
    return Problem(written.place, "warning", message, "broken-link")


def _error(written: _Written, message: str) -> Problem:
    return Problem(written.place, "error", message, "broken-link")
