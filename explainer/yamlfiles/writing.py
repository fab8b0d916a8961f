"""How values are written into a YAML text, and where those stand that are there."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.text.controls import ACTING, visible_json
from explainer.yamlfiles.nodes import BREAKS, LOADER, Data

_WIDTH = 110  # of a line that a value is wrapped to
_BLANK = (
    " \t\r\n\x85\u2028\u2029"  # what YAML takes for spaces and line ends; other white space is text
)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")  # the anchor and the tag before a value
Edit = tuple[int, int, str]  # from, to (code points of the text), and what comes there instead
Value = str | Sequence["Value"] | Mapping[str, "Value"]


def data_of(text: str) -> Data:
    """What a YAML text says, all scalars as text. Raises yaml.YAMLError."""
    data: Data = yaml.load(text.translate(BREAKS), Loader=LOADER)
    return data


def last_of(node: Node) -> Node:
    """What stands last in a block; the block itself ends behind the comments below it."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node


def extent(text: str, node: Node) -> tuple[int, int]:
    """Where a value stands, without its anchor, and without the line ends and comments behind a block."""
    start, end = node.start_mark.index, node.end_mark.index
    last = last_of(node).start_mark.index, last_of(node).end_mark.index
    begun, end = (
        last if start <= last[0] <= last[1] <= end else (start, end)
    )  # `*x` has the place of `&x`
    end = begun + len(text[begun:end].rstrip(_BLANK))
    return min(_PROPERTIES.match(text, start).end(), end), end  # type: ignore[union-attr]  # it matches ""


def in_flow(value: Value) -> str:
    """A value on one line: a text, `{a: x, b: y}`, or `[x, y]`."""
    if isinstance(value, str):
        return written(value, "", True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(said)}" for key, said in value.items()) + "}"
    return "[" + ", ".join(map(in_flow, value)) + "]"


def bracketed(text: str, node: ScalarNode) -> str:
    """A text that is there as it stands between brackets: as it was typed, if it reads so there."""
    start, end = extent(text, node)
    return text[start:end] if _reads_as(f"[{text[start:end]}]", node.value) else in_flow(node.value)


def beside(value: Value, column: int, end: str) -> str:
    """What comes behind a `key:` or a `-` in this column: a value on the same line where it fits, else on lines below.

    `end` ends lines. Only behind a `-` may there be a mapping.
    """
    line = " " + (written(value, "", False) if isinstance(value, str) else in_flow(value))
    if column + len(line) <= _WIDTH and r"\n" not in line:
        return line
    below = end + " " * (column + 2)
    if isinstance(value, str):
        return _block(value, below) or line
    if isinstance(value, Mapping):
        return " " + below.join(
            f"{key}:{beside(said, column + 2, end)}" for key, said in value.items()
        )
    return "".join(f"{below}-{beside(each, column + 2, end)}" for each in value)


def _block(value: str, below: str) -> str:
    """A text on lines of its own, or "" where that would say something else."""
    body, chomp = value.removesuffix("\n"), "" if value.endswith("\n") else "-"
    style, lines = (
        ("|", body.split("\n"))
        if "\n" in body
        else (">", _wrapped(body, _WIDTH - len(below.strip("\r\n"))))
    )
    block = f" {style}{chomp}" + "".join(
        below + line if line else below.rstrip(" ") for line in lines
    )
    return block if _reads_as(f"a:{block}\n", value) else ""


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def replaced_scalar(text: str, node: ScalarNode, value: str, inside: bool) -> Edit:
    """Another text in the style of the one that is there; `inside`: it stands within brackets."""
    start, end = extent(text, node)
    was = text[start:end]
    lines = was.replace("\r", "").split("\n")
    style = node.style or ""
    if len(lines) < 2 or style == "|":
        return start, end, written(value, "" if style == "|" else style, inside)
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    wrap = partial(_wrapped, width=max(_WIDTH, *map(len, lines)))
    between = line_end(text) + indent
    if style == ">":
        block = between.join([lines[0], *wrap(value)])
        return (
            start,
            end,
            block if _reads_as(f"a: {block}\n", value) else written(value, '"', inside),
        )
    return start, end, between.join(wrap(written(value, style, inside)))


def written(value: str, style: str, inside: bool) -> str:
    """A text in the style it had, or else in double quotation marks."""
    quoted = visible_json(json.dumps(value, ensure_ascii=False))  # which is YAML as well
    if ACTING.search(value):
        return quoted
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
