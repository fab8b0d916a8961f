import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.text.fold import fold, folded
from explainer.text.marks import composed_differently, is_mark, marks
from explainer.text.words import words

SAME = [
    ("kg ha⁻¹ at 10⁶, CO₂", "kg ha-1 at 106, CO2"),
    ("“it’s”", '"it\'s"'),
    ("«oui» „ja“ ‹si› ‚so‘", "\"oui\" \"ja\" 'si' 'so'"),
    ("5′ 6″", "5' 6\""),
    ("1871–1911 — non‑stop −5", "1871-1911 - non-stop -5"),
    ("so -- well --- then", "so - well - then"),
    ("a\u00a0b\u2009c\nd \t e", "a b c d e"),
    ("light\u00adhouse\u200b \u200fnow", "lighthouse now"),
    ("a \u200b b", "a b"),
    ("wait…", "wait..."),
    ("cafe\u0301", "café"),
    ("\u1112\u1161\u11ab", "한"),
    ("\u212b", "Å"),
    ("q\u0323\u0307", "q\u0323\u0307"),
    ("q\u0307\u0323", "q\u0323\u0307"),
    ("צה״ל", 'צה"ל'),
    ("fi\u200cne", "fine"),
    ("❤\ufe0f e\u0301\ufe0f", "❤ é"),
    ("e\u00ad\u0301, o\u034f\u0308", "é, ö"),
    ("葛\U000e0100城 f\u2061(x)", "葛城 f(x)"),
    ("Anna\u3164Lund\u2800\U000e0041 \ufff0", "Anna Lund"),
    ("\u1112\u1160\u17b5", "\u1112"),
]
DIFFERENT = [
    ("War", "war"),
    ("می\u200cخواهم", "میخواهم"),
    ("e", "é"),
    ("क\u094d\u200dष", "क\u094dष"),
]

_clusters = [
    "a",
    "é",
    "e\u0301",
    "q\u0323\u0307",
    "\u1112\u1161\u11ab",
    "\u212b",
    "ش",
    "日",
    "“",
    "'",
    "-",
    "—",
    "…",
]
_unseen = ["\u00ad", "\ufe0f", "\u0301", "\u200b", " ", "\n", "\u00a0"]
_texts = st.lists(st.sampled_from(_clusters + _unseen), max_size=20).map("".join)


@pytest.mark.parametrize(("typed", "plain"), SAME)
def test_folds_to(typed, plain):
    assert folded(typed) == plain


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_stays_apart(one, other):
    assert folded(one) != folded(other)


@given(_texts)
def test_is_composed_and_folding_again_changes_nothing(text):
    assert unicodedata.is_normalized("NFC", fold(text).text)
    assert folded(folded(text)) == folded(text)


@given(_texts, st.data())
def test_every_stretch_leads_back_to_what_it_was_folded_from(text, data):
    result = fold(text)
    if not result.text:
        return
    start = data.draw(st.integers(0, len(result.text) - 1))
    end = data.draw(st.integers(start + 1, len(result.text)))
    low, high = result.original(start, end)
    assert 0 <= low < high <= len(text)
    assert result.text[start:end].strip() in fold(text[low:high]).text
    assert result.original(0, len(result.text))[0] <= low


def test_all_marks_of_unicode_are_known() -> None:
    is_known = re.compile(f"[{marks(is_mark)}]").match
    every_character = map(chr, range(sys.maxunicode + 1))
    assert [char for char in every_character if is_mark(char) != bool(is_known(char))] == []


def test_all_that_composes_alone_is_known() -> None:
    is_known = re.compile(f"[{composed_differently()}]").match
    every_character = map(chr, range(sys.maxunicode + 1))
    composed = [char for char in every_character if not unicodedata.is_normalized("NFC", char)]
    assert all(map(is_known, composed))


def test_decomposed_texts_share_one_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """To compile one for the letters of each text would take milliseconds a text."""
    folded("e\u0301")
    words("e\u0301")
    monkeypatch.setattr(re, "compile", None)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for mark in range(0x300, 0x310):
            typed = f"{letter}{chr(mark)}x"
            assert folded(typed) == unicodedata.normalize("NFC", typed)
            assert [word.text for word in words(typed)] == [typed]
