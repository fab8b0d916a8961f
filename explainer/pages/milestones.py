"""Milestones: the few events that tell a story in short, for pages that are not the timeline."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from explainer.dates.edtf import in_words
from explainer.dates.extent import extent_of
from explainer.dates.order import by_day, in_order
from explainer.dates.roles import roles
from explainer.entries import Date
from explainer.model import Entry
from explainer.pages.view import View


class Milestone(NamedTuple):
    """An event in a line, with a link to it on the timeline."""

    words: str  # when it happened, in words: "6 May 2025"
    title: str
    href: str
    is_vague: bool  # whether its time is uncertain, approximate or not known to the last digit


class _Day(NamedTuple):
    """The events of a day."""

    shown: Milestone
    anchor: float
    weight: float


def milestones(view: View, most: int = 8) -> tuple[Milestone, ...]:
    """Return at most so many events of the site, in order; no spans, and nothing that is only expected.

    Events of one day count as one. Where there are too many days, the story is cut at its pauses into as many parts
    as are wanted, and the weightiest day of each part stands for it: the one with most claims and actors.
    """
    loaded = view.lookup.site.loaded
    given = roles(loaded)
    events = [date for name, date in loaded.dates.items() if given[name] == "event"]
    known = [date for date in events if math.isfinite(extent_of(date.body.date).anchor)]
    days = [_day(view, day, same) for day, same in by_day(in_order(known))]
    return tuple(_weightiest(part).shown for part in _parts(days, most))


def _day(view: View, day: str, dates: Sequence[Entry[Date]]) -> _Day:
    """Join the events of a day: the one with most claims and actors is shown.

    A vague day weighs half as much.
    """
    weights = [_weight(view, date) for date in dates]
    shown = dates[weights.index(max(weights))]
    extent = extent_of(day)
    weight = sum(weights) / (2 if extent.is_fuzzy else 1)
    return _Day(_milestone(view, shown), extent.anchor, weight)


def _weight(view: View, date: Entry[Date]) -> int:
    claims = view.objects(date.ref, "claims")
    overlapping = view.subjects(date.ref, "overlaps")
    actors = view.objects(date.ref, "actors")
    return len(claims) + len(overlapping) + len(actors)


def _weightiest(days: Sequence[_Day]) -> _Day:
    return max(days, key=lambda day: day.weight)


def _parts(days: Sequence[_Day], most: int) -> list[Sequence[_Day]]:
    """Cut days into at most so many parts, at one pause after another."""
    parts = [days] if days else []
    while len(parts) < min(most, len(days)):
        index = max(range(len(parts)), key=lambda index: _gain(parts[index]))
        part = parts[index]
        cut = _cut(part)
        parts[index : index + 1] = [part[:cut], part[cut:]]
    return parts


def _gain(days: Sequence[_Day]) -> float:
    """Return how much a part asks to be cut: it holds many days, or its pause is of another order than a day."""
    return len(days) * math.log1p(_passed(days, _cut(days))) if len(days) > 1 else -1


def _cut(days: Sequence[_Day]) -> int:
    """Return where to cut a part: where most time passes, and rather in the middle than at the ends."""
    return max(range(1, len(days)), key=lambda cut: _passed(days, cut) * min(cut, len(days) - cut))


def _passed(days: Sequence[_Day], cut: int) -> float:
    # less than nothing where clocks of two zones show different days
    return max(days[cut].anchor - days[cut - 1].anchor, 0)


def _milestone(view: View, date: Entry[Date]) -> Milestone:
    value = date.body.date
    is_vague = extent_of(value).is_fuzzy
    return Milestone(in_words(value), date.body.title, view.href(date.ref), is_vague)
