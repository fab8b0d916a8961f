import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from explainer.text.languages import isolated, language_attributes
from tests.site_files import cases


@pytest.mark.parametrize(("name", "case"), cases("languages"))
def test_attributes(name: str, case: dict[str, str]) -> None:
    text = case.get("text")
    assert language_attributes(case["tag"], case["around"], text) == case["attributes"]


@pytest.mark.parametrize("text", ["Anna Lund", "Éva Łódź", "東京", "Жар 1871"])
def test_names_from_left_to_right_stay_as_they_are(text: str) -> None:
    assert isolated(text) == text


def test_a_name_from_right_to_left_is_isolated_and_escaped() -> None:
    assert isolated("משה <b>") == Markup("<bdi>משה &lt;b&gt;</bdi>")


def test_one_letter_does_not_turn_a_name() -> None:
    assert isolated("\u0627 com/news") == Markup('<bdi dir="ltr">\u0627 com/news</bdi>')


@given(st.text())
def test_isolating_changes_no_letter(text: str) -> None:
    shown = re.sub(r'\A<bdi(?: dir="ltr")?>|</bdi>\Z', "", str(escape(isolated(text))))
    assert shown == str(escape(text))
