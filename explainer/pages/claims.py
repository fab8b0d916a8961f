"""A page for each claim, and claims as items of lists."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.addresses import page_path
from explainer.entries import Claim, Evidence, Stance
from explainer.format import wording
from explainer.model import Entry, Kind, Ref
from explainer.pages.argument import rank, reasons_of, ways_up
from explainer.pages.card import ClaimCard, claim_card
from explainer.pages.citing import cite_claim
from explainer.pages.document import Make, document, render
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, View, outward
from explainer.pages.voices import voice

# Ids of elements on the page of a claim, which its card leads to.
REASONS_ID = "_reasons"
OBJECTIONS_ID = "_objections"
SOURCES_ID = "_sources"
# What each kind of source is called there, those that decide most first.
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
    address: Link  # where it can be read: the name of the host; no text where no address is given


class ClaimItem(NamedTuple):
    """A claim in a list."""

    link: Link
    by: str


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the pages of all claims."""
    order = sorted((claim.ref for claim in lookup.site.loaded.claims.values()), key=lookup.order)
    neighbours = zip([None, *order[:-1]], order, [*order[1:], None], strict=True) if order else ()
    return {
        page_path(ref): partial(_page, lookup, ref, before, after)
        for before, ref, after in neighbours
    }


def claim_items(view: View, refs: Sequence[Ref]) -> tuple[ClaimItem, ...]:
    """Return claims as items of a list, in the order of the articles."""
    claims = view.lookup.site.loaded.claims
    ordered = sorted(
        (ref for ref in dict.fromkeys(refs) if ref.id in claims), key=view.lookup.order
    )
    return tuple(_item(view, claims[ref.id]) for ref in ordered)


def evidence_items(view: View, ref: Ref, evidence: Sequence[Evidence]) -> tuple[EvidenceItem, ...]:
    """Return the evidence of a claim or term; what names no source of the site is left out."""
    return tuple(_evidence(view, ref, evidence))


def _evidence(view: View, ref: Ref, evidence: Sequence[Evidence]) -> Iterator[EvidenceItem]:
    for index, item in enumerate(evidence):
        source = Ref("source", item.source)
        if view.lookup.exists(source):
            note = view.html(ref, "evidence", index, "note")
            yield EvidenceItem(view.link(source), item.stance, note, _address(view, source))


def _address(view: View, source: Ref) -> Link:
    body = view.lookup.site.loaded.sources[source.id].body
    address = body.url or (f"https://doi.org/{body.doi}" if body.doi else "")
    link = outward(address)
    return link._replace(text=urlsplit(address).hostname or address) if link.href else link


def _item(view: View, claim: Entry[Claim]) -> ClaimItem:
    return ClaimItem(view.link(claim.ref), voice(view.lookup, claim.ref))


def _page(lookup: Lookup, ref: Ref, before: Ref | None, after: Ref | None) -> str:
    view, entry = View(lookup, page_path(ref)), lookup.site.loaded.claims[ref.id]
    card = claim_card(view, entry)
    article = lookup.articles.get(entry.article or "")
    body = render(
        "claim.md.j2",
        claim=entry.body,
        preview=view.preview(ref),
        card=_counted(card),
        before=view.link(before) if before and _same_article(lookup, before, ref) else None,
        after=view.link(after) if after and _same_article(lookup, ref, after) else None,
        report=view.report(ref),
        citation=cite_claim(ref, entry.body.summary, article, lookup.settings),
        **_claim_in_words(view, entry),
        **_facts(view, entry),
        **_judged(view, entry),
        **_argued(view, ref),
    )
    return document(entry.body.summary, body, in_one_line(card, voice(lookup, ref)))


def _claim_in_words(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """Return where the claim is made, and what the annotators add: values of the template."""
    quoted = view.quotes(entry.ref)
    return {
        "quoted": quoted,
        "missing": view.lookup.unplaced.get(entry.ref, ()),
        "standing": None if quoted else view.standing(entry),
        "note": view.html(entry.ref, "note"),
        "mentions": view.mentions(entry.ref),
    }


def _facts(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """Return what the claim concerns; nobody is named twice."""
    on_card = {*view.objects(entry.ref, "by"), *view.objects(entry.ref, "disputed_by")}
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
    """Return the sources on the claim, by what they are to it, and the verdict that they led to."""
    claim = entry.body
    items = evidence_items(view, entry.ref, claim.evidence)
    return {
        "sources": list(_by_stance(items)),
        "verdict": wording.VERDICTS[claim.verdict.value] if claim.verdict else None,
        "because": view.html(entry.ref, "verdict", "because"),
    }


def _by_stance(items: Sequence[EvidenceItem]) -> Iterator[tuple[str, list[EvidenceItem]]]:
    """Group sources by their stances, each group under its title."""
    for stance, title in _SOURCES.items():
        found = [item for item in items if item.stance == stance]
        if found:
            yield title, found


def _argued(view: View, ref: Ref) -> dict[str, Any]:
    """Return what the claim leads to and disputes, and what stands behind it and against it."""
    return {
        "rank": rank(view, ref),
        "ways": ways_up(view, ref),
        "targets": view.links(view.lookup.argument.targets.get(ref, ())),
        "step": reasons_of(view, ref),
    }


def _counted(card: ClaimCard) -> ClaimCard:
    """Return the card of a claim for its own page, which lists below it the claims and sources that it counts here."""
    backed_by = _claims_and_sources(card.backed_by, REASONS_ID)
    disputed_by = _claims_and_sources(card.disputed_by, OBJECTIONS_ID)
    return card._replace(backed_by=backed_by, disputed_by=disputed_by, said_in=())


def _claims_and_sources(links: Sequence[Link], claims_id: str) -> tuple[Link, ...]:
    """Return actors as they are, and after them how many claims and sources there are, with a link to their list."""
    found = [link for link in links if link.kind == "actor"]
    for kind, to_id in (("claim", claims_id), ("source", SOURCES_ID)):
        number = sum(link.kind == kind for link in links)
        if number:
            found.append(Link(f"#{to_id}", wording.counted(number, kind)))
    return tuple(found)


def in_one_line(card: ClaimCard, by: str) -> str:
    """Return a card as one line of text, for link previews and lists of results; `by` is who makes the claim."""
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
    is_in_label = " · " in card.label  # the verdict, or that there is none
    if card.checked and not is_in_label:
        parts.append(card.checked)
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _involved(view: View, ref: Ref, kind: Kind) -> tuple[Link, ...]:
    """Return what the claim's words in the article hold, and dates that say they belong to it."""
    lookup = view.lookup
    named = chain(
        lookup.objects.get((ref, "overlaps"), ()),
        lookup.subjects.get((ref, "overlaps"), ()),
        lookup.subjects.get((ref, "claims"), ()),
    )
    return view.links(found for found in named if found.kind == kind)


def _same_article(lookup: Lookup, one: Ref, other: Ref) -> bool:
    claims = lookup.site.loaded.claims
    return claims[one.id].article == claims[other.id].article
