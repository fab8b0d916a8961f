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
from explainer.new.known import known_of, text_of
from explainer.new.office import tidy
from explainer.new.ownpictures import Beside, Pictures, nothing_beside, pictures_of, source_of
from explainer.new.packed import MARK, refusal, unpacked, web_page
from explainer.new.plain import from_plain
from explainer.new.webnotes import footnotes_of
from explainer.new.webpage import LOST, content_of, parse_page
from explainer.rendering.render import render
from explainer.text.fragment import Element, parse
from explainer.yamlfiles.writing import written

Format = Literal["markdown", "text", "html", "docx"]
_LONGEST_NAME = 60
_OWN_PICTURES = "pictures were put into docs/articles/; publish only those that you have the rights to, and credit them"
_OTHER_PICTURES = "pictures stay at their addresses; if you have the rights, put them into docs/articles/ and correct the addresses"
_PLACE = "save each as PNG, and put it where a comment in the article marks its place"
_LOST_LINKS = "links into the page, to addresses without a host, or to scripts were left out; their text is kept"
_NO_LETTERS = (
    "lists with letters or Roman numerals now have numbers; check whether the text refers to them"
)
_NO_FORMULAS = "formulas became plain text; retype them"
_LETTERS = ("a", "A", "i", "I")  # the types of lists that have no numbers
_PAGES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True)
class Draft:
    """An article that is not written yet: its Markdown, what was found, and what the editor should know of it."""

    format: Format
    markdown: str  # with its front matter
    known: tuple[str, ...]  # keys of the front matter
    missing: tuple[str, ...]
    title: str  # "" where it is not known
    warnings: tuple[str, ...] = ()
    part: str = ""  # of a web page: the element that the article was taken from
    name: str = ""  # of its file, without .md; "" where there is none to be made
    pictures: Mapping[str, bytes] = field(
        default_factory=dict
    )  # by their paths below docs/articles/


@dataclass(frozen=True)
class _File:
    """The name that the file of the article is to have, or "", and what stands beside the file that it is made of."""

    name: str
    beside: Beside


# A short first line that stands alone and ends no sentence
_TITLE = re.compile(r"\s*(\w[^\n]{1,150}[^\s.,;:…#\\])[ \t]*\r?\n[ \t]*\r?\n\s*\S")


def draft(
    data: bytes,
    ending: str,
    given: Format | None = None,
    name: str = "",
    beside: Beside = nothing_beside,
) -> Draft:
    """Make an article of the bytes of a file whose name ends so (`.html`; "" if it has no name).

    Unless given, the format is that of the ending, else as the text begins. `name` is made a name for the
    article; it has that of its title where this is "". `beside` gives the files at addresses relative to the file.
    Raises NotTextError.
    """
    file = _File(name, beside)
    is_packed = data.startswith(MARK) and given in (None, "docx", "html")
    made, warning = (
        (_from_packed(data, file), "") if is_packed else _from_bytes(data, ending, given, file)
    )
    empty = "" if made.markdown[len(head_of(made.markdown)) :].strip() else "it contains no text"
    warnings = tuple(filter(None, (warning, empty, *made.warnings)))
    return replace(made, warnings=warnings, name=_name(file, made.title))


def _from_bytes(data: bytes, ending: str, given: Format | None, file: _File) -> tuple[Draft, str]:
    """Make an article of text, and tell if its encoding is a guess."""
    if given == "docx":
        raise NotTextError(
            "this is not a Word document (DOCX); leave out --format, or save it as one"
        )
    is_page = given == "html" or (
        given is None and (ending.lower() in _PAGES or data.lstrip()[:1] == b"<")
    )
    text, warning = decoded(data, is_page)
    kind = given or _format(text, ending.lower())
    if ending.lower() == ".docx" and kind == "text" and not given:
        raise NotTextError(
            "this is not a Word document, although its name says so; save it again, as a Word document (DOCX)"
        )
    if kind == "html":
        return _from_page(text, file), warning
    return (_from_markdown if kind == "markdown" else _from_text)(text), warning


def _from_packed(data: bytes, file: _File) -> Draft:
    """Make an article of a Word document, or of a web page that is packed with its pictures."""
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


# what the site does with an article, which no file tells of itself
_OF_THE_SITE = ("draft", "formerly")
_KEYS = tuple(key for key in FrontMatter.model_fields if key not in _OF_THE_SITE)


def front_matter(known: Mapping[str, str]) -> str:
    """Give the front matter: a key for all that is known, and a comment for each that is not."""
    lines = [_line(key, known) for key in _KEYS]
    return "\n".join(["---", *lines, "---", "", ""])


def _line(key: str, known: Mapping[str, str]) -> str:
    if key in known:
        return f"{key}: {written(known[key], '', False)}"
    return f"# {key}:  # {FrontMatter.model_fields[key].description}"


def _format(text: str, ending: str) -> Format:
    if ending in MARKDOWN:
        return "markdown"
    start = text.lstrip()[:200].lower()
    if ending in _PAGES or start.startswith(
        ("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<main")
    ):
        return "html"
    is_markdown = ending != ".txt" and bool(head_of(text) or re.match(r"\s*#{1,6} \S", text))
    return "markdown" if is_markdown else "text"


def _from_text(text: str) -> Draft:
    body, match = from_plain(text), _TITLE.match(text)
    return (
        _draft("text", {"title": " ".join(match[1].split())}, f"# {body}")
        if match
        else _draft("text", {}, body)
    )


def _from_markdown(text: str) -> Draft:
    """What has front matter is taken as it is; else the first heading is the title."""
    if head_of(text):
        return Draft("markdown", text, (), (), "")
    heading = next(parse(render(text, Settings(""))).iter("h1"), None)
    title = "" if heading is None else " ".join(text_of(heading).split())
    return _draft("markdown", {"title": title} if title else {}, text.lstrip("\n"))


def _from_page(text: str, file: _File) -> Draft:
    page = parse_page(text)
    left_out = tidy(page)
    content, part = content_of(deepcopy(page))  # without what is no article, which may tell of it
    known = known_of(page, content)
    base = next((each.get("href", "") for each in page.iter("base")), "") or known.get(
        "source_url", ""
    )
    pictures = pictures_of(content, _name(file, known.get("title", "")), file.beside)
    web = Web(base, footnotes_of(content), pictures)
    made = _draft(
        "html", known, to_markdown(content, web), (*left_out, *_warnings(content, web)), part
    )
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
    return Draft(
        kind, front_matter(known) + body, keys, missing, known.get("title", ""), warnings, part
    )


def _warnings(content: Element, web: Web) -> tuple[str, ...]:
    notes = {*web.footnotes.references, *web.footnotes.backs}
    links = [link for link in content.iter("a") if link.get("href") and link not in notes]
    found = (
        (_LOST_LINKS, sum(not address_of(link.get("href"), web) for link in links)),
        (_NO_LETTERS, sum(each.get("type", "1") in _LETTERS for each in content.iter("ol"))),
        (_NO_FORMULAS, sum(1 for _ in content.iter("math"))),
    )
    counted = (f"{message} ({count})" for message, count in found if count)
    return (*_of_pictures(content, web.pictures), *counted, *_left_out(content))


def _of_pictures(content: Element, pictures: Pictures) -> Iterator[str]:
    """Yield where the pictures are now."""
    if pictures.files:
        yield f"{_OWN_PICTURES} ({len(pictures.files)})"
    own = {*pictures.addresses, *pictures.unshown}
    others = [each for each in content.iter("img") if source_of(each) and each not in own]
    if others:
        yield f"{_OTHER_PICTURES} ({len(others)})"
    for name, count in Counter(pictures.unshown.values()).items():
        yield f"pictures that browsers do not show ({name}) were left out; {_PLACE} ({count})"


def _left_out(content: Element) -> Iterator[str]:
    """Yield what has no place in Markdown, with the addresses at which it can still be seen."""
    kinds: dict[str, list[str]] = {}
    for each in content.iter(LOST):
        kinds.setdefault(each.get("what", ""), []).append(each.get("address", ""))
    for what, addresses in kinds.items():
        known = ", ".join(dict.fromkeys(filter(None, addresses)))
        yield f"{what} were left out{f', from {known}' if known else ''} ({len(addresses)})"
