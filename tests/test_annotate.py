from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from explainer.marking.annotate import annotate
from explainer.marking.cuts import Mark
from explainer.text.formulas import outermost_source
from explainer.text.fragment import parse, write
from explainer.text.visible import Visible, read
from tests.html_strategy import html

DATA = Path(__file__).parent / "cases/annotate"
CASES = [
    case
    for path in sorted(DATA.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]

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
    assert (
        annotate(case["html"], [_mark(text, mark) for mark in case["marks"]])
        == case["expected"].strip()
    )


@given(html, _marks)
def test_the_words_stay_the_same(source, marks):
    annotated = annotate(source, marks)
    assert read(annotated).text == read(source).text
    assert read(annotated).blocks == read(source).blocks


@given(html, _marks)
def test_every_highlighted_word_is_marked_once_with_all_that_cover_it(source, marks):
    visible = read(source)
    annotated = read(annotate(source, marks))
    valid = [
        mark
        for mark in marks
        if 0 <= mark.start < mark.end <= len(visible.text) and mark.is_highlight
    ]
    around_formulas = [(mark.ref, *_around_formulas(mark, visible.formulas)) for mark in valid]
    sources = _sources(visible)
    for piece in annotated.pieces(0, len(annotated.text)):
        parent = annotated.nodes[piece.node].parent
        around = [parent, *parent.iterancestors()]
        found = [element for element in around if "ex-mark" in (element.get("class") or "").split()]
        low, high = next((each for each in sources if each[0] <= piece.start < each[1]), piece[-2:])
        covering = {ref for ref, start, end in around_formulas if start < high and low < end}
        assert [set(element.get("data-annotation").split()) for element in found] == (
            [covering] if covering else []
        )


def _sources(visible: Visible) -> list[tuple[int, int]]:
    """Where formulas and code stand, each as a whole."""
    found: dict[etree._Element, tuple[int, int]] = {}
    for piece in visible.pieces(0, len(visible.text)):
        element = outermost_source(visible.nodes[piece.node].parent)
        if element is not None:
            found[element] = (found.get(element, (piece.start, 0))[0], piece.end)
    return list(found.values())


def _around_formulas(mark: Mark, formulas: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Where a mark begins and ends that holds whole formulas."""
    touched = [(start, end) for start, end in formulas if start < mark.end and mark.start < end]
    starts, ends = zip((mark.start, mark.end), *touched, strict=True)
    return min(starts), max(ends)


@given(html, _marks)
def test_a_formula_stays_as_it_is(source, marks):
    annotated = annotate(source, marks)
    assert _formulas(annotated) == _formulas(write(parse(source)))


def _formulas(source: str) -> list[tuple[str, ...]]:
    """The formulas of a text: each as HTML, or, where it has no element of its own, as
    its strings in the tree.
    """
    visible = read(source)
    found = []
    for start, end in visible.formulas:
        nodes = [visible.nodes[piece.node] for piece in visible.pieces(start, end)]
        elements = {outermost_source(node.parent) for node in nodes}
        html = [
            etree.tostring(element, with_tail=False) for element in elements if element is not None
        ]
        strings = [visible.text[piece.start : piece.end] for piece in visible.pieces(start, end)]
        found.append((*html, *strings))
    return found


@given(html, _marks)
def test_each_piece_leads_to_one_note_on_an_annotation_that_covers_it(source, marks):
    for piece in parse(annotate(source, marks)).xpath(
        "//*[@data-annotation and contains(@class, 'ex-mark')]"
    ):
        assert piece.get("aria-details").removeprefix("_") in piece.get("data-annotation").split()


@given(html, _marks)
def test_ids_are_unique_and_links_are_not_nested(source, marks):
    root = parse(annotate(source, list({mark.id: mark for mark in marks}.values())))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    ours = root.xpath("//a[contains(@class, 'ex-')]")
    assert not [
        link
        for link in ours
        for around in link.iterancestors()
        if around.tag in ("a", "code", "button", "pre")
    ]


@given(html, _marks)
def test_writing_is_stable(source, marks):
    annotated = annotate(source, marks)
    assert annotate(annotated, []) == annotated


def test_marks_beyond_the_text_are_left_out():
    assert (
        annotate("<p>ab</p>", [Mark(1, 9, "claim:a", "#"), Mark(-1, 1, "claim:a", "#")])
        == "<p>ab</p>"
    )


def test_many_marks_in_a_long_text():
    source = "<p>" + "some <em>words</em> here " * 20_000 + "</p>"
    marks = [Mark(i * 100, i * 100 + 150, f"claim:c{i}", "#", f"c{i}", i, "") for i in range(2_000)]
    root = etree.HTML(annotate(source, marks))
    assert len(root.xpath("//mark/@id | //span/@id")) == 2_000
