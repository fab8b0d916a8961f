from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from explainer.building.annotate import Mark, annotate
from explainer.text.fragment import parse
from explainer.text.visible import read
from tests.html_strategy import html

CASES = yaml.safe_load((Path(__file__).parent / "cases/annotate/cases.yaml").read_text(encoding="utf-8"))

_refs = st.sampled_from(["claim:a", "claim:b", "date:c", "actor:d", "term:e", "source:f"])
_marks = st.lists(
    st.builds(
        lambda start, length, ref, number: Mark(
            start, start + length, ref, "#" + ref, f"{ref}-{start}", number, ref, f"_{ref}"
        ),
        st.integers(-2, 40),
        st.integers(-1, 20),
        _refs,
        st.integers(0, 3),
    ),
    max_size=8,
)


def _mark(text: str, given: dict[str, str]) -> Mark:
    (ref, words), *more = given.items()
    start = text.index(words)
    more = dict(more)
    name, number, details = ref.replace(":", "-"), more.get("number", 0), more.get("details", "")
    former = more.get("former", "")
    return Mark(start, start + len(words), ref, f"#{ref}", name, number, "see", details, former)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    text = read(case["html"]).text
    assert annotate(case["html"], [_mark(text, mark) for mark in case["marks"]]) == case["expected"].strip()


@given(html, _marks)
def test_the_words_stay_the_same(source, marks):
    annotated = annotate(source, marks)
    assert read(annotated).text == read(source).text
    assert read(annotated).blocks == read(source).blocks


@given(html, _marks)
def test_every_highlighted_word_is_marked_once_with_all_that_cover_it(source, marks):
    visible = read(source)
    annotated = read(annotate(source, marks))
    valid = [mark for mark in marks if 0 <= mark.start < mark.end <= len(visible.text) and mark.is_highlight]
    for piece in annotated.pieces(0, len(annotated.text)):
        parent = annotated.nodes[piece.node].parent
        around = [element for element in (parent, *parent.iterancestors())]
        found = [element for element in around if element.tag == "mark"]
        if any(element.tag == "svg" for element in around):
            continue
        covering = {m.ref for m in valid if m.start < piece.end and piece.start < m.end}
        assert [set(element.get("data-annotation").split()) for element in found] == ([covering] if covering else [])


@given(html, _marks)
def test_each_piece_leads_to_one_note_on_an_annotation_that_covers_it(source, marks):
    for piece in parse(annotate(source, marks)).iter("mark"):
        assert piece.get("aria-details").removeprefix("_") in piece.get("data-annotation").split()


@given(html, _marks)
def test_ids_are_unique_and_links_are_not_nested(source, marks):
    root = parse(annotate(source, list({mark.id: mark for mark in marks}.values())))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    ours = root.xpath("//a[contains(@class, 'ex-')]")
    assert not [
        link for link in ours for around in link.iterancestors() if around.tag in ("a", "code", "button", "pre")
    ]


@given(html, _marks)
def test_writing_is_stable(source, marks):
    annotated = annotate(source, marks)
    assert annotate(annotated, []) == annotated


def test_marks_beyond_the_text_are_left_out():
    assert annotate("<p>ab</p>", [Mark(1, 9, "claim:a", "#"), Mark(-1, 1, "claim:a", "#")]) == "<p>ab</p>"


def test_many_marks_in_a_long_text():
    source = "<p>" + "some <em>words</em> here " * 20_000 + "</p>"
    marks = [Mark(i * 100, i * 100 + 150, f"claim:c{i}", "#", f"c{i}", i, "") for i in range(2_000)]
    root = etree.HTML(annotate(source, marks))
    assert len(root.xpath("//mark/@id | //span/@id")) == 2_000
