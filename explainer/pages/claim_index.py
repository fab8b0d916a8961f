"""The index of claims: the conclusions and what they rest on, then all claims by kind, with a form to narrow them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from explainer.addresses import INDEXES, METHOD
from explainer.entries import Claim, Verdict
from explainer.format import wording
from explainer.model import Entry, Ref
from explainer.pages import alphabet
from explainer.pages.argument import spine
from explainer.pages.card import is_contested
from explainer.pages.claims import ClaimItem, claim_items
from explainer.pages.document import Make, render
from explainer.pages.index import Choice, Facet, Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import View

# Verdicts as they stand in addresses, and their names for readers.
VERDICTS: Mapping[str, str] = {value: term.name for value, term in wording.VERDICTS.items()} | {
    "none": "No verdict"
}
# What claims are chosen by, and how a reader is asked for it. The names stand in addresses, such as `?kind=fact`.
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
    about: tuple[
        str, ...
    ]  # who makes it, whether it is disputed, its article where there are several
    values: Mapping[str, tuple[str, ...]]


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the index of claims."""
    return index_page(lookup, INDEXES["claim"], "Claims", _index)


def _index(view: View) -> str:
    rows = tuple(_rows(view))
    return render(
        "claims.md.j2",
        groups=_groups(rows),
        facets=tuple(_facets(view.lookup, rows)),
        count=len(rows),
        articles=len(view.lookup.site.loaded.articles),
        method=view.to_path(METHOD),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
        spine=spine(view),
    )


def _rows(view: View) -> Iterator[Row]:
    """Give all claims in the order of the articles."""
    lookup = view.lookup
    claims = sorted(lookup.site.loaded.claims.values(), key=lambda claim: lookup.order(claim.ref))
    items = claim_items(view, [claim.ref for claim in claims])
    several = len(lookup.site.loaded.articles) > 1
    for claim, item in zip(claims, items, strict=True):
        title = lookup.titles.get(Ref("article", claim.article or ""), "") if several else ""
        disputed = "disputed" if is_contested(view, claim) else ""
        about = tuple(filter(None, (item.by, disputed, title)))
        yield Row(item, claim.body.verdict, about, _values(lookup, claim))


def verdict_of(claim: Entry[Claim]) -> str:
    """Give the verdict on a claim, or that there is none, as it stands in addresses."""
    return claim.body.verdict.value if claim.body.verdict else "none"


def _values(lookup: Lookup, claim: Entry[Claim]) -> dict[str, tuple[str, ...]]:
    actors = dict.fromkeys(
        actor for label in ("by", "about") for actor in lookup.objects.get((claim.ref, label), ())
    )
    return {
        "kind": (claim.body.kind,),
        "actor": tuple(actor.id for actor in actors if lookup.exists(actor)),
        "verdict": (verdict_of(claim),),
        "article": (quote(claim.article or ""),),  # without spaces, which part the values of a row
    }


def _groups(rows: tuple[Row, ...]) -> list[Section]:
    of_kind = (
        (kind, tuple(row for row in rows if kind in row.values["kind"]))
        for kind in wording.CLAIM_KINDS
    )
    terms = wording.CLAIM_KINDS
    return [
        Section(terms[kind].plural, f"_{kind}", found, terms[kind].meaning)
        for kind, found in of_kind
        if found
    ]


def _facets(lookup: Lookup, rows: tuple[Row, ...]) -> Iterator[Facet]:
    """What there are two values of to choose from."""
    for key, label in _FACETS.items():
        used = {value for row in rows for value in row.values[key]}
        choices = tuple(choice for choice in _choices(lookup, key) if choice.value in used)
        if len(choices) > 1:
            yield Facet(key, label, choices)


def _choices(lookup: Lookup, key: str) -> Iterator[Choice]:
    loaded = lookup.site.loaded
    if key == "kind":
        yield from (Choice(kind, term.plural) for kind, term in wording.CLAIM_KINDS.items())
    elif key == "actor":
        actors = sorted(
            loaded.actors.values(), key=lambda actor: alphabet.sort_key(actor.body.name)
        )
        yield from (Choice(actor.ref.id, actor.body.name) for actor in actors)
    elif key == "verdict":
        yield from (Choice(value, name) for value, name in VERDICTS.items())
    else:
        yield from (Choice(quote(article.slug), article.title) for article in loaded.articles)
