"""Where the words of an article were when its anchors were last accepted, and where they are now.

The accepted text and today's are aligned word by word by their longest common subsequence (Hunt
and Szymanski 1977, https://doi.org/10.1145/359581.359603). One stretch counts as coming from
another only if neighbouring words came along: one or two words alone may be aligned by chance.
All offsets are code points of the folded texts.
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

# At least COMPANY of the REACH words on either side of a stretch must have come along with it, with
# at most SHIFT words inserted or deleted between. Fewer words are shared by chance; more of them
# would miss stretches whose neighbourhood was edited.
COMPANY, REACH, SHIFT = 5, 8, 2
# Runs are extended over this many edited words for each equal one. A higher value asks more often
# which of two twins is left.
MISSED = 0.25
# Beyond what a passage and a copy of it have in common, BEYOND words are compared on either side.
# Beside the passage, at least OLD_NEIGHBOURS of them must have been there before; beside the copy,
# at least FEWER fewer. Higher values ask more often which of the two is meant.
BEYOND, OLD_NEIGHBOURS, FEWER = 12, 6, 4
# Old neighbours still count as beside a passage if at most this many words stand between them.
PUT_IN = 48
# Two passages are far apart if this many words, and their own number of words, are between them.
FAR = 60
# If this share of some words is left where they stood, they were edited there rather than moved.
LEFT = 0.5
# The aligner takes one bit for each pair of words; with more pairs nothing is aligned.
MOST_PAIRS = 1_000_000_000


class Stretch(NamedTuple):
    """Part of a folded text, in code points: `text[start:end]`."""

    start: int
    end: int


class Words(NamedTuple):
    """Consecutive words of a text, by the indices of the first and the last.

    There are none if `last` is less than `first`.
    """

    first: int
    last: int


class _Run(NamedTuple):
    """Consecutive words that both texts have, by their indices in each; the ends are exclusive."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def position_now(self, old: int) -> int | None:
        """Return the index in today's text of a word of the accepted text, if the run has it."""
        if self.old_start <= old < self.old_end:
            return self.new_start + old - self.old_start
        return None


@dataclass(frozen=True)
class Alignment:
    """The words of both texts, and for each the index of the same word in the other text, or -1."""

    before: Sequence[Word] = field(repr=False)
    now: Sequence[Word] = field(repr=False)
    went: "array[int]" = field(repr=False)
    came: "array[int]" = field(repr=False)
    # indices of words of today's text that may just as well have come from elsewhere
    interchangeable: frozenset[int] = field(repr=False)

    def words_before(self, start: int, end: int) -> Words:
        """Return the words in a stretch of the accepted text."""
        return _words_in(self.before, start, end)

    def origin(self, start: int, end: int) -> Words | None:
        """Return the words of the accepted text from which a stretch of today's text came.

        None unless neighbouring words came along with it.
        """
        first, last = _words_in(self.now, start, end)
        if last < first or self.came[first] < 0 or self.came[last] < 0:
            return None
        if not _has_company(self.came, first, last):
            return None
        return Words(self.came[first], self.came[last])

    def is_interchangeable(self, start: int, end: int) -> bool:
        """Return whether some word of a stretch of today's text may have come from elsewhere.

        If one of two sentences that begin alike is deleted, either beginning may be the one left.
        """
        first, last = _words_in(self.now, start, end)
        return not self.interchangeable.isdisjoint(range(first, last + 1))

    def is_in_today(self, was: Words) -> bool:
        """Return whether words of the accepted text are surely in today's, with neighbours."""
        first, last = self.went[was.first], self.went[was.last]
        if min(first, last) < 0 or not _has_company(self.went, was.first, was.last):
            return False
        return self.interchangeable.isdisjoint(range(first, last + 1))

    def gap(self, kept: Words) -> Stretch:
        """Return the stretch of today's text between the old neighbours of these words."""
        left = bisect_left(self._staying, kept.first) - 1
        right = bisect_right(self._staying, kept.last)
        low = 0
        if left >= 0:
            low = self.now[self.went[self._staying[left]]].end
        if right < len(self._staying):
            return Stretch(low, self.now[self.went[self._staying[right]]].start)
        return Stretch(low, self.now[-1].end if self.now else 0)

    def left_in_place(self, kept: Words) -> Stretch | None:
        """Return where these words were edited, if much of them is left where they stood."""
        first, last = _words_in(self.now, *self.gap(kept))
        own = _texts(self.before[kept.first : kept.last + 1])
        if not 0 < last + 1 - first <= 2 * len(own):
            return None
        in_gap = _texts(self.now[first : last + 1])
        if LCSseq.similarity(own, in_gap) < LEFT * len(own):
            return None
        return Stretch(self.now[first].start, self.now[last].end)

    def share_of_others(self, start: int, end: int, kept: Words) -> float:
        """Return the share of a stretch's words that were not among `kept`, or may not have been.

        The stretch is one of today's text; words that came since do not count.
        """
        first, last = _words_in(self.now, start, end)
        inside = range(kept.first, kept.last + 1)
        others = 0
        for index in range(first, last + 1):
            origin = self.came[index]
            if origin >= 0 and (origin not in inside or index in self.interchangeable):
                others += 1
        return others / max(last - first + 1, 1)

    def is_copy(self, copy: Stretch, original: Stretch, was: Words) -> bool:
        """Return whether `copy` was copied from `original`, which was `was`, to another place.

        Both are stretches of today's text. A copy brings along what was copied with it, but on
        neither side what stood beyond that.
        """
        now, other = _words_in(self.now, *original), _words_in(self.now, *copy)
        for step, shared in _shared_on_sides(self.now, now, other):
            before = _words_beyond(self.before, was, step, shared, BEYOND)
            own = _agreeing(before, _words_beyond(self.now, now, step, shared, BEYOND))
            own = max(own, self._still_beyond(was, now, other, step, shared))
            others = _agreeing(before, _words_beyond(self.now, other, step, shared, BEYOND))
            if (
                own < min(len(before), OLD_NEIGHBOURS)
                or own - others < min(FEWER, len(before))
                or len(before) < 2
            ):
                return False
        return True

    def are_far(self, one: Stretch, other: Stretch) -> bool:
        """Return whether two stretches of today's text are too far apart to be twin neighbours."""
        low, before = _words_in(self.now, *min(one, other))
        after, high = _words_in(self.now, *max(one, other))
        return after - before > FAR + max(before - low, high - after)

    def may_have_been(self, other: Words, was: Words, start: int, end: int) -> bool:
        """Return whether a stretch of today's text is more like `other` than `was` on some side.

        `other` and `was` read alike; the words compared are those where the two begin to differ.
        """
        now = _words_in(self.now, start, end)
        for step, shared in _shared_on_sides(self.before, was, other):
            here = _words_beyond(self.now, now, step, shared, REACH)
            own = LCSseq.similarity(here, _words_beyond(self.before, was, step, shared, REACH))
            others = _words_beyond(self.before, other, step, shared, REACH)
            if LCSseq.similarity(here, others) > own:
                return True
        return False

    def _still_beyond(self, was: Words, now: Words, other: Words, step: int, shared: int) -> int:
        """Count the words past the shared ones that are still on that side of `now`.

        They must be nearer than `other`, if that is on the same side.
        """
        first, at = (was.last, now.last) if step > 0 else (was.first, now.first)
        away = (other.first - at) * step
        reach = min(PUT_IN, away) if away > 0 else PUT_IN
        count = 0
        for distance in range(shared + 1, shared + 1 + BEYOND):
            old = first + step * distance
            if not 0 <= old < len(self.went) or self.went[old] < 0:
                continue
            if 0 < (self.went[old] - at) * step <= reach:
                count += 1
        return count

    @cached_property
    def _staying(self) -> Sequence[int]:
        """The indices of the accepted text's words that are still there with neighbours."""
        return tuple(_with_company(self.went))


def align(before: str, now: str) -> Alignment:
    """Align two folded texts; texts that are too long to align have no word in common."""
    old = words(before)
    new = old if now == before else words(now)
    went, came = array("q", [-1]) * len(old), array("q", [-1]) * len(new)
    ours, theirs = _texts(old), _texts(new)
    runs = list(_runs(ours, theirs))
    for run in runs:
        for step in range(run.old_end - run.old_start):
            went[run.old_start + step] = run.new_start + step
            came[run.new_start + step] = run.old_start + step
    interchangeable: set[int] = set()
    for one, other in pairwise(runs):
        interchangeable.update(_interchangeable(one, other, ours, theirs, came))
    return Alignment(old, new, went, came, frozenset(interchangeable))


def _texts(found: Sequence[Word]) -> list[str]:
    return [word.text for word in found]


def _runs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Run]:
    """Yield the runs of words that both texts have in the same order."""
    if len(ours) * len(theirs) > MOST_PAIRS:
        return
    for op in LCSseq.opcodes(ours, theirs):
        if op.tag == "equal":
            yield _Run(op.src_start, op.src_end, op.dest_start, op.dest_end)


def _with_company(went: Sequence[int]) -> Iterator[int]:
    """Yield the indices of words that are still there with neighbours.

    `went` is that of `Alignment`.
    """
    first = 0
    while first < len(went):
        end = first + 1
        while end < len(went) and went[first] >= 0 and went[end] == went[end - 1] + 1:
            end += 1
        is_company = end - first > COMPANY  # the words of a run are each other's company
        for index in range(first, end):
            if is_company or (went[index] >= 0 and _has_company(went, index, index)):
                yield index
        first = end


def _interchangeable(
    one: _Run, other: _Run, ours: Sequence[str], theirs: Sequence[str], came: Sequence[int]
) -> Iterator[int]:
    """Yield the words beside a gap that may as well belong to the run on its other side.

    These are indices of today's text. Each of the two runs is extended over the gap as long as
    its words are mostly equal.
    """
    if other.old_start - one.old_start == other.new_start - one.new_start:
        return  # as many words were replaced: extended, each run is the other
    backwards, forwards = (
        (other.old_start - 1, other.new_start - 1, -1),
        (one.old_end, one.new_end, 1),
    )
    for old, new, step in (backwards, forwards):
        same = missed = 0
        while 0 <= old < len(ours) and 0 <= new < len(theirs) and missed <= MISSED * same + 1:
            if came[new] == old:
                break
            if ours[old] == theirs[new]:
                yield new
                for run in (one, other):
                    position = run.position_now(old)
                    if position is not None:
                        yield position
                same += 1
            else:
                missed += 1
            old, new = old + step, new + step


def _shared_on_sides(found: Sequence[Word], one: Words, other: Words) -> Iterator[tuple[int, int]]:
    """Yield how far the words before (-1) and after (1) two parts of a text are the same.

    The second number counts words; a few edited words among them are allowed for.
    """
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


def _words_beyond(
    found: Sequence[Word], inner: Words, step: int, shared: int, count: int
) -> list[str]:
    """Return up to `count` words on one side of others, nearest first, past the `shared` ones."""
    edge = inner.last if step > 0 else inner.first
    first = edge + step * (shared + 1)
    indices = range(first, first + step * count, step)
    return [found[at].text for at in indices if 0 <= at < len(found)]


def _agreeing(ones: Sequence[str], others: Sequence[str]) -> int:
    """Count the words that are at about the same position in `others`."""
    return sum(one in others[max(at - SHIFT, 0) : at + SHIFT + 1] for at, one in enumerate(ones))


def _words_in(found: Sequence[Word], start: int, end: int) -> Words:
    """Return the words that a stretch of the text touches."""
    first = bisect_left(found, start, key=lambda word: word.end - 1)
    return Words(first, bisect_left(found, end, key=_start) - 1)


def _start(word: Word) -> int:
    return word.start


def _has_company(positions: Sequence[int], first: int, last: int) -> bool:
    """Return whether enough neighbours of some words are their neighbours in the other text, too.

    `positions` has the index in the other text of each word, or -1; edits are allowed for.
    """
    along = [*_distances(positions, first, -1), *_distances(positions, last, 1)]
    return len(along) >= COMPANY and min(along) <= SHIFT


def _distances(positions: Sequence[int], at: int, step: int) -> Iterator[int]:
    """Yield the distances from a word, in one direction, of the neighbours that came along."""
    for distance in range(1, REACH + 1):
        beside = at + step * distance
        if not 0 <= beside < len(positions) or positions[beside] < 0:
            continue
        if abs(positions[beside] - positions[at] - step * distance) <= SHIFT:
            yield distance
