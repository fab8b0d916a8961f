"""The site's one style sheet and one script, each put together from small files that a designer edits."""

from importlib.resources import files

from explainer.settings import SCRIPT, STYLESHEET

# Scripts share one scope of their own; style sheets follow one another. Both are taken in the order of their names.
_PARTS = ((STYLESHEET, "styles", "{}"), (SCRIPT, "scripts", '"use strict";\n(() => {{\n{}}})();\n'))


def pages() -> dict[str, bytes]:
    """Give the style sheet and the script by their paths under the staged docs/."""
    return {path: frame.format(_joined(folder)).encode() for path, folder, frame in _PARTS}


def _joined(folder: str) -> str:
    parts = sorted(files("explainer").joinpath("assets", folder).iterdir(), key=lambda part: part.name)
    return "\n".join(part.read_text(encoding="utf-8") for part in parts if part.is_file())
