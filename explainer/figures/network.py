"""The map of actors: a row for each, and on the left an arc for each pair that is tied.

A dot grows with how often an actor appears, an arc with how often two appear together.
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from markupsafe import Markup

from explainer.figures.lettering import wrapped
from explainer.figures.svg import link, path, picture, stroke, tag

WIDTH = 328.0  # in CSS pixels, so that it fits on a phone
_ROOM = 112.0  # for the arcs
_ROW = 26.0
_LETTERS = 13
_DOT, _LINE = (2.0, 7.0), (1.0, 4.5)  # the radius of dots and the width of arcs: the least and the most
_FARTHEST = 9  # rows: an arc over fewer does not take all the room, even if it is the widest
_DOTS, _NAMES = _ROOM + 12, _ROOM + 26  # from the left
_SURE = 0.95  # of the room of a name: letters may be wider than reckoned
_PASSES = 3


class Actor(NamedTuple):
    """An actor as it is drawn: its name, its page, and how many times it appears."""

    name: str
    href: str
    times: int


class Tie(NamedTuple):
    """Two actors (their indexes) that appear together, and how many times."""

    one: int
    other: int
    times: int


class Arc(NamedTuple):
    """A half ellipse left of the dots, from the upper to the lower row, `reach` wide."""

    tie: Tie
    top: float
    bottom: float
    reach: float


def network_map(actors: Sequence[Actor], ties: Sequence[Tie]) -> Markup:
    """Draw all actors, in their order, and all ties."""
    most = max([1, *(tie.times for tie in ties)])
    often = max([1, *(actor.times for actor in actors)])
    lines = (_arc(arc, arc.tie.times / most) for arc in arcs(ties))
    rows = (_row(actor, _middle(row), actor.times / often) for row, actor in enumerate(actors))
    drawn = tag("g", *lines), tag("g", *rows, font_size=_LETTERS)
    return picture(WIDTH, _ROW * len(actors), *drawn, class_="ex-network")


def arranged(count: int, ties: Sequence[Tie]) -> list[int]:
    """Order the numbers below `count` so that ties are short, and those of the closest the shortest.

    Each is put where it makes ties the shortest, the most connected first; then each is moved to where it fits best.
    """
    strength = [sum(tie.times for tie in ties if node in tie[:2]) for node in range(count)]
    order: list[int] = []
    for node in sorted(range(count), key=lambda node: (-strength[node], node)):
        order = _inserted(order, node, ties)
    for node in [*range(count)] * _PASSES:
        order = _inserted([other for other in order if other != node], node, ties)
    return order


def _inserted(order: list[int], node: int, ties: Sequence[Tie]) -> list[int]:
    tried = ([*order[:place], node, *order[place:]] for place in range(len(order) + 1))
    return min(tried, key=lambda order: _length(order, ties))


def _length(order: Sequence[int], ties: Sequence[Tie]) -> int:
    row = {node: index for index, node in enumerate(order)}
    return sum(tie.times * abs(row[tie.one] - row[tie.other]) for tie in ties if tie.one in row and tie.other in row)


def arcs(ties: Sequence[Tie]) -> Iterator[Arc]:
    """Place an arc for each tie, the wider the farther; the weakest come first, to lie below the others."""
    farthest = max([_FARTHEST, *(abs(tie.one - tie.other) for tie in ties)])
    for tie in sorted(ties, key=lambda tie: (tie.times, tie)):
        upper, lower = sorted(tie[:2])
        yield Arc(tie, _middle(upper), _middle(lower), _ROOM * sqrt((lower - upper) / farthest))


def _middle(row: int) -> float:
    return _ROW * (row + 0.5)


def _arc(arc: Arc, share: float) -> Markup:
    reach, height = (f"{number:.1f}" for number in (arc.reach, (arc.bottom - arc.top) / 2))
    half = f"A{reach} {height} 0 0 0 "
    return stroke(path([("M", _DOTS, arc.top), (half, _DOTS, arc.bottom)]), _between(_LINE, share))


def _row(actor: Actor, y: float, share: float) -> Markup:
    dot = tag("circle", cx=_DOTS, cy=y, r=_between(_DOT, sqrt(share)))
    name = wrapped(actor.name, _LETTERS, (WIDTH - _NAMES) * _SURE, 1)
    return link(actor.href, dot, *(tag("text", text, x=_NAMES, y=y + _LETTERS * 0.35) for text in name))


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share
