"""Words: where they begin and end, in scripts with and without spaces."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from explainer.text.korean import is_among_endings, is_before_particles, is_hangul

# Scripts that write words without spaces between them, by Scripts.txt of Unicode 14.0, in whole
# blocks. A word of Han, kana or Bopomofo is about two characters long.
_BRIEF = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00016ff0-\U00016ff1\U00020000-\U0003ffff"  # its extensions
    "\u3031-\u3035\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
)
# The scripts whose breaks need a dictionary (Line_Break=SA), and Tibetan: a word is about four
# characters long. Without their digits, since a number is one word.
_LONG = (
    "\u0e00-\u0e4f\u0e5a-\u0e7f\u0e80-\u0ecf\u0eda-\u0eff"  # Thai, Lao
    "\u0f00-\u0f1f\u0f34-\u0fff"  # Tibetan
    "\u1000-\u103f\u104a-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\u1780-\u17df\u19e0-\u19ff"  # Khmer
    "\u1950-\u19cf\uaa80-\uaadf"  # Tai Le, New Tai Lue, Tai Viet
    "\u1a20-\u1a7f\u1aa0-\u1aaf\U00011700-\U0001172f\U0001173c-\U0001174f"  # Tai Tham, Ahom
)
# Vowels that these scripts write before their consonant (Logical_Order_Exception), and signs that
# stack the next consonant (Indic_Syllabic_Category=Invisible_Stacker): no word ends behind one.
_BEFORE_CONSONANTS = "\u0e40-\u0e44\u0ec0-\u0ec4\u19b5-\u19b7\u19ba\uaab5\uaab6\uaab9\uaabb\uaabc"
_OPENING = re.compile(f"[{_BEFORE_CONSONANTS}\u1039\u17d2\u1a60]")
# Vowels of Thai and Lao that stand behind their consonant: no word begins with one.
_CLOSING = re.compile("[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]")
UNSPACED = f"{_BRIEF}{_LONG}"
_BRIEF_LETTER, _LONG_LETTER, _UNSPACED = map(
    re.compile, (f"[{_BRIEF}]", f"[{_LONG}]", f"[{UNSPACED}]")
)
_NUMBER_SIGNS = (".", ",", ":")
# Apostrophes and hyphens part no word.
_JOINING = dict.fromkeys(map(ord, "\u2019-\u2010\u2011"), "'")
_MOST_LAST_WORDS = 3
_LONGEST_LAST_WORDS = 24  # code points
_SIGNS = "%‰$€£¥₽₴₹°"


class Word(NamedTuple):
    """A word of a text, with its place in it. A character of a script without spaces is a word of its own."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text, signs of percent and money among them; punctuation is left out."""
    letters = () if text.isascii() else set(text)  # most texts have no marks
    marks = sorted(char for char in letters if unicodedata.category(char)[0] == "M")
    pattern = _pattern("".join(marks))
    return [
        Word(
            found[0].removesuffix("'"),
            found.start(),
            found.start() + len(found[0].removesuffix("'")),
        )
        for found in pattern.finditer(text)
    ]


@lru_cache(
    maxsize=1_000
)  # most texts have the same few marks, or none, and it takes milliseconds to compile
def _pattern(marks: str) -> "re.Pattern[str]":
    """All words of a text in which these marks on letters occur."""
    spaced = "".join(re.escape(mark) for mark in marks if not _UNSPACED.match(mark))
    unspaced = "".join(re.escape(mark) for mark in marks if _UNSPACED.match(mark))
    letter = rf"[^\W_{_BRIEF}{_LONG}]"
    letters = rf"(?:{letter}|[{spaced}])+" if spaced else f"{letter}+"
    following = f"[{unspaced}]*" if unspaced else ""
    return re.compile(
        rf"\d+(?:[.,:]\d+)+|{letters}(?:'{letters})*'?|[{_BRIEF}{_LONG}]{following}|[{_SIGNS}]"
    )


def size(text: str) -> float:
    """How many words a text has, or would have if its script wrote spaces."""
    brief, long = len(_BRIEF_LETTER.findall(text)), len(_LONG_LETTER.findall(text))
    spaced = sum(1 for word in words(text) if not _UNSPACED.match(word.text))
    return spaced + brief / 2 + long / 4


def shortened(text: str, most: int) -> str:
    """Give a text of at most `most` characters as it is; a longer one cut after a word, with " …" behind it.

    Where a single word is so long that more than half would go, it is cut inside the word.
    """
    if len(text) <= most:
        return text
    end = next((end for end in range(most, most // 2, -1) if is_border(text, end)), most)
    return f"{text[:end].rstrip(' ,;:')} …"


def last_words(text: str, start: int, end: int) -> int:
    """Return where the last few words of `text[start:end]` begin, in code points of `text`: at most a short line."""
    begin = end
    plain = text[start:end].translate(_JOINING)
    for word in reversed(words(plain)[-_MOST_LAST_WORDS:]):
        if end - (start + word.start) > _LONGEST_LAST_WORDS and begin < end:
            break
        begin = start + word.start
    return begin if begin < end else start


def is_letter(char: str) -> bool:
    """Whether it is part of a word: a letter, a digit or a mark on one."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def is_border(text: str, at: int) -> bool:
    """Whether a word may begin or end at this offset of a folded text."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "M":
        return False
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return not (_OPENING.match(before) or _CLOSING.match(after))
    if not (is_letter(before) and is_letter(after)):
        return not _is_inside_number(text, at)
    return is_hangul(before) != is_hangul(after)  # Korean writes 1871년 and KBS에서


def is_end_of_noun(text: str, at: int) -> bool:
    """Return whether a name may end at this offset of a folded text: at a border, or before Korean particles."""
    return is_border(text, at) or (is_hangul(text[at - 1]) and is_before_particles(text, at))


def is_end_of_quote(text: str, at: int) -> bool:
    """Return whether a quote may end at this offset of a folded text: as a noun, and within Korean particles, too."""
    return is_border(text, at) or is_among_endings(text, at)


def _is_inside_number(text: str, at: int) -> bool:
    """Beside the point of 3.5, so that a quote that ends in "3" does not sit in it."""
    return any(
        text[sign : sign + 1] in _NUMBER_SIGNS
        and text[sign - 1 : sign].isdigit()
        and text[sign + 1 : sign + 2].isdigit()
        for sign in (at - 1, at)
        if sign > 0
    )
