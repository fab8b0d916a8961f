"""Times with a zone as instants, so that clocks of different places can be compared."""

import re

from explainer.dates.days import day_number
from explainer.dates.edtf import Edtf, parse

_ZONE = re.compile(r".+T\d\d:\d\d:\d\d(?:Z|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)")


def instant(text: str) -> float | None:
    """Return the time of an EDTF date with time and zone, in days as `day_number` counts them, in UTC; else None."""
    date = parse(text)
    zone = _ZONE.fullmatch(date.text) if date else None
    if date is None or zone is None:
        return None
    ahead = int(zone["hours"] or 0) * 60 + int(zone["minutes"] or 0)
    minutes = -ahead if zone["sign"] == "-" else ahead
    return day_number(date.lower) - minutes / 1440


def ends_before(one: Edtf, other: Edtf) -> bool:
    """Return whether a date has ended when another begins: as instants where both have a zone, else as written."""
    ended, begun = instant(one.text), instant(other.text)
    if ended is None or begun is None:
        return one.upper < other.lower
    return ended < begun
