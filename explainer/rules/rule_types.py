"""What rules take and give."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from explainer.model import Entry, Highlight, LinkedText, Loaded, Place, Ref, Site
from explainer.rules.vocabulary import Vocabulary

RuleLevel = Literal["off", "warning", "error"]


class Placing(NamedTuple):
    """An annotation's words in their article; only what stands there exactly as quoted has any."""

    text: LinkedText
    highlight: Highlight

    @property
    def words(self) -> str:
        """The words themselves, as a reader sees them."""
        return self.highlight.context.words


@dataclass(frozen=True)
class Review:
    """All that an editorial rule looks at."""

    site: Site
    loaded_words: Vocabulary
    language: str  # of articles that do not say theirs, as a BCP 47 tag
    placings: Mapping[Ref, Sequence[Placing]]  # of claims and dates, in the order of the article

    @property
    def loaded(self) -> Loaded:
        """What the editor wrote."""
        return self.site.loaded

    def placed(self, entry: Entry[Any]) -> Sequence[Placing]:
        """The words of a claim or date; fewer than it has quotes where some are not found."""
        return self.placings.get(entry.ref, ())

    def sentences(self, entry: Entry[Any]) -> tuple[str, ...]:
        """The sentences around a claim or date, each once; none where a quote is not found."""
        placed = self.placed(entry)
        if len(placed) < len(entry.body.quote):
            return ()
        return tuple(dict.fromkeys(placing.highlight.context.text for placing in placed))


class Finding(NamedTuple):
    """What an editorial rule found: where, and what to do; `owner` is the entry that may allow it, if any."""

    place: Place
    message: str
    owner: Entry[Any] | None = None


EditorialRule = Callable[[Review], Iterator[Finding]]


def rule_name(rule: Callable[..., object]) -> str:
    """A rule is called like its function, with hyphens."""
    return rule.__name__.replace("_", "-")
