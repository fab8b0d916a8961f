"""Where the words of an article stood when its anchors were last accepted, and where they went.

The accepted text and today's are aligned word by word by their longest common subsequence (Hunt and Szymanski 1977,
https://doi.org/10.1145/359581.359603). A stretch is only said to have come from another if words beside it came along:
a word or two alone are aligned by chance. All offsets are code points of the folded texts.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from explainer.text.words import Word, words

# So many words, of so many on either side of a stretch, must have come along with it, give or take so many words put in
# or taken out. Fewer are shared by chance, more forget what was edited.
COMPANY, REACH, SHIFT = 5, 8, 2
# Runs are carried on over so many edited words for each equal one. Higher asks more often which of two twins is left.
MISSED = 0.25
# Beyond what a passage and a copy of it have in common, so many words are looked at on either side; of the passage so
# many must have stood there before, and of the copy so many fewer. Higher asks more often which of the two is meant.
BEYOND, OLD_NEIGHBOURS, FEWER = 12, 6, 4
# They still stand beside it where so many words, of other texts too, are between.
PUT_IN = 48
# Two passages with so many words between them, and as many as they have, are not beside each other.
FAR = 60
# So much of some words, left where they stood, means that they were edited there and not moved.
LEFT = 0.5
# The aligner takes one bit for each pair of words; beyond so many nothing is aligned.
MOST_PAIRS = 1_000_000_000


_Run = tuple[
    int, int, int, int
]  # equal words: first and end in the accepted text, first and end in today's


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
    loose: frozenset[int] = field(
        repr=False
    )  # words of today's text that could as well have come from elsewhere

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

    def is_there(self, was: Words) -> bool:
        """Whether these words of the accepted text are surely still there, with words beside them."""
        now = self.went[was.first], self.went[was.last]
        there = min(now) >= 0 and _company(self.went, was.first, was.last)
        return there and self.loose.isdisjoint(range(now[0], now[1] + 1))

    def gap(self, kept: Words) -> tuple[int, int]:
        """The stretch of today's text between what stood right before and right after these words."""
        left = bisect_left(self._staying, kept.first) - 1
        right = bisect_right(self._staying, kept.last)
        low = self.now[self.went[self._staying[left]]].end if left >= 0 else 0
        if right < len(self._staying):
            return low, self.now[self.went[self._staying[right]]].start
        return low, self.now[-1].end if self.now else 0

    def left_in_place(self, kept: Words) -> tuple[int, int] | None:
        """The stretch of today's text where these words were edited, if much of them is left where they stood."""
        low, high = self.gap(kept)
        own = [word.text for word in self.before[kept.first : kept.last + 1]]
        first, last = _indices(self.now, low, high)
        if not 0 < last + 1 - first <= 2 * len(own):
            return None
        there = [word.text for word in self.now[first : last + 1]]
        is_left = LCSseq.similarity(own, there) >= LEFT * len(own)
        return (self.now[first].start, self.now[last].end) if is_left else None

    def share_of_others(self, start: int, end: int, kept: Words) -> float:
        """How much of a stretch of today's text, by its words, stood, or could have, elsewhere than these words."""
        first, last = _indices(self.now, start, end)
        inside = range(kept.first, kept.last + 1)
        came = [index for index in range(first, last + 1) if self.came[index] >= 0]
        others = sum(self.came[index] not in inside or index in self.loose for index in came)
        return others / max(last - first + 1, 1)

    def is_copy(self, copy: tuple[int, int], original: tuple[int, int], was: Words) -> bool:
        """Whether one stretch of today's text is a copy, put elsewhere, of another, which was `was`.

        A copy carries along what was copied with it, but not what stood beyond that, on either side.
        """
        now, other = Words(*_indices(self.now, *original)), Words(*_indices(self.now, *copy))
        for step, shared in _shared(self.now, now, other):
            before = _beyond(self.before, was, step, shared, BEYOND)
            own = _agreeing(before, _beyond(self.now, now, step, shared, BEYOND))
            own = max(own, self._still_beyond(was, now, other, step, shared))
            others = _agreeing(before, _beyond(self.now, other, step, shared, BEYOND))
            if (
                own < min(len(before), OLD_NEIGHBOURS)
                or own - others < min(FEWER, len(before))
                or len(before) < 2
            ):
                return False
        return True

    def are_far(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether so many words are between two stretches of today's text that they are no twins beside each other."""
        (low, before), (after, high) = (
            _indices(self.now, *min(one, other)),
            _indices(self.now, *max(one, other)),
        )
        return after - before > FAR + max(before - low, high - after)

    def may_have_been(self, other: Words, was: Words, start: int, end: int) -> bool:
        """Whether a stretch of today's text is, on either side, more like `other` than `was`, which read alike.

        What is compared is where the two begin to differ.
        """
        now = Words(*_indices(self.now, start, end))
        for step, shared in _shared(self.before, was, other):
            here = _beyond(self.now, now, step, shared, REACH)
            own = LCSseq.similarity(here, _beyond(self.before, was, step, shared, REACH))
            if LCSseq.similarity(here, _beyond(self.before, other, step, shared, REACH)) > own:
                return True
        return False

    def _still_beyond(self, was: Words, now: Words, other: Words, step: int, shared: int) -> int:
        """How many of the words beyond what is shared are still on that side, and nearer than the other stretch."""
        first, at = (was.last, now.last) if step > 0 else (was.first, now.first)
        beyond = range(first + step * (shared + 1), first + step * (shared + 1 + BEYOND), step)
        went = (self.went[old] for old in beyond if 0 <= old < len(self.went))
        away = (other.first - at) * step
        reach = min(PUT_IN, away) if away > 0 else PUT_IN
        return sum(each >= 0 and 0 < (each - at) * step <= reach for each in went)

    @cached_property
    def _staying(self) -> Sequence[int]:
        """The words of the accepted text that are still there, with words beside them, in order."""
        return tuple(_with_company(self.went))


def align(before: str, now: str) -> Alignment:
    """Align two folded texts. Texts too long to align give an alignment of nothing."""
    old, new = words(before), words(now)
    went, came = array("q", [-1]) * len(old), array("q", [-1]) * len(new)
    ours, theirs = [word.text for word in old], [word.text for word in new]
    opcodes = LCSseq.opcodes(ours, theirs) if len(old) * len(new) <= MOST_PAIRS else ()
    runs = [
        (op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in opcodes
        if op.tag == "equal"
    ]
    for low, high, first, _ in runs:
        for step in range(high - low):
            went[low + step], came[first + step] = first + step, low + step
    loose = {
        index for one, other in pairwise(runs) for index in _loose(one, other, ours, theirs, came)
    }
    return Alignment(old, new, went, came, frozenset(loose))


def _with_company(went: Sequence[int]) -> Iterator[int]:
    """Yield the indices of words that are still there with company; `went` is that of `Alignment`."""
    first = 0
    while first < len(went):
        end = first + 1
        while end < len(went) and went[first] >= 0 and went[end] == went[end - 1] + 1:
            end += 1
        is_company = end - first > COMPANY  # the words of a run are each other's company
        for index in range(first, end):
            if is_company or (went[index] >= 0 and _company(went, index, index)):
                yield index
        first = end


def _loose(
    one: _Run, other: _Run, ours: Sequence[str], theirs: Sequence[str], came: Sequence[int]
) -> Iterator[int]:
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


def _shared(found: Sequence[Word], one: Words, other: Words) -> Iterator[tuple[int, int]]:
    """Before (-1) and after (1) two stretches of a text: how far they are the same, a few edited words among them."""
    for step, at, to in ((-1, one.first, other.first), (1, one.last, other.last)):
        same = missed = shared = 0
        for count in range(1, len(found)):
            if min(at, to) + count * step < 0 or max(at, to) + count * step >= len(found):
                break
            if found[at + count * step].text == found[to + count * step].text:
                same, shared = same + 1, count
            else:
                missed += 1
            if missed > MISSED * same + 1:
                break
        yield step, shared


def _beyond(found: Sequence[Word], stretch: Words, step: int, shared: int, count: int) -> list[str]:
    """The texts of some words on one side of a stretch, the nearest first, after so many that are passed over."""
    first = (stretch.last if step > 0 else stretch.first) + step * (shared + 1)
    return [
        found[at].text for at in range(first, first + step * count, step) if 0 <= at < len(found)
    ]


def _agreeing(ones: Sequence[str], others: Sequence[str]) -> int:
    """How many of some words are at about the same place in others."""
    return sum(one in others[max(at - SHIFT, 0) : at + SHIFT + 1] for at, one in enumerate(ones))


def _indices(found: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The indices of the first and the last word in a stretch; the last is smaller where it has none."""
    return bisect_left(found, start, key=lambda word: word.end - 1), bisect_left(
        found, end, key=_start
    ) - 1


def _start(word: Word) -> int:
    return word.start


def _company(there: Sequence[int], first: int, last: int) -> bool:
    """Whether words beside these stand beside them in the other text too, edits among them allowed for."""
    beside = [(first, -step) for step in range(1, REACH + 1)] + [
        (last, step) for step in range(1, REACH + 1)
    ]
    along = [
        abs(step)
        for at, step in beside
        if 0 <= at + step < len(there)
        and there[at + step] >= 0
        and abs(there[at + step] - there[at] - step) <= SHIFT
    ]
    return len(along) >= COMPANY and min(along) <= SHIFT
