"""What hangs together with what: the parts of a graph, and an order in which reasons stand before what they speak to.

A node is a number. Nothing here depends on anything but the numbers, so the same graph gives the same picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Arrow(NamedTuple):
    """One node speaks for or against another; `label` is the key of the format, `supports` or `attacks`."""

    source: int
    target: int
    label: str


def parts(arrows: Iterable[Arrow]) -> list[list[int]]:
    """Give the connected parts of a graph, the largest first, each in the order of its numbers."""
    near = _neighbours(arrows)
    found: dict[int, list[int]] = {}
    for node in sorted(near):
        if node not in found:
            part = sorted(_reached(node, near))
            found |= dict.fromkeys(part, part)
    return sorted({part[0]: part for part in found.values()}.values(), key=lambda part: (-len(part), part[0]))


def surroundings(node: int, arrows: Sequence[Arrow], most: int) -> list[int]:
    """Give what is at most two steps away, the nearest first, and no more than `most`: the node itself comes first.

    The second step is taken for a neighbour only where all that it leads to still has room.
    """
    near = _neighbours(arrows)
    kept = dict.fromkeys([node, *near[node]][:most])
    for neighbour in list(kept)[1:]:
        more = [other for other in near[neighbour] if other not in kept]
        if len(kept) + len(more) <= most:
            kept |= dict.fromkeys(more)
    return list(kept)


def from_reasons(nodes: Sequence[int], arrows: Sequence[Arrow]) -> list[int]:
    """Order nodes so that each stands below all that speak to it, close to them; in a circle, one has to stand above.

    Each conclusion is preceded by its reasons, and each of these by its own. Those that need most lines side by side
    come first, so that no line has to pass them (as Sethi and Ullman, "The generation of optimal code for arithmetic
    expressions", 1970, save registers).
    """
    reasons = grouped((arrow.target, arrow.source) for arrow in arrows)
    speaking = {arrow.source for arrow in arrows}
    conclusions_first = sorted(nodes, key=lambda node: (node in speaking, node))
    lines: dict[int, int] = {}
    for node in _after_reasons(conclusions_first, reasons):
        needed = sorted((lines.get(reason, 0) for reason in reasons.get(node, ())), reverse=True)
        lines[node] = max([min(1, len(needed)), *(each + (index > 0) for index, each in enumerate(needed))])
    thickest_first = {
        node: sorted(found, key=lambda reason: (-lines[reason], reason)) for node, found in reasons.items()
    }
    return _after_reasons(conclusions_first, thickest_first)


def _after_reasons(roots: Sequence[int], reasons: Mapping[int, list[int]]) -> list[int]:
    """Walk depth first; each node comes after its reasons, but for those that it is itself a reason of."""
    order: dict[int, None] = {}
    begun = set[int]()
    for root in roots:
        waiting = [root]
        while waiting:
            node = waiting[-1]
            fresh = [] if node in begun else [reason for reason in reasons.get(node, ()) if reason not in begun]
            begun.add(node)
            if fresh:
                waiting += reversed(fresh)
            else:
                order.setdefault(waiting.pop())
    return list(order)


def layers(order: Sequence[int], arrows: Iterable[Arrow]) -> dict[int, int]:
    """Give the length of the longest way on which reasons lead to each node, from 0; ways back up do not count."""
    row = {node: index for index, node in enumerate(order)}
    reasons = grouped((arrow.target, arrow.source) for arrow in arrows if row[arrow.source] < row[arrow.target])
    depths: dict[int, int] = {}
    for node in order:
        depths[node] = max((depths[reason] + 1 for reason in reasons.get(node, ())), default=0)
    return depths


def grouped(pairs: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
    """Group the second numbers by the first, each once, in their order."""
    groups: dict[int, dict[int, None]] = defaultdict(dict)
    for key, value in pairs:
        groups[key].setdefault(value)
    return {key: list(values) for key, values in groups.items()}


def _neighbours(arrows: Iterable[Arrow]) -> Mapping[int, list[int]]:
    return grouped(pair for arrow in arrows for pair in ((arrow.source, arrow.target), (arrow.target, arrow.source)))


def _reached(start: int, near: Mapping[int, list[int]]) -> set[int]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = [other for other in near[waiting.pop()] if other not in reached]
        reached.update(fresh)
        waiting += fresh
    return reached
