"""The ticks of an axis of time: round years, months or days, as close as their labels allow."""

import math
from calendar import month_abbr
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from explainer.chronology.days import calendar_day, day_number, day_words, duration_words, year_words
from explainer.figures.scale import Part, Scale

NEAREST = 42.0
"""The least distance of two regular ticks, in units."""

_CLEAR = 14.0  # of a label from the next, from middle to middle
_DAYS = (1, 2, 5, 10)
_MONTHS = (1, 3, 6)
_MONTH = 365.2425 / 12


class Tick(NamedTuple):
    """A label beside the axis; `kind` is "tick", or "break" for the length of a time left out."""

    place: float
    words: str
    kind: str = "tick"


class Step(NamedTuple):
    """From tick to tick: so many days, months or years."""

    unit: str
    number: int


def ticks(scale: Scale) -> tuple[Tick, ...]:
    """Give the ticks of a scale, in order; every part that is drawn has at least one, and every break its length."""
    rates = [(part.bottom - part.top) / (part.end - part.start) for part in scale if _is_drawn(part)]
    step = _step(rates[0]) if rates else Step("month", 1)
    made = list[Tick]()
    for part in scale:
        regular = [tick for tick in _of_part(part, step) if not made or tick.place - made[-1].place >= _CLEAR]
        made += regular or _only(part, step, made)
    return tuple(made)


def _is_drawn(part: Part) -> bool:
    return not part.broken and part.end > part.start and part.bottom > part.top


def _step(rate: float) -> Step:
    """The shortest step that is long enough at that many units a day."""
    return next(step for step, days in _steps() if days * rate >= NEAREST)


def _steps() -> Iterator[tuple[Step, float]]:
    yield from ((Step("day", number), number) for number in _DAYS)
    yield from ((Step("month", number), number * _MONTH) for number in _MONTHS)
    for power in count():
        yield from ((Step("year", digit * 10**power), digit * 10**power * 12 * _MONTH) for digit in (1, 2, 5))


def _of_part(part: Part, step: Step) -> Iterator[Tick]:
    if part.broken:
        yield Tick((part.top + part.bottom) / 2, duration_words(part.end - part.start), "break")
    elif part.end > part.start:
        year = None
        for day in _moments(part, step):
            share = (day - part.start) / (part.end - part.start)
            yield Tick(part.top + share * (part.bottom - part.top), _words(day, step, year))
            year = calendar_day(day)[0]


def _only(part: Part, step: Step, made: list[Tick]) -> list[Tick]:
    """The tick of a part that holds no round time."""
    place = part.top if part.end > part.start else (part.top + part.bottom) / 2
    start = part.start
    words = year_words(calendar_day(start)[0]) if step.unit == "year" else day_words(start, with_day=False)
    return [] if made and place - made[-1].place < _CLEAR else [Tick(place, words)]


def _moments(part: Part, step: Step) -> Iterator[float]:
    """The round times of a part, as numbers of days."""
    first, last = calendar_day(part.start)[0], calendar_day(part.end)[0]
    if step.unit == "day":
        found = (float(day) for day in range(math.ceil(part.start), math.floor(part.end) + 1) if _is_round(day, step))
    elif step.unit == "month":
        months = range(first * 12, last * 12 + 12, step.number)
        found = (day_number((index // 12, index % 12 + 1, 1, 0)) for index in months)
    else:
        found = (day_number((year, 1, 1, 0)) for year in _years(first, last, step.number))
    return (day for day in found if part.start <= day <= part.end)


def _is_round(day: int, step: Step) -> bool:
    in_month = calendar_day(day)[2]
    return (in_month - 1) % step.number == 0 and in_month <= 31 - step.number / 2


def _years(first: int, last: int, step: int) -> Iterator[int]:
    """Round years of both eras; astronomical years have a year 0, which is 1 BCE."""
    if step == 1:
        yield from range(first, last + 1)
        return
    before = range((1 - first) // step * step, max(0, -last), -step)
    yield from (1 - number for number in before)
    yield from (1,) if first <= 1 <= last else ()
    yield from range(max(step, math.ceil(first / step) * step), last + 1, step)


def _words(day: float, step: Step, year_before: int | None) -> str:
    """The year is said once, where it begins."""
    year, month, in_month = calendar_day(day)
    if step.unit == "year":
        return year_words(year)
    words = month_abbr[month] if step.unit == "month" else f"{in_month} {month_abbr[month]}"
    return words if year == year_before else f"{words} {year_words(year)}"
