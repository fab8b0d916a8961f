"""Words: where they begin and end, in scripts with and without spaces."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Scripts that write words without spaces between them: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han, and their
# extensions. A word of Han or kana is about two characters long, of the others about four.
_BRIEF = "々〇ぁ-ヿㄅ-ㄯㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ\U00020000-\U0003ffff"
_LONG = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf"
_BRIEF_LETTER, _LONG_LETTER, _UNSPACED = map(re.compile, (f"[{_BRIEF}]", f"[{_LONG}]", f"[{_BRIEF}{_LONG}]"))
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
    marks = sorted({char for char in text if unicodedata.category(char)[0] == "M"})
    pattern = _pattern("".join(marks))
    return [
        Word(found[0].removesuffix("'"), found.start(), found.start() + len(found[0].removesuffix("'")))
        for found in pattern.finditer(text)
    ]


@lru_cache(maxsize=1_000)  # most texts have the same few marks, or none, and it takes milliseconds to compile
def _pattern(marks: str) -> "re.Pattern[str]":
    """All words of a text in which these marks on letters occur."""
    spaced = "".join(re.escape(mark) for mark in marks if not _UNSPACED.match(mark))
    unspaced = "".join(re.escape(mark) for mark in marks if _UNSPACED.match(mark))
    letter = rf"[^\W_{_BRIEF}{_LONG}]"
    letters = rf"(?:{letter}|[{spaced}])+" if spaced else f"{letter}+"
    following = f"[{unspaced}]*" if unspaced else ""
    return re.compile(rf"\d+(?:[.,:]\d+)+|{letters}(?:'{letters})*'?|[{_BRIEF}{_LONG}]{following}|[{_SIGNS}]")


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
        return True
    return not (is_letter(before) and is_letter(after)) and not _is_inside_number(text, at)


def _is_inside_number(text: str, at: int) -> bool:
    """Beside the point of 3.5, so that a quote that ends in "3" does not sit in it."""
    return any(
        text[sign : sign + 1] in _NUMBER_SIGNS
        and text[sign - 1 : sign].isdigit()
        and text[sign + 1 : sign + 2].isdigit()
        for sign in (at - 1, at)
        if sign > 0
    )
