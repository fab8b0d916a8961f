"""How actors are connected: who speaks about whom, who disputes or backs whom, and who takes part in the same events.

Two names in one paragraph are no connection.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import NamedTuple

from explainer.format.wording import counted
from explainer.model import Ref
from explainer.pages.lookup import Lookup
from explainer.pages.voices import reported, speaker

SPEAKS, SPOKEN = "Speaks about", "Spoken about by"
DISPUTES, DISPUTED = "Disputes", "Disputed by"
BACKS, BACKED = "Backs", "Backed by"
TOGETHER = "In the same events as"
# Each way of being connected as seen from one of the two, in the order of an actor's page, and as seen from the other.
_REVERSED = {
    SPEAKS: SPOKEN,
    SPOKEN: SPEAKS,
    DISPUTES: DISPUTED,
    DISPUTED: DISPUTES,
    BACKS: BACKED,
    BACKED: BACKS,
    TOGETHER: TOGETHER,
}

# By actor and by way: the others, those with the most ties first, and the claims or dates through which.
Ties = Mapping[Ref, frozenset[Ref]]
Connections = Mapping[Ref, Mapping[str, Ties]]


class Appearances(NamedTuple):
    """The claims that an actor makes and is the subject of, the dates it takes part in, the places that name it."""

    made: frozenset[Ref]
    about: frozenset[Ref]
    dates: frozenset[Ref]
    places: int

    @property
    def total(self) -> int:
        """Return how often the actor appears at all; a claim that it makes about itself counts once."""
        return len(self.made | self.about | self.dates) + self.places

    def __str__(self) -> str:
        made, about = len(self.made), len(self.about)
        if made:
            also = f" and is the subject of {about}" if about else ""
            return f"Makes {counted(made, 'claim')}{also}"
        if about:
            return f"Subject of {counted(about, 'claim')}"
        if self.dates:
            return f"Takes part in {counted(len(self.dates), 'event')}"
        return named(self.places)


def named(times: int) -> str:
    """Say how often texts name an entry; "" where none does."""
    if times == 1:
        return "Named once"
    return f"Named {times} times" if times else ""


class _Tie(NamedTuple):
    """One way in which an actor is connected with another, and the claim or date that says so."""

    one: Ref
    way: str
    other: Ref
    through: Ref


def appearances(lookup: Lookup, actor: Ref) -> Appearances:
    """Count where an actor appears: the one rule for who appears most, on whatever page."""
    by = frozenset(lookup.subjects.get((actor, "by"), ()))
    made = frozenset(claim for claim in by if speaker(lookup, claim) == actor)
    about = (by - made).union(lookup.subjects.get((actor, "about"), ()))
    dates = frozenset(lookup.subjects.get((actor, "actors"), ()))
    return Appearances(made, about, dates, len(lookup.site.mentions.get(actor, ())))


def connections(lookup: Lookup) -> Connections:
    """Return for each actor the others that it is connected with, and how."""
    found: dict[tuple[Ref, str], dict[Ref, set[Ref]]] = defaultdict(lambda: defaultdict(set))
    for one, way, other, through in _ties(lookup):
        if one != other and lookup.exists(one) and lookup.exists(other):
            found[one, way][other].add(through)
            found[other, _REVERSED[way]][one].add(through)
    connected: dict[Ref, dict[str, Ties]] = defaultdict(dict)
    ways = list(_REVERSED)
    for one, way in sorted(found, key=lambda key: ways.index(key[1])):
        connected[one][way] = _closest_first(lookup, found[one, way])
    return connected


def opponents(connected: Mapping[str, Ties]) -> tuple[Ref, ...]:
    """Return those who dispute what an actor claims, or whose claims it disputes, from its connections."""
    return tuple(dict.fromkeys((*connected.get(DISPUTED, {}), *connected.get(DISPUTES, {}))))


def _closest_first(lookup: Lookup, others: Mapping[Ref, set[Ref]]) -> Ties:
    ordered = sorted(others, key=lambda other: (-len(others[other]), lookup.titles[other], other))
    return {other: frozenset(others[other]) for other in ordered}


def _ties(lookup: Lookup) -> Iterator[_Tie]:
    for claim in lookup.site.loaded.claims.values():
        first = speaker(lookup, claim.ref)
        if first:
            yield from _of_claim(lookup, claim.ref, first)
    for date in lookup.site.loaded.dates.values():
        together = dict.fromkeys(lookup.objects.get((date.ref, "actors"), ()))
        for one, other in permutations(together, 2):
            yield _Tie(one, TOGETHER, other, date.ref)


def _of_claim(lookup: Lookup, claim: Ref, first: Ref) -> Iterator[_Tie]:
    for other in (*lookup.objects.get((claim, "about"), ()), *reported(lookup, claim)):
        yield _Tie(first, SPEAKS, other, claim)
    for other in lookup.objects.get((claim, "disputed_by"), ()):
        yield _Tie(other, DISPUTES, first, claim)
    for label, way in (("attacks", DISPUTES), ("supports", BACKS)):
        for target in lookup.objects.get((claim, label), ()):
            second = speaker(lookup, target)
            if second:
                yield _Tie(first, way, second, target)
