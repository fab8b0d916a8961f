"""The nodes of a YAML text by the steps that lead to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.yamlfiles.nodes import root_of
from explainer.yamlfiles.places import Path


@dataclass(frozen=True)
class Composed:
    """The nodes of the values and of the keys of a text, by their steps."""

    values: Mapping[Path, Node]
    keys: Mapping[Path, ScalarNode]
    flow: frozenset[Path]  # the steps of what is inside brackets or braces


def composed(text: str) -> Composed:
    """Return the nodes of a text; one that is reused with `*` has several steps.

    Raise yaml.YAMLError if the text is not YAML.
    """
    values: dict[Path, Node] = {}
    keys: dict[Path, ScalarNode] = {}
    flow: set[Path] = set()
    root = root_of(text)
    if root is None:
        return Composed(values, keys, frozenset())
    for steps, key, node, is_in_flow in _walk(root, (), None, False):
        values[steps] = node
        if key is not None:
            keys[steps] = key
        if is_in_flow:
            flow.add(steps)
    return Composed(values, keys, frozenset(flow))


_Found = tuple[Path, ScalarNode | None, Node, bool]


def _walk(node: Node, steps: Path, key: ScalarNode | None, is_in_flow: bool) -> Iterator[_Found]:
    """Yield a node and all below it, with their steps, keys, and whether they are in brackets."""
    yield steps, key, node, is_in_flow
    if not isinstance(node, MappingNode | SequenceNode):
        return
    is_in_flow = is_in_flow or bool(node.flow_style)
    if isinstance(node, MappingNode):
        for name, child in node.value:
            yield from _walk(child, (*steps, name.value), name, is_in_flow)
    else:
        for index, child in enumerate(node.value):
            yield from _walk(child, (*steps, index), None, is_in_flow)
