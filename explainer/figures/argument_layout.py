"""Where everything stands on the map of an argument (see argument.py): rows, tracks and ends of lines, in pixels."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from explainer.figures.graph import Arrow, from_reasons, layers
from explainer.figures.lettering import width, wrapped

MOST_TRACKS = 40  # more of them side by side, and no eye follows a line any more


class Claim(NamedTuple):
    """A claim as it is drawn: its words, its page, its number in the article such as "c3", whether it is the one."""

    text: str
    href: str
    sign: str = ""
    is_here: bool = False


class Style(NamedTuple):
    """How wide a drawing is, how large its letters are (both in CSS pixels), and how many lines a claim may take."""

    width: float
    letters: float
    lines: int
    class_: str = ""


NARROW = Style(328, 12, 4, "ex-narrow")
WIDE = Style(680, 14, 3, "ex-wide")
SMALL = Style(420, 14.5, 3)  # for both: on a phone it is shown at three quarters


class Row(NamedTuple):
    """A claim in its place: a box with its lines of text."""

    claim: int
    left: float
    top: float
    height: float
    text: tuple[str, ...]


class Line(NamedTuple):
    """All relations of one kind that end at one claim: the heights at which its sources join, and where it arrives.

    `x` is the place of its track; `starts` are in the order of `sources`.
    """

    target: int
    label: str
    sources: tuple[int, ...]
    starts: tuple[float, ...]
    end: float
    x: float


class Layout(NamedTuple):
    """A map, ready to be drawn."""

    style: Style
    height: float
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    bend: float  # the radius of the corners of lines


class _Bundle(NamedTuple):
    target: int
    label: str
    sources: tuple[int, ...]


class _Port(NamedTuple):
    """Where lines touch a row; those that arrive stand above those that leave, so that most lines are short."""

    row: int
    leaves: bool
    label: str


_PORT = 9  # from port to port, in a row
HEAD = 16  # room between the tracks and the rows, for the heads of lines
_SIGN = 7  # room behind the sign
PAD = 7
_BETWEEN = 8
_SURE = 0.95  # of the room of text: letters may be wider than reckoned
_WIDEST_GAP = 11
_TRACKS = 0.36  # of the width, at most
_STEP, _STEPS = 0.022, 6  # of the width, that a row stands in for each layer, and how often


def laid_out(claims: Sequence[Claim], arrows: Sequence[Arrow], style: Style) -> Layout | None:
    """Place the claims that stand in the arrows (pairs of their indexes), and the lines.

    None where more lines run side by side than anybody could follow.
    """
    order = from_reasons(sorted({node for arrow in arrows for node in arrow[:2]}), arrows)
    rows = {node: row for row, node in enumerate(order)}
    bundles = _bundles(arrows, rows)
    tracks = _tracks(bundles, rows)
    count = 1 + max(tracks, default=0)
    if count > MOST_TRACKS:
        return None
    gap = min(_WIDEST_GAP, style.width * _TRACKS / count)
    ports = sorted({port for bundle in bundles for port in _ports(bundle, rows)})
    placed = tuple(_rows(claims, order, layers(order, arrows), ports, style, gap * count + HEAD))
    heights = dict(_heights(ports, placed))
    lines = tuple(
        Line(*bundle, *_ends(bundle, rows, heights), gap * (count - track - 0.5))
        for bundle, track in zip(bundles, tracks, strict=True)
    )
    return Layout(style, placed[-1].top + placed[-1].height + 1, placed, lines, min(4.0, gap * 0.7))


def _bundles(arrows: Iterable[Arrow], rows: Mapping[int, int]) -> list[_Bundle]:
    sources: dict[tuple[int, str], list[int]] = defaultdict(list)
    for arrow in sorted(arrows, key=lambda arrow: (rows[arrow.target], arrow.label, rows[arrow.source])):
        sources[arrow.target, arrow.label].append(arrow.source)
    return [_Bundle(*key, tuple(found)) for key, found in sources.items()]


def _ports(bundle: _Bundle, rows: Mapping[int, int]) -> list[_Port]:
    """Where a line arrives, and where its sources leave."""
    return [
        _Port(rows[bundle.target], False, bundle.label),
        *(_Port(rows[source], True, bundle.label) for source in bundle.sources),
    ]


def _tracks(bundles: Sequence[_Bundle], rows: Mapping[int, int]) -> list[int]:
    """Give each line the first track, counted from the rows, that no other has taken between its ends."""
    stretches = [(min(ports), max(ports)) for ports in (_ports(bundle, rows) for bundle in bundles)]
    taken: list[list[tuple[_Port, _Port]]] = []
    tracks = [0] * len(bundles)
    for index in sorted(range(len(bundles)), key=lambda index: _length(*stretches[index])):
        low, high = stretches[index]
        free = (n for n, track in enumerate(taken) if all(high < other[0] or other[1] < low for other in track))
        tracks[index] = next(free, len(taken))
        if tracks[index] == len(taken):
            taken.append([])
        taken[tracks[index]].append((low, high))
    return tracks


def _length(low: _Port, high: _Port) -> tuple[int, _Port, _Port]:
    return high.row - low.row, low, high


def _rows(
    claims: Sequence[Claim],
    order: Sequence[int],
    depths: Mapping[int, int],
    ports: Sequence[_Port],
    style: Style,
    edge: float,
) -> Iterator[Row]:
    touches = Counter(port.row for port in ports)
    top, sign = 1.0, sign_width(claims, style)
    for index, node in enumerate(order):
        left = edge + min(depths[node], _STEPS) * _STEP * style.width
        room = (style.width - 1 - left - 2 * PAD - sign) * _SURE
        text = wrapped(claims[node].text, style.letters, room, style.lines)
        height = 2 * PAD + max(len(text) * leading(style), touches[index] * _PORT)
        yield Row(node, left, top, height, text)
        top += height + _BETWEEN


def sign_width(claims: Sequence[Claim], style: Style) -> float:
    """Give the room that the widest sign takes, with the space behind it."""
    return max((width(claim.sign, style.letters) + _SIGN for claim in claims if claim.sign), default=0.0)


def leading(style: Style) -> int:
    """Give the height of a line of text."""
    return round(style.letters * 1.35)


def _heights(ports: Iterable[_Port], rows: Sequence[Row]) -> Iterator[tuple[_Port, float]]:
    """Spread the ports of each row evenly about its middle."""
    for index, group in groupby(ports, key=lambda port: port.row):
        of_row, row = list(group), rows[index]
        first = row.top + row.height / 2 - _PORT * (len(of_row) - 1) / 2
        yield from ((port, first + _PORT * number) for number, port in enumerate(of_row))


def _ends(bundle: _Bundle, rows: Mapping[int, int], heights: Mapping[_Port, float]) -> tuple[tuple[float, ...], float]:
    end, *starts = (heights[port] for port in _ports(bundle, rows))
    return tuple(starts), end
