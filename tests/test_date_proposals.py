import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.dates.edtf import parse
from explainer.dates.edtf_advice import date_advice, proposals
from tests.site_files import CASES

ADVICE = yaml.safe_load((CASES / "dates/proposals.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "message"), ADVICE.items())
def test_advice(text, message):
    assert parse(text) is None
    assert date_advice(text) == message


@given(st.text("0123456789-/. XAJunecbBC~s", max_size=14))
def test_what_is_proposed_is_a_date(text):
    assert all(parse(date) for date in proposals(text))
    assert date_advice(text)
