"""Where a passage proposed for a quote begins and ends: not in the middle of a neighbour."""

import re

from explainer.anchoring.fuzzy import Passage, likeness
from explainer.anchoring.lexicon import NEGATIONS, REFUSALS
from explainer.model import Surroundings
from explainer.text.fold import folded

# At most this many words beside the accepted ones are recognised at the ends of a passage.
NEIGHBOURS = 6
# Characters beside a passage that are searched for the word next to it.
REACH = 60
_WORD_BEFORE = re.compile(r"([\w']+) $")
_MARKS = " ,;:"


def without_neighbours(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """Return the passage without old neighbours of the quote that were taken for deleted words.

    Of the passage `2 June 1852, with a` for the quote `2 June 1852, a Wednesday`, which had
    `with a band` on both sides, that is `2 June 1852`. `text` is folded.
    """
    if accepted is None:
        return passage
    start, end, _ = passage
    head = _neighbours_at_start(quote, text[start:end], accepted)
    tail = _neighbours_at_end(quote, text[start:end], accepted)
    if len(head) + len(tail) == 0 or len(head) + len(tail) >= end - start:
        return passage
    words = text[start + len(head) : end - len(tail)].strip(_MARKS)
    start = text.index(words, start + len(head))
    return Passage(start, start + len(words), likeness(quote, words))


def _neighbours_at_start(quote: str, words: str, accepted: Surroundings) -> str:
    """Return the most words before the accepted quote with which a passage begins, or ""."""
    before = folded(accepted.prefix).rstrip(_MARKS).split()
    for size in range(min(NEIGHBOURS, len(before)), 0, -1):
        head = " ".join(before[-size:])
        if words.startswith(f"{head} ") and not quote.startswith(head):
            return head
    return ""


def _neighbours_at_end(quote: str, words: str, accepted: Surroundings) -> str:
    """Return the most words after the accepted quote with which a passage ends, or ""."""
    after = folded(accepted.suffix).lstrip(_MARKS).split()
    for size in range(min(NEIGHBOURS, len(after)), 0, -1):
        tail = " ".join(after[:size])
        if words.endswith(f" {tail}") and not quote.endswith(tail):
            return tail
    return ""


def with_negation(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """Return the passage with the negation right before it: `no one came`, not `one came`.

    A negation that also stood before the accepted quote is left out. `text` is folded.
    """
    found = _WORD_BEFORE.search(text, max(passage.start - REACH, 0), passage.start)
    if not found or found[1].lower() not in NEGATIONS | REFUSALS:
        return passage
    if stood_before(text, passage.start, accepted):
        return passage
    return Passage(found.start(), passage.end, likeness(quote, text[found.start() : passage.end]))


def stood_before(text: str, at: int, accepted: Surroundings | None) -> bool:
    """Return whether the word before an offset is the one before the accepted quote."""
    word = text[max(at - REACH, 0) : at].split()[-1:]
    return bool(accepted and word and word == accepted.prefix.split()[-1:])


def stood_after(text: str, at: int, accepted: Surroundings | None) -> bool:
    """Return whether the word after an offset is the one after the accepted quote."""
    word = text[at : at + REACH].split()[:1]
    return bool(accepted and word and word == accepted.suffix.split()[:1])
