"""YAML nodes as values: each function returns a new node and leaves its arguments as they are.

Nodes keep their tags, so that what only MkDocs can construct (`!ENV`, `!!python/name:…`) survives a
change of the file. Keys are compared as text. A node of a type that a function cannot work on is
returned as it is.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


@lru_cache(maxsize=4)  # many stages ask for the same mkdocs.yml
def compose(text: str) -> Node:
    """Return the node of a YAML text, with `<<: *shared` resolved; an empty text is a mapping.

    Raise yaml.YAMLError if the text is not YAML.
    """
    loader = yaml.SafeLoader(text)
    node = loader.get_single_node()
    if node is None:
        return node_of({})
    for found in _mappings(node):
        loader.flatten_mapping(found)
        found.value = _last_of_each(found)
    return node


def dump(node: Node) -> str:
    """Return a node as YAML text."""
    return str(yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=120))


def node_of(data: object) -> Node:
    """Return the node of plain data (None, text, numbers, lists, dicts)."""
    return yaml.representer.SafeRepresenter(
        default_flow_style=False, sort_keys=False
    ).represent_data(data)


def mapping(node: Node | None) -> MappingNode:
    """Return the node itself if it is a mapping, else an empty mapping."""
    return node if isinstance(node, MappingNode) else MappingNode("tag:yaml.org,2002:map", [])


def get(node: Node | None, key: str) -> Node | None:
    """Return the value of a key of a mapping, or None."""
    return next((value for name, value in mapping(node).value if name.value == key), None)


def scalar(node: Node | None, key: str) -> str:
    """Return the text of a key's plain value, or ""."""
    value = get(node, key)
    return str(value.value) if isinstance(value, ScalarNode) else ""


def without(node: MappingNode, *keys: str) -> MappingNode:
    """Return a mapping without these keys."""
    return _with_pairs(node, [pair for pair in node.value if pair[0].value not in keys])


def with_key(node: MappingNode, key: str, value: Node) -> MappingNode:
    """Return a mapping with a key set to a value, in its place or at the end."""
    pairs: list[tuple[Node, Node]] = []
    for name, old in node.value:
        pairs.append((name, value if name.value == key else old))
    if get(node, key) is None:
        pairs.append((node_of(key), value))
    return _with_pairs(node, pairs)


def changed(node: MappingNode, key: str, change: Callable[[Node], Node]) -> MappingNode:
    """Return a mapping with the value of a key changed, if it has the key."""
    value = get(node, key)
    return node if value is None else with_key(node, key, change(value))


def descendants(node: Node | None) -> Iterator[Node]:
    """Yield a node and all nodes below it, keys too, in order; one that `*` reuses comes once."""
    seen: set[int] = set()
    pending = [node] if node is not None else []
    while pending:
        node = pending.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            pending += reversed(_children(node))


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, SequenceNode) else []


def merged(below: MappingNode, above: MappingNode) -> MappingNode:
    """Return two mappings as one, in which values from above win; two mappings are merged, too."""
    for key, value in above.value:
        old = get(below, key.value)
        if isinstance(old, MappingNode) and isinstance(value, MappingNode):
            value = merged(old, value)
        below = with_key(below, key.value, value)
    return below


def each(node: Node, change: Callable[[Any], Node]) -> Node:
    """Return a list with each child changed, or a mapping with each value changed."""
    if isinstance(node, SequenceNode):
        return _with_children(node, [change(child) for child in node.value])
    if isinstance(node, MappingNode):
        return _with_pairs(node, [(key, change(value)) for key, value in node.value])
    return node


def kept(node: Node, wanted: Callable[[Any], bool]) -> Node:
    """Return a list with those of its children that are wanted."""
    if not isinstance(node, SequenceNode):
        return node
    return _with_children(node, [child for child in node.value if wanted(child)])


def appended(node: Node | None, value: str, first: bool = False) -> Node:
    """Return a list with a text added, or a mapping with it as a key without a value.

    The text is added at the end of a list, or `first`. If it is there already, nothing is added.
    """
    if isinstance(node, MappingNode):
        if get(node, value) is not None:
            return node
        return with_key(node, value, node_of(None))
    if isinstance(node, ScalarNode) and node.value:
        return node
    children = node.value if isinstance(node, SequenceNode) else []
    if any(child.value == value for child in children):
        return node or node_of([])
    added = node_of(value)
    children = [added, *children] if first else [*children, added]
    return SequenceNode("tag:yaml.org,2002:seq", children)


def _last_of_each(node: MappingNode) -> list[tuple[Node, Node]]:
    """Return the pairs of a mapping, of equal keys the last: `<<` puts shared ones in front."""
    last = {_identity(key): (key, value) for key, value in node.value}
    return list(last.values())


def _identity(key: Node) -> object:
    return (key.tag, key.value) if isinstance(key, ScalarNode) else id(key)


def _mappings(node: Node) -> Iterator[MappingNode]:
    """Yield the mappings in a node; values of one that is changed meanwhile are the new ones."""
    if isinstance(node, MappingNode):
        yield node
        for _, value in list(node.value):
            yield from _mappings(value)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            yield from _mappings(child)


def _with_pairs(like: MappingNode, pairs: list[tuple[Node, Node]]) -> MappingNode:
    return MappingNode(like.tag, pairs, flow_style=like.flow_style)


def _with_children(like: SequenceNode, children: list[Node]) -> SequenceNode:
    return SequenceNode(like.tag, children, flow_style=like.flow_style)
