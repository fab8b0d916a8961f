"""From words that were selected in a browser to their place in the visible text of the article.

A browser counts other characters (UTF-16, white space, reference numbers) than the visible text has. So it sends words,
not offsets: those selected, and some before and after them.
"""

from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from explainer.anchoring.evidence import ArticleText
from explainer.model import Span
from explainer.text.fold import folded

# A place must have so many of the characters around the selection as the browser has them, if there are so many.
LEAST_AGREEMENT = 16


class Selected(NamedTuple):
    """Words as a browser has them, with any white space, and some of the article's text before and after them."""

    words: str
    before: str = ""
    after: str = ""


def located(text: ArticleText, selected: Selected) -> tuple[Span, ...]:
    """The place of selected words in the visible text, in code points; parts of words are right, too.

    Several places where nothing around the words tells them apart; none where the words, or what was around them, are
    not in the text. White space counts nowhere: browsers have none between some blocks.
    """
    flat = text.folded.text
    offsets = [at for at, char in enumerate(flat) if char != " "]
    dense = flat.replace(" ", "")
    words, before, after = (folded(part).replace(" ", "") for part in selected)
    if not words:
        return ()
    found = [at + len(before) for at in _places(before + words + after, dense)]
    found = found or _most_alike(dense, words, before, after)
    return tuple(
        Span(*text.folded.original(offsets[at], offsets[at + len(words) - 1] + 1)) for at in found
    )


def _most_alike(dense: str, words: str, before: str, after: str) -> list[int]:
    """Where the most of the characters around the words are the same."""
    alike = {
        at: _agreement(dense, at, at + len(words), before, after) for at in _places(words, dense)
    }
    most = max(alike.values(), default=0)
    if most < min(LEAST_AGREEMENT, len(before) + len(after)):
        return []
    return [at for at, each in alike.items() if each == most]


def _places(part: str, whole: str) -> list[int]:
    places, at = [], whole.find(part)
    while at >= 0:
        places.append(at)
        at = whole.find(part, at + 1)
    return places


def _agreement(dense: str, start: int, end: int, before: str, after: str) -> int:
    ahead = dense[max(start - len(before), 0) : start]
    behind = dense[end : end + len(after)]
    return Postfix.similarity(ahead, before) + Prefix.similarity(behind, after)
