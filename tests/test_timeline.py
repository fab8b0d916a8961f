"""Pictures of time: what they show, and that nothing in them overlaps."""

import math
import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from itertools import pairwise

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from explainer.chronology.days import calendar_day, day_number, duration_words, span_words
from explainer.dates import parse
from explainer.figures import shapes
from explainer.figures.events import times
from explainer.figures.lettering import width
from explainer.figures.placing import gathered, lanes, spread
from explainer.figures.plan import planned
from explainer.figures.scale import BREAK, at
from explainer.figures.strip import labels, measured, strip
from explainer.figures.timeline import MOST_LABELS, timeline
from explainer.figures.timeline_layout import ROW, STYLES, Layout, laid_out
from tests.chronicle import CHRONICLE, events
from tests.site_files import CASES, cases

WORDS = yaml.load((CASES / "dates" / "words.yml").read_text(), yaml.BaseLoader)
PICTURES = cases("timeline")


def plan_of(texts: Sequence[str], title: str = "It happened"):
    return planned(events(texts, title), MOST_LABELS, ROW * min(len(texts), MOST_LABELS))


# --- cases ---


@pytest.mark.parametrize(("name", "case"), PICTURES, ids=[name for name, _ in PICTURES])
def test_a_picture_shows_what_the_case_says(name, case):
    plan = plan_of(case["dates"])
    layout = laid_out(plan, STYLES[1])
    found = {
        "labels": [f"{cluster.words}: {len(cluster.events)}" for cluster in plan.clusters],
        "signs": [sign_words(cluster, extent) for cluster, extent in zip(plan.clusters, layout.extents, strict=True)],
        "axis": [tick.words for tick in layout.ticks],
        "left out": [duration_words(gap.end - gap.start) for gap in plan.breaks],
        "unknown": [event.words for event in plan.unknown],
    }
    assert found == {"left out": [], "unknown": []} | {key: case[key] for key in case if key not in ("name", "dates")}


def sign_words(cluster, extent) -> str:
    return "many" if cluster.gathered else " ".join(shapes.signs(cluster.events[0], *extent))


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
def test_a_date_has_its_times(text, expected):
    found = times(text)
    days = [written(time) for time in (found.lower, found.upper, found.begun)]
    flags = {"start": found.fuzzy_start, "end": found.fuzzy_end, "within": found.within}
    assert (*days, " ".join(name for name, is_so in flags.items() if is_so)) == expected


def written(time: float) -> str:
    return "open" if math.isinf(time) else "{:04}-{:02}-{:02}".format(*calendar_day(time))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1871-01-01", "1874-06-02", "1871 to 1874"),
        ("2025-03-02", "2025-05-01", "March to May 2025"),
        ("2025-05-06", "2025-05-09", "6 to 9 May 2025"),
        ("2025-05-06", "2025-05-06", "6 May 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-02-01", "2025-02-28", "February 2025"),
        ("-0043-03-15", "0014-08-19", "44 BCE to 14 CE"),
        ("-0043-03-15", "-0043-04-15", "44 BCE"),
        ("Y-17E7", "Y-66000000", "170 million BCE to 66 million BCE"),
    ],
)
def test_a_span_is_said_as_exactly_as_is_of_use(first, last, words):
    assert span_words(day_number(parse(first).lower), day_number(parse(last).lower)) == words


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1871"], ["1871"]),
        (["1871-10~"], ["about October 1871"]),
        (["1871/1911"], ["1871", "1911"]),
        (["2025-05-06", "2025-05-09"], ["6 May 2025", "9 May 2025"]),
        (["1975-08-01", "2025-01-20", "2025-03", "2025-04-28", "2025-05-09"], ["1975", "Jan 2025", "May 2025"]),
        (["XXXX", "1871", "../1890"], ["1871", "1890"]),
    ],
)
def test_the_strip_names_its_ends_and_what_follows_a_break(texts, expected):
    plan = planned(events(texts), 27, 278)
    found = labels(plan, measured(plan, 330), 330)
    assert [label.words for label in found] == expected
    ends = [(label.place - width(label.words, 12) / 2, label.place + width(label.words, 12) / 2) for label in found]
    assert ends[0][0] >= 0
    assert ends[-1][1] <= 330
    assert all(one[1] < other[0] for one, other in pairwise(ends))
    assert strip(events(texts), "../timeline/").count('href="../timeline/"') == 1


def test_without_dates_there_are_no_pictures():
    assert timeline([]) == strip([], "") == strip(events(["XXXX"]), "") == ""
    assert "<svg" not in timeline(events(["XXXX", "../.."]))
    assert '<a href="#e1">It happened</a> (at any time)' in timeline(events(["XXXX", "../.."]))


def test_what_an_editor_typed_is_text():
    drawn = timeline(events(["1871", "XXXX"], title='<b onclick="x">A & B</b>'))
    assert "<b" not in drawn
    assert "&lt;b onclick=" in drawn


# --- properties ---

NAMES = st.sampled_from(["Lit", "The lamp is lit for the first time, before the whole town", "ab" * 150, "ü"])
DATES = st.sampled_from(sorted(WORDS)) | st.dates().map(str) | st.integers(1000, 2100).map(str)
PLACES = st.lists(st.floats(-500, 500, allow_nan=False), min_size=1, max_size=30).map(sorted)


@given(st.lists(DATES, min_size=1, max_size=70), NAMES)
@example(CHRONICLE, "What happened")
@example(["1871"], "It happened")
@example(["2025-05-06/2025-05-09"] * 30 + ["1975"], "It happened")
@example([f"{year}/{year + 400}" for year in range(1000, 1040)], "It happened")
@example(["Y-17E7", "Y1E99", "2025-05-08T12:30:00Z"], "It happened")
def test_nothing_overlaps_or_sticks_out(texts, title):
    plan = plan_of(texts, title)
    assume(plan.clusters)
    for style in STYLES:
        layout = laid_out(plan, style)
        assert layout.height < 4000
        check_labels(layout)
        check_marks(layout)
        for one, other in pairwise(layout.ticks):
            assert other.place - one.place >= style.letters
        assert all(0 <= tick.place <= layout.height for tick in layout.ticks)


def check_labels(layout: Layout) -> None:
    bottoms = [top + label.height for top, label in zip(layout.tops, layout.labels, strict=True)]
    assert layout.tops[0] >= 0
    assert bottoms[-1] <= layout.height
    assert all(bottom < top for bottom, top in zip(bottoms, layout.tops[1:], strict=False))
    for label in layout.labels:
        assert all(layout.left + width(line, layout.style.letters) <= layout.style.width for line in label.words)
        for line in (line for title in label.titles for line in title):
            assert layout.left + layout.style.times + width(line, layout.style.letters) <= layout.style.width


def check_marks(layout: Layout) -> None:
    marks = sorted(zip(layout.columns, layout.extents, strict=True))
    for (column, (_, bottom)), (other, (top, _)) in pairwise(marks):
        assert column != other or bottom < top
    columns = sorted(set(layout.columns))
    assert all(other - one > layout.breadth for one, other in pairwise(columns))
    assert all(0 <= top < bottom <= layout.height for top, bottom in layout.extents)
    assert layout.axis <= columns[0] <= columns[-1] + layout.breadth / 2 <= layout.tracks + 1


@given(st.lists(DATES, min_size=1, max_size=70))
@example(CHRONICLE)
def test_the_order_of_places_is_that_of_times(texts):
    plan = plan_of(texts)
    shown = [event for cluster in plan.clusters for event in cluster.events]
    assert [event.anchor for event in shown] == sorted(event.anchor for event in shown)
    assert len(shown) + len(plan.unknown) == len(texts)
    assert sum(len(cluster.titles) for cluster in plan.clusters) <= MOST_LABELS
    for style in STYLES if plan.clusters else ():
        places = laid_out(plan, style).anchors
        assert list(places) == sorted(places)


@given(st.lists(DATES, min_size=1, max_size=40))
@example(["1975-08-01", "2014-03", "2025-05-06", "2025-05-07", "2025-05-09"])
def test_the_scale_is_the_same_wherever_it_is_not_broken(texts):
    plan = plan_of(texts)
    assume(plan.clusters)
    scale = laid_out(plan, STYLES[0]).scale
    drawn = [part for part in scale if not part.broken and part.end > part.start]
    # of times that differ by ages, what a number can hold is less than a day
    rates = [(part.bottom - part.top) / (part.end - part.start) for part in drawn if part.end - part.start > 1e-3]
    assert max(rates, default=1) <= min(rates, default=1) * 1.001
    assert [(part.start, part.end) for part in scale if part.broken] == list(plan.breaks)
    for part in scale:
        assert not part.broken or part.bottom - part.top == pytest.approx(BREAK)
        # a break is shorter than what it leaves out
        assert not part.broken or (part.end - part.start) * max(rates) >= BREAK
    assert all(one.bottom == other.top and one.end == other.start for one, other in pairwise(scale))
    assert all(at(scale, part.start) <= at(scale, part.end) for part in scale)


@given(st.lists(DATES, max_size=60), NAMES, st.randoms(use_true_random=False))
@example(CHRONICLE, "What happened", random.Random(1))
def test_pictures_are_well_formed_on_one_line_and_always_the_same(texts, title, chance):
    for draw in (timeline, lambda found: strip(found, "timeline/")):
        drawn = draw(events(texts, title))
        assert drawn == draw(events(texts, title))
        assert "\n" not in drawn
        assert not drawn or ElementTree.fromstring(drawn).tag == "figure"


@given(PLACES, st.data())
def test_labels_are_moved_as_little_as_can_be(wanted, data):
    sizes = data.draw(st.lists(st.floats(1, 40), min_size=len(wanted), max_size=len(wanted)))
    found = spread(wanted, sizes, -1000, 2000)
    reach = [(one + other) / 2 for one, other in pairwise(sizes)]
    assert all(other - one >= room - 1e-6 for one, other, room in zip(found, found[1:], reach, strict=False))
    # each run of labels that touch stands, on average, where it wants to be
    moved = [place - want for place, want in zip(found, wanted, strict=True)]
    runs, start = [], 0
    for index, (one, other, room) in enumerate(zip(found, found[1:], reach, strict=False), 1):
        if other - one > room + 1e-6:
            runs.append(moved[start:index])
            start = index
    for run in (*runs, moved[start:]):
        assert sum(run) / len(run) == pytest.approx(0, abs=1e-6)


@given(PLACES, st.integers(1, 10))
def test_neighbours_are_gathered_and_none_is_lost(places, most):
    parts = gathered(places, most)
    assert len(parts) <= most or len(places) <= most
    assert [index for part in parts for index in part] == list(range(len(places)))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50), st.integers(0, 1)), max_size=20))
def test_no_two_stretches_in_a_lane_meet(found):
    extents = [(start, start + length) for start, length, _ in sorted(found)]
    first = [least for _, _, least in sorted(found)]
    chosen = lanes(extents, 2, first)
    assert all(lane >= least for lane, least in zip(chosen, first, strict=True))
    for (lane, (_, end)), (other, (start, _)) in pairwise(sorted(zip(chosen, extents, strict=True))):
        assert lane != other or end + 2 <= start


@given(st.integers(-(10**10), 10**10))
def test_days_are_counted_both_ways(number):
    assert day_number((*calendar_day(number), 0)) == number
