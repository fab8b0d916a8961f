"""What a picture of time shows: events, and how exactly the time of each is known."""

import math
from typing import NamedTuple

from explainer.dates import parse
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
    within: bool = True  # whether it happened at some time between these; else it lasted from the one to the other

    @property
    def anchor(self) -> float:
        """Where it stands on an axis: its beginning, or its end where that alone is known; else infinite."""
        return self.lower if math.isfinite(self.lower) else self.upper


class Times(NamedTuple):
    """The fields of an `Event` that a date gives."""

    lower: float
    upper: float
    fuzzy_start: bool
    fuzzy_end: bool
    within: bool


def times(text: str) -> Times:
    """Give the times of an EDTF date; both ends are infinite where no year is known, and for what is no date."""
    date = parse(text)
    if date is None:
        return Times(-math.inf, math.inf, True, True, True)
    start, slash, end = date.text.partition("/")
    ends = (start, end if slash else start)
    fuzzy = [any(sign in half for sign in "?~%XS") for half in ends]
    lower, upper = day_number(date.lower), day_number(date.upper)
    lower, upper = -math.inf if _no_year(start) else lower, math.inf if _no_year(ends[1]) else upper
    over = upper + 1 if date.upper[3] == 0 else upper  # a day is over with its last second
    return Times(lower, over, fuzzy[0], fuzzy[1], not slash and not start.startswith("{"))


def _no_year(text: str) -> bool:
    return text.strip("?~%").startswith("XXXX")
