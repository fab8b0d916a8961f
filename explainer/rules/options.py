"""The options under `extra: explainer:` in mkdocs.yml: levels of rules, and loaded words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.annotation_extensions import ANNOTATION_EXTENSIONS
from explainer.config.own_commands import FORMULA_COMMANDS, own_command_problems
from explainer.config.policy_extent import PAGE_POLICY, policy_option_problems
from explainer.config.safety import safety_problems
from explainer.config.settings import Config
from explainer.config.supplied import SAFE, WITHOUT_EXTENSIONS, WITHOUT_FEATURES
from explainer.files.folders import FOLLOW_LINKS
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Problem, Step
from explainer.rules.catalogue import DEFAULT, EDITORIAL, catalogue
from explainer.rules.rule_types import RuleLevel
from explainer.rules.vocabulary import Vocabulary, shipped_words, vocabulary
from explainer.text.fold import same_letters
from explainer.yamlfiles.tree import compose, get

_TOP = ("extra", "explainer")
_LEVELS = get_args(RuleLevel)
_CHANGES = ("add", "remove")  # of the loaded words


@dataclass(frozen=True)
class Options:
    """How to apply the editorial rules."""

    levels: Mapping[str, RuleLevel] = field(default_factory=dict)  # those that mkdocs.yml sets
    loaded_words: Vocabulary = field(default_factory=vocabulary)

    def level(self, name: str) -> RuleLevel:
        """Return the level of an editorial rule."""
        return self.levels.get(name, DEFAULT)


def read_options(config: Config) -> tuple[Options, tuple[Problem, ...]]:
    """Read the options; those that are wrong are left out, each with a problem at its place."""
    node = get(get(compose(config.text), "extra"), "explainer")
    if _is_no_mapping(node):
        message = f"`explainer` should hold options with their values{_one_of(_READ)}"
        return Options(), (_problem(config, (), message),)
    problems: list[Problem] = []
    for key, _ in _pairs(node):
        if key not in _READ:
            hint = did_you_mean(key, _READ) or _one_of(_READ)
            problems.append(_problem(config, (key,), f"there is no option `{key}`{hint}"))
    problems += safety_problems(config)
    problems += policy_option_problems(config)
    problems += own_command_problems(config)
    levels = _read_levels(config, get(node, "rules"), problems)
    add, remove = _read_words(config, get(node, "loaded_words"), problems)
    return Options(levels, vocabulary(add, remove)), tuple(problems)


# All but the first two are read with the settings.
_READ = (
    "rules",
    "loaded_words",
    SAFE,
    WITHOUT_EXTENSIONS,
    WITHOUT_FEATURES,
    FOLLOW_LINKS,
    FORMULA_COMMANDS,
    ANNOTATION_EXTENSIONS,
    PAGE_POLICY,
)


def _read_levels(
    config: Config, node: Node | None, problems: list[Problem]
) -> Mapping[str, RuleLevel]:
    """Return the levels that are set."""
    levels: dict[str, RuleLevel] = {}
    for name, value in _pairs(node):
        level = value.value if isinstance(value, ScalarNode) else ""
        if name not in EDITORIAL:
            problems.append(_problem(config, ("rules", name), _not_editorial(name)))
        elif level not in _LEVELS:
            hint = did_you_mean(level, _LEVELS) or _one_of(_LEVELS)
            message = f"`{level}` is not a valid level of a rule{hint}"
            problems.append(_problem(config, ("rules", name), message))
        else:
            levels[name] = cast(RuleLevel, level)
    if _is_no_mapping(node):
        message = "`rules` should contain names of rules with their levels, such as `unused: off`"
        problems.append(_problem(config, ("rules",), message))
    return levels


def _not_editorial(name: str) -> str:
    if name in catalogue():
        return f"the level of `{name}` cannot be set; remove this line"
    hint = did_you_mean(name, EDITORIAL) or "; `build_site.py rules` lists them"
    return f"there is no rule `{name}`{hint}"


def _read_words(
    config: Config, node: Node | None, problems: list[Problem]
) -> tuple[Mapping[str, str], list[str]]:
    """Return words to add, each with what to write instead, and words to remove."""
    if _is_no_mapping(node):
        message = "`loaded_words` should hold `add` or `remove`, each with a list of words"
        problems.append(_problem(config, ("loaded_words",), message))
    for key, _ in _pairs(node):
        if key not in _CHANGES:
            hint = did_you_mean(key, _CHANGES) or _one_of(_CHANGES)
            message = f"there is no option `{key}`{hint}"
            problems.append(_problem(config, ("loaded_words", key), message))
    added = get(node, "add")
    add = {key: str(value.value) for key, value in _pairs(added)}
    add = add or dict.fromkeys(_items(added), "")
    remove = _items(get(node, "remove"))
    known = {*shipped_words(), *map(same_letters, add)}
    for index, word in enumerate(remove):
        if same_letters(word) not in known:
            hint = did_you_mean(word, known) or "; remove this line"
            message = f"`{word}` is not among the loaded words{hint}"
            problems.append(_problem(config, ("loaded_words", "remove", index), message))
    return add, remove


def _is_no_mapping(node: Node | None) -> bool:
    """Return whether a value stands where a mapping belongs; nothing at all is no mistake."""
    return node is not None and not isinstance(node, MappingNode) and bool(node.value)


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Yield the keys of a mapping with their values; nothing for any other node."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), value


def _items(node: Node | None) -> list[str]:
    """Return the texts of a list, or a single text as a list."""
    if isinstance(node, ScalarNode):
        return [str(node.value)] if node.value else []
    if isinstance(node, SequenceNode):
        return [str(item.value) for item in node.value]
    return []


def _one_of(names: tuple[str, ...]) -> str:
    return f"; use {', '.join(names[:-1])} or {names[-1]}"


def _problem(config: Config, steps: tuple[Step, ...], message: str) -> Problem:
    return Problem(config.at(*_TOP, *steps), "error", message, "settings")
