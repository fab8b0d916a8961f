"""Find words that were selected in a browser in the visible text of the article.

A browser's offsets differ from those in the visible text (UTF-16, white space, reference numbers).
So it sends words, not offsets: those selected, and some before and after them.
"""

from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from explainer.anchoring.evidence import ArticleText
from explainer.model import Span
from explainer.text.fold import folded

# The number of characters around an occurrence that must be as the browser sent them, if it sent as
# many.
LEAST_AGREEMENT = 16


class Selected(NamedTuple):
    """Words as a browser has them, with any white space, and some text before and after them."""

    words: str
    before: str = ""
    after: str = ""


def located(text: ArticleText, selected: Selected) -> tuple[Span, ...]:
    """Return the spans of selected words in the visible text, in code points.

    There are several where nothing around the words tells them apart, and none where the words, or
    the text around them, do not occur. They may begin or end within a word. White space does not
    count: browsers have none between some blocks.
    """
    flat = text.folded.text
    offsets = [at for at, char in enumerate(flat) if char != " "]
    dense = flat.replace(" ", "")
    words, before, after = (folded(part).replace(" ", "") for part in selected)
    if not words:
        return ()
    starts = [at + len(before) for at in _occurrences(before + words + after, dense)]
    spans = []
    for start in starts or _most_alike(dense, words, before, after):
        last = start + len(words) - 1
        spans.append(Span(*text.folded.original(offsets[start], offsets[last] + 1)))
    return tuple(spans)


def _most_alike(dense: str, words: str, before: str, after: str) -> list[int]:
    """Return the offsets of the words around which most characters agree with the selection's."""
    agreements = {}
    for at in _occurrences(words, dense):
        agreements[at] = _agreement(dense, at, at + len(words), before, after)
    most = max(agreements.values(), default=0)
    if most < min(LEAST_AGREEMENT, len(before) + len(after)):
        return []
    return [at for at, agreement in agreements.items() if agreement == most]


def _occurrences(part: str, whole: str) -> list[int]:
    """Return the offsets at which a part occurs, also where these overlap."""
    offsets, at = [], whole.find(part)
    while at >= 0:
        offsets.append(at)
        at = whole.find(part, at + 1)
    return offsets


def _agreement(dense: str, start: int, end: int, before: str, after: str) -> int:
    """Return how many characters next to a passage, on both sides, are those before and after."""
    left = dense[max(start - len(before), 0) : start]
    right = dense[end : end + len(after)]
    return Postfix.similarity(left, before) + Prefix.similarity(right, after)
