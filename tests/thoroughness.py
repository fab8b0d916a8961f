"""Which cases of slow tests are left to `--thorough`."""

from collections.abc import Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def one_quick(values: Sequence[object]) -> list[Any]:
    """Return values to try, all but the first of which are for thorough runs."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.thorough) for value in values[1:])]


def some_of(values: Sequence[T], number: int, thorough: bool) -> Sequence[T]:
    """Return all widths (or schemes) in a thorough run, else one of them, in turn of the number."""
    return values if thorough else [values[number % len(values)]]


def every_third(values: Sequence[T], first: int, thorough: bool) -> Sequence[T]:
    """Return all pages in a thorough run, else every third, beginning with the first, second or
    third of them (`first` from 0, counted on in threes).
    """
    return values if thorough else values[first % 3 :: 3]


def in_thirds(cases: Sequence[Sequence[object]], first: int = 0) -> list[Any]:
    """Return cases, of which a quick run has every third, beginning with number `first`."""
    return [
        pytest.param(*case, marks=[pytest.mark.thorough] if (number - first) % 3 else [])
        for number, case in enumerate(cases)
    ]


def at_widths(
    cases: Sequence[Sequence[object]], widths: Sequence[object], every: int = 1
) -> list[Any]:
    """Return each case at each width (or size); a quick run has one of them, in turn, of each
    case or of every second, third … case.
    """
    crossed = []
    for number, case in enumerate(cases):
        for at, width in enumerate(widths):
            is_quick = number % every == 0 and (number // every + at) % len(widths) == 0
            marks = [] if is_quick else [pytest.mark.thorough]
            crossed.append(pytest.param(*case, width, marks=marks))
    return crossed
