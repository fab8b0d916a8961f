"""SVG, built from values: every text is escaped, numbers are short, attributes keep their order.

One rule for all pictures: they are for eyes. The words beside a picture say all that it shows, so that the drawing is
hidden from those who hear a page.
"""

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Give an element. `class_` is written `class`, `stroke_width` `stroke-width`; what is None or "" is left out."""
    written = [
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value)) if isinstance(value, str) else _number(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    ]
    inner = [child if isinstance(child, Markup) else escape(child) for child in children]
    return Markup(f"<{name}{''.join(written)}>{''.join(inner)}</{name}>")


def _number(value: object) -> str:
    """Short and the same on every machine: a tenth of a unit is finer than any screen shows."""
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short
