"""Marks on letters, such as accents, as parts of patterns.

Finding all of Unicode's marks takes milliseconds, so it is done once, and only if a text has any. A
pattern of only the marks in one text would have to be compiled again for almost every other text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import chain

# Where Unicode has marks, and characters that compose differently; a test looks at all others, too
_WITH_MARKS = (range(0x300, 0x1F000), range(0xE0100, 0xE01F0))
_COMPOSING = (range(0x300, 0x1F000), range(0x2F800, 0x2FA20))


def is_mark(char: str) -> bool:
    """Return whether a character is a mark on the one before it, such as an accent."""
    return unicodedata.category(char)[0] == "M"


def marks(is_wanted: Callable[[str], object]) -> str:
    """Return the inside of a character class of the marks that are wanted."""
    found = filter(is_mark, map(chr, chain(*_WITH_MARKS)))
    return _as_ranges(ord(mark) for mark in found if is_wanted(mark))


def composed_differently() -> str:
    """Return the inside of a character class of what NFC replaces even where it stands alone.

    These are the ohm sign, the singletons of CJK compatibility, and the like (UAX 15, 1.3).
    """
    composing = chain(*_COMPOSING)
    return _as_ranges(code for code in composing if not unicodedata.is_normalized("NFC", chr(code)))


def _as_ranges(codes: Iterable[int]) -> str:
    """Return ascending code points as ranges for a character class."""
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
