"""Words and their borders, in scripts with and without spaces."""

import re
from functools import cache
from typing import NamedTuple

from explainer.text.korean import is_among_endings, is_before_particles, is_hangul
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
# Vowels written before their consonant (Logical_Order_Exception), and characters that stack the
# next consonant (Indic_Syllabic_Category=Invisible_Stacker): no word ends behind one.
_BEFORE_CONSONANTS = "\u0e40-\u0e44\u0ec0-\u0ec4\u19b5-\u19b7\u19ba\uaab5\uaab6\uaab9\uaabb\uaabc"
_OPENING = re.compile(f"[{_BEFORE_CONSONANTS}\u1039\u17d2\u1a60]")
# Vowels of Thai and Lao written behind their consonant: no word begins with one.
_CLOSING = re.compile("[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]")
UNSPACED = f"{_BRIEF}{_LONG}"
_BRIEF_LETTER = re.compile(f"[{_BRIEF}]")
_LONG_LETTER = re.compile(f"[{_LONG}]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_NUMBER_SIGNS = (".", ",", ":")
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
    return re.compile(rf"\d+(?:[.,:]\d+)+|{letters}(?:'{letters})*'?|{unspaced}|[{_SIGNS}]")


_LETTER = rf"[^\W_{UNSPACED}]"
_UNMARKED = _pattern(f"{_LETTER}+", f"[{UNSPACED}]")


@cache
def _marked() -> "re.Pattern[str]":
    """Return the pattern of words with marks on letters."""
    spaced = marks(lambda mark: not _UNSPACED.match(mark))
    return _pattern(rf"(?:{_LETTER}|[{spaced}])+", f"[{UNSPACED}][{marks(_UNSPACED.match)}]*")


def size(text: str) -> float:
    """Return how many words a text has, or would have if its script wrote spaces."""
    found = _pattern_for(text).findall(text)
    if text.isascii():
        return float(len(found))
    brief, long = len(_BRIEF_LETTER.findall(text)), len(_LONG_LETTER.findall(text))
    spaced = sum(1 for word in found if not _UNSPACED.match(word))
    return spaced + brief / 2 + long / 4


def is_letter(char: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit or a mark on one."""
    return char.isalnum() or is_mark(char)


def is_border(text: str, at: int) -> bool:
    """Return whether a word may begin or end at this offset of a folded text, in code points."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if is_mark(after):
        return False
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return not (_OPENING.match(before) or _CLOSING.match(after))
    if not (is_letter(before) and is_letter(after)):
        return not _is_inside_number(text, at)
    return is_hangul(before) != is_hangul(after)  # Korean writes 1871년 and KBS에서


def is_end_of_noun(text: str, at: int) -> bool:
    """Return whether a name may end at this offset: at a border, or before Korean particles."""
    return is_border(text, at) or (is_hangul(text[at - 1]) and is_before_particles(text, at))


def is_end_of_quote(text: str, at: int) -> bool:
    """Return whether a quote may end at this offset: as a noun may, or within Korean particles."""
    return is_border(text, at) or is_among_endings(text, at)


def _is_inside_number(text: str, at: int) -> bool:
    """Return whether an offset is beside the point of a number such as 3.5.

    So a quote that ends in "3" does not match there.
    """
    return _is_point(text, at - 1) or _is_point(text, at)


def _is_point(text: str, at: int) -> bool:
    if at <= 0 or text[at : at + 1] not in _NUMBER_SIGNS:
        return False
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
