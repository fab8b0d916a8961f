"""The words of texts, in scripts with and without spaces; where they may begin, see `borders`."""

import re
from functools import cache
from typing import NamedTuple

from explainer.text.marks import is_mark, marks

# Scripts without spaces between words, by Scripts.txt of Unicode 14.0, in whole blocks. A word of
# Han, kana or Bopomofo is about two characters long.
_BRIEF = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"  # Han
    "\uf900-\ufaff\U00016ff0-\U00016ff1\U00020000-\U0003ffff"  # its extensions
    "\u3031-\u3035\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
)
# Scripts whose breaks need a dictionary (Line_Break=SA), and Tibetan: a word is about four
# characters long. Their digits are left out, since a number is one word.
_LONG = (
    "\u0e00-\u0e4f\u0e5a-\u0e7f\u0e80-\u0ecf\u0eda-\u0eff"  # Thai, Lao
    "\u0f00-\u0f1f\u0f34-\u0fff"  # Tibetan
    "\u1000-\u103f\u104a-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17df\u19e0-\u19ff"  # Khmer
    "\u1950-\u19cf\uaa80-\uaadf"  # Tai Le, New Tai Lue, Tai Viet
    "\u1a20-\u1a7f\u1aa0-\u1aaf\U00011700-\U0001172f\U0001173c-\U0001174f"  # Tai Tham, Ahom
)
UNSPACED = f"{_BRIEF}{_LONG}"
_BRIEF_LETTER = re.compile(f"[{_BRIEF}]")
_LONG_LETTER = re.compile(f"[{_LONG}]")
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
# Signs inside numbers: points of all kinds and those of Arabic digits, and what parts thousands,
# hours, fractions or products (3·5, ８．６, 7'300, 1⁄8, 5×10).
NUMBER_SIGNS = ".,:'·٫٬．，：⁄×"
_SIGNS = "%‰$€£¥₽₴₹°"


class Word(NamedTuple):
    """A word and its place, in code points; each character of a script without spaces is a word."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text, and percent and currency signs, but no other punctuation."""
    found: list[Word] = []
    for match in _pattern_for(text).finditer(text):
        word = match[0].removesuffix("'")
        found.append(Word(word, match.start(), match.start() + len(word)))
    return found


def _pattern_for(text: str) -> "re.Pattern[str]":
    """Return the pattern of the words of a text."""
    if text.isascii() or not any(map(is_mark, set(text))):  # as in most texts
        return _UNMARKED
    return _marked()


def _pattern(letters: str, unspaced: str) -> "re.Pattern[str]":
    """Return the pattern of words, in scripts with spaces of `letters`."""
    return re.compile(
        rf"\d+(?:[{NUMBER_SIGNS}]\d+)+|{letters}(?:'{letters})*'?|{unspaced}|[{_SIGNS}]"
    )


_LETTER = rf"[^\W_{UNSPACED}]"
_UNMARKED = _pattern(f"{_LETTER}+", f"[{UNSPACED}]")


@cache
def _marked() -> "re.Pattern[str]":
    """Return the pattern of words with marks on letters."""
    spaced = marks(lambda mark: not UNSPACED_LETTER.match(mark))
    return _pattern(rf"(?:{_LETTER}|[{spaced}])+", f"[{UNSPACED}][{marks(UNSPACED_LETTER.match)}]*")


def size(text: str) -> float:
    """Return how many words a text has, or would have if its script wrote spaces."""
    found = _pattern_for(text).findall(text)
    if text.isascii():
        return float(len(found))
    brief, long = len(_BRIEF_LETTER.findall(text)), len(_LONG_LETTER.findall(text))
    spaced = sum(1 for word in found if not UNSPACED_LETTER.match(word))
    return spaced + brief / 2 + long / 4


def is_letter(char: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit or a mark on one."""
    return char.isalnum() or is_mark(char)
