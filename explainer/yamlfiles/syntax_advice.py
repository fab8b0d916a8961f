"""Advice about text that is not YAML: where the mistake begins, and what to type instead.

PyYAML reports where it could not go on, in the words of its grammar. The mistake itself is often
earlier, and the lines around show which of a handful it is.
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


class _Failure(NamedTuple):
    """The message of PyYAML's error, where it arose (from 0), and the text that was read."""

    message: str
    line: int
    column: int
    start: tuple[int, int]  # where what was being read begins, or else where PyYAML stopped
    text: str
    lines: list[str]

    def at(self, line: int) -> str:
        """Return a line of the text, "" for one outside it."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""


def fault(error: yaml.MarkedYAMLError, text: str, loader: Any) -> Fault:
    """Return what is wrong with a text whose reading by `loader` raised `error`."""
    failure = _failure(error, text)
    found = _known_mistake(failure) or _early_end(failure, loader)
    found = found or _unclosed_bracket(failure, loader) or _special_character(failure)
    if not found or found.advice == _DEEPER:
        found = _wrong_indent(failure, loader) or found
    return found or _hint(failure)


def _failure(error: yaml.MarkedYAMLError, text: str) -> _Failure:
    stopped = error.problem_mark or error.context_mark
    begun = error.context_mark or error.problem_mark
    message = " ".join(filter(None, (error.context, error.problem)))
    line, column = (stopped.line, stopped.column) if stopped else (0, 0)
    start = (begun.line, begun.column) if begun else (0, 0)
    return _Failure(message, line, column, start, text, text.split("\n"))


def _known_mistake(failure: _Failure) -> Fault | None:
    for look in _LOOKS:
        found = look(failure)
        if found:
            return found
    return None


def _hint(failure: _Failure) -> Fault:
    """Return general advice, by the words of PyYAML's message."""
    at = (failure.line, failure.column)
    if "could not find expected ':'" in failure.message:
        at = failure.start  # PyYAML notices it only on the next line
    for words, hint in _HINTS:
        if words in failure.message:
            return Fault(*at, hint)
    return Fault(*at, f"look at this line and the one above ({failure.message})")


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


def _unmerged(failure: _Failure) -> Fault | None:
    """Find the first mark that Git left of a merge with a conflict."""
    starts = [at for at, line in enumerate(failure.lines) if line.startswith("<<<<<<< ")]
    if not starts:
        return None
    if not any(line.startswith(">>>>>>> ") for line in failure.lines[starts[0] :]):
        return None
    message = (
        "this merge is unresolved; keep the lines that are right, "
        "and remove <<<<<<<, ======= and >>>>>>>"
    )
    return Fault(starts[0], 0, message)


_ODD_START = re.compile(r"[ \t]*(?:- )*(?:[\w-]+:?)?([^\S \t\n])")
_ODD_AFTER_COLON = re.compile(r"[ \t]*(?:- )*[\w-]+:([^\S \t\n])")


def _odd_space(failure: _Failure) -> Fault | None:
    """Find a no-break space or the like, as in copied text, in place of a space that YAML needs."""
    spots = [(line, _ODD_START) for line in (failure.line, failure.start[0], failure.line - 1)]
    spots += [(line, _ODD_AFTER_COLON) for line in range(failure.line - 1, -1, -1)]
    for line, pattern in spots:
        match = pattern.match(failure.at(line))
        if match:
            message = f"the space here is an unusual one (U+{ord(match[1]):04X}); retype it"
            return Fault(line, match.start(1), message)
    return None


def _tab(failure: _Failure) -> Fault | None:
    match = re.match(r" *(\t)", failure.at(failure.line))
    if not match:
        return None
    return Fault(failure.line, match.start(1), "indent with spaces, not tabs")


def _no_start(failure: _Failure) -> Fault | None:
    """Find a character with which no text can begin: a tab, @, ` or the % of a directive."""
    character = failure.at(failure.line)[failure.column : failure.column + 1]
    if "cannot start any token" not in failure.message or not character:
        return None
    message = f"text that begins with {character} must be entirely in quotation marks"
    if character == "\t":
        message = "there is a tab here; type a space instead"
    return Fault(failure.line, failure.column, message)


def _undefined_alias(failure: _Failure) -> Fault | None:
    if "undefined alias" not in failure.message:
        return None
    message = "text that begins with * must be entirely in quotation marks"
    return Fault(failure.line, failure.column, message)


def _unclosed_quote(failure: _Failure) -> Fault | None:
    if "quoted scalar" not in failure.message or "end of stream" not in failure.message:
        return None
    message = "the quotation mark that opens here is not closed; put one at the end of the text"
    return Fault(*failure.start, message)


def _unclosed_bracket(failure: _Failure, loader: Any) -> Fault | None:
    """Find the last bracket or brace of a line above that was not closed before PyYAML stopped."""
    if "flow" not in failure.message:
        return None
    opened: list[tuple[int, int]] = []
    for token in _tokens_before(failure, loader):
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append((token.start_mark.line, token.start_mark.column))
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
            opened.pop()
    if not opened or opened[-1][0] == failure.line:
        return None
    line, column = opened[-1]
    sign = failure.at(line)[column : column + 1] or "bracket"  # PyYAML may count lines otherwise
    message = f"the {sign} that opens here is not closed on its line"
    return Fault(line, column, message)


def _no_colon(failure: _Failure) -> Fault | None:
    """Find a line without the space or colon that would make it a key or a list item."""
    if "could not find expected ':'" in failure.message:
        return _unmarked(failure, failure.start[0])
    if "<document start>" in failure.message:
        return _unmarked(failure, _first_line(failure))
    is_value = "mapping values are not allowed" in failure.message
    if is_value and ": " not in failure.at(failure.line)[: failure.column]:
        above = _line_above(failure)
        return _unmarked(failure, above) or _deeper(failure, above)
    return None


def _first_line(failure: _Failure) -> int:
    """Return the first line that is neither empty nor a comment."""
    for number, line in enumerate(failure.lines):
        if line.strip() and not line.startswith("#"):
            return number
    return failure.line


def _line_above(failure: _Failure) -> int:
    """Return the last line before PyYAML stopped that is not empty."""
    for number in range(failure.line - 1, -1, -1):
        if failure.at(number).strip():
            return number
    return failure.line


_UNMARKED = re.compile(
    r"\s*(?P<all>(?P<hyphen>-(?=[^\s-]))|(?P<key>[\w-]+) ?:(?=[^\s/])"
    r"|(?P<words>[^:#]+)$|(?P<name>[\w-]+) +(?!.*: ).*$)"
)


def _unmarked(failure: _Failure, line: int) -> Fault | None:
    """Find the missing space or colon of a line that should be a key or a list item."""
    match = _UNMARKED.match(failure.at(line))
    if not match:
        return None
    if match["hyphen"]:
        return Fault(line, match.start("all"), "a space is missing after the hyphen")
    if match["key"]:
        return Fault(line, match.end("key"), "a space is missing after the colon")
    words = match["name"] or match["words"].strip()
    return Fault(line, match.start("all"), f"a colon is missing after `{words}`")


def _deeper(failure: _Failure, above: int) -> Fault | None:
    """Find a line that is indented more than the line above it, which has a value already."""
    indent = _indent(failure.at(failure.line))
    if above == failure.line or indent <= _indent(failure.at(above)):
        return None
    return Fault(failure.line, indent, _DEEPER)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_GLUED_KEY = re.compile(r"(?:^[ \t]*(?:- +)*|[{,] *)([\w-]+):(?=[\[{\"'])")


def _no_space(failure: _Failure) -> Fault | None:
    """Find a colon with a bracket, brace or quotation mark right behind it: `aliases:[Lund]`."""
    for line in (failure.line, failure.start[0]):
        text = failure.at(line)
        for match in _GLUED_KEY.finditer(text):
            before = text[: match.start(1)]
            if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
                return Fault(line, match.end(1), "a space is missing after the colon")
    return None


_DEEPER = "this line is indented more than the one above, which already has a value; align the two"


def _wrong_indent(failure: _Failure, loader: Any) -> Fault | None:
    """Find the line with a wrong indent, if it is not the one at which PyYAML stopped."""
    if "flow" in failure.message:
        return None
    at = misindented(failure.text, failure.line, loader)
    if at is None or at == failure.line:
        return None
    message = "this line is not indented like the lines it belongs with; align it with them"
    return Fault(at, _indent(failure.at(at)), message)


_LOOKS: tuple[Callable[[_Failure], Fault | None], ...] = (
    _unmerged,
    _odd_space,
    _tab,
    _no_start,
    _undefined_alias,
    _unclosed_quote,
    _no_space,
    _no_colon,
)


def _early_end(failure: _Failure, loader: Any) -> Fault | None:
    """Find a quoted text that ends too early, or too late, at the opening mark of the next one."""
    is_in_collection = "did not find expected" in failure.message
    if not is_in_collection and "expected <block end>" not in failure.message:
        return None
    last = None
    for token in _tokens_before(failure, loader):
        last = token
    if not isinstance(last, yaml.ScalarToken) or last.style not in ("'", '"'):
        return None
    if last.end_mark.line != failure.line:
        return None
    line, column = last.start_mark.line, last.start_mark.column
    message = "the quotation mark that opens here is not closed on its line; close it there"
    if line == failure.line:
        message = (
            "this text begins with a quotation mark that closes before its end; "
            "put the whole text in quotation marks of another kind"
        )
    return Fault(line, column, message)


def _tokens_before(failure: _Failure, loader: Any) -> Iterator[Any]:
    """Yield the tokens of a text that begin before the place where PyYAML stopped."""
    try:
        for token in yaml.scan(failure.text, Loader=loader):
            start = (token.start_mark.line, token.start_mark.column)
            if start >= (failure.line, failure.column):
                return
            yield token
    except yaml.YAMLError:
        return


def _special_character(failure: _Failure) -> Fault | None:
    """Find a value that begins with a character that has a meaning in YAML."""
    if any(sign in failure.message for sign in ("',", "escape", "node content")):
        return None
    line = failure.at(failure.line)
    match = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?([\[{*&@`%!|>?]|(?<=: )-)", line)
    if not match or match.start(1) > failure.column:
        return None
    message = f"text that begins with {match[1]} must be entirely in quotation marks"
    return Fault(failure.line, match.start(1), message)
