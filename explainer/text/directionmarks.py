"""Marks of direction: invisible letters that only give direction to what has none, as numbers.

Right-to-left texts need them beside their words, see https://unicode.org/reports/tr9/. Beside
left-to-right words, one such as U+200F makes `12 – 48` be shown as `48 – 12`. Characters around a
text, such as U+2067, do the same, and so does the attribute `dir`.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from explainer.text.controls import FSI, LRE, LRI, PDF, PDI, RLE, RLI

MARKS = {"\u200f": "right-to-left mark", "\u061c": "Arabic letter mark"}
"""The marks of right-to-left direction, with their names in Unicode in lower case."""

_MOST_OTHERS = 2  # left-to-right letters for each right-to-left one in a right-to-left text
_TURNING = (FSI, RLE, RLI)
_OPENING, _CLOSING = (*_TURNING, LRE, LRI), (PDF, PDI)
_DIRECTIONS = {"L": "L", "R": "R", "AL": "R"}  # of letters, by their class in Unicode
_INLINE = (
    "a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|r[bpt]|ruby|s|samp|small|span|strong|su[bp]"
    "|u|var"
)
_BORDER = re.compile(rf"(\n|<(?!/?(?:{_INLINE})\b)[^>]*>)")
_UNIT = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)


def without_idle_marks(text: str) -> str:
    """Return a text without marks in lines that begin left to right, unless beside other letters.

    A mark is beside a right-to-left letter if no left-to-right letter is between them.
    """
    if not _has_marks(text):
        return text
    return "\n".join(_without_idle(list(line)) for line in text.split("\n"))


def without_idle_marks_in_html(html: str) -> str:
    """Return HTML, in which no attribute contains a `>`, without such marks in its blocks."""
    if not _has_marks(html):
        return html
    parts = _BORDER.split(html)
    return "".join(_without_idle(_UNIT.findall(part)) for part in parts)


def is_right_to_left(text: str) -> bool:
    """Return whether a text may run from right to left: it has enough letters that do.

    One is not enough, or it could turn a whole sentence around.
    """
    directions = [_direction(character) for character in text]
    return _is_right_to_left(directions.count("L"), directions.count("R"))


def _is_right_to_left(lefts: int, rights: int) -> bool:
    return rights > 0 and lefts <= rights * _MOST_OTHERS


def without_idle_turns(text: str, is_html: bool = False) -> str:
    """Return a text without what makes left-to-right words in it run from right to left.

    The text is in reading order: all that is opened in it is closed.
    """
    if not any(character in text for character in _TURNING):
        return text
    units = _UNIT.findall(text) if is_html else list(text)
    opened: list[tuple[int, int, int]] = []
    lefts, rights = 0, 0
    idle = set[int]()
    for index, unit in enumerate(units):
        direction = _direction(unit)
        lefts += direction == "L"
        rights += direction == "R"
        if unit in _OPENING:
            opened.append((index, lefts, rights))
        elif unit in _CLOSING and opened:
            start, lefts_before, rights_before = opened.pop()
            is_kept = _is_right_to_left(lefts - lefts_before, rights - rights_before)
            if units[start] in _TURNING and not is_kept:
                idle.update((start, index))
    return "".join(unit for index, unit in enumerate(units) if index not in idle)


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in MARKS)


def _without_idle(units: Sequence[str]) -> str:
    """Return the text of units: characters, and tags or references, which have no direction."""
    directions = [_direction(unit) for unit in units]
    if next(filter(None, directions), "") == "R":
        return "".join(units)
    kept: list[str] = []
    pairs = zip(units, directions, strict=True)
    for is_left, run in groupby(pairs, key=lambda pair: pair[1] == "L"):
        kept += _kept(list(run), is_left)
    return "".join(kept)


def _kept(run: Sequence[tuple[str, str]], is_left: bool) -> list[str]:
    has_letters = is_left or any(direction == "R" for _, direction in run)
    return [unit for unit, _ in run if has_letters or unit not in MARKS]


def _direction(unit: str) -> str:
    """Return "L" or "R" for a letter of such a direction, "" for all else."""
    if len(unit) > 1 or unit in MARKS:
        return ""
    return _DIRECTIONS.get(unicodedata.bidirectional(unit), "")
