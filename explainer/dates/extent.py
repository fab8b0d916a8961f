"""How far a date reaches in time, and how exactly that is known."""

import math
from typing import NamedTuple

from explainer.dates.days import day_number
from explainer.dates.edtf import Moment, parse


class Extent(NamedTuple):
    """The time that a date covers. Times are numbers of days (see days.py), and infinite where open or unknown."""

    lower: float  # its first moment
    upper: float  # the moment at which it is over
    fuzzy_start: (
        bool  # whether the beginning is uncertain, approximate or not known to the last digit
    )
    fuzzy_end: bool
    within: bool  # whether it happened at some time between these; else it lasted from the one to the other
    begun: float  # the moment by which it has begun; infinite where nobody knows

    @property
    def anchor(self) -> float:
        """Where it stands in order: its beginning, or its end where that alone is known; else infinite."""
        return self.lower if math.isfinite(self.lower) else self.upper

    @property
    def is_open(self) -> bool:
        """Whether its beginning or its end is open or unknown."""
        return math.isinf(self.lower) or math.isinf(self.upper)

    @property
    def is_fuzzy(self) -> bool:
        """Whether an end of it that is known is not known exactly."""
        start = self.fuzzy_start and math.isfinite(self.lower)
        end = self.fuzzy_end and math.isfinite(self.upper)
        return start or end


def extent_of(text: str) -> Extent:
    """Return the extent of an EDTF date; both ends are infinite where no year is known, and for what is no date."""
    date = parse(text)
    if date is None:
        return Extent(-math.inf, math.inf, True, True, True, math.inf)
    start, slash, end = date.text.partition("/")
    end = end if slash else start
    lower = -math.inf if _no_year(start) else day_number(date.lower)
    upper = math.inf if _no_year(end) else _over(date.upper)
    first = parse(start) if slash else None
    begun = _over(first.upper) if first and math.isfinite(lower) else upper
    is_one_day = first is not None and first.lower == date.upper
    within = is_one_day or not (slash or start.startswith("{"))
    return Extent(lower, upper, _is_fuzzy(start), _is_fuzzy(end), within, begun)


def _over(bound: Moment) -> float:
    """The end of a day is that of its last second."""
    return day_number(bound) + (0 if bound[3] else 1)


def _is_fuzzy(text: str) -> bool:
    """Whether it is marked as uncertain or approximate, or has digits that are unknown or not significant."""
    return any(sign in text for sign in "?~%XS")


def _no_year(text: str) -> bool:
    return text.strip("?~%").startswith("XXXX")
