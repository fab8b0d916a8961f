"""What is typed for a passage finds that passage; what is pasted can be read."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.anchoring.evidence import prepare
from explainer.anchoring.match import find
from explainer.anchoring.quoting import quote_for, selected, stanza, whole_words
from explainer.entries import ExactQuote
from explainer.format.ids import free_id
from explainer.loading.annotation_files import read_annotations

CASES = Path(__file__).parent / "cases/quoting"
QUOTES: list[dict[str, Any]] = yaml.safe_load((CASES / "cases.yml").read_text("utf-8"))
STANZAS: list[dict[str, Any]] = yaml.safe_load((CASES / "stanzas.yml").read_text("utf-8"))
ARTICLE = st.text("ab Ünd. \n“”'-3,5\u00ad…e\u0301灯ンー·خ\u200c万", min_size=1, max_size=60)


def marked(text: str) -> tuple[str, int, int]:
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), start, end


@pytest.mark.parametrize("case", QUOTES, ids=lambda case: case["name"])
def test_a_passage_is_quoted(case: dict[str, Any]) -> None:
    text, start, end = marked(case["text"])
    quote = quote_for(prepare(text), start, end)
    expected = {"exact": case["quote"]} if isinstance(case["quote"], str) else case["quote"]
    assert (quote and quote.model_dump(exclude_defaults=True)) == expected


@pytest.mark.parametrize("case", STANZAS, ids=lambda case: case["stanza"].split(":")[0].strip())
def test_a_selection_becomes_a_stanza(case: dict[str, Any]) -> None:
    text, start, end = marked(case["text"])
    assert (
        selected(case["kind"], prepare(text), start, end, case.get("taken", ())) == case["stanza"]
    )


@given(ARTICLE, st.integers(0, 60), st.integers(0, 60))
def test_a_quote_finds_just_its_passage(words: str, start: int, end: int) -> None:
    text = prepare(words)
    quote, span = quote_for(text, start, end), whole_words(text, start, end)
    if quote is not None:
        assert span is not None
        assert find(quote, text) == ("exact", (span,))
        assert not words[start:end].strip() or (span.start < end and span.end > start)


@given(ARTICLE, st.integers(0, 60), st.integers(0, 60), st.text(max_size=20))
def test_a_stanza_is_read_as_it_was_meant(words: str, start: int, end: int, title: str) -> None:
    quote, title = quote_for(prepare(words), start, end), " ".join(title.split())
    if quote is not None and title.isprintable() and title:
        text = "dates:\n" + stanza(
            "date", "x", {"date": "2025-05-04", "title": title, "quote": quote}
        )
        found, problems = read_annotations(text, "x.yml", ["lamp"])
        assert problems == ()
        body = found.entries[0][2].body  # type: ignore[union-attr]
        assert (body.quote, body.title) == ((quote,), title)


def test_a_selection_of_nothing_is_no_stanza() -> None:
    assert selected("claim", prepare("The lamp"), 3, 4, ()) is None


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "a-2", "claim-1", "b"])))
def test_an_id_is_free_and_can_be_read(words: str, taken: set[str]) -> None:
    entry_id = free_id(words, "claim", taken)
    assert entry_id not in taken
    written = "claims:\n" + stanza(
        "claim", entry_id, {"quote": ExactQuote(exact="x"), "summary": "x", "kind": "fact"}
    )
    assert read_annotations(written, "x.yml", ["lamp"])[1] == ()
