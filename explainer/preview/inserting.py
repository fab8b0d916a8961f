"""How a new entry gets into an annotation file: every other byte stays.

What was put in is proved by reading the text again: it must say what it said, and the new entry.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.yamlfiles.nodes import LOADER
from explainer.yamlfiles.writing import data_of, last_of


def insert_entry(text: str, key: str, entry: str) -> tuple[str, int] | None:
    """Put an entry, as `quoting.stanza` writes it, at the end of the block of a key, or make that block.

    Gives the new text and the line on which the entry begins; None where that cannot be without touching the rest, as
    in a block in braces or in a text that is no YAML. `text` has no byte order mark, its line ends are of any kind.
    """
    try:
        root = yaml.compose(text, Loader=LOADER)
        before: Any = data_of(text) or {}
        added: Any = data_of(entry)
        there = before.get(key) or {}
        for at, put in _ways(text, root, key, entry):
            put = put.replace("\n", "\r\n") if "\r\n" in text else put
            new = text[:at] + put + text[at:]
            if there.keys().isdisjoint(added) and data_of(new) == {
                **before,
                key: {**there, **added},
            }:
                return new, new.count("\n", 0, at + put.index(entry.strip().partition("\n")[0])) + 1
    except (yaml.YAMLError, TypeError, AttributeError):
        pass
    return None


def _ways(text: str, root: Node | None, key: str, entry: str) -> Sequence[tuple[int, str]]:
    """Where the entry could be put, and what then: the best way first."""
    pairs = root.value if isinstance(root, MappingNode) else []
    found = next(((name, block) for name, block in pairs if name.value == key), None)
    if root is not None and (not isinstance(root, MappingNode) or root.flow_style):
        return ()
    if found is None:
        gap = ("" if text.endswith("\n") or not text else "\n") + "\n" * bool(pairs)
        return [(len(text), f"{gap}{key}:\n{entry}")]
    name, block = found
    if isinstance(block, ScalarNode):
        return [_behind(text, name.end_mark.index, entry)]
    if not isinstance(block, MappingNode) or block.flow_style or not block.value:
        return ()
    column = block.value[0][0].start_mark.column
    entry = textwrap.indent(textwrap.dedent(entry), " " * column)
    gap = "\n" * _is_apart(text, block.value[-1][0].start_mark.index)
    last = last_of(block)
    start, end = last.start_mark.index, last.end_mark.index
    ends = (
        start + len(text[start:end].rstrip()),
        end,
    )  # a text that keeps its line ends goes on to the second
    return [_behind(text, at, gap + entry, column) for at in ends]


def _behind(text: str, at: int, put: str, column: int = 0) -> tuple[int, str]:
    """On the lines below the one in which something ends, and below comments on it, which stand beyond the column."""
    if not (at and text[at - 1] == "\n"):
        at = text.find("\n", at) + 1
    while at:
        line = text[at:].partition("\n")[0]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column:
            return at, put
        at = text.find("\n", at) + 1
    return len(text), f"\n{put}"


def _is_apart(text: str, at: int) -> bool:
    """Whether a blank line stands before the entry that begins here, and before the comments on it."""
    for line in reversed(text[:at].split("\n")[:-1]):
        if not line.lstrip().startswith("#"):
            return not line.strip()
    return False
