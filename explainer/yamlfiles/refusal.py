"""Why a value of a YAML text cannot be changed in place, and what its editor should do."""

import re
from collections import Counter

import yaml
from yaml.nodes import Node, ScalarNode

from explainer.files.textfiles import Unchanged, with_line_feeds
from explainer.yamlfiles.changes import Add, Change, CommentOut, Remove, ReplaceWithin
from explainer.yamlfiles.comments import Comment
from explainer.yamlfiles.composed import Composed
from explainer.yamlfiles.nodes import BREAKS, LOADER, as_read, name_of
from explainer.yamlfiles.places import Path
from explainer.yamlfiles.written_names import places

NO_YAML = Unchanged(
    "this file has changed in the meantime, and is no longer valid YAML; "
    "correct what `check` reports, and run again"
)
OVERLAP = Unchanged("two changes affect the same value here; make the first by hand, and run again")
TOO_MANY = Unchanged(
    "so many values of this file cannot be changed that this one was not tried; "
    "correct those that are reported before it, and run again"
)
_CHANGED_MEANWHILE = (
    "this file has changed in the meantime: what was to be changed is no longer as it was; "
    "run again"
)
_SHARED_LINE = (
    "this shares its line with something else; write it on lines of its own, and run again"
)
_OTHER_REASON = (
    "this cannot be changed without changing what is beside it; write it on one line, and run again"
)
_DOUBLED = "this key is given twice, so its other value would be read then; keep one, and run again"
_LOST_COMMENT = (
    "this comment would be lost with the value that it stands in; "
    "move it to a line above that value, and run again"
)


def why_not_without(text: str, comment: Comment) -> Unchanged:
    """Return why a change is not made by which only a comment would be lost."""
    above = with_line_feeds(text[: comment.start])
    return Unchanged(_LOST_COMMENT, above.count("\n") + 1, len(above) - above.rfind("\n"))


def why_not(text: str, nodes: Composed, wanted: Change) -> Unchanged:
    """Return why `wanted` cannot be made in a text with these nodes, and where the obstacle is."""
    node = nodes.values.get(wanted.steps)
    if node is None or (isinstance(wanted, Add) and (*wanted.steps, wanted.key) in nodes.values):
        return Unchanged(_CHANGED_MEANWHILE)
    reused = _reused(nodes, wanted.steps)
    if reused:
        return _at(reused, _message_of_reused(text, reused))
    if isinstance(wanted, ReplaceWithin):
        return _at(node, _message_of_name(node, wanted))
    if isinstance(wanted, CommentOut | Remove):
        other = _other_of_doubled(nodes, wanted.steps)
        if other:
            return _at(other, _DOUBLED)
        return _at(nodes.keys.get(wanted.steps, node), _SHARED_LINE)
    return _at(node, _OTHER_REASON)


def _at(node: Node, message: str) -> Unchanged:
    return Unchanged(message, node.start_mark.line + 1, node.start_mark.column + 1)


def _other_of_doubled(nodes: Composed, steps: Path) -> ScalarNode | None:
    """Return the second of doubled keys, whose value would be read once the first is gone."""
    for other, key in nodes.keys.items():
        is_beside = other[:-1] == steps[:-1] and other != steps
        if is_beside and name_of(key) == steps[-1]:
            return key
    return None


def _reused(nodes: Composed, steps: Path) -> Node | None:
    """Return the outermost reused value of those that hold this one, else the first within it."""
    counts = Counter(map(id, nodes.values.values()))
    around = [nodes.values[steps[:length]] for length in range(len(steps) + 1)]
    inside = [node for at, node in nodes.values.items() if at[: len(steps)] == steps]
    for node in (*around, *inside):
        if counts[id(node)] > 1:
            return node
    return None


def _message_of_reused(text: str, node: Node) -> str:
    found = re.match(r"(?:!\S*\s+)?&(\S+)", text[node.start_mark.index :])
    assert found
    name = found[1]
    return (
        f"`*{name}` on line {_first_use(text, name)} reuses this value, "
        "so it cannot be changed in one place only; write it out in both places, and run again"
    )


def _first_use(text: str, name: str) -> int:
    """Return the line, from 1, on which a text first reuses the value with this name."""
    for event in yaml.parse(text.translate(BREAKS), Loader=LOADER):
        if isinstance(event, yaml.AliasEvent) and event.start_mark and event.anchor == name:
            return int(event.start_mark.line) + 1
    raise LookupError(name)


def _message_of_name(node: Node, wanted: ReplaceWithin) -> str:
    found = places(as_read(node.value), wanted.old) if isinstance(node, ScalarNode) else ()
    if len(found) <= max(wanted.which, default=-1):
        return _CHANGED_MEANWHILE
    return not_plain(wanted.old)


def not_plain(name: str) -> str:
    """Return why a name is not changed that cannot be found in a text by its letters."""
    return (
        f"`{name}` is written with an escape, a line break or an invisible character in it; "
        "type it plainly, and run again"
    )
