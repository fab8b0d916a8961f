from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given

from explainer.text.fragment import clean, write
from explainer.text.visible import read
from tests.html_strategy import html

DATA = Path(__file__).parent / "cases/visible"
CASES = yaml.safe_load((DATA / "cases.yaml").read_text(encoding="utf-8"))
FORMULAS = yaml.safe_load((DATA / "formulas.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text(case):
    assert read(case["html"]).text == case["text"]


@pytest.mark.parametrize("case", FORMULAS, ids=lambda case: case["name"])
def test_formulas(case):
    visible = read(case["html"])
    assert visible.text == case["text"]
    assert [visible.text[start:end] for start, end in visible.formulas] == case["formulas"]


@given(html)
def test_no_link_may_be_in_a_formula(source):
    visible = read(source)
    for start, end in visible.formulas:
        assert any(low <= start and end <= high for low, high in visible.unlinkable)
    assert all(end <= start for (_, end), (start, _) in pairwise(visible.formulas))


@given(html)
def test_reading_what_was_written_gives_the_same_text(source):
    visible = read(source)
    written = write(visible.root)
    assert read(written).text == visible.text
    assert write(read(written).root) == written


@given(html)
def test_every_word_leads_back_to_its_node(source):
    visible = read(source)
    for start, end in visible.blocks:
        for piece in visible.pieces(start, end):
            node = visible.nodes[piece.node]
            string = (node.element.tail if node.tail else node.element.text)[
                piece.first : piece.last
            ]
            assert clean(string).split() == visible.text[piece.start : piece.end].split()


@given(html)
def test_blocks_are_the_text_without_the_breaks_between(source):
    visible = read(source)
    assert "\n".join(visible.text[start:end] for start, end in visible.blocks) == visible.text
    assert all(
        visible.text[start:end].strip(" \n") == visible.text[start:end] != ""
        for start, end in visible.blocks
    )
    assert all(end < start for (_, end), (start, _) in pairwise(visible.blocks))


def test_headings_have_their_ids():
    visible = read('<h1>One <em>two</em></h1><p>text</p><h2 id="x">Three</h2>')
    assert [(visible.text[start:end], name) for start, end, name in visible.headings] == [
        ("One two", ""),
        ("Three", "x"),
    ]


def test_stretches_where_no_link_may_be():
    visible = read(
        "<h1>a</h1><p>b <a href='#'>c <b>d</b></a> e <code>f</code> <kbd>g</kbd></p><pre>h</pre>"
    )
    assert [visible.text[start:end] for start, end in visible.unlinkable] == [
        "a",
        "c d",
        "f",
        "g",
        "h",
    ]


def test_ten_megabytes_keep_every_word():
    visible = read("<p>" + "word <em>words</em>\n  here " * 100_000 + "</p>")
    assert visible.text.count("words here") == 100_000
