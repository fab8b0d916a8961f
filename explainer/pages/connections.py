"""How actors are connected.

They speak about one another, dispute or back one another, and take part in the same events. Two
names in one paragraph are no connection.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice, permutations
from typing import NamedTuple

from explainer.format.wording import counted
from explainer.linking.crowded_connections import MOST_PAIRS, MOST_TOGETHER
from explainer.model import Ref
from explainer.pages.lookup import Lookup
from explainer.pages.voices import reported, speaker, speakers

SPEAKS, SPOKEN = "Speaks about", "Spoken about by"
DISPUTES, DISPUTED = "Disputes", "Disputed by"
BACKS, BACKED = "Backs", "Backed by"
TOGETHER = "In the same events as"
# The ways of being connected, in their order on an actor's page, each with the same way as seen
# from the other actor.
_REVERSED = {
    SPEAKS: SPOKEN,
    SPOKEN: SPEAKS,
    DISPUTES: DISPUTED,
    DISPUTED: DISPUTES,
    BACKS: BACKED,
    BACKED: BACKS,
    TOGETHER: TOGETHER,
}

# The others that an actor is connected with in one way, those with the most ties first, each with
# the claims or dates that connect the two.
Ties = Mapping[Ref, frozenset[Ref]]
# The ties of each actor, by way.
Connections = Mapping[Ref, Mapping[str, Ties]]


class Appearances(NamedTuple):
    """Where an actor appears."""

    made: frozenset[Ref]  # claims that it makes
    about: frozenset[Ref]  # claims about it
    dates: frozenset[Ref]  # events that it takes part in
    places: int  # how often texts name it

    @property
    def total(self) -> int:
        """How often the actor appears; a claim that it makes about itself counts once."""
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
    """Return in words how often texts name an entry: "Named 3 times"; "" where none does."""
    if times == 0:
        return ""
    return "Named once" if times == 1 else f"Named {times} times"


class _Tie(NamedTuple):
    """One way in which an actor is connected with another, and the claim or date that says so."""

    one: Ref
    way: str
    other: Ref
    through: Ref


def appearances(lookup: Lookup, actor: Ref) -> Appearances:
    """Return where an actor appears: the one rule, for all pages, for who appears most."""
    by = frozenset(lookup.subjects_of(actor, "by"))
    made = frozenset(claim for claim in by if speaker(lookup, claim) == actor)
    made = made.union(lookup.subjects_of(actor, "restated_by"))
    about = (by - made).union(lookup.subjects_of(actor, "about"))
    known = lookup.site.loaded.dates
    named = (ref for ref in lookup.subjects_of(actor, "actors") if ref.id in known)
    dates = frozenset(ref for ref in named if not lookup.is_expected(known[ref.id]))
    return Appearances(made, about, dates, len(lookup.site.mentions.get(actor, ())))


def connections(lookup: Lookup) -> Connections:
    """Return all connections between the actors of a site; more than `MOST_PAIRS` are an error."""
    found: dict[tuple[Ref, str], dict[Ref, set[Ref]]] = defaultdict(lambda: defaultdict(set))
    for one, way, other, through in islice(_ties(lookup), MOST_PAIRS):
        if one != other and lookup.exists(one) and lookup.exists(other):
            found[one, way][other].add(through)
            found[other, _REVERSED[way]][one].add(through)
    connected: dict[Ref, dict[str, Ties]] = defaultdict(dict)
    ways = list(_REVERSED)
    for one, way in sorted(found, key=lambda key: ways.index(key[1])):
        connected[one][way] = _closest_first(lookup, found[one, way])
    return connected


def opponents(connected: Mapping[str, Ties]) -> tuple[Ref, ...]:
    """Return those who dispute an actor's claims, then those whose claims it disputes.

    `connected` are the actor's ties, by way.
    """
    return tuple(dict.fromkeys((*connected.get(DISPUTED, {}), *connected.get(DISPUTES, {}))))


def _closest_first(lookup: Lookup, others: Mapping[Ref, set[Ref]]) -> Ties:
    ordered = sorted(others, key=lambda other: (-len(others[other]), lookup.titles[other], other))
    return {other: frozenset(others[other]) for other in ordered}


def _ties(lookup: Lookup) -> Iterator[_Tie]:
    for claim in lookup.site.loaded.claims.values():
        for speaking in speakers(lookup, claim.ref):
            yield from _ties_of_claim(lookup, claim.ref, speaking)
    for date in lookup.site.loaded.dates.values():
        together = dict.fromkeys(lookup.objects_of(date.ref, "actors"))
        if len(together) > MOST_TOGETHER or lookup.is_expected(date):
            continue
        for one, other in permutations(together, 2):
            yield _Tie(one, TOGETHER, other, date.ref)


def _ties_of_claim(lookup: Lookup, claim: Ref, first: Ref) -> Iterator[_Tie]:
    """Yield the ties of an actor `first` who makes a claim."""
    for other in (*lookup.objects_of(claim, "about"), *reported(lookup, claim)):
        yield _Tie(first, SPEAKS, other, claim)
    for other in lookup.objects_of(claim, "disputed_by"):
        yield _Tie(other, DISPUTES, first, claim)
    for label, way in (("attacks", DISPUTES), ("supports", BACKS)):
        for target in lookup.objects_of(claim, label):
            for second in speakers(lookup, target):
                yield _Tie(first, way, second, target)
