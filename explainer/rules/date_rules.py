"""Editorial rules about dates: a value against the words of the article, and days that are still to come."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from explainer.dates.edtf import Edtf, Moment, in_words, parse
from explainer.dates.meanings import meanings
from explainer.dates.timewords import SEASONS, WEEKDAYS, Expression, expressions
from explainer.entries import Date
from explainer.model import Entry
from explainer.rules.english import is_english, language_of
from explainer.rules.rule_types import EditorialRule, Finding, Placing, Review

# Forms of expression that name a time without counting from another one.
_NAMED = ("iso", "day", "month", "season", "years", "decade", "century", "year")
# Over more years than these, a month without a year could be in any of them.
_FEW_YEARS = 3
# 15 October 1582 was the first day of the Gregorian calendar, in which values are; before it weekdays are others.
_GREGORIAN = 1583
_WEEKDAY = re.compile(
    r"(?:\b(\w+) )?\b(" + "|".join(name.capitalize() for name in WEEKDAYS) + r")\b"
)
_SEASON = re.compile(r"\d{4}-2[1-4]")
_COUNTED_FROM = ("after", "before", "between", "by", "from", "since", "till", "to", "until")
# `1,200 BC`, `1500 soldiers`: a number that is no year of our era
_NO_YEAR = re.compile(r"\s*(?:B\.?C|[a-z]{4,}s\b)")


def words_against_date(review: Review) -> Iterator[Finding]:
    """Report a date whose words in the article and whose value disagree.

    The words “Tuesday” are held against the day of the week, “6 May” against day and month, “spring” against a
    season, “1871” and “the 1870s” against the year, both ends of “1931 to 1935” against those of an interval, each
    also where only a part of them is quoted (“Tuesday, ” before it, “, 2025” behind it). Words that are counted from
    another time, such as “a year later”, are not looked at, nor are articles that are not in English, nor weekdays
    before 1583. An interval that ends before it begins is an error of its own (wrong-date).

    Bad: “Tuesday, 6 May 2025” with `date: 2025-05-07`; “May 2025” with `date: 2024-05`. Good: `date: 2025-05-06`.
    """
    languages = {
        article.slug: language_of(article, review.language) for article in review.loaded.articles
    }
    english = {slug for slug, language in languages.items() if is_english(language)}
    for entry in review.loaded.dates.values():
        value = parse(entry.body.date)
        if value and entry.article in english:
            for placing in review.placed(entry):
                yield from _disagreements(entry, value, placing)


def _disagreements(entry: Entry[Date], value: Edtf, placing: Placing) -> Iterator[Finding]:
    words = _extended(placing)
    named_times = [named for named in expressions(words) if _is_time(named, words)]
    times = [_bounds(named, value) for named in named_times]
    date_in_words = f"{value.words} (`{value.text}`)"
    seasons = {
        SEASONS[named.parts["season"]] for named in expressions(words) if named.form == "season"
    }
    is_other = (
        bool(seasons and _SEASON.fullmatch(value.text)) and int(value.text[-2:]) not in seasons
    )
    is_other |= len(times) == 1 and _has_other_end(named_times[0], *times[0], value)
    if is_other or (
        times and not any(lower <= value.upper and value.lower <= upper for lower, upper in times)
    ):
        message = f"the words of {entry.ref} are “{words}”, but its date is {date_in_words}; correct one of them"
        yield Finding(entry.at("date"), message, entry)
        return
    named_days, days = _weekdays(words), _days(value)
    if (
        named_days
        and days
        and not {day.weekday() for day in days} & {WEEKDAYS[name] for name in named_days}
    ):
        name, day = named_days[0].capitalize(), days[0]
        message = f"the words of {entry.ref} say {name}, but {date_in_words} {_is_a(days)} {day:%A}; correct one of them"
        yield Finding(entry.at("date"), message, entry)


def _has_other_end(named: Expression, lower: Moment, upper: Moment, value: Edtf) -> bool:
    """Whether words that name two ends, and a value that does, name different ones; as precisely as the words do."""
    precision = 1 if named.form == "years" else 3 if "last" in named.parts else 0
    ends = value.lower[:precision], value.upper[:precision]
    return "/" in value.text and ends != (lower[:precision], upper[:precision])


def _is_a(days: list[date]) -> str:
    return "is a" if len(days) == 1 else "begins on a"


def _extended(placing: Placing) -> str:
    """The quoted words, with a weekday right before them and a year right behind."""
    context = placing.highlight.context
    before = re.search(r"\b([A-Z]\w+day,? (?:the )?)$", context.before)
    after = re.match(r",? \d{4}\b(?![.,]\d)", context.after)
    return (before[1] if before else "") + context.words + (after[0] if after else "")


def _is_time(named: Expression, words: str) -> bool:
    return named.form in _NAMED and not (
        named.form == "year" and _NO_YEAR.match(words[named.span.end :])
    )


def _bounds(named: Expression, value: Edtf) -> tuple[Moment, Moment]:
    """From when to when the words reach; where they name no year, those years count in which the value is."""
    first, last = value.lower, value.upper
    if named.form == "season":
        year = int(named.parts["year"]) if named.parts.get("year", "").isdigit() else 0
        return (
            ((year, 1, 1, 0), (year + 1, 12, 31, 0)) if year else (first, last)
        )  # a winter ends in the next year
    has_year = named.form in ("iso", "years", "decade", "century", "year") or "year" in named.parts
    if not has_year and not last[0] - first[0] < _FEW_YEARS:
        return first, last
    years = [0] if has_year else range(int(first[0]), int(last[0]) + 1)
    times = [parse(meanings([named], f"{year:04}" if year else None)[0][0]) for year in years]
    found = [time for time in times if time]
    near = [time for time in found if time.lower <= last and first <= time.upper] or found
    return (near[0].lower, near[0].upper) if near else (first, last)


def _weekdays(words: str) -> list[str]:
    return [
        match[2].lower()
        for match in _WEEKDAY.finditer(words)
        if (match[1] or "").lower() not in _COUNTED_FROM
    ]


def _days(value: Edtf) -> list[date]:
    """The days of a value that names single days; none for one that is longer than six of them, or not so precise."""
    try:
        first, last = (
            date(int(year), month, day) for year, month, day, _ in (value.lower, value.upper)
        )
    except (ValueError, OverflowError):
        return []
    if first.year < _GREGORIAN or not (last - first).days < 6:
        return []
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def day_to_come(review: Review) -> Iterator[Finding]:
    """Report a claim that was checked, or an address that was read, on a date in the future.

    A day counts as begun as soon as it has begun anywhere on earth; of a month or year, the first day counts.

    Bad: `checked: 2105-05-07`, `accessed: 2105`, typed for 2015. Good: the day on which that was done.
    """
    today = _latest_day_on_earth()
    for entry in review.loaded.claims.values():
        checked = entry.body.verdict.checked if entry.body.verdict else None
        if checked and _is_after(checked, today):
            message = f"{entry.ref} was checked on a date in the future ({in_words(checked)}); correct `checked`"
            yield Finding(entry.at("verdict", "checked"), message, entry)
    for source in review.loaded.sources.values():
        read = source.body.accessed
        if read and _is_after(read, today):
            message = f"{source.ref} was read on a date in the future ({in_words(read)}); correct `accessed`"
            yield Finding(source.at("accessed"), message, source)


def _latest_day_on_earth() -> date:
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def _is_after(text: str, day: date) -> bool:
    value = parse(text)
    return value is not None and value.lower[:3] > (day.year, day.month, day.day)


DATE_RULES: tuple[EditorialRule, ...] = (words_against_date, day_to_come)
