"""Marks on a visible text, and the text cut at their borders."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from explainer.text.formulas import formula_around
from explainer.text.visible import Visible

HIGHLIGHTED = ("claim", "date")  # kinds that cover words; the others are names that link


@dataclass(frozen=True)
class Mark:
    """A stretch of the visible text, in code points, to be marked as a highlight or a mention."""

    start: int
    end: int
    ref: str  # kind:id
    href: str
    id: str = ""  # for fragments; "" for none
    number: int = 0  # shown after a highlight; 0 for none
    label: str = ""  # accessible name of the link after a highlight
    details: str = ""  # id of the note on a highlight; "" for none
    former: str = ""  # former ids, separated by spaces
    # where its last few words begin, which show that there is a note; None for no note
    handle: int | None = None

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
        """Whether there is a note beside it, so that it is marked in a calm text, too."""
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
        """Return whether one element can hold both cuts: a name does not split a highlight."""
        is_next = self.node == before.node and self.first == before.last
        is_same = self.highlights == before.highlights and self.is_handle == before.is_handle
        return bool(self.highlights) and is_next and is_same and not self.wide and not before.wide


def _valid(visible: Visible, marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks that have a place in the text, in order; highlights hold whole formulas."""
    whole = []
    for mark in set(marks):
        if 0 <= mark.start < mark.end <= len(visible.text):
            whole.append(_around_formulas(visible.formulas, mark))
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
    """Return a highlight extended to the ends of the formulas that it cuts.

    A part of a formula is not a formula any more.
    """
    if not formulas or not mark.is_highlight:
        return mark
    start, end = formula_around(formulas, mark.start)[0], formula_around(formulas, mark.end)[1]
    handle = None if mark.handle is None else formula_around(formulas, mark.handle)[0]
    return replace(mark, start=start, end=end, handle=handle)


def _order(mark: Mark) -> tuple[int, int, str, str, str, int, str, str, str]:
    """Return a key for the order of the text, with marks before those inside them.

    The other fields only make the order the same each time.
    """
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
    """Yield the marked text cut at every border of a mark, each stretch with its marks.

    The marks are in order.
    """
    borders = set[int]()
    for mark in marks:
        borders.update(_borders(mark))
    coming, active = deque(marks), list[Mark]()
    for low, high in pairwise(sorted(borders)):
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
    """Return the marked parts of the nodes, cut at every border of a mark, in order.

    Marks without a place in the text are left out.
    """
    cuts = []
    for low, high, active in _stretches(_valid(visible, marks)):
        highlights, mention, is_handle = list[Mark](), None, False
        for mark in active:
            if not mark.is_highlight:
                mention = mark  # the only one: mentions do not overlap
                continue
            highlights.append(mark)
            if mark.handle is not None and mark.handle <= low:
                is_handle = True
        for node, first, last, _, _ in visible.pieces(low, high):
            cuts.append(Cut(node, first, last, tuple(highlights), mention, is_handle))
    count = Counter(cut.mention for cut in cuts)
    return [cut._replace(wide=cut.mention is not None and count[cut.mention] > 1) for cut in cuts]


def grouped(cuts: Iterable[Cut]) -> list[list[Cut]]:
    """Return the cuts in groups that one element can hold."""
    groups: list[list[Cut]] = []
    for cut in cuts:
        if groups and cut.continues(groups[-1][-1]):
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return groups
