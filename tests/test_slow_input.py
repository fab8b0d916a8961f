"""Input that repeats something is looked at once, however often it is repeated; what
is found stays the same.
"""

import difflib
import re
from difflib import get_close_matches
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchoring import alignment, mistyped
from explainer.commands.shared_rewriting import _changed_lines
from explainer.editing.link_places import addressed
from explainer.editing.rewriting import Rewritten
from explainer.files.textfiles import Unchanged
from explainer.format import did_you_mean
from explainer.loading import lost_articles
from explainer.loading.load import load
from explainer.pipeline import analyse
from explainer.proofreading import copied_files as assets
from explainer.proofreading import links
from explainer.rules import style_rules as style
from explainer.rules import term_rules as terms
from explainer.yamlfiles import edit
from explainer.yamlfiles.changes import ReplaceWithin, Set
from tests.site_files import BASE, write_site

# As they were, when each of many beginnings was followed to the end of the text
ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…|\.(?:\s?\.){2,3})\s*[\])]?\s*")
LINK = re.compile(r"\[[^\]]+\]\([^)\s]+\)")
BEFORE, AFTER = r"""(?:\]\(\s*<?|\]:\s*<?|["'=<])\s*""", r"""(?=[\s)>"']|$)"""


def texts(signs, longest):
    """Yield all texts of some characters, up to so many."""
    for length in range(1, longest + 1):
        yield from map("".join, product(signs, repeat=length))


def test_ellipses_are_those_of_the_plain_pattern():
    for text in texts(" ([….a", 5):
        found = [match.span() for match in mistyped._ELLIPSIS.finditer(text)]
        assert found == [match.span() for match in ELLIPSIS.finditer(text)]


def test_links_in_plain_text_are_those_of_the_plain_pattern():
    for text in texts("[]() a", 5):
        assert bool(LINK.search(text)) is ("link" in dict(style._marks_in(text)))


@pytest.mark.parametrize("address", ["p", "p.md", "p q", "p)p"])
def test_addresses_stand_where_the_plain_pattern_finds_them(address):
    pattern = re.compile(f"{BEFORE}(?P<address>{re.escape(address)}){AFTER}", re.MULTILINE)
    for parts in product(["](", "]: ", "p", "p.md", "p q", ")", '"', "<", "\n"], repeat=4):
        text = "".join(parts)
        found = [match.start("address") for match in pattern.finditer(text)]
        assert links._starts_of(address, text) == found


@pytest.mark.parametrize("repeated", ["[a](", "![a](", "[", "<![CDATA[", "<b c=", "<b ", " "])
def test_plain_texts_that_repeat_a_sign_are_read(repeated, tmp_path):
    name = f"Anna {repeated * 100_000}".rstrip()
    actor = f"actors:\n  anna:\n    type: person\n    name: '{name}.'\n"
    files = {
        "annotations/a.yml": actor,
        "docs/articles/lamp.md": f"---\ntitle: '{name}.'\n---\n\nLit.\n",
    }
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    assert "plain-text" not in {problem.rule for problem in problems}


@pytest.mark.parametrize("first", ["", "!!! note ", "::: a", "| --- |"])
@pytest.mark.parametrize("repeated", ["` ", "[", "^[abc"])
def test_lines_of_nearly_20_000_signs_are_read(first, repeated, tmp_path):
    line = first + (repeated * 20_000)[:19_900]
    files = {"docs/articles/lamp.md": f"# The lamp\n\n{f'{line}.{chr(10) * 2}' * 6}"}
    analysed, _ = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    assert analysed


def test_a_text_is_searched_once_for_all_its_addresses(tmp_path):
    links._heads.cache_clear()
    article = "\n\n".join(f"[Next](p{number}.md)" for number in range(200))
    files = {"docs/articles/lamp.md": f"# The lamp\n\n{article}\n"}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    places = [problem.place for problem in problems if problem.rule == "broken-link"]
    assert [place[1:3] for place in places] == [(3 + 2 * number, 8) for number in range(200)]
    assert links._heads.cache_info().misses <= 2


def test_a_page_of_html_is_read_once_for_all_its_addresses(tmp_path, monkeypatch):
    read = []

    def read_text(path, name):
        read.append(name)
        return original(path, name)

    original = assets.read_text
    monkeypatch.setattr(assets, "read_text", read_text)
    page = "".join(f"<p><a href='p{number}.html'>Next</a></p>\n" for number in range(200))
    files = {"docs/old.html": f"<html><body>\n{page}</body></html>\n"}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    assert len([problem for problem in problems if problem.rule == "broken-link"]) == 200
    assert read == ["docs/old.html"]


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=40),
    st.lists(st.sampled_from("abcdefghxy"), max_size=40),
)
def test_words_that_stayed_are_those_that_have_company(before, now):
    aligned = alignment.align(" ".join(before), " ".join(now))
    went = aligned.went
    staying = [at for at, to in enumerate(went) if to >= 0 and alignment._has_company(went, at, at)]
    assert list(aligned._staying) == staying


def test_what_stayed_in_a_text_is_looked_for_once(monkeypatch):
    asked = []

    def company(went, first, last):
        asked.append(first)
        return False

    monkeypatch.setattr(alignment, "_has_company", company)
    words = [f"word{number}" for number in range(1_000)]
    edited = [f"{word} new{word}" if number % 2 else word for number, word in enumerate(words)]
    aligned = alignment.align(" ".join(words), " ".join(edited))
    for number in range(1_000):
        aligned.gap(alignment.Words(number, number))
    assert 0 < len(asked) <= 1_000


def test_a_definition_is_searched_once_for_all_names_of_its_term(monkeypatch, tmp_path):
    compared = []

    def same_letters(text):
        compared.append(text)
        return original(text)

    original = terms.same_letters
    monkeypatch.setattr(terms, "same_letters", same_letters)
    definition = "A light that is seen."
    aliases = ", ".join(f"lamp {number}" for number in range(100))
    term = (
        f"terms:\n  lamp:\n    name: lamp\n    definition: {definition}\n    aliases: [{aliases}]\n"
    )
    analyse(write_site(tmp_path, BASE | {"annotations/a.yml": term}), lambda _message: None)
    assert compared.count(definition) == 1


@pytest.mark.parametrize(
    "fields",
    [
        f"part_of: [{'lunt, ' * 20}]",
        f"description: '{'[A](actor:lunt) ' * 20}'",
        f"description: '{'[A](articles/lomp.md) ' * 20}'",
        f"description: '{'[A](articles/lamp.md#the-lump) ' * 20}'",
    ],
)
def test_known_words_are_proposed_for_the_first_thousand_wrong_ones(fields, tmp_path):
    actor = f"  lunt-{{}}: {{{{type: person, name: Lunt {{}}, role: keeper, {fields}}}}}\n"
    actors = "".join(actor.format(number, number) for number in range(60))
    files = {"annotations/a.yml": f"actors:\n{actors}"}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    wrong = [each.message for each in problems if each.rule in ("unknown-id", "local-link")]
    proposed = ["did you mean" in message for message in wrong]
    assert proposed == [True] * 1_000 + [False] * 200


def test_all_known_paths_are_sorted_once_for_all_wrong_ones(tmp_path):
    did_you_mean._paths_of_kind.cache_clear()
    article = "\n\n".join(f"[Next](lamp-of-the-north-{number}.md)" for number in range(200))
    files = {
        "docs/articles/lamp.md": f"# The lamp\n\n{article}\n",
        "docs/lamp-of-the-north-000.md": "# P\n",
    }
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    proposed = ["`../lamp-of-the-north-000.md`" in each.message for each in problems]
    assert sum(proposed) == 200
    assert did_you_mean._paths_of_kind.cache_info().misses == 1


_stems = st.text("abc", min_size=1, max_size=6)


@given(_stems, st.sets(_stems, max_size=20), st.floats(0.1, 0.9))
def test_the_nearest_path_is_the_one_of_all_compared(wrong, stems, cutoff):
    known = {f"{stem}.md" for stem in stems - {wrong}} | {f"{wrong}.png"}
    near = get_close_matches(wrong, stems - {wrong}, n=1, cutoff=cutoff)
    found = did_you_mean.nearest_path(f"{wrong}.md", known, cutoff)
    assert found == (f"{near[0]}.md" if near else None)


def test_places_of_a_name_in_a_text_are_looked_for_once():
    typed, read = "[a](actor:ann) ", "`actor:ann` "
    seen = []

    def addresses(text):
        seen.append(text)
        return re.findall(r"\[a\]\((.*?)\)", text)

    links = addressed(typed * 300 + read * 300 + typed, "actor:ann", addresses, "actor:{}")
    assert links == (*range(300), 600)
    assert len(seen) == 2


def test_a_change_that_cannot_be_made_is_found_by_few_readings(monkeypatch):
    """Each reads all of the text again."""
    counted = []
    text_data = edit.text_data
    monkeypatch.setattr(edit, "text_data", lambda text: counted.append(text) or text_data(text))
    text = "".join(f"k{number}: old\n" for number in range(500))
    changes = [Set((f"k{number}",), "new") for number in range(500)]
    for wrong in (0, 250, 499):
        counted.clear()
        text_with_escape = text.replace(f"k{wrong}: old", f'k{wrong}: "o\\x6cd"')
        of_within = [*changes]
        of_within[wrong] = ReplaceWithin((f"k{wrong}",), "old", "new", (0,))
        refused = edit.change(text_with_escape, of_within)
        assert isinstance(refused, Unchanged)
        assert refused.line == wrong + 1
        assert len(counted) < 20


def test_lines_that_stay_where_they_are_need_no_search(monkeypatch):
    monkeypatch.setattr(difflib, "SequenceMatcher", None)
    old = "\n" * 3_000 + "a: b\n" + "\n" * 3_000
    assert _changed_lines(Rewritten("x.yml", old, old.replace("b", "c"), "")) == 1


def test_articles_are_folded_once_for_all_files_about_lost_ones(tmp_path):
    lost_articles._without_markup.cache_clear()
    claims = "claims: {c%d: {quote: the lamp was lit, summary: It was lit., kind: fact}}\n"
    files = {
        f"annotations/a{number}.yml": f"article: gone{number}\n{claims % number}"
        for number in range(20)
    }
    _, problems = load(write_site(tmp_path, BASE | files))
    lost = [problem for problem in problems if problem.rule == "unknown-article"]
    assert len(lost) == 20
    assert all("its words are in `articles/lamp.md`" in problem.message for problem in lost)
    assert lost_articles._without_markup.cache_info().misses == 1


def test_only_the_first_brief_of_an_article_is_read(tmp_path):
    files = {
        f"annotations/{name}.yml": f"article: lamp\nbrief: [The lamp *{name}*., '[It](actor:x)']\n"
        for name in "abc"
    }
    files["annotations/a.yml"] = "article: lamp\nbrief: [The lamp *a*.]\n"
    analysed, problems = analyse(write_site(tmp_path, BASE | files), lambda message: None)
    assert analysed is not None
    briefs = [html for (owner, _), html in analysed.site.texts.items() if owner.kind == "article"]
    assert briefs == ["<p>The lamp <em>a</em>.</p>"]
    assert [each.rule for each in problems if each.level == "error"] == ["doubled-brief"] * 2


@pytest.mark.parametrize(("files", "rules"), [(6, ["too-many"]), (4, [])])
def test_more_markdown_than_is_typed_is_left_out(files, rules, tmp_path):
    note = "The lamp. " * 99
    reused = ", ".join(["{source: log, note: *note}"] * 99)
    term = 'terms: {t%s: {name: a, definition: &note "%s", evidence: [%s]}}\n'
    texts = {f"annotations/t{each}.yml": term % (each, note, reused) for each in range(files)}
    loaded, problems = load(write_site(tmp_path, BASE | texts))
    assert [problem.rule for problem in problems if problem.level == "error"] == rules
    assert len(loaded.terms) == files - len(rules)
