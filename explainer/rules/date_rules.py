"""Editorial rules about dates: values against the words of the article, and days to come."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta

from explainer.dates import eras
from explainer.dates.edtf import Edtf, in_words, parse, says_nothing
from explainer.dates.edtf_advice import proposals
from explainer.dates.meanings import meanings
from explainer.dates.moments import Moment
from explainer.dates.timewords import SEASONS, WEEKDAYS, Expression, expressions
from explainer.entries import Date
from explainer.format.fields import dates
from explainer.model import AnyEntry, Entry, Place, Steps
from explainer.rules.origins import article_of, english_articles, link_place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.sentences import Context

# Forms of expression that name a time without counting from another
_WITH_YEAR = ("iso", "numbers", "years", "decade", "century", "centuries", "year")
_NAMED = (*_WITH_YEAR, "day", "days", "month", "months", "season")
_FEW_YEARS = 3  # over more years, a month without a year could be in any of them
# Values are in the Gregorian calendar, which began on 15 October 1582; weekdays differ before.
_GREGORIAN = 1583
_WEEKDAY = re.compile(
    r"(?:\b(\w+) )?\b(" + "|".join(name.capitalize() for name in WEEKDAYS) + r")\b"
)
_SEASON = re.compile(r"-?\d{4}-2[1-4]")
_COUNTED_FROM = ("after", "before", "between", "by", "from", "since", "till", "to", "until")
_NO_YEAR = re.compile(r"\s*[a-z]{4,}s\b")  # `1500 soldiers`
# What belongs to quoted words and stands directly before or after them
_BEFORE = re.compile(rf"\b([A-Z]\w+day,? (?:the )?|{eras.ERA_FIRST})$")
_AFTER = re.compile(rf",? {eras.YEAR}|{eras.ERA}|,? \d{{4}}\b(?![.,]\d)")
# What can be before a time in words that are nothing else
_HAPPENED = re.compile(r"(?:(?:\w+ )?(?:during|in|on) )?")
_OTHER_END = re.compile(rf"(?:-|–|—| to ){eras.YEAR}")  # `431` is before our era in `431 to 404 BC`
# The year 0 is 1 BC, but `00XX` is written for the 1st century of our era.
_FROM_YEAR_0 = re.compile("00[0X]X")
_KNOWN = "18XX or ../1911"
_WRITE_OR_REMOVE = f"write what is known, such as {_KNOWN}, or remove its key"


def words_against_date(review: Review) -> Iterator[Finding]:
    """Report a date whose value disagrees with its words in the article.

    The word “Tuesday” is compared with the day of the week, “6 May” with day and month, “spring”
    with a season, “1871”, “44 BC” (in EDTF, `-0043`) and “the 1870s” with the year, both ends of
    “1931 to 1935” with those of an interval; also where only a part of them is quoted (“Tuesday, ”
    before it, “, 2025” or “ BC” after it). The same goes for links to the date whose words are a
    time, and at most one word more (“built in 1871”). Words that count from another time, such as
    “a year later”, are skipped, and so are texts that are not in English, and weekdays before 1583.
    An interval that ends before it begins is an error of its own (wrong-date).

    Bad: “Tuesday, 6 May 2025” with `date: 2025-05-07`; “May 2025” with `date: 2024-05`.
    Good: `date: 2025-05-06`.
    """
    english = set(english_articles(review))
    for entry in review.loaded.dates.values():
        value = parse(entry.body.date)
        for place, said, words in _words_of(review, entry, english):
            message = _disagreement(said, value, words) if value else ""
            if message:
                yield Finding(place, message, entry)


def _words_of(
    review: Review, entry: Entry[Date], english: Collection[str]
) -> Iterator[tuple[Place, str, str]]:
    """Yield words that should agree with a date: where to correct, what they are, the words."""
    if entry.article in english:
        for placing in review.placed(entry):
            words = _extended(placing.highlight.context)
            yield entry.at("date"), f"the words of {entry.ref}", words
    for mention in review.site.mentions.get(entry.ref, ()):
        words = _extended(mention.context)
        if article_of(review, mention.origin) in english and _is_only_time(words):
            place = link_place(review, mention)
            yield place, f"the words of a link to {entry.ref}", words


def _is_only_time(words: str) -> bool:
    """Return whether words name one time, and at most say what happened then: built in 1871."""
    found = expressions(words)
    if len(found) != 1 or found[0].span.end < len(words):
        return False
    return _HAPPENED.fullmatch(words[: found[0].span.start]) is not None


def _disagreement(said: str, value: Edtf, words: str) -> str:
    """Return the message about words and a value that disagree, or ""; `said` is whose they are."""
    date_in_words = f"{value.words} (`{value.text}`)"
    if _is_other_season(words, value) or _is_other_time(words, value):
        found = f"{said} are “{words}”, but its date is {date_in_words}"
        return f"{found}{_before_our_era(words)}; correct one of them"
    named_days, days = list(_weekdays(words)), _days(value)
    if not named_days or not days:
        return ""
    numbers = {WEEKDAYS[name] for name in named_days}
    if any(day.weekday() in numbers for day in days):
        return ""
    name = named_days[0].capitalize()
    is_a = "is a" if len(days) == 1 else "begins on a"
    found = f"{said} say {name}, but {date_in_words} {is_a} {days[0]:%A}"
    return f"{found}; correct one of them"


def _before_our_era(words: str) -> str:
    """Return what a time before our era is in EDTF, for a message, or ""."""
    named_times = expressions(words)
    for named, (edtf, _) in zip(named_times, meanings(named_times, None), strict=True):
        said = words[named.span.start : named.span.end]
        if edtf and eras.is_before(said):
            return f"; “{said}” is `{edtf}` in EDTF, where the year 0 is 1 BC"
    return ""


def _is_other_season(words: str, value: Edtf) -> bool:
    """Return whether words name seasons, and the value is another one."""
    seasons = set[int]()
    for named in expressions(words):
        if named.form == "season":
            seasons.add(SEASONS[named.parts["season"]])
    if not seasons or not _SEASON.fullmatch(value.text):
        return False
    return int(value.text[-2:]) not in seasons


def _is_other_time(words: str, value: Edtf) -> bool:
    """Return whether words name times, none of which the value touches, or one with other ends."""
    named_times = [named for named in expressions(words) if _is_time(named, words)]
    times = [_bounds(named, value) for named in named_times]
    if len(times) == 1 and _has_other_end(named_times[0], *times[0], value):
        return True
    begin = _lower(value)
    is_inside = any(lower <= value.upper and begin <= upper for lower, upper in times)
    return bool(times) and not is_inside


def _has_other_end(named: Expression, lower: Moment, upper: Moment, value: Edtf) -> bool:
    """Return whether the words and the value both name two ends, and these differ.

    They are compared as precisely as the words name them: by year, or by day.
    """
    if "/" not in value.text:
        return False
    precision = 0
    if named.form == "years":
        precision = 1
    elif named.form == "months":
        precision = 2
    elif named.form == "days" or "last" in named.parts:
        precision = 3
    ends = value.lower[:precision], value.upper[:precision]
    return ends != (lower[:precision], upper[:precision])


def _extended(context: Context) -> str:
    """Return words with a weekday, a year and an era that directly adjoin them."""
    start, words, rest = (part.replace("\n", " ") for part in context[:3])
    before, after = _BEFORE.search(start), _AFTER.match(rest)
    if words[-1:].isdigit():
        after = _OTHER_END.match(rest) or after
    return (before[1] if before else "") + words + (after[0] if after else "")


def _is_time(named: Expression, words: str) -> bool:
    """Return whether an expression names a time without counting from another."""
    if named.form == "year" and _NO_YEAR.match(words[named.span.end :]):
        return False
    return named.form in _NAMED


def _bounds(named: Expression, value: Edtf) -> tuple[Moment, Moment]:
    """Return from when to when words reach; without a year of their own, in the value's years."""
    whole = value.lower, value.upper
    if named.form == "season":
        if "year" not in named.parts:
            return whole
        year = int(named.parts["year"].removeprefix("Y"))
        return (year, 1, 1, 0), (year + 1, 12, 31, 0)  # a winter ends in the next year
    found = [time for time in map(parse, _readings(named, value)) if time]
    near = [time for time in found if _lower(time) <= value.upper and value.lower <= time.upper]
    times = near or found
    return (_lower(times[0]), times[0].upper) if times else whole


def _readings(named: Expression, value: Edtf) -> Iterator[str]:
    """Yield what an expression may mean in the years of a value, in EDTF."""
    if named.form == "numbers":  # day and month in either order
        yield from proposals(named.parts["numbers"])
        return
    for article_year in _years(named, value):
        yield meanings([named], article_year)[0][0]


def _lower(time: Edtf) -> Moment:
    """Return when a time begins; what has unknown digits, and begins with the year 0, in 1."""
    return (1, 1, 1, 0) if _FROM_YEAR_0.match(time.text) else time.lower


def _years(named: Expression, value: Edtf) -> Iterator[str | None]:
    """Yield the years in which to read words: the value's, or None if the words name one."""
    if named.form in _WITH_YEAR or "year" in named.parts:
        yield None
        return
    first, last = value.lower[0], value.upper[0]
    if last - first < _FEW_YEARS:
        for year in range(int(first), int(last) + 1):
            yield eras.edtf_year(year)


def _weekdays(words: str) -> Iterator[str]:
    """Yield the weekdays that words name, but for those from which they count."""
    for match in _WEEKDAY.finditer(words):
        if (match[1] or "").lower() not in _COUNTED_FROM:
            yield match[2].lower()


def _days(value: Edtf) -> list[date]:
    """Return the days of a value, or none if they are more than six or not single days."""
    (first_year, *first_day, _), (last_year, *last_day, _) = value.lower, value.upper
    try:
        first, last = date(int(first_year), *first_day), date(int(last_year), *last_day)
    except (ValueError, OverflowError):
        return []
    if first.year < _GREGORIAN or not (last - first).days < 6:
        return []
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def day_to_come(review: Review) -> Iterator[Finding]:
    """Report a claim that was checked, or an address that was read, on a date in the future.

    A day counts as begun as soon as it has begun anywhere on Earth. For a month or year, the first
    day counts.

    Bad: `checked: 2105-05-07`, `accessed: 2105`, typed for 2015.
    Good: the day on which that was done.
    """
    today = _latest_day_on_earth()
    for entry in review.loaded.claims.values():
        checked = entry.body.verdict.checked if entry.body.verdict else None
        if checked and _is_after(checked, today):
            found = f"{entry.ref} was checked on a date in the future ({in_words(checked)})"
            message = f"{found}; correct `checked`"
            yield Finding(entry.at("verdict", "checked"), message, entry)
    for source in review.loaded.sources.values():
        read = source.body.accessed
        if read and _is_after(read, today):
            found = f"{source.ref} was read on a date in the future ({in_words(read)})"
            message = f"{found}; correct `accessed`"
            yield Finding(source.at("accessed"), message, source)


def _latest_day_on_earth() -> date:
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def _is_after(text: str, day: date) -> bool:
    """Return whether a date in EDTF begins after a day."""
    value = parse(text)
    return value is not None and value.lower[:3] > (day.year, day.month, day.day)


def empty_date(review: Review) -> Iterator[Finding]:
    """Report a date that says nothing: an interval that is open at both ends, or an unknown year.

    A month or day of an unknown year says something, and is not reported.

    Bad: `date: ../..`, `issued: XXXX`, `checked: XXXX-XX-XX`.
    Good: what is known, such as `date: ../1911`, `issued: 18XX`; or no such key.
    """
    for entry in review.loaded.entries.values():
        for steps, value in dates(entry):
            if says_nothing(value):
                advice = _instead(entry, steps)
                message = f"`{value.strip()}` says nothing about the time; {advice}"
                yield Finding(entry.at(*steps), message, entry)
    for article in review.loaded.articles:
        value = article.front.date or ""
        if says_nothing(value):
            message = f"`{value.strip()}` says nothing about the time; {_WRITE_OR_REMOVE}"
            yield Finding(article.places["date"], message)


def _instead(entry: AnyEntry, steps: Steps) -> str:
    """Return what to do about a date that says nothing; some keys cannot be left out."""
    if steps[-1] == "checked":
        return "write the day on which the claim was checked, such as 2025-05-07"
    if isinstance(entry.body, Date):
        return f"write what is known, such as {_KNOWN}, or remove {entry.ref}"
    return _WRITE_OR_REMOVE


DATE_RULES: tuple[EditorialRule, ...] = (words_against_date, day_to_come, empty_date)
