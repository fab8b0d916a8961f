"""The same as the map of an argument, in words: conclusions, below each what speaks for and against it, and so on."""

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from explainer.figures.graph import Arrow

_DEEPEST = 4  # levels below a conclusion: what goes on from there has its own place in the list


class Told(NamedTuple):
    """A node of the outline. `label` is how it speaks to the one above it, None at the top.

    `elsewhere`: its reasons are told at another place in the list, once.
    """

    node: int
    label: str | None
    reasons: "tuple[Told, ...]" = ()
    elsewhere: bool = False


def outline(nodes: Sequence[int], arrows: Sequence[Arrow]) -> tuple[Told, ...]:
    """Tell every arrow once, under its target, and the reasons of every node in one place, circles or not."""
    reasons: dict[int, list[Arrow]] = defaultdict(list)
    for arrow in sorted(arrows, key=lambda arrow: arrow.label != "supports"):
        reasons[arrow.target].append(arrow)
    speaking = {arrow.source for arrow in arrows}
    waiting = deque(sorted(nodes, key=lambda node: (node in speaking, node)))
    told = set[int]()

    def tell(node: int, label: str | None, depth: int) -> Told:
        if node in told or (depth > _DEEPEST and reasons.get(node)):
            if node not in told:
                waiting.appendleft(node)
            return Told(node, label, (), bool(reasons.get(node)))
        told.add(node)
        return Told(node, label, tuple(tell(arrow.source, arrow.label, depth + 1) for arrow in reasons.get(node, ())))

    found = []
    while waiting:
        node = waiting.popleft()
        if node not in told:
            found.append(tell(node, None, 0))
    return tuple(found)
