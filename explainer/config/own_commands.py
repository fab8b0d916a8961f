"""Commands of formulas that a site allows in annotations: `extra: explainer: formula_commands:`."""

import re
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode, SequenceNode

from explainer.config.settings import Config
from explainer.config.supplied import option_of
from explainer.model import Problem
from explainer.yamlfiles.tree import compose

FORMULA_COMMANDS = "formula_commands"
_NAME = re.compile(r"[A-Za-z]+\*?")  # of a command without its backslash, or of an environment


def own_commands(config: Config) -> frozenset[str]:
    """Return the valid names of the commands and environments that a site allows."""
    return frozenset(name for name in _names(config) if _NAME.fullmatch(name))


def own_command_problems(config: Config) -> Iterator[Problem]:
    """Report what is not the name of a command."""
    for index, name in enumerate(_names(config)):
        if not _NAME.fullmatch(name):
            message = (
                f"`{FORMULA_COMMANDS}` should be a list of names of commands of formulas, without"
                " backslashes, such as `[dv, pdv]`"
            )
            yield Problem(
                config.at("extra", "explainer", FORMULA_COMMANDS, index),
                "error",
                message,
                "settings",
            )


def _names(config: Config) -> list[str]:
    """Return the names as typed; "" for what cannot be one."""
    node = option_of(compose(config.text), FORMULA_COMMANDS)
    if node is None or (isinstance(node, ScalarNode) and not node.value):
        return []
    items = node.value if isinstance(node, SequenceNode) else [node]
    return [_name(item) for item in items]


def _name(item: Node) -> str:
    return str(item.value) if isinstance(item, ScalarNode) else ""
