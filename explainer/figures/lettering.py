"""How wide text will be in a picture, near enough that labels can be laid out without a browser.

Readers have different fonts. The widths are those of Arial and Helvetica (from their published metrics, rounded up to
twentieths of the size of the letters), which the usual system fonts do not exceed by more than a few percent; callers
leave that much room.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, takewhile

_WIDTHS = {
    0.25: "ijl'|",
    0.3: " !,./:;I[\\]ftr",
    0.4: '"()-`{}°',
    0.55: "cksvxyzJ*^",
    0.6: "abdeghnopqu0123456789$#?_L«»",
    0.65: "+<=>~FTZ",
    0.7: "ABEKPSVXY&",
    0.75: "CDHNRUw",
    0.8: "GOQ",
    0.85: "mM",
    0.9: "%",
    1.0: "W@—…",
}
_WIDTH_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_UNKNOWN = 0.7
_ELLIPSIS = "…"


@lru_cache(maxsize=10_000)  # the same words stand in many labels
def width(text: str, size: float) -> float:
    """Give about how wide a line of sans-serif letters of that size is, in the same units."""
    return sum(map(_of, text)) * size


def wrapped(text: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Break text into at most that many lines of at most `room` units; what does not fit ends in an ellipsis.

    A word that is longer than a line is broken. Text without any words gives no line.
    """
    rest, made = text.split(), list[str]()
    while rest and len(made) < lines:
        taken = _count(_steps(rest, size), room)
        line, rest = " ".join(rest[:taken]), rest[taken:]
        fits = fitting(line, size, room) if taken == 1 else len(line)
        if fits < len(line):
            line, rest = line[:fits], [line[fits:], *rest]
        made.append(line)
    if rest and made:
        made[-1] = _cut(made[-1], size, room)
    return tuple(made)


def fitting(text: str, size: float, room: float) -> int:
    """Give how many of the first characters fit; at least one."""
    return _count((_of(character) * size for character in text), room)


def _count(widths: Iterable[float], room: float) -> int:
    return max(1, sum(1 for _ in takewhile(lambda end: end <= room, accumulate(widths))))


def _steps(words: list[str], size: float) -> Iterator[float]:
    return (width(word if index == 0 else f" {word}", size) for index, word in enumerate(words))


def _cut(line: str, size: float, room: float) -> str:
    kept = line[: fitting(line, size, room - width(_ELLIPSIS, size))]
    return kept.rstrip(" ,;:.") + _ELLIPSIS


@lru_cache(maxsize=4096)
def _of(character: str) -> float:
    if character in _WIDTH_OF:
        return _WIDTH_OF[character]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0.0
    base = unicodedata.normalize("NFD", character)[0]
    if base in _WIDTH_OF:
        return _WIDTH_OF[base]
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN
