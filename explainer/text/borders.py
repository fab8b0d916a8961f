"""Where words begin and end, in scripts with and without spaces.

Offsets are code points. Texts are folded, but not that of `with_selectors`: folding drops these.
WB6 and the like are rules of Unicode for the borders of words (UAX #29, 4.1.1).
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
# WB13: a run of katakana is one word. These are those of Word_Break=Katakana that are not enclosed,
# and the voicing marks behind them; the middle dot ・ is none of them.
_KATAKANA = re.compile(
    "[\u3031-\u3035\u3099-\u309c\u30a0-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
    "\U0001aff0-\U0001affe\U0001b000\U0001b120-\U0001b122\U0001b155\U0001b164-\U0001b167]"
)
# WB7a to WB7c: gershayim, which are folded, in an acronym, and a geresh. But behind prefixes alone,
# such as “the” and “in”, such a mark opens a quotation.
_HEBREW = "\u05b0-\u05bd\u05bf\u05c1-\u05c7\u05d0-\u05f2"
_IN_HEBREW = re.compile(f"(?<=[{_HEBREW}])[\"'](?=[{_HEBREW}])")
_PREFIXED = re.compile(f"(?<![^\\W_])[ושהכלבמ]{{1,3}}[\"'][{_HEBREW}]{{2}}\\Z")
_LONGEST_PREFIX = 3
_NON_JOINER = "\u200c"  # before plurals and endings in Persian, and behind its “not”
_JOINING = f"\"'·{_NON_JOINER}"  # and the middle dot of Catalan, il·legal
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
        if _KATAKANA.match(before) and _KATAKANA.match(after):
            return False
        return not (_OPENING.match(before) or _CLOSING.match(after))
    if not (is_letter(before) and is_letter(after)):
        inside = _is_inside_number(text, at) or _is_in_contraction(text, at)
        return not (inside or _joins(text, at - 1) or _joins(text, at))
    return is_hangul(before) != is_hangul(after)  # Korean writes 1871년 and KBS에서


def is_end_of_noun(text: str, at: int) -> bool:
    """Return whether a name may end at this offset.

    That is at a border, before Korean particles, or before a non-joiner, as in Persian plurals.
    """
    if is_border(text, at):
        return True
    return text[at] == _NON_JOINER or (is_hangul(text[at - 1]) and is_before_particles(text, at))


def is_end_of_quote(text: str, at: int) -> bool:
    """Return whether a quote may end at this offset: at a border, or at Korean endings."""
    return is_border(text, at) or is_among_endings(text, at)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of a passage with the rest of its first and last word, as a quote."""
    while not is_border(text, start):
        start -= 1
    while not is_end_of_quote(text, end):
        end += 1
    return start, end


def with_selectors(text: str, end: int) -> int:
    """Return where the last sign of `text[:end]`, which is not folded, really ends.

    Variation selectors and tags belong to it: with them a heart is red, and a flag Scotland's.
    """
    while end < len(text) and _SELECTOR.match(text[end]):
        end += 1
    return end


def _is_inside_number(text: str, at: int) -> bool:
    """Return whether an offset is beside the point of a number such as 3.5.

    So a quote that ends in "3" does not match there.
    """
    return _is_point(text, at - 1) or _is_point(text, at)


def _is_point(text: str, at: int) -> bool:
    if at <= 0 or text[at : at + 1] not in NUMBER_SIGNS:
        return False
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _joins(text: str, at: int) -> bool:
    """Return whether the sign at an offset joins the letters beside it to one word (WB6, WB7)."""
    if text[at] not in _JOINING or not 0 < at < len(text) - 1:
        return False
    if text[at] in "\"'":
        is_prefixed = _PREFIXED.search(text, max(at - _LONGEST_PREFIX, 0), at + 3)
        return bool(_IN_HEBREW.match(text, at)) and not is_prefixed
    return _is_of_alphabet(text[at - 1]) and _is_of_alphabet(text[at + 1])


def _is_of_alphabet(char: str) -> bool:
    """Return whether a character is a letter, or a mark on one, of a script with spaces.

    But Hangul is not: Korean parts names in a list by middle dots, without spaces.
    """
    if UNSPACED_LETTER.match(char) or is_hangul(char):
        return False
    return char.isalpha() or is_mark(char)


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
