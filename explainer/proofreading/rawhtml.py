"""What a safe site removes from the HTML of its articles and pages."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from explainer.model import Place, Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.cleaning import Loss

MOST_PLACES = 20  # of one kind, in one text: enough to find the others


def cleaning_problems(source: TypedText, lost: Iterable[Loss]) -> Iterator[Problem]:
    """Report what is removed, wherever it was typed, or else at the beginning of the text."""
    for loss in lost:
        for place in _places(source, loss.typed):
            message = (
                f"mkdocs.yml says `safe: true`, so {loss.what} is removed from the page; "
                "use Markdown instead, or delete it"
            )
            yield Problem(place, "warning", message, "raw-html")


def _places(source: TypedText, typed: str) -> list[Place]:
    wanted = re.compile(re.escape(typed) + r"(?![\w-])", re.IGNORECASE)
    for text in (source.marked_up, source.text):
        matches = islice(wanted.finditer(text), MOST_PLACES)
        found = [source.place(match.start()) for match in matches]
        if found:
            return found
    return [Place(source.path, source.first_line)]
