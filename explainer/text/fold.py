"""Folding: quotes are compared without differences that an editor need not type.

Quotation marks, dashes, spaces, ellipses, full-width Latin and Unicode composition become one form;
invisible characters are dropped, and so is the stroke that lengthens Arabic words. Case is kept.
Joiners (U+200C, U+200D) are dropped only at the edge of a word or beside Latin letters: between
letters of Arabic and Indic scripts, and inside emoji, they change what is read.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from explainer.text.marks import composed_differently, marks

_DOUBLE = '"“”„‟«»″‶〝〞〟＂״'
_SINGLE = "'‘’‚‛‹›′‵`´ʼʻʹ＇׳"
DASHES = "-‐‑‒–—―−⁃﹘﹣－֊־"
_SPACES = (
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
    "\u2800\u3164\uffa0"  # a cell of Braille without dots, and letters of Korean without strokes
)
# Full-width digits and Latin letters, as in Chinese and Japanese text, and the usual ones
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDE_TO_USUAL = {sign: chr(sign - 0xFEE0) for sign in _WIDE}
# Soft hyphen, combining grapheme joiner, Arabic letter mark, fillers of Hangul syllables, inherent
# vowels of Khmer, Mongolian variation selectors and vowel separator, zero width space, marks of
# direction, word joiner, invisible operators of mathematics, deprecated format characters,
# variation selectors, byte order mark, controls of shorthand and music, tags
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\u0640"  # Arabic tatweel, a stroke that makes a word longer and is no letter
)
UNSEEN = re.compile(f"[{_UNSEEN}]+")
# What an editor may type for the `sup` and `sub` of an article
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
_LEVEL = "0123456789+-=()n"
_SAME_LENGTH: dict[int, int | str] = {
    **_WIDE_TO_USUAL,
    **str.maketrans(_RAISED, _LEVEL),
    **str.maketrans(_LOWERED, _LEVEL),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
}
JOINERS = "\u200c\u200d"
_JOINED = "\u0590-\u061b\u061d-\u180d\u180f-\u1fff\u2600-\u27bf\u3040-\ufdff\U0001f000-\U0001faff"
_CHANGED = re.compile(
    "|".join(
        (
            rf"(?P<space>[{_UNSEEN}]+ [ {_UNSEEN}]*| [ {_UNSEEN}]+)",
            rf"(?P<dash>-[-{_UNSEEN}]*-)",
            r"(?P<dots>…)",
            rf"(?P<unseen>[{_UNSEEN}]+|(?<![{_JOINED}])[{JOINERS}]|[{JOINERS}](?![{_JOINED}]))",
        )
    )
)
_REPLACEMENTS = {"space": " ", "dash": "-", "dots": "...", "unseen": ""}


@dataclass(frozen=True)
class Folded:
    """A folded text and the way back to the original. Offsets are code points.

    The arrays have one item per run of characters: where it begins in `text`, where in the
    original, and how many characters of the original it stands for; 0 if each stands for one.
    """

    text: str
    _starts: "array[int]" = field(repr=False)
    _origins: "array[int]" = field(repr=False)
    _widths: "array[int]" = field(repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the original of `text[start:end]`, which is not empty."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        low, high = self._origins[first], self._origins[last]
        if not self._widths[first]:
            low += start - self._starts[first]
        high += self._widths[last] or end - self._starts[last]
        return low, high

    def here(self, original: int) -> int:
        """Return the offset in `text` that corresponds to an offset in the original text."""
        if not self._starts:
            return 0
        run = max(bisect_right(self._origins, original) - 1, 0)
        if self._widths[run]:
            return self._starts[run]
        return self._starts[run] + original - self._origins[run]


def fold(text: str) -> Folded:
    """Return a text folded, with single spaces for its white space."""
    flat = text.translate(_SAME_LENGTH)
    if flat and _is_folded(flat):  # as most short texts are
        return Folded(flat, array("q", [0]), array("q", [0]), array("q", [0]))
    parts: list[str] = []
    runs = array("q"), array("q"), array("q")
    length = 0
    for part, origin, width in _parts(flat):
        parts.append(part)
        for column, value in zip(runs, (length, origin, width), strict=True):
            column.append(value)
        length += len(part)
    return Folded("".join(parts), *runs)


def folded(text: str) -> str:
    """Return a text folded, without space at its ends, to be compared."""
    flat = text.translate(_SAME_LENGTH)
    return (flat if _is_folded(flat) else fold(text).text).strip()


@lru_cache(maxsize=1_000)
def folded_once(text: str) -> str:
    """Return the same as `folded`, from memory if it was asked for a short time ago.

    It is for what is compared with many others: a quote, a record, the words around a place.
    """
    return folded(text)


def uncased(text: str) -> str:
    """Return a text of the same length in which capitals and small letters are the same.

    Simple case folding, one character for each (Unicode Standard 15.0, 3.13): “ß” and “İ” stay.
    """
    plain = text.casefold()
    return plain if len(plain) == len(text) else "".join(map(_uncased, text))


def same_letters(text: str) -> str:
    """Return a name folded and without case: the same for names that differ only in case."""
    return uncased(folded(text))


def _uncased(char: str) -> str:
    forms = (char.casefold(), char.lower(), char)
    return next(form for form in forms if len(form) == 1)


def _parts(flat: str) -> Iterator[tuple[str, int, int]]:
    """Yield the runs of the folded text: its characters, and its start and width in the original.

    The width is 0 if each character stands for one.
    """
    done = 0
    for found in _changes(flat).finditer(flat):
        if found.start() > done:
            yield flat[done : found.start()], done, 0
        new = _REPLACEMENTS.get(found.lastgroup or "")
        if new is None:
            new = unicodedata.normalize("NFC", UNSEEN.sub("", found[0]))
        if new:
            yield new, found.start(), len(found[0])
        done = found.end()
    if done < len(flat):
        yield flat[done:], done, 0


def _is_folded(flat: str) -> bool:
    """Return whether nothing is left to be folded in a text, at a glance."""
    return flat.isascii() and "  " not in flat and "--" not in flat


def _changes(flat: str) -> "re.Pattern[str]":
    """Return a pattern of all that changes in length, with the clusters that can be composed."""
    seen = UNSEEN.sub("", flat)
    return _CHANGED if unicodedata.is_normalized("NFC", seen) else _changed_or_composed()


@cache
def _changed_or_composed() -> "re.Pattern[str]":
    """Return the pattern for texts that are not in NFC."""
    # A Hangul vowel or final consonant joins the one before it, as marks do
    joining = marks(lambda mark: not UNSEEN.match(mark)) + "\u1161-\u11ff"
    letter_with_marks = rf"[^ {_UNSEEN}]?[{_UNSEEN}]*[{joining}][{joining}{_UNSEEN}]*"
    cluster = rf"(?P<cluster>{letter_with_marks}|[{composed_differently()}])"
    return re.compile(f"{_CHANGED.pattern}|{cluster}")
