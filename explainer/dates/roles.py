"""What a date is on the timeline: something that happened, a stretch of time, or something expected."""

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
"""What lasts longer than this many days is a stretch of time."""


def role_of(date: Entry[Date], article_date: str | None) -> DateRole:
    """Return the role that the editor gave to a date, or else the one that its value suggests.

    `article_date` is the date of the article's front matter, in EDTF; where it is missing nothing is expected.
    """
    return date.body.role or guessed_role(date.body.date, article_date)


def guessed_role(value: str, article_date: str | None) -> DateRole:
    """Return what a value in EDTF is likely to be; `article_date` as in `role_of`.

    - An **expectation** begins after the article's date, or it has no end and may begin when the article appears.
      An approximate or vague article date counts with its last day, and for what has no end with its first.
    - A **span** is any other interval (`2021/2025`) or set of all (`{2021..2025}`) that is longer than a week or has
      an open or unknown end.
    - All else is an **event**: a day, month or year, however vague, and an interval of a few days.
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
    return {name: role_of(date, published.get(date.article or "")) for name, date in dates}


def guesses(loaded: Loaded) -> Iterator[str]:
    """Say of each date whose role was guessed what it counts as and how to set it, in the order of the files."""
    guessed = [date for date in loaded.dates.values() if date.body.role is None]
    given = roles(loaded)
    for date in sorted(guessed, key=lambda date: date.at("date")):
        path, line, column = date.at("date")
        role = given[date.ref.id]
        others = " or ".join(f"`role: {other}`" for other in get_args(DateRole) if other != role)
        said = f"{date.ref.id}, {date.body.date}, counts as {_NAMES[role]}"
        yield f"{path}:{line}:{column}: {said}; if that is wrong, add {others}."


def _is_expected(value: str, article_date: str) -> bool:
    """Return whether a date begins after the article, or goes on without an end from about then."""
    begun, published = instant(value), instant(article_date)
    if begun is not None and published is not None:
        return begun > published
    extent, article = extent_of(value), extent_of(article_date)
    if math.isinf(extent.lower) or article.is_open:
        return False
    if extent.lower >= article.upper:
        return True
    goes_on = math.isinf(extent.upper) and not extent.within
    return goes_on and extent.begun > article.lower
