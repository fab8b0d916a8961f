"""The meaning of a time expression, in EDTF: counted from the article's date and earlier dates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from explainer.dates.edtf import parse
from explainer.dates.timewords import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Expression

# An article that names so many years, none of them its own or the one before, tells history: its
# months belong to the year named last.
HISTORY = 3
_LONGEST_COUNT = 10_000  # days, nights or weeks that are counted, exclusive
_DAYS = {"day": 1, "night": 1, "week": 7}
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

    @property
    def is_year_of_last(self) -> bool:
        """Whether a month without a year belongs to the year named last."""
        return bool(self.last) and (self.history or not self.article)

    @property
    def year(self) -> str:
        """The year that a month without a year belongs to, or ""."""
        return (self.last if self.is_year_of_last else self.article)[:4]


def clock_for(article: str | None, expressions: Sequence[Expression]) -> Clock:
    """Return the clock of an article; `article` is its date, if it has one."""
    known = (article or "").rstrip("?~%")
    if not parse(known) or "/" in known or "X" in known or not known[0].isdigit():
        known = ""
    years = [each.parts.get("year", "") for each in expressions]
    numbers = [int(year) for year in years if year.isdigit()]
    is_of_its_time = known != "" and bool(numbers) and max(numbers) >= int(known[:4]) - 1
    return Clock(known, len(numbers) >= HISTORY and not is_of_its_time)


def meanings(expressions: Sequence[Expression], article: str | None) -> list[Meaning]:
    """Return the meaning of each expression, in order; each date in them is valid."""
    clock, found = clock_for(article, expressions), list[Meaning]()
    for each in expressions:
        edtf, reason = _FORMS[each.form](each.parts, clock)
        if edtf and not parse(edtf):
            found.append(("", "there is no such date in the calendar"))
            continue
        found.append((edtf, reason))
        if edtf and each.form in _NAMED:
            clock = replace(clock, last=edtf.rstrip("~").partition("/")[0])
    return found


def _iso(parts: _Parts, clock: Clock) -> Meaning:
    return parts["iso"], "the day is named"


def _day(parts: _Parts, clock: Clock) -> Meaning:
    year = parts.get("year") or clock.year
    if not year:
        return "", "the day is named, but no year, and the article has no date"
    month = f"{year}-{MONTHS[parts['month'][:3]]:02}"
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


def _month(parts: _Parts, clock: Clock) -> Meaning:
    year = parts.get("year") or clock.year
    if not year:
        return "", "the month is named, but no year, and the article has no date"
    value = _roughly(f"{year}-{MONTHS[parts['month'][:3]]:02}", "part" in parts)
    if "year" not in parts:
        return value, f"the month is named; {_whose_year(clock)}"
    if "part" in parts:
        return value, "the month is named, its days only roughly"
    return value, "the month is named"


def _season(parts: _Parts, clock: Clock) -> Meaning:
    which = parts.get("which", "")
    base = clock.last if which.startswith("that") else clock.article
    year = parts.get("year") or base[:4]
    if which in ("last", "next", "the following", "the previous") or not year:
        return "", "the year of this season depends on what it is counted from"
    value = f"{year}-{SEASONS[parts['season']]}"
    if "year" in parts:
        return value, "the season is named"
    return value, f"the season is named, of {year}"


def _years(parts: _Parts, clock: Clock) -> Meaning:
    first, last = parts["from"], parts["to"]
    if len(last) == 2:
        last = first[:2] + last
    return f"{first}/{last}", "both years are named"


def _decade(parts: _Parts, clock: Clock) -> Meaning:
    years = parts["decade"]
    if years.endswith("00"):
        known = years[:3] if "part" in parts else years[:2]
        return known.ljust(4, "X"), "the years are named; a decade or a century is meant"
    return _roughly(f"{years[:3]}X", "part" in parts), "the decade is named"


def _century(parts: _Parts, clock: Clock) -> Meaning:
    ordinal = parts["ordinal"]
    number = ORDINALS.get(ordinal) or int(ordinal[:-2] or 0)
    return f"{number - 1:02}XX", "the century is named"


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
    base, reason = clock.last, f"counted from the date named before, {clock.last}"
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
            return clock.last[:4], "the same year as the date named before"
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
    "iso": _iso, "day": _day, "month": _month, "season": _season, "years": _years,
    "decade": _decade, "century": _century, "year": _year, "ago": _ago, "within": _within,
    "which": _which, "weekday": _weekday, "duration": _duration, "now": _now, "open": _open,
    "past": _past, "vague": _vague, "clause": _clause, "event": _clause,
}  # fmt: skip
_NAMED = ("iso", "day", "month", "season", "years", "year", "ago")  # these set the clock


# --- counting ---


def _counted_from_article(clock: Clock) -> str:
    return f"counted from the date of the article, {clock.article}"


def _roughly(value: str, is_rough: bool) -> str:
    return f"{value}~" if is_rough else value


def _if_known(form: str, value: str) -> str:
    return form.format(value) if value else ""


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
    if unit == "month":
        if len(base) < 7 or base[5:7] > "12":  # a year alone, or with a season
            return ""
        years, month = divmod(int(base[5:7]) - 1 + number, 12)
        return f"{int(base[:4]) + years:04}-{month + 1:02}"
    year = int(base[:4]) + number * _YEARS.get(unit, 0)
    if unit not in ("year", "decade", "century"):
        return ""
    return _roughly(f"{year:04}", unit != "year")
