"""Words: where they begin and end, in scripts with and without spaces."""

import re
import unicodedata
from typing import NamedTuple

# Scripts that write words without spaces between them: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han, and their
# extensions. A word of Han or kana is about two characters long, of the others about four.
_BRIEF = "々〇ぁ-ヿㄅ-ㄯㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ\U00020000-\U0003ffff"
_LONG = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf"
_UNSPACED = re.compile(f"[{_BRIEF}{_LONG}]")
_NUMBER_SIGNS = (".", ",", ":")
_SIGNS = "%‰$€£¥₽₴₹°"


class Word(NamedTuple):
    """A word of a text, with its place in it. A character of a script without spaces is a word of its own."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text, signs of percent and money among them; punctuation is left out."""
    letters = "".join(re.escape(char) for char in sorted(set(text)) if is_letter(char) and not _UNSPACED.match(char))
    spaced = [r"\d+(?:[.,:]\d+)+"] + ([rf"[{letters}]+(?:'[{letters}]+)*'?"] if letters else [])
    marks = "".join(
        char for char in sorted(set(text)) if unicodedata.category(char)[0] == "M" and _UNSPACED.match(char)
    )
    unspaced = rf"[{_BRIEF}{_LONG}]" + (f"[{marks}]*" if marks else "")
    pattern = "|".join([*spaced, unspaced, f"[{_SIGNS}]"])
    return [
        Word(found[0].removesuffix("'"), found.start(), found.start() + len(found[0].removesuffix("'")))
        for found in re.finditer(pattern, text)
    ]


def size(text: str) -> float:
    """How many words a text has, or would have if its script wrote spaces."""
    brief, long = len(re.findall(f"[{_BRIEF}]", text)), len(re.findall(f"[{_LONG}]", text))
    spaced = sum(1 for word in words(text) if not _UNSPACED.match(word.text))
    return spaced + brief / 2 + long / 4


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
