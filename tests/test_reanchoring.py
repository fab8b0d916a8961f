"""How quotes fare when a text is edited: figures on edits whose outcome is known, beside
those of a plain matcher.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest
from rapidfuzz import fuzz

from explainer.anchoring.evidence import prepare
from explainer.anchoring.match import find
from explainer.anchoring.quoting import quote_for
from explainer.anchoring.surroundings import around
from explainer.loading.load import load
from explainer.model import Settings
from explainer.rendering.render import render
from explainer.text.visible import read
from tests import revising

PROJECT = Path(__file__).parent.parent
# Prose, and a log whose sentences are all alike; of each so many words.
TEXTS = {"docs/..": 450, "tests/sites/full": 110, "tests/sites/dense": 250}
PROSE = ("docs/..", "tests/sites/full")
SHARES = (0.01, 0.05, 0.1, 0.2)
QUICK_SHARES = (0.05,)  # without --thorough
EDITS = {
    "words replaced": revising.words_replaced,
    "sentences moved": revising.moved,
    "sentences split": revising.split,
    "sentences merged": revising.merged,
    "sentences deleted": revising.deleted,
    "near-twins put beside": revising.twins,
    "copies put elsewhere": revising.copied,
    "one of two twins left": revising.one_of_two_left,
    "all of it": revising.all_of_it,
}
# Here the text had near-twins of so large a share of its sentences before the edit.
TWINS_BEFORE = {"one of two twins left": 0.2}
# The plain matcher attaches to the most similar passage that is at least so similar (of 100).
PLAIN = 70

Row = tuple[
    str, str, float, str, str, str
]  # text, edit, share, fate, what find did, what the plain matcher did


@pytest.fixture(scope="module")
def rows(thorough):
    return [
        row
        for text in TEXTS
        for edit in EDITS
        for share in SHARES
        if thorough or share in QUICK_SHARES
        for row in _revision(text, edit, share)
    ]


def _revision(name, edit, share):
    random = Random(f"{name} {edit} {share}")
    sentences = _sentences(name)
    if edit in TWINS_BEFORE:
        sentences = revising.renumbered(revising.twins(sentences, TWINS_BEFORE[edit], random))
    before, was = revising.written(sentences)
    now, places = revising.written(EDITS[edit](sentences, share, random))
    earlier, text = prepare(before), prepare(now, before)
    for ids in _passages(sentences, random):
        quote = quote_for(earlier, was[ids[0]][0], was[ids[-1]][1])
        if quote:
            start, end, _ = find(quote, earlier)[1][0]
            state, spans = find(quote, text, around(before, start, end))
            gold = revising.outcome(ids, places)
            yield (
                name,
                edit,
                share,
                gold.fate,
                _verdict(state, spans, gold),
                _plain(before[start:end], now, gold),
            )


@cache
def _sentences(name):
    article = load(PROJECT / name)[0].articles[0]
    sentences = revising.draft(read(render(article.markdown, Settings("Test", ("extra",)))).text)
    while sum(map(len, sentences)) > TEXTS[name]:
        sentences.pop()
    return sentences


def _passages(sentences, random):
    """Of each sentence: itself, a phrase and a name or number, as annotations have them."""
    for sentence in sentences:
        first, size = sentence[0].id, len(sentence)
        if size >= 5:
            yield range(first, first + size)
        if size >= 9:
            start, length = random.randrange(size - 7), random.randint(3, 7)
            yield range(first + start, first + start + length)
        names = [
            word.id for word in sentence[1:] if word.text[0].isupper() or word.text[0].isdigit()
        ]
        if names:
            start = random.choice(names)
            yield range(start, start + 1 + (start + 1 in names))


def _verdict(state, spans, gold):
    right = [_is_right(span.start, span.end, gold) for span in spans]
    if state == "exact":
        return "right" if right[0] else "WRONG"
    if state == "ambiguous":
        return "listed" if any(right) else "needless"
    return ("proposed" if right[0] else "needless") if spans else "refused"


def _plain(words, text, gold):
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=PLAIN)
    if not found:
        return "refused"
    return "right" if _is_right(found.dest_start, found.dest_end, gold) else "WRONG"


def _is_right(start, end, gold):
    """Whether half of what either covers is covered by both; for words that were kept,
    whether they are the words.
    """
    shared = min(end, gold.end) - max(start, gold.start)
    together = max(end, gold.end) - min(start, gold.start)
    return gold.fate != "deleted" and shared >= 0.5 * together


def _share(rows, column, *verdicts):
    return sum(row[column] in verdicts for row in rows) / max(len(rows), 1)


def _line(name, rows):
    staying = [row for row in rows if row[3] in ("kept", "edited")]
    deleted = [row for row in rows if row[3] == "deleted"]
    return (
        f"{name:24}{len(staying):6}"
        f"{_share(staying, 4, 'right'):8.1%}{_share(staying, 4, 'proposed'):9.1%}"
        f"{_share(staying, 4, 'listed'):8.1%}{_share(rows, 4, 'WRONG'):7.1%}{len(deleted):9}"
        f"{_share(deleted, 4, 'needless'):10.1%}   |{_share(staying, 5, 'right'):8.1%}"
        f"{_share(rows, 5, 'WRONG'):8.1%}{_share(deleted, 5, 'WRONG'):9.1%}"
    )


def test_figures(rows, capsys):
    lines = [_line(edit, [row for row in rows if row[1] == edit]) for edit in EDITS]
    lines += [
        _line(f"{share:.0%} of words", [row for row in rows if row[2] == share])
        for share in sorted({row[2] for row in rows})
    ]
    head = (
        f"{'':24}{'staying':>6}  placed proposed  listed  wrong  deleted  proposed   | "
        " plain:   wrong  deleted"
    )
    with capsys.disabled():
        print("", head, *lines, sep="\n")
    assert len(rows) > 500


def test_no_quote_is_attached_to_other_words(rows):
    assert [row for row in rows if row[4] == "WRONG"] == []


def test_of_prose_of_which_a_twentieth_was_edited_nearly_all_is_placed_or_proposed(rows):
    rows = [
        row for row in rows if row[2] == 0.05 and row[3] in ("kept", "edited") and row[0] in PROSE
    ]
    assert _share(rows, 4, "right", "proposed") >= 0.97
    assert _share(rows, 5, "right") < _share(rows, 4, "right", "proposed")


@pytest.mark.thorough  # with one share of edits, few are deleted
def test_what_was_deleted_is_rarely_proposed(rows):
    """In prose. In the log, whose sentences are all alike, it is more: the
    figures above are of all texts.

    Where a twin is left in the place of what was deleted, an editor is asked.
    """
    deleted = [
        row
        for row in rows
        if row[3] == "deleted" and row[0] in PROSE and row[1] not in TWINS_BEFORE
    ]
    assert len(deleted) > 30
    assert _share(deleted, 4, "needless") <= 0.02


@pytest.mark.parametrize("share", SHARES)
def test_when_the_sentence_of_short_words_is_deleted_the_same_words_elsewhere_are_refused(share):
    """Of each pair of equal words: those of the one sentence are quoted, the
    sentence goes, the others stay.
    """
    verdicts = Counter(_twin_refused(share))
    assert verdicts["exact"] == 0
    assert verdicts["orphan"] + verdicts["changed"] >= 0.97 * verdicts.total() > 20


def _twin_refused(share):
    random = Random(share)
    sentences = _sentences("docs/..")
    before, was = revising.written(sentences)
    earlier = prepare(before)
    for index, sentence in enumerate(sentences):
        others = {word.text for each in sentences if each is not sentence for word in each}
        again = [word.id for word in sentence if word.text in others and len(word.text) > 3]
        for id in again[:2]:
            quote = quote_for(earlier, *was[id][:2])
            if quote:
                edited = revising.words_replaced(
                    sentences[:index] + sentences[index + 1 :], share, random
                )
                record = around(before, *find(quote, earlier)[1][0][:2])
                yield find(quote, prepare(revising.written(edited)[0], before), record)[0]
