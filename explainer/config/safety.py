"""Whether the HTML of articles and pages is cleaned: `extra: explainer: safe:` of mkdocs.yml."""

from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from explainer.config.settings import Config
from explainer.entries import FLAGS
from explainer.model import Problem
from explainer.yamlfiles.tree import compose, get

SAFE = "safe"
_STEPS = ("extra", "explainer", SAFE)


def is_safe(config: Config) -> bool:
    """Tell whether a site is safe; what cannot be understood is taken for yes."""
    node = _option(config)
    return node is not None and _flag(node) != "false"


def safety_problems(config: Config) -> Iterator[Problem]:
    """Report a value that is neither yes nor no."""
    node = _option(config)
    if node is not None and not _flag(node):
        message = "`safe` should be true, to clean the HTML of articles and pages, or false, to trust it"
        yield Problem(config.at(*_STEPS), "error", message, "settings")


def _option(config: Config) -> Node | None:
    node: Node | None = compose(config.text)
    for step in _STEPS:
        node = get(node, step)
    return node


def _flag(node: Node) -> str:
    """Return "true" or "false", or "" for what is neither, such as an `!ENV`."""
    is_plain = isinstance(node, ScalarNode) and not node.tag.startswith("!")
    return FLAGS.get(str(node.value).casefold(), "") if is_plain else ""
