"""No text of an annotation, or of a safe article, becomes more on a page than its cleaned HTML."""

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import extension
from explainer.rendering import unfit_attributes
from explainer.text import fragment
from tests.reliability.combined_texts import combined
from tests.reliability.late_steps import Steps, steps_of, strange_texts
from tests.reliability.pages import EXTENSIONS

NOTES, ARTICLE = steps_of(()), steps_of((), of_article=True)
EXTENDED_NOTES, EXTENDED_ARTICLE = steps_of(EXTENSIONS), steps_of(EXTENSIONS, of_article=True)
TEXTS = st.integers(0, 2**32).map(lambda seed: combined(Random(seed)))
# What is safe by one step alone, each with the step and what does nothing in its place
GUARDED = (
    (
        NOTES,
        '<abbr title="a data-search-x=">b " " onclick=x c</abbr>',
        (extension, "_REMOVED", re.compile("(?!)")),
    ),
    (
        NOTES,
        '<q dir="rtl">a</q> <a href="https://a.example/?<img src=//b.example/c.png>">d</a>',
        (fragment, "_quoted", lambda value: value.replace('"', "&quot;")),
    ),
    (NOTES, '[a](about.md "<b>")', (unfit_attributes, "_titled", lambda _: iter(()))),
)


@pytest.mark.parametrize("steps", [NOTES, ARTICLE, EXTENDED_NOTES, EXTENDED_ARTICLE])
@given(texts=st.lists(TEXTS, min_size=15, max_size=15))
def test_no_combination_becomes_an_element_or_attribute(steps: Steps, texts: list[str]) -> None:
    assert list(strange_texts(texts, steps)) == []


@pytest.mark.parametrize(("steps", "text", "guard"), GUARDED)
def test_what_one_step_prevents_would_be_found(
    steps: Steps, text: str, guard: tuple[Any, str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(strange_texts([text], steps)) == []
    monkeypatch.setattr(*guard)
    assert list(strange_texts([text], steps)) != []
