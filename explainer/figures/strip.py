"""The strip: all the time that the site tells of, at a glance; it leads to the timeline."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.chronology.days import calendar_day, day_words, year_words
from explainer.figures import shapes
from explainer.figures.events import Event
from explainer.figures.lettering import width, wrapped
from explainer.figures.placing import lanes, spread
from explainer.figures.plan import Cluster, Plan, dates_in_words, planned
from explainer.figures.scale import Scale, at, scaled
from explainer.figures.svg import figure, path, picture, stroke, tag

_SIZES = ((330, "ex-narrow"), (640, "ex-wide"))
_EDGE = 26.0  # room for marks that run on beyond the axis
_TRACKS = 60.0  # room for lanes above the axis
_PITCH = 9.0
_MARK = 12.0  # of the length of the axis, that a mark takes
_BETWEEN = 2.0
_LETTERS = 12.0
_BELOW = 26.0  # room for the labels
_APART = 8.0  # of labels
_MOVED = 26.0  # how far a label may stand from its time; else it is left out


class Label(NamedTuple):
    """A time below the axis: from the left, and its words."""

    place: float
    words: str


def strip(events: Sequence[Event], href: str) -> Markup:
    """Give a figure of events along a horizontal axis, for a page that is not the timeline; `href` leads to that.

    Nothing where no event has a place on an axis.
    """
    known = [event for event in events if math.isfinite(event.anchor)]
    if not known:
        return Markup()
    plans = [(planned(known, int(size / _MARK), size - 2 * _EDGE), size, class_) for size, class_ in _SIZES]
    number = f"{len(events)} date{'s' if len(events) != 1 else ''} on the timeline"
    breaks = "; a zigzag leaves time out" if any(plan.breaks for plan, _, _ in plans) else ""
    leading = tag("a", *(_picture(*plan) for plan in plans), tag("span", number + breaks), href=href)
    label = f"{dates_in_words(known, plans[-1][0])}. The timeline says the same in words."
    return figure(label, leading, class_="ex-strip")


def measured(plan: Plan, size: float) -> Scale:
    """Give the scale of a strip of that size."""
    parts = scaled(plan.times, plan.breaks, size - 2 * _EDGE)
    return tuple(part._replace(top=part.top + _EDGE, bottom=part.bottom + _EDGE) for part in parts)


def labels(plan: Plan, scale: Scale, size: float) -> tuple[Label, ...]:
    """Say when the axis, and each part of it after a break, begins, and when it ends, as far as there is room."""
    if len(plan.times) == 1:
        words = wrapped(plan.clusters[0].words, _LETTERS, size, 1)[0]
        return _placed([Label(at(scale, plan.times[0]), words)], size)
    whole, parts = plan.times[-1] - plan.times[0], [part for part in scale if not part.broken]
    starts = [Label(part.top, _moment(part.start, part.end - part.start or whole)) for part in parts]
    last = Label(parts[-1].bottom, _moment(parts[-1].end - 1, parts[-1].end - parts[-1].start or whole))
    kept = list[Label]()
    for label in (starts[0], last, *reversed(starts[1:])):
        trial = sorted([*kept, label])
        moved = max(abs(one.place - other.place) for one, other in zip(_placed(trial, size), trial, strict=True))
        if moved <= _MOVED and label.words not in (other.words for other in kept):
            kept = trial
    return _placed(kept, size)


def _moment(time: float, days: float) -> str:
    """As exactly as an axis of so many days needs it."""
    return year_words(calendar_day(time)[0]) if days > 3 * 366 else day_words(time, with_day=days < 92)


def _placed(wanted: Sequence[Label], size: float) -> tuple[Label, ...]:
    """Move labels, as little as can be, so that they neither overlap nor stick out."""
    widths = [width(label.words, _LETTERS) + _APART for label in wanted]
    centres = spread([label.place for label in wanted], widths, -_APART / 2, size + _APART / 2)
    return tuple(label._replace(place=centre) for label, centre in zip(wanted, centres, strict=True))


def _picture(plan: Plan, size: float, class_: str) -> Markup:
    scale = measured(plan, size)
    marks, top = _marks(plan.clusters, scale)
    axis = stroke(path([("M", 0, 4), ("L", 0, size - 4)]), class_="ex-axis")
    gaps = (shapes.zigzag(-6, top + 3, (part.top + part.bottom) / 2) for part in scale if part.broken)
    # what runs downward in the timeline runs to the right here, and its lanes go up
    height = top + shapes.BREADTH
    drawn = tag("g", axis, *marks, *gaps, transform=f"matrix(0 -1 1 0 0 {height:.0f})")
    words = (_label(label, height) for label in labels(plan, scale, size))
    return picture(size, height + _BELOW, drawn, *words, class_=f"ex-time {class_}")


def _label(label: Label, axis: float) -> Markup:
    return tag("text", label.words, x=label.place, y=axis + 20, text_anchor="middle", font_size=_LETTERS)


def _marks(clusters: Sequence[Cluster], scale: Scale) -> tuple[list[Markup], float]:
    """Draw all marks; also tell how far up they reach."""
    extents = [
        shapes.span(cluster.events, scale) if cluster.gathered else shapes.extent(cluster.events[0], scale)
        for cluster in clusters
    ]
    used = lanes(extents, _BETWEEN, [shapes.first_lane(*extent) for extent in extents])
    pitch = min(_PITCH, _TRACKS / max(1, *used))
    breadth = min(shapes.BREADTH, 0.62 * pitch)
    drawn = [
        tag("g", *_titles(cluster), _mark(cluster, lane * pitch, *extent, breadth))
        for cluster, lane, extent in zip(clusters, used, extents, strict=True)
    ]
    return drawn, max(used) * pitch + shapes.BREADTH


def _titles(cluster: Cluster) -> Iterator[Markup]:
    yield tag("title", f"{cluster.words}: {'; '.join(cluster.titles)}")


def _mark(cluster: Cluster, x: float, top: float, bottom: float, breadth: float) -> Markup:
    if cluster.gathered:
        return shapes.many(x, top, bottom, breadth)
    return shapes.mark(cluster.events[0], x, top, bottom, breadth)
