"""YAML with hostile strings, each on a line of its own: a problem's line tells which one it is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What YAML would not have as it is within quotation marks; json escapes only the first 32.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)}


@dataclass(frozen=True)
class Leaf:
    """A hostile string with its number, as a value or as a key."""

    number: int
    text: str


@dataclass(frozen=True)
class Written:
    """A text, and the numbers of the strings in it by the lines (from 1) on which they stand."""

    text: str
    lines: Mapping[int, int]


def written(data: Any, first: str = "") -> Written:
    """Write mappings, lists and texts as YAML in block style, below a first line, if any."""
    lines = [(line, None) for line in first.splitlines()]
    lines += _lines(data, 0)
    numbers = {at: number for at, (_, number) in enumerate(lines, 1) if number is not None}
    return Written("".join(f"{line}\n" for line, _ in lines), numbers)


def _lines(data: Any, depth: int) -> Iterator[tuple[str, int | None]]:
    indent = "  " * depth
    pairs = data.items() if isinstance(data, Mapping) else [(None, item) for item in data]
    for key, value in pairs:
        head = f"{indent}-" if key is None else f"{indent}{_scalar(key)}:"
        number = next((part.number for part in (value, key) if isinstance(part, Leaf)), None)
        if isinstance(value, Mapping | list):
            yield f"{head} {_empty(value)}".rstrip(), number
            yield from _lines(value, depth + 1)
        else:
            yield f"{head} {_scalar(value)}", number


def _empty(value: Any) -> str:
    if value:
        return ""
    return "{}" if isinstance(value, Mapping) else "[]"


def _scalar(value: Any) -> str:
    text = value.text if isinstance(value, Leaf) else value
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPED)
