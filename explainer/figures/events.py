"""What a picture of time shows: events, and how exactly the time of each is known."""

import math
from typing import NamedTuple

from explainer.chronology.extent import Extent as Times
from explainer.chronology.extent import extent_of as times

__all__ = ["Event", "Times", "anchor", "times"]


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


def anchor(lower: float, upper: float) -> float:
    """Give the beginning of a time, or its end where that alone is known; else infinity."""
    return lower if math.isfinite(lower) else upper
