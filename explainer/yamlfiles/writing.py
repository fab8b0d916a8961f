"""How values are written into a YAML text, and where those stand that are there."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial

import yaml
from yaml.nodes import Node, ScalarNode

from explainer.yamlfiles.nodes import LOADER, Data

_WIDTH = 110  # of a line that a value is wrapped to, where it was wrapped before
Edit = tuple[int, int, str]  # from, to (code points of the text), and what comes there instead


def data_of(text: str) -> Data:
    """What a YAML text says, all scalars as text. Raises yaml.YAMLError."""
    data: Data = yaml.load(text, Loader=LOADER)
    return data


def extent(text: str, node: Node) -> tuple[int, int]:
    """Where a value stands, without the line ends behind a block."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def in_flow(value: str | Mapping[str, str] | Sequence[str]) -> str:
    """A value on one line: a text, `{a: x, b: y}`, or `[x, y]`."""
    if isinstance(value, str):
        return written(value, "", True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(said)}" for key, said in value.items()) + "}"
    return "[" + ", ".join(map(in_flow, value)) + "]"


def replaced_scalar(text: str, node: ScalarNode, value: str, inside: bool) -> Edit:
    """Another text in the style of the one that is there; `inside`: it stands within brackets."""
    start, end = extent(text, node)
    was = text[start:end]
    lines = was.replace("\r", "").split("\n")
    style = node.style or ""
    if len(lines) < 2 or style == "|":
        return start, end, written(value, "" if style == "|" else style, inside)
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    wrap = partial(textwrap.wrap, width=max(_WIDTH, *map(len, lines)), break_long_words=False, break_on_hyphens=False)
    between = line_end(text) + indent
    if style == ">":
        return start, end, between.join([lines[0], *wrap(value)])
    return start, end, between.join(wrap(written(value, style, inside)))


def written(value: str, style: str, inside: bool) -> str:
    """A text in the style it had, or else in double quotation marks."""
    quoted = json.dumps(value, ensure_ascii=False)  # a JSON string is a YAML string
    single = "'" + value.replace("'", "''") + "'"
    wanted = {"": value, "'": single}.get(style, quoted)
    return wanted if _reads_as(f"[{wanted}]" if inside else f"a: {wanted}", value) else quoted


def _reads_as(text: str, value: str) -> bool:
    try:
        return data_of(text) in ([value], {"a": value})
    except yaml.YAMLError:
        return False


def line_end(text: str) -> str:
    r"""The end of a line in this text: "\r\n" or "\n"."""
    return "\r\n" if "\r\n" in text else "\n"


def lines_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that a stretch of the text stands on: from the first of the first line to behind the last line end."""
    after = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if after < 0 else after + 1
