"""Addresses in mkdocs.yml that readers open: none may be a script."""

from collections.abc import Callable, Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.addresses import scheme_of
from explainer.model import Place, Problem, Steps
from explainer.yamlfiles.tree import get

# Settings that the theme turns into links
_LINKED = (
    *(("repo_url",), ("site_url",), ("edit_uri",), ("edit_uri_template",), ("nav",)),
    *(("extra", "homepage"), ("extra", "social"), ("extra", "alternate")),
)
_NO_ADDRESSES = ("name", "icon", "lang")  # keys of a link that hold no address
_SCRIPTED = ("javascript", "vbscript", "data")


def scripted_addresses(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report addresses that run code when a reader opens them; `at` returns their places."""
    for keys in _LINKED:
        node: Node | None = own
        for key in keys:
            node = get(node, key)
        for steps in _scripts_below(node, keys):
            message = "this address would run code; write one that begins with https://"
            yield Problem(at(*steps), "error", message, "settings")


def _scripts_below(node: Node | None, steps: Steps) -> Iterator[Steps]:
    """Yield the steps to each address that is a script, at or below a node."""
    if isinstance(node, ScalarNode) and is_script(str(node.value)):
        yield steps
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value not in _NO_ADDRESSES:
                yield from _scripts_below(value, (*steps, str(key.value)))
    if isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _scripts_below(value, (*steps, index))


def is_script(address: str) -> bool:
    """Return whether a browser would run an address."""
    return scheme_of(address) in _SCRIPTED
