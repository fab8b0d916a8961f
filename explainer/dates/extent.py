"""The stretch of time that a date covers, and how exactly it is known."""

import math
from typing import NamedTuple

from explainer.dates.days import day_number
from explainer.dates.edtf import Edtf, parse
from explainer.dates.moments import Moment


class Extent(NamedTuple):
    """The time that a date covers, in days (see days.py); infinite where it is open or unknown."""

    lower: float  # its first moment
    upper: float  # the moment at which it is over
    fuzzy_start: bool  # whether the start is uncertain, approximate or has unknown digits
    fuzzy_end: bool
    within: bool  # whether it happened at some time between the two; else it lasted all that time
    begun: float  # the moment by which it has begun; infinite if unknown

    @property
    def anchor(self) -> float:
        """By what dates are ordered: the start, or the end if only that is known; else infinite."""
        return self.lower if math.isfinite(self.lower) else self.upper

    @property
    def is_open(self) -> bool:
        """Whether its start or end is open or unknown."""
        return math.isinf(self.lower) or math.isinf(self.upper)

    @property
    def is_fuzzy(self) -> bool:
        """Whether its start or end is known, but not exactly."""
        start = self.fuzzy_start and math.isfinite(self.lower)
        end = self.fuzzy_end and math.isfinite(self.upper)
        return start or end


def extent_of(text: str) -> Extent:
    """Return the extent of an EDTF date; infinite without a known year, and for other text."""
    date = parse(text)
    if date is None:
        return Extent(-math.inf, math.inf, True, True, True, math.inf)
    if "/" in date.text:
        return _extent_of_interval(date)
    lower, upper = _bounds(date, date.text, date.text)
    is_fuzzy = _is_fuzzy(date.text)
    within = not date.text.startswith("{")
    return Extent(lower, upper, is_fuzzy, is_fuzzy, within, upper)


def _extent_of_interval(date: Edtf) -> Extent:
    start, _, end = date.text.partition("/")
    lower, upper = _bounds(date, start, end)
    first = parse(start)
    begun = _end_of_day(first.upper) if first and math.isfinite(lower) else upper
    is_one_day = first is not None and first.lower == date.upper
    return Extent(lower, upper, _is_fuzzy(start), _is_fuzzy(end), is_one_day, begun)


def _bounds(date: Edtf, start: str, end: str) -> tuple[float, float]:
    """Return the first moment of a date and the moment at which it is over, in days."""
    lower = -math.inf if _is_year_unknown(start) else day_number(date.lower)
    upper = math.inf if _is_year_unknown(end) else _end_of_day(date.upper)
    return lower, upper


def _end_of_day(moment: Moment) -> float:
    """Return a moment in days; for a whole day, without a time, the end of that day."""
    return day_number(moment) + (0 if moment[3] else 1)


def _is_fuzzy(text: str) -> bool:
    """Return whether a date is marked as in doubt, or has unknown or insignificant digits."""
    return any(sign in text for sign in "?~%XS")


def _is_year_unknown(text: str) -> bool:
    return text.strip("?~%").startswith("XXXX")
