"""The site's one style sheet and one script, each put together from small files that a designer edits.

Comments and indentation are for designers and stay behind, in a style sheet the ends of lines too. No more is taken
out: minifiers that know no nesting change what rules mean. A comment is one that ends its line, /* and */ around it.
"""

import re
from collections.abc import Callable
from importlib.resources import files

from explainer.config.settings import SCRIPT, STYLESHEET

_COMMENT = re.compile(
    r"\s*/\*(?:(?!\*/).)*\*/[ \t]*$", re.DOTALL | re.MULTILINE
)  # to the end of its line
_LINE_END = re.compile(r" ?([{};,])\n")


def pages() -> dict[str, Callable[[], bytes]]:
    """Give what makes the style sheet and the script, by their paths under the staged docs/."""
    return {STYLESHEET: lambda: style_sheet().encode(), SCRIPT: lambda: script().encode()}


def style_sheet(without: tuple[str, ...] = ()) -> str:
    """Give the small style sheets in the order of their names, leaving out those whose names begin so."""
    return _LINE_END.sub(r"\1", _joined("styles", ".css", without))


def script(without: tuple[str, ...] = ()) -> str:
    """Give the small scripts in the order of their names, in one scope, leaving out those whose names begin so."""
    return f'"use strict";\n(() => {{\n{_joined("scripts", ".js", without)}\n}})();\n'


def lean(text: str) -> str:
    """Give a style sheet or a script without what is only for those who edit it."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


def _joined(folder: str, ending: str, without: tuple[str, ...]) -> str:
    parts = sorted(
        files("explainer").joinpath("assets", folder).iterdir(), key=lambda part: part.name
    )
    wanted = (
        part for part in parts if part.name.endswith(ending) and not part.name.startswith(without)
    )
    return lean("\n".join(part.read_text(encoding="utf-8") for part in wanted))
