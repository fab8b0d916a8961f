"""Marks on a visible text, and the text cut at their borders."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from explainer.text.formulas import formula_around
from explainer.text.visible import Visible

HIGHLIGHTED = ("claim", "date")  # kinds that cover words; all others are names that link


@dataclass(frozen=True)
class Mark:
    """A stretch of the visible text, in code points, to be marked as a highlight or as a mention."""

    start: int
    end: int
    ref: str  # kind:id
    href: str
    id: str = ""  # for fragments; "" for none
    number: int = 0  # shown after a highlight; 0 for none
    label: str = ""  # accessible name of the link behind a highlight
    details: str = ""  # id of the note on a highlight; "" for none
    former: str = ""  # ids that it had before, separated by spaces
    handle: int | None = (
        None  # where its last few words begin, which are the sign of a note; None without one
    )

    @property
    def kind(self) -> str:
        """The part of `ref` before the colon."""
        return self.ref.partition(":")[0]

    @property
    def is_highlight(self) -> bool:
        """Whether it covers words, as a claim does; otherwise it makes a name a link."""
        return self.kind in HIGHLIGHTED

    @property
    def is_noted(self) -> bool:
        """Whether there is something to read beside it, so that it is marked in a calm text, too."""
        return self.handle is not None


class Cut(NamedTuple):
    """A stretch of one node with all that covers it. A mention in more than one cut is `wide`."""

    node: int
    first: int
    last: int
    highlights: tuple[Mark, ...]
    mention: Mark | None
    is_handle: bool = False  # of one of its highlights
    wide: bool = False

    def continues(self, before: "Cut") -> bool:
        """Whether one element can hold both cuts, so that a name inside a highlight does not split it."""
        is_next = self.node == before.node and self.first == before.last
        is_same = self.highlights == before.highlights and self.is_handle == before.is_handle
        return bool(self.highlights) and is_next and is_same and not self.wide and not before.wide


def _valid(visible: Visible, marks: Iterable[Mark]) -> list[Mark]:
    inside = {mark for mark in marks if 0 <= mark.start < mark.end <= len(visible.text)}
    whole = [_around_formulas(visible.formulas, mark) for mark in inside]
    kept: list[Mark] = []
    free = 0  # where the last mention ends
    for mark in sorted(whole, key=_order):
        if mark.is_highlight:
            kept.append(mark)
        elif mark.start >= free and not _overlaps(visible.unlinkable, mark):
            kept.append(mark)
            free = mark.end
    return kept


def _around_formulas(formulas: Sequence[tuple[int, int]], mark: Mark) -> Mark:
    """Return a highlight that holds formulas as a whole: a part of one is no formula any more."""
    if not formulas or not mark.is_highlight:
        return mark
    start, end = formula_around(formulas, mark.start)[0], formula_around(formulas, mark.end)[1]
    handle = None if mark.handle is None else formula_around(formulas, mark.handle)[0]
    return replace(mark, start=start, end=end, handle=handle)


def _order(mark: Mark) -> tuple[int, int, str, str, str, int, str, str, str]:
    """In the order of the text, what holds others first; whatever else differs keeps the order the same each time."""
    return (
        mark.start,
        -mark.end,
        mark.ref,
        mark.href,
        mark.id,
        mark.number,
        mark.label,
        mark.details,
        mark.former,
    )


def _overlaps(stretches: Sequence[tuple[int, int]], mark: Mark) -> bool:
    before = bisect_left(stretches, (mark.end,)) - 1
    return before >= 0 and stretches[before][1] > mark.start


def _stretches(marks: Sequence[Mark]) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
    """The text cut at every border of a mark: each stretch with the marks that cover it. Marks are in order."""
    borders = sorted({border for mark in marks for border in _borders(mark)})
    coming, active = deque(marks), list[Mark]()
    for low, high in pairwise(borders):
        active = [mark for mark in active if mark.end > low]
        while coming and coming[0].start <= low:
            active.append(coming.popleft())
        if active:
            yield low, high, tuple(active)


def _borders(mark: Mark) -> tuple[int, ...]:
    if mark.handle is None or not mark.start < mark.handle < mark.end:
        return (mark.start, mark.end)
    return (mark.start, mark.handle, mark.end)


def cuts_of(visible: Visible, marks: Iterable[Mark]) -> list[Cut]:
    """The nodes of a visible text cut at every border of a mark, in order; without marks that have no place."""
    cuts = []
    for low, high, active in _stretches(_valid(visible, marks)):
        highlights = tuple(mark for mark in active if mark.is_highlight)
        mention = next((mark for mark in active if not mark.is_highlight), None)
        is_handle = any(mark.handle is not None and mark.handle <= low for mark in highlights)
        pieces = visible.pieces(low, high)
        cuts += [Cut(p.node, p.first, p.last, highlights, mention, is_handle) for p in pieces]
    count = Counter(cut.mention for cut in cuts)
    return [cut._replace(wide=cut.mention is not None and count[cut.mention] > 1) for cut in cuts]


def grouped(cuts: Iterable[Cut]) -> list[list[Cut]]:
    """Cuts that one element can hold, together."""
    groups: list[list[Cut]] = []
    for cut in cuts:
        if groups and cut.continues(groups[-1][-1]):
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return groups
