"""Where a passage that is proposed for a quote begins and ends: not in the middle of what its neighbours say."""

import re

from explainer.anchoring.fuzzy import Passage, likeness
from explainer.anchoring.lexicon import NEGATIONS, REFUSALS
from explainer.model import Surroundings
from explainer.text.fold import folded

# So many words beside the accepted words are known again at the ends of a passage.
NEIGHBOURS = 6
# Characters beside a passage in which the word next to it stands.
REACH = 60
_WORD_BEFORE = re.compile(r"([\w']+) $")
_MARKS = " ,;:"


def without_neighbours(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """The passage without words that stood beside the quote, and were taken for those that are gone. `text` is folded.

    Of `2 June 1852, with a` for `2 June 1852, a Wednesday`, before which and behind which stood `with a band`, it is
    `2 June 1852`.
    """
    if accepted is None:
        return passage
    start, end, _ = passage
    behind, before = (
        folded(accepted.suffix).lstrip(_MARKS).split(),
        folded(accepted.prefix).rstrip(_MARKS).split(),
    )
    tails = (" ".join(behind[:size]) for size in range(min(NEIGHBOURS, len(behind)), 0, -1))
    heads = (" ".join(before[-size:]) for size in range(min(NEIGHBOURS, len(before)), 0, -1))
    tail = next(
        (
            each
            for each in tails
            if text[start:end].endswith(f" {each}") and not quote.endswith(each)
        ),
        "",
    )
    head = next(
        (
            each
            for each in heads
            if text[start:end].startswith(f"{each} ") and not quote.startswith(each)
        ),
        "",
    )
    if len(head) + len(tail) == 0 or len(head) + len(tail) >= end - start:
        return passage
    words = text[start + len(head) : end - len(tail)].strip(_MARKS)
    start = text.index(words, start + len(head))
    return Passage(start, start + len(words), likeness(quote, words))


def with_negation(
    quote: str, text: str, passage: Passage, accepted: Surroundings | None
) -> Passage:
    """The passage with the negation right before it: `no one came`, not `one came`. `text` is folded."""
    found = _WORD_BEFORE.search(text, max(passage.start - REACH, 0), passage.start)
    if (
        not found
        or found[1].lower() not in NEGATIONS | REFUSALS
        or stood_before(text, passage.start, accepted)
    ):
        return passage
    return Passage(found.start(), passage.end, likeness(quote, text[found.start() : passage.end]))


def stood_before(text: str, at: int, accepted: Surroundings | None) -> bool:
    """Whether the word before an offset is the one that stood before the quote."""
    word = text[max(at - REACH, 0) : at].split()[-1:]
    return bool(accepted and word and word == accepted.prefix.split()[-1:])


def stood_behind(text: str, at: int, accepted: Surroundings | None) -> bool:
    """Whether the word behind an offset is the one that stood behind the quote."""
    word = text[at : at + REACH].split()[:1]
    return bool(accepted and word and word == accepted.suffix.split()[:1])
