"""Whether the HTML of articles and pages is cleaned: `extra: explainer: safe:` of mkdocs.yml."""

from collections.abc import Iterator

from yaml.nodes import Node

from explainer.config.settings import Config
from explainer.config.supplied import flag
from explainer.model import Problem
from explainer.yamlfiles.tree import compose, get

SAFE = "safe"
_STEPS = ("extra", "explainer", SAFE)


def is_safe(config: Config) -> bool:
    """Return whether a site is safe; an invalid value counts as yes."""
    node = _option(config)
    return node is not None and flag(node) != "false"


def safety_problems(config: Config) -> Iterator[Problem]:
    """Report a value that is neither true nor false."""
    node = _option(config)
    if node is not None and not flag(node):
        message = (
            "`safe` should be true, to clean the HTML of articles and pages, or false, to trust it"
        )
        yield Problem(config.at(*_STEPS), "error", message, "settings")


def _option(config: Config) -> Node | None:
    node: Node | None = compose(config.text)
    for step in _STEPS:
        node = get(node, step)
    return node
