"""Which actors appear together, and how often: in one claim, at one date, in one paragraph of an article."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from explainer import wording
from explainer.model import LinkedText, Ref, Site
from explainer.pages.lookup import Lookup


class Shared(NamedTuple):
    """In how many claims, dates and paragraphs two actors appear together."""

    claims: int = 0
    dates: int = 0
    paragraphs: int = 0

    @property
    def total(self) -> int:
        """In how many places at all."""
        return sum(self)

    def __str__(self) -> str:
        names = (wording.KINDS["claim"], wording.KINDS["date"], _PARAGRAPH)
        counts = [(count, term) for count, term in zip(self, names, strict=True) if count]
        parts = [f"{count} {(term.name if count == 1 else term.plural).lower()}" for count, term in counts]
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


_PARAGRAPH = wording.Term("Paragraph", "Paragraphs", "")
Connections = Mapping[Ref, Mapping[Ref, Shared]]


def connections(lookup: Lookup) -> Connections:
    """Give the others with which each actor appears, the closest first."""
    groups = (_of_claims(lookup), _of_dates(lookup), _of_paragraphs(lookup.site))
    counts = [Counter(_pairs(of_kind, lookup)) for of_kind in groups]
    found: dict[Ref, dict[Ref, Shared]] = defaultdict(dict)
    for one, other in dict.fromkeys(pair for count in counts for pair in count):
        found[one][other] = found[other][one] = Shared(*(count[one, other] for count in counts))
    names = lookup.titles
    return {
        ref: dict(sorted(others.items(), key=lambda item: (-item[1].total, names[item[0]], item[0])))
        for ref, others in found.items()
    }


def paragraphs(text: LinkedText) -> Iterator[tuple[Ref, ...]]:
    """Give the actors that each paragraph of an article or page names, each once, where it names any.

    In the visible text, paragraphs (and headings, items of lists, cells) stand on lines of their own.
    """
    ends = [index for index, character in enumerate(text.rendered.text) if character == "\n"]
    found: dict[int, dict[Ref, None]] = defaultdict(dict)
    for mention in text.mentions:
        if mention.target.kind == "actor":
            found[bisect_right(ends, mention.span.start)].setdefault(mention.target)
    yield from map(tuple, found.values())


def _of_claims(lookup: Lookup) -> Iterator[tuple[Ref, ...]]:
    for claim in lookup.site.loaded.claims.values():
        yield (*lookup.objects.get((claim.ref, "by"), ()), *lookup.objects.get((claim.ref, "about"), ()))


def _of_dates(lookup: Lookup) -> Iterator[tuple[Ref, ...]]:
    for date in lookup.site.loaded.dates.values():
        yield lookup.objects.get((date.ref, "actors"), ())


def _of_paragraphs(site: Site) -> Iterator[tuple[Ref, ...]]:
    for article in site.articles.values():
        yield from paragraphs(article)


def _pairs(groups: Iterable[Iterable[Ref]], lookup: Lookup) -> Iterator[tuple[Ref, Ref]]:
    """Every two that stand in one group."""
    for group in groups:
        yield from combinations(sorted({ref for ref in group if lookup.exists(ref)}), 2)
