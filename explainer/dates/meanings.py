"""The meaning of a time expression, in EDTF: counted from the article's date and earlier dates."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from explainer.dates.edtf import parse
from explainer.dates.edtf_advice import proposals
from explainer.dates.eras import edtf_year, is_before, year_in_edtf
from explainer.dates.timewords import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Expression

# An article that names so many years, none of them its own or the one before, tells history: its
# months belong to the year named last.
HISTORY = 3
_LONGEST_COUNT = 10_000  # days, nights or weeks that are counted, exclusive
_DAYS = {"day": 1, "night": 1, "week": 7}
_YEAR = re.compile(r"-?\d{4}|Y-?\d+")
_YEARS = {"year": 1, "decade": 10, "century": 100, "generation": 30}
Meaning = tuple[str, str]
"""The date in EDTF ("" for none), and why these words mean it; or why the words do not show it."""
_Parts = Mapping[str, str]  # of an expression, by their names


@dataclass(frozen=True)
class Clock:
    """What a reader knows at an expression: the article's date, and the date named last."""

    article: str  # EDTF without marks of doubt, "" if unknown
    history: bool  # whether the article tells history, see HISTORY
    last: str = ""
    is_lost: bool = False  # whether a date named since then is in doubt
    year_before: str = ""  # that of the date named last, if it is in the same sentence

    @property
    def is_year_of_last(self) -> bool:
        """Whether a month without a year belongs to the year named last."""
        return bool(self.last) and (self.history or not self.article)

    @property
    def year(self) -> str:
        """The year that a month without a year belongs to, or ""."""
        return _year_of(self.last if self.is_year_of_last else self.article)


def clock_for(article: str | None, expressions: Sequence[Expression]) -> Clock:
    """Return the clock of an article; `article` is its date, if it has one."""
    known = (article or "").rstrip("?~%")
    if not parse(known) or "/" in known or "X" in known or not _year_of(known):
        known = ""
    years = [each.parts["year"] for each in expressions if "year" in each.parts]
    numbers = [_year_number(year) for year in years]
    is_of_its_time = known != "" and bool(numbers) and max(numbers) >= _year_number(known) - 1
    return Clock(known, len(numbers) >= HISTORY and not is_of_its_time)


def meanings(expressions: Sequence[Expression], article: str | None) -> list[Meaning]:
    """Return the meaning of each expression, in order; each date in them is valid."""
    clock, found = clock_for(article, expressions), list[Meaning]()
    for each in expressions:
        if each.begins:
            clock = replace(clock, year_before="")
        edtf, reason = _FORMS[each.form](each.parts, clock)
        if edtf and not parse(edtf):
            edtf, reason = "", "there is no such date in the calendar"
        found.append((edtf, reason))
        if each.form in _NAMED:
            clock = _set(clock, _start(edtf))
    return found


def _set(clock: Clock, last: str) -> Clock:
    """Return the clock after words that named a date, or "" if they left it in doubt."""
    if not last:
        return replace(clock, is_lost=True)
    return replace(clock, last=last, year_before=_year_of(last), is_lost=False)


def _iso(parts: _Parts, clock: Clock) -> Meaning:
    return parts["iso"], "the day is named"


def _numbers(parts: _Parts, clock: Clock) -> Meaning:
    either = proposals(parts["numbers"])
    if len(either) == 1:
        return either[0], "the day is named"
    return "", " or ".join(either) or "there is no such date in the calendar"


def _unclear_year(parts: _Parts, clock: Clock) -> str:
    """Return why the words do not tell the year of a day or month, or ""."""
    if "year" in parts:
        return ""
    short = parts.get("short", "")[-2:]
    if short and not clock.year.endswith(short):
        return f"the words do not tell whether {short} is a year, and of which century"
    if not clock.year:
        return "no year is named, and the article has no date"
    if clock.year_before and clock.year_before != clock.year:
        return f"the year may be {clock.year_before} or that of the article, {clock.year}"
    return ""


def _day(parts: _Parts, clock: Clock) -> Meaning:
    year, unclear = parts.get("year") or clock.year, _unclear_year(parts, clock)
    if unclear:
        return "", f"day and month are named, but {unclear}"
    month = _month_in(year, parts["month"])
    value = f"{month}-{int(parts['day']):02}"
    if "last" in parts:
        value += f"/{month}-{int(parts['last']):02}"
    if "year" in parts:
        return value, "the day is named"
    return value, f"day and month are named; {_whose_year(clock)}{_other_weekday(parts, value)}"


def _whose_year(clock: Clock) -> str:
    whose = "the one named last" if clock.is_year_of_last else "that of the article"
    return f"the year is {whose}, {clock.year}"


def _other_weekday(parts: _Parts, value: str) -> str:
    """Return a remark if the day is another weekday than the one that is named, else ""."""
    weekday = parts.get("weekday")
    day = _as_day(value)
    if weekday and day and day.weekday() != WEEKDAYS[weekday]:
        return f", though in that year the day was no {weekday.capitalize()}"
    return ""


def _two_months(parts: _Parts, clock: Clock) -> Meaning:
    """Return the meaning of two months, or of a day in each."""
    has_days = "first_day" in parts
    year, unclear = parts.get("year") or clock.year, _unclear_year(parts, clock)
    if unclear:
        named = "days and months" if has_days else "the months"
        return "", f"{named} are named, but {unclear}"
    first, last = _month_in(year, parts["first_month"]), _month_in(year, parts["month"])
    if not has_days:
        return _joined(first, last, parts, "both months are named")
    first_day, last_day = int(parts["first_day"]), int(parts["day"])
    return _joined(f"{first}-{first_day:02}", f"{last}-{last_day:02}", parts, "both days are named")


def _month_in(year: str, name: str) -> str:
    return f"{year}-{MONTHS[name[:3]]:02}"


def _month(parts: _Parts, clock: Clock) -> Meaning:
    year, unclear = parts.get("year") or clock.year, _unclear_year(parts, clock)
    if unclear:
        return "", f"the month is named, but {unclear}"
    value = _roughly(_month_in(year, parts["month"]), "part" in parts)
    if "year" not in parts:
        return value, f"the month is named; {_whose_year(clock)}"
    if "part" in parts:
        return value, "the month is named, its days only roughly"
    return value, "the month is named"


def _season(parts: _Parts, clock: Clock) -> Meaning:
    which = parts.get("which", "")
    base = clock.last if which.startswith("that") else clock.article
    year = parts.get("year") or _year_of(base)
    if which in ("last", "next", "the following", "the previous") or not year:
        return "", "the year of this season depends on what it is counted from"
    value = f"{year}-{SEASONS[parts['season']]}"
    if "year" in parts:
        return value, "the season is named"
    return value, f"the season is named, of {year}"


def _years(parts: _Parts, clock: Clock) -> Meaning:
    first, last = parts["from"], parts["to"].lstrip("’'‘")
    if last.isdigit() and is_before(first):
        return "", "the words do not tell whether the second year is before our era, too"
    if first.replace(",", "").isdigit() and is_before(last):
        first += " BC"
    if len(last) == 2 and "slash" in parts and int(last) <= 12:
        return "", "the words do not tell whether the second number is a year or a month"
    known = year_in_edtf(first)
    if last.isdigit() and len(last) < len(known.lstrip("0")):  # 1939–45
        last = known[: -len(last)] + last
    return _joined(known, year_in_edtf(last), parts, "both years are named")


def _joined(first: str, last: str, parts: _Parts, reason: str) -> Meaning:
    """Return an interval, both dates (and), or one of them (or)."""
    if not parse(f"{first}/{last}"):
        return "", "the second time is not after the first, or too long ago for an interval"
    if parts.get("joined") == "or":
        return f"[{first},{last}]", reason
    if parts.get("joined") == "and" and "between" not in parts:
        return f"{{{first},{last}}}", reason
    return f"{first}/{last}", reason


def _decade(parts: _Parts, clock: Clock) -> Meaning:
    years = parts["decade"]
    if is_before(parts.get("era", "")):
        return _decade_before(int(years), "part" in parts)
    years = years.rjust(4, "0")
    if years.endswith("00"):
        known = years[:3] if "part" in parts else years[:2]
        return known.ljust(4, "X"), "the years are named; a decade or a century is meant"
    return _roughly(f"{years[:3]}X", "part" in parts), "the decade is named"


def _decade_before(years: int, is_part: bool) -> Meaning:
    """Return the meaning of a decade before our era: the 440s BC are 449 to 440 BC."""
    if years % 100 == 0:
        return "", "the years are named; a decade or a century is meant"
    if is_part:
        return "", "the decade is named, but its years only roughly"
    return f"[{edtf_year(-8 - years)}..{edtf_year(1 - years)}]", "the decade is named"


def _century(parts: _Parts, clock: Clock) -> Meaning:
    sign = "-" if is_before(parts.get("era", "")) else ""
    return f"{sign}{_number_of(parts['ordinal']) - 1:02}XX", "the century is named"


def _centuries(parts: _Parts, clock: Clock) -> Meaning:
    era, first_era = parts.get("era", ""), parts.get("first_era", "")
    if parts.get("joined") == "or":
        return "", "one of two centuries"
    if first_era and not era:
        return "", "the words do not tell in which era the second century is"
    earlier, later = _number_of(parts["first"]), _number_of(parts["ordinal"])
    first, _ = _years_of_century(earlier, first_era or era)
    _, last = _years_of_century(later, era)
    if not is_before(first_era or era):
        return f"{earlier - 1:02}XX/{later - 1:02}XX", "both centuries are named"
    return f"{first}/{last}", "both centuries are named"


def _years_of_century(number: int, era: str) -> tuple[str, str]:
    """Return the first and the last year of a century, as EDTF counts them."""
    if is_before(era):
        return edtf_year(1 - 100 * number), edtf_year(100 - 100 * number)
    return edtf_year(100 * number - 100), edtf_year(100 * number - 1)


def _number_of(ordinal: str) -> int:
    return ORDINALS.get(ordinal) or int(ordinal[:-2] or 0)


def _year(parts: _Parts, clock: Clock) -> Meaning:
    year, bound = parts["year"], parts.get("bound", "")
    if bound in ("since", "after"):
        return f"{year}/..", f"“{bound}” leaves the end open"
    if bound in ("until", "till", "before", "by"):
        return f"../{year}", f"“{bound}” leaves the beginning open"
    if "part" in parts or "about" in parts:
        return f"{year}~", "the year is named, roughly"
    return year, "the year is named"


def _ago(parts: _Parts, clock: Clock) -> Meaning:
    way, number = parts["way"], _number(parts.get("number", ""))
    base = "" if clock.is_lost else clock.last
    reason = f"counted from the date named before, {clock.last}"
    if way in ("ago", "hence", "away"):
        base, reason = clock.article, _counted_from_article(clock)
    if not base or not number:
        return "", "a stretch of time; the words do not say how long, or from when it is counted"
    if way in ("ago", "earlier", "before", "previously"):
        number = -number
    return _shifted(base, number, parts["unit"]), reason


def _within(parts: _Parts, clock: Clock) -> Meaning:
    way, number = parts["way"], _number(parts.get("number", "a"))
    is_from_other_day = clock.history or way in ("first", "final", "following", "ensuing")
    if is_from_other_day or not clock.article or not number:
        return "", "a stretch of time; the words do not say from when it is counted"
    reason = _counted_from_article(clock)
    if way in ("past", "last"):
        start = _shifted(clock.article, -number, parts["unit"]).rstrip("~")
        return _if_known(f"{{}}/{clock.article}", start), reason
    end = _shifted(clock.article, number, parts["unit"]).rstrip("~")
    return _if_known(f"{clock.article}/{{}}", end), reason


def _which(parts: _Parts, clock: Clock) -> Meaning:
    which, unit = parts["which"], parts["unit"]
    steps = {"last": -1, "the past": -1, "this": 0, "next": 1, "the coming": 1}
    if which not in steps or "way" in parts:
        if unit == "year" and which in ("that", "the same") and clock.last:
            return _year_of(clock.last), "the same year as the date named before"
        return "", "counted from something mentioned before"
    if not clock.article or clock.history or unit in WEEKDAYS:
        return "", "the words do not say from which day it is counted"
    return _shifted(clock.article, steps[which], unit), _counted_from_article(clock)


def _weekday(parts: _Parts, clock: Clock) -> Meaning:
    day = _as_day(clock.article)
    if day is None:
        return "", "a weekday near the day of the article, which is not known"
    back = (day.weekday() - WEEKDAYS[parts["weekday"]]) % 7
    reason = f"the last such weekday up to the day of the article, {clock.article}"
    return (day - timedelta(back)).isoformat(), reason


def _duration(parts: _Parts, clock: Clock) -> Meaning:
    return "", "a length of time; the words do not say when it began"


def _now(parts: _Parts, clock: Clock) -> Meaning:
    return _if_known("{}~", clock.article), "the present of the article"


def _open(parts: _Parts, clock: Clock) -> Meaning:
    reason = "from the present of the article on, with no end named"
    return _if_known("{}/..", clock.article), reason


def _past(parts: _Parts, clock: Clock) -> Meaning:
    reason = "up to the present of the article, with no beginning named"
    return _if_known("../{}", clock.article), reason


def _vague(parts: _Parts, clock: Clock) -> Meaning:
    return "", "points to a time mentioned before; the words alone do not say which"


def _clause(parts: _Parts, clock: Clock) -> Meaning:
    return "", "a time given by an event; its date has to be looked up"


_FORMS: Mapping[str, Callable[[_Parts, Clock], Meaning]] = {
    "iso": _iso, "day": _day, "numbers": _numbers, "days": _two_months, "months": _two_months,
    "month": _month, "season": _season, "years": _years, "decade": _decade, "century": _century,
    "centuries": _centuries, "year": _year, "ago": _ago, "within": _within, "which": _which,
    "weekday": _weekday, "duration": _duration, "now": _now, "open": _open, "past": _past,
    "vague": _vague, "clause": _clause, "event": _clause,
}  # fmt: skip
# These set the clock.
_NAMED = ("iso", "day", "numbers", "days", "month", "months", "season", "years", "year", "ago")


# --- counting ---


def _counted_from_article(clock: Clock) -> str:
    return f"counted from the date of the article, {clock.article}"


def _roughly(value: str, is_rough: bool) -> str:
    return f"{value}~" if is_rough else value


def _if_known(form: str, value: str) -> str:
    return form.format(value) if value else ""


def _start(edtf: str) -> str:
    """Return the first date of an interval, a set or a single date, or "" if it is open."""
    start = re.split("[/,]", edtf.strip("[]{}"))[0].rstrip("~")
    return start if _year_of(start) else ""


def _year_of(edtf: str) -> str:
    """Return the year with which a date in EDTF begins, or "" if it begins with none."""
    year = _YEAR.match(edtf)
    return year[0] if year else ""


def _year_number(edtf: str) -> int:
    return int(_year_of(edtf).removeprefix("Y"))


def _number(word: str) -> int:
    """Return the number that a word or digits mean, 0 for any other word."""
    return int(word) if word.isdigit() else NUMBERS.get(word, 0)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shifted(base: str, number: int, unit: str) -> str:
    """Return a date moved by some units, as precise as the unit; "" if it cannot be counted.

    This week and those beside it are intervals of seven days; a month has no day.
    """
    day = _as_day(base)
    if unit == "week" and day and abs(number) <= 1:
        monday = day - timedelta(day.weekday()) + timedelta(7 * number)
        return f"{monday}/{monday + timedelta(6)}"
    if unit in _DAYS:
        if day is None or abs(number) >= _LONGEST_COUNT:
            return ""
        return (day + timedelta(_DAYS[unit] * number)).isoformat()
    year = _year_of(base)
    base_month = base[len(year) + 1 :][:2]
    if unit == "month":
        if not base_month or base_month > "12":  # a year alone, or with a season
            return ""
        years, month = divmod(int(base_month) - 1 + number, 12)
        return f"{edtf_year(_year_number(base) + years)}-{month + 1:02}"
    if unit not in ("year", "decade", "century"):
        return ""
    shifted = edtf_year(_year_number(base) + number * _YEARS[unit])
    return _roughly(shifted, unit != "year")
