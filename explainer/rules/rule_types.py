"""The types that rules take and return."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from explainer.model import AnyEntry, Highlight, LinkedText, Loaded, Place, QuotedEntry, Ref, Site
from explainer.rules.vocabulary import Vocabulary

RuleLevel = Literal["off", "warning", "error"]


class Placing(NamedTuple):
    """The words of an annotation in its article, where they stand exactly as quoted."""

    text: LinkedText
    highlight: Highlight

    @property
    def words(self) -> str:
        """Return the words as a reader sees them."""
        return self.highlight.context.words


@dataclass(frozen=True)
class Review:
    """Everything that an editorial rule can look at."""

    site: Site
    loaded_words: Vocabulary
    language: str  # of articles that do not name theirs, as a BCP 47 tag
    placings: Mapping[Ref, Sequence[Placing]]  # of claims and dates, in the order of the article

    @property
    def loaded(self) -> Loaded:
        """Return what the editor wrote."""
        return self.site.loaded

    def placed(self, entry: AnyEntry) -> Sequence[Placing]:
        """Return the words of a claim or date: fewer than it has quotes if some are not found."""
        return self.placings.get(entry.ref, ())

    def sentences(self, entry: QuotedEntry) -> tuple[str, ...]:
        """Return the sentences around a claim or date, each once; none if a quote is not found."""
        placed = self.placed(entry)
        if len(placed) < len(entry.body.quote):
            return ()
        return tuple(dict.fromkeys(placing.highlight.context.text for placing in placed))


class Finding(NamedTuple):
    """Where an editorial rule is broken, and what to do; `owner` is the entry that may allow it."""

    place: Place
    message: str
    owner: AnyEntry | None = None


EditorialRule = Callable[[Review], Iterator[Finding]]


def rule_name(rule: Callable[..., object]) -> str:
    """Return the name of a rule: that of its function, with hyphens."""
    return rule.__name__.replace("_", "-")
