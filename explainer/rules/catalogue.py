"""Every rule by its name: its level, and what its docstring says."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from explainer.checking.format_rules import RULES, Rule
from explainer.rules.argument_rules import ARGUMENT_RULES
from explainer.rules.character_rules import CHARACTER_RULES
from explainer.rules.claim_rules import CLAIM_RULES
from explainer.rules.date_rules import DATE_RULES
from explainer.rules.evidence_rules import EVIDENCE_RULES
from explainer.rules.name_rules import NAME_RULES
from explainer.rules.number_rules import NUMBER_RULES
from explainer.rules.others import OTHERS
from explainer.rules.picture_rules import PICTURE_RULES
from explainer.rules.rule_types import EditorialRule, RuleLevel, rule_name
from explainer.rules.style_rules import STYLE_RULES
from explainer.rules.term_rules import TERM_RULES

EDITORIAL: Mapping[str, EditorialRule] = {
    rule_name(rule): rule
    for rules in (
        CLAIM_RULES,
        ARGUMENT_RULES,
        NUMBER_RULES,
        EVIDENCE_RULES,
        DATE_RULES,
        NAME_RULES,
        TERM_RULES,
        PICTURE_RULES,
        STYLE_RULES,
        CHARACTER_RULES,
    )
    for rule in rules
}
"""The rules that mkdocs.yml can set to off, warning or error, and that an entry may break for a reason."""

FORMAT: Mapping[str, Rule] = {rule_name(rule): rule for rule in RULES}
"""The rules without which there is no right site."""

DEFAULT: RuleLevel = "warning"


@dataclass(frozen=True)
class Described:
    """A rule in words: the level that it has by itself, a line, and more (Markdown without its Bad and Good)."""

    name: str
    level: RuleLevel
    line: str  # a sentence that says what is reported
    text: str
    bad: str = ""
    good: str = ""
    editorial: bool = False  # can be set in mkdocs.yml and silenced for an entry

    @property
    def help(self) -> str:
        """All of it, as Markdown."""
        examples = f"Bad: {self.bad}\n\nGood: {self.good}" if self.bad else ""
        silence = (
            f"For one entry: `allow: {{{self.name}: the reason why}}`. For the whole site, in mkdocs.yml: "
            f"`extra: {{explainer: {{rules: {{{self.name}: off}}}}}}`."
            if self.editorial
            else "It cannot be silenced."
        )
        return "\n\n".join(filter(None, (self.line, self.text, examples, silence)))


@cache
def catalogue() -> Mapping[str, Described]:
    """Give every name that a problem can end with, in brackets: editorial rules, those of the format, all others."""
    return {described.name: described for described in _all()}


def _all() -> Iterator[Described]:
    for name, rule in EDITORIAL.items():
        yield _described(name, DEFAULT, inspect.getdoc(rule) or "", True)
    for name, format_rule in FORMAT.items():
        yield _described(name, "error", inspect.getdoc(format_rule) or "", False)
    for name, (level, line) in OTHERS.items():
        yield Described(name, level, line, "")


def _described(name: str, level: RuleLevel, doc: str, editorial: bool) -> Described:
    """Take a docstring apart: its first sentence, what follows, and the examples that stand last."""
    description, _, examples = doc.partition("Bad: ")
    bad, _, good = examples.partition("Good: ")
    line, _, rest = description.strip().partition("\n\n")
    return Described(
        name, level, _flowing(line), _flowing(rest), _flowing(bad), _flowing(good), editorial
    )


def _flowing(text: str) -> str:
    """Paragraphs, each in one line."""
    return "\n\n".join(re.sub(r"\s+", " ", part).strip() for part in text.strip().split("\n\n"))
