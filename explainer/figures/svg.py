"""SVG, built from values: every text is escaped, numbers are short, attributes keep their order.

Pictures are for the eyes: the words beside one say all that it shows, so it is hidden from those
who hear a page.
"""

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element. `class_` is written `class`, `stroke_width` `stroke-width`.

    Attributes that are None or "" are left out. Children are escaped unless they are Markup.
    """
    attributes_written: list[str] = []
    for key, value in attributes.items():
        if value is not None and value != "":
            written = key.rstrip("_").replace("_", "-")
            attributes_written.append(f' {written}="{_value(value)}"')
    inner = "".join(map(escape, children))
    return Markup(f"<{name}{''.join(attributes_written)}>{inner}</{name}>")


def _value(value: object) -> str:
    """Return an escaped text, or a number to a tenth of a unit, finer than any screen shows."""
    if isinstance(value, str):
        return escape(str(value))
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short
