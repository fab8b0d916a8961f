"""What a picture of time shows: events, and how exactly the time of each is known."""

import math
from typing import NamedTuple

from explainer.dates import Bound, parse
from explainer.figures.days import day_number


class Event(NamedTuple):
    """Something that happened. Times are numbers of days (see days.py), and infinite where open or unknown."""

    id: str
    title: str
    words: str  # its time, in words
    lower: float  # its first moment
    upper: float  # the moment at which it is over
    fuzzy_start: bool  # whether the beginning is uncertain, approximate or not known to the last digit
    fuzzy_end: bool
    href: str
    within: bool  # whether it happened at some time between these; else it lasted from the one to the other
    begun: float  # the moment by which it has begun; infinite where nobody knows

    @property
    def anchor(self) -> float:
        """Where it stands on an axis, as in `Times`."""
        return anchor(self.lower, self.upper)


class Times(NamedTuple):
    """The fields of an `Event` that a date gives."""

    lower: float
    upper: float
    fuzzy_start: bool
    fuzzy_end: bool
    within: bool
    begun: float

    @property
    def anchor(self) -> float:
        """Where it stands on an axis: its beginning, or its end where that alone is known; else infinite."""
        return anchor(self.lower, self.upper)


def anchor(lower: float, upper: float) -> float:
    """Give the beginning of a time, or its end where that alone is known; else infinity."""
    return lower if math.isfinite(lower) else upper


def times(text: str) -> Times:
    """Give the times of an EDTF date; both ends are infinite where no year is known, and for what is no date."""
    date = parse(text)
    if date is None:
        return Times(-math.inf, math.inf, True, True, True, math.inf)
    start, slash, end = date.text.partition("/")
    end = end if slash else start
    lower = -math.inf if _no_year(start) else day_number(date.lower)
    upper = math.inf if _no_year(end) else _over(date.upper)
    first = parse(start) if slash else None
    begun = _over(first.upper) if first and math.isfinite(lower) else upper
    return Times(lower, upper, _is_fuzzy(start), _is_fuzzy(end), not slash and not start.startswith("{"), begun)


def _over(bound: Bound) -> float:
    """The end of a day is that of its last second."""
    return day_number(bound) + (0 if bound[3] else 1)


def _is_fuzzy(text: str) -> bool:
    """Whether it is marked as uncertain or approximate, or has digits that are unknown or not significant."""
    return any(sign in text for sign in "?~%XS")


def _no_year(text: str) -> bool:
    return text.strip("?~%").startswith("XXXX")
