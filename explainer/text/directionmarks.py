"""Marks of direction: invisible letters that only give direction to what has none, as numbers.

Right-to-left texts need them beside their words, see https://unicode.org/reports/tr9/. Beside
left-to-right words, one such as U+200F makes `12 – 48` be shown as `48 – 12`. Characters around a
text, such as U+2067, do the same, and so does the attribute `dir`. So do signs of right-to-left
scripts that are no letters, and may look like a hyphen, a line or a full stop.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from explainer.text.controls import FSI, LRE, LRI, PDF, PDI, RLE, RLI

MARKS = {"\u200f": "right-to-left mark", "\u061c": "Arabic letter mark"}
"""The marks of right-to-left direction, with their names in Unicode in lower case."""
_LRM = "\u200e"  # left-to-right mark
# The blocks of all right-to-left scripts, and the marks
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_REPEATED = re.compile(f"{_LRM}{{2,}}")
_MOST_OTHERS = 2  # left-to-right letters for each right-to-left one in a right-to-left text
_TURNING = (FSI, RLE, RLI)
_OPENING, _CLOSING = (*_TURNING, LRE, LRI), (PDF, PDI)
_DIRECTIONS = {"L": "L", "R": "R", "AL": "R"}  # of letters, by their class in Unicode
_INLINE = (
    "a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|r[bpt]|ruby|s|samp|small|span|strong|su[bp]"
    "|u|var"
)
# What is on one line of a block; a line end or a tag between. Values of tags may hold line ends
_STRETCH = re.compile(rf"(?:[^\n<]++|</?(?:{_INLINE})\b[^>]*>)++|\n|<[^>]*>?")
_UNIT = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)


def without_idle_marks(text: str) -> str:
    """Return a text without marks in lines that begin left to right, unless beside other letters.

    A mark is beside a right-to-left letter if no left-to-right letter is between them. Signs stay,
    between left-to-right marks, so that they have no effect on what is beside them.
    """
    if not may_turn(text):
        return text
    return "\n".join(_without_idle(list(line)) for line in text.split("\n"))


def without_idle_marks_in_html(html: str) -> str:
    """Return HTML, in which no attribute contains a `>`, without such marks in its blocks."""
    if not may_turn(html):
        return html
    stretches = _STRETCH.findall(html)
    return "".join(_without_idle(_UNIT.findall(stretch)) for stretch in stretches)


def idle_signs(text: str) -> Iterator[str]:
    """Yield the signs without a right-to-left letter beside them, in lines with other letters."""
    for line in text.split("\n") if may_turn(text) else ():
        runs = list(_runs(line))
        if len(runs) > 1:
            idle = (unit for run, is_idle in runs for unit in run if is_idle)
            yield from filter(_is_sign, idle)


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


def may_turn(text: str) -> bool:
    """Return whether there is a mark or such a sign in a text."""
    if text.isascii():
        return False
    return any(each in MARKS or _is_sign(each) for each in set(_RIGHT_TO_LEFT.findall(text)))


def _without_idle(units: Iterable[str]) -> str:
    """Return the text of units: characters, and tags or references, which have no direction."""
    kept: list[str] = []
    for run, is_idle in _runs(units):
        kept += _without_effect(run) if is_idle else run
    return _REPEATED.sub(_LRM, "".join(kept))


def _runs(units: Iterable[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield what is between left-to-right letters, and these, and whether marks are idle there."""
    pairs = [(unit, _direction(unit)) for unit in units]
    first = next((direction for _, direction in pairs if direction), "")
    for is_left, run in groupby(pairs, key=lambda pair: pair[1] == "L"):
        of_run = list(run)
        has_letters = is_left or any(direction == "R" for _, direction in of_run)
        yield [unit for unit, _ in of_run], first != "R" and not has_letters


def _without_effect(run: Iterable[str]) -> Iterator[str]:
    units = (unit for unit in run if unit not in MARKS)
    for are_signs, group in groupby(units, key=_is_sign):
        alike = list(group)
        yield from (_LRM, *alike, _LRM) if are_signs else alike


def _is_sign(unit: str) -> bool:
    """Return whether a character is a right-to-left one, but neither a letter nor a mark.

    One that Python's Unicode does not know is of the direction of its block.
    """
    if len(unit) > 1 or unit in MARKS or not _RIGHT_TO_LEFT.match(unit):
        return False
    is_letter = unicodedata.category(unit).startswith("L")
    return not is_letter and unicodedata.bidirectional(unit) in ("R", "AL", "")


def _direction(unit: str) -> str:
    """Return "L" or "R" for a letter of such a direction, "" for all else."""
    if len(unit) > 1 or unit in MARKS or _is_sign(unit):
        return ""
    return _DIRECTIONS.get(unicodedata.bidirectional(unit), "")
