"""Dates as editors write them, in EDTF (ISO 8601-2): read, and put in order.

The `edtf` library decides what is valid and where a date begins and ends, except for plain years,
months and days, which it would read alike, but slowly. https://www.loc.gov/standards/datetime/
"""

import math
import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pyparsing import ParserElement

from explainer.dates.date_words import TIME, words_of_date

# The grammar tries a part of a date in several ways, and remembers 128 results. With all of them, a
# set of forty years takes 60 milliseconds instead of 230.
ParserElement.enable_packrat(cache_size_limit=None, force=True)

Moment = tuple[float, int, int, int]
"""A second in the proleptic Gregorian calendar, with astronomical years (0 is 1 BCE).

Year, month, day, and the second of the day in whatever zone was written. An end that is open or
unknown has an infinite year.
"""

# Longer than any date that a person types, and short enough that nothing below takes long.
LONGEST = 200

_LEAP_DAY = re.compile(r"(-?\d{4})-02-29")
# Not read, though valid: numbers that are too large, and `1984-1X` (October to December), on which
# edtf 5.0 fails
_UNREADABLE = re.compile(r"E\d{3}|-(?:\dX|X\d)(?!\d|X)")
_PLAIN = re.compile(r"(\d{4})(?:(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[?~%]?|-(2[1-4]))")
_EVER_BEFORE = (-math.inf, 0, 0, 0)
_EVER_AFTER = (math.inf, 0, 0, 0)
_EVER = (_EVER_BEFORE, _EVER_AFTER)


@dataclass(frozen=True)
class Edtf:
    """A valid EDTF date as written, in English, and its first and last moment."""

    text: str
    words: str
    lower: Moment
    upper: Moment


@lru_cache(maxsize=10_000)
def parse(text: str) -> Edtf | None:
    """Return an EDTF date of any level; None for other text, or if it ends before it begins."""
    text = text.strip()
    if len(text) > LONGEST or not text.isascii() or _UNREADABLE.search(text):
        return None
    if not all(isleap(int(year)) for year in _LEAP_DAY.findall(text)):
        return None
    bounds = plain_bounds(text) or grammar_bounds(text)
    if bounds is None or bounds[0] > bounds[1]:
        return None
    return Edtf(text, words_of_date(text), *bounds)


def in_words(text: str) -> str:
    """Return an EDTF date in English; other text as it is."""
    date = parse(text)
    return date.words if date else text


def sort_key(text: str) -> tuple[Moment, Moment]:
    """Return a key that orders dates by their first, then their last moment; other text is last."""
    date = parse(text)
    if date is None:
        return _EVER_AFTER, _EVER_AFTER
    return date.lower, date.upper


def is_plain(text: str) -> bool:
    """Return whether a date is read at once, without the grammar of the library."""
    return plain_bounds(text.strip()) is not None


def plain_bounds(text: str) -> tuple[Moment, Moment] | None:
    """Return the first and last moment of a plain date, None for all others.

    Years, seasons, months, days and intervals of these, open or not, are plain. Nearly all dates
    are, and the library's grammar takes milliseconds for each.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _bounds_of_one(text)
    first = _EVER if start == ".." else _bounds_of_one(start)
    last = _EVER if end == ".." else _bounds_of_one(end)
    return (first[0], last[1]) if first and last else None


def _bounds_of_one(text: str) -> tuple[Moment, Moment] | None:
    """Return the first and last day of a year, season, month or day; None for all others."""
    plain = _PLAIN.fullmatch(text)
    if not plain:
        return None
    year, month, day, season = (int(part or 0) for part in plain.groups())
    first, last = month or 1, month or 12
    if season:  # spring begins in March; the winter of a year is its December
        first = 3 * season - 60
        last = min(first + 2, 12)
    days = monthrange(year, last)[1]
    if day > days:
        return None
    return (year, first, day or 1, 0), (year, last, day or days, 0)


def grammar_bounds(text: str) -> tuple[Moment, Moment] | None:
    """Return the first and last moment of an EDTF date of any level, by the library; else None."""
    try:
        date = parse_edtf(text)
        lower, upper = date.lower_strict(), date.upper_strict()
        # the library takes the unknown end of `1871/` to be ten years on, which nobody has said
        first = _EVER_BEFORE if text.startswith("/") else _moment(lower, text)
        last = _EVER_AFTER if text.endswith("/") else _moment(upper, text)
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        return None  # the library has no single error for what it cannot read
    return _existing(first, last)


def _existing(first: Moment, last: Moment) -> tuple[Moment, Moment] | None:
    """Return bounds as days that exist, or None if there are none.

    Of `187X-02-29` the library returns 29 February 1870: it is moved to 1872, the next leap year.
    """
    start, end = _existing_day(first, 1), _existing_day(last, -1)
    return (start, end) if start and end else None


def _existing_day(moment: Moment, step: int) -> Moment | None:
    """Return a moment, in the nearest leap year if only such a year has the day.

    `step` is 1 for a later year, -1 for an earlier one. Return None for 30 February.
    """
    year, month, day, second = moment
    if math.isinf(year) or day <= monthrange(2000 if isleap(int(year)) else 2001, month)[1]:
        return moment
    if (month, day) != (2, 29):
        return None
    while not isleap(int(year)):
        year += step
    return year, month, day, second


def _moment(bound: object, text: str) -> Moment:
    """Return a bound of the library's: a struct_time, or an infinite float for an open interval."""
    if isinstance(bound, float):
        return float(str(bound)), 0, 0, 0
    year, month, day = tuple(bound)[:3]  # type: ignore[arg-type, var-annotated]  # a struct_time
    time = TIME.fullmatch(text)
    if not time:
        return year, month, day, 0
    hours, minutes, seconds = int(time[2]), int(time[3]), int(time[4])
    return year, month, day, hours * 3600 + minutes * 60 + seconds
