"""The words of a text as the search sees them, the same as in its worker (`explainer-search.js`).

A test compares the two, character by character.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

# Scripts without spaces between words: the letters, marks and numbers of UNSPACED in the worker
_UNSPACED = (
    "\u0305\u0323\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"  # the first two: with kana, too
    "\u0e81-\u0ebd\u0ec0-\u0edf"  # Lao
    "\u0f00\u0f0b\u0f0c\u0f18-\u0fc6"  # Tibetan
    "\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f\U000116d0-\U000116e3"  # Myanmar
    "\u1780-\u17f9\u1980-\u19da\u1a20-\u1aa7"  # Khmer, New Tai Lue, Tai Tham
    "\u3005-\u3007\u3021-\u302d\u3031-\u30fa\u30fc-\u312f\u3190-\u3195\u31a0-\u3229\u3280-\u3289"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"  # Han, kana, Bopomofo
    "\U00016fe3\U00016ff0-\U00016ff6\U0001aff0-\U0001b167\U0001d360-\U0001d371"
    "\U00020000-\U0003ffff"
)
_MARKUP = re.compile(r"<[^>]*>|&#?\w+;")
_AROUND_MARKUP = re.compile(f"({_MARKUP.pattern})")
_STROKE = "\u0338"  # with the ">" of a tag, it would be one sign: ≯
# Soft hyphen, marks of direction, word joiner and the like, and all variation selectors
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)
_NARROW = re.compile("[\uff66-\uff9f]+")
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]"
)
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d"}
    | {"ħ": "h", "ı": "i", "ł": "l", "þ": "th", "ς": "σ"}
)
# Letters of scripts without marks, signs and punctuation: for them, Python's `\w` is as good as the
# large pattern, which tries hundreds of ranges for each space
_MARKLESS = re.compile("[\0-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u20cf\u2100-\u2bff]*")
_MARKLESS_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+(?![0-9])")


def folded_word(word: str) -> str:
    """Return a word without accents and capitals, as the search compares words."""
    if word.isascii():
        return word.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    return unicodedata.normalize("NFC", bare).lower().translate(_PLAIN)


def seen(html: str) -> str:
    """Return HTML without invisible characters, and with wide kana in place of narrow ones."""
    if html.isascii():
        return html
    bare = _UNSEEN.sub("", html)
    if _STROKE not in bare:
        return _composed(bare)
    return "".join(map(_composed, _AROUND_MARKUP.split(bare)))


def _composed(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return _NARROW.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def shown_words(html: str) -> list[str]:
    """Return the words of a text with simple markup; a run of an unspaced script is one word."""
    text = _MARKUP.sub(" ", seen(html))
    return _words_of(text).findall(text)


@cache
def sought_words(shown: str) -> tuple[str, ...]:
    """Return a word, folded, as a word to look for, or each character of an unspaced script."""
    folded = folded_word(shown)
    return tuple(folded) if is_unspaced(shown) else (folded,)


def grouped_numbers(html: str) -> Iterator[tuple[int, str]]:
    """Yield numbers such as 48,250 without separators, and how many words stand before each."""
    text = _MARKUP.sub(" ", seen(html))
    at = end = 0
    words = _words_of(text)
    for found in _NUMBER.finditer(text):
        shown = words.findall(text, end, found.start())
        at += sum(len(sought_words(word)) for word in shown)
        end = found.start()
        yield at, re.sub(r"\D", "", found[0])


def is_unspaced(word: str) -> bool:
    """Return whether a word is a run of a script without spaces between words."""
    return re.match(f"[{_UNSPACED}]", word) is not None


def _words_of(text: str) -> re.Pattern[str]:
    """Return the pattern of the words of a text without markup."""
    return _MARKLESS_WORDS if _MARKLESS.fullmatch(text) else _words()


@cache
def _words() -> re.Pattern[str]:
    is_of_unspaced = re.compile(f"[{_UNSPACED}]").match
    spaced, unspaced = list[int](), list[int]()
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character)[0] in "LMN" or character in "\u0f0b\u0f0c":
            (unspaced if is_of_unspaced(character) else spaced).append(code)
    letter = _ranges(spaced)
    return re.compile(f"[{letter}][{letter}\u200c\u200d]*|[{_ranges(unspaced)}]+")


def _ranges(codes: Sequence[int]) -> str:
    """Return code points, in order, as ranges for a character class."""
    ends = [code for code, after in pairwise((*codes, -1)) if after != code + 1]
    starts = [code for before, code in pairwise((-1, *codes)) if code != before + 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))
