"""Variables of the environment in settings that are read here, before MkDocs reads them."""

from collections.abc import Mapping

from yaml.nodes import Node, ScalarNode, SequenceNode

from explainer.yamlfiles.tree import node_of

_TAG = "!ENV"  # of https://pypi.org/project/pyyaml-env-tag/, which MkDocs has


def without_variable(node: Node, variables: Mapping[str, str]) -> Node | None:
    """Return what `!ENV NAME` or `!ENV [NAME, OTHER, default]` stands for, given the variables that are set.

    That is None where none of them is and there is no default. Any other node stays.
    """
    if node.tag != _TAG or not isinstance(node, ScalarNode | SequenceNode):
        return node
    items = node.value if isinstance(node, SequenceNode) else [node]
    is_listed = len(items) > 1
    named = items[:-1] if is_listed else items
    values = [
        variables[each.value]
        for each in named
        if isinstance(each, ScalarNode) and each.value in variables
    ]
    if values:
        return node_of(values[0])
    return items[-1] if is_listed else None
