r"""Invisible characters: with an effect on a terminal or on the direction of text, or with none.

Control characters begin the escape sequences of terminals (ECMA-48). The characters of direction
are those of the Unicode Bidirectional Algorithm, https://unicode.org/reports/tr9/: embeddings and
overrides, which end with U+202C, and isolates, which end with U+2069. What has no effect can carry
a text that programs read and people do not: tag characters, one for each letter of ASCII, and rows
of variation selectors or of characters without width.
"""

import re
import unicodedata
from collections.abc import Iterator

LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
# Their names in Unicode, in lower case
DIRECTIONS = {
    LRE: "left-to-right embedding",
    RLE: "right-to-left embedding",
    PDF: "pop directional formatting",
    LRO: "left-to-right override",
    RLO: "right-to-left override",
    LRI: "left-to-right isolate",
    RLI: "right-to-left isolate",
    FSI: "first strong isolate",
    PDI: "pop directional isolate",
}
_ISOLATES = (LRI, RLI, FSI)
# The end of each; an override, which is removed, has none
_ENDS = {LRE: PDF, RLE: PDF, LRO: "", RLO: "", LRI: PDI, RLI: PDI, FSI: PDI}
_TURNING = f"{LRE}-{RLO}{LRI}-{PDI}"
TURNING = re.compile(f"[{_TURNING}]")
# C0 and C1 controls, line and paragraph separators, lone surrogates, byte order marks and
# noncharacters; line ends and tabs only if a single line is wanted.
_ACTING = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    f"{_TURNING}"
)
ACTING = re.compile(f"[{_ACTING}]")
_ACTING_IN_LINE = re.compile(f"[\t\n{_ACTING}]")
# What is never a character, as a part of a pattern, and what is one only in certain fonts:
# https://www.unicode.org/faq/private_use.html
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
# The beginnings of commands to GitHub's runner: https://github.com/actions/runner, ActionCommand.cs
_COMMAND = re.compile(r"(?m)^(\s*):(?=:)|##(?=\[)")
# Marks that may be on one letter, far more than any script needs; more would cover other lines.
MOST_MARKS = 8
# Marks, and other characters beyond ASCII that are no letter, digit or space
_STACK = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")
# Characters that leave no mark on a page though they are letters or signs: those of Unicode's
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt), an object replacement, a cell of Braille
# without dots and a notehead that is not drawn
BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffc"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Of these, tags and what Unicode has not assigned among them, variation selectors, and other
# characters without width; not those of direction, which `in_reading_order` looks after
_TAGS = "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
_IDEOGRAPHIC = "\U000e0100-\U000e01ef"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f"
_WITHOUT_WIDTH = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_CARRYING = f"{_WITHOUT_WIDTH}{_SELECTORS}{_IDEOGRAPHIC}{_TAGS}"
_CARRIER = re.compile(f"[{_CARRYING}]")
# The flag of a part of a country ends with its code in tags: https://unicode.org/reports/tr51/
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_FLAG_OR_ROW = re.compile(f"(?P<flag>{_FLAG})|[{_CARRYING}]+")
# What a text may need in a row: joiners and the like, or a selector behind a character that has
# variants, as signs, ideographs and Mongolian have, but no letters of Europe or the Near East
_NEEDED = re.compile(
    rf"(?P<selector>(?<=[#*0-9\xa9\xae\u1000-\U0003ffff])[{_SELECTORS}]"
    rf"|(?<=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{_IDEOGRAPHIC}])"
    rf"[{_WITHOUT_WIDTH}]?|[{_WITHOUT_WIDTH}]{{1,2}}"
)
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def visible(line: str) -> str:
    r"""Return a text for one line of a terminal, with `\x1b` for an escape character."""
    return _ACTING_IN_LINE.sub(_escaped, line)


def visible_lines(text: str) -> str:
    """Return a text of several lines likewise, none of which is a command to a CI runner."""
    return _COMMAND.sub(_harmless, ACTING.sub(_escaped, text))


def visible_json(written: str) -> str:
    """Return JSON with JSON's escapes for invisible characters and in commands to a CI runner."""
    harmless = written.replace("##[", r"#\u0023[")
    return ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", harmless)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    number = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    if 0xDC80 <= number <= 0xDCFF:  # Python's surrogate for a byte of a file name that is not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def _harmless(match: re.Match[str]) -> str:
    return f"{match[1]}\\:" if match[1] is not None else "#\\#"


def in_reading_order(text: str) -> str:
    """Return a text with its letters in reading order, without effect on the direction behind it.

    Overrides, which no text needs, are removed, and so are ends without a beginning; embeddings and
    isolates without an end are ended.
    """
    if not TURNING.search(text):
        return text
    kept: list[str] = []
    opened: list[str] = []  # the characters that have not been ended yet
    isolates = 0
    for character in text:
        if character in _ENDS:
            opened.append(character)
            isolates += character in _ISOLATES
            if character not in (LRO, RLO):
                kept.append(character)
        elif character == PDF and opened and opened[-1] not in _ISOLATES:
            kept.append(_ENDS[opened.pop()])
        elif character == PDI and isolates:
            kept += _ended_isolate(opened)
            isolates -= 1
        elif character not in (PDF, PDI):
            kept.append(character)
    return "".join(kept) + "".join(_ENDS[each] for each in reversed(opened))


def _ended_isolate(opened: list[str]) -> list[str]:
    """Return the ends of the last isolate and of all that was opened in it, and close these."""
    ended: list[str] = []
    while opened[-1] not in _ISOLATES:
        ended.append(_ENDS[opened.pop()])
    return [*ended, _ENDS[opened.pop()]]


def as_shown(text: str) -> str:
    """Return a text in reading order, as `in_reading_order` does, and without hidden text."""
    return without_hidden_text(in_reading_order(text))


def unturned(text: str) -> str:
    """Return a text without any characters of direction, and without hidden text."""
    return without_hidden_text(TURNING.sub("", text))


def without_hidden_text(text: str) -> str:
    """Return a text without rows of invisible characters that could carry another text.

    Those stay that scripts and emoji need: joiners, one selector, the tags of flags.
    """
    if text.isascii() or not _CARRIER.search(text):
        return text
    return _FLAG_OR_ROW.sub(lambda row: row[0][: _needed(row)], text)


def hidden_rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield what `without_hidden_text` removes from a text, each with its offset."""
    if text.isascii() or not _CARRIER.search(text):
        return
    for row in _FLAG_OR_ROW.finditer(text):
        needed = _needed(row)
        if needed < len(row[0]):
            yield row.start() + needed, row[0][needed:]


def _needed(row: re.Match[str]) -> int:
    """Return how many characters at the start of a row stay: all, or a selector at most."""
    if row["flag"]:
        return len(row[0])
    needed = _NEEDED.match(row.string, *row.span())
    if needed is None:
        return 0
    return len(row[0]) if needed.end() == row.end() else len(needed["selector"] or "")


def is_seen(text: str) -> bool:
    """Return whether a text leaves a mark on a page: it is more than spaces and the invisible."""
    return any(map(_is_seen, text))


def without_unseen(text: str) -> str:
    """Return a text without what leaves no mark on a page, except spaces."""
    return "".join(char for char in text if char.isspace() or _is_seen(char))


def _is_seen(char: str) -> bool:
    if char.isspace() or unicodedata.category(char) in _UNSEEN:
        return False
    return not BLANK.match(char)


def unstacked(text: str) -> str:
    """Return a text without the combining marks of a letter beyond the first `MOST_MARKS`."""
    return text if text.isascii() else _STACK.sub(_without_stack, text)


def _without_stack(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
        elif category not in ("Cf", "Mc"):  # joiners and the like, which begin nothing
            marks = 0
        if marks <= MOST_MARKS or category not in ("Mn", "Me"):
            kept.append(character)
    return "".join(kept)
