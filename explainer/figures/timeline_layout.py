"""Where everything stands in the picture of a timeline (see timeline.py); lengths are in CSS pixels."""

from collections.abc import Sequence
from typing import NamedTuple

from explainer.figures import shapes
from explainer.figures.lettering import width, wrapped
from explainer.figures.placing import lanes, spread
from explainer.figures.plan import Cluster, Plan
from explainer.figures.scale import BREAK, Scale, at, scaled
from explainer.figures.ticks import Tick, ticks

ROW = 28.0
"""What a label takes of the axis, before anything is known of it."""

LEADER = 22.0
"""The way from the last lane to the labels."""

GAP = 9.0
"""Between labels, and between the titles in one."""

_SHORTEST = 60.0
_EDGE = 28.0  # room before and after the axis, for marks that run on beyond it
_MARGIN = 8.0  # on the right: the reader's letters may be a little wider than is reckoned here
_WIDEST_TICK = 110.0
_BOLD = 1.08  # how much wider bold letters are, at most
_BETWEEN = 4.0  # marks in one lane


class Style(NamedTuple):
    """A variant of the picture."""

    class_: str
    width: float
    letters: float
    tracks: float  # the room for lanes
    pitch: float  # from lane to lane; less where there are too many
    times: float  # the width of the column for times; 0 where they stand above the titles

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.letters + 3


STYLES = (Style("ex-narrow", 330, 12, 48, 10, 0), Style("ex-wide", 720, 13, 84, 12, 164))


class Label(NamedTuple):
    """The lines of a label: the time, and one title or several. Its mark points at the middle of its first line."""

    words: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]
    height: float


class Layout(NamedTuple):
    """Where everything stands. What is per cluster is in the order of the clusters."""

    style: Style
    height: float
    axis: float  # from the left
    tracks: float  # where the last lane ends
    scale: Scale
    extents: tuple[tuple[float, float], ...]  # from where to where each mark reaches
    columns: tuple[float, ...]  # the middle of each mark
    anchors: tuple[float, ...]  # the place of each time
    labels: tuple[Label, ...]
    breadth: float  # of the marks
    tops: tuple[float, ...]  # of the labels
    ticks: tuple[Tick, ...]

    @property
    def left(self) -> float:
        """Where labels begin."""
        return self.tracks + LEADER


def laid_out(plan: Plan, style: Style) -> Layout:
    """Give each mark and label its place; there must be at least one cluster."""
    # the scale gives the ticks, they the room for labels, these the length of the scale: the second time it fits
    first = _laid_out(plan, style, 60)
    return _laid_out(plan, style, min(_WIDEST_TICK, _widest(first.ticks, style)))


def _laid_out(plan: Plan, style: Style, column: float) -> Layout:
    axis = column + 14
    widest = style.width - axis - style.tracks - shapes.BREADTH - LEADER - _MARGIN
    scale = _measured(plan, style, [_label(cluster, style, widest) for cluster in plan.clusters])
    extents = tuple(_extent(cluster, scale) for cluster in plan.clusters)
    used = lanes(extents, _BETWEEN, [shapes.first_lane(*extent) for extent in extents])
    pitch = min(style.pitch, style.tracks / max(1, *used))
    tracks = axis + pitch * max(used) + shapes.BREADTH
    labels = tuple(_label(cluster, style, style.width - tracks - LEADER - _MARGIN) for cluster in plan.clusters)
    height = scale[-1].bottom + _EDGE
    anchors = tuple(at(scale, cluster.events[0].anchor) for cluster in plan.clusters)
    return Layout(
        style,
        height,
        axis,
        tracks,
        scale,
        extents,
        tuple(axis + lane * pitch for lane in used),
        anchors,
        labels,
        min(shapes.BREADTH, 0.62 * pitch),
        _tops(anchors, labels, height, style),
        ticks(scale) if len(plan.times) > 1 else (),  # a single time is said in words
    )


def _measured(plan: Plan, style: Style, labels: Sequence[Label]) -> Scale:
    """Make the scale long enough for these labels."""
    needed = 1.05 * sum(label.height + GAP for label in labels)
    least = _SHORTEST * (len(plan.times) > 1) + BREAK * len(plan.breaks)
    length = max(least, needed - 2 * _EDGE, ROW * (len(plan.clusters) - 1))
    parts = scaled(plan.times, plan.breaks, length)
    return tuple(part._replace(top=part.top + _EDGE, bottom=part.bottom + _EDGE) for part in parts)


def _extent(cluster: Cluster, scale: Scale) -> tuple[float, float]:
    return shapes.span(cluster.events, scale) if cluster.gathered else shapes.extent(cluster.events[0], scale)


def _widest(marked: Sequence[Tick], style: Style) -> float:
    return max((width(tick.words, style.letters - 1) for tick in marked), default=0.0)


def _label(cluster: Cluster, style: Style, room: float) -> Label:
    """Times beside the titles, or above them."""
    words = wrapped(cluster.words, style.letters * _BOLD, style.times - 12 if style.times else room, 3)
    titles = tuple(wrapped(title, style.letters, room - style.times, 2) for title in cluster.titles)
    beside = sum(map(len, titles)) * style.leading + GAP * (len(titles) - 1)
    above = len(words) * style.leading
    return Label(words, titles, max(above, beside) if style.times else above + beside)


def _tops(anchors: Sequence[float], labels: Sequence[Label], height: float, style: Style) -> tuple[float, ...]:
    """Each label as near to its time as the others allow."""
    sizes = [label.height + GAP for label in labels]
    wanted = [place + (label.height - style.leading) / 2 for place, label in zip(anchors, labels, strict=True)]
    centres = spread(wanted, sizes, 0, height)
    return tuple(centre - label.height / 2 for centre, label in zip(centres, labels, strict=True))
