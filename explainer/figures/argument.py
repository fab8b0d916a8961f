"""The map of an argument: a row for each claim, reasons above what they speak to, and lines on the left of the rows.

All that backs a claim joins one line, which runs down (or, in a circle, up) a track of its own to an arrow head at that
claim; all that speaks against it joins another, dashed, which ends in a cross. Tracks are given out as in the drawing
of a version history: two lines share one only where they do not meet, and short ones stand near the rows.
"""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from explainer.figures.argument_layout import PAD, Claim, Layout, Line, Row, Style, laid_out, leading, sign_width
from explainer.figures.graph import Arrow
from explainer.figures.svg import link, path, picture, stroke, tag

Step = tuple[str, float, float]
# By the key of the format: the class of a line, its dashes, and how thick its head is drawn.
_LOOKS = {"supports": ("ex-backs", "", 1.3), "attacks": ("ex-against", "4 2.5", 1.8)}
_TIP = 7  # the size of the heads of lines
_SHEET = 900  # what is higher is not printed, since it would be cut between two sheets: the words beside it are
_ASCENT = 0.78  # of the letters, above their line


def argument_map(claims: Sequence[Claim], arrows: Sequence[Arrow], style: Style) -> Markup | None:
    """Draw the claims that stand in the arrows (pairs of their indexes).

    None where more lines run side by side than anybody could follow.
    """
    layout = laid_out(claims, arrows, style)
    if layout is None:
        return None
    sign = sign_width(claims, style)
    drawn = [*_lines(layout), *(_row(row, claims[row.claim], layout, sign) for row in layout.rows)]
    letters = tag("g", *drawn, font_size=style.letters)
    classes = f"ex-argument {style.class_}{' ex-tall' if layout.height > _SHEET else ''}"
    return picture(style.width, layout.height, letters, class_=classes.strip())


def key() -> Markup:
    """Say which line means what."""
    samples = {"supports": "supports", "attacks": "speaks against"}
    return Markup(" ").join(tag("span", _sample(label), f" {words}") for label, words in samples.items())


def _sample(label: str) -> Markup:
    drawn = _drawn(label, path([("M", 1, 6), ("L", 24, 6)]), _head(label, 31, 6))
    return tag("svg", *drawn, class_="ex-argument", width=34, height=12, aria_hidden="true")


def _row(row: Row, claim: Claim, layout: Layout, sign: float) -> Markup:
    size, step = layout.style.letters, leading(layout.style)
    place = {"x": row.left, "y": row.top, "width": layout.style.width - 1 - row.left, "height": row.height, "rx": 3}
    box = tag("rect", **place, fill="none", stroke="currentcolor")
    base = row.top + (row.height - step * len(row.text)) / 2 + (step - size) / 2 + size * _ASCENT
    number = [tag("text", claim.sign, x=row.left + PAD, y=base, class_="ex-sign")] if claim.sign else []
    lines = (tag("text", text, x=row.left + PAD + sign, y=base + step * index) for index, text in enumerate(row.text))
    return link(claim.href, box, *number, *lines, class_="ex-self" if claim.is_here else "")


def _lines(layout: Layout) -> Iterator[Markup]:
    """Give the lines of each kind as one path, and their heads as another."""
    left = {row.claim: row.left for row in layout.rows}
    for label in _LOOKS:
        of_kind = [line for line in layout.lines if line.label == label]
        if of_kind:
            steps = (step for line in of_kind for step in _line(line, left, layout.bend))
            heads = "".join(_head(label, left[line.target], line.end) for line in of_kind)
            yield from _drawn(label, path(steps), heads)


def _drawn(label: str, d: str, heads: str) -> Iterator[Markup]:
    name, dashes, width = _LOOKS[label]
    yield stroke(d, 1.3, dashes, class_=name)
    yield stroke(heads, width, class_=f"{name} ex-head")


def _line(line: Line, left: Mapping[int, float], bend: float) -> Iterator[Step]:
    """From each source to the track, then along the track from its far ends to the target."""
    x = line.x
    for source, start in zip(line.sources, line.starts, strict=True):
        along = bend if start < line.end else -bend
        yield from (("M", left[source], start), ("L", x + bend, start), ("Q", x, start), (" ", x, start + along))
    for far, along in ((min(line.starts), bend), (max(line.starts), -bend)):
        if (far < line.end) == (along > 0):
            yield from (
                ("M", x, far + along),
                ("L", x, line.end - along),
                ("Q", x, line.end),
                (" ", x + bend, line.end),
            )
            yield "L", left[line.target] - _TIP, line.end


def _head(label: str, x: float, y: float) -> str:
    """An arrow head, or a cross, that ends at x."""
    half = _TIP / 2
    if label == "supports":
        return path([("M", x - _TIP, y - half), ("L", x, y), ("L", x - _TIP, y + half)]) + "Z"
    x -= 1
    return path([("M", x - _TIP, y - half), ("L", x, y + half), ("M", x - _TIP, y + half), ("L", x, y - half)])
