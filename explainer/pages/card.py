"""The card of a claim: in a few lines its kind, who makes it, on what grounds, and who disputes it.

It is at the top of the claim's own page, and pop-up previews on other pages show it. Its label is
also the head of the note beside the words of an article.
"""

from typing import NamedTuple

from explainer.dates.edtf import in_words
from explainer.entries import Claim, Stance
from explainer.format import wording
from explainer.model import Entry, Ref
from explainer.pages.view import Link, View


class ClaimCard(NamedTuple):
    """What a reader needs to know about a claim before anything else; the unknown is empty."""

    label: str  # its kind, and whether it is contested or unchecked: "Factual claim · not checked"
    by: tuple[Link, ...]  # who makes it
    backed_by: tuple[Link, ...]  # claims and sources that give grounds for it
    disputed_by: tuple[Link, ...]  # actors, claims and sources that speak against it
    said_in: tuple[Link, ...]  # sources that report it, without being grounds for it
    checked: str  # verdict and day of the check, "Not checked", or "" where records settle nothing


def claim_card(view: View, entry: Entry[Claim]) -> ClaimCard:
    """Return the card of a claim, with links from the page that is viewed."""
    return ClaimCard(
        claim_label(view, entry),
        making(view, entry.ref),
        (*view.subjects(entry.ref, "supports"), *sources_of(view, entry, "supports")),
        disputing(view, entry),
        sources_of(view, entry, "reports"),
        _checked(entry.body),
    )


def making(view: View, ref: Ref) -> tuple[Link, ...]:
    """Return links to those who make a claim, whose view it reports, and who restate it."""
    lookup = view.lookup
    return view.links((*lookup.objects_of(ref, "by"), *lookup.objects_of(ref, "restated_by")))


def claim_label(view: View, entry: Entry[Claim]) -> str:
    """Return the kind of a claim in plain words, with its verdict or its lack of one.

    "Factual claim · supported", "Factual claim · disputed", "Factual claim · not checked".
    """
    claim = entry.body
    name = wording.CLAIM_KINDS[claim.kind].name
    if claim.verdict:
        return f"{name} · {wording.VERDICTS[claim.verdict.value].name.lower()}"
    if is_contested(view, entry):
        return f"{name} · {wording.DISPUTED}"
    if claim.kind == "fact":
        return f"{name} · {wording.NOT_CHECKED}"
    return name


def is_contested(view: View, entry: Entry[Claim]) -> bool:
    """Return whether anybody on the site is said to dispute a claim."""
    lookup = view.lookup
    disputed = [item.source for item in entry.body.evidence if item.stance == "disputes"]
    against = (
        *lookup.objects_of(entry.ref, "disputed_by"),
        *lookup.subjects_of(entry.ref, "attacks"),
        *(Ref("source", source) for source in disputed),
    )
    return any(map(lookup.exists, against))


def disputing(view: View, entry: Entry[Claim]) -> tuple[Link, ...]:
    """Return the actors, claims and sources that speak against a claim."""
    actors = view.objects(entry.ref, "disputed_by")
    claims = view.subjects(entry.ref, "attacks")
    return (*actors, *claims, *sources_of(view, entry, "disputes"))


def sources_of(view: View, entry: Entry[Claim], stance: Stance) -> tuple[Link, ...]:
    """Return the sources that a claim names with a stance."""
    items = [item for item in entry.body.evidence if item.stance == stance]
    return view.links(Ref("source", item.source) for item in items)


def _checked(claim: Claim) -> str:
    if claim.verdict:
        verdict = wording.VERDICTS[claim.verdict.value].name
        day = claim.verdict.checked
        return f"{verdict}, checked {in_words(day)}" if day else verdict
    return wording.NOT_CHECKED.capitalize() if claim.kind in wording.CHECKABLE else ""
