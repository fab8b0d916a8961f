"""Write values into a YAML text, and find where its present values stand."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.text.controls import ACTING, visible_json
from explainer.yamlfiles.comments import behind_sign
from explainer.yamlfiles.nodes import BREAKS, LOADER
from explainer.yamlfiles.places import Data

_WIDTH = 110  # of the lines that a value is wrapped to
_BLANK = " \t\r\n\x85\u2028\u2029"  # the spaces and line ends of YAML; other white space is text
_LINE_END = re.compile(r"\r\n?|\n")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")  # the anchor and the tag before a value
Edit = tuple[int, int, str]  # start and end in code points of the text, and the new words there
Value = str | Sequence["Value"] | Mapping[str, "Value"]


def data_of(text: str) -> Data:
    """Return the data of a YAML text, all scalars as text. Raise yaml.YAMLError."""
    data: Data = yaml.load(text.translate(BREAKS), Loader=LOADER)
    return data


def last_of(node: Node) -> Node:
    """Return the last value in a block; the block itself ends behind the comments below it."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node


def extent(text: str, node: Node) -> tuple[int, int]:
    """Return start and end of a value in code points of the text.

    Its anchor and tag are left out, and so are the line ends and comments behind a block.
    """
    start, end = node.start_mark.index, node.end_mark.index
    last = last_of(node)
    begun = start
    # a last value written `*x` has the place of `&x`, which is elsewhere
    if start <= last.start_mark.index <= last.end_mark.index <= end:
        begun, end = last.start_mark.index, last.end_mark.index
    end = begun + len(text[begun:end].rstrip(_BLANK))
    properties = _PROPERTIES.match(text, start)
    assert properties  # it matches "", too
    return min(properties.end(), end), end


def replaced(text: str, node: Node, words: str) -> Edit:
    """Return the edit that replaces a value; a comment behind the sign of a block text stays."""
    start, end = extent(text, node)
    return start, end, words + behind_sign(text, start)


def in_flow(value: Value) -> str:
    """Return a value on one line: a text, `{a: x, b: y}`, or `[x, y]`."""
    if isinstance(value, str):
        return written(value, "", True)
    if isinstance(value, Mapping):
        pairs = [f"{key}: {in_flow(each)}" for key, each in value.items()]
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(map(in_flow, value)) + "]"


def bracketed(text: str, node: ScalarNode) -> str:
    """Return a present text as it is written between brackets: as typed, if it means the same."""
    start, end = extent(text, node)
    typed = text[start:end]
    return typed if _reads_as(f"[{typed}]", node.value) else in_flow(node.value)


def beside(value: Value, column: int, end: str) -> str:
    """Return a value as it is written behind a `key:` or a `-` in this column, from 0.

    It is on the same line if it fits, else on lines below; `end` ends lines. A mapping may come
    only behind a `-`.
    """
    line = " " + (written(value, "", False) if isinstance(value, str) else in_flow(value))
    if column + len(line) <= _WIDTH and r"\n" not in line:
        return line
    below = end + " " * (column + 2)
    if isinstance(value, str):
        return _block(value, below) or line
    if isinstance(value, Mapping):
        pairs = [f"{key}:{beside(each, column + 2, end)}" for key, each in value.items()]
        return " " + below.join(pairs)
    return "".join(f"{below}-{beside(each, column + 2, end)}" for each in value)


def _block(value: str, below: str) -> str:
    """Return a text on lines of its own, each begun by `below`; "" if it would read otherwise."""
    body = value.removesuffix("\n")
    style, lines = "|", body.split("\n")
    if len(lines) == 1:
        style, lines = ">", _wrapped(body, _WIDTH - len(below.strip("\r\n")))
    if not value.endswith("\n"):
        style += "-"
    block = f" {style}"
    for line in lines:
        block += below + line if line else below.rstrip(" ")
    return block if _reads_as(f"a:{block}\n", value) else ""


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def replaced_scalar(text: str, node: ScalarNode, value: str, is_in_flow: bool) -> Edit:
    """Return the edit that replaces a text by another one in its style.

    `is_in_flow` is whether the text stands within brackets.
    """
    start, end = extent(text, node)
    lines = _LINE_END.split(text[start:end])
    style = node.style or ""
    behind = behind_sign(text, start)
    if style == "|":
        return start, end, written(value, "", is_in_flow) + behind
    if len(lines) < 2:
        return start, end, written(value, style, is_in_flow)
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    between = line_end(text) + indent
    width = max(_WIDTH, *map(len, lines))
    if style != ">":
        return start, end, between.join(_wrapped(written(value, style, is_in_flow), width))
    block = between.join([lines[0], *_wrapped(value, width)])
    if _reads_as(f"a: {block}\n", value):
        return start, end, block
    return start, end, written(value, '"', is_in_flow) + behind


def written(value: str, style: str, is_in_flow: bool) -> str:
    """Return a text in a style ("", ' or "), or in double quotation marks if it reads otherwise."""
    quoted = visible_json(json.dumps(value, ensure_ascii=False))  # JSON is YAML, too
    if ACTING.search(value):
        return quoted
    single = "'" + value.replace("'", "''") + "'"
    wanted = {"": value, "'": single}.get(style, quoted)
    around = f"[{wanted}]" if is_in_flow else f"a: {wanted}"
    return wanted if _reads_as(around, value) else quoted


def _reads_as(text: str, value: str) -> bool:
    try:
        return data_of(text) in ([value], {"a": value})
    except yaml.YAMLError:
        return False


def line_end(text: str) -> str:
    r"""Return the line end of a text: "\r\n" if it has one, "\r" if it has no other, else "\n"."""
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"


def lines_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the whole lines that a stretch of a text touches, in code points.

    The end is behind the last line end.
    """
    first = text.rfind("\n", 0, start) + 1
    first = max(first, text.rfind("\r", first, start) + 1)
    after = _LINE_END.search(text, end)
    return first, after.end() if after else len(text)
