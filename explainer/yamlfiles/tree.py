"""YAML nodes as values: each function gives a new node and leaves those that it was given as they are.

Nodes keep their tags, so that what only MkDocs can construct (`!ENV`, `!!python/name:…`) survives a change of the file.
Keys are compared as text. Where a node is not of the type that a function works on, it is given back as it is.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


@lru_cache(maxsize=4)  # many stages ask for the same mkdocs.yml
def compose(text: str) -> Node:
    """Read YAML text, with `<<: *shared` put in; an empty text is an empty mapping. Raises yaml.YAMLError."""
    loader = yaml.SafeLoader(text)
    node = loader.get_single_node()
    for found in _mappings(node):
        loader.flatten_mapping(found)
        found.value = _last_of_each(found)
    return node if node is not None else node_of({})


def dump(node: Node) -> str:
    """Write a node as YAML text."""
    return str(yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=120))


def node_of(data: object) -> Node:
    """Make a node of plain data (None, text, numbers, lists, dicts)."""
    return yaml.representer.SafeRepresenter(
        default_flow_style=False, sort_keys=False
    ).represent_data(data)


def mapping(node: Node | None) -> MappingNode:
    """Give the node itself where it is a mapping, else an empty mapping."""
    return node if isinstance(node, MappingNode) else MappingNode("tag:yaml.org,2002:map", [])


def get(node: Node | None, key: str) -> Node | None:
    """Give the value of a key of a mapping, or None."""
    return next((value for name, value in mapping(node).value if name.value == key), None)


def scalar(node: Node | None, key: str) -> str:
    """Give the text of a key's plain value, or ""."""
    value = get(node, key)
    return str(value.value) if isinstance(value, ScalarNode) else ""


def without(node: MappingNode, *keys: str) -> MappingNode:
    """Leave keys out of a mapping."""
    return _remade(node, [(name, value) for name, value in node.value if name.value not in keys])


def with_key(node: MappingNode, key: str, value: Node) -> MappingNode:
    """Set a key of a mapping, in its place or at the end."""
    if get(node, key) is None:
        return _remade(node, [*node.value, (node_of(key), value)])
    return _remade(node, [(name, value if name.value == key else old) for name, old in node.value])


def changed(node: MappingNode, key: str, change: Callable[[Node], Node]) -> MappingNode:
    """Change the value of a key where there is one."""
    value = get(node, key)
    return node if value is None else with_key(node, key, change(value))


def descendants(node: Node | None) -> Iterator[Node]:
    """Yield a node and all nodes below it, keys too, in order; what is reused with `*` comes once."""
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
    """Lay one mapping over another: what is above wins; where both sides are mappings, they are merged in depth."""
    for key, value in above.value:
        old = get(below, key.value)
        both = isinstance(old, MappingNode) and isinstance(value, MappingNode)
        below = with_key(below, key.value, merged(mapping(old), value) if both else value)
    return below


def each(node: Node, change: Callable[[Any], Node]) -> Node:
    """Change each child of a list, or each value of a mapping."""
    if isinstance(node, SequenceNode):
        return SequenceNode(
            node.tag, [change(child) for child in node.value], flow_style=node.flow_style
        )
    if isinstance(node, MappingNode):
        return _remade(node, [(key, change(value)) for key, value in node.value])
    return node


def kept(node: Node, wanted: Callable[[Any], bool]) -> Node:
    """Keep some children of a list."""
    if not isinstance(node, SequenceNode):
        return node
    return SequenceNode(
        node.tag, [child for child in node.value if wanted(child)], flow_style=node.flow_style
    )


def appended(node: Node | None, value: str, first: bool = False) -> Node:
    """Add a text to a list (at its end, or `first`), or as a key without a value to a mapping, unless it is there."""
    if isinstance(node, MappingNode):
        return node if get(node, value) is not None else with_key(node, value, node_of(None))
    if isinstance(node, ScalarNode) and node.value:
        return node
    children = node.value if isinstance(node, SequenceNode) else []
    if any(child.value == value for child in children):
        return node or node_of([])
    added = node_of(value)
    return SequenceNode(
        "tag:yaml.org,2002:seq", [added, *children] if first else [*children, added]
    )


def _last_of_each(node: MappingNode) -> list[tuple[Node, Node]]:
    """Return the pairs of a mapping; of those with one key the last, behind what was put in."""
    last = {_identity(key): (key, value) for key, value in node.value}
    return list(last.values())


def _identity(key: Node) -> object:
    return (key.tag, key.value) if isinstance(key, ScalarNode) else id(key)


def _mappings(node: Node | None) -> Iterator[MappingNode]:
    if isinstance(node, MappingNode):
        yield node
    children = (
        [value for _, value in node.value]
        if isinstance(node, MappingNode)
        else node.value
        if node
        else []
    )
    for child in children if isinstance(node, MappingNode | SequenceNode) else ():
        yield from _mappings(child)


def _remade(like: MappingNode, pairs: list[tuple[Node, Node]]) -> MappingNode:
    return MappingNode(like.tag, pairs, flow_style=like.flow_style)
