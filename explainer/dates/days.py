"""Days as numbers, so that time can be measured: proleptic Gregorian, astronomical years, however long ago."""

import math
from calendar import month_abbr
from datetime import date

from explainer.dates.edtf import Moment

# the Gregorian calendar repeats itself after 400 years, and `datetime` knows the years from 1 to 9999
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097


def day_number(bound: Moment) -> float:
    """Count days, from 1 for the first of January of the year 1; infinite for an end that is open or unknown."""
    year, month, day, seconds = bound
    if math.isinf(year):
        return year
    cycle, rest = divmod(int(year) - 1, _CYCLE_YEARS)
    return cycle * _CYCLE_DAYS + date(rest + 1, month, day).toordinal() + seconds / 86_400


def calendar_day(number: float) -> tuple[int, int, int]:
    """Give year, month and day of a number of days."""
    cycle, rest = divmod(math.floor(number) - 1, _CYCLE_DAYS)
    found = date.fromordinal(rest + 1)
    return found.year + cycle * _CYCLE_YEARS, found.month, found.day


def year_words(year: int) -> str:
    """Name an astronomical year, short enough for an axis: `1871`, `44 BCE`, `79 CE`, `170 million BCE`."""
    number, era = (1 - year, " BCE") if year <= 0 else (year, "" if 1000 <= year <= 9999 else " CE")
    return f"{large(number)}{era}"


def day_words(time: float, with_day: bool) -> str:
    """Name the month of a day, or the day itself, short enough for an axis: `May 2025`, `9 May 2025`."""
    year, month, day = calendar_day(time)
    return f"{f'{day} ' if with_day else ''}{month_abbr[month]} {year_words(year)}"


def large(number: float) -> str:
    """Write a number in a few digits and words."""
    for name, size in (("billion", 10**9), ("million", 10**6)):
        if number >= size:
            return f"{number / size:.4g} {name}"
    return f"{number:,.0f}" if number > 9999 else f"{number:.0f}"
