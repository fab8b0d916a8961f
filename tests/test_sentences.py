import html
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.text.sentences import LONGEST, as_html, sentence_html, sentences_of
from explainer.text.visible import read


@pytest.mark.parametrize(
    ("html", "words", "context"),
    [
        ("<p>One. Two three four. Five.</p>", "three", ("Two ", "three", " four.")),
        ("<p>Mr. Lund left. He wept.</p>", "Lund", ("Mr. ", "Lund", " left.")),
        (
            "<p>He met the U.S. Senate. Then he left.</p>",
            "Senate",
            ("He met the U.S. ", "Senate", "."),
        ),
        ("<p>First block</p><p>second block</p>", "second", ("", "second", " block")),
        ("<p>One two. Three four.</p>", "two. Three", ("One ", "two. Three", " four.")),
        ("<p>He said: “It is over.” Then he left.</p>", "left", ("Then he ", "left", ".")),
        (
            "<p>At 10<sup>6</sup> W the CO<sub>2</sub> rose.</p>",
            "W",
            ("At 10⁶ ", "W", " the CO₂ rose."),
        ),
        ("<p>alone</p>", "alone", ("", "alone", "")),
        ("<p>One. Two</p><p>three. Four</p>", "Two\nthree", ("", "Two\nthree", ".")),
    ],
)
def test_around(html, words, context):
    visible = read(html)
    start = visible.text.index(words)
    assert sentences_of(visible, "en").around(start, start + len(words))[:3] == context


ENDS = yaml.safe_load((Path(__file__).parent / "cases/sentences/ends.yml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in ENDS for text in ENDS[language]]
)
def test_sentences_end_where_they_do(language, text):
    expected = [sentence.strip() for sentence in text.split(" | ")]
    found = sentences_of(read(f"<p>{html.escape(' '.join(expected))}</p>"), language)
    starts = [*found.starts, len(found.text)]
    assert [found.text[low:high].strip() for low, high in pairwise(starts)] == expected


def test_the_lines_of_code_are_those_of_one_block():
    visible = read("<p>Ring</p><pre>the bell\nat\n<sup>2</sup></pre>")
    context = sentences_of(visible, "en").around(0, len(visible.text))
    assert context.words == "Ring\nthe bell at ²"


def test_a_sentence_without_end_is_cut_at_words():
    visible = read(f"<p>{'ab ' * 1000}needle {'cd ' * 1000}</p>")
    start = visible.text.index("needle")
    before, words, after, *_ = sentences_of(visible, "en").around(start, start + 6)
    assert words == "needle"
    assert before.startswith("… ab")
    assert after.endswith("cd …")
    assert max(len(before), len(after)) <= LONGEST + 2


@given(
    st.lists(st.text(max_size=60)), st.sampled_from(["en", "de-CH", "ja", "ar", "xx"]), st.data()
)
def test_the_words_stay_the_words(paragraphs, language, data):
    visible = read("".join(f"<p>{text}</p>" for text in paragraphs if not set("<&$\\") & set(text)))
    start = data.draw(st.integers(0, len(visible.text)))
    end = data.draw(st.integers(start, len(visible.text)))
    context = sentences_of(visible, language).around(start, end)
    assert context.words == visible.text[start:end]  # without sup and sub, and without formulas


MASS = r'<span class="arithmatex">\(E = m c. \text{ Not } m\)</span>'


def test_a_formula_is_part_of_its_sentence_as_the_text_has_it():
    visible = read(f"<p>One. Mass holds {MASS} of energy. Three.</p>")
    start = visible.text.index("holds")
    context = sentences_of(visible, "en").around(start, visible.text.index("= m"))
    assert context[:3] == ("Mass ", r"holds \(E = m c. \text{ Not } m\)", " of energy.")
    formula = context.formulas[0]
    assert context.text[formula.start : formula.end] == r"\(E = m c. \text{ Not } m\)"
    assert formula.html == MASS


def test_a_formula_on_lines_of_its_own_stands_in_the_line_of_a_sentence():
    visible = read(r'<div class="arithmatex">\[a\]</div><pre class="mermaid"><code>b</code></pre>')
    context = sentences_of(visible, "en").around(0, len(visible.text))
    assert [formula.html for formula in context.formulas] == [
        r'<span class="arithmatex">\[a\]</span>'
    ]


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_long_sentence_is_not_cut_in_a_formula(side):
    long = f"{'ab ' * 200}{MASS}{' cd' * 130}"
    visible = read(f"<p>{long} needle {long}</p>")
    start = visible.text.index("needle")
    context = sentences_of(visible, "en").around(start, start + 6)
    assert getattr(context, side).count("\\(") == getattr(context, side).count("\\)")
    for formula in context.formulas:
        assert context.text[formula.start : formula.end].startswith(r"\(E")


@pytest.mark.parametrize("spaces", range(380, 420, 3))
def test_wherever_a_long_sentence_is_cut(spaces):
    visible = read(
        f"<p>{'ab ' * 200}{MASS} {'c' * spaces}needle{'d' * spaces} {MASS}{' ef' * 200}</p>"
    )
    start = visible.text.index("needle")
    context = sentences_of(visible, "en").around(start, start + 6)
    assert "\\(" in context.before or "\\)" not in context.before
    assert "\\)" in context.after or "\\(" not in context.after


def test_a_sentence_without_spaces_is_cut_and_not_lost():
    visible = read(f"<p>{'灯' * 1000}X{'台' * 1000}</p>")
    before, _, after, *_ = sentences_of(visible, "ja").around(1000, 1001)
    assert (before, after) == ("… " + "灯" * LONGEST, "台" * LONGEST + " …")


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        (
            "<del>It failed.</del> It shone.",
            "failed",
            ("<del>It </del>", "<del>failed</del>", "<del>.</del>"),
        ),
        (
            "It <s>ne<b>v</b>er</s> & <strike>2</strike>",
            "never &",
            ("It ", "<del>never</del> &amp;", " <del>2</del>"),
        ),
        (
            f"<p>So <del>{MASS} & 1</del> 2</p>",
            "1",
            (f"So <del>{MASS} &amp; </del>", "<del>1</del>", " 2"),
        ),
        (
            "One. <i style='text-decoration: line-through'>A b.</i>",
            "A b",
            ("", "<del>A b</del>", "<del>.</del>"),
        ),
        ("<del>No one.</del> It & he. <del>Two.</del>", "he", ("It & ", "he", ".")),
        (
            "<p>It <del>was</del></p><p><del>not</del></p>",
            "was\nnot",
            ("It ", "<del>was</del>\n<del>not</del>", ""),
        ),
    ],
)
def test_struck_words_keep_their_stroke(html, words, expected):
    visible = read(html)
    start = visible.text.index(words)
    context = sentences_of(visible, "en").around(start, start + len(words))
    assert as_html(context)[:3] == expected


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        ("It <q>failed & fell</q>.", "failed & fell", ("It “", "failed & fell", "”.")),
        ("It <q>failed & fell</q>.", "It failed", ("", "It “failed", " & fell”.")),
        ("It <q>fell</q> <q>down</q>.", "fell down", ("It “", "fell” “down", "”.")),
        ("<q>It.</q><q>Fell.</q>", "Fell", ("“It.”“", "Fell", ".”")),
        (
            "<q><q>No</q>, he said, <q>yes and <q>no</q></q></q>",
            "he said",
            ("“‘No’, ", "he said", ", ‘yes and no’”"),
        ),
        ("He: <q>It fell. It is lost. It sank.</q>", "lost", ("“It is ", "lost", ".”")),
        ("<q>One<br>two</q>", "two", ("“One / ", "two", "”")),
        ("<q><p>One</p><p>two</p></q>", "One\ntwo", ("“", "One\ntwo", "”")),
        ("One <br> two<br/><b>three</b> four", "two three", ("One / ", "two\nthree", " four")),
        ("<br>One two<br><p>three</p>", "two\nthree", ("One ", "two\nthree", "")),
        ("One.<br>Two.<br>Three.", "Two", ("", "Two", ".")),
        (f"<q>{MASS}</q> <q>a {MASS}</q>", "a", (f"“{MASS}” “", "a", f" {MASS}”")),
        (
            f"a<br>{MASS.replace('= m', '=<br>m')}",
            "a",
            ("a"[:0], "a", f" / {MASS.replace('= m', '=<br>m')}"),
        ),
        (
            "It <q><s>fell</s> sank</q>, <s>in <q>June</q></s> <q>May</q>",
            "fell sank",
            ("It “", "<del>fell</del> sank", "”, <del>in June</del> “May”"),
        ),
        (
            "It <s>fell<br>in</s><br>1871",
            "1871",
            ("It <del>fell</del> / <del>in</del> / ", "1871", ""),
        ),
    ],
)
def test_what_a_browser_draws_is_in_a_sentence(html, words, expected):
    visible = read(html)
    start = visible.text.index(words)
    context = sentences_of(visible, "en").around(start, start + len(words))
    assert as_html(context)[:3] == expected
    assert sentence_html(context) == "".join(expected).replace("\n", " / ")


def test_a_long_sentence_keeps_its_quotation_marks():
    visible = read(f"<p><q>{'ab ' * 200}needle{' cd' * 200}</q></p>")
    start = visible.text.index("needle")
    before, words, after, *_ = sentences_of(visible, "en").around(start, start + 6)
    assert (before[:5], words, after[-5:]) == ("… “ab", "needle", "cd” …")


def test_a_long_sentence_keeps_the_stroke_on_what_is_left_of_it():
    visible = read(f"<p><del>{'ab ' * 200}</del>needle<del>{' cd' * 200}</del></p>")
    start = visible.text.index("needle")
    before, words, after, *_ = as_html(sentences_of(visible, "en").around(start, start + 6))
    assert before.startswith("… <del>ab")
    assert before.endswith("ab </del>")
    assert words == "needle"
    assert after.startswith("<del> cd")
    assert after.endswith("cd</del> …")
