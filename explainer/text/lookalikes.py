"""Letters, digits and signs that look alike, and names that look alike because of them.

Most are those of Unicode's list, which `confusables.py` reads when a name needs it. Here are the
letters that look like Latin ones, also where that list says nothing, and what is more than one
character.
"""

import re
import unicodedata
from itertools import chain

from explainer.text.confusables import with_shapes
from explainer.text.controls import BLANK, without_unseen
from explainer.text.fold import folded, uncased
from explainer.text.formula_source import without_commands

# Of each script, letters that look like Latin ones, and these
_ALIKE = {
    "CYRILLIC": (
        "АВЕЅІЈКМНОРСТУХҮӀԌԚԜѴаеѕіјорсухһүӏԁԛԝѵҽꙇ",
        "ABESIJKMHOPCTYXYIGQWVaesijopcyxhyldqwvei",
    ),
    "GREEK": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿοϲϳ", "ABEZHIKMNOPTYXCJocj"),
    "ARMENIAN": ("ՕՍՏԼօսհ", "OUSLouh"),
    "CANADIAN": ("ᗅᑲᑯᖴᕼᒍᒪᗰᑭᖇᑌᐯᕁ", "AbdFHJLMPRUVx"),
    "CARIAN": ("𐊠𐊡𐊢𐊥𐋏𐊰𐊫𐊱𐊴𐊲", "ABCFHMOTXY"),
    "CHEROKEE": ("ᎠᎡᎢᎪᎫᎬᎳᎻᎷᏃᏀᏒᏚᏞᏢᏟᏙᏴᏦ", "DRTAJEWHMZGRSLPCVBK"),
    "COPTIC": ("ⲂⲎⲒⲔⲘⲚⲞⲢⲤⲦⲬⲨⳐⲟⲣⲥ", "BHIKMNOPCTXYLopc"),
    "DESERET": ("𐐄𐐕𐐛𐐠𐐬𐐽𐑈", "OCLSocs"),
    "ETHIOPIC": ("ዐሀ", "OU"),
    "GEORGIAN": ("ჿ", "o"),
    "LISU": ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
    "LYCIAN": ("𐊂𐊆𐊇𐊊𐊒𐊕𐊖𐊗𐊐", "BEFIOPSTX"),
    "MALAYALAM": ("ഠ", "o"),
    "MYANMAR": ("ဝ", "o"),
    "OLD": ("𐌁𐌂𐌉𐌑𐌕𐌗", "BCIMTX"),  # Old Italic
    "ORIYA": ("ଠ", "O"),
    "OSAGE": ("𐓂𐓎𐓪𐓶", "OUou"),
    "RUNIC": ("ᛕᛁᛖᚷ", "KIMX"),
    "TIFINAGH": ("ⴹⵏⵔⵕⴸⵝ", "EIOQVX"),
}
# More of these letters; names in their scripts could not be told apart if they were Latin ones, too
_ALSO_ALIKE = "ᗷᗞᗪ᙭ᏂᏏᏔᏧᏳᎥᎩᎽꭵꮃꮓꮩꮪꮯꓒ"
# Letters that look so in italics, in small type or in few fonts, some of which are symbols or stand
# in words of other scripts; small capitals; other letters and signs
_SIMILAR = (
    ("вкмнптѡαγικνρστυχωაոցզգყɑɡ", "bkmhntwayikvpotuxwangqqyag"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀƦꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrrstuvwyz"),
    ("ıȷƖǀ|ꬽᴑ℮ĸʍꞮ", "ijlllooekmI"),
    ("\u05e1\u0647\u06c1\u06d5", "oooo"),  # letters of Hebrew and Arabic
)
# What Unicode's list does not have, or not as one: kaf and yeh of Arabic and Persian, digits of
# both; kana; a click; a letter with a stroke, and all strokes
_SAME: dict[int, int | str] = {
    **str.maketrans("کڪیى۰۱۲۳۷۸۹", "ككيي٠١٢٣٧٨٩"),
    **str.maketrans("リǃ", "り!"),
    ord("Ƚ"): "L\u0335",
    **str.maketrans("\u0336\u0337\u0338", "\u0335" * 3),
}
_ROWS = (*_ALIKE.values(), *_SIMILAR)
_LETTERS, _LATIN = map("".join, zip(*_ROWS, strict=True))
_TO_LATIN = str.maketrans(_LETTERS, _LATIN)
_ALIKE_LETTERS = frozenset(chain(_ALSO_ALIKE, *(letters for letters, _ in _ALIKE.values())))
_OWN = "LATIN"
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_I = str.maketrans("I", "l")
_DIGITS = {0: "o", 1: "l"}  # of any script
_RUN = re.compile(r"[^\W_]+")
_FEWEST_LETTERS = 3  # in a word with such a digit: “A1” and “AI” are two names
# Of such digits and letters, a number that is written with letters; “G0” and “I5” are none
_NUMBER = re.compile(r"(?=.*[0O])(?=.*[1Il])[01OIl]{2,}|(?=(?:[OIl]*\d){2})[\dOIl]{3,}")
_TO_DIGITS = str.maketrans("OIl", "011")
_SHORTEST_JOINED = 5  # with m for rn: “stem” and “stern” are two names
_W = re.compile("vv", re.IGNORECASE)
_D = re.compile(r"(?<=[^\W\d_])cl")  # not at the beginning: “clock” and “dock” are two names
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_OF_NAMES = "#%&*@\\_"  # signs that are part of a name, as in “C#” and “A*”, or of a formula
_ENDING = re.compile(r"'(?:s|d|ll|re|ve)\Z", re.IGNORECASE)


def looks_latin(character: str) -> bool:
    """Return whether a character is one of ASCII, or a letter that looks like a Latin one."""
    base = unicodedata.normalize("NFD", character)[0]
    return base.isascii() or ord(base) in _TO_LATIN or _script(base) == _OWN


def likeness(name: str) -> str:
    """Return what a name looks like: the same for names that a reader may not tell apart.

    It has no invisible characters, no case and no punctuation at its ends, Latin letters for all
    that look like them, one of all others that look alike, `l` for a capital `I`, and of formulas
    only what stands in them.
    """
    text = folded(without_commands(name))
    if not text.isascii():
        text = _with_one_shape(BLANK.sub("", text))
    text = _RUN.sub(_with_letters, text.translate(_TO_LATIN))
    text = unicodedata.normalize("NFC", text)
    return uncased(without_signs(_joined(text).translate(_CAPITAL_I)))


def without_accents(text: str) -> str:
    """Return the likeness of a name without the accents and strokes of its Latin letters."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def _with_one_shape(text: str) -> str:
    """Return a text, decomposed, with one character for all that look alike."""
    # As it is, too, since `Ϲ` would be decomposed to `Σ`
    for form in ("NFC", "NFKD"):
        text = unicodedata.normalize(form, text).translate(_TO_LATIN).translate(_SAME)
    return with_shapes(text).translate(_SAME)


def _with_letters(word: re.Match[str]) -> str:
    """Return a word of enough letters with letters for digits, a number with digits for letters."""
    if _NUMBER.fullmatch(word[0]):
        return word[0].translate(_TO_DIGITS)
    if word[0].isalpha() or sum(map(str.isalpha, word[0])) < _FEWEST_LETTERS:
        return word[0]
    return "".join(_DIGITS.get(unicodedata.digit(each, -1), each) for each in word[0])


def _joined(text: str) -> str:
    """Return a text with one letter for two that look like it, if it is long enough."""
    joined = _D.sub("d", _W.sub("w", text.replace("rn", "m")))
    return joined if len(joined) >= _SHORTEST_JOINED else text


def without_signs(text: str) -> str:
    """Return a text without space and the punctuation of sentences at its ends.

    A text of nothing else stays, and so does a full stop right before letters, as in `.NET`.
    """
    if text[:1].isalnum() and text[-1:].isalnum():  # as most names
        return text
    start, end = 0, len(text)
    while end and _is_sign(text[end - 1]):
        end -= 1
    while start < end and _is_sign(text[start]):
        start += 1
    before = text[:start]
    if before.endswith(".") and not before.endswith(".."):
        start -= 1
    return text[start:end] or text


def without_ending(name: str) -> str:
    """Return a folded name likewise, and without the end of a possessive or contraction."""
    return without_signs(_ENDING.sub("", without_signs(name)))


def _is_sign(char: str) -> bool:
    is_punctuation = unicodedata.category(char).startswith("P") and char not in _OF_NAMES
    return is_punctuation or char.isspace()


def disguised_letter(text: str) -> tuple[str, str] | None:
    """Return the first word that only looks like one of a single script, and a letter of another.

    Words that nobody takes for one of a single script are accepted, such as `μTorrent`.
    """
    if text.isascii():
        return None
    for word in _WORD.findall(without_unseen(unicodedata.normalize("NFD", text))):
        letter = _disguised(word)
        if letter:
            return word, letter
    return None


def _disguised(word: str) -> str:
    """Return the first letter that looks like one of the script of the others, "" if none does."""
    scripts = list(map(_script, word))
    for script in dict.fromkeys(scripts):
        pairs = zip(word, scripts, strict=True)
        others = "".join(letter for letter, own in pairs if own != script)
        if others and _pass_for(others, script, len(word)):
            return others[0]
    return ""


def _pass_for(letters: str, script: str, length: int) -> bool:
    """Return whether letters look like those of a script, which most of a word is in.

    With Latin ones, all that look like these do, however many they are.
    """
    if script == _OWN:
        return _ALIKE_LETTERS.issuperset(letters)
    _, shapes = _ALIKE.get(script, ("", ""))
    is_part = 2 * len(letters) < length
    return is_part and frozenset(shapes).issuperset(letters.translate(_TO_LATIN))


def _script(letter: str) -> str:
    """Return the script of a letter as its name in Unicode begins."""
    return unicodedata.name(letter, "").partition(" ")[0]
