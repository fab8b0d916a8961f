"""Which cases of slow tests are left to `--thorough`."""

from collections.abc import Sequence
from typing import Any

import pytest


def one_quick(values: Sequence[object]) -> list[Any]:
    """Return values to try, all but the first of which are for thorough runs."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.thorough) for value in values[1:])]


def some_of(widths: Sequence[int], number: int, thorough: bool) -> Sequence[int]:
    """Return all widths in a thorough run, else one of them, in turn of the number."""
    return widths if thorough else [widths[number % len(widths)]]


def at_widths(cases: Sequence[Sequence[object]], widths: Sequence[object]) -> list[Any]:
    """Return each case at each width (or size); a quick run has one of them, in turn."""
    crossed = []
    for number, case in enumerate(cases):
        for at, width in enumerate(widths):
            is_quick = (number + at) % len(widths) == 0
            marks = [] if is_quick else [pytest.mark.thorough]
            crossed.append(pytest.param(*case, width, marks=marks))
    return crossed
