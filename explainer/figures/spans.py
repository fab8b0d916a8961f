"""Thin bars that show how long stretches of time last, all on one scale.

The words beside a bar say all that it shows, so it is hidden from those who hear the page.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import chain
from statistics import median
from typing import NamedTuple

from markupsafe import Markup

from explainer.dates.days import calendar_day, day_words, year_words
from explainer.dates.extent import Extent
from explainer.figures.svg import tag

_EDGE = 6.0  # per cent of the width at both ends of the scale, into which open ends run
_SHORTEST = 2.0  # per cent: shorter stretches all look the same
_FAR = 365_250  # days: a thousand years
_HEIGHT = 10
_MIDDLE = 5


class Scale(NamedTuple):
    """The time that the width of a bar stands for, in days."""

    start: float
    end: float

    def at(self, time: float) -> float:
        """Return the place of a time, in per cent of the width; that of an open end is the edge."""
        if math.isinf(time):
            return 0.0 if time < 0 else 100.0
        if not self.start <= time <= self.end:
            return _SHORTEST if time < self.start else 100 - _SHORTEST
        share = (time - self.start) / (self.end - self.start)
        return _EDGE + share * (100 - 2 * _EDGE)

    def opened(self, extent: Extent) -> Extent:
        """Return a stretch with open ends where it begins before the scale, or ends after it."""
        lower = -math.inf if extent.lower < self.start else extent.lower
        upper = math.inf if extent.upper > self.end else extent.upper
        return extent._replace(lower=lower, upper=upper)

    @property
    def labels(self) -> tuple[str, str]:
        """Return the words for both ends: years, or months and days where that says more."""
        first, last = calendar_day(self.start), calendar_day(self.end - 1)
        if first[0] != last[0]:
            return year_words(first[0]), year_words(last[0])
        with_day = first[1] == last[1]
        return day_words(self.start, with_day), day_words(self.end - 1, with_day)


def scale_for(extents: Sequence[Extent]) -> Scale | None:
    """Return the scale on which these stretches can be compared.

    A few that reach so far that all others would be too short beside them are left out of it. None
    if it would say nothing: with fewer than two of them, or if most are too short beside the
    longest.
    """
    start, end = _bounds(list(filter(None, map(_ends, extents))))
    if len(extents) < 2 or start >= end:
        return None
    scale = Scale(start, end)
    long_enough = [extent for extent in extents if _length(extent, scale) >= _SHORTEST]
    if 2 * len(long_enough) < len(extents):
        return None
    return scale


def bar(extent: Extent, scale: Scale) -> Markup:
    """Return the bar of a stretch: solid, hollow if not known exactly, broken if an end is open."""
    extent = scale.opened(extent)
    start, end = scale.at(extent.lower), scale.at(extent.upper)
    width = max(end - start, _SHORTEST)
    drawn = _open(extent, start, end) if extent.is_open else [_closed(extent, start, width)]
    track = _line(0, 100, "ex-axis")
    hidden = {"aria_hidden": "true", "data_no_preview": "data-no-preview"}
    return tag("svg", track, *drawn, class_="ex-bar", width="100%", height=_HEIGHT, **hidden)


def _ends(extent: Extent) -> list[float]:
    """Return the ends of a stretch that are known."""
    return [time for time in extent[:2] if math.isfinite(time)]


def _bounds(stretches: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return the first and last end of stretches, without a few that reach far beyond most."""
    middle = median(chain.from_iterable(stretches)) if stretches else 0
    first, last = math.inf, -math.inf
    for number, ends in enumerate(sorted(stretches, key=lambda ends: _distance(ends, middle))):
        lower, upper = min(first, *ends), max(last, *ends)
        has_most = 2 * number > len(stretches)
        if has_most and _is_far(ends, last - first, upper - lower):
            break
        first, last = lower, upper
    return first, last


def _is_far(ends: Sequence[float], near: float, reach: float) -> bool:
    """Return whether a stretch reaches so far that all nearer ones together would say nothing.

    They take `near` days, and `reach` days with this one, which lasts many times as long as they
    do, or is more than a thousand years away.
    """
    if near == 0 or _width(near, reach) >= _SHORTEST:
        return False
    return ends[-1] - ends[0] > reach / 2 or reach > _FAR


def _distance(ends: Sequence[float], middle: float) -> float:
    return max(abs(end - middle) for end in ends)


def _width(days: float, of: float) -> float:
    """Return how wide a stretch of so many days is on a scale of so many, in per cent."""
    return days / of * (100 - 2 * _EDGE)


def _length(extent: Extent, scale: Scale) -> float:
    return scale.at(extent.upper) - scale.at(extent.lower)


def _closed(extent: Extent, start: float, width: float) -> Markup:
    solid, hollow = {"fill": "currentcolor"}, {"class_": "ex-hollow", "fill": "Canvas"}
    look = hollow if extent.is_fuzzy else solid
    place = {"x": _percent(start), "width": _percent(width), "y": 2, "height": _HEIGHT - 4}
    return tag("rect", **place, **look, stroke="currentcolor")


def _open(extent: Extent, start: float, end: float) -> Iterable[Markup]:
    """Draw a broken line, with a stroke across it at the end that is known."""
    yield _line(start, end, "", stroke_width=3, stroke_dasharray="5 3")
    for time, place in ((extent.lower, start), (extent.upper, end)):
        if math.isfinite(time):
            across = {"x1": _percent(place), "x2": _percent(place), "y1": 0, "y2": _HEIGHT}
            yield tag("line", **across, stroke="currentcolor", stroke_width=2)


def _line(start: float, end: float, class_: str, **look: object) -> Markup:
    ends = {"x1": _percent(start), "x2": _percent(end), "y1": _MIDDLE, "y2": _MIDDLE}
    return tag("line", **ends, class_=class_, stroke="currentcolor", **look)


def _percent(share: float) -> str:
    return f"{share:.1f}%"
