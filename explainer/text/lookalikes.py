"""Letters of other scripts that look like Latin ones, and names that look alike because of them.

The letters are from Unicode's list, https://www.unicode.org/reports/tr39/#Confusable_Detection,
which also has many that nobody would take for each other.
"""

import re
import unicodedata
from itertools import chain

from explainer.text.controls import BLANK, without_unseen
from explainer.text.fold import folded, uncased
from explainer.text.formula_source import without_commands

# Of each script, letters that look like Latin ones, and these
_ALIKE = {
    "CYRILLIC": (
        "АВЕЅІЈКМНОРСТУХҮӀԌԚԜаеѕіјорсухһүӏԁԛԝѵҽ",
        "ABESIJKMHOPCTYXYIGQWaesijopcyxhyldqwve",
    ),
    "GREEK": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿοϲϳ", "ABEZHIKMNOPTYXCJocj"),
    "ARMENIAN": ("ՕՍՏԼօսհ", "OUSLouh"),
    "COPTIC": ("ⲂⲎⲒⲔⲘⲚⲞⲢⲤⲦⲬⲟⲣⲥ", "BHIKMNOPCTXopc"),
    "CHEROKEE": ("ᎠᎡᎢᎪᎫᎬᎳᎻᎷᏃᏀᏒᏚᏞᏢᏟᏙᏴᏦ", "DRTAJEWHMZGRSLPCVBK"),
    "LISU": ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
}
# Letters that look so in italics, in small type or in few fonts; those of Greek are also symbols
_SIMILAR = ("вкмнптѡαγικνρστυχωაոցզգɑɡ", "bkmhntwayikvpotuxwangqqag")
_LETTERS, _LATIN = map("".join, zip(*_ALIKE.values(), _SIMILAR, strict=True))
_TO_LATIN = str.maketrans(_LETTERS, _LATIN)
_ALIKE_LETTERS = frozenset(chain.from_iterable(letters for letters, _ in _ALIKE.values()))
_OWN = "LATIN"
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_I = str.maketrans("I", "l")


def looks_latin(character: str) -> bool:
    """Return whether a character is one of ASCII, or a letter that looks like a Latin one."""
    base = unicodedata.normalize("NFD", character)[0]
    return base.isascii() or ord(base) in _TO_LATIN or _script(base) == _OWN


def likeness(name: str) -> str:
    """Return what a name looks like: the same for names that a reader may not tell apart.

    It has no invisible characters and no case, Latin letters for all that look like them, `l` for a
    capital `I`, and of formulas only what stands in them.
    """
    text = folded(without_commands(name))
    if not text.isascii():
        text = BLANK.sub("", unicodedata.normalize("NFKD", text)).translate(_TO_LATIN)
        text = unicodedata.normalize("NFC", text)
    return uncased(text.translate(_CAPITAL_I)).rstrip(" .")


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
