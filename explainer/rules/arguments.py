"""The editorial rule about how claims hang together: what rests on itself."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from explainer.entries import Claim
from explainer.model import Entry
from explainer.rules.model import EditorialRule, Finding, Review


def circular_support(review: Review) -> Iterator[Finding]:
    """Report claims that support each other, directly or by way of others: such an argument rests on itself.

    Each claim is reported in one circle, the shortest that it is in.

    Bad: `a` with `supports: [b]` and `b` with `supports: [a]`. Good: only one of the two.
    """
    claims, told = review.loaded.claims, set[str]()
    for claim_id, entry in claims.items():
        steps = [] if claim_id in told else _way_back(claims, claim_id)
        if steps:
            told.update(steps)
            way = " → ".join([claim_id, *steps])
            message = f"these claims support each other in a circle: {way}; remove one of the steps"
            yield Finding(entry.at("supports", entry.body.supports.index(steps[0])), message, entry)


def _way_back(claims: Mapping[str, Entry[Claim]], start: str) -> Sequence[str]:
    """Return the shortest way from a claim over those that it supports back to it, without the first; or none."""
    ways = deque([[target] for target in _supported(claims, start)])
    seen = set[str]()
    while ways:
        way = ways.popleft()
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend([*way, target] for target in _supported(claims, way[-1]))
    return ()


def _supported(claims: Mapping[str, Entry[Claim]], claim_id: str) -> Iterator[str]:
    """Yield the claims that a claim supports; that one names itself is an error of its own."""
    supports = claims[claim_id].body.supports if claim_id in claims else ()
    yield from (target for target in supports if target != claim_id)


ARGUMENT_RULES: tuple[EditorialRule, ...] = (circular_support,)
