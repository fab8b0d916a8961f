"""The index of claims: the conclusions and what they rest on, then all claims by kind.

A form narrows the list down.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from explainer.addresses import METHOD
from explainer.entries import Claim, Verdict
from explainer.format import wording
from explainer.model import Entry, Ref
from explainer.pages import alphabet
from explainer.pages.argument import Step, spine
from explainer.pages.card import is_contested
from explainer.pages.claims import ClaimItem, claim_item
from explainer.pages.document import PageMaker, render
from explainer.pages.index import (
    Choice,
    Facet,
    Section,
    entries_of,
    index_pages,
    part_links,
    section_anchor,
)
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
from explainer.pages.view import View

_NO_VERDICT = "none"
# Names of verdicts for readers, by their values in addresses.
VERDICTS: Mapping[str, str] = {
    **{value: term.name for value, term in wording.VERDICTS.items()},
    _NO_VERDICT: "No verdict",
}
# What readers choose claims by, and the labels. The keys appear in addresses: `?kind=fact`.
_FACETS: Mapping[str, str] = {
    "kind": "Kind",
    "actor": "Made by or about",
    "verdict": "Verdict",
    "article": "Article",
}


class Row(NamedTuple):
    """A claim in the index; `values` are those that each facet of the form chooses it by."""

    item: ClaimItem
    verdict: Verdict | None
    about: tuple[str, ...]  # who makes it, "disputed", its articles if the site has several
    values: Mapping[str, tuple[str, ...]]


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the index of claims and of its parts, by path."""
    return index_pages(lookup, "claim", "Claims", _index)


def _index(view: View, part: IndexPart | None) -> str:
    lookup = view.lookup
    links = part_links(view, "claim", part)
    rows = () if links else tuple(_rows(view, part))
    articles = {row.values["article"][0] for row in rows} if part else lookup.site.loaded.articles
    return render(
        "claims.md.j2",
        parts=links,
        groups=list(_groups(rows)),
        facets=tuple(_facets(lookup, rows)),
        count=len(rows),
        articles=len(articles),
        method=view.to_path(METHOD),
        ids=lookup.has_heading_ids,
        anchor=section_anchor(lookup),
        spine=_spine(view, part),
    )


def _spine(view: View, part: IndexPart | None) -> tuple[Step, ...]:
    """Return the conclusions of the site, or those of the article whose claims a part lists."""
    if part is None:
        return spine(view)
    slug = view.lookup.site.loaded.claims[part.refs[0].id].article
    return spine(view, slug, among=part.refs) if slug else ()


def _rows(view: View, part: IndexPart | None) -> Iterator[Row]:
    """Yield all claims in the order of the articles."""
    lookup = view.lookup
    claims = entries_of(lookup.site.loaded.claims, part)
    names_article = part is None and len(lookup.site.loaded.articles) > 1
    for claim in sorted(claims, key=lambda claim: lookup.order(claim.ref)):
        item = claim_item(view, claim)
        about = _about(view, claim, item, names_article)
        yield Row(item, claim.body.verdict, about, _values(lookup, claim))


def _about(
    view: View, claim: Entry[Claim], item: ClaimItem, names_article: bool
) -> tuple[str, ...]:
    about = []
    if item.by:
        about.append(item.by)
    if is_contested(view, claim):
        about.append(wording.DISPUTED)
    if names_article:
        articles = (Ref("article", slug) for slug in view.lookup.stated_in(claim))
        about += (link.text for link in view.links(articles))
    return tuple(about)


def verdict_of(claim: Entry[Claim]) -> str:
    """Return the verdict on a claim as it appears in addresses; "none" without one."""
    return claim.body.verdict.value if claim.body.verdict else _NO_VERDICT


def _values(lookup: Lookup, claim: Entry[Claim]) -> dict[str, tuple[str, ...]]:
    """Return the values that each facet chooses a claim by."""
    named = [*lookup.objects_of(claim.ref, "by"), *lookup.objects_of(claim.ref, "restated_by")]
    named += lookup.objects_of(claim.ref, "about")
    actors = [actor.id for actor in dict.fromkeys(named) if lookup.exists(actor)]
    return {
        "kind": (claim.body.kind,),
        "actor": tuple(actors),
        "verdict": (verdict_of(claim),),
        # without spaces, which separate the values
        "article": tuple(map(quote, lookup.stated_in(claim))),
    }


def _groups(rows: Sequence[Row]) -> Iterator[Section]:
    """Yield the claims of each kind that has any."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        [kind] = row.values["kind"]
        by_kind[kind].append(row)
    for kind, term in wording.CLAIM_KINDS.items():
        if by_kind[kind]:
            yield Section(term.plural, f"_{kind}", tuple(by_kind[kind]), term.meaning)


def _facets(lookup: Lookup, rows: Sequence[Row]) -> Iterator[Facet]:
    """Yield the facets that offer a choice of at least two values."""
    for key, label in _FACETS.items():
        used = {value for row in rows for value in row.values[key]}
        choices = tuple(choice for choice in _choices(lookup, key) if choice.value in used)
        if len(choices) > 1:
            yield Facet(key, label, choices)


def _choices(lookup: Lookup, key: str) -> Iterator[Choice]:
    """Yield all values of a facet, in the order in which the form offers them."""
    loaded = lookup.site.loaded
    if key == "kind":
        for kind, term in wording.CLAIM_KINDS.items():
            yield Choice(kind, term.plural)
    elif key == "actor":
        for actor in alphabet.by_name(loaded.actors.values()):
            yield Choice(actor.ref.id, actor.body.name)
    elif key == "verdict":
        for value, name in VERDICTS.items():
            yield Choice(value, name)
    else:
        for article in loaded.articles:
            yield Choice(quote(article.slug), article.title)
