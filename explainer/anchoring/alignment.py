"""Where the words of an article stood when its anchors were last accepted, and where they went.

The accepted text and today's are aligned word by word by their longest common subsequence (Hunt and Szymanski 1977,
https://doi.org/10.1145/359581.359603). A stretch is only said to have come from another if words beside it came along:
a word or two alone are aligned by chance. All offsets are code points of the folded texts.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from explainer.text.words import Word, words

# So many words, of so many on either side of a stretch, must have come along with it, give or take so many words put in
# or taken out. Fewer are shared by chance, more forget what was edited.
COMPANY, REACH, SHIFT = 5, 8, 2
# Runs are carried on over so many edited words for each equal one. Higher asks more often which of two twins is left.
MISSED = 0.25
# The aligner takes one bit for each pair of words; beyond so many nothing is aligned.
MOST_PAIRS = 1_000_000_000


_Run = tuple[int, int, int, int]  # equal words: first and end in the accepted text, first and end in today's


class Words(NamedTuple):
    """The first and the last of some words of the accepted text, by their indices."""

    first: int
    last: int


@dataclass(frozen=True)
class Alignment:
    """The words of both texts, and for each the index of the same word in the other text, or -1."""

    before: Sequence[Word] = field(repr=False)
    now: Sequence[Word] = field(repr=False)
    went: "array[int]" = field(repr=False)
    came: "array[int]" = field(repr=False)
    loose: frozenset[int] = field(repr=False)  # words of today's text that could as well have come from elsewhere

    def words_before(self, start: int, end: int) -> Words:
        """The words in a stretch of the accepted text."""
        return Words(*_indices(self.before, start, end))

    def origin(self, start: int, end: int) -> Words | None:
        """The words of the accepted text that a stretch of today's was, if words beside it came along with it."""
        first, last = _indices(self.now, start, end)
        if last < first or self.came[first] < 0 or self.came[last] < 0:
            return None
        if not _company(self.came, first, last):
            return None
        return Words(self.came[first], self.came[last])

    def is_loose(self, start: int, end: int) -> bool:
        """Whether a word of a stretch of today's text could as well have come from elsewhere.

        Of two sentences that begin alike, one is gone: who can tell which of the two beginnings is left?
        """
        first, last = _indices(self.now, start, end)
        return any(index in self.loose for index in range(first, last + 1))

    def gap(self, kept: Words) -> tuple[int, int]:
        """The stretch of today's text between what stood right before and right after these words."""
        left = next((index for index in range(kept.first - 1, -1, -1) if self._stayed(index)), None)
        right = next((index for index in range(kept.last + 1, len(self.before)) if self._stayed(index)), None)
        low = self.now[self.went[left]].end if left is not None else 0
        high = self.now[self.went[right]].start if right is not None else self.now[-1].end if self.now else 0
        return low, high

    def share_of_others(self, start: int, end: int, kept: Words) -> float:
        """How much of a stretch of today's text, by its words, stood, or could have, elsewhere than these words."""
        first, last = _indices(self.now, start, end)
        inside = range(kept.first, kept.last + 1)
        came = [index for index in range(first, last + 1) if self.came[index] >= 0]
        others = sum(self.came[index] not in inside or index in self.loose for index in came)
        return others / max(last - first + 1, 1)

    def _stayed(self, index: int) -> bool:
        """Whether the word of the accepted text is still there, with words beside it."""
        return self.went[index] >= 0 and _company(self.went, index, index)


def align(before: str, now: str) -> Alignment:
    """Align two folded texts. Texts too long to align give an alignment of nothing."""
    old, new = words(before), words(now)
    went, came = array("q", [-1]) * len(old), array("q", [-1]) * len(new)
    ours, theirs = [word.text for word in old], [word.text for word in new]
    opcodes = LCSseq.opcodes(ours, theirs) if len(old) * len(new) <= MOST_PAIRS else ()
    runs = [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in opcodes if op.tag == "equal"]
    for low, high, first, _ in runs:
        for step in range(high - low):
            went[low + step], came[first + step] = first + step, low + step
    loose = {index for one, other in pairwise(runs) for index in _loose(one, other, ours, theirs, came)}
    return Alignment(old, new, went, came, frozenset(loose))


def _loose(one: _Run, other: _Run, ours: Sequence[str], theirs: Sequence[str], came: Sequence[int]) -> Iterator[int]:
    """The words of today's text beside a gap that could be words of the run beyond it, carried on over the gap."""
    if other[0] - one[0] == other[2] - one[2]:
        return  # words were replaced by as many: carried on, each run is the other
    for low, first, step in ((other[0] - 1, other[2] - 1, -1), (one[1], one[3], 1)):
        same = missed = 0
        while 0 <= low < len(ours) and 0 <= first < len(theirs) and missed <= MISSED * same + 1:
            if came[first] == low:
                break
            if ours[low] == theirs[first]:
                yield first
                yield from (at for at in (_now(low, one), _now(low, other)) if at is not None)
                same += 1
            else:
                missed += 1
            low, first = low + step, first + step


def _now(low: int, run: _Run) -> int | None:
    """Where a word of the accepted text is now, if it is of this run."""
    return run[2] + low - run[0] if run[0] <= low < run[1] else None


def _indices(found: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The indices of the first and the last word in a stretch; the last is smaller where it has none."""
    return bisect_left(found, start, key=lambda word: word.end - 1), bisect_left(found, end, key=_start) - 1


def _start(word: Word) -> int:
    return word.start


def _company(there: Sequence[int], first: int, last: int) -> bool:
    """Whether words beside these stand beside them in the other text too, edits among them allowed for."""
    beside = [(first, -step) for step in range(1, REACH + 1)] + [(last, step) for step in range(1, REACH + 1)]
    along = [
        abs(step)
        for at, step in beside
        if 0 <= at + step < len(there) and there[at + step] >= 0 and abs(there[at + step] - there[at] - step) <= SHIFT
    ]
    return len(along) >= COMPANY and min(along) <= SHIFT
