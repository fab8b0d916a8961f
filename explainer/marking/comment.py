"""The first line of a staged page: an HTML comment that carries the marks of the page as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from explainer.marking.cuts import Mark

_OPEN, _CLOSE = "<!-- explainer:marks ", " -->"
_VERSION = 3
_ROW = tuple(each.name for each in fields(Mark))
# JSON strings may hold these as escapes; then nothing inside can end the comment or begin a tag.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "-<>&"}


class Marks(NamedTuple):
    """What the first line of a staged page says: the article that it is (None for other pages), and its marks."""

    article: str | None
    marks: tuple[Mark, ...]
    before: str = ""  # HTML that stands below the title of the article
    after: str = ""  # HTML that stands behind the article, outside of its element
    links: Mapping[str, str] = MappingProxyType(
        {}
    )  # addresses of the entries that the text links to as `kind:id`
    language: str = ""  # of the article, as a BCP 47 tag; "" where it is that of the site
    notes: Mapping[str, str] = MappingProxyType({})  # HTML between the paragraphs, by ids of marks
    # None where nothing is cleaned; else the border (see `bordered`) of what is generated, "" where nothing is
    cleaned: str | None = None


def marks_comment(
    marks: Sequence[Mark],
    article: str | None,
    before: str = "",
    after: str = "",
    links: Mapping[str, str] = MappingProxyType({}),
    language: str = "",
    notes: Mapping[str, str] = MappingProxyType({}),
    cleaned: str | None = None,
) -> str:
    """Give the first line of a staged page, without a line end; the Markdown below must follow unchanged.

    `article` is the slug of the article that the page shows; a page that shows none is not wrapped.
    `before` is HTML that stands below the title, `after` HTML behind the article, outside of its element.
    `links` gives the address of each entry that the text itself links to as `kind:id`. `language` is the article's
    BCP 47 tag, where it is not that of the site. `notes` gives HTML that stands behind the block with a mark, by the
    id of the mark. `cleaned` tells that the page's own text is not trusted: all of it for "", else what is not
    `bordered` so.
    """
    rows = [[getattr(mark, name) for name in _ROW] for mark in marks]
    data = {
        "version": _VERSION,
        "article": article,
        "marks": rows,
        "before": before,
        "after": after,
        "links": dict(links),
        "language": language,
        "notes": dict(notes),
        "cleaned": cleaned,
    }
    written = json.dumps(data, separators=(",", ":"))
    for character, escape_ in _ESCAPES.items():
        written = written.replace(character, escape_)
    return _OPEN + written + _CLOSE


def read_marks(line: str) -> Marks | None:
    """Read what `marks_comment` wrote; None for any other line."""
    if not (line.startswith(_OPEN) and line.endswith(_CLOSE)):
        return None
    try:
        data = json.loads(line[len(_OPEN) : -len(_CLOSE)])
        if data["version"] != _VERSION:
            return None
        marks = tuple(Mark(*row) for row in data["marks"])
        around = (data["before"], data["after"], data["links"], data["language"], data["notes"])
        return Marks(data["article"], marks, *around, data.get("cleaned"))
    except (ValueError, TypeError, KeyError):
        return None


def border_of(*texts: str) -> str:
    """Return a digest of texts, which none of them can contain."""
    return sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()


def bordered(markdown: str, border: str) -> str:
    """Return generated Markdown between comments that set it apart from the page's own text."""
    return f"{border_begin(border)}\n\n{markdown}\n\n{border_end(border)}"


def border_begin(border: str) -> str:
    """Return the comment before generated Markdown."""
    return f"<!-- explainer:begin {border} -->"


def border_end(border: str) -> str:
    """Return the comment behind generated Markdown."""
    return f"<!-- explainer:end {border} -->"
