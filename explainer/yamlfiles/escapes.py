r"""Escapes in double quotation marks, such as `\x07`: which character each stands for, and where it is.

https://yaml.org/spec/1.2.2/#57-escaped-characters
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yaml.nodes import ScalarNode

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
# What YAML has no place for when it is typed as itself, https://yaml.org/spec/1.2.2/#51-character-set,
# and characters that no text has: https://www.unicode.org/faq/private_use.html#noncharacters
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
_LINE_ENDS = str.maketrans({"\r": "\n", "\x85": " ", "\u2028": " ", "\u2029": " "})


class Escape(NamedTuple):
    """An escape as typed, the character that it stands for, its line and column from 0."""

    typed: str
    character: str
    line: int
    column: int


def refused(value: str) -> str:
    """Return the first character of a value that is refused, or ""."""
    found = _REFUSED.search(value)
    return found[0] if found else ""


def without_refused_characters(value: str) -> str:
    """Return a value as it would be read if typed without escapes: with line feeds or spaces for line ends."""
    value = value.replace("\r\n", "\n").translate(_LINE_ENDS)
    return _REFUSED.sub("\ufffd", value)


def escapes_in(node: ScalarNode, lines: Sequence[str]) -> Iterator[Escape]:
    """Yield the escapes of a value, given all lines of its text; none but in double quotation marks."""
    if node.style != '"':
        return
    first, last = node.start_mark, node.end_mark
    for number in range(first.line, min(last.line + 1, len(lines))):
        begin = first.column + 1 if number == first.line else 0
        end = last.column - 1 if number == last.line else len(lines[number])
        for match in _ESCAPE.finditer(lines[number], begin, end):
            character = _character(match[0])
            if character:
                yield Escape(match[0], character, number, match.start())


def _character(escape: str) -> str:
    digits = escape[2:]
    return chr(int(digits, 16)) if digits else _SHORT.get(escape[1:], "")
