"""Dates as editors write them, in EDTF (ISO 8601-2): read, and put in order.

The `edtf` library (edtf_grammar.py) decides what is valid and where a date begins and ends, except
for plain years, months and days, which it would read alike, but slowly.
https://www.loc.gov/standards/datetime/
"""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from functools import lru_cache

from explainer.dates.date_words import words_of_date
from explainer.dates.moments import EVER_AFTER, EVER_BEFORE, Moment

# Longer than any date that a person types, and short enough that nothing below takes long.
LONGEST = 200

_LEAP_DAY = re.compile(r"(-?\d{4})-02-29")
# Not read: numbers that are too large and `1984-1X` (October to December), which are valid, but on
# which edtf 5.0 fails; significant digits of more than a year, `1950S2-10`, which it accepts
_UNREADABLE = re.compile(r"E\d{3}|-(?:\dX|X\d)(?!\d|X)|S\d+-")
_PLAIN = re.compile(r"(\d{4})(?:(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[?~%]?|-(2[1-4]))")
# Space that is typed around the signs between dates, where EDTF has none
_SPACE_BETWEEN = re.compile(r"\s*(/|\.\.|[\[\]{},])\s*")
_OPEN = ".."  # an end of an interval
_EVER = (EVER_BEFORE, EVER_AFTER)


@dataclass(frozen=True)
class Edtf:
    """A valid EDTF date as written, in English, and its first and last moment."""

    text: str
    words: str
    lower: Moment
    upper: Moment


@lru_cache(maxsize=10_000)
def parse(text: str) -> Edtf | None:
    """Return an EDTF date of any level; None for other text, or if it ends before it begins.

    Space between dates is left out.
    """
    text = _SPACE_BETWEEN.sub(r"\1", text.strip())
    if len(text) > LONGEST or not text.isascii() or _UNREADABLE.search(text):
        return None
    if any(map(str.isspace, text)):  # which the grammar of the library would skip
        return None
    if text in ("", _OPEN):  # no date, but often asked for
        return None
    if not all(isleap(int(year)) for year in _LEAP_DAY.findall(text)):
        return None
    bounds = _bounds(text)
    if bounds is None or bounds[0] > bounds[1] or _has_reversed_row(text):
        return None
    return Edtf(text, words_of_date(text), *bounds)


def _bounds(text: str) -> tuple[Moment, Moment] | None:
    bounds = plain_bounds(text)
    if bounds is not None:
        return bounds
    from explainer.dates.edtf_grammar import grammar_bounds  # takes long, and few sites need it

    return grammar_bounds(text)


def _has_reversed_row(text: str) -> bool:
    """Return whether a row in a set, such as `1875..1871`, ends before it begins."""
    if not text.startswith(("[", "{")):
        return False
    for member in text[1:-1].split(","):
        first, _, last = member.partition(_OPEN)
        if first and last:
            start, end = _bounds(first), _bounds(last)
            if start and end and start[0] > end[1]:
                return True
    return False


def in_words(text: str) -> str:
    """Return an EDTF date in English; other text as it is."""
    date = parse(text)
    return date.words if date else text


def sort_key(text: str) -> tuple[Moment, Moment]:
    """Return a key that orders dates by their first, then their last moment; other text is last."""
    date = parse(text)
    if date is None:
        return EVER_AFTER, EVER_AFTER
    return date.lower, date.upper


def says_nothing(text: str) -> bool:
    """Return whether a valid date names no time at all, such as `../..` or `XXXX-XX`."""
    return parse(text) is not None and not any(map(str.isdigit, text))


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
    first = _EVER if start == _OPEN else _bounds_of_one(start)
    last = _EVER if end == _OPEN else _bounds_of_one(end)
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
