"""The marks of a timeline: how exactly a time is known is told by shape and line, never by colour alone.

They are drawn along an axis that runs downward; lengths are in units of the picture.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from explainer.figures.events import Event
from explainer.figures.scale import Scale, at
from explainer.figures.svg import path, stroke, tag

BREADTH = 6.0
"""Of a mark across the axis, where there is room."""

OPEN = 22.0
"""How far a mark reaches beyond its one known end."""

SHORTEST = 9.0
"""What is shorter than this is drawn as a moment."""

_RADIUS = 4.0
_FADE = 9.0
_TIP = 6.0
_SOLID = 4.0
_FADING = "1.5 2"
# The inside has the colour of the page, which a style sheet may know better than the browser.
_OUTLINE = {"class_": "ex-hollow", "fill": "Canvas", "stroke": "currentcolor", "stroke_width": 1.5}
_BROKEN = {"stroke_dasharray": "2 1.6"}

Sign = str
MEANINGS: Mapping[Sign, str] = {
    "moment": "a day, or another time too short to draw to scale",
    "within": "at some time within this stretch",
    "lasts": "all through this stretch",
    "fades": "broken outline or end: uncertain, approximate, or not known to the day",
    "open": "it went on beyond this end, or nobody says until when",
    "many": "several dates that stand too close to be told apart here",
    "break": "time left out: as much as is written beside it",
}
"""What each sign means, in the order in which a key tells it."""


def extent(event: Event, scale: Scale) -> tuple[float, float]:
    """Give where the mark of an event begins and ends; one of its ends, at least, must be finite."""
    top = at(scale, event.lower) if math.isfinite(event.lower) else at(scale, event.upper) - OPEN
    bottom = at(scale, event.upper) if math.isfinite(event.upper) else at(scale, event.lower) + OPEN
    return _at_least(top, bottom, 2 * _RADIUS if event.within else SHORTEST)


def span(events: Sequence[Event], scale: Scale) -> tuple[float, float]:
    """Give where the mark of several events begins and ends."""
    places = [at(scale, event.anchor) for event in events]
    return _at_least(min(places), max(places), SHORTEST)


def first_lane(top: float, bottom: float) -> int:
    """Give the first lane in which a mark may stand: only moments stand on the axis itself, which stays to be seen."""
    return int(bottom - top >= SHORTEST)


def _at_least(top: float, bottom: float, length: float) -> tuple[float, float]:
    missing = max(0.0, length - (bottom - top)) / 2
    return top - missing, bottom + missing


def signs(event: Event, top: float, bottom: float) -> tuple[Sign, ...]:
    """Give what the mark of an event consists of."""
    is_open = math.isinf(event.lower) or math.isinf(event.upper)
    is_fuzzy = (event.fuzzy_start and math.isfinite(event.lower)) or (event.fuzzy_end and math.isfinite(event.upper))
    main = "lasts" if is_open or not event.within else "moment" if bottom - top < SHORTEST else "within"
    return (main, *(["fades"] if is_fuzzy else []), *(["open"] if is_open else []))


def mark(event: Event, x: float, top: float, bottom: float, breadth: float = BREADTH) -> Markup:
    """Draw an event, its middle at `x`."""
    found = signs(event, top, bottom)
    is_fuzzy = "fades" in found
    if "moment" in found:
        look = _OUTLINE | _BROKEN if is_fuzzy else {"fill": "currentcolor"}
        return tag("circle", cx=x, cy=(top + bottom) / 2, r=_RADIUS * breadth / BREADTH, **look)
    if "within" in found:
        look, left = _OUTLINE | (_BROKEN if is_fuzzy else {}), x - breadth / 2
        return tag("rect", x=left, y=top, width=breadth, height=bottom - top, rx=breadth / 2, **look)
    return Markup("").join(_lasting(event, x, top, bottom, breadth))


def many(x: float, top: float, bottom: float, breadth: float = BREADTH) -> Markup:
    """Draw several events as one: a bracket."""
    left, right = x - breadth / 2, x + breadth / 2
    return stroke(path([("M", right, top), ("L", left, top), ("L", left, bottom), ("L", right, bottom)]), 2.5)


def zigzag(left: float, right: float, middle: float) -> Markup:
    """Draw a break across the axis and whatever runs along it: a band without anything between two zigzag lines."""
    teeth = max(2, round((right - left) / 8))
    xs = [left + (right - left) * index / teeth for index in range(teeth + 1)]
    upper = [(x, middle - 3 + (-2.5 if index % 2 else 2.5)) for index, x in enumerate(xs)]
    lower = [(x, y + 6) for x, y in upper]
    band = path([("L" if index else "M", x, y) for index, (x, y) in enumerate([*upper, *reversed(lower)])])
    lines = path([("L" if index else "M", x, y) for line in (upper, lower) for index, (x, y) in enumerate(line)])
    return tag("path", class_="ex-hollow", d=band, fill="Canvas") + stroke(lines, class_="ex-axis")


def _lasting(event: Event, x: float, top: float, bottom: float, breadth: float) -> Iterator[Markup]:
    """A bar: firm in its middle, broken at an end not known exactly, and with a tip at one not known at all."""
    fade = min(_FADE, (bottom - top) / 3)
    open_start, open_end = math.isinf(event.lower), math.isinf(event.upper)
    first = bottom - _SOLID if open_start else top + fade if event.fuzzy_start else top
    last = top + _SOLID if open_end else bottom - fade if event.fuzzy_end else bottom
    if first < last:
        yield _line(x, first, last, breadth)
    if first > top:
        yield _line(x, first, top + _TIP if open_start else top, breadth, _FADING)
    if last < bottom:
        yield _line(x, last, bottom - _TIP if open_end else bottom, breadth, _FADING)
    if open_start:
        yield _tip(x, top, top + _TIP, breadth)
    if open_end:
        yield _tip(x, bottom, bottom - _TIP, breadth)


def _line(x: float, start: float, end: float, breadth: float, dashes: str = "") -> Markup:
    return stroke(path([("M", x, start), ("L", x, end)]), breadth, dashes)


def _tip(x: float, point: float, base: float, breadth: float) -> Markup:
    half = breadth / 2 + 0.5
    return tag(
        "path", d=path([("M", x, point), ("L", x - half, base), ("L", x + half, base)]) + "z", fill="currentcolor"
    )


def sample(sign: Sign) -> Markup:
    """Draw a sign for the key, upright in a small picture."""
    known = Event("", "", "", 0, 1, False, False, "", True, 1)
    drawn = {
        "moment": lambda: mark(known, 8, 6, 14),
        "within": lambda: mark(known, 8, 2, 18),
        "lasts": lambda: mark(known._replace(within=False), 8, 2, 18),
        "fades": lambda: mark(known._replace(within=False, fuzzy_start=True, fuzzy_end=True), 8, 1, 19),
        "open": lambda: mark(known._replace(within=False, upper=math.inf), 8, 0, 19),
        "many": lambda: many(8, 3, 17),
        "break": lambda: zigzag(0, 16, 10),
    }[sign]()
    return tag("svg", drawn, class_="ex-time", width=16, height=20, viewBox="0 0 16 20", aria_hidden="true")
