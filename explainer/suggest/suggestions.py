"""What is proposed to an editor, and how much of an article is annotated; spans are of its visible text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from explainer.anchoring.quoting import Value
from explainer.model import Kind, Span

Layer = Literal["date", "actor", "term", "claim"]
LAYERS: tuple[Layer, ...] = ("date", "actor", "term", "claim")


@dataclass(frozen=True)
class Candidate:
    """Something that a rule saw in the text: where, what may be said of it, why, and what is left to the editor.

    `values` go by the fields of the format. A rule that cannot know a required one leaves it out.
    """

    kind: Layer
    span: Span
    values: Mapping[str, Value]
    reason: str
    decide: str
    names: tuple[str, ...] = ()  # of an actor or term: all forms that the text has


@dataclass(frozen=True)
class Suggestion:
    """One entry to be pasted, with the id it would have. `complete`: the format would take it as it is."""

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
    """How much of an article is annotated: of each layer, what is annotated and what could be."""

    paragraphs: tuple[Paragraph, ...]
    layers: Mapping[Layer, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestions:
    """All that is proposed for an article, by layer and then in the order of the text."""

    article: str
    each: tuple[Suggestion, ...]
    coverage: Coverage
