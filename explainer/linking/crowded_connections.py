"""Report claims and dates that connect so many actors that their pages would never end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from explainer.format.restating import of_originals
from explainer.model import Loaded, Problem, Ref, Relation

# Actors in an event that connects each with each; a crowd says little of any two of them
MOST_TOGETHER = 50
MOST_PAIRS = 1_000_000  # pairs of actors, of all claims and dates

Counts = Mapping[tuple[Ref, str], int]  # how many entries a claim or date names under a key


def crowded_connections(loaded: Loaded, relations: Iterable[Relation]) -> Iterator[Problem]:
    """Report the claim or date that connects most actors, if all together connect too many."""
    pairs = _connected_pairs(loaded, relations)
    total = pairs.total()
    if total > MOST_PAIRS:
        [(ref, own)] = pairs.most_common(1)
        message = (
            f"claims and dates would connect {total:,} pairs of actors, more than {MOST_PAIRS:,},"
            f" and {ref} connects most ({own:,}); name fewer actors, or relate fewer claims"
        )
        yield Problem(loaded.entries[ref].at(), "error", message, "too-large")


def _connected_pairs(loaded: Loaded, relations: Iterable[Relation]) -> Counter[Ref]:
    """Return how many pairs of actors each claim and date connects.

    A claim connects each actor who makes or restates it with each whom it is about, who disputes
    it, and who makes or restates a claim that it supports or attacks.
    """
    relations = dict.fromkeys(of_originals(loaded, relations))
    counts = Counter((subject, label) for subject, label, _ in relations)
    beside = Counter[Ref]()  # the actors with whom each maker of a claim is connected
    for subject, label, target in relations:
        if label in ("supports", "attacks"):
            beside[subject] += _makers(target, counts)
    pairs = Counter[Ref]()
    for claim in loaded.claims.values():
        reported = max(counts[claim.ref, "by"] - 1, 0)
        others = counts[claim.ref, "about"] + counts[claim.ref, "disputed_by"] + reported
        pairs[claim.ref] = _makers(claim.ref, counts) * (others + beside[claim.ref])
    for date in loaded.dates.values():
        together = counts[date.ref, "actors"]
        pairs[date.ref] = together**2 if together <= MOST_TOGETHER else 0
    return pairs


def _makers(claim: Ref, counts: Counts) -> int:
    """Return how many actors make a claim, or restate it; further ones under `by` do not."""
    return min(counts.get((claim, "by"), 0), 1) + counts.get((claim, "restated_by"), 0)
