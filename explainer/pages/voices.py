"""Whose voice a claim is: who makes it, and whose view it may only report.

Where a claim has several makers, the first speaks of the others: in "The essay says that Trump
thought", the essay makes the claim, on Trump; it is not a claim of Trump's.
"""

from typing import cast

from explainer.entries import Restatement
from explainer.format.wording import listed
from explainer.model import Highlight, Ref
from explainer.pages.lookup import Lookup


def speaker(lookup: Lookup, claim: Ref) -> Ref | None:
    """Return the actor who makes a claim; None where the site names nobody."""
    makers = _makers(lookup, claim)
    return makers[0] if makers else None


def speakers(lookup: Lookup, claim: Ref) -> tuple[Ref, ...]:
    """Return the actor who makes a claim, then those who restate it elsewhere."""
    first = speaker(lookup, claim)
    others = filter(lookup.exists, lookup.objects_of(claim, "restated_by"))
    return tuple(dict.fromkeys((first, *others) if first else others))


def restating(lookup: Lookup, mark: Highlight) -> tuple[Ref, ...]:
    """Return those named under `by` where highlighted words restate a claim; () for other words."""
    if mark.ref not in lookup.originals:
        return ()
    body = cast(Restatement, lookup.entries[mark.ref].body)
    return tuple(Ref("actor", id_) for id_ in body.by)


def reported(lookup: Lookup, claim: Ref) -> tuple[Ref, ...]:
    """Return the actors whose view the speaker of a claim reports."""
    return _makers(lookup, claim)[1:]


def voice(lookup: Lookup, claim: Ref) -> str:
    """Return in words who makes a claim: "The essay", "The essay, on Anna Lund"; "" for nobody."""
    name = listed(lookup.titles[each] for each in speakers(lookup, claim))
    if not name:
        return ""
    others = listed(lookup.titles[other] for other in reported(lookup, claim))
    return f"{name}, on {others}" if others else name


def _makers(lookup: Lookup, claim: Ref) -> tuple[Ref, ...]:
    makers = dict.fromkeys(lookup.objects_of(claim, "by"))
    return tuple(maker for maker in makers if lookup.exists(maker))
