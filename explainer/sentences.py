"""The sentence around some words of a visible text."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from explainer.model import Context
from explainer.visible import Visible

LONGEST = 400  # characters shown on either side of the words; beyond that a sentence is cut at a word


@dataclass(frozen=True)
class Sentences:
    """A visible text and where its sentences begin, in code points of the text. None runs over the end of a block."""

    text: str
    starts: tuple[int, ...]

    def around(self, start: int, end: int) -> Context:
        """Give the words from `start` to `end` inside the sentences that hold them."""
        low = self.starts[bisect_right(self.starts, start) - 1]
        following = bisect_right(self.starts, max(end - 1, start))
        high = self.starts[following] if following < len(self.starts) else len(self.text)
        before, after = self.text[low:start].lstrip(), self.text[end:high].rstrip()
        return Context(_last(before), self.text[start:end], _first(after))


def sentences_of(visible: Visible, language: str) -> Sentences:
    """Cut a visible text into sentences; `language` is a BCP 47 tag."""
    primary = language.partition("-")[0].lower()
    starts = (
        start + offset for start, end in visible.blocks for offset in _sentence_starts(visible.text[start:end], primary)
    )
    return Sentences(visible.text, (0, *(start for start in starts if start > 0)))


def _sentence_starts(block: str, language: str) -> Iterator[int]:
    at = 0
    for sentence in sentencex.segment(language, block):
        found = block.find(sentence.strip(), at)
        if found < 0:
            return  # the library changed the text: the rest counts as one sentence
        yield found
        at = found + len(sentence.strip())


def _last(before: str) -> str:
    return before if len(before) <= LONGEST else "… " + before[-LONGEST:].partition(" ")[2]


def _first(after: str) -> str:
    return after if len(after) <= LONGEST else after[:LONGEST].rpartition(" ")[0] + " …"
