"""What an edit changed in the sentence around words that it left alone.

“It is untrue that the lamp failed” contradicts “the lamp failed”, and “said Holm” gives a statement
to another than “said Lund” does.
"""

import re
from collections import Counter
from collections.abc import Iterator

from explainer.anchoring.differences import negating, substance
from explainer.anchoring.evidence import ArticleText
from explainer.anchoring.lexicon import DENIALS, NEGATIONS, REFUSALS
from explainer.anchoring.surroundings import around
from explainer.model import Surroundings
from explainer.text.abbreviations import titles
from explainer.text.fold import folded
from explainer.text.words import words

_JOINED_BEFORE = re.compile(r"[^\W_]+[-‐‑]\Z")  # ex-minister, twenty-five
_JOINED_BEHIND = re.compile(r"[-‐‑][^\W_]+")  # truth-teller
# A line that ends in a colon goes on in the next one
_SENTENCE_END = re.compile(r"(?P<sign>[.!?…。！？])+[\"')\]]* |[。！？]|(?<!:)(?<!:\n)\n")
_ABBREVIATED = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(titles('en'))}|[^\W\d_](?:\.[^\W\d_])*)\Z", re.IGNORECASE
)


def denials(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return the denying words in the sentence around `text.original[start:end]` that are new.

    They were not there when it was accepted. They are in lower case, as `not` if contracted.
    Empty without a record.
    """
    today = _edited(text, start, end, accepted)
    if not (accepted and today):
        return ()
    was = _denying(accepted.prefix, accepted.suffix)
    return tuple((_denying(today.prefix, today.suffix) - was).keys())


def denied(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return the new denials, described as changes of meaning (see `substance`)."""
    return tuple(f"beside it: {word}" for word in denials(text, start, end, accepted))


def exchanged(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return what says something else now in the sentence around `text.original[start:end]`.

    It is worded as by `substance`, such as `name: Lund → Holm`. What was only added or removed is
    left out: most of it comes from the sentence growing. Of words that are a line of their own,
    such as the cell of a table, the line before counts as their sentence. Empty without a record.
    """
    today = _edited(text, start, end, accepted)
    if not (accepted and today):
        return ()
    if _is_line(accepted) and _is_line(today):
        before = _last_line(accepted.prefix), _last_line(today.prefix)
    else:
        before = _behind_last_end(accepted.prefix), _behind_last_end(today.prefix)
    after = _before_first_end(accepted.suffix), _before_first_end(today.suffix)
    changes = (*substance(*before, text.common), *substance(*after, text.common))
    return tuple(change for change in dict.fromkeys(changes) if "none" not in change.split())


def _edited(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> Surroundings | None:
    """Return what is around some words today; None without a record, or if nothing was edited."""
    if accepted is None:
        return None
    today = around(text.original, start, end)
    is_same = (today.prefix, today.suffix) == (accepted.prefix, accepted.suffix)
    return None if is_same else today


def _denying(before: str, after: str) -> "Counter[str]":
    """Count the denying words between some words and the ends of their sentence.

    Words that a hyphen joins to them count, too, since they may deny anything, and so does a
    question mark.
    """
    begun, ended = _behind_last_end(before), _before_first_end(after)
    plain = folded(f"{begun} {ended}")
    found = Counter(negating(plain, words(plain), NEGATIONS | REFUSALS | DENIALS))
    if after[len(ended) :].startswith("?"):
        found["?"] += 1
    for joined in (_JOINED_BEFORE.search(before), _JOINED_BEHIND.match(after)):
        if joined:
            found[folded(joined[0]).lower()] += 1
    return found


def _behind_last_end(before: str) -> str:
    """Return the beginning of the sentence that some words are in, from what is before them."""
    ends = [match.end() for match in _ends(before)]
    return before[max(ends, default=0) :]


def _before_first_end(after: str) -> str:
    """Return the rest of the sentence that some words are in, from what is behind them."""
    end = next(_ends(after), None)
    return after[: end.start()] if end else after


def _is_line(words: Surroundings) -> bool:
    return words.prefix.endswith("\n") and words.suffix.startswith("\n")


def _last_line(before: str) -> str:
    return before.rstrip("\n").rpartition("\n")[2]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Yield the ends of sentences; a point behind a title, as in Mr. Holm, or in U.S. is none."""
    for match in _SENTENCE_END.finditer(text):
        is_point = match["sign"] == "."
        if not (is_point and _ABBREVIATED.search(text, 0, match.start())):
            yield match
