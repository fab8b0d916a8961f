"""Words and their borders, and cutting a text at a word, in scripts with and without spaces."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.text.borders import is_border, is_end_of_noun, is_end_of_quote
from explainer.text.excerpts import last_words, shortened
from explainer.text.fold import folded
from explainer.text.korean import is_hangul
from explainer.text.undivided import undivided_around
from explainer.text.words import UNSPACED, words
from tests.site_files import cases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seven", "seven"),
        ("ten and on", "ten and on"),
        ("the keeper, Lund", "the keeper …"),
        ("a lighthouse", "a lighthou …"),
        ("灯台の灯は毎晩ともされた", "灯台の灯は毎晩ともさ …"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaa …"),
    ],
)
def test_ten_characters(text: str, expected: str) -> None:
    assert shortened(text, 10) == expected


@given(st.text(min_size=1), st.integers(1, 40))
def test_something_is_left_and_it_is_how_the_text_begins(text: str, most: int) -> None:
    short = shortened(text, most)
    assert short == text or (text.startswith(short.removesuffix(" …")) and len(short) <= most + 2)
    assert short.removesuffix(" …") or not text[:most].strip(" ,;:")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("the lamp was lit every night", "lit every night"),
        ("it is Trump’s war too", "Trump’s war too"),
        ("an extraordinarily long-windedness of things", "of things"),
        ("incomprehensibilities-without-any-space", "incomprehensibilities-without-any-space"),
        ("lit", "lit"),
        ("…", "…"),
        ("灯は毎晩ともされた", "された"),
    ],
)
def test_the_last_few_words(text, last):
    around = f"Before. {text} after"
    end = 8 + len(text)
    assert around[last_words(around, 8, end) : end] == last


def parsed(marked):
    """The text, and the offsets of each kind of mark in it."""
    text, found = "", {"|": [], "\\": [], "/": [], "^": []}
    for char in marked:
        if char in found:
            found[char].append(len(text))
        else:
            text += char
    return text, found


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("words")])
def test_borders(case):
    text, marks = parsed(case["marked"])
    inside = range(1, len(text))
    borders = [at for at in inside if is_border(text, at)]
    nouns = [at for at in inside if is_end_of_noun(text, at)]
    quotes = [at for at in inside if is_end_of_quote(text, at)]
    assert borders == marks["|"]
    assert nouns == sorted(marks["|"] + marks["\\"] + marks["^"])
    assert quotes == sorted(marks["|"] + marks["\\"] + marks["/"])


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("undivided")])
def test_undivided(case):
    text, whole, start = "", {}, 0
    for part in re.split(r"([⟦⟧])", case["marked"]):
        if part == "⟧":
            whole |= dict.fromkeys(range(start + 1, len(text)), (start, len(text)))
        elif part == "⟦":
            start = len(text)
        else:
            text += part
    borders = [at for at in range(1, len(text)) if is_border(folded(text), at)]
    found = {at: undivided_around(text, at) for at in borders}
    assert found == {at: whole.get(at) for at in borders}


@pytest.mark.parametrize(
    "text", ["not-|guilty", "twenty-|five", "1 |450", "1| 450", "−|43", "no|-one", "non–|nuclear"]
)
@pytest.mark.parametrize("unseen", ["\u2060", "\u200b", "\u00ad", "\u2060\u2060"])
def test_what_nobody_sees_divides_nothing(text, unseen):
    low = text.index("|") + 2  # behind ", "
    high = low + len(unseen)
    shown = f", {text.replace('|', unseen)}, well"
    assert undivided_around(shown, low) == (2, len(shown) - 6)
    assert undivided_around(shown, high) == (2, len(shown) - 6)


# How the names of letters begin that are written without spaces.
_WITHOUT_SPACES = (
    "AHOM", "BOPOMOFO", "CJK", "HALFWIDTH KATAKANA", "HANGZHOU", "HENTAIGANA", "HIRAGANA",
    "IDEOGRAPHIC", "KANGXI", "KATAKANA", "KHMER", "LAO", "MYANMAR", "NEW TAI LUE", "TAI LE",
    "TAI THAM", "TAI VIET", "THAI", "TIBETAN", "VERTICAL KANA", "VERTICAL IDEOGRAPHIC",
    "KATAKANA-HIRAGANA",
)  # fmt: skip


def letters():
    for number in range(0x110000):
        char = chr(number)
        if unicodedata.category(char)[0] == "L":
            yield char, unicodedata.name(char, "")


def test_scripts_without_spaces_are_those_by_the_names_of_their_letters():
    unspaced = re.compile(f"[{UNSPACED}]")
    found = {name for char, name in letters() if unspaced.match(char)}
    wrong = {name for name in found if not name.startswith(_WITHOUT_SPACES)}
    others = {name for _, name in letters() if name.startswith(_WITHOUT_SPACES)}
    assert wrong == set()
    assert others - found == set()


def test_hangul_by_the_names_of_its_letters():
    named = {char for char, name in letters() if name.startswith(("HANGUL ", "HALFWIDTH HANGUL "))}
    assert {char for char, _ in letters() if is_hangul(char)} == named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("서울에서 왔다", ["서울에서", "왔다"]),
        ("๒๕๖๘ แม", ["๒๕๖๘", "แ", "ม"]),
        ("灯台", ["灯", "台"]),
        ("ꀀꀁ ꀂ", ["ꀀꀁ", "ꀂ"]),
    ],
)
def test_words_of(text, expected):
    assert [word.text for word in words(text)] == expected
