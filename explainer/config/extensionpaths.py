"""Options of Markdown extensions that are paths, for renderers that are not run in the root."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.config.supplied import short_name
from explainer.yamlfiles.tree import changed, each, get, mapping, node_of, with_key

# The option of each extension whose paths begin in the working folder, and its default.
_OPTIONS: Mapping[str, tuple[str, object]] = {
    "markdown_include.include": ("base_path", "."),
    "mdx_include.mdx_include": ("base_path", "."),
    "pymdownx.b64": ("base_path", "."),
    "pymdownx.snippets": ("base_path", ["."]),
}
_TEXT = "tag:yaml.org,2002:str"


def with_absolute_paths(settings: MappingNode, root: Path) -> MappingNode:
    """Let these options of a completed mkdocs.yml begin in the root, an absolute path."""
    placed = partial(_placed, root)
    return changed(settings, "markdown_extensions", lambda items: each(items, placed))


def _placed(root: Path, item: Node) -> Node:
    key = item.value[0][0] if isinstance(item, MappingNode) and len(item.value) == 1 else item
    if not isinstance(key, ScalarNode) or short_name(key.value) not in _OPTIONS:
        return item
    option, default = _OPTIONS[short_name(key.value)]
    options = mapping(get(item, key.value))
    typed = get(options, option)
    value = _absolute(node_of(default) if typed is None else typed, root)
    return MappingNode("tag:yaml.org,2002:map", [(key, with_key(options, option, value))])


def _absolute(value: Node, root: Path) -> Node:
    if isinstance(value, ScalarNode):
        return node_of(str(root / value.value)) if value.tag == _TEXT else value
    return each(value, lambda child: _absolute(child, root))
