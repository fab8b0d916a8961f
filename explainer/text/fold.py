"""Folding: what an editor need not type exactly for a quote to be found.

Quotation marks, dashes, spaces, ellipses, full-width Latin and Unicode composition become one form; what
is not seen is dropped, and so is what only lengthens an Arabic word. Case is kept. Joiners (U+200C,
U+200D) are dropped only at the edge of a word or beside Latin letters: between letters of Arabic and
Indic scripts, and inside emoji, they change what is read.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_DOUBLE = '"“”„‟«»″‶〝〞〟＂״'
_SINGLE = "'‘’‚‛‹›′‵`´ʼʻʹ＇׳"
_DASHES = "-‐‑‒–—―−⁃﹘﹣－־"
_SPACES = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u2028\u2029\u202f\u205f\u3000"
# Digits and Latin letters as wide as those of Chinese and Japanese, and the usual ones
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDE_TO_USUAL = {sign: chr(sign - 0xFEE0) for sign in _WIDE}
# Soft hyphen, combining grapheme joiner, Arabic letter mark, Mongolian variation selectors and vowel
# separator, zero width space, marks of direction, word joiner, invisible signs of mathematics,
# deprecated format characters, variation selectors, byte order mark
_UNSEEN = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_UNSEEN += "\U000e0100-\U000e01ef"
_UNSEEN += "\u0640"  # Arabic tatweel, a stroke that makes a word longer and is no letter
_SEVERAL_UNSEEN = re.compile(f"[{_UNSEEN}]+")
# How an editor types what the article has as `sup` and `sub`, and what each sign is there
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
_LEVEL = "0123456789+-=()n"
_SAME_LENGTH = {
    **_WIDE_TO_USUAL,
    **{
        ord(sign): digit
        for signs in (_RAISED, _LOWERED)
        for digit, sign in zip(_LEVEL, signs, strict=True)
    },
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
}
_JOINERS = "\u200c\u200d"
_JOINED = "\u0590-\u061b\u061d-\u180d\u180f-\u1fff\u2600-\u27bf\u3040-\ufdff\U0001f000-\U0001faff"
_CHANGED = "|".join(
    (
        rf"(?P<space>[{_UNSEEN}]+ [ {_UNSEEN}]*| [ {_UNSEEN}]+)",
        rf"(?P<dash>-[-{_UNSEEN}]*-)",
        r"(?P<dots>…)",
        rf"(?P<unseen>[{_UNSEEN}]+|(?<![{_JOINED}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINED}]))",
    )
)
_REPLACEMENTS = {"space": " ", "dash": "-", "dots": "...", "unseen": ""}


@dataclass(frozen=True)
class Folded:
    """A folded text and the way back. The arrays have one item per run: where it begins here and in the original.

    `_widths` is 0 where each character stands for one; otherwise the whole run stands for that many.
    """

    text: str
    _starts: "array[int]" = field(repr=False)
    _origins: "array[int]" = field(repr=False)
    _widths: "array[int]" = field(repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that `text[start:end]`, which is not empty, was folded from."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        low = self._origins[first] + (0 if self._widths[first] else start - self._starts[first])
        high = self._origins[last] + (self._widths[last] or end - self._starts[last])
        return low, high

    def here(self, original: int) -> int:
        """The offset in `text` of what an offset in the original text was folded to."""
        run = max(bisect_right(self._origins, original) - 1, 0)
        return (
            self._starts[run] + (0 if self._widths[run] else original - self._origins[run])
            if self._starts
            else 0
        )


def fold(text: str) -> Folded:
    """The text folded, with its white space in single spaces."""
    flat = text.translate(_SAME_LENGTH)
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
    """The text folded, without space at its ends: for comparing."""
    return fold(text).text.strip()


def uncased(text: str) -> str:
    """Return a text of the same length in which capitals and small letters are the same.

    Simple case folding, one character for each (Unicode Standard 15.0, 3.13): “ß” and “İ” stay.
    """
    plain = text.casefold()
    return plain if len(plain) == len(text) else "".join(map(_uncased, text))


def same_letters(text: str) -> str:
    """Return a name folded and without case: the same for names that are equal but for their case."""
    return uncased(folded(text))


def _uncased(char: str) -> str:
    forms = (char.casefold(), char.lower(), char)
    return next(form for form in forms if len(form) == 1)


def _parts(flat: str) -> Iterator[tuple[str, int, int]]:
    """The folded text in runs: what it reads, where it begins in the original, and its width there (0 for the same)."""
    done = 0
    for found in re.finditer(_changes(flat), flat):
        if found.start() > done:
            yield flat[done : found.start()], done, 0
        new = _REPLACEMENTS.get(found.lastgroup or "")
        if new is None:
            new = unicodedata.normalize("NFC", _SEVERAL_UNSEEN.sub("", found[0]))
        if new:
            yield new, found.start(), len(found[0])
        done = found.end()
    if done < len(flat):
        yield flat[done:], done, 0


def _changes(flat: str) -> str:
    """A pattern for all that changes its length: with the clusters of letters and marks that can be composed."""
    seen = _SEVERAL_UNSEEN.sub("", flat)
    if unicodedata.is_normalized("NFC", seen):
        return _CHANGED
    used = sorted(set(seen))
    marks = "".join(
        re.escape(char) for char in used if unicodedata.category(char)[0] == "M" or _is_jamo(char)
    )
    single = "".join(re.escape(char) for char in used if unicodedata.normalize("NFC", char) != char)
    clusters = [rf"[^ {_UNSEEN}]?[{_UNSEEN}]*[{marks}][{marks}{_UNSEEN}]*"] if marks else []
    clusters += [f"[{single}]"] if single else []
    return _CHANGED + f"|(?P<cluster>{'|'.join(clusters)})"


def _is_jamo(char: str) -> bool:
    """Whether it is a Hangul vowel or final consonant, which joins what stands before it."""
    return "\u1160" <= char <= "\u11ff"
