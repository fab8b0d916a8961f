"""The editorial rule about numbers: those of a summary against those of the words it sums up."""

import re
from collections.abc import Iterator

from explainer.anchoring.lexicon import NUMBERS
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.words import words

_DIGITS = re.compile(r"[$€£¥₽₴₹]?\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
# These seldom count anything: one of them, at once, the first to come.
_NO_COUNTS = frozenset("one first second once single both half couple pair double".split())


def number_not_in_words(review: Review) -> Iterator[Finding]:
    """Report a summary with a different number from the sentences around its quote.

    One of the two is out of date. Only a number with as many digits as the missing one counts, or a
    number word in place of another: what a summary adds, such as the year, is not reported. A point
    and the sign of a currency are part of a number.

    Bad: `61,400 people crossed.` on “61,500 people crossed”. Good: the same number in both.
    """
    for entry in review.loaded.claims.values():
        around = " ".join(review.sentences(entry))
        if around:
            words_quoted = " ".join(placing.words for placing in review.placed(entry))
            for numbers_in in (_digits, _counts):
                summed_up = numbers_in(entry.body.summary)
                if not summed_up:
                    continue
                known, quoted = numbers_in(around), numbers_in(words_quoted)
                added = sorted(summed_up.keys() - known.keys())
                missing = sorted(quoted.keys() - summed_up.keys())
                if len(added) == len(missing) == 1 and _could_be(added[0], missing[0]):
                    new, old = summed_up[added[0]], quoted[missing[0]]
                    found = f"the summary of {entry.ref} says {new}, and its words say {old}"
                    yield Finding(entry.at("summary"), f"{found}; correct one of them", entry)


def _digits(text: str) -> dict[str, str]:
    """Return the numbers in digits without separators of thousands, each with its spelling.

    The sign of a currency before them is part of them.
    """
    found: dict[str, str] = {}
    for match in _DIGITS.finditer(text):
        found[re.sub(r"[,\u00a0\u202f ]", "", match[0])] = match[0]
    return found


def _counts(text: str) -> dict[str, str]:
    """Return the number words that count something, each with itself."""
    found: dict[str, str] = {}
    for word in words(text):
        lower = word.text.lower()
        if lower in NUMBERS and lower not in _NO_COUNTS:
            found[lower] = lower
    return found


def _could_be(one: str, other: str) -> bool:
    """Return whether a number may stand for another: both in words, or as many digits.

    The same digits count, too, whether they have a point or not.
    """
    if one.replace(".", "") == other.replace(".", ""):
        return True
    return len(one) == len(other) or not re.search(r"\d", one + other)


NUMBER_RULES: tuple[EditorialRule, ...] = (number_not_in_words,)
