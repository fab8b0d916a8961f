"""Bars to compare numbers by: a row for each, with its name, its bar and its number in words."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from explainer.figures.svg import tag


class Bar(NamedTuple):
    """A row: `counts` are the parts of its bar, `said` is what they say in words."""

    name: str
    href: str
    counts: tuple[int, ...]
    said: str
    note: str = ""


def bars(rows: Sequence[Bar]) -> Markup:
    """Give a list whose longest bar is as wide as there is room; no rows give nothing.

    All that a bar shows is said beside it, so that it is hidden from those who cannot see it.
    """
    if not rows:
        return Markup()
    longest = max(sum(row.counts) for row in rows) or 1
    return tag("ul", *(_row(row, longest) for row in rows), class_="ex-bars")


def _row(row: Bar, longest: int) -> Markup:
    name = tag("span", tag("a", row.name, href=row.href), *_note(row.note), class_="ex-bar-name")
    return tag("li", name, _drawn(row.counts, longest), escape(" "), tag("span", row.said, class_="ex-count"))


def _note(note: str) -> tuple[Markup, ...]:
    return (escape(" "), tag("span", note, class_="ex-aside")) if note else ()


def _drawn(counts: Sequence[int], longest: int) -> Markup:
    """The whole width is the longest bar."""
    ends = [sum(counts[: index + 1]) / longest * 100 for index in range(len(counts))]
    parts = (
        tag("rect", x=f"{start:.1f}%", width=f"{end - start:.1f}%", height="100%", opacity="0.45" if start else "")
        for start, end in zip([0.0, *ends], ends, strict=False)
        if end > start
    )
    return tag("svg", *parts, class_="ex-bar", width="100%", height=10, fill="currentcolor", aria_hidden="true")
