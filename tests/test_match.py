"""What the cases of test_anchor.py, which go through all of anchoring, do not reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchoring import evidence
from explainer.anchoring.differences import substance
from explainer.anchoring.evidence import is_record_of, occurrences, prepare
from explainer.anchoring.fuzzy import fuzzy_matches, likeness
from explainer.anchoring.match import find
from explainer.anchoring.surroundings import agrees_with, around, stands_in
from explainer.entries import ExactQuote, RangeQuote
from explainer.model import Surroundings
from explainer.text.borders import is_border
from explainer.text.fold import folded
from explainer.text.words import size, words

OLD = (
    "The harbour opened in the spring of that year, and boats came from all the islands. "
    "Anna Lund lit the lamp on the first evening of autumn. The fishermen were glad of it, "
    "though some of them complained about the cost."
)


def _accepted(words):
    return around(OLD, OLD.index(words), OLD.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (OLD, "exact"),
        (OLD.replace("spring", "summer").replace("glad of it", "pleased"), "exact"),
        ("A new paragraph. " + OLD, "exact"),
        (OLD[: OLD.index("The fishermen")], "exact"),
        (OLD[OLD.index("Anna") :], "exact"),
        (OLD.replace("Anna Lund", "Peter Holm") + " A baker was called Anna Lund.", "moved"),
        ("Nobody knows who Anna Lund was.", "moved"),
        (OLD + " Anna Lund died.", "exact"),
        (OLD.replace("Anna", "Anna Lund lit the lamp on the first day. Anna"), "ambiguous"),
        (OLD.replace("Anna Lund lit", "She lit"), "orphan"),
    ],
)
def test_a_short_quote_with_a_record(text, state):
    assert find(ExactQuote(exact="Anna Lund"), prepare(text), _accepted("Anna Lund"))[0] == state


def test_without_a_record_what_is_found_once_is_exact():
    assert (
        find(ExactQuote(exact="Anna Lund"), prepare("Nobody knows who Anna Lund was."))[0]
        == "exact"
    )


def test_a_record_of_other_words_does_not_count():
    record = Surroundings("Peter Holm", "", "")
    assert find(ExactQuote(exact="Anna Lund"), prepare("Who was Anna Lund?"), record)[0] == "exact"


def test_records_are_of_the_quote_as_written():
    assert is_record_of(Surroundings("it’s lit", "", ""), ExactQuote(exact="it's lit"))
    assert not is_record_of(Surroundings("it’s lit", "", ""), ExactQuote(exact="it's"))
    assert is_record_of(
        Surroundings("In the winter it sank", "", ""), RangeQuote(start="In the", end="sank")
    )
    assert not is_record_of(
        Surroundings("In the winter it sank", "", ""), RangeQuote(start="In a", end="sank")
    )


def test_a_passage_with_a_change_of_substance_is_proposed_only_in_its_place():
    quote = ExactQuote(exact="lit the lamp on the first evening of autumn")
    changed = OLD.replace("first", "third")
    assert find(quote, prepare(changed), _accepted(quote.exact))[0] == "changed"
    assert find(quote, prepare(changed))[0] == "orphan"
    elsewhere = prepare("Somebody else lit the lamp on the third evening of autumn.")
    assert find(quote, elsewhere, _accepted(quote.exact))[0] == "orphan"


def test_similar_passages_are_whole_words_and_do_not_overlap():
    text = "She trimmed the old lamp every evening. He trimmed the new lamp every evening at six."
    passages = fuzzy_matches("trimmed the lamp every evening", text, text.lower())
    found = [text[passage.start : passage.end] for passage in passages[:2]]
    assert found == ["trimmed the old lamp every evening", "trimmed the new lamp every evening"]


def test_likeness_is_one_only_for_equal_words():
    assert likeness("the lamp", "the lamp") == 1.0
    assert likeness("the lamp was lit", "the lamp is lit") > likeness(
        "the lamp was lit", "a ship came in"
    )


def test_surroundings_are_whole_words():
    text = " ".join(f"word{n}" for n in range(100))
    start = text.index("word50")
    kept = around(text, start, start + 6)
    assert set(kept.prefix.split()) | set(kept.suffix.split()) <= set(text.split())
    assert text[: start + 6].endswith(kept.prefix + kept.exact)
    assert agrees_with(text, start, start + 6, kept)
    assert stands_in(text, start, start + 6, kept)


def test_equal_sentences_are_told_apart_by_what_stands_elsewhere():
    text = (
        "The lamp was lit at dusk by the keeper of the light. Then a storm came up over the bay, "
        "and it blew all night."
    )
    start = text.index("lit")
    kept = around(text, start, start + 3)
    edited = text.replace("lit", "put out") + " The next lamp in the north was lit by a boy."
    assert not stands_in(edited, edited.index("lit by a boy"), edited.index(" by a boy"), kept)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 3.5 don't rise 5%", ["The", "3.5", "don't", "rise", "5", "%"]),
        ("'quoted words'", ["quoted", "words"]),
        ("दीपक जला", ["दीपक", "जला"]),
        ("灯a台", ["灯", "a", "台"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("", []),
    ],
)
def test_words(text, expected):
    found = words(text)
    assert [word.text for word in found] == expected
    assert all(text[word.start : word.end] == word.text for word in found)


def test_sizes_of_scripts_without_spaces():
    assert size("the lamp was lit") == 4
    assert size("灯台の灯り") == 2.5


def test_borders():
    assert [at for at in range(9) if is_border("3.5 it's", at)] == [0, 3, 4, 6, 8]
    assert not is_border(folded("ที่นี่"), 1)


def test_names_only_written_with_a_capital_are_names_at_the_start_of_a_sentence_too():
    assert substance("Russia agreed", "Ukraine agreed", prepare("Then Ukraine agreed.").common)


@given(st.text("ab .,é燈"), st.lists(st.sampled_from(["a", "b", "ab", "é", "燈", ".", " ", ", "])))
def test_words_are_where_they_are_in_a_long_text(words, parts):
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patched:
        found = list(occurrences(words, text))
        patched.setattr(evidence, "LONG_TEXT", 0)
        assert list(occurrences(words, text)) == found
        patched.setattr(evidence, "_LONG_WORDS", 0)  # no word is too common to be looked up
        assert list(occurrences(words, text)) == found


@pytest.mark.parametrize("longest", [0, evidence._LONG_WORDS])
def test_words_are_found_again_in_a_long_text(longest, monkeypatch):
    monkeypatch.setattr(evidence, "LONG_TEXT", 0)
    monkeypatch.setattr(evidence, "_LONG_WORDS", longest)
    text = "a a b a a b a a. The lamp, the lamp was lit."
    assert list(occurrences("a a b a a", text)) == [(0, 9), (6, 15)]
    assert list(occurrences("lamp", text)) == [(21, 25), (31, 35)]
    assert list(occurrences("the lamp was", text)) == [(27, 39)]
    assert list(occurrences("the lamp is", text)) == []


def test_common_words_are_not_looked_up_one_by_one():
    text = " ".join(f"keeper{number} of lamp{number} now" for number in range(10_000))
    assert evidence._starts_in_long("lamp7 of lamp7", text) is None
    assert evidence._starts_in_long("lamp8 now keeper9 of", text) == [text.index("lamp8 now")]
    assert list(occurrences("keeper7 of lamp7", text)) == [
        (text.index("keeper7 "), text.index("lamp7 ") + 5)
    ]


def test_a_quote_of_pages_is_found_by_its_runs_of_words_and_one_of_chapters_is_not_looked_for() -> (
    None
):
    page = " ".join(f"word{number * 7 % 977} lamp" for number in range(800))
    text = f"Before it. {page} And after it."
    found = fuzzy_matches(f"no {page} none", text, text.lower())
    assert text[found[0].start : found[0].end].startswith("word0 lamp word7")
    assert found[0].similarity > 0.99
    assert not fuzzy_matches(page * 3, text, text.lower())
