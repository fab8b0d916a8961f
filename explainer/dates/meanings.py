"""What a time expression means, in EDTF: worked out from the date of the article and from the dates named before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from explainer.dates.edtf import parse
from explainer.dates.timewords import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Expression

# An article that names so many years, none of them its own or the one before, tells history: its months belong to the
# year named last.
HISTORY = 3
_STEPS = {"day": 1, "night": 1, "week": 7}
Meaning = tuple[str, str]
"""The date in EDTF ("" for none), and why these words mean it; or why nobody can tell from the words alone."""


@dataclass(frozen=True)
class Clock:
    """What the reader of an expression knows: when the article appeared, and the date that the text named last."""

    article: str  # EDTF without marks of doubt, "" if unknown
    history: bool
    last: str = ""

    @property
    def year(self) -> str:
        """The year that a month without a year belongs to, or ""."""
        return (self.last if self.history and self.last else self.article or self.last)[:4]


def clock_for(article: str | None, expressions: Sequence[Expression]) -> Clock:
    """Set the clock; `article` is the date of the article, if it has one."""
    bare = (article or "").rstrip("?~%")
    known = (
        bare if parse(bare) and "/" not in bare and "X" not in bare and bare[:1].isdigit() else ""
    )
    years = [
        int(each.parts["year"]) for each in expressions if each.parts.get("year", "").isdigit()
    ]
    return Clock(known, len(years) >= HISTORY and (not known or max(years) < int(known[:4]) - 1))


def meanings(expressions: Sequence[Expression], article: str | None) -> list[Meaning]:
    """Say what each expression means, in order; each date is valid."""
    clock, found = clock_for(article, expressions), list[Meaning]()
    for each in expressions:
        edtf, reason = _FORMS[each.form](each.parts, clock)
        found.append(
            (edtf, reason) if not edtf or parse(edtf) else ("", "no such date is in the calendar")
        )
        if parse(edtf) and each.form in _NAMED:
            clock = replace(clock, last=edtf.rstrip("~").partition("/")[0])
    return found


def _iso(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return parts["iso"], "the day is named"


def _day(parts: Mapping[str, str], clock: Clock) -> Meaning:
    year = parts.get("year") or clock.year
    if not year:
        return "", "the day is named, but no year, and the article has no date"
    month = f"{year}-{MONTHS[parts['month'][:3]]:02}"
    value = f"{month}-{int(parts['day']):02}" + (
        f"/{month}-{int(parts['last']):02}" if "last" in parts else ""
    )
    return value, "the day is named" if "year" in parts else _of_year(clock) + _weekday_differs(
        parts, value
    )


def _of_year(clock: Clock) -> str:
    whose = (
        "the one named last"
        if (clock.history or not clock.article) and clock.last
        else "that of the article"
    )
    return f"day and month are named; the year is {whose}, {clock.year}"


def _weekday_differs(parts: Mapping[str, str], value: str) -> str:
    weekday = parts.get("weekday")
    day = _as_day(value)
    if weekday and day and day.weekday() != WEEKDAYS[weekday]:
        return f", though in that year the day was no {weekday.capitalize()}"
    return ""


def _month(parts: Mapping[str, str], clock: Clock) -> Meaning:
    year = parts.get("year") or clock.year
    if not year:
        return "", "the month is named, but no year, and the article has no date"
    value = f"{year}-{MONTHS[parts['month'][:3]]:02}" + ("~" if "part" in parts else "")
    if "year" in parts:
        return value, "the month is named" + (", its days only roughly" if "part" in parts else "")
    return value, _of_year(clock).replace("day and month are", "the month is")


def _season(parts: Mapping[str, str], clock: Clock) -> Meaning:
    year = parts.get("year") or (
        clock.last[:4] if parts.get("which", "").startswith("that") else clock.article[:4]
    )
    if parts.get("which") in ("last", "next", "the following", "the previous") or not year:
        return "", "of which year this season is depends on what it is counted from"
    return f"{year}-{SEASONS[parts['season']]}", "the season is named" + (
        "" if "year" in parts else f", of {year}"
    )


def _years(parts: Mapping[str, str], clock: Clock) -> Meaning:
    first, last = parts["from"], parts["to"]
    return f"{first}/{last if len(last) == 4 else first[:2] + last}", "both years are named"


def _decade(parts: Mapping[str, str], clock: Clock) -> Meaning:
    years = parts["decade"]
    if years.endswith("00"):
        return (
            f"{years[:2]}{'0X' if 'part' in parts else 'XX'}",
            "the years are named; a decade or a century is meant",
        )
    return f"{years[:3]}X" + ("~" if "part" in parts else ""), "the decade is named"


def _century(parts: Mapping[str, str], clock: Clock) -> Meaning:
    ordinal = parts["ordinal"]
    number = ORDINALS.get(ordinal) or int(ordinal[:-2] or 0)
    return f"{number - 1:02}XX", "the century is named"


def _year(parts: Mapping[str, str], clock: Clock) -> Meaning:
    year, bound = parts["year"], parts.get("bound", "")
    if bound in ("since", "after"):
        return f"{year}/..", f"“{bound}” leaves the end open"
    if bound in ("until", "till", "before", "by"):
        return f"../{year}", f"“{bound}” leaves the beginning open"
    rough = "part" in parts or "about" in parts
    return year + ("~" if rough else ""), "the year is named" + (", roughly" if rough else "")


def _ago(parts: Mapping[str, str], clock: Clock) -> Meaning:
    way, number = parts["way"], _number(parts.get("number"))
    if way in ("ago", "hence", "away"):
        base, what = clock.article, f"counted from the date of the article, {clock.article}"
    else:
        base, what = clock.last, f"counted from the date named before, {clock.last}"
    if not base or not number:
        return "", "a stretch of time; the words do not say how long, or from when it is counted"
    back = way in ("ago", "earlier", "before", "previously")
    return _shifted(base, -number if back else number, parts["unit"]), what


def _within(parts: Mapping[str, str], clock: Clock) -> Meaning:
    number = _number(parts.get("number", "a"))
    back = parts["way"] in ("past", "last")
    if (
        clock.history
        or not clock.article
        or not number
        or parts["way"] in ("first", "final", "following", "ensuing")
    ):
        return "", "a stretch of time; the words do not say from when it is counted"
    other = _shifted(clock.article, -number if back else number, parts["unit"]).rstrip("~")
    ends = (other, clock.article) if back else (clock.article, other)
    return "/".join(ends) if other else "", f"counted from the date of the article, {clock.article}"


def _which(parts: Mapping[str, str], clock: Clock) -> Meaning:
    which, unit = parts["which"], parts["unit"]
    step = {"last": -1, "the past": -1, "this": 0, "next": 1, "the coming": 1}.get(which)
    if step is None or "way" in parts:
        base = clock.last[:4] if unit == "year" and which in ("that", "the same") else ""
        return (
            base,
            "the same year as the date named before"
            if base
            else "counted from something told before",
        )
    if not clock.article or clock.history or unit in WEEKDAYS:
        return "", "the words do not say from which day it is counted"
    return _shifted(
        clock.article, step, unit
    ), f"counted from the date of the article, {clock.article}"


def _weekday(parts: Mapping[str, str], clock: Clock) -> Meaning:
    day = _as_day(clock.article)
    if day is None:
        return "", "a weekday near the day of the article, which is not known"
    back = (day.weekday() - WEEKDAYS[parts["weekday"]]) % 7
    return (
        day - timedelta(back)
    ).isoformat(), f"the last such weekday up to the day of the article, {clock.article}"


def _duration(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return "", "a length of time; the words do not say when it began"


def _now(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return clock.article + ("~" if clock.article else ""), "the present of the article"


def _open(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return (
        f"{clock.article}/.." if clock.article else ""
    ), "from the present of the article on, with no end named"


def _past(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return (
        f"../{clock.article}" if clock.article else ""
    ), "up to the present of the article, with no beginning named"


def _vague(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return "", "points to a time told before; the words alone do not say which"


def _clause(parts: Mapping[str, str], clock: Clock) -> Meaning:
    return "", "a time told by an event; its date has to be looked up"


_FORMS: Mapping[str, Callable[[Mapping[str, str], Clock], Meaning]] = {
    "iso": _iso, "day": _day, "month": _month, "season": _season, "years": _years, "decade": _decade,
    "century": _century, "year": _year, "ago": _ago, "within": _within, "which": _which, "weekday": _weekday,
    "duration": _duration, "now": _now, "open": _open, "past": _past, "vague": _vague, "clause": _clause,
    "event": _clause,
}  # fmt: skip
_NAMED = ("iso", "day", "month", "season", "years", "year", "ago")


# --- counting ---


def _number(word: str | None) -> int:
    return int(word) if word and word.isdigit() else NUMBERS.get(word or "", 0)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shifted(base: str, number: int, unit: str) -> str:
    """Move a date by some units and give it as precisely as the unit is: a week has seven days, a month no day."""
    day = _as_day(base)
    if unit == "week" and day and abs(number) <= 1:
        monday = day - timedelta(day.weekday()) + timedelta(7 * number)
        return f"{monday}/{monday + timedelta(6)}"
    if unit in _STEPS:
        return (
            (day + timedelta(_STEPS[unit] * number)).isoformat()
            if day and abs(number) < 10_000
            else ""
        )
    if unit == "month":
        month = int(base[5:7]) - 1 + number if len(base) >= 7 and base[5:7] <= "12" else None
        return "" if month is None else f"{int(base[:4]) + month // 12:04}-{month % 12 + 1:02}"
    year = int(base[:4]) + number * {"year": 1, "decade": 10, "century": 100, "generation": 30}.get(
        unit, 0
    )
    return (
        f"{year:04}" if unit == "year" else f"{year:04}~" if unit in ("decade", "century") else ""
    )
