"""Files in docs/ that a browser opens by themselves, on a safe site."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from explainer.files import on_disk, read_text
from explainer.model import Place, Problem

_PAGES = frozenset({".htm", ".html", ".shtml", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"})
_DRAWINGS = frozenset({".svg"})
_ACTIVE = re.compile(
    r"<(?:\w+:)?(?:script|foreignObject|iframe|handler)\b|[\s\"'/]on\w+\s*=|javascript:"
    r"|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)


def document_problems(assets: Iterable[PurePosixPath], docs: Path) -> Iterator[Problem]:
    """Report documents that could contain scripts, and drawings that do, since files are not cleaned."""
    for asset in assets:
        place = Place(f"docs/{asset}")
        if asset.suffix.lower() in _PAGES:
            message = "mkdocs.yml says `safe: true`, and this file could contain scripts; turn it into a Markdown page"
            yield Problem(place, "error", message, "raw-html")
        elif asset.suffix.lower() in _DRAWINGS:
            yield from _drawing_problems(on_disk(docs, str(asset)), place)


def _drawing_problems(file: Path, place: Place) -> Iterator[Problem]:
    text = read_text(file, place.path)[0]
    found = _ACTIVE.search(text or "")
    if text is None:
        message = (
            "mkdocs.yml says `safe: true`, and this drawing is not UTF-8, so it cannot be checked; save it as UTF-8"
        )
        yield Problem(place, "error", message, "raw-html")
    elif found:
        line = 1 + text.count("\n", 0, found.start())
        column = found.start() - text.rfind("\n", 0, found.start())
        message = (
            f"mkdocs.yml says `safe: true`, and {found[0].strip()} could run in this drawing; "
            "save it as a plain SVG, or as PNG"
        )
        yield Problem(Place(place.path, line, column), "error", message, "raw-html")
