"""Lists, quotes, boxes and HTML nested too deeply for browsers, or for the renderer."""

import re
from collections.abc import Iterator

from explainer.model import Place, Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.fragment import DEEPEST, Element, first_too_deep

_OPENERS = re.compile(r"(?:[ \t>]|[-*+:] |\d+[.)] )*")


def nesting_problems(source: TypedText, root: Element) -> Iterator[Problem]:
    """Report the first element of a rendered text that is nested too deeply."""
    element = first_too_deep(root)
    if element is not None:
        words = "".join(map(str, element.itertext())).strip()
        yield too_deep(source.find(words.split("\n")[0]) if words else deepest_line(source))


def too_deep(place: Place) -> Problem:
    """Report that what begins at a place is nested too deeply."""
    message = (
        f"lists, quotes, boxes or HTML are nested more than {DEEPEST} levels deep here, "
        "which programs that read pages cannot follow; nest them less"
    )
    return Problem(place, "error", message, "too-deep")


def deepest_line(source: TypedText) -> Place:
    """Return the first of the lines that begin with the most markers of lists, quotes and boxes."""
    lines = source.text.split("\n")
    deepest = max(range(len(lines)), key=lambda number: _depth(lines[number]))
    return Place(source.path, source.first_line + deepest)


def _depth(line: str) -> int:
    """Return how many characters at the beginning of a line open lists, quotes and boxes."""
    return len(_OPENERS.match(line)[0])  # type: ignore[index]  # it matches ""
