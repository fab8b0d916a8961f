"""The argument of a site: what each claim rests on, what disputes it, and where it all leads.

Claims are nodes; `supports` and `attacks` are the arrows between them. Every function here takes
time in proportion to the arrows that it follows, and none is recursive: a chain of claims may be as
long as it likes.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from explainer.entries import Claim
from explainer.model import AnyEntry, Entry, Ref, Site

Pair = tuple[Ref, Ref]
Arrows = Mapping[Ref, tuple[Ref, ...]]
Bound = Mapping[str, Sequence[AnyEntry]]
Order = Callable[[Ref], Any]  # sorts claims in the order of the text


class Ranked(NamedTuple):
    """A conclusion, and how many claims it rests on, reasons of its reasons included."""

    claim: Ref
    under: int


class WayUp(NamedTuple):
    """The shortest way from a claim up to a conclusion: the first of several in the text."""

    above: Ref  # the next claim; of a conclusion, itself
    end: Ref
    length: int  # of claims, both ends included


class Argument(NamedTuple):
    """How the claims of a site relate; the claims of each group are in the order of the text."""

    reasons: Arrows  # what backs a claim
    backs: Arrows  # what a claim backs
    objections: Arrows  # what speaks against a claim
    targets: Arrows  # what a claim speaks against
    conclusions: Mapping[str, tuple[Ranked, ...]]  # by the slug of the article; of the site: ""
    ends: frozenset[Ref]  # all these conclusions
    ways: Mapping[Ref, WayUp]  # from each claim from which one leads to a conclusion


def argument_of(site: Site, bound: Bound, order: Order) -> Argument:
    """Return the argument that the relations between the claims of a site make.

    `bound` are the entries of each article, by slug, restated claims included.
    """
    claims = site.loaded.claims.values()
    known = {claim.ref for claim in claims}
    reasons, objections = list[Pair](), list[Pair]()
    for subject, label, object_ in site.relations:
        if subject not in known or object_ not in known or subject == object_:
            continue
        if label == "supports":
            reasons.append((object_, subject))
        elif label == "attacks":
            objections.append((object_, subject))
    reasons_of = _grouped(reasons, order)
    backs, objections_to = _grouped(_reversed(reasons), order), _grouped(objections, order)
    conclusions = _conclusions(_shown(claims, bound, objections_to), reasons_of, backs, order)
    ends = frozenset(each.claim for ranked in conclusions.values() for each in ranked)
    return Argument(
        reasons_of,
        backs,
        objections_to,
        _grouped(_reversed(objections), order),
        conclusions,
        ends,
        _ways(ends, reasons_of, backs),
    )


def _reversed(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for one, other in pairs:
        yield other, one


def _grouped(pairs: Iterable[Pair], order: Order) -> Arrows:
    groups: dict[Ref, set[Ref]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return {key: tuple(sorted(values, key=order)) for key, values in groups.items()}


def _shown(
    claims: Iterable[Entry[Claim]], bound: Bound, objections: Arrows
) -> Mapping[str, Sequence[Entry[Claim]]]:
    """Return the claims of which each article, by slug, and the site, "", may conclude some.

    A claim of another article that an article restates, and that a claim of its own attacks, is no
    conclusion of it.
    """
    by_ref = {claim.ref: claim for claim in claims}
    shown: dict[str, Sequence[Entry[Claim]]] = {"": tuple(by_ref.values())}
    for slug, entries in bound.items():
        own = [by_ref[entry.ref] for entry in entries if entry.ref in by_ref]
        refs = {claim.ref for claim in own}
        denied = set[Ref]()
        for claim in own:
            if claim.article != slug and not refs.isdisjoint(objections.get(claim.ref, ())):
                denied.add(claim.ref)
        shown[slug] = [claim for claim in own if claim.ref not in denied]
    return shown


def _conclusions(
    shown: Mapping[str, Sequence[Entry[Claim]]], reasons: Arrows, backs: Arrows, order: Order
) -> dict[str, tuple[Ranked, ...]]:
    """Return the conclusions of each article, from its own claims alone, and those of the site."""
    return {slug: _ranked(claims, reasons, backs, order) for slug, claims in shown.items()}


def _ranked(
    claims: Collection[Entry[Claim]],
    reasons: Arrows,
    backs: Arrows,
    order: Order,
) -> tuple[Ranked, ...]:
    """Return the conclusions of some claims.

    Those that an editor names come first, then those that rest on most claims.
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
    """Yield the claims that have reasons and back nothing further.

    Where claims back one another in a circle that leads no further, the first of them in the text
    represents it. The claims are walked against the order in which a search through the reasons
    leaves them: then a claim that nothing before it rests on is one of such a circle, or backs
    nothing at all (Kosaraju and Sharir).
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
    """Return claims in the order in which a depth-first search through the reasons leaves them."""
    entered = set[Ref]()
    left: list[Ref] = []
    for root in claims:
        if root in entered:
            continue
        entered.add(root)
        path = [(root, iter(reasons.get(root, ())))]
        while path:
            claim, remaining = path[-1]
            reason = next((each for each in remaining if each not in entered), None)
            if reason is None:
                left.append(claim)
                path.pop()
            else:
                entered.add(reason)
                path.append((reason, iter(reasons.get(reason, ()))))
    return left


def reached(starts: Iterable[Ref], arrows: Arrows) -> set[Ref]:
    """Return all that arrows lead to from some claims, and these claims themselves."""
    found = set[Ref]()
    _reach(starts, arrows, found)
    return found


def _reach(starts: Iterable[Ref], arrows: Arrows, found: set[Ref]) -> None:
    """Add to `found` all that arrows lead to; what is in it already is not walked again."""
    queue: list[Ref] = []
    _add_new(starts, found, queue)
    while queue:
        _add_new(arrows.get(queue.pop(), ()), found, queue)


def _add_new(claims: Iterable[Ref], found: set[Ref], queue: list[Ref]) -> None:
    for claim in claims:
        if claim not in found:
            found.add(claim)
            queue.append(claim)


def _ways(ends: Collection[Ref], reasons: Arrows, backs: Arrows) -> Mapping[Ref, WayUp]:
    """Return the shortest way up from each claim that leads to a conclusion.

    All are found in one search from the conclusions down, level by level.
    """
    ways = {end: WayUp(end, end, 1) for end in ends}
    level: Iterable[Ref] = ends
    length = 1
    while level:
        length += 1
        below = set[Ref]()
        for claim in level:
            below.update(reason for reason in reasons.get(claim, ()) if reason not in ways)
        found = {}
        for claim in below:
            above = next(each for each in backs[claim] if each in ways)
            found[claim] = WayUp(above, ways[above].end, length)
        ways |= found
        level = below
    return ways
