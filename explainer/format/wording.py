"""The site's words for the values of the format: one definition for all pages."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from explainer.entries import ActorType, ClaimKind, SourceType, Stance, VerdictValue
from explainer.model import Kind, State


class Wording(NamedTuple):
    """The words for a value of the format."""

    name: str
    plural: str
    meaning: str  # a sentence, or the end of one


def counted(number: int, noun: str) -> str:
    """Return a number with a noun whose plural ends in s: "1 claim", "0 claims", "1,631 claims"."""
    plural = "" if number == 1 else "s"
    return f"{number:,} {noun}{plural}"


def listed(parts: Iterable[str]) -> str:
    """Join the parts of a sentence that are not empty: "a", "a and b", "a, b and c"."""
    *first, last = [*filter(None, parts)] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def within(name: str) -> str:
    """Return a name as it is written within a sentence: "The essay" becomes "the essay"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


KINDS: Mapping[Kind, Wording] = {
    "claim": Wording(
        "Claim",
        "Claims",
        "What the article says, claim by claim: who says it, on what grounds, and who disputes it.",
    ),
    "date": Wording("Date", "Dates", "When things happened, as far as the article says."),
    "actor": Wording(
        "Actor", "Actors", "The people, organisations, states and groups that take part."
    ),
    "term": Wording("Term", "Terms", "Words that a reader may not know, explained."),
    "source": Wording("Source", "Sources", "The works that claims and definitions refer to."),
    "article": Wording("Article", "Articles", "The text itself, with notes beside it."),
    "page": Wording("Page", "Pages", "Pages that were written by hand."),
}

CLAIM_KINDS: Mapping[ClaimKind, Wording] = {
    "fact": Wording(
        "Factual claim",
        "Factual claims",
        "Can be checked against records. Listing a claim does not confirm it.",
    ),
    "statement": Wording(
        "Reported statement",
        "Reported statements",
        "Somebody is reported to have said it.",
    ),
    "interpretation": Wording(
        "Interpretation",
        "Interpretations",
        "A reading of events that other people may read differently.",
    ),
    "causal": Wording(
        "Causal claim", "Causal claims", "One thing is said to have made another happen."
    ),
    "prediction": Wording("Forecast", "Forecasts", "Says what is to come."),
    "counterfactual": Wording(
        "What-if",
        "What-ifs",
        "Says what would have happened if something had been different.",
    ),
    "value": Wording(
        "Value judgement",
        "Value judgements",
        "Calls something good or bad, right or wrong.",
    ),
    "policy": Wording("Proposal or demand", "Proposals and demands", "Says what should be done."),
}
# Kinds that records can settle: without a verdict, their pages' descriptions say “Not checked”.
CHECKABLE: frozenset[ClaimKind] = frozenset({"fact", "statement", "causal"})
NOT_CHECKED = "not checked"
DISPUTED = "disputed"
DRAFT = "draft"  # after the titles of pages that only the preview shows

VERDICTS: Mapping[VerdictValue, Wording] = {
    "supported": Wording("Supported", "Supported", "The evidence found backs the claim."),
    "refuted": Wording("Refuted", "Refuted", "The evidence found speaks against the claim."),
    "mixed": Wording(
        "Mixed",
        "Mixed",
        "Some of the evidence backs the claim, some speaks against it.",
    ),
    "not-enough-evidence": Wording(
        "Not enough evidence",
        "Not enough evidence",
        "The evidence found does not settle the matter.",
    ),
}

STANCES: Mapping[Stance, Wording] = {
    "supports": Wording("Backed by", "Backed by", "The source gives grounds for the claim."),
    "disputes": Wording("Disputed by", "Disputed by", "The source speaks against the claim."),
    "reports": Wording(
        "Where it is said",
        "Where it is said",
        "The source says or reports it, which is no proof of it.",
    ),
    "context": Wording(
        "Background",
        "Background",
        "The source says more about the matter without taking sides.",
    ),
}

# The same stances as seen from the source.
USES: Mapping[Stance, str] = {
    "supports": "Backs",
    "disputes": "Disputes",
    "reports": "Reports",
    "context": "Background to",
}

STATES: Mapping[State, Wording] = {
    "exact": Wording(
        "Exact", "Exact", "The words stand in the article as quoted, and are highlighted."
    ),
    "moved": Wording(
        "Moved",
        "Moved",
        "The words were found, but in a different context from before; they are not highlighted.",
    ),
    "changed": Wording(
        "Changed",
        "Changed",
        "The words are gone; a passage that resembles them was found, but is not highlighted.",
    ),
    "ambiguous": Wording(
        "Ambiguous",
        "Ambiguous",
        "The words could be in several places; none of them is highlighted.",
    ),
    "orphan": Wording(
        "Orphan", "Orphans", "The words, or any like them, are no longer in the article."
    ),
}

ACTOR_TYPES: Mapping[ActorType, Wording] = {
    "person": Wording("Person", "People", "A human being."),
    "organisation": Wording(
        "Organisation",
        "Organisations",
        "A body with members or staff, such as a ministry or a firm.",
    ),
    "state": Wording("State", "States", "A country, a former country, or a part of one."),
    "group": Wording(
        "Group", "Groups", "People or states that are spoken of together, without being one body."
    ),
}

# What the types of CSL are called in a reference
# (https://docs.citationstyles.org/en/stable/specification.html).
SOURCE_TYPES: Mapping[SourceType, str] = {
    "article": "article",
    "article-journal": "journal article",
    "article-magazine": "magazine article",
    "article-newspaper": "newspaper article",
    "bill": "bill",
    "book": "book",
    "broadcast": "broadcast",
    "chapter": "chapter",
    "classic": "classic work",
    "collection": "collection",
    "dataset": "data set",
    "document": "document",
    "entry": "entry in a reference work",
    "entry-dictionary": "dictionary entry",
    "entry-encyclopedia": "encyclopedia entry",
    "event": "event",
    "figure": "figure",
    "graphic": "graphic",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "legal case",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "musical_score": "musical score",
    "pamphlet": "pamphlet",
    "paper-conference": "conference paper",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "personal communication",
    "post": "post",
    "post-weblog": "blog post",
    "regulation": "regulation",
    "report": "report",
    "review": "review",
    "review-book": "book review",
    "software": "software",
    "song": "song",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "treaty",
    "webpage": "web page",
}

_ODD_PLURALS: Mapping[str, str] = {
    "entry in a reference work": "entries in reference works",
    "legislation": "legislation",
    "software": "software",
    "thesis": "theses",
}


def _plural(noun: str) -> str:
    """Return the plural of a noun of `SOURCE_TYPES`."""
    if noun in _ODD_PLURALS:
        return _ODD_PLURALS[noun]
    if noun.endswith(("ty", "ry")):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"


# What sources of each type are called together.
SOURCE_PLURALS: Mapping[SourceType, str] = {
    type_: _plural(noun).capitalize() for type_, noun in SOURCE_TYPES.items()
}

# What a screen reader calls the texts of annotators, by field.
TEXTS: Mapping[str, str] = {
    "note": "Annotators’ note",
    "because": "Reasons for this verdict",
    "description": "Description",
    "definition": "Definition",
    "basis": "Reasons for this date",
}

# Shown with their meanings on the method page, in this order.
DATE_EXAMPLES = (
    "1871-10-03", "1871-10", "1871", "187X", "18XX", "1871?", "1871-10~", "1871%", "2025-21",
    "1871/1911", "1871/..", "../1871", "1871/", "[1871..1875]", "[1871,1873]", "{1871,1873}",
    "-0043", "Y-17E7", "2025-05-08T12:30:00Z",
)  # fmt: skip
