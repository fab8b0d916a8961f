"""The map of actors on their index: who appears with whom, each actor's closest few, and the same in words."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.figures.network import Actor, Tie, arranged, network_map
from explainer.figures.svg import figure
from explainer.model import Ref
from explainer.pages.connections import Connections, appearances
from explainer.pages.view import Link, View

_CLOSEST = 2  # ties that are drawn for each actor, besides those that others have to it
_MOST = 40  # actors on the map: those that appear most often


_Ties = dict[tuple[Ref, Ref], int]  # how many times each two appear together, the smaller ref first


class Partner(NamedTuple):
    """An actor that appears with another one, and how many times."""

    link: Link
    times: int


class Tied(NamedTuple):
    """An actor on the map, with those that it is tied to there."""

    link: Link
    partners: tuple[Partner, ...]


class Network(NamedTuple):
    """The figure, the same in words, how many ties are drawn for each, and how many actors are left out of it."""

    figure: Markup
    actors: tuple[Tied, ...]
    closest: int
    left_out: int


def network(view: View, connections: Connections) -> Network | None:
    """Give the map of the actors that appear with others; None where there are no such."""
    often = sorted(connections, key=lambda ref: (-_times(view, ref), ref))[:_MOST]
    ties = _ties(sorted(often), connections)
    refs = _arranged(ties)
    if not refs:
        return None
    numbers = {ref: number for number, ref in enumerate(refs)}
    drawn = [Tie(numbers[one], numbers[other], times) for (one, other), times in ties.items()]
    actors = [Actor(view.lookup.titles[ref], view.href(ref), _times(view, ref)) for ref in refs]
    label = f"Map of how {len(refs)} actors are connected. The list beside it says the same."
    told = tuple(_tied(view, ref, ties) for ref in refs)
    return Network(figure(label, network_map(actors, drawn)), told, _CLOSEST, len(connections) - len(refs))


def _times(view: View, ref: Ref) -> int:
    return sum(appearances(view.lookup, ref))


def _arranged(ties: _Ties) -> list[Ref]:
    refs = sorted({ref for pair in ties for ref in pair})
    order = arranged(
        len(refs), [Tie(refs.index(one), refs.index(other), times) for (one, other), times in ties.items()]
    )
    return [refs[number] for number in order]


def _ties(refs: Sequence[Ref], connections: Connections) -> _Ties:
    """The closest of each actor among these, each pair once, in their order."""
    found: _Ties = {}
    for ref in refs:
        near = [other for other in connections[ref] if other in refs][:_CLOSEST]
        found |= {(min(ref, other), max(ref, other)): connections[ref][other].total for other in near}
    return dict(sorted(found.items()))


def _tied(view: View, ref: Ref, ties: _Ties) -> Tied:
    found = [(other if one == ref else one, times) for (one, other), times in ties.items() if ref in (one, other)]
    found.sort(key=lambda item: (-item[1], view.lookup.titles[item[0]]))
    return Tied(view.link(ref), tuple(Partner(view.link(other), times) for other, times in found))
