"""The role of a date on the timeline: an event, a span of time, or an expectation."""

import math
from collections.abc import Iterator, Mapping
from typing import get_args

from explainer.dates.extent import extent_of
from explainer.dates.instants import instant
from explainer.entries import Date, DateRole
from explainer.model import Entry, Loaded

_NAMES: Mapping[DateRole, str] = {
    "event": "an event",
    "span": "a span",
    "expectation": "an expectation",
}

LONGEST_EVENT = 7
"""A date that lasts more days than this is a span."""


def role_of(date: Entry[Date], article_date: str | None) -> DateRole:
    """Return the role that the editor gave to a date, or else the one that its value suggests.

    `article_date` is the date in the article's front matter, in EDTF; without it, no date is an
    expectation.
    """
    return date.body.role or guessed_role(date.body.date, article_date)


def guessed_role(value: str, article_date: str | None) -> DateRole:
    """Return the likely role of a date in EDTF; `article_date` as in `role_of`.

    - An **expectation** begins after the article's date, or it has no end and may begin when the
      article appears. An approximate or vague article date counts with its last day, and for a date
      without an end with its first.
    - A **span** is any other interval (`2021/2025`) or set of all (`{2021..2025}`) that is longer
      than a week or has an open or unknown end.
    - All others are **events**: days, months and years, however vague, and intervals of a few days.
    """
    extent = extent_of(value)
    if article_date and _is_expected(value, article_date):
        return "expectation"
    lasts = extent.upper - extent.lower > LONGEST_EVENT
    return "span" if lasts and not extent.within else "event"


def roles(loaded: Loaded) -> dict[str, DateRole]:
    """Return the role of every date, by its id."""
    published = {article.slug: article.front.date for article in loaded.articles}
    dates = loaded.dates.items()
    return {id: role_of(date, published.get(date.article or "")) for id, date in dates}


def guesses(loaded: Loaded) -> Iterator[str]:
    """Yield a line for each date without a role in its file, in the order of the files.

    It has the place, the role that was guessed, and how to set another one.
    """
    guessed = [date for date in loaded.dates.values() if date.body.role is None]
    role_of_id = roles(loaded)
    for date in sorted(guessed, key=lambda date: date.at("date")):
        path, line, column = date.at("date")
        role = role_of_id[date.ref.id]
        others = " or ".join(f"`role: {other}`" for other in get_args(DateRole) if other != role)
        yield (
            f"{path}:{line}:{column}: {date.ref.id}, {date.body.date}, counts as {_NAMES[role]}; "
            f"if that is wrong, add {others}."
        )


def _is_expected(value: str, article_date: str) -> bool:
    """Return whether a date begins after the article's, or has no end and begins about then."""
    begun, published = instant(value), instant(article_date)
    if begun is not None and published is not None:
        return begun > published
    extent, article = extent_of(value), extent_of(article_date)
    if math.isinf(extent.lower) or article.is_open:
        return False
    if extent.lower >= article.upper:
        return True
    has_no_end = math.isinf(extent.upper) and not extent.within
    return has_no_end and extent.begun > article.lower
