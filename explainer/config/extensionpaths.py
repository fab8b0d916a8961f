"""Make paths in options of Markdown extensions absolute: renderers may not run in the root."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.config.supplied import short_name
from explainer.yamlfiles.tree import changed, each, get, mapping, node_of, with_key

# The option of each extension whose paths start at the working folder, and its default
_OPTIONS: Mapping[str, tuple[str, object]] = {
    "markdown_include.include": ("base_path", "."),
    "mdx_include.mdx_include": ("base_path", "."),
    "pymdownx.b64": ("base_path", "."),
    "pymdownx.snippets": ("base_path", ["."]),
}
_TEXT = "tag:yaml.org,2002:str"


def with_absolute_paths(settings: MappingNode, root: Path) -> MappingNode:
    """Make these options of a completed mkdocs.yml start at the root, an absolute path."""
    change = partial(_with_absolute_path, root)
    return changed(settings, "markdown_extensions", lambda items: each(items, change))


def _with_absolute_path(root: Path, item: Node) -> Node:
    key = item
    if isinstance(item, MappingNode) and len(item.value) == 1:
        key = item.value[0][0]
    if not isinstance(key, ScalarNode) or short_name(key.value) not in _OPTIONS:
        return item
    option, default = _OPTIONS[short_name(key.value)]
    options = mapping(get(item, key.value))
    value = _absolute(get(options, option) or node_of(default), root)
    return MappingNode("tag:yaml.org,2002:map", [(key, with_key(options, option, value))])


def _absolute(value: Node, root: Path) -> Node:
    if isinstance(value, ScalarNode) and value.tag == _TEXT:
        return node_of(str(root / value.value))
    return each(value, lambda child: _absolute(child, root))
