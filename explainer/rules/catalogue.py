"""All rules by name, each with its levels and what its docstring says."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from explainer.checking.format_rules import RULES, Rule
from explainer.model import Level
from explainer.rules.argument_rules import ARGUMENT_RULES
from explainer.rules.character_rules import CHARACTER_RULES
from explainer.rules.claim_rules import CLAIM_RULES
from explainer.rules.date_rules import DATE_RULES
from explainer.rules.double_rules import DOUBLE_RULES
from explainer.rules.evidence_rules import EVIDENCE_RULES
from explainer.rules.name_rules import NAME_RULES
from explainer.rules.number_rules import NUMBER_RULES
from explainer.rules.other_problems import ERROR, ERROR_OR_WARNING, OTHER_PROBLEMS
from explainer.rules.picture_rules import PICTURE_RULES
from explainer.rules.rule_types import EditorialRule, rule_name
from explainer.rules.style_rules import STYLE_RULES
from explainer.rules.term_rules import TERM_RULES

_EDITORIAL_RULES: tuple[EditorialRule, ...] = (
    *CLAIM_RULES,
    *ARGUMENT_RULES,
    *NUMBER_RULES,
    *EVIDENCE_RULES,
    *DATE_RULES,
    *DOUBLE_RULES,
    *NAME_RULES,
    *TERM_RULES,
    *PICTURE_RULES,
    *STYLE_RULES,
    *CHARACTER_RULES,
)
EDITORIAL: Mapping[str, EditorialRule] = {rule_name(rule): rule for rule in _EDITORIAL_RULES}
"""The rules whose level mkdocs.yml can set, and that an entry may break for a reason."""

FORMAT: Mapping[str, Rule] = {rule_name(rule): rule for rule in RULES}
"""The rules of the format, without which a site would be wrong."""

DEFAULT: Level = "warning"
"""The level of an editorial rule that mkdocs.yml does not set."""

# The rules of the format that can be warnings
_FORMAT_LEVELS = {"former-id": ERROR_OR_WARNING, "wrong-language": ERROR_OR_WARNING}


@dataclass(frozen=True)
class Described:
    """A rule in words, as Markdown in which each paragraph is one line."""

    name: str
    # Those that its problems can have unless mkdocs.yml sets one; the usual one first
    levels: tuple[Level, ...]
    line: str  # a sentence that says what is reported
    text: str  # the rest of the description
    bad: str = ""
    good: str = ""
    editorial: bool = False  # can be set in mkdocs.yml and silenced for an entry

    @property
    def help(self) -> str:
        """Return the whole description: what is reported, examples, and how to silence it."""
        examples = f"Bad: {self.bad}\n\nGood: {self.good}" if self.bad else ""
        silence = "It cannot be silenced."
        if self.editorial:
            silence = (
                f"For one entry: `allow: {{{self.name}: the reason why}}`. For the whole site, "
                f"in mkdocs.yml: `extra: {{explainer: {{rules: {{{self.name}: off}}}}}}`."
            )
        return "\n\n".join(filter(None, (self.line, self.text, examples, silence)))


@cache
def catalogue() -> Mapping[str, Described]:
    """Return all rules by name: the editorial ones, those of the format, and all others.

    A problem ends with the name of its rule in brackets.
    """
    return {described.name: described for described in _all()}


def _all() -> Iterator[Described]:
    for name, rule in EDITORIAL.items():
        yield _described(name, (DEFAULT,), inspect.getdoc(rule) or "", True)
    for name, format_rule in FORMAT.items():
        levels = _FORMAT_LEVELS.get(name, ERROR)
        yield _described(name, levels, inspect.getdoc(format_rule) or "", False)
    for name, (levels, line) in OTHER_PROBLEMS.items():
        yield Described(name, levels, line, "")


def _described(name: str, levels: tuple[Level, ...], doc: str, editorial: bool) -> Described:
    """Split a docstring into its first paragraph, the rest, and the examples, which come last."""
    description, _, examples = doc.partition("Bad: ")
    bad, _, good = examples.partition("Good: ")
    line, _, rest = description.strip().partition("\n\n")
    line, text, bad, good = map(_flowing, (line, rest, bad, good))
    return Described(name, levels, line, text, bad, good, editorial)


def _flowing(text: str) -> str:
    """Return a text with each paragraph in one line."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(re.sub(r"\s+", " ", paragraph).strip() for paragraph in paragraphs)
