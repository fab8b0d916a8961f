"""What to tell an editor about text that is not YAML: where the mistake begins, and what to type instead.

PyYAML tells where it could not go on, in the words of its grammar. The mistake itself is often earlier, and a look at
the lines around tells which of a handful it is.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from explainer.yamlfiles.indent import misindented


class Fault(NamedTuple):
    """A mistake in some YAML: line and column from 0, and what to do about it."""

    line: int
    column: int
    advice: str


class _Seen(NamedTuple):
    """What PyYAML said, and the text it said it of."""

    what: str
    line: int
    column: int
    start: tuple[int, int]  # where the thing begins that it was reading, or where it stopped
    text: str
    lines: list[str]

    def at(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""


def fault(error: yaml.MarkedYAMLError, text: str, loader: Any) -> Fault:
    """Tell what is wrong with a text that made `error`; the `loader` is the one that read it."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    what = " ".join(filter(None, (error.context, error.problem)))
    line, column = (mark.line, mark.column) if mark else (0, 0)
    start = (begun.line, begun.column) if begun else (0, 0)
    seen = _Seen(what, line, column, start, text, text.split("\n"))
    found = next(filter(None, (look(seen) for look in _LOOKS)), None) or _early_end(seen, loader)
    found = found or _unclosed_bracket(seen, loader) or _value(seen)
    if not found or found.advice == _DEEPER:
        found = _indent(seen, loader) or found
    hint = next(
        (hint for sign, hint in _HINTS if sign in what),
        f"look at this line and the one above ({what})",
    )
    at = (
        start if "could not find expected ':'" in what else (line, column)
    )  # found out only on the next line
    return found or Fault(*at, hint)


_HINTS = (
    (
        "mapping values are not allowed",
        "put text that contains a colon and a space in quotation marks",
    ),
    (
        "did not find expected ',' or",
        "a comma is missing before this, or a bracket or brace is not closed",
    ),
    ("expected ',' or", "a comma is missing before this, or a bracket or brace is not closed"),
    ("expected <block end>", "this line is not indented like the lines above it"),
    ("expected node content", "a value is missing here, or a bracket or brace above is not closed"),
    ("did not find expected", "this line is not indented like the lines above it"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
    (
        "block sequence entries",
        "a list begins on the line below its key, with - and a space before each of its items",
    ),
    ("unknown escape", "use single quotation marks, or double the backslash"),
    ("single document", "a file can contain only one YAML document; remove the line ---"),
)


def _unmerged(seen: _Seen) -> Fault | None:
    """The first mark that Git left of a merge with a conflict."""
    line = next(
        (number for number, line in enumerate(seen.lines) if line.startswith("<<<<<<< ")), None
    )
    if line is None or not any(each.startswith(">>>>>>> ") for each in seen.lines[line:]):
        return None
    advice = "this merge is unresolved; keep the lines that are right, and remove <<<<<<<, ======= and >>>>>>>"
    return Fault(line, 0, advice)


_ODD_START = re.compile(r"[ \t]*(?:- )*(?:[\w-]+:?)?([^\S \t\n])")
_ODD_AFTER_COLON = re.compile(r"[ \t]*(?:- )*[\w-]+:([^\S \t\n])")


def _odd_space(seen: _Seen) -> Fault | None:
    """A no-break space and its like, which copied text brings along, in the place of a space that YAML needs."""
    nearby = [(line, _ODD_START) for line in (seen.line, seen.start[0], seen.line - 1)]
    for line, pattern in (
        *nearby,
        *((line, _ODD_AFTER_COLON) for line in range(seen.line - 1, -1, -1)),
    ):
        match = pattern.match(seen.at(line))
        if match:
            advice = f"the space here is an unusual one (U+{ord(match[1]):04X}); retype it"
            return Fault(line, match.start(1), advice)
    return None


def _tab(seen: _Seen) -> Fault | None:
    match = re.match(r" *(\t)", seen.at(seen.line))
    return Fault(seen.line, match.start(1), "indent with spaces, not tabs") if match else None


def _unstartable(seen: _Seen) -> Fault | None:
    """One of the two characters that YAML keeps for later, or a directive, at the start of a text."""
    char = seen.at(seen.line)[seen.column : seen.column + 1]
    if "cannot start any token" not in seen.what or not char:
        return None
    if char == "\t":
        return Fault(seen.line, seen.column, "there is a tab here; type a space instead")
    return Fault(
        seen.line, seen.column, f"text that begins with {char} must be entirely in quotation marks"
    )


def _undefined_alias(seen: _Seen) -> Fault | None:
    if "undefined alias" not in seen.what:
        return None
    return Fault(
        seen.line, seen.column, "text that begins with * must be entirely in quotation marks"
    )


def _unclosed_quote(seen: _Seen) -> Fault | None:
    if "quoted scalar" not in seen.what or "end of stream" not in seen.what:
        return None
    return Fault(
        *seen.start,
        "the quotation mark that opens here is not closed; put one at the end of the text",
    )


def _unclosed_bracket(seen: _Seen, loader: Any) -> Fault | None:
    """The last bracket or brace of a line above that was not closed before PyYAML stopped."""
    if "flow" not in seen.what:
        return None
    opened: list[tuple[int, int]] = []
    for token in _tokens(seen.text, loader):
        if (token.start_mark.line, token.start_mark.column) >= (seen.line, seen.column):
            break
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append((token.start_mark.line, token.start_mark.column))
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
            opened.pop()
    if not opened or opened[-1][0] == seen.line:
        return None
    line, column = opened[-1]
    return Fault(
        line, column, f"the {seen.at(line)[column]} that opens here is not closed on its line"
    )


def _no_colon(seen: _Seen) -> Fault | None:
    """A line that should be a key or a list item, and lacks the space or colon that would make it one."""
    if "could not find expected ':'" in seen.what:
        return _unmarked(seen, seen.start[0])
    if "<document start>" in seen.what:
        first = next(
            (at for at, line in enumerate(seen.lines) if line.strip() and not line.startswith("#")),
            seen.line,
        )
        return _unmarked(seen, first)
    if (
        "mapping values are not allowed" in seen.what
        and ": " not in seen.at(seen.line)[: seen.column]
    ):
        above = next(
            (line for line in range(seen.line - 1, -1, -1) if seen.at(line).strip()), seen.line
        )
        return _unmarked(seen, above) or _deeper(seen, above)
    return None


_UNMARKED = re.compile(
    r"\s*(?P<all>(?P<hyphen>-(?=[^\s-]))|(?P<key>[\w-]+) ?:(?=[^\s/])"
    r"|(?P<words>[^:#]+)$|(?P<name>[\w-]+) +(?!.*: ).*$)"
)


def _unmarked(seen: _Seen, line: int) -> Fault | None:
    match = _UNMARKED.match(seen.at(line))
    if not match:
        return None
    if match["hyphen"]:
        return Fault(line, match.start("all"), "a space is missing after the hyphen")
    if match["key"]:
        return Fault(line, match.end("key"), "a space is missing after the colon")
    words = match["name"] or match["words"].strip()
    return Fault(line, match.start("all"), f"a colon is missing after `{words}`")


def _deeper(seen: _Seen, above: int) -> Fault | None:
    indents = [len(line) - len(line.lstrip()) for line in (seen.at(above), seen.at(seen.line))]
    if above == seen.line or indents[1] <= indents[0]:
        return None
    return Fault(seen.line, indents[1], _DEEPER)


_GLUED_KEY = re.compile(r"(?:^[ \t]*(?:- +)*|[{,] *)([\w-]+):(?=[\[{\"'])")


def _no_space(seen: _Seen) -> Fault | None:
    """Find a colon with a bracket, brace or quotation mark right behind it: `aliases:[Lund]`."""
    for line in (seen.line, seen.start[0]):
        text = seen.at(line)
        for match in _GLUED_KEY.finditer(text):
            before = text[: match.start(1)]
            if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
                return Fault(line, match.end(1), "a space is missing after the colon")
    return None


_DEEPER = "this line is indented more than the one above, which already has a value; align the two"


def _indent(seen: _Seen, loader: Any) -> Fault | None:
    """The line with a wrong indent, where it is not the one at which PyYAML stopped."""
    at = misindented(seen.text, seen.line, loader) if "flow" not in seen.what else None
    if at is None or at == seen.line:
        return None
    column = len(seen.at(at)) - len(seen.at(at).lstrip())
    return Fault(
        at, column, "this line is not indented like the lines it belongs with; align it with them"
    )


_LOOKS: tuple[Callable[[_Seen], Fault | None], ...] = (
    _unmerged,
    _odd_space,
    _tab,
    _unstartable,
    _undefined_alias,
    _unclosed_quote,
    _no_space,
    _no_colon,
)
_MORE = "begins with a quotation mark that closes before its end; put the whole text in quotation marks of another kind"


def _early_end(seen: _Seen, loader: Any) -> Fault | None:
    """A text in quotation marks that ends too early, or one that ends late, at the opening mark of the next."""
    if "did not find expected" not in seen.what and "expected <block end>" not in seen.what:
        return None
    last = None
    for token in _tokens(seen.text, loader):
        if (token.start_mark.line, token.start_mark.column) >= (seen.line, seen.column):
            break
        last = token
    if (
        not isinstance(last, yaml.ScalarToken)
        or last.style not in ("'", '"')
        or last.end_mark.line != seen.line
    ):
        return None
    start = (last.start_mark.line, last.start_mark.column)
    if start[0] == seen.line:
        return Fault(*start, f"this text {_MORE}")
    return Fault(
        *start, "the quotation mark that opens here is not closed on its line; close it there"
    )


def _tokens(text: str, loader: Any) -> Iterator[Any]:
    try:
        yield from yaml.scan(text, Loader=loader)
    except yaml.YAMLError:
        return


def _value(seen: _Seen) -> Fault | None:
    """A value that begins with a character that means something in YAML."""
    match = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?([\[{*&@`%!|>?]|(?<=: )-)", seen.at(seen.line))
    said = any(sign in seen.what for sign in ("',", "escape", "node content"))
    if not match or match.start(1) > seen.column or said:
        return None
    return Fault(
        seen.line,
        match.start(1),
        f"text that begins with {match[1]} must be entirely in quotation marks",
    )
