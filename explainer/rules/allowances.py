"""Allowances: the editorial rules that entries break for a reason."""

from collections.abc import Iterator, Set

from explainer.entries import QuotedBody
from explainer.format.did_you_mean import did_you_mean
from explainer.model import AnyEntry, Problem, Ref
from explainer.rules.catalogue import EDITORIAL, catalogue
from explainer.rules.options import Options
from explainer.rules.rule_types import Review
from explainer.text.typed import in_backticks

Broken = tuple[Ref, str]
"""An entry that broke a rule, and the name of the rule."""


def allowance_problems(review: Review, options: Options, broken: Set[Broken]) -> Iterator[Problem]:
    """Report allowances of rules that are unknown, cannot be silenced, or are not broken.

    `broken` is what was found before anything was silenced.
    """
    for entry in review.loaded.entries.values():
        for name in entry.body.allow:
            place = entry.at("allow", name)
            if name not in catalogue():
                hint = did_you_mean(name, EDITORIAL) or "; `build_site.py rules` lists them"
                yield Problem(
                    place, "error", f"there is no rule {in_backticks(name)}{hint}", "unknown-rule"
                )
            elif name not in EDITORIAL:
                message = f"`{name}` cannot be silenced; remove this, and correct what it reports"
                yield Problem(place, "error", message, "fixed-rule")
            elif (entry.ref, name) not in broken and _was_checked(name, entry, review, options):
                message = f"{entry.ref} does not break `{name}`; remove this"
                yield Problem(place, "warning", message, "unneeded-allowance")


def _was_checked(name: str, entry: AnyEntry, review: Review, options: Options) -> bool:
    """Return whether the rule saw the whole entry; if not, the allowance may be needed."""
    if options.level(name) == "off" or review.loaded.unread:
        return False
    quotes = len(entry.body.quote) if isinstance(entry.body, QuotedBody) else 0
    return len(review.placed(entry)) >= quotes and entry.ref in review.loaded.declared
