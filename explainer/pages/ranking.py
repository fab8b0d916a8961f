"""The argument of a site: what each claim rests on, what disputes it, and the conclusions that all of it leads to.

Claims are nodes, `supports` and `attacks` are the arrows between them. Every function here takes time in proportion to
the arrows that it follows, and none is recursive: a chain of claims may be as long as it likes.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from explainer.entries import Claim
from explainer.model import Entry, Ref, Relation, Site

Arrows = Mapping[Ref, tuple[Ref, ...]]
Order = Callable[[Ref], Any]  # sorts claims as they stand in the text


class Ranked(NamedTuple):
    """A conclusion, and how many claims rest under it, those that are reasons of its reasons included."""

    claim: Ref
    under: int


class Argument(NamedTuple):
    """How the claims of a site speak to one another; the claims of each group are in the order of the text."""

    reasons: Arrows  # what backs a claim
    backs: Arrows  # what a claim backs
    objections: Arrows  # what speaks against a claim
    targets: Arrows  # what a claim speaks against
    conclusions: Mapping[
        str, tuple[Ranked, ...]
    ]  # of each article by its slug; of the site under ""
    ends: frozenset[Ref]  # all these conclusions


def argument_of(site: Site, order: Order) -> Argument:
    """Return the argument that the relations between the claims of a site make."""
    claims = site.loaded.claims
    sound = [relation for relation in site.relations if _is_between_claims(relation, claims)]
    supports = [(each.subject, each.object) for each in sound if each.label == "supports"]
    attacks = [(each.subject, each.object) for each in sound if each.label == "attacks"]
    reasons = _grouped(((backed, reason) for reason, backed in supports), order)
    backs = _grouped(supports, order)
    conclusions = _conclusions(claims.values(), reasons, backs, order)
    return Argument(
        reasons,
        backs,
        _grouped(((target, objection) for objection, target in attacks), order),
        _grouped(attacks, order),
        conclusions,
        frozenset(each.claim for ranked in conclusions.values() for each in ranked),
    )


def _is_between_claims(relation: Relation, claims: Mapping[str, Entry[Claim]]) -> bool:
    ends = (relation.subject, relation.object)
    return ends[0] != ends[1] and all(end.kind == "claim" and end.id in claims for end in ends)


def _grouped(pairs: Iterable[tuple[Ref, Ref]], order: Order) -> Arrows:
    groups: dict[Ref, set[Ref]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return {key: tuple(sorted(values, key=order)) for key, values in groups.items()}


def _conclusions(
    claims: Collection[Entry[Claim]], reasons: Arrows, backs: Arrows, order: Order
) -> dict[str, tuple[Ranked, ...]]:
    """Return the conclusions of each article, from its own claims alone, and those of the site."""
    by_article: dict[str, list[Entry[Claim]]] = defaultdict(list)
    for claim in claims:
        by_article[claim.article or ""].append(claim)
    found = {slug: _ranked(own, reasons, backs, order) for slug, own in by_article.items() if slug}
    return found | {"": _ranked(claims, reasons, backs, order)}


def _ranked(
    claims: Collection[Entry[Claim]],
    reasons: Arrows,
    backs: Arrows,
    order: Order,
) -> tuple[Ranked, ...]:
    """Return the conclusions of some claims.

    Those that an editor names come first, then those with most under them.
    """
    keys = {claim.ref: claim.body.key for claim in claims}
    inner_reasons = _within(keys, reasons)
    inner_backs = _within(keys, backs)
    named = [ref for ref, key in keys.items() if key == "true"]
    guessed = _tops(sorted(keys, key=order), inner_reasons, inner_backs, keys)
    found = dict.fromkeys([*named, *guessed])
    ranked = [Ranked(ref, len(reached([ref], inner_reasons)) - 1) for ref in found]
    ranked.sort(key=lambda each: (keys[each.claim] != "true", -each.under, order(each.claim)))
    return tuple(ranked)


def _within(claims: Collection[Ref], arrows: Arrows) -> Arrows:
    """Return the arrows that begin and end at these claims."""
    inner = {}
    for ref in claims:
        if ref in arrows:
            inner[ref] = tuple(end for end in arrows[ref] if end in claims)
    return inner


def _tops(
    claims: Sequence[Ref],
    reasons: Arrows,
    backs: Arrows,
    keys: Mapping[Ref, str | None],
) -> Iterator[Ref]:
    """Give the claims that have reasons and back nothing further.

    Where claims back one another in a circle that leads no further, the first of them in the text stands for it.
    Walked against the order in which a search through the reasons leaves them, a claim that nothing before it rests on
    is one of such a circle, or backs nothing at all (Kosaraju and Sharir).
    """
    place = {ref: index for index, ref in enumerate(claims)}
    covered = set[Ref]()
    for ref in reversed(_left(claims, reasons)):
        if ref in covered:
            continue
        circle = reached([ref], backs)
        _reach(circle, reasons, covered)
        is_named = any(keys[each] == "true" for each in circle)
        allowed = [each for each in circle if reasons.get(each) and keys[each] != "false"]
        if allowed and not is_named:
            yield min(allowed, key=lambda each: place[each])


def _left(claims: Iterable[Ref], reasons: Arrows) -> list[Ref]:
    """Return claims in the order in which a search through their reasons, depth first, leaves them for good."""
    entered = set[Ref]()
    left: list[Ref] = []
    for root in claims:
        path = [(root, iter(reasons.get(root, ())))] if root not in entered else []
        entered.add(root)
        while path:
            _, waiting = path[-1]
            reason = next((each for each in waiting if each not in entered), None)
            if reason is None:
                left.append(path.pop()[0])
            else:
                entered.add(reason)
                path.append((reason, iter(reasons.get(reason, ()))))
    return left


def reached(starts: Iterable[Ref], arrows: Arrows) -> set[Ref]:
    """Return all that arrows lead to from some claims, and these themselves."""
    found = set[Ref]()
    _reach(starts, arrows, found)
    return found


def _reach(starts: Iterable[Ref], arrows: Arrows, found: set[Ref]) -> None:
    """Add to `found` all that arrows lead to; what is in it already is not walked again."""
    waiting = [start for start in starts if start not in found]
    found.update(waiting)
    while waiting:
        fresh = [end for end in arrows.get(waiting.pop(), ()) if end not in found]
        found.update(fresh)
        waiting += fresh


def way_up(
    claim: Ref,
    backs: Arrows,
    conclusions: Collection[Ref],
    around: Ref | None = None,
) -> tuple[Ref, ...]:
    """Return the shortest way from a claim to a conclusion, both ends included; () where there is none.

    It does not pass the claim `around`.
    """
    before: dict[Ref, Ref | None] = {claim: None}
    waiting = deque([claim])
    while waiting:
        ref = waiting.popleft()
        if ref in conclusions:
            return tuple(_back(ref, before))[::-1]
        for backed in backs.get(ref, ()):
            if backed not in before and backed != around:
                before[backed] = ref
                waiting.append(backed)
    return ()


def _back(end: Ref, before: Mapping[Ref, Ref | None]) -> Iterator[Ref]:
    ref: Ref | None = end
    while ref:
        yield ref
        ref = before[ref]
