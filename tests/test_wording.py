"""Numbers with what they count, and parts of a sentence."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.format.did_you_mean import did_you_mean
from explainer.format.wording import counted, listed


@pytest.mark.parametrize(("number", "expected"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims")])
def test_a_number_with_what_it_counts(number: int, expected: str) -> None:
    assert counted(number, "claim") == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "", "b", "c"], "a, b and c")],
    ids=len,
)
def test_parts_are_joined(parts: list[str], expected: str) -> None:
    assert listed(parts) == expected


@given(st.lists(st.text(max_size=8)), st.text(max_size=8), st.sampled_from(["{}", "#{}"]))
def test_what_was_meant_is_known_whatever_its_case(known: list[str], word: str, form: str) -> None:
    hint = did_you_mean(word, known, form=form)
    named = {f"; did you mean `{form.format(each)}`?" for each in known}
    assert hint in named | {""}
    closest = get_close_matches(word.casefold(), [each.casefold() for each in known], n=1)
    assert (hint != "") == (closest != [])
