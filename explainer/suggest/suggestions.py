"""The types of suggestions and of coverage. Spans are in code points of the visible text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from explainer.anchoring.quoting import Value
from explainer.model import Kind, Span

Layer = Literal["date", "actor", "term", "claim"]
LAYERS: tuple[Layer, ...] = ("date", "actor", "term", "claim")


@dataclass(frozen=True)
class Candidate:
    """A proposal of a rule: where it is, its values, why, and what is left to the editor.

    `values` go by the fields of the format. A rule that cannot know a required one leaves it out.
    """

    kind: Layer
    span: Span
    values: Mapping[str, Value]
    reason: str
    decide: str
    names: tuple[str, ...] = ()  # of an actor or term: all forms in the text
    doubtful: Mapping[str, Value] = field(default_factory=dict)  # values to choose from, or drop


@dataclass(frozen=True)
class Suggestion:
    """An entry to paste, with an id for it; `complete` if the format accepts it as it is."""

    found: Candidate
    id: str
    complete: bool


@dataclass(frozen=True)
class Paragraph:
    """How much of a paragraph is annotated."""

    number: int
    span: Span
    opening: str  # its first words
    counts: Mapping[Kind, int]  # annotations in it, by kind
    words: int
    claimed: int  # words under a claim


@dataclass(frozen=True)
class Coverage:
    """How much of an article is annotated: for each layer, how many are and how many could be."""

    paragraphs: tuple[Paragraph, ...]
    layers: Mapping[Layer, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestions:
    """All suggestions for an article, by layer and then in the order of the text."""

    article: str
    each: tuple[Suggestion, ...]
    coverage: Coverage


def times_in_words(count: int) -> str:
    """Return how often something occurs in a text: "once", "2 times"."""
    return "once" if count == 1 else f"{count} times"
