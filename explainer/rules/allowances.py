"""What entries allow themselves: rules that they break for a reason."""

from collections.abc import Iterator, Set
from typing import Any

from explainer.entries import Claim, Date
from explainer.format.did_you_mean import did_you_mean
from explainer.format.fields import entries
from explainer.model import Entry, Problem, Ref
from explainer.rules.catalogue import EDITORIAL, catalogue
from explainer.rules.options import Options
from explainer.rules.rule_types import Review

Used = tuple[Ref, str]
"""An entry that broke a rule, and the name of the rule."""


def allowance_problems(review: Review, options: Options, broken: Set[Used]) -> Iterator[Problem]:
    """Report allowances of rules that there are not, that cannot be silenced, or that nothing needs.

    `broken` is what was found before anything was silenced.
    """
    for entry in entries(review.loaded):
        for name in entry.body.allow:
            place = entry.at("allow", name)
            if name not in catalogue():
                hint = did_you_mean(name, EDITORIAL) or "; `build_site.py rules` lists them"
                yield Problem(place, "error", f"there is no rule `{name}`{hint}", "unknown-rule")
            elif name not in EDITORIAL:
                message = f"`{name}` cannot be silenced; remove this, and correct what it reports"
                yield Problem(place, "error", message, "fixed-rule")
            elif (
                (entry.ref, name) not in broken
                and options.level(name) != "off"
                and _is_whole(review, entry)
            ):
                message = f"{entry.ref} does not break `{name}`; remove this"
                yield Problem(place, "warning", message, "unneeded-allowance")


def _is_whole(review: Review, entry: Entry[Any]) -> bool:
    """Whether all was read and found that the rules look at: else nobody knows what is needed."""
    quotes = len(entry.body.quote) if isinstance(entry.body, Claim | Date) else 0
    return (
        not review.loaded.unread
        and len(review.placed(entry)) >= quotes
        and entry.ref in review.loaded.declared
    )
