"""EDTF dates in English: "about May 2025", "the 1870s", "6 to 9 May 2025"."""

import re
from calendar import month_name
from collections.abc import Iterator
from decimal import Decimal

from explainer.dates.days import year_words

# A date with a time: the date, hours, minutes, seconds, and the zone
TIME = re.compile(r"(.+)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d(?::?\d\d)?)?")
_ISO = re.compile(r"(-?[\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?")
_LONG_YEAR = re.compile(r"Y?(-?\d+)(?:E(\d+))?(?:S(\d+))?")
# Table 2 of EDTF's level 2, "sub-year groupings"; a year stands in place of the braces.
_PARTS_OF_YEAR = {
    "21": "spring {}", "22": "summer {}", "23": "autumn {}", "24": "winter {}",
    "25": "spring {} (northern)", "26": "summer {} (northern)",
    "27": "autumn {} (northern)", "28": "winter {} (northern)",
    "29": "spring {} (southern)", "30": "summer {} (southern)",
    "31": "autumn {} (southern)", "32": "winter {} (southern)",
    "33": "the first quarter of {}", "34": "the second quarter of {}",
    "35": "the third quarter of {}", "36": "the last quarter of {}",
    "37": "the first third of {}", "38": "the second third of {}", "39": "the last third of {}",
    "40": "the first half of {}", "41": "the second half of {}",
}  # fmt: skip
_QUALIFIED = {"?": "perhaps {}", "~": "about {}", "%": "perhaps about {}"}
_DOUBT = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
_UNITS = ("year", "month", "day")
_DIGITS = ("first", "second", "third", "last")  # of a year
_A_YEAR = "a year "  # stands before "between 1000 and 1999" unless that is the whole date
_MILLION = 10**6
_DIGITS_UNTIL = 10**12  # nobody counts the digits of greater years


def words_of_date(text: str) -> str:
    """Return a valid EDTF date in English."""
    if text.startswith("["):
        return _set(text, "or")
    if text.startswith("{"):
        return _set(text, "and")
    if "/" in text:
        return _interval(*text.split("/"))
    return _single(text).removeprefix(_A_YEAR)


def _set(text: str, joiner: str) -> str:
    """Return a set of dates: `[1871,1873]` is "1871 or 1873", `{1871..1875}` all of them."""
    members = [_member(part.strip(), joiner) for part in text[1:-1].split(",")]
    return _listed(members, joiner)


def _listed(items: list[str], joiner: str) -> str:
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def _member(text: str, joiner: str) -> str:
    """Return a date in a set, or a row of dates such as `1871..1875`."""
    first, dots, last = text.partition("..")
    if not dots:
        return _single(text)
    if first and last:
        row = "between {} and {}" if joiner == "or" else "all from {} to {}"
        return row.format(_single(first), _single(last))
    if first:
        return f"{_single(first)} {joiner} later"
    return f"{_single(last)} {joiner} earlier"


def _interval(start: str, end: str) -> str:
    if start == end == "..":
        return "at any time"
    if start == end:
        return _single(start)
    if start == "":
        return f"until {_single(end)}, beginning unknown"
    if start == "..":
        return f"until {_single(end)}"
    if end == "":
        return f"from {_single(start)}, end unknown"
    if end == "..":
        return f"from {_single(start)} on"
    return f"{_without_shared_end(start, end)} to {_single(end)}"


def _without_shared_end(start: str, end: str) -> str:
    """Return the start of an interval without the month and year that it shares with its end.

    So each is written once: "6 to 9 May 2025", "March to May 2025".
    """
    words, end_words = _single(start).split(), _single(end).split()
    are_known = _ISO.fullmatch(start) and _ISO.fullmatch(end) and "X" not in start + end
    if len(words) != len(end_words) or not are_known:
        return " ".join(words)
    while len(words) > 1 and words[-1] == end_words[-1]:
        words.pop()
        end_words.pop()
    return " ".join(words)


def _single(text: str) -> str:
    """Return a date that is no interval or set: perhaps with a time or with marks of doubt."""
    time = TIME.fullmatch(text)
    if time:
        return f"{_single(time[1])}, {_time(time[2], time[3], time[4], time[5])}"
    bare = "".join(character for character in text if character not in _DOUBT)
    words = _date(bare)
    if text == bare:
        return words
    if text[:-1] == bare:
        return _QUALIFIED[text[-1]].format(words)
    return f"{words} ({', '.join(_doubts(text))})"


def _time(hours: str, minutes: str, seconds: str, zone: str | None) -> str:
    clock = f"{hours}:{minutes}"
    if seconds != "00":
        clock += f":{seconds}"
    if zone is None:
        return clock
    if zone == "Z":
        return f"{clock} UTC"
    return f"{clock} (UTC{zone})"


def _doubts(text: str) -> Iterator[str]:
    """Yield which parts of a date are in doubt, by the rules of EDTF's level 2.

    A mark right of a part is about that part and all before it; a mark left of it about it alone.
    """
    for index, part in enumerate(re.split(r"(?<=.)-", text)):
        if part[0] in _DOUBT:
            yield f"{_UNITS[index]} {_DOUBT[part[0]]}"
        if part[-1] in _DOUBT:
            yield f"{' and '.join(_UNITS[: index + 1])} {_DOUBT[part[-1]]}"


def _date(text: str) -> str:
    """Return a year, season, month or day, any part of which may be unknown."""
    iso = _ISO.fullmatch(text)
    if not iso:
        return _long_year(text)
    year, month, day = iso.groups(default="")
    if month in _PARTS_OF_YEAR:
        return _PARTS_OF_YEAR[month].format(_year(year))
    known_day = day.replace("XX", "")
    if month == "XX" and known_day:
        return f"the {_ordinal(int(day))} of an unknown month in {_year(year)}"
    known_month = month.replace("XX", "")
    named_month = month_name[int(known_month)] if known_month else ""
    lead = f"{known_day.lstrip('0')} {named_month}".strip()
    between = " in " if lead and "X" in year else " "
    words = f"{lead}{between}{_year(year)}".strip()
    unknown = [unit for unit, part in (("month", month), ("day", day)) if part == "XX"]
    return f"{words} ({' and '.join(unknown)} unknown)" if unknown else words


def _year(text: str) -> str:
    """Return a year of four digits, or the years between which one with unknown digits lies.

    `1871`, `187X` (the 1870s), `18XX` (the 19th century), `0079` (79 CE), `-0043` (44 BCE).
    """
    if text == "XXXX":
        return "an unknown year"
    if "X" not in text:
        return _with_era(int(text))
    if re.fullmatch(r"[1-9]\dXX", text):
        return f"the {_ordinal(int(text[:2]) + 1)} century"
    if re.fullmatch(r"[1-9]\d0X", text):  # "the 1900s" could be the century, too
        return f"the decade from {text[:3]}0 to {text[:3]}9"
    if re.fullmatch(r"[1-9]\d\dX", text):
        return f"the {text[:3]}0s"
    first, last = sorted(int(text.replace("X", digit)) for digit in "09")
    earlier, later = _with_era(first), _with_era(last)
    for era in (" BCE", " CE"):
        if earlier.endswith(era) and later.endswith(era):  # then the second one is enough
            earlier = earlier.removesuffix(era)
    return f"{_A_YEAR}between {earlier} and {later}{_unknown_digits(text)}"


def _unknown_digits(text: str) -> str:
    """Return which digits of a year are unknown, or "" if its first and last year show that.

    They do if all known digits are before all unknown ones, or all digits are unknown.
    """
    digits = text.removeprefix("-")
    if digits.rstrip("X").isdigit() or not digits.strip("X"):
        return ""
    unknown = [name for name, digit in zip(_DIGITS, digits, strict=True) if digit == "X"]
    noun = "digit" if len(unknown) == 1 else "digits"
    return f" ({_listed(unknown, 'and')} {noun} unknown)"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _with_era(year: int) -> str:
    """Return an astronomical year; these have a year 0, which is 1 BCE."""
    if 1000 <= year <= 9999:
        return str(year)
    if year > 0:
        return f"{_grouped(year)} CE"
    return f"{_grouped(1 - year)} BCE"


def _grouped(number: int) -> str:
    return f"{number:,}" if number > 9999 else str(number)


def _long_year(text: str) -> str:
    """Return a year of more than four digits, a power of ten, or one of few significant digits.

    `Y170000002`, `Y-17E7`, `1950S2`.
    """
    match = _LONG_YEAR.fullmatch(text)
    if not match:
        return text
    digits, exponent, significant = match.groups()
    year = int(digits) * 10 ** int(exponent or 0)
    words = _large_year(year)
    return f"{words} (to {significant} significant digits)" if significant else words


def _large_year(year: int) -> str:
    if abs(year) >= _DIGITS_UNTIL:
        return year_words(year)
    is_round = abs(year) >= _MILLION and year % (_MILLION // 10) == 0
    return _in_millions(year) if is_round else _with_era(year)


def _in_millions(year: int) -> str:
    """Return a round year in millions: `Y-66000000` means 66 million BCE, not 66,000,001 BCE."""
    number = f"{Decimal(abs(year)) / _MILLION:,f}"
    return f"{number} million {'BCE' if year < 0 else 'CE'}"
