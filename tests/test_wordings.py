"""Every wording of a message stands in a case, in full: what an editor may read
is read by somebody first.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "explainer"
# What makes a message of its arguments, and the name of one that is made before.
MAKERS = {"Problem", "Finding", "Fault", "_Fault", "problem", "_problem", "_error"}
# Tables of what a message goes on with.
TABLES = ("_ADVICE", "_HINTS")
# Modules whose functions give messages, or what they go on with.
ADVISERS = (
    "advice.py",
    "mistyped.py",
    "readings.py",
    "setting_errors.py",
    "syntax_advice.py",
    "validate.py",
)
# It finds the same, and makes each line of the cases be read again and again.
_ANYTHING_AT_THE_ENDS = re.compile(r"^(?:\.\*\?)+|(?:\.\*\?)+$")
_WITHIN_LITERAL = re.compile(r'"\n +f?"')  # where one in a test goes on in the next line
# Fewer words are a part of a message, or a name.
FEWEST = 3
# Tests of messages that no data file can bring about.
RARE = (
    "test_serve.py",
    "test_rare_messages.py",
    "test_publish.py",
    "test_whole_files.py",
    "test_broken_folders.py",
    "test_shards.py",
)


def test_every_wording_stands_in_a_case() -> None:
    said = (
        _WITHIN_LITERAL.sub("", "\n".join(path.read_text(encoding="utf-8") for path in _cases()))
        .replace("''", "'")
        .replace('\\"', '"')
    )
    unsaid = [
        f"{path}:{line}: {pattern}"
        for path, line, pattern in _wordings()
        if not _is_said(pattern, said)
    ]
    assert unsaid == []


def _is_said(pattern: str, said: str) -> bool:
    """Whether it is found; what is filled in before the first word is found
    anywhere, and would take minutes.
    """
    return bool(re.search(re.sub(r"^(\.\*\?)+", "", pattern), said))


def test_there_are_many_wordings() -> None:
    assert len(list(_wordings())) > 120


def _cases() -> Iterator[Path]:
    yield from (path for path in TESTS.glob("cases/**/*.y*ml"))
    yield from TESTS.glob("sites/*/expected.txt")
    yield from (TESTS / name for name in RARE)


def _wordings() -> Iterator[tuple[str, int, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for text in (*_texts(node), *(_returned(node) if path.name in ADVISERS else ())):
                pattern = _ANYTHING_AT_THE_ENDS.sub("", _pattern(text) or "")
                words = re.sub(r"\.\*\?|\\.", " ", pattern.replace(r"\-", "-")).split()
                if len(words) >= FEWEST:
                    yield str(path.relative_to(PACKAGE)), text.lineno, str(pattern)


def _texts(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that give a message: arguments of what makes one, and values of `message`."""
    if isinstance(node, ast.Call):
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        yield from (
            part for argument in node.args if called in MAKERS for part in _choices(argument)
        )
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
        "message",
        *TABLES,
    ):
        yield from (choice for part in _parts(node.value) for choice in _choices(part))


def _returned(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Return) and node.value:
        yield from _choices(node.value)


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """A value, or the second of each pair of a table."""
    pairs = value.elts if isinstance(value, ast.Tuple) else ()
    yield from (pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple))
    yield from () if pairs else (value,)


def _choices(expression: ast.expr) -> Iterator[ast.expr]:
    parts = (expression.body, expression.orelse) if isinstance(expression, ast.IfExp) else ()
    yield from (choice for part in parts for choice in _choices(part))
    yield from () if parts else (expression,)


def _pattern(text: ast.expr) -> str | None:
    """A regular expression for the text, with anything in the place of what is filled in;
    None for what is no text.
    """
    if isinstance(text, ast.Constant):
        return re.escape(text.value) if isinstance(text.value, str) else None
    if isinstance(text, ast.BinOp) and isinstance(text.op, ast.Add):
        return (_pattern(text.left) or ".*?") + (_pattern(text.right) or ".*?")
    if isinstance(text, ast.JoinedStr):
        return "".join(_pattern(part) or ".*?" for part in text.values)
    return None
