"""Whose voice a claim is: who makes it, and whose view it may only report.

Where a claim has several makers, the first speaks of the others: "The essay says that Trump thought" is the essay, on
Trump, and no claim of his.
"""

from explainer.format.wording import listed
from explainer.model import Ref
from explainer.pages.lookup import Lookup


def speaker(lookup: Lookup, claim: Ref) -> Ref | None:
    """Return the actor who makes a claim; None where the site knows of nobody."""
    return next(iter(_makers(lookup, claim)), None)


def reported(lookup: Lookup, claim: Ref) -> tuple[Ref, ...]:
    """Return the actors whose view the speaker of a claim reports."""
    return _makers(lookup, claim)[1:]


def voice(lookup: Lookup, claim: Ref) -> str:
    """Return in words who makes a claim: "The essay", "The essay, on Donald Trump"; "" where nobody is known to."""
    first = speaker(lookup, claim)
    if first is None:
        return ""
    others = listed(lookup.titles[other] for other in reported(lookup, claim))
    name = lookup.titles[first]
    return f"{name}, on {others}" if others else name


def _makers(lookup: Lookup, claim: Ref) -> tuple[Ref, ...]:
    makers = lookup.objects.get((claim, "by"), ())
    return tuple(maker for maker in dict.fromkeys(makers) if lookup.exists(maker))
