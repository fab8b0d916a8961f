"""Put a new entry into an annotation file, and keep every other byte.

The result is verified by reading it: it must hold the same data as before, and the new entry.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.files.textfiles import with_line_feeds
from explainer.yamlfiles.composed import TextData, text_data
from explainer.yamlfiles.nodes import pairs_of, root_of
from explainer.yamlfiles.places import Data
from explainer.yamlfiles.writing import last_of


def insert_entry(text: str, key: str, entry: str) -> tuple[str, int] | None:
    """Put an entry, as `quoting.stanza` writes it, at the end of the block of a key.

    Make that block if it is missing. Return the new text and the line on which the entry begins;
    None where the rest would have to change, as in a block in braces or in a text that is no YAML.
    `text` has no byte order mark; its line ends are of any kind.
    """
    first_line = entry.strip().partition("\n")[0]
    try:
        pairs = zip(text_data(text), text_data(entry), strict=True)
        wanted = TextData(*(_with(before, key, added) for before, added in pairs))
        for at, inserted in _insertions(text, root_of(text), key, entry):
            if "\r\n" in text:
                inserted = inserted.replace("\n", "\r\n")
            new = text[:at] + inserted + text[at:]
            if text_data(new) == wanted:
                above = with_line_feeds(new[: at + inserted.index(first_line)])
                return new, above.count("\n") + 1
    except (yaml.YAMLError, TypeError, AttributeError, ValueError):
        pass
    return None


def _with(before: Any, key: str, added: Any) -> Data:
    """Return the data of a file with entries added to those of a key; none may have their ids."""
    present = (before or {}).get(key) or {}
    if not present.keys().isdisjoint(added):
        raise ValueError("there is such an entry already")
    return {**(before or {}), key: {**present, **added}}


def _insertions(text: str, root: Node | None, key: str, entry: str) -> Sequence[tuple[int, str]]:
    """Return the offsets where the entry could go, each with what to insert; the best first."""
    blocks: dict[str | None, tuple[Node, Node]] = {}
    if isinstance(root, MappingNode) and not root.flow_style:
        blocks = {name: (typed, block) for name, typed, block in pairs_of(root)}
    elif root is not None:
        return ()
    if key not in blocks:
        ending = "" if text.endswith("\n") or not text else "\n"
        gap = "\n" if blocks else ""
        return [(len(text), f"{ending}{gap}{key}:\n{entry}")]
    name, block = blocks[key]
    if isinstance(block, ScalarNode):
        return [_below(text, name.end_mark.index, entry)]
    if not isinstance(block, MappingNode) or block.flow_style or not block.value:
        return ()
    column = block.value[0][0].start_mark.column
    entry = textwrap.indent(textwrap.dedent(entry), " " * column)
    if _is_apart(text, block.value[-1][0].start_mark.index):
        entry = f"\n{entry}"
    last = last_of(block)
    start, end = last.start_mark.index, last.end_mark.index
    ends = (start + len(text[start:end].rstrip()), end)  # a value may keep its last line ends
    return [_below(text, at, entry, column) for at in ends]


def _below(text: str, at: int, inserted: str, column: int = 0) -> tuple[int, str]:
    """Return an offset below the line of another, and what to insert there.

    It is also below comments on that line's entry, which are indented beyond `column`.
    """
    if not (at and text[at - 1] == "\n"):
        at = text.find("\n", at) + 1
    while at:
        line = text[at:].partition("\n")[0]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column:
            return at, inserted
        at = text.find("\n", at) + 1
    return len(text), f"\n{inserted}"


def _is_apart(text: str, at: int) -> bool:
    """Return whether a blank line precedes the entry at an offset and the comments on it."""
    for line in reversed(text[:at].split("\n")[:-1]):
        if not line.lstrip().startswith("#"):
            return not line.strip()
    return False
