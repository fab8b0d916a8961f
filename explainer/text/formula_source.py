"""What the source of formulas in annotations may hold, where a script of the site may read it.

The names and titles of several entries can stand side by side on a page, so a formula may begin in
one and go on in the next: what is checked here is each text, whether a formula begins in it or not.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from explainer.text.formula_commands import (
    BLANK_COMMANDS,
    COMMANDS,
    COMMANDS_BEFORE,
    ENVIRONMENTS,
    ENVIRONMENTS_BEFORE,
    NUMBERED,
    SIGNS,
    UNITS,
    Following,
)
from explainer.text.typed import in_backticks

# Where KaTeX and MathJax may take what follows for a formula
_BEGINNING = re.compile(r"\\[(\[]|\$|\\begin(?![A-Za-z])")
# KaTeX counts @ among the letters of a command
_COMMAND = re.compile(r"\\([A-Za-z@]+|.?)", re.DOTALL)
# MathJax may look for these behind any backslash, also one that is the second of two
_ENVIRONMENT = re.compile(r"\\begin(?![A-Za-z@])(?:\s*\{\s*([A-Za-z]+\*?)\s*\})?")
_BRACKETS = re.compile(r"\\(?:[A-Za-z@]+|.?)|[{}]|%[^\n]*", re.DOTALL)
_CLOSED_BY = {"}": "{", r"\)": r"\(", r"\]": r"\[", r"\end": r"\begin", r"\right": r"\left"}
_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]|\$\$?(.*?)\$\$?", re.DOTALL)
_LENGTH = re.compile(r"\\hspace\s*\*?\s*\{[^{}]*\}")
_NO_SIGN = re.compile(r"[^\W_]|\s")
_DOLLAR = re.compile(r"(?<!\\)\$")
# Commands that apply to all that follows in the same braces: MathJax nests it
_SWITCHES = frozenset(
    rf"\{name}"
    for name in (
        "bf cal color displaystyle footnotesize frak it large Large mit normalsize oldstyle rm"
        " scriptscriptstyle scriptsize scriptstyle sf small textstyle tiny tt"
    ).split()
)
# MathJax draws what is over or under an arrow twice, and so on within that
DEEPEST = 12
# MathJax needs the square of the time for twice as many, and KaTeX gives up a page at 3,000 `\dots`
MOST_SIGNS = 1_500
# The room below a line, as in `\\[1ex]`; a page may have hundreds of lines
_ROOM = re.compile(rf"\\\\\s*\*?\s*\[\s*(\d{{1,2}}(?:\.\d+)?)\s*({'|'.join(UNITS)})")
MOST_ROOM = 20  # em
# A thin space backwards; so many are wide as a letter
_BACKWARDS = "!"
_MOST_BACKWARDS = 6


class Misuse(NamedTuple):
    """Words in the source of a formula that may do more than draw in their place."""

    words: str
    message: str


def may_have_formula(text: str) -> bool:
    """Return whether a script could find the beginning of a formula in a text."""
    return bool(_BEGINNING.search(text))


def without_commands(text: str) -> str:
    """Return a text with no more of its formulas than the letters and signs that stand in them."""
    if "\\" not in text and "$" not in text:
        return text
    return _FORMULA.sub(lambda found: _without(found, COMMANDS), text)


def _shows_nothing(text: str) -> bool:
    """Return whether a text has nothing but formulas, in which nothing leaves a mark."""
    if not may_have_formula(text):
        return False
    return not _FORMULA.sub(lambda found: _without(found, BLANK_COMMANDS), text).strip()


def _without(formula: re.Match[str], commands: Collection[str]) -> str:
    """Return the inside of a formula without braces, lengths, and some commands."""
    inside = _LENGTH.sub("", next(filter(None, formula.groups()), ""))

    def kept(command: re.Match[str]) -> str:
        return "" if command[1] in commands else command[0]

    return re.sub("[{}~]", "", _COMMAND.sub(kept, inside)).strip()


def misuses(text: str, own: Collection[str], is_joined: bool = False) -> tuple[Misuse, ...]:
    """Return what could do more than draw in a text if a script took it, or a part, for a formula.

    `own` are names of commands and environments that the site allows besides. A joined text may
    stand directly beside others, and has to close what it opens.
    """
    found: list[Misuse] = []
    if "\\" in text or "{" in text:
        found += _commands(text, own)
        found += _environments(text, own)
        found += _nesting(text, is_joined)
        found += _spacing(text)
    found += _crowding(text)
    if is_joined and _shows_nothing(text):
        message = f"{in_backticks(text)} shows nothing; write words, or a formula that shows some"
        found.append(Misuse(text, message))
    return tuple(dict.fromkeys(found))


def _commands(text: str, own: Collection[str]) -> Iterator[Misuse]:
    backwards = 0
    for found in _COMMAND.finditer(text):
        name, words = found[1], found[0]
        backwards += name == _BACKWARDS
        if name in own or name in COMMANDS or (name in SIGNS and name):
            continue
        if name in COMMANDS_BEFORE:
            yield from _not_followed(words, COMMANDS_BEFORE[name], text, found.end())
        else:
            yield Misuse(words, _unknown(words, name))
    if backwards > _MOST_BACKWARDS:
        message = (
            rf"`\!` stands {backwards} times here, and could draw over what is before;"
            f" leave some out, so that at most {_MOST_BACKWARDS} stay"
        )
        yield Misuse(r"\!", message)


def _environments(text: str, own: Collection[str]) -> Iterator[Misuse]:
    for found in _ENVIRONMENT.finditer(text):
        name, words = found[1], found[0]
        if name in own or name in ENVIRONMENTS:
            continue
        if name in ENVIRONMENTS_BEFORE:
            yield from _not_followed(words, ENVIRONMENTS_BEFORE[name], text, found.end())
        elif name in NUMBERED:
            message = f"`{words}` could renumber the article's formulas; write `{name}*`"
            yield Misuse(words, message)
        elif name:
            yield Misuse(words, _unknown(words, name))
        else:
            message = (
                f"`{words}` should stand before the name of an environment, such as `{{cases}}`;"
                " in Markdown, put such a formula into a paragraph of its own"
            )
            yield Misuse(words, message)


def _not_followed(words: str, following: Following, text: str, at: int) -> Iterator[Misuse]:
    if not following.pattern.match(text, at):
        message = (
            f"in a formula of an annotation, `{words}` should stand before {following.words};"
            " anything else could draw over other parts of the page"
        )
        yield Misuse(words, message)


def _unknown(words: str, name: str) -> str:
    allow = ""
    if name.rstrip("*").isalpha():
        allow = f"; if your site can trust it, add `{name}` to `formula_commands` in mkdocs.yml"
    return (
        f"`{words}` is not among the commands that formulas in annotations may use, which only draw"
        f" in their place; leave it out, or mark it as code if it is no formula{allow}"
    )


def _crowding(text: str) -> Iterator[Misuse]:
    beginning = _BEGINNING.search(text)
    if not beginning or len(text) <= MOST_SIGNS:
        return
    signs = len(text) - len(_NO_SIGN.findall(text))
    if signs > MOST_SIGNS:
        message = (
            f"this text with formulas has {signs:,} signs besides letters and digits, and could"
            f" freeze the page; leave some out, so that at most {MOST_SIGNS:,} stay"
        )
        yield Misuse(beginning[0], message)


def _spacing(text: str) -> Iterator[Misuse]:
    """Yield a misuse for lines that would push all that is below far down."""
    found = list(_ROOM.finditer(text))
    room = sum(float(each[1]) * UNITS[each[2]] for each in found)
    if room > MOST_ROOM:
        message = (
            f"the heights behind the line ends of formulas are {room:.0f} em in all here; leave"
            f" some out, so that at most {MOST_ROOM} em stay"
        )
        yield Misuse(found[0][0], message)


def _nesting(text: str, is_joined: bool) -> Iterator[Misuse]:
    """Yield a misuse for what is nested too deeply, and for what a joined text does not close."""
    outer: list[tuple[str, int]] = []  # what was opened, and the depth around it
    depth = deepest = 0
    for found in _BRACKETS.finditer(text):
        token = found[0]
        if token in _CLOSED_BY.values():
            outer.append((token, depth))
            depth += 1
        elif token in _CLOSED_BY:
            depth = _closed(outer, _CLOSED_BY[token], depth)
        elif token in _SWITCHES:
            depth += 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        message = f"a formula is nested more than {DEEPEST} deep here; nest it less deeply"
        yield Misuse("{", message)
    elif is_joined and (outer or _has_open_dollar(text)):
        token = outer[-1][0] if outer else "$"
        message = (
            f"`{token}` is not closed in this text, so a formula could go on in the next; close it"
        )
        yield Misuse(token, message)


def _has_open_dollar(text: str) -> bool:
    """Return whether a formula with commands may begin or end in a text; a price has none."""
    return "\\" in text and len(_DOLLAR.findall(text)) % 2 == 1


def _closed(outer: list[tuple[str, int]], opening: str, depth: int) -> int:
    r"""Close the innermost `opening`; return the depth around it.

    A brace also closes what was opened in it. Other ends close nothing else: in `\text`, they can
    be mere words.
    """
    while opening == "{" and outer and outer[-1][0] != opening:
        outer.pop()
    if outer and outer[-1][0] == opening:
        return outer.pop()[1]
    return depth
