"""Days as numbers, to measure time: proleptic Gregorian, astronomical years, however long ago."""

import math
from calendar import month_abbr
from datetime import date

from explainer.dates.moments import Moment

# The Gregorian calendar repeats itself after 400 years; `datetime` knows the years from 1 to 9999.
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_NAMED = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_POWERS_FROM = 10**15  # beyond the numbers whose names people know
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def day_number(moment: Moment) -> float:
    """Return a moment in days, 1 for 1 January of the year 1; infinite if it is open or unknown."""
    year, month, day, seconds = moment
    if math.isinf(year):
        return year
    cycle, rest = divmod(int(year) - 1, _CYCLE_YEARS)
    return cycle * _CYCLE_DAYS + date(rest + 1, month, day).toordinal() + seconds / 86_400


def calendar_day(number: float) -> tuple[int, int, int]:
    """Return year, month and day of a number of days."""
    cycle, rest = divmod(math.floor(number) - 1, _CYCLE_DAYS)
    found = date.fromordinal(rest + 1)
    return found.year + cycle * _CYCLE_YEARS, found.month, found.day


def year_words(year: int) -> str:
    """Return an astronomical year as on an axis: `1871`, `44 BCE`, `79 CE`, `170 million BCE`."""
    if year <= 0:
        return f"{large(1 - year)} BCE"
    return large(year) if 1000 <= year <= 9999 else f"{large(year)} CE"


def day_words(time: float, with_day: bool) -> str:
    """Return a month, or a day of it, as on an axis: `May 2025`, `9 May 2025`."""
    year, month, day = calendar_day(time)
    words = f"{month_abbr[month]} {year_words(year)}"
    return f"{day} {words}" if with_day else words


def large(number: float) -> str:
    """Return a number in a few digits and words: `9500`, `12,000`, `1.5 million`, `1.7 × 10⁸¹`."""
    if number >= _POWERS_FROM:
        exponent = len(str(int(number))) - 1
        return f"{number / 10**exponent:.4g} × 10{str(exponent).translate(_RAISED)}"
    for name, size in _NAMED:
        if number >= size:
            return f"{number / size:.4g} {name}"
    return f"{number:,.0f}" if number > 9999 else f"{number:.0f}"
