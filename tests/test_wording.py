"""Numbers with what they count, and parts of a sentence."""

import pytest

from explainer.wording import counted, listed


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
