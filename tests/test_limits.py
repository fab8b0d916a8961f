"""What would take Python-Markdown too long stays as typed; what somebody may write does not."""

from pathlib import Path

import pytest

from explainer import limits
from explainer.anchoring.render import convert
from explainer.config.supplied import EXTENSIONS
from explainer.files import MOST_BYTES
from explainer.model import Settings
from explainer.pipeline import analyse
from explainer.text.sentences import _AT_ONCE, sentences_of
from explainer.text.visible import read
from tests.reliability.repetitions import payloads
from tests.site_files import BASE, cases, write_site

SETTINGS = Settings("Lights", extensions=(*EXTENSIONS, "explainer.captions"))
REPEATED = {case["name"]: case for _, case in cases("limits")}


@pytest.mark.parametrize("name", REPEATED)
def test_what_repeats_is_left_as_typed(name):
    case = REPEATED[name]
    text = case.get("before", "") + case["repeated"] * case["times"]
    converted = convert(text, SETTINGS)
    words = {unread.message: unread.words for unread in converted.unread}
    assert words[case["message"]] in text
    assert not converted.complaint


@pytest.mark.parametrize("name", REPEATED)
def test_a_tenth_of_a_percent_of_it_is_read(name):
    case = REPEATED[name]
    text = case.get("before", "") + case["repeated"] * (case["times"] // 1_000)
    assert convert(text, SETTINGS).unread == ()


def test_a_book_and_a_long_table_are_read():
    paragraph = "The *keeper* of the [light](light.md), as `we` know, was Anna Lund.[^1] " * 5
    notes = "\n\n[^1]: The log.\n"
    table = "| a | b |\n| - | - |\n" + "| [c](c.md) | **d** |\n" * 2_000
    book = f"{paragraph}\n\n" * 60
    assert convert(f"{book}\n\n{table}{notes}", SETTINGS).unread == ()


@pytest.mark.parametrize(
    ("text", "reached"),
    [("[a](b)", 2 + 2), ("[[a", 3 + 2), ("[a](b", 2 + 2), ("(a", 0), (r"\[a", 0), ("[a](b) [c](d)", 2 * (2 + 2))],
)
def test_how_far_brackets_reach(text, reached):
    assert limits.in_brackets(text) == reached


def test_the_sentences_of_a_long_paragraph_are_those_of_its_parts():
    sentence = "The keeper of the light was Anna Lund. "
    count = 3 * _AT_ONCE // len(sentence)
    found = sentences_of(read(f"<p>{sentence * count}</p>"), "en")
    assert found.starts == tuple(range(0, count * len(sentence), len(sentence)))


def test_a_sentence_without_end_is_one_however_long():
    found = sentences_of(read(f"<p>One. So {'ab ' * _AT_ONCE}. Three.</p>"), "en")
    assert [found.text[start : start + 2] for start in found.starts] == ["On", "So", "Th"]


def test_the_library_gets_few_characters_at_once(monkeypatch):
    lengths = []

    def segment(_language, text):
        lengths.append(len(text))
        return [text]

    monkeypatch.setattr("explainer.text.sentences.sentencex.segment", segment)
    sentences_of(read(f"<p>{'“`' * 50_000}</p>"), "en")
    assert max(lengths) <= _AT_ONCE
    assert sum(lengths) <= 2 * 100_000


def test_payloads_have_names_of_their_own_and_grow():
    found = list(payloads())
    assert len({payload.name for payload in found}) == len(found)
    for payload in found:
        small, large = (sum(map(len, payload.files(size).values())) for size in (32, 64))
        assert small <= large


def test_the_limits_are_documented():
    page = (Path(limits.__file__).parent / "new/starter/annotations/README.md").read_text("utf-8")
    assert f"more than {limits.MOST_OF_A_FOOTNOTE:,} marks of one footnote" in page
    assert f"larger than {MOST_BYTES // 10**6} MB" in page


def test_an_article_a_page_and_a_note_are_reported_at_their_lines(tmp_path):
    brackets = "[" * 6_000
    files = {
        "docs/articles/lamp.md": f"# The lamp\n\nThe lamp was lit.\n\nSo {brackets}\n",
        "docs/about.md": f"# About\n\n{brackets}\n",
        "annotations/a.yml": f"terms:\n  lamp:\n    name: lamp\n    definition: 'So {brackets}'\n",
    }
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    found = {problem.place[:2] for problem in problems if problem.rule == "too-much-markup"}
    assert found == {("docs/articles/lamp.md", 5), ("docs/about.md", 3), ("annotations/a.yml", 4)}


@pytest.mark.parametrize("repeated", ["` ", "a … ", "lamp ", " ", "lamp{n} … ", "lamp, ", "[1] "])
def test_advice_on_a_quote_of_thousands_of_words_comes_to_an_end(repeated, tmp_path):
    quote = "Then " + "".join(repeated.replace("{n}", str(number)) for number in range(20_000))
    files = {
        "docs/articles/lamp.md": f"# The lamp\n\nSo the {'lamp ' * 20_000} was lit.\n",
        "annotations/a.yml": f"article: articles/lamp.md\nclaims:\n  lit:\n    quote: {quote!r}\n"
        "    summary: It was lit.\n    kind: value\n",
    }
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (problem,) = (problem for problem in problems if problem.rule.startswith("anchor-"))
    assert problem.place[:2] == ("annotations/a.yml", 4)
