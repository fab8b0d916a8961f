"""Places along a line for things that must not overlap: labels moved as little as possible, lanes for bars."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_STEPS = 60  # halvings until a window is as exact as a number can be


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Give the centres of things of these sizes, in this order, without overlap and as near to `wanted` as can be.

    Near is in the sense of least squares. What does not fit between `low` and `high` runs over at `high`.
    Pool adjacent violators: Barlow et al., Statistical Inference under Order Restrictions (1972), 1.2; limits may be
    applied to its result, which stays the nearest (chapter 2 there).
    """
    ends = list(accumulate(sizes))
    middles = [end - size / 2 for end, size in zip(ends, sizes, strict=True)]
    last = max(low, high - ends[-1]) if ends else low
    pooled = _isotonic([want - middle for want, middle in zip(wanted, middles, strict=True)])
    return tuple(min(max(start, low), last) + middle for start, middle in zip(pooled, middles, strict=True))


def _isotonic(values: Sequence[float]) -> list[float]:
    """Give the non-decreasing numbers that are nearest to these."""
    blocks: list[tuple[float, int]] = []  # the sum and the number of what was pooled
    for value in values:
        block = (value, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            total, count = blocks.pop()
            block = (total + block[0], count + block[1])
        blocks.append(block)
    return [total / count for total, count in blocks for _ in range(count)]


def gathered(places: Sequence[float], most: int) -> tuple[range, ...]:
    """Part sorted places into at most that many neighbourhoods, whose widest is as narrow as can be."""
    if len(places) <= most:
        return tuple(range(index, index + 1) for index in range(len(places)))
    low, high = 0.0, places[-1] - places[0]
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_windows(places, middle)) <= most else (middle, high)
    return _windows(places, high)


def _windows(places: Sequence[float], width: float) -> tuple[range, ...]:
    made, start = list[range](), 0
    while start < len(places):
        end = start + bisect_right([place - places[start] for place in places[start:]], width)
        made.append(range(start, end))
        start = end
    return tuple(made)


def lanes(extents: Sequence[tuple[float, float]], gap: float, first: Sequence[int]) -> tuple[int, ...]:
    """Give each stretch the first lane, from its `first` on, that has room after all that is there already."""
    ends, chosen = [-math.inf] * len(extents), list[int]()
    ends += [-math.inf] * max(first, default=0)
    for (start, end), least in zip(extents, first, strict=True):
        lane = next(number for number in range(least, len(ends)) if ends[number] + gap <= start)
        ends[lane] = end
        chosen.append(lane)
    return tuple(chosen)
