"""The editorial rule about how claims support each other: an argument should not rest on itself."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from explainer.entries import Claim
from explainer.model import Entry
from explainer.rules.rule_types import EditorialRule, Finding, Review


def circular_support(review: Review) -> Iterator[Finding]:
    """Report claims that support each other, directly or through others: a circular argument.

    Each claim is reported in one circle, the shortest that it is in.

    Bad: `a` with `supports: [b]` and `b` with `supports: [a]`. Good: only one of the two.
    """
    claims, seen = review.loaded.claims, set[str]()
    arrows = _in_circles(claims)
    for claim_id in arrows:
        if claim_id in seen:
            continue
        steps = _way_back(arrows, claim_id)
        if steps:
            seen.update(steps)
            way = " → ".join([claim_id, *steps])
            message = f"these claims support each other in a circle: {way}; remove one of the steps"
            entry = claims[claim_id]
            yield Finding(entry.at("supports", entry.body.supports.index(steps[0])), message, entry)


def _in_circles(claims: Mapping[str, Entry[Claim]]) -> dict[str, list[str]]:
    """Return the claims in a circle, or between two circles, each with those that it supports.

    A claim that names itself is left out: that is an error of its own (self-reference).
    """
    forwards: dict[str, list[str]] = {}
    backwards: dict[str, list[str]] = {}
    for claim_id, entry in claims.items():
        targets = [each for each in entry.body.supports if each != claim_id and each in claims]
        forwards[claim_id] = targets
        for target in targets:
            backwards.setdefault(target, []).append(claim_id)
    kept = _endless(forwards) & _endless(backwards)
    inner: dict[str, list[str]] = {}
    for claim_id in claims:
        if claim_id in kept:
            inner[claim_id] = [each for each in forwards[claim_id] if each in kept]
    return inner


def _endless(arrows: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the claims from which arrows lead into a circle."""
    sorter = TopologicalSorter(arrows)
    with suppress(CycleError):
        sorter.prepare()
    ended = set[str]()
    while ready := sorter.get_ready():
        ended.update(ready)
        sorter.done(*ready)
    return arrows.keys() - ended


def _way_back(arrows: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """Return the shortest way from a claim back to itself, without the first; empty if none."""
    before = dict.fromkeys(arrows[start], start)
    waiting = deque(before)
    while waiting and start not in before:
        claim_id = waiting.popleft()
        for target in arrows[claim_id]:
            if target not in before:
                before[target] = claim_id
                waiting.append(target)
    if start not in before:
        return []
    way = [start]
    while before[way[-1]] != start:
        way.append(before[way[-1]])
    return way[::-1]


ARGUMENT_RULES: tuple[EditorialRule, ...] = (circular_support,)
