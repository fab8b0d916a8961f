"""EDTF dates in English: "about May 2025", "the 1870s", "6 to 9 May 2025"."""

import re
from calendar import month_name
from collections.abc import Iterable
from decimal import Decimal

_ISO = re.compile(r"(-?[\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?")
_TIME = re.compile(r"(.+)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d(?::?\d\d)?)?")
_LONG_YEAR = re.compile(r"Y?(-?\d+)(?:E(\d+))?(?:S(\d+))?")
# Table 2 of EDTF's level 2, "sub-year groupings"
_PARTS_OF_YEAR = {
    **{
        str(21 + i): f"{name} {{}}"
        for i, name in enumerate(("spring", "summer", "autumn", "winter"))
    },
    **{
        str(25 + i): f"{name} {{}} (northern)"
        for i, name in enumerate(("spring", "summer", "autumn", "winter"))
    },
    **{
        str(29 + i): f"{name} {{}} (southern)"
        for i, name in enumerate(("spring", "summer", "autumn", "winter"))
    },
    **{
        str(33 + i): f"the {name} quarter of {{}}"
        for i, name in enumerate(("first", "second", "third", "last"))
    },
    **{
        str(37 + i): f"the {name} third of {{}}"
        for i, name in enumerate(("first", "second", "last"))
    },
    **{str(40 + i): f"the {name} half of {{}}" for i, name in enumerate(("first", "second"))},
}
_QUALIFIED = {"?": "perhaps {}", "~": "about {}", "%": "perhaps about {}"}
_DOUBT = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
_UNITS = ("year", "month", "day")
_PLACES = ("first", "second", "third", "last")
_A_YEAR = "a year "  # stands before "between 1000 and 1999" where more than the year is told
_MILLION = 10**6


def words_of_date(text: str) -> str:
    """Return a valid EDTF date in English."""
    if text[0] in "[{":
        joiner = "or" if text[0] == "[" else "and"
        return _listed([_member(part.strip(), joiner) for part in text[1:-1].split(",")], joiner)
    if "/" in text:
        return _interval(*text.split("/"))
    return _one(text).removeprefix(_A_YEAR)


def _listed(items: list[str], joiner: str) -> str:
    return f" {joiner} ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _member(text: str, joiner: str) -> str:
    """A date in a set, or a row of dates such as `1871..1875`."""
    first, dots, last = text.partition("..")
    if not dots:
        return _one(text)
    if first and last:
        return ("between {} and {}" if joiner == "or" else "all from {} to {}").format(
            _one(first), _one(last)
        )
    return f"{_one(first or last)} {'or' if joiner == 'or' else 'and'} {'later' if first else 'earlier'}"


def _interval(start: str, end: str) -> str:
    if start == end == "..":
        return "at any time"
    if start == end:
        return _one(start)
    if start in ("", ".."):
        return f"until {_one(end)}" + (", beginning unknown" if not start else "")
    if end in ("", ".."):
        return f"from {_one(start)} on" if end else f"from {_one(start)}, end unknown"
    return f"{_without_shared_end(start, end)} to {_one(end)}"


def _without_shared_end(start: str, end: str) -> str:
    """Say the month and year once: "6 to 9 May 2025", "March to May 2025"."""
    words, others = _one(start).split(), _one(end).split()
    if (
        len(words) != len(others)
        or not (_ISO.fullmatch(start) and _ISO.fullmatch(end))
        or "X" in start + end
    ):
        return " ".join(words)
    while len(words) > 1 and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " ".join(words)


def _one(text: str) -> str:
    """A date without intervals and sets: perhaps with a time, a season, a long year, or marks of doubt."""
    time = _TIME.fullmatch(text)
    if time:
        return f"{_one(time[1])}, {_time(*time.groups()[1:])}"
    bare = "".join(c for c in text if c not in _DOUBT)
    words = _date(bare)
    if text == bare:
        return words
    if text[:-1] == bare:
        return _QUALIFIED[text[-1]].format(words)
    return f"{words} ({', '.join(_doubts(text))})"


def _time(hours: str, minutes: str, seconds: str, zone: str | None) -> str:
    clock = f"{hours}:{minutes}" + (f":{seconds}" if seconds != "00" else "")
    return clock + {None: "", "Z": " UTC"}.get(zone, f" (UTC{zone})")


def _doubts(text: str) -> Iterable[str]:
    """Level 2: a mark on the right doubts that part and all before it; a mark on the left that part alone."""
    for index, part in enumerate(re.split(r"(?<=.)-", text)):
        if part[0] in _DOUBT:
            yield f"{_UNITS[index]} {_DOUBT[part[0]]}"
        if part[-1] in _DOUBT:
            yield f"{' and '.join(_UNITS[: index + 1])} {_DOUBT[part[-1]]}"


def _date(text: str) -> str:
    iso = _ISO.fullmatch(text)
    if not iso:
        return _long_year(text)
    year, month, day = iso.groups()
    if month in _PARTS_OF_YEAR:
        return _PARTS_OF_YEAR[month].format(_year(year))
    known_day = day if day and day != "XX" else ""
    if month == "XX" and known_day:
        return f"the {_ordinal(int(day))} of an unknown month in {_year(year)}"
    unknown = " and ".join(unit for unit, part in (("month", month), ("day", day)) if part == "XX")
    known_month = month_name[int(month)] if month and month != "XX" else ""
    lead = f"{known_day.lstrip('0')} {known_month}".strip()
    words = f"{lead} in {_year(year)}" if lead and "X" in year else f"{lead} {_year(year)}".strip()
    return f"{words} ({unknown} unknown)" if unknown else words


def _year(text: str) -> str:
    """`1871`, the 1870s, the 19th century, `79 CE`, `44 BCE`, or the years between which an unknown one lies."""
    if text == "XXXX":
        return "an unknown year"
    if "X" not in text:
        return _era(int(text))
    if re.fullmatch(r"[1-9]\dXX", text):
        return f"the {_ordinal(int(text[:2]) + 1)} century"
    if re.fullmatch(r"[1-9]\d0X", text):  # "the 1900s" may be the century, too
        return f"the decade from {text[:3]}0 to {text[:3]}9"
    if re.fullmatch(r"[1-9]\d\dX", text):
        return f"the {text[:3]}0s"
    first, last = sorted(int(text.replace("X", digit)) for digit in "09")
    earlier, later = _era(first), _era(last)
    for era in (" BCE", " CE"):
        if earlier.endswith(era) and later.endswith(era):  # then it is said once
            earlier = earlier.removesuffix(era)
    return f"{_A_YEAR}between {earlier} and {later}{_unknown_digits(text)}"


def _unknown_digits(text: str) -> str:
    """Say which digits are unknown, unless they are all at the end: then the first and the last year say it."""
    digits = text.removeprefix("-")
    if digits.rstrip("X").isdigit() or not digits.strip("X"):
        return ""
    unknown = [place for place, digit in zip(_PLACES, digits, strict=True) if digit == "X"]
    return f" ({_listed(unknown, 'and')} {'digit' if len(unknown) == 1 else 'digits'} unknown)"


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"


def _era(year: int) -> str:
    """Say an astronomical year: these have a year 0, which is 1 BCE."""
    number = 1 - year if year <= 0 else year
    digits = f"{number:,}" if number > 9999 else str(number)
    return digits if 1000 <= year <= 9999 else f"{digits} {'BCE' if year <= 0 else 'CE'}"


def _long_year(text: str) -> str:
    """`Y170000002`, `Y-17E7`, `1950S2`: years of more than four digits, as powers of ten, or partly significant."""
    match = _LONG_YEAR.fullmatch(text)
    if not match:
        return text
    digits, exponent, significant = match.groups()
    year = int(digits) * 10 ** int(exponent or 0)
    is_round = abs(year) >= _MILLION and year % (_MILLION // 10) == 0
    words = _in_millions(year) if is_round else _era(year)
    return f"{words} (to {significant} significant digits)" if significant else words


def _in_millions(year: int) -> str:
    """Say a round number of years: `Y-66000000` is 66 million BCE; nobody means 66,000,001 BCE, which it would be."""
    number = f"{Decimal(abs(year)) / _MILLION:,f}"
    return f"{number} million {'BCE' if year < 0 else 'CE'}"
