"""New denials beside some words: "It is untrue that the lamp failed" contradicts the same words."""

import re
from collections import Counter

from explainer.anchoring.differences import negating
from explainer.anchoring.evidence import ArticleText
from explainer.anchoring.lexicon import DENIALS, NEGATIONS, REFUSALS
from explainer.anchoring.surroundings import WIDTH, around
from explainer.model import Surroundings
from explainer.text.fold import folded
from explainer.text.words import words

_JOINED_BEFORE = re.compile(r"[^\W_]+[-‐‑]\Z")  # ex-minister, twenty-five
_JOINED_BEHIND = re.compile(r"[-‐‑][^\W_]+")  # truth-teller
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"')\]]* |[。！？]|\n")


def denials(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return the denying words in the sentence around `text.original[start:end]` that are new.

    They were not there when it was accepted. They are in lower case, as `not` if contracted.
    Empty without a record.
    """
    if accepted is None:
        return ()
    today = around(text.original, start, end)
    if (today.prefix, today.suffix) == (accepted.prefix, accepted.suffix):
        return ()  # as where nothing was edited
    before, after = text.original[max(start - WIDTH, 0) : start], text.original[end : end + WIDTH]
    was = _denying(accepted.prefix, accepted.suffix)
    return tuple((_denying(before, after) - was).keys())


def denied(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return the new denials, described as changes of meaning (see `substance`)."""
    return tuple(f"beside it: {word}" for word in denials(text, start, end, accepted))


def _denying(before: str, after: str) -> "Counter[str]":
    """Count the denying words between some words and the ends of their sentence.

    Words that a hyphen joins to them count, too, since they may deny anything.
    """
    sentence = f"{_SENTENCE_END.split(before)[-1]} {_SENTENCE_END.split(after)[0]}"
    plain = folded(sentence)
    found = Counter(negating(plain, words(plain), NEGATIONS | REFUSALS | DENIALS))
    for joined in (_JOINED_BEFORE.search(before), _JOINED_BEHIND.match(after)):
        if joined:
            found[folded(joined[0]).lower()] += 1
    return found
