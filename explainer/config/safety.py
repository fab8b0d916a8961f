"""Whether the HTML of articles and pages is cleaned: `extra: explainer: safe:` of mkdocs.yml."""

from collections.abc import Iterator

from explainer.config.settings import Config
from explainer.config.supplied import SAFE, flag, option_of, says_safe
from explainer.model import Problem
from explainer.yamlfiles.tree import compose


def is_safe(config: Config) -> bool:
    """Return whether a site is safe; an invalid value counts as yes."""
    return says_safe(compose(config.text))


def safety_problems(config: Config) -> Iterator[Problem]:
    """Report a value that is neither true nor false."""
    node = option_of(compose(config.text), SAFE)
    if node is not None and not flag(node):
        message = (
            "`safe` should be true, to clean the HTML of articles and pages, or false, to trust it"
        )
        yield Problem(config.at("extra", "explainer", SAFE), "error", message, "settings")
