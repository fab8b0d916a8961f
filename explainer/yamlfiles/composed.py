"""The nodes of a YAML text by the steps that lead to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.yamlfiles.nodes import BREAKS, LOADER, Path


@dataclass(frozen=True)
class Composed:
    """Nodes by their steps; keys apart. `flow`: what stands inside brackets."""

    values: Mapping[Path, Node]
    keys: Mapping[Path, ScalarNode]
    flow: frozenset[Path]


def composed(text: str) -> Composed:
    """Read a text. Raises yaml.YAMLError. A node that is reused with `*` stands at several steps."""
    values: dict[Path, Node] = {}
    keys: dict[Path, ScalarNode] = {}
    flow = set()
    root = yaml.compose(text.translate(BREAKS), Loader=LOADER)
    for steps, key, node, inside in _walk(root, (), None, False) if root else ():
        values[steps] = node
        if key is not None:
            keys[steps] = key
        if inside:
            flow.add(steps)
    return Composed(values, keys, frozenset(flow))


_Found = tuple[Path, ScalarNode | None, Node, bool]


def _walk(node: Node, steps: Path, key: ScalarNode | None, inside: bool) -> Iterator[_Found]:
    yield steps, key, node, inside
    if isinstance(node, MappingNode):
        for name, child in node.value:
            yield from _walk(child, (*steps, name.value), name, inside or bool(node.flow_style))
    elif isinstance(node, SequenceNode):
        for index, child in enumerate(node.value):
            yield from _walk(child, (*steps, index), None, inside or bool(node.flow_style))
