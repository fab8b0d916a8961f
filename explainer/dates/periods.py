"""Years, decades, centuries and millennia: what a date is listed under among many others."""

import math

from explainer.dates.days import large, year_words
from explainer.dates.edtf import sort_key
from explainer.dates.extent import extent_of

UNKNOWN = "Date unknown"


def period(value: str, years: int) -> str:
    """Return the name of the period of 1, 10, 100 or 1,000 years that an EDTF date is in.

    It is that of its start, or of its end if only that is known.
    """
    if math.isinf(extent_of(value).anchor):
        return UNKNOWN
    lower, upper = sort_key(value)
    year = upper[0] if math.isinf(lower[0]) else lower[0]
    return _name(int(year), years)


def _name(year: int, years: int) -> str:
    """Return the name of the period that a year is in.

    Astronomical years have a year 0, which is 1 BCE.
    """
    if years == 1:
        return year_words(year)
    if year <= 0:
        low, high = _around(1 - year, years)
        return f"{_from_to(high, low)} BCE"
    low, high = _around(year, years)
    if years == 10 and 100 <= low <= 9999:  # among decades, the 1900s are not a century
        return f"{low}s"
    era = "" if 1000 <= year <= 9999 else " CE"
    return f"{_from_to(low, high)}{era}"


def _from_to(first: int, last: int) -> str:
    """Return two years; one where both read alike, as those of 170 million years ago do."""
    start, end = large(first), large(last)
    return start if start == end else f"{start} to {end}"


def _around(year: int, years: int) -> tuple[int, int]:
    """Return the first and the last year of the period around a year."""
    first = year // years * years
    return max(first, 1), first + years - 1
