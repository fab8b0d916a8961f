"""How often actors appear, and which of them together: in one claim, at one date, in one paragraph of an article."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from explainer.model import LinkedText, Ref, Site
from explainer.pages.lookup import Lookup
from explainer.wording import counted, listed


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
        counts = zip(self, ("claim", "date", "paragraph"), strict=True)
        return listed(counted(count, noun) for count, noun in counts if count)


class Appearances(NamedTuple):
    """How often an actor appears.

    In claims that it makes or is the subject of (each once), at dates that it takes part in, and at places where a text
    of any kind names it.
    """

    claims: int
    dates: int
    places: int

    def __str__(self) -> str:
        counts = zip(self, ("claim", "date", "mention"), strict=True)
        return ", ".join(counted(count, noun) for count, noun in counts if count)


Connections = Mapping[Ref, Mapping[Ref, Shared]]


def appearances(lookup: Lookup, actor: Ref) -> Appearances:
    """Count where an actor appears: the one rule for who appears most, on whatever page."""
    claims = {claim for label in ("by", "about") for claim in lookup.subjects.get((actor, label), ())}
    dates = lookup.subjects.get((actor, "actors"), ())
    return Appearances(len(claims), len(dates), len(lookup.site.mentions.get(actor, ())))


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
