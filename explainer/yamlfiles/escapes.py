r"""Escapes in double quotation marks, such as `\x07`: the character of each, and its place.

https://yaml.org/spec/1.2.2/#57-escaped-characters
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yaml.nodes import ScalarNode

from explainer.text.controls import NONCHARACTERS

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.|$)")
_SHORT = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
# Characters that YAML does not allow unescaped, https://yaml.org/spec/1.2.2/#51-character-set, and
# noncharacters
_REFUSED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{NONCHARACTERS}]")
_LINE_ENDS = str.maketrans({"\r": "\n", "\x85": " ", "\u2028": " ", "\u2029": " "})


class Escape(NamedTuple):
    """An escape as typed, the character that it stands for, and its line and column from 0."""

    typed: str
    character: str
    line: int
    column: int


def refused(value: str) -> str:
    """Return the first character of a value that is refused, or ""."""
    found = _REFUSED.search(value)
    return found[0] if found else ""


def without_refused_characters(value: str) -> str:
    """Return a value as it would be read if typed without escapes.

    Line ends become line feeds or spaces; refused characters become U+FFFD.
    """
    value = value.replace("\r\n", "\n").translate(_LINE_ENDS)
    return _REFUSED.sub("\ufffd", value)


def escapes_in(node: ScalarNode, lines: Sequence[str]) -> Iterator[Escape]:
    """Yield the escapes of a value in double quotation marks, given all lines of its text."""
    if node.style != '"':
        return
    first, last = node.start_mark, node.end_mark
    for number in range(first.line, min(last.line + 1, len(lines))):
        start, end = 0, len(lines[number])
        if number == first.line:
            start = first.column + 1
        if number == last.line:
            end = last.column - 1
        for match in _ESCAPE.finditer(lines[number], start, end):
            character = _character(match[0])
            if character:
                yield Escape(match[0], character, number, match.start())


def _character(escape: str) -> str:
    digits = escape[2:]
    return chr(int(digits, 16)) if digits else _SHORT.get(escape[1:], "")
