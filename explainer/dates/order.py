"""Dates in the order of time, and those of one day together."""

from collections.abc import Iterable
from itertools import groupby

from explainer.dates.edtf import Moment, sort_key
from explainer.dates.extent import extent_of
from explainer.dates.instants import instant
from explainer.entries import Date
from explainer.model import Entry, Ref


def in_order(dates: Iterable[Entry[Date]]) -> list[Entry[Date]]:
    """Return dates by their beginning, or by their end where that alone is known; those of a day together.

    Those of which no year is known come last. Days are those of the place, as they are written; but of times with a
    zone, each of which is one instant, the earlier comes first.
    """
    ordered = sorted(dates, key=_position)
    moments = {date.ref: instant(date.body.date) for date in ordered}
    zoned = [place for place, date in enumerate(ordered) if moments[date.ref] is not None]
    # sorting is stable: where one zone is used throughout, all stay where they are
    by_instant = sorted(
        (ordered[place] for place in zoned), key=lambda date: moments[date.ref] or 0.0
    )
    for place, date in zip(zoned, by_instant, strict=True):
        ordered[place] = date
    return ordered


def by_day(dates: Iterable[Entry[Date]]) -> list[tuple[str, list[Entry[Date]]]]:
    """Group dates that follow one another by the day (or month, year, interval …) they name, each with its EDTF."""
    groups = groupby(dates, key=lambda date: without_time(date.body.date))
    return [(day, list(same)) for day, same in groups]


def without_time(value: str) -> str:
    """Return a date in EDTF without the time of the day: `2025-05-08` for `2025-05-08T12:30:00Z`.

    An interval that ends where it begins is that day (or month, or year).
    """
    start, slash, end = value.partition("/")
    return value if slash and start != end else start.partition("T")[0]


def _position(
    date: Entry[Date],
) -> tuple[float, tuple[Moment, Moment], str, tuple[Moment, Moment], Ref]:
    """Return what dates are sorted by: their day, so that those of one day stand together, then their time."""
    day = without_time(date.body.date)
    return extent_of(day).anchor, sort_key(day), day, sort_key(date.body.date), date.ref
