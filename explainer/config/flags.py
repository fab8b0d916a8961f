"""The options under `extra: explainer:` in mkdocs.yml that are true or false."""

from collections.abc import Callable, Iterator, Mapping

from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.config.supplied import option_of
from explainer.entries import FLAGS
from explainer.files.folders import FOLLOW_LINKS
from explainer.model import Place, Problem

SAFE, PAGE_POLICY = "safe", "page_policy"
_SHOULD_BE: Mapping[str, str] = {
    SAFE: "true, to clean the HTML of articles and pages, or false, to trust it",
    FOLLOW_LINKS: "true, to follow symbolic links out of the site's folder, or false",
    PAGE_POLICY: "false, to write no Content-Security-Policy into pages, or true",
}


def is_safe(tree: Node | None) -> bool:
    """Return whether the HTML of articles and pages is cleaned; an invalid value counts as yes."""
    option = option_of(tree, SAFE)
    return option is not None and flag(option) != "false"


def follows_links(tree: Node | None) -> bool:
    """Return whether symbolic links are followed out of the site's folder; invalid counts as no."""
    return flag(option_of(tree, FOLLOW_LINKS)) == "true"


def has_policies(tree: Node | None) -> bool:
    """Return whether pages may carry a policy; an invalid value counts as yes."""
    return flag(option_of(tree, PAGE_POLICY)) != "false"


def flag_problems(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report values that are neither true nor false; `at` returns their places."""
    for name, values in _SHOULD_BE.items():
        option = option_of(own, name)
        if option is not None and not flag(option):
            message = f"`{name}` should be {values}"
            yield Problem(at("extra", "explainer", name), "error", message, "settings")


def flag(option: Node | None) -> str:
    """Return "true" or "false", or "" for anything else, such as an `!ENV`."""
    if not isinstance(option, ScalarNode) or option.tag.startswith("!"):
        return ""
    return FLAGS.get(str(option.value).casefold(), "")
