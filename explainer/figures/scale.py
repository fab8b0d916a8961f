"""An honest scale of time: the same for all that is drawn, save for breaks, which are drawn and told as such."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from explainer.figures.placing import spread

BREAK = 30.0
"""The length of a break in units of the picture."""

# More breaks than this are no scale any more.
_MOST_BREAKS = 6
# What a break costs: as much as every label standing that many units further from its time.
_COST = 8.0

# What takes less than this of the axis is in proportion.
_SHARE = 0.25


class Gap(NamedTuple):
    """A time in which nothing begins or ends, in days."""

    start: float
    end: float


class Part(NamedTuple):
    """A stretch of an axis: from a time to a time (days), and from a place to a place (units)."""

    start: float
    end: float
    top: float
    bottom: float
    broken: bool = False


Scale = tuple[Part, ...]
"""Parts that follow one another; those that are not broken all have as many units a day."""


def at(scale: Scale, time: float) -> float:
    """Give the place of a time; one that is off the axis stands at its nearer end."""
    part = scale[min(bisect_left(scale, time, key=lambda part: part.end), len(scale) - 1)]
    share = (time - part.start) / (part.end - part.start) if part.end > part.start else 0.5
    return part.top + min(max(share, 0.0), 1.0) * (part.bottom - part.top)


def scaled(times: Iterable[float], breaks: Sequence[Gap], length: float) -> Scale:
    """Give the scale that shows these times (at least one) on that many units, with these of their gaps broken."""
    moments = sorted(set(times))
    if len(moments) == 1:
        return (Part(moments[0], moments[0], 0.0, length),)
    rate = _rate(moments, breaks, length)
    made, top = list[Part](), 0.0
    for broken, gaps in groupby((Gap(*pair) for pair in pairwise(moments)), key=lambda gap: gap in breaks):
        run = list(gaps)
        for start, end in [*map(tuple, run)] if broken else [(run[0].start, run[-1].end)]:
            if broken and made and made[-1].broken:
                made.append(Part(start, start, top, top))
            bottom = top + (BREAK if broken else (end - start) * rate)
            made.append(Part(start, end, top, bottom, broken))
            top = bottom
    if made[0].broken:
        made.insert(0, Part(moments[0], moments[0], 0.0, 0.0))
    if made[-1].broken:
        made.append(Part(moments[-1], moments[-1], top, top))
    return tuple(made)


def breaks(times: Iterable[float], anchors: Sequence[float], length: float) -> tuple[Gap, ...]:
    """Choose the gaps to be left out of a scale of that length, so that events far apart do not crowd all others.

    `anchors` are the times of the labels, sorted. As many of the longest gaps are broken as it takes for the labels
    to stand near their times; none is that is not out of proportion. Sorted.
    """
    moments = sorted(set(times))
    longest = sorted((Gap(*pair) for pair in pairwise(moments)), key=lambda gap: (gap.start - gap.end, gap.start))
    best, least = tuple[Gap, ...](), math.inf
    for count in range(min(_MOST_BREAKS, len(longest) - 1) + 1):
        chosen = tuple(sorted(longest[:count]))
        cost = count * _COST + _crowding(scaled(moments, chosen, length), anchors, length)
        if cost < least:
            best, least = chosen, cost
        following = longest[count] if count < len(longest) else Gap(0, 0)
        if _rate(moments, chosen, length) * (following.end - following.start) < max(2 * BREAK, _SHARE * length):
            break
    return best


def _rate(moments: Sequence[float], breaks: Sequence[Gap], length: float) -> float:
    """Units a day outside of breaks."""
    drawn = sum(end - start for start, end in pairwise(moments) if (start, end) not in breaks)
    return (length - BREAK * len(breaks)) / drawn


def _crowding(scale: Scale, anchors: Sequence[float], length: float) -> float:
    """How far, on average, labels that fill the axis would stand from their times."""
    places = [at(scale, anchor) for anchor in anchors]
    centres = spread(places, [0.8 * length / len(places)] * len(places), 0, length)
    return sum(abs(centre - place) for centre, place in zip(centres, places, strict=True)) / len(places)
