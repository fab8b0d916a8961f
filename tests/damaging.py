"""Damages that a keyboard, an editor program or a transfer does to a text: each a
function of lines and a seed.

A damage gives the lines as they are then, and the numbers (from 0) of those that it touched;
None where it cannot be.
"""

import re
from collections.abc import Callable
from random import Random

Lines = list[str]
Damaged = tuple[Lines, tuple[int, ...]]
Damage = Callable[[Lines, int, Random], "Damaged | None"]

CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789 .,;:-_#&*!|>'\"%@`[]{}()?=~/\\\t"
ODD = "\u00a0\u200b\u2028\u0085\ufeff\u00ad\u202e\u2003\u0301\u0007\u0000\ud83d\ue000\uffff🙂«"
SHAPES = (
    "",
    "[x]",
    "[]",
    "{a: b}",
    "{}",
    "x",
    "~",
    "42",
    "[[x]]",
    "- x",
    '""',
    "[",
    "*x",
    "&x",
    "!x y",
    "| x",
    "yes",
)
QUOTES = "'\"“”‘’"
_VALUE = re.compile(r"(\s*(?:- )?[\w-]+: +)(\S.*)")
_KEY = re.compile(r"\s*(?:- )?\{?([\w-]{2,}):(?= |$)")
_ID = re.compile(r"(?<=[\s\[:(])[a-z0-9]+(?:-[a-z0-9]+)+(?=[\],:)\s]|$)")


def _with(lines: Lines, at: int, line: str) -> Damaged | None:
    return ([*lines[:at], line, *lines[at + 1 :]], (at,)) if line != lines[at] else None


def _position(line: str, random: Random) -> int:
    return random.randrange(len(line)) if line else 0


def deleted_character(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = _position(lines[at], random)
    return _with(lines, at, lines[at][:here] + lines[at][here + 1 :])


def inserted_character(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = random.randint(0, len(lines[at]))
    return _with(lines, at, lines[at][:here] + random.choice(CHARACTERS) + lines[at][here:])


def doubled_character(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = _position(lines[at], random)
    return _with(lines, at, lines[at][:here] + lines[at][here : here + 1] + lines[at][here:])


def swapped_characters(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = _position(lines[at], random)
    pair = lines[at][here : here + 2]
    return _with(lines, at, lines[at][:here] + pair[::-1] + lines[at][here + 2 :])


def deleted_line(lines: Lines, at: int, _: Random) -> Damaged | None:
    return [*lines[:at], *lines[at + 1 :]], (at - 1, at)


def doubled_line(lines: Lines, at: int, _: Random) -> Damaged | None:
    return [*lines[: at + 1], *lines[at:]], (at, at + 1)


def swapped_lines(lines: Lines, at: int, _: Random) -> Damaged | None:
    if at + 1 == len(lines) or lines[at] == lines[at + 1]:
        return None
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]], (at, at + 1)


def split_line(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = random.randint(1, max(len(lines[at]) - 1, 1))
    return [*lines[:at], lines[at][:here], lines[at][here:], *lines[at + 1 :]], (at, at + 1)


def joined_lines(lines: Lines, at: int, _: Random) -> Damaged | None:
    if at + 1 == len(lines):
        return None
    return [*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]], (at,)


def indented(lines: Lines, at: int, random: Random) -> Damaged | None:
    return _with(lines, at, " " * random.randint(1, 4) + lines[at])


def dedented(lines: Lines, at: int, random: Random) -> Damaged | None:
    spaces = len(lines[at]) - len(lines[at].lstrip(" "))
    return _with(lines, at, lines[at][random.randint(1, spaces) :]) if spaces else None


def tabbed(lines: Lines, at: int, random: Random) -> Damaged | None:
    spaces = [found.start() for found in re.finditer(" ", lines[at])]
    here = random.choice([0, *spaces])
    return _with(lines, at, lines[at][:here] + "\t" + lines[at][here:].removeprefix(" "))


def added_quotation_mark(lines: Lines, at: int, random: Random) -> Damaged | None:
    value = _VALUE.fullmatch(lines[at])
    here = (
        random.choice([value.start(2), value.end(2)])
        if value
        else random.randint(0, len(lines[at]))
    )
    return _with(lines, at, lines[at][:here] + random.choice(QUOTES) + lines[at][here:])


def removed_quotation_mark(lines: Lines, at: int, random: Random) -> Damaged | None:
    marks = [here for here, char in enumerate(lines[at]) if char in QUOTES]
    here = random.choice(marks) if marks else len(lines[at])
    return _with(lines, at, lines[at][:here] + lines[at][here + 1 :])


def removed_colon(lines: Lines, at: int, _: Random) -> Damaged | None:
    return _with(lines, at, lines[at].replace(":", "", 1))


def added_colon(lines: Lines, at: int, random: Random) -> Damaged | None:
    spaces = [found.start() for found in re.finditer(r"(?<=\w) ", lines[at])]
    here = random.choice(spaces) if spaces else len(lines[at])
    return _with(lines, at, lines[at][:here] + ":" + lines[at][here:])


def removed_space_after_sign(lines: Lines, at: int, random: Random) -> Damaged | None:
    spaces = [found.start() for found in re.finditer(r"(?<=[:,-]) ", lines[at])]
    here = random.choice(spaces) if spaces else len(lines[at])
    return _with(lines, at, lines[at][:here] + lines[at][here + 1 :])


def wrong_shape(lines: Lines, at: int, random: Random) -> Damaged | None:
    value = _VALUE.fullmatch(lines[at])
    return _with(lines, at, value[1] + random.choice(SHAPES)) if value else None


def misspelt_key(lines: Lines, at: int, random: Random) -> Damaged | None:
    return _misspelt(lines, at, [found.span(1) for found in _KEY.finditer(lines[at])], random)


def misspelt_id(lines: Lines, at: int, random: Random) -> Damaged | None:
    return _misspelt(lines, at, [found.span() for found in _ID.finditer(lines[at])], random)


def _misspelt(
    lines: Lines, at: int, spans: list[tuple[int, int]], random: Random
) -> Damaged | None:
    if not spans:
        return None
    start, end = random.choice(spans)
    here = random.randrange(start, end)
    letter = random.choice(["", "x", lines[at][here] * 2])
    return _with(lines, at, lines[at][:here] + letter + lines[at][here + 1 :])


def odd_character(lines: Lines, at: int, random: Random) -> Damaged | None:
    here = random.randint(0, len(lines[at]))
    return _with(lines, at, lines[at][:here] + random.choice(ODD) + lines[at][here:])


def odd_space(lines: Lines, at: int, random: Random) -> Damaged | None:
    spaces = [found.start() for found in re.finditer(" ", lines[at])]
    here = random.choice(spaces) if spaces else len(lines[at])
    return _with(lines, at, lines[at][:here] + "\u00a0" + lines[at][here + 1 :])


def cut_off(lines: Lines, at: int, random: Random) -> Damaged | None:
    return [*lines[:at], lines[at][: _position(lines[at], random)]], (at - 1, at)


def windows_line_ends(lines: Lines, at: int, _: Random) -> Damaged | None:
    return [f"{line}\r" for line in lines], tuple(range(len(lines)))


def one_windows_line_end(lines: Lines, at: int, _: Random) -> Damaged | None:
    return _with(lines, at, f"{lines[at]}\r")


def byte_order_mark(lines: Lines, at: int, _: Random) -> Damaged | None:
    return _with(lines, 0, f"\ufeff{lines[0]}")


DAMAGES: tuple[Damage, ...] = (
    *(deleted_character, inserted_character, doubled_character, swapped_characters) * 2,
    *(deleted_line, doubled_line, swapped_lines, split_line, joined_lines),
    *(indented, dedented, tabbed),
    *(
        added_quotation_mark,
        removed_quotation_mark,
        removed_colon,
        added_colon,
        removed_space_after_sign,
    ),
    *(wrong_shape, misspelt_key, misspelt_id) * 2,
    *(odd_character, odd_space, cut_off, windows_line_ends, one_windows_line_end, byte_order_mark),
)


def holders(lines: Lines, at: int) -> tuple[int, ...]:
    """The numbers of the lines that hold a line of YAML: its key, the keys above
    that one, and the entry's.
    """
    found, indent = [], _indent(lines[at]) if at < len(lines) and lines[at].strip() else 1_000
    for above in range(min(at, len(lines)) - 1, -1, -1):
        line = lines[above]
        if line.strip() and not line.lstrip().startswith("#") and _indent(line) < indent:
            found.append(above)
            indent = _indent(line)
    return tuple(found)


def _indent(line: str) -> int:
    """Where the line's key begins; the keys of an item of a list are below its hyphen."""
    return len(line) - len(line.lstrip(" "))
