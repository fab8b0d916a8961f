"""The timeline's parts: roles of dates, their order, milestones, and the
bars of stretches of time.
"""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.dates.days import calendar_day, day_number
from explainer.dates.edtf import in_words
from explainer.dates.edtf import parse as parse_date
from explainer.dates.extent import extent_of
from explainer.dates.order import by_day, in_order, without_time
from explainer.dates.periods import period
from explainer.dates.roles import guessed_role, role_of
from explainer.entries import Date
from explainer.figures.spans import bar, scale_for
from explainer.model import Entry, Ref
from explainer.pages.lookup import look_up
from explainer.pages.milestones import milestones
from explainer.pages.view import View
from explainer.pipeline import analyse
from explainer.text.fragment import parse
from tests.conftest import silent
from tests.site_files import CASES, write_site

WORDS = yaml.load((CASES / "dates" / "words.yml").read_text(), yaml.BaseLoader)
DATES = st.sampled_from(sorted(WORDS)) | st.dates().map(str) | st.integers(1000, 2100).map(str)


def cases(name: str) -> list:
    """The cases of a file; all that stands in it is text."""
    found = yaml.load((CASES / "timeline" / f"{name}.yml").read_text(), yaml.BaseLoader)
    return [pytest.param(case, id=case["name"]) for case in found]


def entry(value: str, index: int = 0, role: str | None = None) -> Entry[Date]:
    body = Date(date=value, title="It happened", quote="it", role=role)
    return Entry(Ref("date", f"d{index}"), body, {})


# --- roles ---


@pytest.mark.parametrize("case", cases("roles"))
def test_a_value_suggests_a_role(case):
    article = None if case["article"] == "null" else case["article"]
    assert {value: guessed_role(value, article) for value in case["roles"]} == case["roles"]


@pytest.mark.parametrize("role", ["event", "span", "expectation"])
def test_the_role_that_an_editor_gives_wins(role):
    assert role_of(entry("2025-05/..", role=role), "2025-05") == role
    assert role_of(entry("1871", role=role), None) == role


# --- how far a date reaches ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1871", ("1871-01-01", "1872-01-01", "1872-01-01", "within")),
        ("1871-10-03", ("1871-10-03", "1871-10-04", "1871-10-04", "within")),
        ("1871/1911", ("1871-01-01", "1912-01-01", "1872-01-01", "")),
        ("1871~/1911-02?", ("1871-01-01", "1911-03-01", "1872-01-01", "start end")),
        ("1871/1911~", ("1871-01-01", "1912-01-01", "1872-01-01", "end")),
        ("1871/..", ("1871-01-01", "open", "1872-01-01", "")),
        ("../1871", ("open", "1872-01-01", "1872-01-01", "")),
        ("/1871", ("open", "1872-01-01", "1872-01-01", "")),
        ("187X", ("1870-01-01", "1880-01-01", "1880-01-01", "start end within")),
        ("[1871..]", ("1871-01-01", "open", "open", "within")),
        ("{1871,1873}", ("1871-01-01", "1874-01-01", "1874-01-01", "")),
        ("XXXX", ("open", "open", "open", "start end within")),
        ("XXXX-12-25", ("open", "open", "open", "start end within")),
        ("../..", ("open", "open", "open", "")),
        ("no date", ("open", "open", "open", "start end within")),
    ],
)
def test_a_date_has_its_extent(text, expected):
    found = extent_of(text)
    days = [written(time) for time in (found.lower, found.upper, found.begun)]
    flags = {"start": found.fuzzy_start, "end": found.fuzzy_end, "within": found.within}
    assert (*days, " ".join(name for name, is_so in flags.items() if is_so)) == expected


def written(time: float) -> str:
    return "open" if math.isinf(time) else "{:04}-{:02}-{:02}".format(*calendar_day(time))


@given(st.integers(-(10**10), 10**10))
def test_days_are_counted_both_ways(number):
    assert day_number((*calendar_day(number), 0)) == number


# --- order ---


@given(st.lists(DATES, max_size=60), st.randoms(use_true_random=False))
def test_dates_are_in_the_order_of_time_and_those_of_a_day_together(texts, chance):
    dates = [entry(text, index) for index, text in enumerate(texts)]
    shuffled = chance.sample(dates, len(dates))
    ordered = in_order(shuffled)
    assert ordered == in_order(dates)
    anchors = [extent_of(without_time(date.body.date)).anchor for date in ordered]
    assert anchors == sorted(anchors)
    days = by_day(ordered)
    assert [date for _, same in days for date in same] == ordered
    assert len(days) == len({day for day, _ in days})


def test_times_of_a_day_stand_below_their_day():
    texts = [
        "2025-05-09",
        "2025-05-08T12:30:00Z",
        "2025-05-08",
        "2025-05-08/2025-05-10",
        "2025-05-08T09:00:00Z",
    ]
    days = by_day(in_order([entry(text, index) for index, text in enumerate(texts)]))
    found = [(day, [date.body.date for date in same]) for day, same in days]
    of_the_eighth = ["2025-05-08", "2025-05-08T09:00:00Z", "2025-05-08T12:30:00Z"]
    days_on = ("2025-05-08/2025-05-10", ["2025-05-08/2025-05-10"])
    assert found == [("2025-05-08", of_the_eighth), days_on, ("2025-05-09", ["2025-05-09"])]


def test_an_interval_of_one_day_stands_with_that_day():
    days = by_day(in_order([entry("1871-05-03/1871-05-03"), entry("1871-05-03", 1)]))
    assert [(day, len(same)) for day, same in days] == [("1871-05-03", 2)]
    assert extent_of("1871-05-03/1871-05-03") == extent_of("1871-05-03")


@pytest.mark.parametrize("text", WORDS)
def test_the_day_of_a_date_is_a_date(text):
    assert parse_date(without_time(text))


@pytest.mark.parametrize(
    "ordered",
    [
        ["2025-05-04T10:00:00+02:00", "2025-05-04T09:00:00Z", "2025-05-04T05:00:00-05:00"],
        ["-0043-03-15T10:00:00+02:00", "-0043-03-15T09:00:00Z"],
        ["2025-05-04", "2025-05-04T00:30:00+02:00", "2025-05-04T09:00:00+02:00"],
        ["2025-05-04T10:00:00+02:00", "2025-05-04T09:30:00", "2025-05-04T09:00:00Z"],
    ],
)
def test_times_of_a_day_with_zones_are_instants(ordered):
    dates = [entry(text, index) for index, text in enumerate(ordered)]
    assert [date.body.date for date in in_order(reversed(dates))] == ordered


def test_days_are_in_the_order_that_readers_see_whatever_their_zones():
    texts = [
        "2019-12-31T23:30:00-05:00",
        "2020-01-01T23:00:00-05:00",
        "2020-01-02T01:00:00+05:00",
        "2020-01-02T03:00:00",
    ]
    ordered = in_order([entry(text, index) for index, text in enumerate(reversed(texts))])
    assert [date.body.date for date in ordered] == texts
    assert [day for day, _ in by_day(ordered)] == ["2019-12-31", "2020-01-01", "2020-01-02"]


def test_milestones_whose_zones_show_different_days(tmp_path):
    first, second = "2025-05-03T23:30:00-05:00", "2025-05-04T01:00:00+02:00"
    found = milestones(view_of(tmp_path, {second: "0", first: "0"}))
    assert [milestone.words for milestone in found] == [in_words(first), in_words(second)]


@pytest.mark.parametrize(
    "value", ["Y-10000", "-9999", "0000", "-0001", "0001", "1871", "Y10000", "Y-17E7", "Y17E80"]
)
def test_a_year_stands_under_the_heading_that_it_reads(value):
    assert period(value, 1) == in_words(value)


@pytest.mark.parametrize("years", [1, 10, 100, 1000])
def test_years_of_which_nobody_sees_the_last_digits_have_a_heading_with_one_number(years):
    assert period("Y-170000002", years) == "170 million BCE"
    assert period("Y17E8", years) == "1.7 billion CE"
    assert period("Y17E98", years) == "1.7 × 10⁹⁹ CE"


# --- milestones ---


@pytest.mark.parametrize("case", cases("milestones"))
def test_milestones_tell_the_story_in_short(tmp_path, case):
    found = milestones(view_of(tmp_path, case["dates"]), most=4)
    assert [milestone.words for milestone in found] == case["milestones"]


def test_a_milestone_leads_to_its_event_and_says_whether_its_time_is_exact(tmp_path):
    first, second = milestones(view_of(tmp_path, {"1871-10~": "0", "-0043": "0"}))
    assert (first.words, first.is_vague, first.href) == ("44 BCE", False, "timeline/#d1")
    assert (second.words, second.is_vague) == ("about October 1871", True)


def view_of(root: Path, dates: dict[str, str]) -> View:
    actors = [f"  a{index}: {{name: Actor {index}, type: person}}" for index in range(5)]
    lines = [
        f"  d{index}: {{date: '{date}', title: It happened, quote: The lamp, actors: "
        f"{some_actors(int(number))}}}"
        for index, (date, number) in enumerate(dates.items())
    ]
    files = {
        "mkdocs.yml": "site_name: Lights\n",
        "docs/articles/lamp.md": "---\ndate: 2025\n---\n# Light\n\nThe lamp was lit.\n",
        "annotations/all.yml": "\n".join(
            ["article: lamp", "actors:", *actors, "dates:", *lines, ""]
        ),
    }
    analysed, problems = analyse(write_site(root, files), silent)
    assert analysed
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    return View(look_up(analysed.site, analysed.settings, analysed.placed.anchors), "index.md")


def some_actors(number: int) -> str:
    return f"[{', '.join(f'a{index}' for index in range(number))}]"


# --- bars ---


@pytest.mark.parametrize("case", cases("bars"))
def test_bars_are_on_one_scale(case):
    extents = [extent_of(text) for text in case["dates"]]
    scale = scale_for(extents)
    if scale is None:
        assert "bars" not in case
        return
    assert list(scale.labels) == case["scale"]
    assert [drawn(bar(extent, scale)) for extent in extents] == case["bars"]


def drawn(markup: str) -> str:
    """What a bar is, and from where to where it goes."""
    shape = next(iter(parse(markup).iter("svg")))[1]
    look = (
        "hollow"
        if shape.get("class") == "ex-hollow"
        else "broken"
        if shape.get("stroke-dasharray")
        else "rect"
    )
    start = percent(shape.get("x") or shape.get("x1"))
    end = start + percent(shape.get("width")) if shape.tag == "rect" else percent(shape.get("x2"))
    return f"{look} {start:.0f} {end:.0f}"


def percent(text: str | None) -> float:
    return float(str(text).removesuffix("%"))


@given(st.lists(DATES, min_size=2, max_size=20))
def test_a_later_time_is_never_further_left_and_none_is_off_the_scale(texts):
    scale = scale_for([extent_of(text) for text in texts])
    for text in texts if scale else ():
        numbers = re.findall(r'x\d?="([\d.-]+)%"', bar(extent_of(text), scale))
        assert all(0 <= float(number) <= 100 for number in numbers)
    times = sorted(time for text in texts for time in extent_of(text)[:2])
    places = [scale.at(time) for time in times] if scale else []
    assert all(one <= other for one, other in pairwise(places))
