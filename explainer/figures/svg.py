"""SVG, built from values: every text is escaped, numbers are short, attributes keep their order.

One rule for all pictures: they are for eyes and pointers. The words beside a picture say all that it shows and hold
every link that it holds, in an order that can be followed; so the drawing is hidden from those who hear a page, its
links are no stops of the Tab key, and the figure around it has a name that says what it shows and where the words are.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Give an element. `class_` is written `class`, `stroke_width` `stroke-width`; what is None or "" is left out."""
    written = [
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value)) if isinstance(value, str) else _number(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    ]
    inner = [child if isinstance(child, Markup) else escape(child) for child in children]
    return Markup(f"<{name}{''.join(written)}>{''.join(inner)}</{name}>")  # large maps have thousands of these


def link(href: str, *children: str, **attributes: object) -> Markup:
    """Give a link for pointers; the keyboard finds the same link in the text beside the picture."""
    return tag("a", *children, href=href, tabindex="-1", **attributes)


def path(points: Iterable[tuple[str, float, float]]) -> str:
    """Give the data of a path from commands that take one point each, such as `("M", 0, 10)`."""
    return "".join(f"{command}{_number(x)} {_number(y)}" for command, x, y in points)


def figure(label: str, *children: str, class_: str = "") -> Markup:
    """Give a figure of pictures; `label` says what they show, and where the same is told in words.

    The figure has the name, not the drawing: an image may hold no links (ARIA 1.2, children presentational).
    """
    classes = f"ex-picture {class_}".strip()
    return tag("figure", *children, class_=classes, aria_label=label, data_search_exclude="data-search-exclude")


def stroke(d: str, width: float = 1, dashes: str = "", class_: str = "") -> Markup:
    """Give the element of a path that is a line; it has the colour of letters where no style sheet says otherwise.

    Without these attributes a browser that has no style sheet fills what the path surrounds, and draws no line.
    """
    return tag(
        "path",
        class_=class_,
        d=d,
        fill="none",
        stroke="currentcolor",
        stroke_width=None if width == 1 else float(width),
        stroke_dasharray=dashes,
    )


def picture(width: float, height: float, *children: str, class_: str = "") -> Markup:
    """Give a whole picture of that many units; it is shown at one CSS pixel a unit, or smaller where that is too wide.

    It stands in a `figure`.
    """
    return tag(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"ex-figure {class_}".strip(),
        aria_hidden="true",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
    )


def _number(value: object) -> str:
    """Short and the same on every machine: a tenth of a unit is finer than any screen shows."""
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short
