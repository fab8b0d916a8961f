"""An article for docs/articles/, made from the bytes of a file: Markdown with front matter."""

import re
import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Literal

from explainer.anchoring.render import render
from explainer.entries import FrontMatter
from explainer.loading.docs import MARKDOWN, head_of
from explainer.model import Settings
from explainer.new.blocks import to_markdown
from explainer.new.decoding import decoded
from explainer.new.inline import Web, address_of
from explainer.new.known import known_of, text_of
from explainer.new.office import tidy
from explainer.new.plain import from_plain
from explainer.new.webnotes import footnotes_of
from explainer.new.webpage import content_of, parse_page
from explainer.text.fragment import Element, parse
from explainer.yamlfiles.writing import written

Format = Literal["markdown", "text", "html"]
_LONGEST_NAME = 60
_PAGES = (".html", ".htm", ".xhtml")
_PAGE_STARTS = ("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<main")


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


# A short first line that stands alone and ends no sentence
_TITLE = re.compile(r"\s*(\w[^\n]{1,150}[^\s.,;:…#\\])[ \t]*\r?\n[ \t]*\r?\n\s*\S")


def draft(data: bytes, ending: str, given: Format | None = None) -> Draft:
    """Make an article of the bytes of a file whose name ends so (`.html`; "" if it has no name).

    The format is told from the ending, else from how the text begins, unless it is given. Raises NotTextError.
    """
    is_page = given == "html" or (given is None and (ending.lower() in _PAGES or data.lstrip()[:1] == b"<"))
    text, warning = decoded(data, is_page)
    kind = given or _format(text, ending.lower())
    made = {"html": _from_page, "markdown": _from_markdown, "text": _from_text}[kind](text)
    empty = "" if made.markdown[len(head_of(made.markdown)) :].strip() else "there are no words in it"
    return replace(made, warnings=tuple(filter(None, (warning, empty, *made.warnings))))


def name_for(title: str) -> str:
    """Give the name of a file for a title, or for another name: letters, digits and hyphens, no accents; maybe ""."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", title) if not "\u0300" <= sign <= "\u036f")
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain).lower().replace("'", "").replace("’", ""))
    name = "-".join(words)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]


def front_matter(known: Mapping[str, str]) -> str:
    """Give the front matter: a key for all that is known, and a comment for each that is not."""
    lines = [
        f"{key}: {written(known[key], '', False)}" if key in known else f"# {key}:  # {field.description}"
        for key, field in FrontMatter.model_fields.items()
    ]
    return "\n".join(["---", *lines, "---", "", ""])


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
    return _draft("text", {"title": " ".join(match[1].split())}, f"# {body}") if match else _draft("text", {}, body)


def _from_markdown(text: str) -> Draft:
    """What has front matter is taken as it is; else the first heading is the title."""
    if head_of(text):
        return Draft("markdown", text, (), (), "")
    heading = next(parse(render(text, Settings(""))).iter("h1"), None)
    title = "" if heading is None else " ".join(text_of(heading).split())
    return _draft("markdown", {"title": title} if title else {}, text.lstrip("\n"))


def _from_page(text: str) -> Draft:
    page = parse_page(text)
    left_out = tidy(page)
    content, part = content_of(deepcopy(page))  # without what is no article, which may tell of it
    known = known_of(page, content)
    base = next((each.get("href", "") for each in page.iter("base")), "") or known.get("source_url", "")
    web = Web(base, footnotes_of(content))
    return _draft("html", known, to_markdown(content, web), (*left_out, *_warnings(content, web)), part)


def _draft(kind: Format, known: Mapping[str, str], body: str, warnings: tuple[str, ...] = (), part: str = "") -> Draft:
    keys = tuple(key for key in FrontMatter.model_fields if key in known)
    missing = tuple(key for key in FrontMatter.model_fields if key not in known)
    return Draft(kind, front_matter(known) + body, keys, missing, known.get("title", ""), warnings, part)


def _warnings(content: Element, web: Web) -> tuple[str, ...]:
    pictures = sum(1 for _ in content.iter("img"))
    notes = {*web.footnotes.references, *web.footnotes.backs}
    lost = sum(
        not address_of(link.get("href"), web) for link in content.iter("a") if link.get("href") and link not in notes
    )
    found = (
        (
            pictures,
            "pictures stay at their addresses; put them into docs/articles/, if you may, and correct them",
        ),
        (lost, "links into the page, to addresses without a host, or to scripts were left out; their words stay"),
    )
    return tuple(f"{message} ({count})" for count, message in found if count)
