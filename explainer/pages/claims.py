"""A page for each claim, and claims as items of lists."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer import wording
from explainer.addresses import INDEXES, page_path
from explainer.entries import Claim, Evidence, Stance
from explainer.model import Entry, Kind, Ref
from explainer.pages.citing import cite_claim
from explainer.pages.document import Make, document, render
from explainer.pages.lookup import Lookup
from explainer.pages.maps import around
from explainer.pages.view import Link, View
from explainer.pages.voices import voice

_INVOLVED: tuple[Kind, ...] = ("date", "actor", "term")


class EvidenceItem(NamedTuple):
    """A source, what it says on the matter, and the annotator's note."""

    link: Link
    stance: Stance
    note: Markup | None


class ClaimItem(NamedTuple):
    """A claim in a list."""

    link: Link
    kind: str
    by: str


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the pages of all claims."""
    order = sorted((claim.ref for claim in lookup.site.loaded.claims.values()), key=lookup.order)
    neighbours = zip([None, *order[:-1]], order, [*order[1:], None], strict=True) if order else ()
    return {page_path(ref): partial(_page, lookup, ref, before, after) for before, ref, after in neighbours}


def claim_items(view: View, refs: Sequence[Ref]) -> tuple[ClaimItem, ...]:
    """Return claims as items of a list, in the order of the articles."""
    claims = view.lookup.site.loaded.claims
    ordered = sorted((ref for ref in dict.fromkeys(refs) if ref.id in claims), key=view.lookup.order)
    return tuple(_item(view, claims[ref.id]) for ref in ordered)


def evidence_items(view: View, ref: Ref, evidence: Sequence[Evidence]) -> tuple[EvidenceItem, ...]:
    """Give the evidence of a claim or term; what names no source that there is, is left out."""
    return tuple(
        EvidenceItem(view.link(source), item.stance, view.html(ref, "evidence", index, "note"))
        for index, item in enumerate(evidence)
        if view.lookup.exists(source := Ref("source", item.source))
    )


def _item(view: View, claim: Entry[Claim]) -> ClaimItem:
    by = voice(view.lookup, claim.ref)
    return ClaimItem(view.link(claim.ref), wording.CLAIM_KINDS[claim.body.kind].name, by)


def _page(lookup: Lookup, ref: Ref, before: Ref | None, after: Ref | None) -> str:
    view, entry = View(lookup, page_path(ref)), lookup.site.loaded.claims[ref.id]
    body = render(
        "claim.md.j2",
        preview=view.preview(ref),
        before=view.link(before) if before and _same_article(lookup, before, ref) else None,
        after=view.link(after) if after and _same_article(lookup, ref, after) else None,
        **_said(view, entry),
        **_judged(view, entry),
        **_around(view, ref),
    )
    return document(entry.body.summary, body, _description(view, entry))


def _said(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """What the claim is, who makes it, and where: values of the template."""
    lookup, ref, claim = view.lookup, entry.ref, entry.body
    return {
        "claim": claim,
        "standing": view.standing(entry),
        "kind": wording.CLAIM_KINDS[claim.kind],
        "index_href": view.to_path(INDEXES["claim"], f"_{claim.kind}" if lookup.heading_ids else ""),
        "by": view.objects(ref, "by"),
        "about": view.objects(ref, "about"),
        "quoted": view.quotes(ref),
        "missing": lookup.unplaced.get(ref, ()),
        "report": view.report(ref),
        "citation": cite_claim(ref, claim.summary, lookup.articles.get(entry.article or ""), lookup.settings),
    }


def _judged(view: View, entry: Entry[Claim]) -> dict[str, Any]:
    """What the annotators add to the claim."""
    ref, claim = entry.ref, entry.body
    return {
        "evidenced": evidence_items(view, ref, claim.evidence),
        "verdict": wording.VERDICTS[claim.verdict.value] if claim.verdict else None,
        "because": view.html(ref, "verdict", "because"),
        "note": view.html(ref, "note"),
    }


def _around(view: View, ref: Ref) -> dict[str, Any]:
    """What the claim is connected with."""
    return {
        "connected": [row for row in _connected(view, ref) if row[1]],
        "map": around(view, ref),
        "mentions": view.mentions(ref),
        **{f"{kind}s": _involved(view, ref, kind) for kind in _INVOLVED},
    }


def _description(view: View, entry: Entry[Claim]) -> str:
    kind, by = wording.CLAIM_KINDS[entry.body.kind], view.objects(entry.ref, "by")
    makers = f", made by {', '.join(link.text for link in by)}" if by else ""
    return f"{kind.name}{makers}. {kind.meaning}"


def _connected(view: View, ref: Ref) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for label in ("supports", "attacks"):
        forth, back = wording.RELATIONS[label]
        yield forth, view.objects(ref, label)
        yield back, view.subjects(ref, label)


def _involved(view: View, ref: Ref, kind: Kind) -> tuple[Link, ...]:
    """What the claim's words in the article hold, and dates that say they belong to it."""
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
