"""Cutting a text at a word, in scripts with and without spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.text.words import last_words, shortened


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
