"""Which line of some YAML is indented wrongly: the one that, moved, makes all of it valid.

PyYAML stops at the first line that does not fit what it read before, which is mostly the line after the wrong one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

# How far above the line at which PyYAML stopped the wrong one may be, not counting the keys that hold it.
REACH = 3


def misindented(text: str, stopped: int, loader: Any) -> int | None:
    """Give the line (from 0) whose indent is wrong, or None where no single one is; `stopped` is where PyYAML did.

    Of several that might be moved, it is the one whose indent fewest lines of the text have.
    """
    lines = text.split("\n")
    used = Counter(_indent(line) for line in lines if line.strip())
    candidates = sorted(
        dict.fromkeys(_candidates(lines, stopped)),
        key=lambda at: _commonness(_indent(lines[at]), used),
    )
    return next((at for at in candidates if _is_wrong(lines, at, loader)), None)


def _commonness(indent: int, used: Mapping[int, int]) -> tuple[int, bool]:
    """How many lines have an indent; of two, an odd number of spaces is the stranger one."""
    return used[indent], indent % 2 == 0


def _is_wrong(lines: list[str], at: int, loader: Any) -> bool:
    own = _indent(lines[at])
    others = sorted(_indents_around(lines, at) - {own}, key=lambda other: (abs(other - own), other))
    moved = (
        [*lines[:at], " " * other + lines[at].lstrip(" "), *lines[at + 1 :]] for other in others[:4]
    )
    return any(_is_valid(each, loader) for each in moved)


def _candidates(lines: list[str], stopped: int) -> Iterator[int]:
    """The line itself, those above, then those that hold it, as their indents have it."""
    above = [at for at in range(min(stopped, len(lines)) - 1, -1, -1) if lines[at].strip()]
    here = [stopped] if stopped < len(lines) and lines[stopped].strip() else []
    yield from (*here, *above[:REACH])
    smallest = _indent(lines[above[0]]) if above else 0
    for at in above:
        if _indent(lines[at]) < smallest:
            smallest = _indent(lines[at])
            yield at


def _indents_around(lines: list[str], at: int) -> set[int]:
    """The indents of the keys around a line, and of what may stand below the one above it."""
    above = [line for line in lines[:at] if line.strip()][-12:]
    below = [line for line in lines[at + 1 :] if line.strip()][:6]
    return {_indent(line) for line in (*above, *below)} | {_indent(line) + 2 for line in above[-1:]}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_valid(lines: list[str], loader: Any) -> bool:
    try:
        for _ in yaml.parse("\n".join(lines), Loader=loader):
            pass
    except yaml.YAMLError:
        return False
    return True
