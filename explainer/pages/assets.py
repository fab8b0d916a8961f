"""The site's one style sheet and one script, each joined from small files that a designer edits.

Comments and indentation are for designers and are left out, and the line ends of style sheets, too.
Nothing more is taken out: minifiers that do not know nesting change the meaning of rules. A comment
is one between /* and */ that ends its line.
"""

import re
from collections.abc import Callable
from importlib.resources import files
from operator import attrgetter

from explainer.config.settings import SCRIPT, STYLESHEET

# A comment, with the spaces before it, to the end of its line.
_COMMENT = re.compile(r"\s*/\*(?:(?!\*/).)*\*/[ \t]*$", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r" ?([{};,])\n")


def pages() -> dict[str, Callable[[], bytes]]:
    """Return makers of the style sheet and the script, by their paths under the staged docs/."""
    return {STYLESHEET: lambda: style_sheet().encode(), SCRIPT: lambda: script().encode()}


def style_sheet(without: tuple[str, ...] = ()) -> str:
    """Return the small style sheets, joined in the order of their names.

    Those whose names begin with any of `without` are left out.
    """
    return _LINE_END.sub(r"\1", _joined("styles", ".css", without))


def script(without: tuple[str, ...] = ()) -> str:
    """Return the small scripts in one scope, joined in the order of their names.

    Those whose names begin with any of `without` are left out.
    """
    return f'"use strict";\n(() => {{\n{_joined("scripts", ".js", without)}\n}})();\n'


def lean(text: str) -> str:
    """Return a style sheet or script without comments, indentation and empty lines."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


def _joined(folder: str, ending: str, without: tuple[str, ...]) -> str:
    parts = sorted(files("explainer").joinpath("assets", folder).iterdir(), key=attrgetter("name"))
    named = [part for part in parts if part.name.endswith(ending)]
    wanted = [part for part in named if not part.name.startswith(without)]
    return lean("\n".join(part.read_text(encoding="utf-8") for part in wanted))
