"""Numbers and words that no quote may divide, since a part of them says something else.

Texts are not folded, since folding takes all spaces and line feeds for the same.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from explainer.text.fold import DASHES, UNSEEN

# A hyphen in a word is a sign that folding takes for one. Some of them are dashes or minus signs as
# well, and join letters only; the long dashes join nothing.
_HYPHENS = "‐‑﹣－\u058a\u05be-"  # those of Armenian and Hebrew, too
_DASHES = "".join(sorted(set(DASHES) - set(_HYPHENS) - set("—―﹘")))
HYPHEN = rf"(?:[{_HYPHENS}]|(?<=[^\W\d_])[{_DASHES}](?=[^\W\d_]))"

# Numbers: with a minus sign, with nothing before the point, with spaces between thousands, with a
# fraction
_SIGN = r"(?<!\d\s)(?:(?<![^\s(\[])-|(?<![\w)])[−–‒﹣⁻])"
_SPACE = "[ \u00a0\u2005-\u2007\u2009\u200a\u202f]"
_THOUSANDS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}}(?!\d))+"
_PART = rf"(?:{_SPACE}\d{{1,2}}/\d{{1,2}}(?![\d/])|{_SPACE}?[¼-¾⅐-⅞])"
_SIGNED = rf"{_SIGN}(?:{_THOUSANDS}|\.?\d+(?:[.,:]\d+)*){_PART}?"
_POINTED = r"(?<![^\s(\[“‘$€£])\.\d+"
_GROUPED = rf"(?<!\d){_THOUSANDS}"
_FRACTION = rf"(?<![\d/])(?:\d{{1,2}}{_SPACE})?\d{{1,2}}/\d{{1,2}}(?![\d/])|\d+{_SPACE}?[¼-¾⅐-⅞]"
# Numbers in words
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_FRENCH_TENS = "vingt|trente|quarante|cinquante|soixante|quatre-vingts?"
_FRENCH_ONES = (
    "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
)
_COMPOUND = rf"(?:{_TENS}|{_FRENCH_TENS}){HYPHEN}(?:{_ONES}|{_ORDINALS}|{_FRENCH_ONES})"
_IN_CHINESE = "零〇一二三四五六七八九十百千万萬億亿兆两兩"
# Words that say something else without their beginning: no-one, not-guilty, ex-minister, n’avoue,
# and in Hebrew, behind prefixes such as “the”, those with im-, un- and non-
_DENIALS = "no|not|non|un|anti|ex|pseudo|[ושהכלבמ]{0,3}(?:אי|בלתי|לא)"
_DENYING = rf"(?:{_DENIALS}){HYPHEN}[^\W_]+|n['’][^\W_]+"
_IN_WORDS = rf"(?<![^\W_])(?i:{_COMPOUND}(?![^\W_])|{_DENYING})"
# Numbers with words for powers of ten behind digits, in Chinese, Japanese and Korean: 1億2千万,
# 350만, 350 만 원. Other words begin with the same signs: 2024百强, 2025万博, 4百貨店, 5千瓦;
# in Korean, 6조각, and a particle: 코로나19만.
_AMOUNT = rf"(?:{_GROUPED}|\d+)(?:[.,．，]\d+)*"
_POWER = "[ \u00a0]?[十百千万萬億亿兆拾佰仟]+"
_BEHIND_YEAR = "[十百千]|[万萬][博圣聖科达達]"
_OTHER_WORD = "百[货貨]|[千兆][瓦米克赫字葉叶]"
_OTHER = rf"\d{{4}}[ \u00a0]?(?:{_BEHIND_YEAR})|{_AMOUNT}[ \u00a0]?(?:{_OTHER_WORD})"
_WITH_POWERS = (
    rf"(?:{_SIGN}|(?<!\d))(?!{_OTHER}){_AMOUNT}{_POWER}(?:{_AMOUNT}{_POWER})*(?:{_AMOUNT})?"
)
_KOREAN = "십백천만억조"
_KOREAN_POWER = rf"(?:[{_KOREAN}]+(?<!조(?=[각직]))|[ \u00a0][{_KOREAN}]+(?![가-힣]))"
_WITH_KOREAN_POWERS = (
    rf"(?:{_SIGN}|(?<![^\W_]))(?!(?:19|20)\d\d[십백천조]){_AMOUNT}{_KOREAN_POWER}"
    rf"(?:[ \u00a0]?{_AMOUNT}{_KOREAN_POWER})*(?:[ \u00a0]?{_AMOUNT})?"
)
# one hundred and six, two thousand five hundred
_SPELT_ONE = rf"(?:{_TENS})(?:{HYPHEN}(?:{_ONES}|{_ORDINALS}))?|{_ONES}|{_TEENS}"
_SPELT_POWER = r"(?:hundred|thousand|[mb]illion|trillion)(?![^\W_])"
_SPELT = (
    rf"(?<![^\W_])(?i:(?:a|{_SPELT_ONE})[ -]{_SPELT_POWER}(?:[ \u00a0](?:{_SPELT_POWER}"
    rf"|(?:{_SPELT_ONE}|and[ \u00a0](?:{_SPELT_ONE}|{_ORDINALS}))(?![\w-])))+)"
)
# 5 million, five million, 40%, 40 per cent, half a million
_WESTERN_POWER = (
    r"(?i:hundred|thousand|[mb]illion|trillion|mn|bn|tausend|million(?:en|s)?|milliarden?|mio|mrd|mille"
    r"|milliards?|mil|mill[oó]n(?:es)?|milion[ei]|miliard[oi])(?![^\W_])"
)
_PERCENT = r"(?:[%‰٪％﹪]|(?i:per[ -]?cent|prozent|pour cent|por ciento|procent)(?![^\W_]))"
_WITH_WORD = (
    rf"(?<![\w.,]){_AMOUNT}(?:[ \u00a0\u202f-]?{_WESTERN_POWER}|[ \u00a0\u202f]?{_PERCENT})"
)
_SPELT_WITH_WORD = (
    rf"(?<![^\W_])(?i:(?:{_SPELT_ONE})[ -](?:{_SPELT_POWER}|{_PERCENT})"
    rf"|half[ -]an?[ -](?:{_SPELT_POWER}|{_PERCENT}))"
)
_WITH_SIGNS = r"(?<![^\W_])[A-Z](?:\+\+|[#♯])(?![^\W_])"  # names of languages, and notes
# Those of which another may find a part come first: −350万, one hundred and twenty-five, 5.5%
_UNDIVIDED = (
    re.compile(_SPELT),
    re.compile(f"{_WITH_POWERS}|{_WITH_KOREAN_POWERS}"),
    re.compile(
        f"{_SIGNED}|{_POINTED}|{_GROUPED}{_PART}?|{_FRACTION}|{_IN_WORDS}|[{_IN_CHINESE}]{{2,}}"
    ),
)
# What only quotes may not divide: a million and a percentage may be names
_OF_QUOTES = (*_UNDIVIDED, re.compile(f"{_WITH_WORD}|{_SPELT_WITH_WORD}|{_WITH_SIGNS}"))
_LONGEST = 40
_OF_NUMBERS = ("undred", "housand", "illion")
_OF_AMOUNTS = (
    *("undred", "housand", "ausend", "half ", "half-"),
    *("mil", "mio", "mrd", "bill", "trill", " mn", " bn"),
    *("ercent", "er cent", "er-cent", "rozent", "rocent", "our cent", "iento"),
)
Patterns = Sequence[re.Pattern[str]]
# Characters of which one is beside each offset inside one of these
_AT_INSIDE = re.compile(
    rf"[\d'’⁻%+#♯{_IN_CHINESE}拾佰仟{_KOREAN}¼-¾⅐-⅞{_DASHES}{_HYPHENS}]|{UNSEEN.pattern}"
)


def undivided_around(text: str, at: int) -> tuple[int, int] | None:
    """Return start and end of the number or word that an offset of a text divides.

    A part of it would say something else, though `borders.is_border` may allow it: −40, 1 250,
    350万, twenty-five, no-one.
    """
    return _around(text, at, _UNDIVIDED, _OF_NUMBERS)


def undivided_in_quotes(text: str, at: int) -> tuple[int, int] | None:
    """Return the same, or what may be divided by names alone: 5 million, 40%, half a percent."""
    return _around(text, at, _OF_QUOTES, _OF_AMOUNTS)


def _around(
    text: str, at: int, patterns: Patterns, signs: tuple[str, ...]
) -> tuple[int, int] | None:
    """Return the same of some patterns; one of the `signs` is in words that match these."""
    low, high = max(at - _LONGEST, 0), min(at + _LONGEST, len(text))
    if not (_AT_INSIDE.search(text, max(at - 1, 0), at + 1) or _holds(text[low:high], signs)):
        return None  # as nearly everywhere
    if not UNSEEN.search(text, low, high):
        return _undivided(text, at, low, high, patterns)
    seen = [index for index in range(low, high) if not UNSEEN.match(text[index])]
    shown = "".join(text[index] for index in seen)
    found = _undivided(shown, bisect_left(seen, at), 0, len(shown), patterns)
    return (seen[found[0]], seen[found[1] - 1] + 1) if found else None


def _holds(text: str, signs: tuple[str, ...]) -> bool:
    small = text.lower()
    return any(sign in small for sign in signs)


def _undivided(
    text: str, at: int, low: int, high: int, patterns: Patterns
) -> tuple[int, int] | None:
    """Do the same where all characters are seen, for what is between two offsets."""
    for pattern in patterns:
        for found in pattern.finditer(text, low, high):
            if found.start() < at < found.end():
                return found.span()
    return None
