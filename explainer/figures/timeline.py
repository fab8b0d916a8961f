"""The timeline as a picture: time runs downward, each date has a mark at its time and a label beside it."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from explainer.chronology.days import duration_words
from explainer.figures import shapes
from explainer.figures.events import Event
from explainer.figures.lettering import width, wrapped
from explainer.figures.plan import Cluster, Plan, dates_in_words, planned
from explainer.figures.shapes import MEANINGS, Sign
from explainer.figures.svg import figure, link, path, picture, stroke, tag
from explainer.figures.ticks import Tick
from explainer.figures.timeline_layout import GAP, ROW, STYLES, Layout, Style, laid_out

# So many labels are still read; with more dates than this, neighbours share one.
MOST_LABELS = 48

_MOST_UNKNOWN = 8
_ASCENT = 0.36  # from the middle of a line of letters to the line they stand on, in sizes


def timeline(events: Sequence[Event]) -> Markup:
    """Give the picture with its key, on one line; nothing where there are no events.

    Links are those of the events; one that leads to several has their ids in `data-ids`.
    """
    if not events:
        return Markup()
    plan = planned(events, MOST_LABELS, ROW * min(len(events), MOST_LABELS))
    layouts = [laid_out(plan, style) for style in STYLES] if plan.clusters else []
    drawn = (_drawn(plan, layout) for layout in layouts)
    caption = tag("figcaption", *_caption(plan, layouts))
    return figure(f"{dates_in_words(events, plan)}. The list below says the same.", *drawn, caption, class_="ex-times")


def _drawn(plan: Plan, layout: Layout) -> Markup:
    style = layout.style
    parts = (
        _axis(layout),
        tag("g", *(_tick(tick, layout) for tick in layout.ticks), class_="ex-ticks", font_size=style.letters - 1),
        *(_entry(cluster, layout, index) for index, cluster in enumerate(plan.clusters)),
        *_breaks(layout),
    )
    letters = tag("g", *parts, font_size=style.letters)
    return picture(style.width, layout.height, letters, class_=f"ex-time {style.class_}")


# --- the parts of the drawing ---


def _axis(layout: Layout) -> Markup:
    ends = path([("M", layout.axis, layout.scale[0].top - 10), ("L", layout.axis, layout.scale[-1].bottom + 10)])
    return stroke(ends, class_="ex-axis")


def _tick(tick: Tick, layout: Layout) -> Markup:
    size, right = layout.style.letters - 1, layout.axis - 10
    words = wrapped(tick.words, size, right + 4, 1)[0]
    italic = "italic" if tick.kind == "break" else ""
    text = tag("text", words, x=right, y=tick.place + size * _ASCENT, text_anchor="end", font_style=italic)
    line = path([("M", layout.axis - 6, tick.place), ("L", layout.axis, tick.place)])
    return text if italic else text + stroke(line, class_="ex-axis")


def _entry(cluster: Cluster, layout: Layout, index: int) -> Markup:
    first, (top, bottom), x = cluster.events[0], layout.extents[index], layout.columns[index]
    is_many, breadth = cluster.gathered, layout.breadth
    mark = shapes.many(x, top, bottom, breadth) if is_many else shapes.mark(first, x, top, bottom, breadth)
    return tag("g", _leader(layout, index), mark, *_label(cluster, layout, index))


def _leader(layout: Layout, index: int) -> Markup:
    """From the mark, straight past the other lanes, then aslant to the first line of the label."""
    place, middle = layout.anchors[index], layout.tops[index] + layout.style.leading / 2
    start = layout.columns[index] + layout.breadth / 2
    points = [("M", start, place), ("L", layout.tracks, place), ("L", layout.left - 5, middle)]
    return stroke(path(points), 0.6, class_="ex-leader")


def _label(cluster: Cluster, layout: Layout, index: int) -> Iterator[Markup]:
    style, label, top = layout.style, layout.labels[index], layout.tops[index]
    yield tag("g", *_lines(label.words, layout.left, top, style), class_="ex-at", font_weight=600)
    top += 0 if style.times else len(label.words) * style.leading
    for event, title in zip(cluster.events, label.titles, strict=False):
        ids = " ".join(event.id for event in cluster.events) if cluster.gathered else ""
        left, height = layout.left + style.times, len(title) * style.leading + GAP
        room = max(width(words, style.letters) for words in title)
        # a target without gaps, 24 pixels high or higher (WCAG 2.5.8)
        target = tag("rect", x=left, y=top - GAP / 2, width=room, height=height, fill="none", pointer_events="all")
        yield link(event.href, target, *_lines(title, left, top, style), data_ids=ids)
        top += height


def _lines(lines: Sequence[str], left: float, top: float, style: Style) -> Iterator[Markup]:
    for index, words in enumerate(lines):
        middle = top + (index + 0.5) * style.leading
        yield tag("text", words, x=left, y=middle + style.letters * _ASCENT)


def _breaks(layout: Layout) -> Iterator[Markup]:
    for part in layout.scale:
        if part.broken:
            yield shapes.zigzag(layout.axis - 7, layout.tracks + 3, (part.top + part.bottom) / 2)


# --- what is said below ---


def _caption(plan: Plan, layouts: Sequence[Layout]) -> Iterator[Markup]:
    """The key, the breaks in words, and the dates that have no place on the axis."""
    used = {sign for layout in layouts for sign in _signs(plan, layout)}
    keys = [tag("li", shapes.sample(sign), f" {meaning}") for sign, meaning in MEANINGS.items() if sign in used]
    if len(plan.clusters) > 1:  # of one date, its words tell enough
        yield tag("ul", *keys, class_="ex-key", aria_hidden="true")
    if plan.breaks:
        left_out = ", ".join(duration_words(gap.end - gap.start) for gap in plan.breaks)
        yield tag("p", f"The axis is to scale, save for the time that is left out: {left_out}.")
    if plan.unknown:
        yield tag("p", "Not on the axis, since no time is known: ", *_unknown(plan.unknown), ".")


def _signs(plan: Plan, layout: Layout) -> Iterator[Sign]:
    for cluster, extent in zip(plan.clusters, layout.extents, strict=True):
        yield from ("many",) if cluster.gathered else shapes.signs(cluster.events[0], *extent)
    if plan.breaks:
        yield "break"


def _unknown(events: Sequence[Event]) -> Iterator[Markup]:
    for index, event in enumerate(events[:_MOST_UNKNOWN]):
        yield Markup("; " if index else "") + tag("a", event.title, href=event.href) + f" ({event.words})"
    if len(events) > _MOST_UNKNOWN:
        yield Markup(f"; and {len(events) - _MOST_UNKNOWN} more in the list")
