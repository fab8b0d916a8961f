"""What a picture of time shows, before it is known how large: which dates share a mark, and which gaps are left out."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from explainer.chronology.days import span_words
from explainer.figures.events import Event
from explainer.figures.placing import gathered
from explainer.figures.scale import Gap, Scale, at, breaks, scaled


class Cluster(NamedTuple):
    """Dates that share a mark: those of one and the same time, or those too close to be told apart."""

    events: tuple[Event, ...]
    gathered: bool = False  # whether their times differ, or they are too many to be named

    @property
    def words(self) -> str:
        """The time, in words."""
        return _span(self.events) if self.gathered else self.events[0].words

    @property
    def titles(self) -> tuple[str, ...]:
        """What happened: a line for each date, or their number."""
        return (f"{len(self.events)} dates",) if self.gathered else tuple(event.title for event in self.events)


class Plan(NamedTuple):
    """What is shown. Clusters are in the order of time."""

    clusters: tuple[Cluster, ...]
    times: tuple[float, ...]  # of all beginnings and ends on the axis
    breaks: tuple[Gap, ...]
    unknown: tuple[Event, ...]  # have no place on an axis

    @property
    def words(self) -> str:
        """From which time to which, in words; "" where nothing has a place."""
        if len(self.times) < 2:
            return self.clusters[0].words if self.clusters else ""
        return span_words(self.times[0], max(self.times[0], self.times[-1] - 1))


def planned(events: Sequence[Event], most: int, length: float) -> Plan:
    """Plan an axis of about that length (in units) with at most so many labels."""
    known = sorted((event for event in events if math.isfinite(event.anchor)), key=_order)
    unknown = tuple(event for event in events if not math.isfinite(event.anchor))
    if not known:
        return Plan((), (), (), unknown)
    times = _times(known)
    left_out = breaks(times, [event.anchor for event in known], length)
    return Plan(_clusters(known, scaled(times, left_out, length), most), times, left_out, unknown)


def dates_in_words(events: Sequence[Event], plan: Plan) -> str:
    """Say what a picture of these events shows: `41 dates along an axis of time, 1975 to 2025`."""
    number = f"{len(events)} dates" if len(events) != 1 else "One date"
    return f"{number} along an axis of time, {plan.words}" if plan.words else f"{number} without a known time"


def _order(event: Event) -> tuple[float, float, float, str]:
    return (event.anchor, event.upper, event.lower, event.words)


def _clusters(events: Sequence[Event], scale: Scale, most: int) -> tuple[Cluster, ...]:
    if len(events) <= most:
        return tuple(Cluster(tuple(same)) for _, same in groupby(events, key=_order))
    parts = gathered([at(scale, event.anchor) for event in events], most)
    return tuple(Cluster(tuple(events[part.start : part.stop]), len(part) > 1) for part in parts)


def _times(events: Sequence[Event]) -> tuple[float, ...]:
    """All beginnings, and the ends of what lasts; the last end, too, is on the axis.

    Between the ends of a time within which something happened, nothing need be told apart: it may be left out.
    """
    ends = [time for event in events for time in (event.lower, event.upper) if math.isfinite(time)]
    if all(event.within for event in events) and len({(event.lower, event.upper) for event in events}) == 1:
        return ((min(ends) + max(ends)) / 2,)
    lasting = (event.upper for event in events if not event.within and math.isfinite(event.upper))
    return tuple(sorted({*(event.anchor for event in events), *lasting, max(ends)}))


def _span(events: Sequence[Event]) -> str:
    """From which time to which; of what lasts, the beginning counts."""
    ends = (event.begun - 1 for event in events if math.isfinite(event.begun))
    return span_words(events[0].anchor, max(events[0].anchor, *ends, events[-1].anchor))
