"""Times with a zone as instants, so that the clocks of different places can be compared."""

import re

from explainer.dates.days import day_number
from explainer.dates.edtf import Edtf, parse

_ZONE = re.compile(r".+T\d\d:\d\d:\d\d(?:Z|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)")


def instant(text: str) -> float | None:
    """Return an EDTF date with time and zone in days of UTC, as of `day_number`; else None."""
    date = parse(text)
    if date is None:
        return None
    zone = _ZONE.fullmatch(date.text)
    if zone is None:
        return None
    minutes = int(zone["hours"] or 0) * 60 + int(zone["minutes"] or 0)
    if zone["sign"] == "-":
        minutes = -minutes
    return day_number(date.lower) - minutes / 1440


def ends_before(one: Edtf, other: Edtf) -> bool:
    """Return whether a date ends before another begins: as instants if both have a zone."""
    ended, begun = instant(one.text), instant(other.text)
    if ended is None or begun is None:
        return one.upper < other.lower
    return ended < begun
