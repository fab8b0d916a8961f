"""Why a value of a YAML text cannot be changed in place, and what its editor is to do."""

import re
from collections import Counter

import yaml
from yaml.nodes import Node, ScalarNode

from explainer.files.textfiles import Unchanged
from explainer.yamlfiles.changes import Add, Change, CommentOut, Remove, Within
from explainer.yamlfiles.composed import Composed
from explainer.yamlfiles.nodes import LOADER, Path
from explainer.yamlfiles.written_names import places

NO_YAML = Unchanged(
    "this file has changed in the meantime, and is no longer valid YAML; correct what `check` reports, and run again"
)
OVERLAP = Unchanged("two changes affect the same value here; make the first by hand, and run again")
_MEANWHILE = "this file has changed in the meantime: what was to be changed is no longer as it was; run again"
_LINE = "this shares its line with something else; write it on lines of its own, and run again"
_OTHERWISE = (
    "this cannot be changed without changing what is beside it; write it on one line, and run again"
)


def why(text: str, nodes: Composed, wanted: Change) -> Unchanged:
    """Tell why `wanted` cannot be made in this text."""
    node = nodes.values.get(wanted.steps)
    if node is None or (isinstance(wanted, Add) and (*wanted.steps, wanted.key) in nodes.values):
        return Unchanged(_MEANWHILE)
    shared = _shared(nodes, wanted.steps)
    if shared:
        return _at(shared, _of_shared(text, shared))
    if isinstance(wanted, Within):
        return _at(node, _of_name(node, wanted))
    if isinstance(wanted, CommentOut | Remove):
        return _at(nodes.keys.get(wanted.steps, node), _LINE)
    return _at(node, _OTHERWISE)


def _at(node: Node, message: str) -> Unchanged:
    return Unchanged(message, node.start_mark.line + 1, node.start_mark.column + 1)


def _shared(nodes: Composed, steps: Path) -> Node | None:
    """The outermost value that is reused, of those around this one; else the first of those in it."""
    counts = Counter(map(id, nodes.values.values()))
    around = [nodes.values[steps[:length]] for length in range(len(steps) + 1)]
    inside = [node for at, node in nodes.values.items() if at[: len(steps)] == steps]
    return next((node for node in (*around, *inside) if counts[id(node)] > 1), None)


def _of_shared(text: str, node: Node) -> str:
    name = re.match(r"(?:!\S*\s+)?&(\S+)", text[node.start_mark.index :])
    assert name
    uses = [
        event for event in yaml.parse(text, Loader=LOADER) if isinstance(event, yaml.AliasEvent)
    ]
    line = next(use.start_mark.line + 1 for use in uses if use.start_mark and use.anchor == name[1])
    return (
        f"`*{name[1]}` on line {line} reuses this value, so it cannot be changed in one place only; "
        f"write it out in both places, and run again"
    )


def _of_name(node: Node, wanted: Within) -> str:
    if not isinstance(node, ScalarNode) or len(places(node.value, wanted.old)) <= max(
        wanted.which, default=0
    ):
        return _MEANWHILE
    return f"`{wanted.old}` is written with an escape or a line break in it; type it plainly, and run again"
