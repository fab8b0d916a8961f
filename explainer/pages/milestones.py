"""Milestones: the few events that tell a story in short, for pages other than the timeline."""

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
    """Return at most `most` events of the site, in order; neither spans nor expectations.

    Events of one day count as one. Where there are too many days, the story is cut at its pauses
    into `most` parts, and each part is represented by its weightiest day: the one with the most
    claims and actors.
    """
    loaded = view.lookup.site.loaded
    known = []
    for name, role in roles(loaded).items():
        date = loaded.dates[name]
        if role == "event" and math.isfinite(extent_of(date.body.date).anchor):
            known.append(date)
    days = [_day(view, day, same) for day, same in by_day(in_order(known))]
    weightiest = [max(part, key=lambda day: day.weight) for part in _parts(days, most)]
    return tuple(day.shown for day in weightiest)


def _day(view: View, day: str, dates: Sequence[Entry[Date]]) -> _Day:
    """Join the events of a day: the one with the most claims and actors is shown.

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


def _parts(days: Sequence[_Day], most: int) -> list[Sequence[_Day]]:
    """Cut days into at most `most` parts, at one pause after another."""
    parts = [days] if days else []
    while len(parts) < min(most, len(days)):
        index = max(range(len(parts)), key=lambda index: _gain(parts[index]))
        part = parts[index]
        cut = _cut(part)
        parts[index : index + 1] = [part[:cut], part[cut:]]
    return parts


def _gain(days: Sequence[_Day]) -> float:
    """Return how much is gained by cutting a part; -1 for a single day.

    It is much where the part holds many days, or has a pause far longer than a day.
    """
    if len(days) == 1:
        return -1
    return len(days) * math.log1p(_passed(days, _cut(days)))


def _cut(days: Sequence[_Day]) -> int:
    """Return the index at which to cut a part.

    It is where most time passes, preferably in the middle rather than at the ends.
    """
    return max(range(1, len(days)), key=lambda cut: _passed(days, cut) * min(cut, len(days) - cut))


def _passed(days: Sequence[_Day], cut: int) -> float:
    """Return how many days pass before the day at an index."""
    return days[cut].anchor - days[cut - 1].anchor


def _milestone(view: View, date: Entry[Date]) -> Milestone:
    value = date.body.date
    is_vague = extent_of(value).is_fuzzy
    return Milestone(in_words(value), date.body.title, view.href(date.ref), is_vague)
