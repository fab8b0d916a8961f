"""Links and pictures of articles and hand-written pages: whether they lead to something that the site has.

What Markdown makes a link of is resolved as MkDocs does it, from the file in docs/; an address in HTML as a browser
does, from the page. See https://www.mkdocs.org/user-guide/writing-your-docs/#internal-links.
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

from explainer.addresses import MARKDOWN, href_to_file, href_to_path, is_elsewhere, target
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
_MADE = frozenset(
    {"headerlink", "footnote-backref", "footnote-ref"}
)  # links that an extension makes
_ALIKE = 0.75


@dataclass(frozen=True)
class Doc:
    """An article or page whose links are looked at: `path` is relative to docs/, `ids` are those of its page."""

    path: str
    source: TypedText
    root: Element  # its HTML
    addresses: tuple[str, ...]  # of links and pictures in Markdown
    ids: Ids


class _Written(NamedTuple):
    """An address as it was written."""

    pointer: Pointer
    is_markdown: bool
    is_picture: bool
    place: Place


def link_problems(doc: Doc, there: Destinations, absolute: Absolute) -> Iterator[Problem]:
    """Report links and pictures that lead nowhere, and whatever the page would load from another host.

    `absolute` says what mkdocs.yml wants of addresses that begin with a slash.
    """
    for written in _written(doc):
        address = written.pointer.address
        if written.pointer.loads and is_elsewhere(address, there.site_url):
            message = f"the page would load {address} from another host; put the file into docs/ and use that"
            yield Problem(written.place, "error", message, "other-host")
        elif entry_of(address) is None and address.strip():
            look = _markdown_problem if written.is_markdown else _html_problem
            found = look(written, doc, there, absolute)
            if found:
                yield found
    if doc.root.xpath("//@class[contains(concat(' ', ., ' '), ' mermaid ')]"):
        message = (
            "the theme would load Mermaid from another host to draw the diagram; use a picture"
        )
        yield Problem(doc.source.find("mermaid"), "error", message, "other-host")


def _written(doc: Doc) -> Iterator[_Written]:
    left, asked = Counter(doc.addresses), Counter[str]()
    for element, pointer in pointers_of(doc.root):
        if not _MADE.isdisjoint((element.get("class") or "").split()):
            continue
        address = pointer.address
        is_markdown = element.tag in ("a", "img") and left[address] > 0
        left[address] -= is_markdown
        asked[address] += 1
        place = _place(doc.source, address, asked[address])
        yield _Written(pointer, is_markdown, element.tag == "img", place)


def _place(source: TypedText, address: str, number: int) -> Place:
    """Return where an address stands for the `number`-th time; it may be typed with entities or escapes."""
    for typed in dict.fromkeys(
        (address, unescape(address), unquote(address), address.replace("&", "&amp;"))
    ):
        for text in (source.prose, source.text):
            starts = _starts_of(typed.lstrip(), text)
            if starts:
                return source.place(starts[min(number, len(starts)) - 1])
    return source.find(address)


@lru_cache(maxsize=64)  # the same address may stand in a text very often
def _starts_of(address: str, text: str) -> list[int]:
    places = _heads(text).get(_head(address), ())
    there = (at for at in places if text.startswith(address, at))
    return [at for at in there if _may_end(text, at + len(address))]


@lru_cache(maxsize=4)  # a text has thousands of addresses, each of which is asked for
def _heads(text: str) -> dict[str, list[int]]:
    """Return where addresses may begin in a text, by the characters up to where they may end."""
    heads: dict[str, list[int]] = {}
    for before in _BEFORE.finditer(text):
        heads.setdefault(_head(text, before.end()), []).append(before.end())
    return heads


def _head(text: str, start: int = 0) -> str:
    return _HEAD.match(text, start)[0]  # type: ignore[index]  # it matches ""


def _may_end(text: str, at: int) -> bool:
    return at == len(text) or text[at].isspace() or text[at] in ")>\"'"


def _markdown_problem(
    written: _Written, doc: Doc, there: Destinations, absolute: Absolute
) -> Problem | None:
    address = written.pointer.address
    try:
        parts = urlsplit(address)
    except ValueError:
        return _error(written, f"`{address}` is not an address; correct it")
    is_absolute = address.startswith(("/", "\\"))
    if parts.scheme or parts.netloc or (is_absolute and absolute != "relative_to_docs"):
        return _html_problem(written, doc, there, absolute)
    fragment = unquote(parts.fragment)
    if not parts.path:
        return _fragment_problem(written, doc.path, fragment, doc, there)
    base = "" if is_absolute else posixpath.dirname(doc.path)
    path = composed(posixpath.normpath(posixpath.join(base, unquote(parts.path).lstrip("/"))))
    if path in there.paths:
        return _fragment_problem(written, path, fragment, doc, there)
    return _missing(written, path, doc, there)


def _missing(written: _Written, path: str, doc: Doc, there: Destinations) -> Problem | None:
    address = written.pointer.address
    if there.is_lost(path):
        return None
    if there.is_left_out(path):
        message = (
            f"docs/{path} is not published: it is a draft, or mkdocs.yml excludes it; remove what leads to it, or "
            "publish it"
        )
        return _error(written, message)
    hint = _meant(path, _from_page(address, doc, there), doc, there)
    resolved = target(there.file_of(doc.path), address, there.site_url)
    if resolved and there.has_built(resolved[0]) and not posixpath.splitext(path)[1]:
        message = f"`{address}` is an address of the site, not a path in docs/{hint}"
        page = there.page_at(resolved[0])
        lost = _fragment_problem(written, page, resolved[1], doc, there) if page else None
        return lost or Problem(written.place, "warning", message, "broken-link")
    if path.startswith(".."):
        return _error(written, f"`{address}` leads out of docs/{hint or '; correct it'}")
    what = "picture" if written.is_picture else "page or file"
    return _error(
        written,
        f"there is no {what} docs/{path}{hint or '; correct the path, or put the file there'}",
    )


def _from_page(address: str, doc: Doc, there: Destinations) -> str:
    """Return the path of the site that a browser would make of a relative address."""
    folder = posixpath.dirname(there.file_of(doc.path))
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))


def _meant(path: str, from_page: str, doc: Doc, there: Destinations) -> str:
    """Propose what was meant: the page that has such an address, or a path that is spelt alike."""
    stems = [each.strip("/").removesuffix(".html") for each in (path, from_page)]
    endings = (".md", "/index.md", "/README.md", "")
    guesses = [f"{stem}{ending}".lstrip("/") for stem in stems for ending in endings]
    guess = next((guess for guess in guesses if guess in there.paths), None)
    meant = guess or nearest_path(path, there.paths)
    return f"; did you mean `{_relative(meant, doc)}`?" if meant else ""


def _relative(path: str, doc: Doc) -> str:
    return posixpath.relpath(path, posixpath.dirname(doc.path) or ".")


def _fragment_problem(
    written: _Written, path: str, fragment: str, doc: Doc, there: Destinations
) -> Problem | None:
    name = fragment.partition(":~:")[0]
    if name in ("", "top") or not path.endswith(MARKDOWN):
        return None
    ids = doc.ids if path == doc.path else there.ids(path)
    if name in ids or name in there.waiting or name in there.ids(path):
        return None
    hint = did_you_mean(name, sorted(there.ids(path)), _ALIKE, "#{}")
    page = "this page" if path == doc.path else f"docs/{path}"
    way = hint or "; correct what follows the #, or remove it"
    return _error(written, f"there is no `#{name}` on {page}{way}")


def _html_problem(
    written: _Written, doc: Doc, there: Destinations, absolute: Absolute
) -> Problem | None:
    """Look at an address as a browser does."""
    address = written.pointer.address
    resolved = target(there.file_of(doc.path), address, there.site_url)
    is_absolute = address.startswith("/") and not address.startswith("//")
    if resolved is None:
        return _absolute(written, doc, there) if is_absolute and absolute == "warn" else None
    file, fragment = resolved
    if file.startswith("../"):
        return _error(written, f"`{address}` leads out of the site; correct it")
    if not there.has_built(file):
        return _no_file(written, file, doc, there)
    page = there.page_at(file)
    found = _fragment_problem(written, page, fragment, doc, there) if page else None
    if found is None and is_absolute and absolute == "warn":
        return _absolute(written, doc, there)
    return found


def _no_file(written: _Written, file: str, doc: Doc, there: Destinations) -> Problem | None:
    address = written.pointer.address
    from_docs = posixpath.normpath(
        posixpath.join(posixpath.dirname(doc.path), unquote(urlsplit(address).path))
    )
    if from_docs in there.paths:
        meant = _href(doc, from_docs, there)
        message = f"in HTML an address is relative to the page, not to its file; write `{meant}`, or use Markdown"
        return _error(written, message)
    if there.is_lost(from_docs) or there.is_lost(file):
        return None
    if address.startswith("/"):
        hint = _meant(file, file, doc, there) or "; correct it"
        return _error(written, f"there is nothing at `{address}`{hint}")
    return _error(
        written, f"`{address}` leads to no file of the site; correct it, or put the file into docs/"
    )


def _href(doc: Doc, path: str, there: Destinations) -> str:
    if path.endswith(MARKDOWN):
        return href_to_path(doc.path, path, there.directory_urls)
    return href_to_file(doc.path, path, there.directory_urls)


def _absolute(written: _Written, doc: Doc, there: Destinations) -> Problem:
    address = written.pointer.address
    resolved = target(there.file_of(doc.path), address, there.site_url)
    if resolved is None:
        message = f"`{address}` starts at the root of the host, which is not this site; write the whole address, with https://"
        return Problem(written.place, "warning", message, "broken-link")
    hint = _meant(resolved[0], resolved[0], doc, there)
    message = f"`{address}` leads right only as long as the site does not move; write a path from this file{hint}"
    return Problem(written.place, "warning", message, "broken-link")


def _error(written: _Written, message: str) -> Problem:
    return Problem(written.place, "error", message, "broken-link")
