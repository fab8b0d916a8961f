"""Where words begin and end, and which spellings count as the same letters, by Unicode."""

import unicodedata

# Scripts written without spaces between words: a border may stand between any two of their characters.
# https://www.unicode.org/reports/tr29/#Word_Boundaries (Ideographic, Hiragana, Complex_Context)
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x31FF),  # CJK radicals, Hiragana, Katakana, Bopomofo
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_SAME = str.maketrans("‘’ʼ‛´`“”„‐‑‒–—−\u00a0\u202f\u2009\n\t", "''''''\"\"\"------     ")


def is_word(char: str) -> bool:
    """Tell whether a character is a letter, a digit, or a mark that belongs to one."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def is_border(text: str, at: int) -> bool:
    """Tell whether a word may begin or end at this offset of the text."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "M":
        return False
    return not (is_word(before) and is_word(after)) or is_unspaced(before) or is_unspaced(after)


def is_unspaced(char: str) -> bool:
    """Tell whether a character is of a script that is written without spaces."""
    code = ord(char)
    return any(low <= code <= high for low, high in _UNSPACED)


def same_letters(text: str) -> str:
    """The text with case, quotation marks, dashes and spaces evened out; offsets stay the same."""
    evened = text.translate(_SAME)
    lowered = evened.lower()
    if len(lowered) == len(evened):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in evened)
