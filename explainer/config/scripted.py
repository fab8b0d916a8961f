"""Addresses of mkdocs.yml that readers open: none may be a script."""

import re
from collections.abc import Callable, Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.model import Place, Problem, Step
from explainer.yamlfiles.tree import get

# Settings that the theme makes links of.
_LINKED = (
    *(("repo_url",), ("site_url",), ("edit_uri",), ("edit_uri_template",), ("nav",)),
    *(("extra", "homepage"), ("extra", "social"), ("extra", "alternate")),
)
_NO_ADDRESSES = ("name", "icon", "lang")  # keys of a link
_SCRIPTED = ("javascript", "vbscript", "data")
# Browsers leave these out: https://url.spec.whatwg.org/#concept-basic-url-parser
_LEFT_OUT = re.compile(r"[\x00-\x20]")


def scripted_addresses(own: MappingNode, at: Callable[..., Place]) -> Iterator[Problem]:
    """Report addresses that run code when a reader opens them; `at` gives their places."""
    for keys in _LINKED:
        node: Node | None = own
        for key in keys:
            node = get(node, key)
        for steps in _found(node, keys):
            message = "this address would run code; write one that begins with https://"
            yield Problem(at(*steps), "error", message, "settings")


def _found(node: Node | None, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Yield the steps to each address below a node that is a script."""
    if isinstance(node, ScalarNode) and is_script(str(node.value)):
        yield steps
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value not in _NO_ADDRESSES:
                yield from _found(value, (*steps, str(key.value)))
    if isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _found(value, (*steps, index))


def is_script(address: str) -> bool:
    """Tell whether a browser would run what an address holds."""
    scheme, colon, _ = _LEFT_OUT.sub("", address).partition(":")
    return bool(colon) and scheme.lower() in _SCRIPTED
