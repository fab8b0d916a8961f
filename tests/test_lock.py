import json

import pytest

from explainer.anchoring.anchor import anchor
from explainer.anchoring.records import accepted_text, write_lock
from explainer.loading.lockfile import read_lock
from explainer.model import Loaded, Ref, Settings, Surroundings
from tests.test_anchor import _loaded

SETTINGS = Settings("Test")


def _placed(markdown, quote, accepted=None):
    return anchor(_loaded(markdown, quote, accepted), SETTINGS)[0]


def test_what_is_written_is_read_back():
    placed = _placed("The „lamp“ was lit.\n\nIt burned.", ["was lit", "It burned"])
    accepted, problems = read_lock(write_lock(placed), "x")
    assert problems == ()
    assert accepted == {
        "article:a": (
            Surroundings("The „lamp“ was lit.", "", ""),
            Surroundings("It burned.", "", ""),
        ),
        "claim:c": (
            Surroundings("was lit", "The „lamp“ ", ".\nIt burned."),
            Surroundings("It burned", "The „lamp“ was lit.\n", "."),
        ),
    }


def test_it_has_a_line_for_each_anchor():
    lines = write_lock(_placed("The lamp was lit.", ["The lamp", "was lit"])).splitlines()
    assert sum('"The lamp"' in line for line in lines) == 1
    assert json.loads("\n".join(lines))["version"] == 1


def test_only_exact_anchors_are_written_anew_and_others_keep_their_record():
    before = {
        "claim:c": (Surroundings("Anna Lund", "The keeper of the light was ", ", from the north."),)
    }
    placed = _placed("A baker called Anna Lund sold bread.", "Anna Lund", before)
    assert placed.anchors[0].state == "moved"
    assert read_lock(write_lock(placed), "x")[0] == before
    placed = _placed("Nothing here.", "harvests failed in the south")
    assert read_lock(write_lock(placed), "x")[0] == {}


def test_the_text_of_an_article_is_that_in_which_its_records_stand():
    text = "By night the lamp of the old tower was lit."
    first = read_lock(write_lock(_placed(text, "lamp")), "x")[0]
    assert accepted_text(first, Ref("article", "a")) == text
    gone = read_lock(write_lock(_placed(text.replace("lamp", "torch"), "lamp", first)), "x")[0]
    assert gone == first
    edited = text.replace("night", "day")
    assert (
        accepted_text(
            read_lock(write_lock(_placed(edited, "lamp", first)), "x")[0], Ref("article", "a")
        )
        == edited
    )


def test_ids_that_no_longer_exist_are_dropped():
    before = {"claim:gone": (Surroundings("lamp", "", ""),)}
    assert list(read_lock(write_lock(_placed("The lamp.", "lamp", before)), "x")[0]) == [
        "article:a",
        "claim:c",
    ]


def test_writing_twice_gives_the_same_bytes():
    first = write_lock(_placed("The lamp was lit.", "lamp"))
    again = write_lock(_placed("The lamp was lit.", "lamp", read_lock(first, "x")[0]))
    assert first == again


def test_nothing_to_write():
    assert read_lock(write_lock(anchor(Loaded(), SETTINGS)[0]), "x") == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"version": 9, "anchors": {}}',
        '{"version": 1, "anchors": []}',
        '{"version": 1, "anchors": {"claim:c": null}}',
        '{"version": 1, "anchors": {"claim:c": []}}',
        '{"version": 1, "anchors": {"claim:c": [["a", "b"]]}}',
        '{"version": 1, "anchors": {"claim:c": [["a", 1, "b"]]}}',
        r'{"version": 1, "anchors": {"claim:c": [["a", "b\ud800", "c"]]}}',
        r'{"version": 1, "anchors": {"claim:\udfff": [["a", "b", "c"]]}}',
        "[" * 100_000,
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n",
    ],
)
def test_a_broken_file_is_an_error(text):
    accepted, problems = read_lock(text, "annotations/anchors.lock.json")
    assert accepted == {}
    assert [(problem.level, problem.rule, problem.place.path) for problem in problems] == [
        ("error", "lock-file", "annotations/anchors.lock.json")
    ]
    assert "delete it" in problems[0].message


def test_what_can_be_read_of_a_broken_file_is_kept():
    text = '{"version": 1, "anchors": {"claim:a": [["", "lamp", ""]], "claim:b": 7}}'
    accepted, problems = read_lock(text, "x")
    assert accepted == {"claim:a": (Surroundings("lamp", "", ""),)}
    assert "claim:b" in problems[0].message
