"""Dates that are not plain, read by the grammar of the `edtf` library.

To load it takes as long as a tenth of all other modules, so `edtf.py` imports this when it meets
such a date.
"""

import math
from calendar import isleap, monthrange

from edtf import parse_edtf
from edtf.parser import parser_classes
from edtf.parser.edtf_exceptions import EDTFParseException
from pyparsing import ParserElement

from explainer.dates.date_words import TIME
from explainer.dates.moments import EVER_AFTER, EVER_BEFORE, Moment

# The grammar tries a part of a date in several ways, and remembers 128 results. With all of them, a
# set of forty years takes 60 milliseconds instead of 230.
ParserElement.enable_packrat(cache_size_limit=None, force=True)


def _print_nothing(*_: object) -> None:
    """Stand in for the `print` with which the library reports what its classes refuse.

    It would get into what a command writes for other programs, such as JSON.
    """


vars(parser_classes)["print"] = _print_nothing


def grammar_bounds(text: str) -> tuple[Moment, Moment] | None:
    """Return the first and last moment of an EDTF date of any level, by the library; else None."""
    try:
        date = parse_edtf(text)
        lower, upper = date.lower_strict(), date.upper_strict()
        # the library takes the unknown end of `1871/` to be ten years on, which nobody has said
        first = EVER_BEFORE if text.startswith("/") else _moment(lower, text)
        last = EVER_AFTER if text.endswith("/") else _moment(upper, text)
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        return None  # the library has no single error for what it cannot read
    return _existing(first, last)


def _existing(first: Moment, last: Moment) -> tuple[Moment, Moment] | None:
    """Return bounds as days that exist, or None if there are none.

    Of `187X-02-29` the library returns 29 February 1870: it is moved to 1872, the next leap year.
    """
    start, end = _existing_day(first, 1), _existing_day(last, -1)
    return (start, end) if start and end else None


def _existing_day(moment: Moment, step: int) -> Moment | None:
    """Return a moment, in the nearest leap year if only such a year has the day.

    `step` is 1 for a later year, -1 for an earlier one. Return None for 30 February.
    """
    year, month, day, second = moment
    if math.isinf(year) or day <= monthrange(2000 if isleap(int(year)) else 2001, month)[1]:
        return moment
    if (month, day) != (2, 29):
        return None
    while not isleap(int(year)):
        year += step
    return year, month, day, second


def _moment(bound: object, text: str) -> Moment:
    """Return a bound of the library's: a struct_time, or an infinite float for an open interval."""
    if isinstance(bound, float):
        return float(str(bound)), 0, 0, 0
    year, month, day = tuple(bound)[:3]  # type: ignore[arg-type, var-annotated]  # a struct_time
    time = TIME.fullmatch(text)
    if not time:
        return year, month, day, 0
    hours, minutes, seconds = int(time[2]), int(time[3]), int(time[4])
    return year, month, day, hours * 3600 + minutes * 60 + seconds
