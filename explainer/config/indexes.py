"""The index pages that are generated, by the short names that a `nav` of an editor's own may give them."""

from collections.abc import Collection

from yaml.nodes import Node, ScalarNode

from explainer.addresses import INDEXES, METHOD
from explainer.yamlfiles.tree import each

# `glossary.md`, and the page that it means, by its path under the staged docs/
NAMED = {path.replace("/index.md", ".md"): path for path in sorted((*INDEXES.values(), METHOD))}


def with_indexes(nav: Node, paths: Collection[str]) -> Node:
    """Let a `nav` name generated pages as they are staged, where no page of an editor's own has the name.

    `paths` are the staged files under docs/.
    """
    if not isinstance(nav, ScalarNode):
        return each(nav, lambda child: with_indexes(child, paths))
    path = NAMED.get(nav.value, "")
    is_meant = path in paths and nav.value not in paths
    return ScalarNode(nav.tag, path, style=nav.style) if is_meant else nav
