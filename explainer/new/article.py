"""An article for docs/articles/, made from the bytes of a file: Markdown with front matter."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal

from explainer.addresses import MARKDOWN
from explainer.entries import FrontMatter
from explainer.format.ids import id_from
from explainer.loading.docs import head_of
from explainer.model import Settings
from explainer.new.blocks import to_markdown
from explainer.new.decoding import NotTextError, decoded
from explainer.new.docx import is_docx, read_docx
from explainer.new.inline import Web, address_of
from explainer.new.known import known_of
from explainer.new.office import tidy
from explainer.new.ownpictures import Beside, Pictures, nothing_beside, pictures_of, source_of
from explainer.new.packed import MARK, refusal, unpacked, web_page
from explainer.new.plain import from_plain
from explainer.new.trees import text_of
from explainer.new.webnotes import footnotes_of
from explainer.new.webpage import LOST, content_of, parse_page
from explainer.rendering.render import render
from explainer.text.fragment import Element, parse
from explainer.yamlfiles.writing import written

Format = Literal["markdown", "text", "html", "docx"]
_LONGEST_NAME = 60
_OWN_PICTURES = (
    "pictures were put into docs/articles/; "
    "publish only those that you have the rights to, and credit them"
)
_OTHER_PICTURES = (
    "pictures stay at their addresses; "
    "if you have the rights, put them into docs/articles/ and correct the addresses"
)
_PLACE = "save each as PNG, and put it where a comment in the article marks its place"
_LOST_LINKS = (
    "links into the page, to addresses without a host, or to scripts were left out; "
    "their text is kept"
)
_NO_LETTERS = (
    "lists with letters or Roman numerals now have numbers; check whether the text refers to them"
)
_NO_FORMULAS = "formulas became plain text; retype them"
_LETTERS = ("a", "A", "i", "I")  # types of lists that are not counted in digits
_PAGES = (".html", ".htm", ".xhtml")
_PAGE_STARTS = ("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<main")


@dataclass(frozen=True)
class Draft:
    """An article that is not written yet: its Markdown, what was found, and warnings."""

    format: Format
    markdown: str  # with its front matter
    known: tuple[str, ...]  # keys of the front matter
    missing: tuple[str, ...]
    title: str  # "" where it is not known
    warnings: tuple[str, ...] = ()
    part: str = ""  # of a web page: the element that the article was taken from
    name: str = ""  # of its file, without .md; "" where none can be made
    # by their paths below docs/articles/
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    """The name for the article's file, or "", and the files beside the one that it is made from."""

    name: str
    beside: Beside


# A short first line that stands alone and does not end a sentence
_TITLE = re.compile(r"\s*(\w[^\n]{1,150}[^\s.,;:…#\\])[ \t]*\r?\n[ \t]*\r?\n\s*\S")


def draft(
    data: bytes,
    ending: str,
    given: Format | None = None,
    name: str = "",
    beside: Beside = nothing_beside,
) -> Draft:
    """Make an article from the bytes of a file.

    `ending` is that of the file's name (`.html`), "" without one. If no format is given, the ending
    decides, or else how the text begins. The article's file is named after `name`, or after the
    title if this is "". `beside` returns the files at addresses relative to the file.
    Raises NotTextError.
    """
    file = _File(name, beside)
    warning = ""
    if data.startswith(MARK) and given in (None, "docx", "html"):
        made = _from_packed(data, file)
    else:
        made, warning = _from_bytes(data, ending.lower(), given, file)
    body = made.markdown[len(head_of(made.markdown)) :]
    empty = "" if body.strip() else "it contains no text"
    warnings = tuple(filter(None, (warning, empty, *made.warnings)))
    return replace(made, warnings=warnings, name=_name(file, made.title))


def _from_bytes(data: bytes, ending: str, given: Format | None, file: _File) -> tuple[Draft, str]:
    """Make an article from text; return it with a warning if its encoding is a guess, else ""."""
    if given == "docx":
        raise NotTextError(
            "this is not a Word document (DOCX); leave out --format, or save it as one"
        )
    is_page = given == "html"
    if given is None:
        is_page = ending in _PAGES or data.lstrip()[:1] == b"<"
    text, warning = decoded(data, is_page)
    kind = given or _format(text, ending)
    if ending == ".docx" and kind == "text" and not given:
        raise NotTextError(
            "this is not a Word document, although its name says so; "
            "save it again, as a Word document (DOCX)"
        )
    if kind == "html":
        return _from_page(text, file), warning
    if kind == "markdown":
        return _from_markdown(text), warning
    return _from_text(text), warning


def _from_packed(data: bytes, file: _File) -> Draft:
    """Make an article from a Word document, or from a web page that is packed with its pictures."""
    parts = unpacked(data)
    if is_docx(parts):
        page = read_docx(parts)
        made = _from_page(page.html, file)
        return replace(made, format="docx", part="", warnings=(*page.notes, *made.warnings))
    path = web_page(parts)
    if not path:
        raise refusal(parts)
    text, warning = decoded(parts[path], True)
    made = _from_page(text, _File(file.name, parts.get))
    return replace(made, warnings=tuple(filter(None, (warning, *made.warnings))))


def _name(file: _File, title: str) -> str:
    return id_from(file.name or title, _LONGEST_NAME)


# Keys that no file can tell: they say what the site does with an article.
_SITE_KEYS = ("draft", "formerly")
_KEYS = tuple(key for key in FrontMatter.model_fields if key not in _SITE_KEYS)


def front_matter(known: Mapping[str, str]) -> str:
    """Return the front matter: a key for all that is known, and a comment for each other key."""
    lines = [_line(key, known) for key in _KEYS]
    return "\n".join(["---", *lines, "---", "", ""])


def _line(key: str, known: Mapping[str, str]) -> str:
    if key in known:
        return f"{key}: {written(known[key], '', False)}"
    return f"# {key}:  # {FrontMatter.model_fields[key].description}"


def _format(text: str, ending: str) -> Format:
    if ending in MARKDOWN:
        return "markdown"
    if ending in _PAGES or text.lstrip()[:200].lower().startswith(_PAGE_STARTS):
        return "html"
    if ending != ".txt" and (head_of(text) or re.match(r"\s*#{1,6} \S", text)):
        return "markdown"
    return "text"


def _from_text(text: str) -> Draft:
    body = from_plain(text)
    title = _TITLE.match(text)
    if title:
        return _draft("text", {"title": " ".join(title[1].split())}, f"# {body}")
    return _draft("text", {}, body)


def _from_markdown(text: str) -> Draft:
    """Take text that has front matter as it is; else make the first heading the title."""
    if head_of(text):
        return Draft("markdown", text, (), (), "")
    body = text.lstrip("\n")
    heading = next(parse(render(text, Settings(""))).iter("h1"), None)
    title = "" if heading is None else " ".join(text_of(heading).split())
    if title:
        return _draft("markdown", {"title": title}, body)
    return _draft("markdown", {}, body)


def _from_page(text: str, file: _File) -> Draft:
    page = parse_page(text)
    left_out = tidy(page)
    # from a copy, since what is removed around the article may still describe it
    content, part = content_of(deepcopy(page))
    known = known_of(page, content)
    base = next((each.get("href", "") for each in page.iter("base")), "")
    pictures = pictures_of(content, _name(file, known.get("title", "")), file.beside)
    web = Web(base or known.get("source_url", ""), footnotes_of(content), pictures)
    body = to_markdown(content, web)
    made = _draft("html", known, body, (*left_out, *_warnings(content, web)), part)
    return replace(made, pictures=pictures.files)


def _draft(
    kind: Format,
    known: Mapping[str, str],
    body: str,
    warnings: tuple[str, ...] = (),
    part: str = "",
) -> Draft:
    keys = tuple(key for key in _KEYS if key in known)
    missing = tuple(key for key in _KEYS if key not in known)
    title = known.get("title", "")
    return Draft(kind, front_matter(known) + body, keys, missing, title, warnings, part)


def _warnings(content: Element, web: Web) -> Iterator[str]:
    yield from _picture_warnings(content, web.pictures)
    notes = {*web.footnotes.references, *web.footnotes.backs}
    lost_links = 0
    for link in content.iter("a"):
        is_link = link.get("href") and link not in notes
        if is_link and not address_of(link.get("href"), web):
            lost_links += 1
    lettered = sum(each.get("type", "1") in _LETTERS for each in content.iter("ol"))
    formulas = len(list(content.iter("math")))
    for message, count in (
        (_LOST_LINKS, lost_links),
        (_NO_LETTERS, lettered),
        (_NO_FORMULAS, formulas),
    ):
        if count:
            yield f"{message} ({count})"
    yield from _losses(content)


def _picture_warnings(content: Element, pictures: Pictures) -> Iterator[str]:
    """Yield where the pictures are now."""
    if pictures.files:
        yield f"{_OWN_PICTURES} ({len(pictures.files)})"
    own = {*pictures.addresses, *pictures.unshown}
    others = [each for each in content.iter("img") if source_of(each) and each not in own]
    if others:
        yield f"{_OTHER_PICTURES} ({len(others)})"
    for name, count in Counter(pictures.unshown.values()).items():
        yield f"pictures that browsers do not show ({name}) were left out; {_PLACE} ({count})"


def _losses(content: Element) -> Iterator[str]:
    """Yield what Markdown has no place for, with the addresses at which it can still be seen."""
    kinds: dict[str, list[str]] = {}
    for each in content.iter(LOST):
        kinds.setdefault(each.get("what", ""), []).append(each.get("address", ""))
    for kind, addresses in kinds.items():
        known = ", ".join(dict.fromkeys(filter(None, addresses)))
        source = f", from {known}" if known else ""
        yield f"{kind} were left out{source} ({len(addresses)})"
