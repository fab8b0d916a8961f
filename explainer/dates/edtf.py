"""Dates as editors write them: EDTF (ISO 8601-2) read, put in order and said in English.

The `edtf` library decides what is valid and where a date begins and ends, save for plain years, months and days, which
it would read alike, but slowly. The words are made here, from the text whose grammar is confirmed.
https://www.loc.gov/standards/datetime/
"""

import math
import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from explainer.dates.date_words import _TIME, words_of_date

Moment = tuple[float, int, int, int]
"""A day in the proleptic Gregorian calendar, with astronomical years (0 is 1 BCE): year, month, day, and the second of
the day in whatever zone was written. An end that is open or unknown has an infinite year."""

# Longer than any date that a person types, and short enough that nothing below takes long.
LONGEST = 200

_LEAP_DAY = re.compile(r"(-?\d{4})-02-29")
_HUGE_EXPONENT = re.compile(r"E\d{3}")
# `1984-1X` (October to December) is valid EDTF, but edtf 5.0 fails on it: it is refused like a wrong date
_HALF_KNOWN = re.compile(r"-(\dX|X\d)(?!\d|X)")
_PLAIN = re.compile(r"(\d{4})(?:(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[?~%]?|-(2[1-4]))")
_BEFORE, _AFTER = (
    ((sign * math.inf, 0, 0, 0),) * 2 for sign in (-1, 1)
)  # what `..` means at the ends of an interval


@dataclass(frozen=True)
class Edtf:
    """A valid EDTF date: as written, in English, and its first and last moment."""

    text: str
    words: str
    lower: Moment
    upper: Moment


@lru_cache(maxsize=10_000)
def parse(text: str) -> Edtf | None:
    """Read an EDTF date of any level; None for what is no such date, or ends before it begins."""
    text = text.strip()
    if (
        len(text) > LONGEST
        or not text.isascii()
        or _HUGE_EXPONENT.search(text)
        or _HALF_KNOWN.search(text)
    ):
        return None
    if any(not isleap(int(year)) for year in _LEAP_DAY.findall(text)):
        return None
    bounds = plain_bounds(text) or grammar_bounds(text)
    return Edtf(text, words_of_date(text), *bounds) if bounds and bounds[0] <= bounds[1] else None


def in_words(text: str) -> str:
    """Say an EDTF date in English; text that is no such date is given back as it is."""
    date = parse(text)
    return date.words if date else text


def sort_key(text: str) -> tuple[Moment, Moment]:
    """Order dates by their first, then their last moment; text that is no date comes last."""
    date = parse(text)
    return (date.lower, date.upper) if date else ((math.inf, 0, 0, 0), (math.inf, 0, 0, 0))


def plain_bounds(text: str) -> tuple[Moment, Moment] | None:
    """Give the ends of a year, season, month or day, or of an interval of such, maybe open; None for all else.

    Nearly all dates are so plain, and the library's grammar takes ten milliseconds for each.
    """
    start, slash, end = text.partition("/")
    first = _BEFORE if slash and start == ".." else _ends(start)
    last = first if not slash else _AFTER if end == ".." else _ends(end)
    if not first or not last:
        return None
    return (first[0], last[1]) if all(lower <= upper for lower, upper in (first, last)) else None


def _ends(text: str) -> tuple[Moment, Moment] | None:
    """Give the first and last day; for a day that its month does not have, an end before the beginning."""
    plain = _PLAIN.fullmatch(text)
    if not plain:
        return None
    year, month, day, season = (int(part or 0) for part in plain.groups())
    # spring begins in March; the winter of a year is its December
    first, last = (
        (3 * season - 60, min(3 * season - 58, 12)) if season else (month or 1, month or 12)
    )
    days = monthrange(year, last)[1]
    return (year, first, day or 1, 0), (year, last, min(day or days, days), 0)


def grammar_bounds(text: str) -> tuple[Moment, Moment] | None:
    """Give the ends of any EDTF date, by the library."""
    try:
        value = parse_edtf(text)
        return _bound(value.lower_strict(), text, -math.inf), _bound(
            value.upper_strict(), text, math.inf
        )
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        return None  # the library has no single error for what it cannot read


def _bound(value: object, text: str, unknown: float) -> Moment:
    """Take a bound of the library's, which is a struct_time, or a float where an interval is open."""
    # the library puts the unknown end of `1871/` ten years on, which nobody has said
    is_unknown = text.endswith("/") if unknown > 0 else text.startswith("/")
    if isinstance(value, float) or is_unknown:
        return (unknown if is_unknown else float(str(value)), 0, 0, 0)
    year, month, day = tuple(value)[:3]  # type: ignore[arg-type, var-annotated]  # a struct_time
    time = _TIME.fullmatch(text)
    seconds = int(time[2]) * 3600 + int(time[3]) * 60 + int(time[4]) if time else 0
    return (year, month, day, seconds)
