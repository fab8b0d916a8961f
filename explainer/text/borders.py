"""Where words begin and end, in scripts with and without spaces.

Offsets are code points. All texts are folded, but not those of `with_selectors` and
`undivided_around`: folding drops selectors, and takes all lines and spaces for the same.
"""

import re

from explainer.text.korean import is_among_endings, is_before_particles, is_hangul
from explainer.text.marks import is_mark
from explainer.text.words import NUMBER_SIGNS, UNSPACED_LETTER, is_letter

# Vowels written before their consonant (Logical_Order_Exception), and characters that stack the
# next consonant (Indic_Syllabic_Category=Invisible_Stacker): no word ends behind one.
_BEFORE_CONSONANTS = "\u0e40-\u0e44\u0ec0-\u0ec4\u19b5-\u19b7\u19ba\uaab5\uaab6\uaab9\uaabb\uaabc"
_OPENING = re.compile(f"[{_BEFORE_CONSONANTS}\u1039\u17d2\u1a60]")
# Vowels of Thai and Lao written behind their consonant: no word begins with one.
_CLOSING = re.compile("[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]")
# A contracted “not”: won't says the opposite of won
_NOT = re.compile(r"n't(?![^\W_])", re.IGNORECASE)
# Behind an apostrophe: we're, she'd; and before one: O'Neill
_CONTRACTED = re.compile(r"(?<=[^\W\d_])'(?:s|re|ll|ve|d|m|t)(?![^\W_])", re.IGNORECASE)
_IRISH = re.compile(r"(?<![^\W_])O'(?=[^\W\d_])")
# Numbers: with a minus sign, with spaces between thousands, with a fraction, in words, in Chinese
_SIGNED = r"(?<!\d\s)(?:(?<![^\s(\[])-|(?<![\w)])[−–‒﹣⁻])\d+(?:[.,:]\d+)*"
_GROUPED = r"(?<!\d)\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3}(?!\d))+"
_FRACTION = r"(?<![\d/])(?:\d{1,2}[ \u00a0])?\d{1,2}/\d{1,2}(?![\d/])|\d+[ \u00a0]?[¼-¾⅐-⅞]"
_TENS = (
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|vingt|trente|quarante|cinquante|soixante|quatre-vingts?"
)
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine"
    "|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    "|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
)
_IN_CHINESE = "零〇一二三四五六七八九十百千万萬億亿兆两兩"
# Words that say something else without their beginning: no-one, not-guilty, ex-minister, n’avoue
_DENYING = r"(?:no|not|non|un|anti|ex|pseudo)[-‐‑][^\W_]+|n['’][^\W_]+"
_IN_WORDS = rf"(?<![^\W_])(?i:(?:{_TENS})[-‐‑](?:{_ONES})(?![^\W_])|{_DENYING})"
_UNDIVIDED = re.compile(f"{_SIGNED}|{_GROUPED}|{_FRACTION}|{_IN_WORDS}|[{_IN_CHINESE}]{{2,}}")
_LONGEST_UNDIVIDED = 40
# Characters of which one is beside each offset inside one of these
_OF_UNDIVIDED = re.compile(rf"[\d−–‒﹣⁻‐‑'’{_IN_CHINESE}¼-¾⅐-⅞-]")
# What belongs to the sign before it (UAX #29, GB9): skin tones, voicing marks of half-width kana
_EXTENDING = re.compile("[\U0001f3fb-\U0001f3ff\uff9e\uff9f]")
_JOINER = "\u200d"  # between the signs of one emoji
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")  # two of them are a flag
# What folding drops, but changes the sign before it: variation selectors, tags in flags
_SELECTOR = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0020-\U000e007f\U000e0100-\U000e01ef]")


def is_border(text: str, at: int) -> bool:
    """Return whether a word may begin or end at this offset."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if is_mark(after) or _is_inside_sign(text, at):
        return False
    if UNSPACED_LETTER.match(before) or UNSPACED_LETTER.match(after):
        return not (_OPENING.match(before) or _CLOSING.match(after))
    if not (is_letter(before) and is_letter(after)):
        return not (_is_inside_number(text, at) or _is_in_contraction(text, at))
    return is_hangul(before) != is_hangul(after)  # Korean writes 1871년 and KBS에서


def is_end_of_noun(text: str, at: int) -> bool:
    """Return whether a name may end at this offset: at a border, or before Korean particles."""
    return is_border(text, at) or (is_hangul(text[at - 1]) and is_before_particles(text, at))


def is_end_of_quote(text: str, at: int) -> bool:
    """Return whether a quote may end at this offset: as a noun may, or within Korean particles."""
    return is_border(text, at) or is_among_endings(text, at)


def with_selectors(text: str, end: int) -> int:
    """Return where the last sign of `text[:end]`, which is not folded, really ends.

    Variation selectors and tags belong to it: with them a heart is red, and a flag Scotland's.
    """
    while end < len(text) and _SELECTOR.match(text[end]):
        end += 1
    return end


def undivided_around(text: str, at: int) -> tuple[int, int] | None:
    """Return start and end of the number or word that an offset of a text, not folded, divides.

    A part of it would say something else, though `is_border` may allow it: −40, 1 250, twenty-five,
    no-one.
    """
    if not _OF_UNDIVIDED.search(text, max(at - 1, 0), at + 1):
        return None  # as nearly everywhere
    low = max(at - _LONGEST_UNDIVIDED, 0)
    for found in _UNDIVIDED.finditer(text, low, at + _LONGEST_UNDIVIDED):
        if found.start() < at < found.end():
            return found.span()
    return None


def _is_inside_number(text: str, at: int) -> bool:
    """Return whether an offset is beside the point of a number such as 3.5.

    So a quote that ends in "3" does not match there.
    """
    return _is_point(text, at - 1) or _is_point(text, at)


def _is_point(text: str, at: int) -> bool:
    if at <= 0 or text[at : at + 1] not in NUMBER_SIGNS:
        return False
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _is_in_contraction(text: str, at: int) -> bool:
    """Return whether an offset is beside the apostrophe of a contracted “not”, or of O'Neill.

    Other contractions, such as she'd, are divided only behind theirs.
    """
    if "'" not in text[at - 1 : at + 1]:
        return False
    apostrophe = text.index("'", at - 1)
    letter = max(apostrophe - 1, 0)
    if _NOT.match(text, letter) or _IRISH.match(text, letter):
        return True
    return apostrophe < at and bool(_CONTRACTED.match(text, apostrophe))  # a name ends in Lund's


def _is_inside_sign(text: str, at: int) -> bool:
    """Return whether an offset is inside an emoji, a flag or a syllable of half-width kana."""
    before, after = text[at - 1], text[at]
    if before.isascii() or after.isascii():
        return False
    if _JOINER in (before, after) or _EXTENDING.match(after):
        return True
    first = at
    while first > 0 and _FLAG_LETTER.match(text[first - 1]):
        first -= 1
    return bool(_FLAG_LETTER.match(after)) and (at - first) % 2 == 1
