"""The nodes of a YAML text by the steps that lead to them, with keys named as they are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.model import Step
from explainer.yamlfiles.nodes import pairs_of, read_with_root
from explainer.yamlfiles.places import Data, Path


class TextData(NamedTuple):
    """The data of a text as all stages read it, and all of it as it is typed."""

    read: Data | None
    typed: Data | None


@dataclass(frozen=True)
class Composed:
    """The nodes of the values and of the keys of a text, by their steps.

    A value that is not read, since its key is doubled, has a step that no key can have.
    """

    values: Mapping[Path, Node]
    keys: Mapping[Path, ScalarNode]
    flow: frozenset[Path]  # the steps of what is inside brackets or braces
    data: TextData


def composed(text: str) -> Composed:
    """Return the nodes of a text; one that is reused with `*` has several steps.

    Raise ValueError if the text cannot be read, and has more than comments.
    """
    values: dict[Path, Node] = {}
    keys: dict[Path, ScalarNode] = {}
    flow: set[Path] = set()
    data, root = _data_and_root(text)
    for steps, key, node, is_in_flow in _walk(root, (), None, False) if root else ():
        values[steps] = node
        if isinstance(key, ScalarNode):
            keys[steps] = key
        if is_in_flow:
            flow.add(steps)
    return Composed(values, keys, frozenset(flow), data)


def text_data(text: str) -> TextData:
    """Return the data of a text. Raise ValueError as `composed` does."""
    return _data_and_root(text)[0]


def _data_and_root(text: str) -> tuple[TextData, Node | None]:
    read, problems, root = read_with_root(text, "")
    if root is None and problems:
        raise ValueError("this cannot be read")
    return TextData(read.data, _data(root) if root else None), root


_Found = tuple[Path, Node | None, Node, bool]


def _walk(node: Node, steps: Path, key: Node | None, is_in_flow: bool) -> Iterator[_Found]:
    """Yield a node and all below it, with their steps, keys, and whether they are in brackets."""
    yield steps, key, node, is_in_flow
    if isinstance(node, MappingNode | SequenceNode):
        is_in_flow = is_in_flow or bool(node.flow_style)
    for step, name, child in _below(node):
        yield from _walk(child, (*steps, step), name, is_in_flow)


def _data(node: Node) -> Data:
    if isinstance(node, MappingNode):
        return {str(step): _data(child) for step, _, child in _below(node)}
    if isinstance(node, SequenceNode):
        return [_data(child) for _, _, child in _below(node)]
    return str(node.value)


def _below(node: Node) -> Iterator[tuple[Step, Node | None, Node]]:
    """Yield the step to each value of a mapping or list, its key if it has one, and the value."""
    if isinstance(node, MappingNode):
        unread = count()
        for name, key, child in pairs_of(node):
            yield f"\0{next(unread)}" if name is None else name, key, child
    elif isinstance(node, SequenceNode):
        for index, child in enumerate(node.value):
            yield index, None, child
