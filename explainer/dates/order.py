"""Dates in chronological order, with those of a day together."""

from collections.abc import Iterable
from itertools import groupby

from explainer.dates.edtf import sort_key
from explainer.dates.extent import extent_of
from explainer.dates.instants import instant
from explainer.dates.moments import Moment
from explainer.entries import Date
from explainer.model import Entry, Ref


def in_order(dates: Iterable[Entry[Date]]) -> list[Entry[Date]]:
    """Return dates by their start, or by their end if only that is known; those of a day together.

    Those without a known year come last. Days are the local ones, as written. Of the times of one
    day, those with a zone are instants, and the earlier one comes first.
    """
    # Not by instant from day to day, though 23:00 in New York comes after 1:00 of the next day in
    # Moscow: readers see the local days, and 2 January before 1 January looks like a mistake.
    days = by_day(sorted(dates, key=_position))
    return [date for _, same in days for date in _by_instant(same)]


def _by_instant(same: list[Entry[Date]]) -> list[Entry[Date]]:
    """Return dates of one day with the instants among them in order; all others stay in place."""
    ordered = list(same)
    zoned: list[tuple[float, int]] = []  # instants, and their indexes
    for index, date in enumerate(same):
        moment = instant(date.body.date)
        if moment is not None:
            zoned.append((moment, index))
    # of equal instants, the order stays: if one zone is used throughout, nothing moves
    by_instant = [same[index] for _, index in sorted(zoned)]
    for (_, index), date in zip(zoned, by_instant, strict=True):
        ordered[index] = date
    return ordered


def by_day(dates: Iterable[Entry[Date]]) -> list[tuple[str, list[Entry[Date]]]]:
    """Return successive dates grouped by the day (month, year, interval …) they name, in EDTF."""
    groups = groupby(dates, key=lambda date: without_time(date.body.date))
    return [(day, list(same)) for day, same in groups]


def without_time(value: str) -> str:
    """Return an EDTF date without the time of day: `2025-05-08` for `2025-05-08T12:30:00Z`.

    An interval that ends where it begins is that day (or month, or year), unless it is open.
    """
    start, slash, end = value.partition("/")
    is_one = not slash or start == end != ".."
    return start.partition("T")[0] if is_one else value


def _position(
    date: Entry[Date],
) -> tuple[float, tuple[Moment, Moment], str, tuple[Moment, Moment], Ref]:
    """Return the key that dates are sorted by: their day, which keeps it together, then time."""
    day = without_time(date.body.date)
    return extent_of(day).anchor, sort_key(day), day, sort_key(date.body.date), date.ref
