"""An editorial rule about numbers: what an entry says of them against the words that it sums up."""

import re
from collections.abc import Iterator

from explainer.anchoring.lexicon import NUMBERS
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.words import words

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
# These are seldom counts: one of them, at once, the first to come.
_NO_COUNTS = frozenset("one first second once single both half couple pair double".split())


def number_not_in_words(review: Review) -> Iterator[Finding]:
    """Report a summary with another number than the sentences that hold the quote: one of the two is out of date.

    Only a number as long as the one that is missing counts, or a number word in the place of another: what a summary
    adds, such as the year, is not reported.

    Bad: `61,400 people crossed.` on “61,500 people crossed”. Good: the same number in both.
    """
    for entry in review.loaded.claims.values():
        around = " ".join(review.sentences(entry))
        quoted = " ".join(placing.words for placing in review.placed(entry)) if around else ""
        for pick in (_digits, _counts):
            told, known, said = pick(entry.body.summary), pick(around), pick(quoted)
            added, missing = sorted(told.keys() - known.keys()), sorted(said.keys() - told.keys())
            if len(added) == len(missing) == 1 and _could_be(added[0], missing[0]):
                new, old = told[added[0]], said[missing[0]]
                message = f"the summary of {entry.ref} says {new}, and its words say {old}; correct one of them"
                yield Finding(entry.at("summary"), message, entry)


def _digits(text: str) -> dict[str, str]:
    """The numbers in digits, without what parts their thousands, each as it is written."""
    return {re.sub(r"[,\u00a0\u202f ]", "", match[0]): match[0] for match in _DIGITS.finditer(text)}


def _counts(text: str) -> dict[str, str]:
    lower = (word.text.lower() for word in words(text))
    return {word: word for word in lower if word in NUMBERS and word not in _NO_COUNTS}


def _could_be(one: str, other: str) -> bool:
    """Whether one number may stand for the other: as many digits, or both in words."""
    return len(one) == len(other) or not (one + other)[0].isdigit()


NUMBER_RULES: tuple[EditorialRule, ...] = (number_not_in_words,)
