"""What would take Python-Markdown too long stays as typed; what somebody may write does not."""

import json
from html import escape
from pathlib import Path

import pytest

from explainer.anchoring.evidence import prepare, wanted_of
from explainer.building import page_sizes
from explainer.config.supplied import EXTENSIONS
from explainer.entries import LONGEST_LINE, LONGEST_MARKDOWN, MOST_IN_LIST, ExactQuote, Term
from explainer.files.textfiles import MOST_BYTES
from explainer.format.keys import KINDS
from explainer.format.names import MOST_ENDINGS, names_of, nested_names
from explainer.linking.link import _MOST_NAMED, _mentions
from explainer.linking.mentions import find_names
from explainer.loading.excess import MOST_ENTRIES, MOST_NAMES, MOST_OF_DATES, MOST_OF_MARKDOWN
from explainer.model import Entry, Place, Ref, Settings, Surroundings
from explainer.pipeline import analyse
from explainer.rendering import limits
from explainer.rendering.annotation_texts import (
    MOST_ELEMENTS,
    render_text,
    text_renderer,
)
from explainer.rendering.render import convert
from explainer.rules.annotation_schema import annotation_schema
from explainer.text.controls import MOST_MARKS
from explainer.text.sentences import _AT_ONCE, sentences_of
from explainer.text.visible import read
from explainer.yamlfiles.nodes import read_yaml
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
    [
        ("[a](b)", 2 + 2),
        ("[[a", 3 + 2),
        ("[a](b", 2 + 2),
        ("(a", 0),
        (r"\[a", 0),
        ("[a](b) [c](d)", 2 * (2 + 2)),
    ],
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
    page = (Path(limits.__file__).parents[1] / "new/starter/annotations/README.md").read_text(
        "utf-8"
    )
    words = " ".join(page.split())
    assert f"more than {limits.MOST_OF_A_FOOTNOTE:,} marks of one footnote" in words
    assert f"larger than {MOST_BYTES // 10**6} MB" in words
    assert f"plain text of more than {LONGEST_LINE:,} characters in an annotation" in words
    assert f"Markdown of more than {LONGEST_MARKDOWN:,}" in words
    assert f"more than {limits.MOST_LINES} lines" in words
    assert f"more than {MOST_ELEMENTS:,} elements of HTML" in words
    assert f"or {page_sizes.MOST_ELEMENTS:,} elements of a page" in words
    assert f"a letter with more than {MOST_MARKS} accents" in words
    assert f"a list of more than {MOST_IN_LIST} items" in words
    assert f"more than {page_sizes.MOST_OF_PAGE // 10**6} MB or" in words
    assert f"{MOST_ENTRIES:,} entries" in words
    assert f"{MOST_NAMES:,} names" in words
    assert f"{MOST_OF_DATES:,} characters of dates" in words
    assert f"if that is more than {MOST_OF_MARKDOWN:,}" in words


def test_every_list_of_the_format_has_a_limit():
    unlimited = []

    def look(node, steps):
        if isinstance(node, dict):
            # entries are counted over all files
            is_open = node.get("type") == "array" or "additionalProperties" in node
            limits = {"maxItems", "maxProperties"} & node.keys()
            if is_open and node.get("additionalProperties") is not False and not limits:
                unlimited.append(steps)
            for key, value in node.items():
                if key != "examples":
                    look(value, f"{steps}.{key}")
        elif isinstance(node, list):
            for each in node:
                look(each, steps)

    look(json.loads(annotation_schema()), "")
    kinds = {f".properties.{key}" for key in KINDS}
    assert set(unlimited) <= kinds


@pytest.mark.parametrize(
    ("repeated", "rule"),
    [
        # a table whose rows are filled up, one address for many links, one title for many words
        ("a|" * 4_000 + "a\n" + "-|" * 4_000 + "-\n" + "a|a\n" * 390, "too-much-markup"),
        (f"[a]: https://example.org/{'x' * 8_000}\n\n" + "[a] " * 2_900, "too-much-markup"),
        (f"*[a]: {'x' * 190}\n\n" + "a " * 1_900, "too-much-markup"),
    ],
)
def test_what_a_text_becomes_is_no_more_than_a_few_times_what_is_typed(repeated, rule, tmp_path):
    settings = {"mkdocs.yml": f"{BASE['mkdocs.yml']}markdown_extensions: [abbr]\n"}
    terms = {"lens": {"name": "lens", "definition": repeated}}
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    root = write_site(tmp_path, BASE | files | settings)
    analysed, problems = analyse(root, lambda _message: None)
    assert [problem.rule for problem in problems if problem.level == "error"] == [rule]
    [html] = analysed.site.texts.values()
    assert len(html) < 20 * len(repeated)


def test_tables_in_which_each_cell_is_typed_are_shown():
    row = "| 12 | 34 | 56 | 78 |\n"
    table = f"{row}| - | - | - | - |\n{row * 300}"
    rendered = render_text(table, text_renderer())
    assert not rendered.unread
    assert rendered.html.count("<td>") == 4 * 300


# What extensions find in a block of lines, one after another
@pytest.mark.parametrize(
    "line",
    ["a\n: b\n", "x\n[a]: b\n", "*[a]: b\n", "??? a\n", '=== "a"\n', "a\r", "a\x85", "a\u2028"],
)
def test_texts_of_too_many_lines_are_not_rendered(line, monkeypatch):
    renderer = text_renderer(Settings("", ("abbr", "pymdownx.details", "pymdownx.tabbed")))
    monkeypatch.setattr(renderer.markdown, "convert", lambda _text: pytest.fail("rendered"))
    lines = len(line.splitlines())
    text = "a\n" * (401 - lines) + line
    rendered = render_text(text, renderer)
    assert (rendered.html, rendered.too_long) == (f"<p>{escape(text)}</p>", 401)


def test_a_text_of_400_lines_with_blank_ones_between_is_rendered():
    rendered = render_text("*a*\n\n \n" * 400, text_renderer())
    assert rendered.html.count("<em>") == 400


def test_words_that_stand_very_often_have_no_place_in_the_accepted_text():
    article = prepare("The lamp was lit.", "the lamp " * 10_000)
    record = Surroundings("lamp", "the", "the")
    wanted = wanted_of(ExactQuote(exact="lamp"), article, record)
    assert (wanted.was, wanted.others) == (None, ())


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


def test_each_of_many_annotations_has_its_share_of_the_limits():
    renderer = text_renderer()
    assert render_text("[" * 4_000, renderer).unread
    assert not render_text("[" * 15, renderer).unread
    assert not render_text("[the keeper](actor:lund) " * 1_000, renderer).unread


def test_a_long_text_is_not_reused_a_hundred_times():
    text = "lamp " * 8_000
    once = f"a: &a {text}\nb: *a\n"
    often = once + "c: *a\nd: *a\n"
    assert read_yaml(once, "a.yml")[1] == ()
    assert [problem.rule for problem in read_yaml(often, "a.yml")[1]] == ["yaml"]


def test_names_that_end_with_each_other_are_found_in_few_places():
    nested = ["a" + " a" * count for count in range(100)]
    body = Term(name="lamp", aliases=nested, definition="It burns.")
    entry = Entry(Ref("term", "lamp"), body, {(): Place("a.yml")})
    names = names_of([entry])
    assert (
        sum(map(len, names.groups)) == MOST_ENDINGS + 2
    )  # with the name, and the shortest of them
    assert len(list(nested_names([entry]))) == len(nested) - MOST_ENDINGS - 1


def test_names_are_found_beyond_the_characters_that_are_looked_at_at_once(monkeypatch):
    monkeypatch.setattr("explainer.linking.mentions._AT_ONCE", 7)
    body = Term(name="oil lamp", aliases=["lamp"], definition="It burns.")
    names = names_of([Entry(Ref("term", "lamp"), body, {(): Place("a.yml")})])
    text = "The lamp, an oil lamp, and the oil lamp of the lamp."
    assert [text[found.start : found.end] for found in find_names(names, text)] == [
        "lamp",
        "oil lamp",
        "oil lamp",
        "lamp",
    ]


def test_of_the_names_in_an_annotation_some_hundred_are_kept():
    body = Term(name="lamp", definition="It burns.")
    names = names_of([Entry(Ref("term", "lamp"), body, {(): Place("a.yml")})])
    text = render_text("lamp " * (_MOST_NAMED + 100), text_renderer())
    found = _mentions(text, Ref("term", "oil"), names, "en")
    assert len(found) == _MOST_NAMED
    assert [mention.linked for mention in found].count(True) == 1
