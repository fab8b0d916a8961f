"""The site's one style sheet and one script, each put together from small files that a designer edits.

Comments and white space are for designers; they would be a quarter of what a reader loads.
"""

from importlib.resources import files

from rcssmin import cssmin
from rjsmin import jsmin

from explainer.settings import SCRIPT, STYLESHEET


def pages() -> dict[str, bytes]:
    """Give the style sheet and the script by their paths under the staged docs/."""
    return {STYLESHEET: style_sheet().encode(), SCRIPT: script().encode()}


def style_sheet(without: tuple[str, ...] = ()) -> str:
    """Give the small style sheets in the order of their names, leaving out those whose names begin so."""
    # the minifier takes a space before a colon for that of a declaration, and `a :is(b)` is not `a:is(b)`
    return str(cssmin(_joined("styles", without).replace(" :", " *:")))


def script(without: tuple[str, ...] = ()) -> str:
    """Give the small scripts in the order of their names, in one scope, leaving out those whose names begin so."""
    return str(jsmin(f'"use strict";\n(() => {{\n{_joined("scripts", without)}}})();\n'))


def _joined(folder: str, without: tuple[str, ...]) -> str:
    parts = sorted(files("explainer").joinpath("assets", folder).iterdir(), key=lambda part: part.name)
    wanted = (part for part in parts if part.is_file() and not part.name.startswith(without))
    return "\n".join(part.read_text(encoding="utf-8") for part in wanted)
