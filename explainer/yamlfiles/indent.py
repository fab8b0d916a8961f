"""Find the line of a YAML text with a wrong indent: the one that, moved, makes the text valid.

PyYAML stops at the first line that does not fit those before it, mostly the one after the wrong.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

# How many lines above the one at which PyYAML stopped are tried, besides the keys that hold it.
REACH = 3
_MOST_INDENTS = 4  # so many other indents of a line are tried
_LINES_ABOVE, _LINES_BELOW = 12, 6  # so many lines around one show which indents it may have


def misindented(text: str, stopped: int, loader: Any) -> int | None:
    """Return the line, from 0, whose indent is wrong; None if moving no single line helps.

    `stopped` is the line at which PyYAML stopped. Of several lines that might be moved, return the
    one whose indent is the rarest in the text.
    """
    lines = text.split("\n")
    used = Counter(_indent(line) for line in _filled(lines))
    candidates = dict.fromkeys(_candidates(lines, stopped))
    for at in sorted(candidates, key=lambda at: _commonness(_indent(lines[at]), used)):
        if _is_wrong(lines, at, loader):
            return at
    return None


def _commonness(indent: int, used: Mapping[int, int]) -> tuple[int, bool]:
    """Return how many lines have an indent; of two that are equal, an odd one comes first."""
    return used[indent], indent % 2 == 0


def _is_wrong(lines: list[str], at: int, loader: Any) -> bool:
    """Return whether the text is valid with another indent of this line."""
    own = _indent(lines[at])
    others = sorted(_indents_around(lines, at) - {own}, key=lambda other: (abs(other - own), other))
    for other in others[:_MOST_INDENTS]:
        moved = " " * other + lines[at].lstrip(" ")
        if _is_valid([*lines[:at], moved, *lines[at + 1 :]], loader):
            return True
    return False


def _candidates(lines: list[str], stopped: int) -> Iterator[int]:
    """Yield the line itself, those above it, then those that hold it according to their indents."""
    if stopped < len(lines) and lines[stopped].strip():
        yield stopped
    above = [at for at in range(min(stopped, len(lines)) - 1, -1, -1) if lines[at].strip()]
    if not above:
        return
    yield from above[:REACH]
    smallest = _indent(lines[above[0]])
    for at in above:
        if _indent(lines[at]) < smallest:
            smallest = _indent(lines[at])
            yield at


def _indents_around(lines: list[str], at: int) -> set[int]:
    """Return the indents of the lines around one, and that of a line below the one above it."""
    above = _filled(lines[:at])[-_LINES_ABOVE:]
    below = _filled(lines[at + 1 :])[:_LINES_BELOW]
    indents = {_indent(line) for line in (*above, *below)}
    if above:
        indents.add(_indent(above[-1]) + 2)
    return indents


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_valid(lines: list[str], loader: Any) -> bool:
    try:
        for _ in yaml.parse("\n".join(lines), Loader=loader):
            pass
    except yaml.YAMLError:
        return False
    return True
