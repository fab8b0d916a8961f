"""Characters that look alike by Unicode's list, each with one that stands for all of its class.

The list is confusables.txt, https://www.unicode.org/reports/tr39/#Confusable_Detection, as the
package `confusable_homoglyphs` has it. Its classes are divided where they hold letters and signs,
such as `ノ` and `/`, since signs at the ends of names do not count. Of scripts in which one class
has letters that people tell apart, such as `ด` and `ต` of Thai, only what looks like a character
of ASCII is taken over; of others not even that: in Hebrew, `ן` and `ו` both look like an `l`.
"""

import unicodedata
from functools import cache

# As names in Unicode begin
_SCRIPTS = frozenset(
    "LATIN GREEK CYRILLIC ARMENIAN CJK KATAKANA HIRAGANA KATAKANA-HIRAGANA COMBINING".split()
)
_LEFT_OUT = frozenset({"ARABIC", "HEBREW", "CHEROKEE", "CANADIAN", "LISU"})
_WORD, _MARK, _SIGN = "word", "mark", "sign"
_KINDS = {"L": _WORD, "N": _WORD, "M": _MARK}
_AROUND = "\u200e"  # what the package has around letters that are read from right to left


def with_shapes(text: str) -> str:
    """Return a text with one character, or a few, for all that look alike."""
    return "".join(map(_shape, text))


@cache
def _shape(character: str) -> str:
    """Return what stands for all characters of a kind that look like one: of ASCII, if any does."""
    if character.isascii():
        return character
    center = _center(character)
    if center is None or not _is_wanted(character, center):
        return character
    kind = _kind(character)
    alike = {character, *_looking_like(center), *(center if len(center) == 1 else "")}
    of_kind: list[str] = sorted(each for each in alike if len(each) == 1 and _kind(each) == kind)
    if len(center) > 1 and of_kind[0].isascii():
        return of_kind[0]  # “m” and not “rn”
    is_fit = kind == _SIGN or _kind(center[0]) == kind
    shape = center if is_fit else of_kind[0]
    return shape if shape == character else with_shapes(shape)


def _center(character: str) -> str | None:
    """Return what the list has for a character, which is what all others of its class look like.

    The package has each pair of the list in both directions.
    """
    alike = _looking_like(character)
    if len(alike) != 1:
        return character if alike else None
    (other,) = alike
    if len(_looking_like(other)) > 1:
        return other
    return min(character, other, key=lambda text: (-len(text), text))


def _looking_like(text: str) -> set[str]:
    # Read when a text first needs it, since most texts have nothing but ASCII
    from confusable_homoglyphs.confusables import confusables_data

    return {each["c"].strip(_AROUND) for each in confusables_data.get(text, ())}


def _is_wanted(character: str, center: str) -> bool:
    if _kind(character) == _SIGN:
        return True
    script = unicodedata.name(character, "").partition(" ")[0]
    return script in _SCRIPTS or (center.isascii() and script not in _LEFT_OUT)


def _kind(character: str) -> str:
    return _KINDS.get(unicodedata.category(character)[0], _SIGN)
