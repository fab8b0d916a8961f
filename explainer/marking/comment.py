"""The first line of a staged page: an HTML comment that carries the marks of the page.

They are JSON as digits, so nothing inside can end the comment, nor is there anything to obey for
a plug-in of the site.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from explainer.marking.cuts import Mark
from explainer.text.seals import digits_of, text_of

_OPEN, _CLOSE = "<!-- explainer:marks ", " -->"
_VERSION = 5
_as_row = attrgetter(*(each.name for each in fields(Mark)))


class Marks(NamedTuple):
    """The contents of the first line of a staged page: its article, and its marks."""

    article: str | None  # the slug; None for a page that shows no article, which is not wrapped
    marks: tuple[Mark, ...]
    before: str = ""  # HTML that stands below the title of the article
    after: str = ""  # HTML that stands after the article, outside of its element
    # addresses of the entries that the text itself links to as `kind:id`
    links: Mapping[str, str] = MappingProxyType({})
    language: str = ""  # of the article, as a BCP 47 tag; "" if it is that of the site
    notes: Mapping[str, str] = MappingProxyType({})  # HTML after the blocks, by ids of marks
    # None if nothing is cleaned; otherwise the border (see `bordered`) of the generated parts,
    # "" if there are none
    cleaned: str | None = None


def marks_comment(page: Marks) -> str:
    """Return the first line of a staged page, without a line end.

    The Markdown of the page must follow unchanged.
    """
    data = [
        _VERSION,
        page.article,
        [_as_row(mark) for mark in page.marks],
        page.before,
        page.after,
        list(page.links.items()),
        page.language,
        list(page.notes.items()),
        page.cleaned,
    ]
    written = json.dumps(data, separators=(",", ":"))
    return f"{_OPEN}{digits_of(written)}{_CLOSE}"


def read_marks(line: str) -> Marks | None:
    """Return what `marks_comment` wrote; None for any other line."""
    if not (line.startswith(_OPEN) and line.endswith(_CLOSE)):
        return None
    try:
        version, article, rows, before, after, links, language, notes, cleaned = json.loads(
            text_of(line[len(_OPEN) : -len(_CLOSE)])
        )
        if version != _VERSION:
            return None
        marks = tuple(Mark(*row) for row in rows)
        return Marks(article, marks, before, after, dict(links), language, dict(notes), cleaned)
    except (ValueError, TypeError):
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
    """Return the comment after generated Markdown."""
    return f"<!-- explainer:end {border} -->"
