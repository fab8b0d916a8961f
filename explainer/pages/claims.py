"""A page for each claim, and claims as items of lists."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.addresses import page_path
from explainer.entries import Claim, Evidence, Stance
from explainer.format import wording
from explainer.format.doi import doi_address
from explainer.model import Entry, Kind, Ref
from explainer.pages.argument import rank, reasons_of, ways_up
from explainer.pages.card import ClaimCard, claim_card, making
from explainer.pages.citing import cite_claim
from explainer.pages.document import PageMaker, document, render
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, View, outward
from explainer.pages.voices import voice

# Ids of elements on the page of a claim, to which its card links.
REASONS_ID = "_reasons"
OBJECTIONS_ID = "_objections"
SOURCES_ID = "_sources"
# The titles of the groups of sources there, those that decide most first.
_SOURCES: Mapping[Stance, str] = {
    "supports": "What backs it",
    "disputes": "What disputes it",
    "reports": "Where it is said",
    "context": "Background",
}


class EvidenceItem(NamedTuple):
    """A source, what it says on the matter, and the annotator's note."""

    link: Link
    stance: Stance
    note: Markup | None
    address: Link  # to read it, under the name of the host; no text where none is given


class ClaimItem(NamedTuple):
    """A claim in a list."""

    link: Link
    by: str


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the pages of all claims, by path."""
    claims = lookup.site.loaded.claims.values()
    order = sorted((claim.ref for claim in claims), key=lookup.order)
    made: dict[str, PageMaker] = {}
    for index, ref in enumerate(order):
        before = order[index - 1] if index else None
        after = order[index + 1] if index + 1 < len(order) else None
        made[page_path(ref)] = partial(_page, lookup, ref, before, after)
    return made


def claim_item(view: View, claim: Entry[Claim]) -> ClaimItem:
    """Return a claim as an item of a list, with a link from the page that is viewed."""
    return ClaimItem(view.link(claim.ref), voice(view.lookup, claim.ref))


def evidence_items(view: View, ref: Ref, evidence: Sequence[Evidence]) -> tuple[EvidenceItem, ...]:
    """Return the evidence of a claim or term, without what names no source of the site."""
    found = []
    for index, item in enumerate(evidence):
        source = Ref("source", item.source)
        if view.lookup.exists(source):
            note = view.html(ref, "evidence", index, "note")
            address = _address(view, source)
            found.append(EvidenceItem(view.link(source), item.stance, note, address))
    return tuple(found)


def _address(view: View, source: Ref) -> Link:
    body = view.lookup.site.loaded.sources[source.id].body
    doi = doi_address(body.doi) if body.doi else ""
    link = outward(body.url or doi)
    return link._replace(text=urlsplit(link.href).hostname or link.text)


def _page(lookup: Lookup, ref: Ref, before: Ref | None, after: Ref | None) -> str:
    view, entry = View(lookup, page_path(ref)), lookup.site.loaded.claims[ref.id]
    card = claim_card(view, entry)
    article = lookup.articles.get(entry.article or "")
    body = render(
        "claim.md.j2",
        claim=entry.body,
        preview=view.preview(ref),
        card=_counted(card),
        before=_neighbour(view, before, entry),
        after=_neighbour(view, after, entry),
        report=view.report(ref),
        citation=cite_claim(ref, entry.body.summary, article, lookup.settings),
        **_claim_in_words(view, entry),
        **_facts(view, entry),
        **_judged(view, entry),
        **_argued(view, ref),
    )
    return document(entry.body.summary, body, in_one_line(card, voice(lookup, ref)))


def _neighbour(view: View, ref: Ref | None, entry: Entry[Claim]) -> Link | None:
    """Return a link to the claim before or after another, if it is in the same article."""
    if ref is None or view.lookup.site.loaded.claims[ref.id].article != entry.article:
        return None
    return view.link(ref)


def _claim_in_words(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """Return values for the template: where the claim is made, and what the annotators add."""
    quoted = view.quotes(entry.ref)
    return {
        "quoted": quoted,
        "missing": view.lookup.unplaced.get(entry.ref, ()),
        "standing": None if quoted else view.standing(entry),
        "note": view.html(entry.ref, "note"),
        "mentions": view.mentions(entry.ref),
    }


def _facts(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """Return values for the template: what the claim concerns; nobody is named twice."""
    on_card = {*making(view, entry.ref), *view.objects(entry.ref, "disputed_by")}
    about = [link for link in view.objects(entry.ref, "about") if link not in on_card]
    known = on_card.union(about)
    actors = [link for link in _involved(view, entry.ref, "actor") if link not in known]
    return {
        "about": about,
        "actors": actors,
        "dates": _involved(view, entry.ref, "date"),
        "terms": _involved(view, entry.ref, "term"),
    }


def _judged(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """Return values for the template: the sources by their stances, and the verdict."""
    claim = entry.body
    items = evidence_items(view, entry.ref, claim.evidence)
    return {
        "sources": list(_by_stance(items)),
        "verdict": wording.VERDICTS[claim.verdict.value] if claim.verdict else None,
        "because": view.html(entry.ref, "verdict", "because"),
    }


def _by_stance(items: Sequence[EvidenceItem]) -> Iterator[tuple[str, list[EvidenceItem]]]:
    """Yield sources grouped by their stances, each group with its title."""
    for stance, title in _SOURCES.items():
        found = [item for item in items if item.stance == stance]
        if found:
            yield title, found


def _argued(view: View, ref: Ref) -> dict[str, Any]:
    """Return values for the template: the place of the claim in the argument."""
    return {
        "conclusion": _conclusion(view, ref),
        "ways": ways_up(view, ref),
        "targets": view.links(view.lookup.argument.targets.get(ref, ())),
        "step": reasons_of(view, ref),
    }


def _conclusion(view: View, ref: Ref) -> str:
    """Return the rank of a claim: "A conclusion, which rests on 12 claims"; "" if it is none."""
    found = rank(view, ref)
    if found is None:
        return ""
    return f"A conclusion, which {found.size}" if found.size else "A conclusion"


def _counted(card: ClaimCard) -> ClaimCard:
    """Return the card of a claim for its own page.

    It counts the claims and sources that the page lists below it.
    """
    backed_by = _claims_and_sources(card.backed_by, REASONS_ID)
    disputed_by = _claims_and_sources(card.disputed_by, OBJECTIONS_ID)
    return card._replace(backed_by=backed_by, disputed_by=disputed_by, said_in=())


def _claims_and_sources(links: Sequence[Link], claims_id: str) -> tuple[Link, ...]:
    """Return links to actors as they are, then the numbers of claims and of sources.

    The numbers are linked to the lists on the claim's page.
    """
    found = [link for link in links if link.kind == "actor"]
    for kind, to_id in (("claim", claims_id), ("source", SOURCES_ID)):
        number = sum(link.kind == kind for link in links)
        if number:
            found.append(Link(f"#{to_id}", wording.counted(number, kind)))
    return tuple(found)


def in_one_line(card: ClaimCard, by: str) -> str:
    """Return a card as one line of text, for sharing cards and lists of results.

    `by` is who makes the claim.
    """
    rows = (
        ("Backed by", _claims_and_sources(card.backed_by, "")),
        ("Disputed by", _claims_and_sources(card.disputed_by, "")),
        ("Where it is said:", card.said_in),
    )
    parts = [card.label]
    if by:
        parts.append(f"Said by {wording.within(by)}")
    for name, links in rows:
        if links:
            parts.append(f"{name} {wording.listed(link.text for link in links)}")
    is_in_label = " · " in card.label  # the verdict, or its lack
    if card.checked and not is_in_label:
        parts.append(card.checked)
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _involved(view: View, ref: Ref, kind: Kind) -> tuple[Link, ...]:
    """Return links to what the claim's words in the article contain, and to dates that name it."""
    lookup = view.lookup
    named = (
        *lookup.objects_of(ref, "overlaps"),
        *lookup.subjects_of(ref, "overlaps"),
        *lookup.subjects_of(ref, "claims"),
    )
    return view.links(found for found in named if found.kind == kind)
