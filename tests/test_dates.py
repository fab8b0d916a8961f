import math
import string
from calendar import isleap, monthrange
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.dates.edtf import in_words, parse, plain_bounds, sort_key
from explainer.dates.edtf_grammar import grammar_bounds

CASES = Path(__file__).parent / "cases" / "dates"
WORDS = yaml.load((CASES / "words.yml").read_text(), yaml.BaseLoader)
INVALID = yaml.load((CASES / "invalid.yml").read_text(), yaml.BaseLoader)
DISTINCT = yaml.load((CASES / "distinct.yml").read_text(), yaml.BaseLoader)


def bound(text: str, infinite: float) -> tuple[float, ...]:
    if text == "open":
        return (infinite, 0, 0, 0)
    sign = -1 if text.startswith("-") else 1
    year, month, day, *second = map(int, text.removeprefix("-").split("-"))
    return (sign * year, month, day, *(second or [0]))


@pytest.mark.parametrize("text", WORDS)
def test_a_date_is_said_in_words_and_has_its_bounds(text):
    words, lower, upper = WORDS[text]
    assert in_words(text) == words
    assert sort_key(text) == (bound(lower, -math.inf), bound(upper, math.inf))


@pytest.mark.parametrize("case", DISTINCT, ids=lambda case: next(iter(case)))
def test_dates_that_mean_different_things_read_differently(case):
    texts = next(iter(case.values())).split()
    assert [text for text in texts if parse(text) is None] == []
    words = [in_words(text) for text in texts]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_date_is_given_back_and_sorts_last(text):
    assert parse(text) is None
    assert in_words(text) == text
    assert sort_key(text) > sort_key("9999/..")


@pytest.mark.parametrize("text", [*INVALID, *WORDS])
def test_the_library_prints_nothing(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    parse.__wrapped__(text)  # not from the cache
    assert capfd.readouterr() == ("", "")


def test_dates_sort_by_beginning_then_end():
    ordered = ["../1871", "-0043", "1871", "1871/..", "1871-10-01", "1871-10", "1871-10-03"]
    ordered += ["2025-05-08", "2025-05-08T09:00:00", "2025-05-08T12:30:00"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


DATE_LIKE = st.text(alphabet=string.digits + "X?~%-/.[]{},YESTZ: +", max_size=30)


@given(
    st.text()
    | DATE_LIKE
    | st.sampled_from(sorted(WORDS)).flatmap(lambda t: st.text(max_size=2).map(t.__add__))
)
@example("Y1E99999999")
@example("1871-0X-01")
def test_no_text_whatever_raises(text):
    date = parse(text)
    assert in_words(text) == (date.words if date else text)
    assert sort_key(text) <= sort_key("no date")
    if date:
        assert date.lower <= date.upper
        assert date.words


@given(DATE_LIKE)
def test_words_keep_no_marks_of_the_notation(text):
    date = parse(text)
    assert date is None or not set(date.words) & set("X?~%[]{}/")


YEAR = st.from_regex(r"-?[0-9X]{4}", fullmatch=True)
REST = st.from_regex(r"(-(0[1-9]|1[0-2]|XX)(-(0[1-9]|[12][0-8]|XX))?)?[?~%]?", fullmatch=True)
ONE = st.builds(str.__add__, YEAR, REST)


@given(ONE, ONE)
@example("190X", "19XX")
@example("19X5", "1905/1995")
def test_what_reads_the_same_reaches_from_the_same_to_the_same_time(one, other):
    if in_words(one) == in_words(other):
        assert sort_key(one) == sort_key(other)


ANY_DAY = st.from_regex(r"[0-9X]{4}-(0[1-9]|1[0-2])-[0-3][0-9]", fullmatch=True)


@given(ANY_DAY)
@example("187X-02-29")
@example("19X5-02-31")
def test_days_of_years_with_unknown_digits_exist(text):
    date = parse(text)
    if date:
        for year, month, day, _ in (date.lower, date.upper):
            assert day <= monthrange(4 if isleap(int(year)) else 1, month)[1]


DAY = r"[0-9]{4}(-[0-2][0-9](-[0-3][0-9])?)?[?~%]?"
PLAIN = st.from_regex(rf"{DAY}|({DAY}|\.\.)/({DAY}|\.\.)", fullmatch=True)


@given(PLAIN)
@example("1871")
@example("1871-04-31")
@example("1871-00-00")
@example("1872-02/1900-02-28?")
@example("1911/1871")
@example("0000-02")
@example("2025-23")
@example("2025-24~/..")
@example("../2025-24")
@example("../..")
@example("..")
def test_plain_dates_are_read_as_the_library_reads_them(text):
    assert plain_bounds(text) in (None, grammar_bounds(text))


@pytest.mark.parametrize("text", ["1871", "1871-10", "1871-10-03", "1871~", "1871-02-28/1911?"])
def test_plain_dates_need_no_grammar(text):
    assert plain_bounds(text)
