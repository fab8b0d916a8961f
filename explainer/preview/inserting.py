"""Put a new entry into an annotation file, and keep every other byte.

The result is verified by reading it: it must hold the same data as before, and the new entry.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.files.textfiles import with_line_feeds
from explainer.yamlfiles.nodes import root_of
from explainer.yamlfiles.writing import data_of, last_of


def insert_entry(text: str, key: str, entry: str) -> tuple[str, int] | None:
    """Put an entry, as `quoting.stanza` writes it, at the end of the block of a key.

    Make that block if it is missing. Return the new text and the line on which the entry begins;
    None where the rest would have to change, as in a block in braces or in a text that is no YAML.
    `text` has no byte order mark; its line ends are of any kind.
    """
    first_line = entry.strip().partition("\n")[0]
    try:
        root = root_of(text)
        before: Any = data_of(text) or {}
        added: Any = data_of(entry)
        present = before.get(key) or {}
        for at, inserted in _insertions(text, root, key, entry):
            if "\r\n" in text:
                inserted = inserted.replace("\n", "\r\n")
            new = text[:at] + inserted + text[at:]
            wanted = {**before, key: {**present, **added}}
            if present.keys().isdisjoint(added) and data_of(new) == wanted:
                above = with_line_feeds(new[: at + inserted.index(first_line)])
                return new, above.count("\n") + 1
    except (yaml.YAMLError, TypeError, AttributeError):
        pass
    return None


def _insertions(text: str, root: Node | None, key: str, entry: str) -> Sequence[tuple[int, str]]:
    """Return the offsets where the entry could go, each with what to insert; the best first."""
    pairs: Sequence[tuple[Node, Node]] = []
    if isinstance(root, MappingNode) and not root.flow_style:
        pairs = root.value
    elif root is not None:
        return ()
    found = next(((name, block) for name, block in pairs if name.value == key), None)
    if found is None:
        ending = "" if text.endswith("\n") or not text else "\n"
        gap = "\n" if pairs else ""
        return [(len(text), f"{ending}{gap}{key}:\n{entry}")]
    name, block = found
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
