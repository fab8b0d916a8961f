import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from explainer.text.languages import isolated, language_attributes
from tests.site_files import cases


@pytest.mark.parametrize(("name", "case"), cases("languages"))
def test_attributes(name: str, case: dict[str, str]) -> None:
    assert language_attributes(case["tag"], case["around"]) == case["attributes"]


@pytest.mark.parametrize("text", ["Anna Lund", "Éva Łódź", "東京", "Жар 1871"])
def test_names_from_left_to_right_stay_as_they_are(text: str) -> None:
    assert isolated(text) == text


def test_a_name_from_right_to_left_is_isolated_and_escaped() -> None:
    assert isolated("משה <b>") == Markup("<bdi>משה &lt;b&gt;</bdi>")


@given(st.text())
def test_isolating_changes_no_letter(text: str) -> None:
    assert str(escape(isolated(text))).removeprefix("<bdi>").removesuffix("</bdi>") == str(
        escape(text)
    )
