from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchoring.differences import substance, word_diff

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases/differences/cases.yaml").read_text(encoding="utf-8")
)
_texts = st.lists(st.sampled_from("the lamp Anna 40 never was 灯 it's".split()), max_size=8).map(
    " ".join
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['old']} / {case['new']}")
def test_case(case):
    assert (
        list(substance(case["old"], case["new"], set(case.get("common", "").split())))
        == case["substance"]
    )
    assert word_diff(case["old"], case["new"]) == case["diff"]


@given(_texts)
def test_the_same_words_say_the_same(text):
    assert substance(text, text) == ()
    assert word_diff(text, text) == text


@given(_texts, _texts)
def test_substance_is_found_in_both_directions(old, new):
    assert bool(substance(old, new)) == bool(substance(new, old))
