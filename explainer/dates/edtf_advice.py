"""Advice about text that is no EDTF date: what it may mean, or why it cannot be a date."""

import re
from calendar import month_name, monthrange
from collections.abc import Callable

from explainer.dates.edtf import LONGEST, parse
from explainer.dates.eras import edtf_year
from explainer.text.typed import in_backticks

USUAL = "write it like 2025-05-06, 2025-05, 2025-05~ or 1871/1911"
_MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}
_MONTH = "(" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in month_name if name) + r"|sept)\.?"
_BEFORE = r"(?:BC|BCE|B\.C\.|B\.C\.E\.)"
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def date_advice(text: str) -> str:
    """Return what is wrong with a text that is no EDTF date, and what to write, for a message."""
    given = text.strip()
    if not given:
        return f"this date is empty; {USUAL}, or remove its key"
    reason, typed = _impossible(given), in_backticks(given)
    if reason:
        return f"{typed} is not a date: {reason}"
    if _is_reversed(given):
        return f"{typed} ends before it begins; write the earlier date first: {_reversed(given)}"
    found = proposals(given)
    if found:
        either = ", whichever is meant" if len(found) > 1 else ""
        return f"{typed} is not a date in EDTF; write {' or '.join(found)}{either}"
    return f"{typed} is not a date in EDTF; {USUAL}"


def proposals(text: str) -> tuple[str, ...]:
    """Return the valid EDTF dates that a text may mean, none if nobody can tell."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        return ()
    for pattern, dates_of in _FORMS:
        match = pattern.fullmatch(plain)
        if match:
            return tuple(date for date in dict.fromkeys(dates_of(match)) if parse(date))
    return ()


def _impossible(text: str) -> str:
    """Return why a date (or an interval) in the right form cannot be, or ""."""
    for part in text.split("/"):
        match = _ISO.fullmatch(part)
        if not match:
            continue
        year, month, day = match.groups()
        if not 1 <= int(month) <= 12:
            is_part_of_year = (
                21 <= int(month) <= 41 and not day
            )  # a season, quarter or half in EDTF
            return "" if is_part_of_year else f"there is no month {month}"
        days = monthrange(int(year), int(month))[1]
        if day and not 1 <= int(day) <= days:
            return f"{month_name[int(month)]} {year} has {days} days"
    return ""


def _is_reversed(text: str) -> bool:
    ends = text.split("/")
    return len(ends) == 2 and all(map(parse, ends)) and parse(_reversed(text)) is not None


def _reversed(interval: str) -> str:
    return "/".join(reversed(interval.split("/")))


def _iso(year: str, month: int, day: str | int | None = None) -> str:
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _numbers(match: re.Match[str]) -> tuple[str, ...]:
    """Return day and month in the order of most countries, then in that of the United States.

    One of them may be impossible.
    """
    first, second, year = match.groups()
    return _iso(year, int(second), first), _iso(year, int(first), second)


def _named_month(match: re.Match[str]) -> tuple[str, ...]:
    found = match.groupdict()
    return (_iso(found["year"], _MONTHS[found["month"][:3].lower()], found.get("day")),)


def _about(match: re.Match[str]) -> tuple[str, ...]:
    meant = (match[1],) if parse(match[1]) else proposals(match[1])
    return tuple(f"{date}~" for date in meant)


def _between(match: re.Match[str]) -> tuple[str, ...]:
    first, last = match.groups()
    if len(last) == 2:
        last = first[:2] + last
    return (f"{first}/{last}",)


def _century(match: re.Match[str]) -> tuple[str, ...]:
    sign = "-" if match[2] else ""
    return (f"{sign}{int(match[1]) - 1:02}XX",)


def _before_common_era(match: re.Match[str]) -> tuple[str, ...]:
    """Return an astronomical year; these have a year 0, which is 1 BCE."""
    return (edtf_year(1 - int(match[1].replace(",", ""))),)


def _half_known(match: re.Match[str]) -> tuple[str, ...]:
    """Return a set of all months or days that begin with the known digit."""
    year, month, digit = match.groups()
    if month is None:
        first, last = {"0": (1, 9), "1": (10, 12)}.get(digit, (0, 0))
        return (f"[{year}-{first:02}..{year}-{last:02}]",)
    first = max(int(digit) * 10, 1)
    last = min(int(digit) * 10 + 9, monthrange(int(year), int(month))[1])
    return (f"[{year}-{month}-{first:02}..{year}-{month}-{last:02}]",)


_Form = tuple[str, Callable[[re.Match[str]], tuple[str, ...]]]
_TYPED: tuple[_Form, ...] = (
    (r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", _numbers),
    (r"(\d{1,2})\. (\d{1,2})\. (\d{4})", _numbers),
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", lambda m: (_iso(m[1], int(m[2]), m[3]),)),
    (r"(\d{4})(\d\d)(\d\d)", lambda m: (_iso(m[1], int(m[2]), m[3]),)),
    (r"(\d{4})-(\d)", lambda m: (_iso(m[1], int(m[2])),)),
    (
        r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?)?"
        rf"(?P<month>{_MONTH}),? (?P<year>\d{{4}})",
        _named_month,
    ),
    (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})", _named_month),
    (r"(?:ca?\.?|circa|about|around|approx\.?|approximately|~) ?(.*\d.*)", _about),
    (r"(?:from )?(\d{4}) ?(?:-|–|—|to|until) ?(\d{4}|\d\d)", _between),
    (r"(?:the )?(\d{3})0['’]?s", lambda m: (f"{m[1]}X",)),
    (rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th) century(?: (?:AD|CE)| ({_BEFORE}))?", _century),
    (rf"(\d{{1,4}}|\d{{5,9}}|\d{{1,3}}(?:,\d{{3}})+) ?{_BEFORE}", _before_common_era),
    (r"(\d{4})-(?:(0[1-9]|1[0-2])-)?([0-3])X", _half_known),
    (r"(\d{3}[ux]|\d\d[ux]{2})", lambda m: (m[1].upper().replace("U", "X"),)),
    (r"(\d{4}(?:-\d\d){0,2})/(?:open|now|present|today)", lambda m: (f"{m[1]}/..",)),
)
_FORMS = tuple((re.compile(pattern, re.IGNORECASE), dates) for pattern, dates in _TYPED)
