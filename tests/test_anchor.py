import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.anchoring.anchor import anchor, anchors_json
from explainer.anchoring.records import write_lock
from explainer.entries import Claim, FrontMatter
from explainer.loading.lockfile import read_lock
from explainer.model import Article, Entry, Loaded, Place, Ref, Settings
from explainer.text.borders import is_border
from explainer.text.fold import folded

CASES = [
    case | {"file": path.stem}
    for path in sorted((Path(__file__).parent / "cases/anchor").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SETTINGS = Settings("Test", ("extra",))


def _loaded(markdown, quote, accepted=None):
    claim = Claim(quote=quote, summary="So it is.", kind="fact")
    quotes = quote if isinstance(quote, list) else [quote]
    places = {(): Place("a.yml", 2), ("quote",): Place("a.yml", 3)}
    places |= {
        ("quote", index): Place("a.yml", 4 + index)
        for index in range(len(quotes))
        if isinstance(quote, list)
    }
    entry = Entry(Ref("claim", "c"), claim, places, "a")
    article = Article("a", "docs/articles/a.md", FrontMatter(), "A", markdown)
    return Loaded(articles=(article,), claims={"c": entry}, accepted=accepted or {})


def _accepted(case):
    """The lock file as it was written for the earlier text."""
    if "accepted" not in case:
        return {}
    placed, _ = anchor(_loaded(case["accepted"], case.get("first", case["quote"])), SETTINGS)
    return read_lock(write_lock(placed), "anchors.lock.json")[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}: {case['name']}")
def test_case(case):
    placed, problems = anchor(_loaded(case["article"], case["quote"], _accepted(case)), SETTINGS)
    text = placed.articles[0].text
    expected = case["is"] if isinstance(case["is"], list) else [case["is"]]
    found = [
        (each.index, each.state, [text[span.start : span.end] for span in each.spans])
        for each in sorted(placed.anchors, key=lambda each: each.index)
    ]
    assert [(state, words) for _, state, words in found] == [_places(each) for each in expected]
    assert text[placed.anchors[0].spans[0].end if placed.anchors[0].spans else 0 :].startswith(
        case.get("after", "")
    )
    messages = " ".join(str(problem) for problem in problems)
    assert [part for part in case.get("message", []) if part not in messages] == []
    warnings = messages.count(": warning: ")
    assert len(problems) == sum(state != "exact" for _, state, _ in found) + warnings


def _places(expected):
    ((state, words),) = expected.items()
    return state, words if isinstance(words, list) else [words] if words else []


def test_there_are_many_cases():
    assert len(CASES) >= 70


def test_words_of_a_text_that_nobody_edited_are_not_denied():
    # the words kept of the sentence begin right behind the denial
    case = {"accepted": f"It is untrue {'so ' * 39}and they came.", "quote": "they came"}
    _, problems = anchor(_loaded(case["accepted"], case["quote"], _accepted(case)), SETTINGS)
    assert problems == ()


def test_problems_name_the_place_of_the_quote():
    _, problems = anchor(
        _loaded("The lamp.", ["The lamp", "harvests failed in the south"]), SETTINGS
    )
    assert [(problem.place, problem.rule) for problem in problems] == [
        (Place("a.yml", 5), "anchor-orphan")
    ]
    _, problems = anchor(_loaded("The lamp.", "harvests failed in the south"), SETTINGS)
    assert problems[0].place == Place("a.yml", 3)


def test_entries_of_an_article_that_was_not_loaded_are_skipped():
    loaded = _loaded("The lamp.", "nowhere")
    placed, problems = anchor(Loaded(claims=loaded.claims), SETTINGS)
    assert (placed.anchors, problems) == ((), ())


def test_where_an_extension_fails_there_is_still_a_text():
    placed, _ = anchor(_loaded("The *lamp*.", "The lamp"), Settings("Test", ("no.such.extension",)))
    assert placed.articles[0].complaint == "ModuleNotFoundError: No module named 'no'"
    assert placed.anchors[0].state == "exact"


def test_json_lines():
    placed, _ = anchor(_loaded("Der Turm. The lamp wäre lit.", "lamp wäre"), SETTINGS)
    assert [json.loads(line) for line in anchors_json(placed)] == [
        {
            "article": "a",
            "annotation": "claim:c",
            "state": "exact",
            "places": [
                {
                    "start": 14,
                    "end": 23,
                    "words": "lamp wäre",
                    "before": "Der Turm. The ",
                    "after": " lit.",
                    "similarity": 1.0,
                }
            ],
        }
    ]
    assert "wäre" in next(anchors_json(placed))


_word = st.sampled_from(
    [
        "the",
        "lamp",
        "was",
        "“lit”",
        "in",
        "1871",
        "Anna",
        "café",
        "—",
        "灯台",
        "المصباح",
        "it’s",
        "x.",
    ]
)
_texts = st.lists(st.lists(_word, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=60)
@given(_texts, st.data())
def test_a_quote_cut_from_a_text_is_found_there(paragraphs, data):
    markdown = "\n\n".join(paragraphs)
    text = anchor(_loaded(markdown, "nothing"), SETTINGS)[0].articles[0].text
    straight = text.replace("’", "'")  # as a folded text has it
    borders = [at for at in range(len(text) + 1) if is_border(straight, at)]
    start = data.draw(st.sampled_from(borders))
    end = data.draw(st.sampled_from(borders))
    quote = text[start:end]
    if not folded(quote):
        return
    placed, _ = anchor(_loaded(markdown, quote), SETTINGS)
    (found,) = placed.anchors
    assert found.state in ("exact", "ambiguous")
    stripped = start + len(quote) - len(quote.lstrip())
    assert len(found.spans) == 20 or any(span.start == stripped for span in found.spans)


@settings(max_examples=60)
@given(_texts, st.lists(_word, min_size=1, max_size=5).map(" ".join))
def test_every_exact_span_reads_as_its_quote(paragraphs, quote):
    placed, _ = anchor(_loaded("\n\n".join(paragraphs), quote), SETTINGS)
    for found in placed.anchors:
        if found.state == "exact":
            span = found.spans[0]
            assert folded(placed.articles[0].text[span.start : span.end]) == folded(quote)


@given(
    _texts,
    st.lists(_word, min_size=1, max_size=5).map(" ".join),
    st.lists(_word, min_size=3, max_size=9),
)
def test_with_a_lock_an_exact_span_still_reads_as_its_quote(paragraphs, quote, before):
    accepted = anchor(_loaded(f"{' '.join(before)} {quote} {' '.join(before)}", quote), SETTINGS)[0]
    lock = read_lock(write_lock(accepted), "x")[0]
    placed, _ = anchor(_loaded("\n\n".join(paragraphs), quote, lock), SETTINGS)
    text = placed.articles[0].text
    for found in placed.anchors:
        if found.state in ("exact", "moved"):
            assert folded(text[found.spans[0].start : found.spans[0].end]) == folded(quote)
