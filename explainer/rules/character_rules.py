"""The editorial rules about characters that readers cannot see, or that fonts do not have."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from typing import NamedTuple

import yaml
from yaml.nodes import ScalarNode

from explainer.model import Loaded, Place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.controls import (
    DIRECTIONS,
    LRE,
    LRO,
    PRIVATE,
    RLE,
    RLO,
    TURNING,
    hidden_rows,
    in_reading_order,
)
from explainer.text.directionmarks import MARKS, idle_signs, may_turn, without_idle_marks
from explainer.yamlfiles.escapes import escapes_in
from explainer.yamlfiles.nodes import root_of
from explainer.yamlfiles.tree import descendants

# As HTML and Markdown write them: decimal or hexadecimal
_REFERENCE = re.compile(r"&#(?:0*(823[4-8]|829[4-7])|[xX]0*(202[a-eA-E]|206[6-9]));?")
_TYPED = re.compile(f"{TURNING.pattern}|{_REFERENCE.pattern}")
_AS_EMBEDDINGS = str.maketrans({LRO: LRE, RLO: RLE})
# What may be a mark or sign of a right-to-left script, as an escape or as a reference
_REFERRED = re.compile(r"\\(?:u|U000[012])[0-9a-fA-F]|&#|&rlm;")
# All references and escapes, of which some are for invisible characters
_ANY_REFERENCE = re.compile(r"&(?:#0{0,99}\d{1,7}|#[xX]0*[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});?")
_ANY_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U00(0[0-9a-fA-F]{5}|10[0-9a-fA-F]{4}))"
)
_ESCAPED = re.compile(r"\\(?:u|U0000)20(?:2[a-eA-E]|6[6-9])")


class _Text(NamedTuple):
    path: str
    text: str
    first_line: int
    is_yaml: bool


# The rows of characters in a text that a rule reports, each with its offset; what it says about one
_Rows = Callable[[str], Iterator[tuple[int, str]]]
_Message = Callable[[str], str]


def direction_controls(review: Review) -> Iterator[Finding]:
    """Report characters that change the direction of text: embeddings, overrides, isolates, marks.

    U+202A to U+202E and U+2066 to U+2069 are invisible, and change the order in which the letters
    after them are shown, so one name can pass for another. Right-to-left words do not need them:
    browsers know which way they run. Wherever text from annotations and front matter is shown,
    overrides are removed, and what is still open is closed. The rule reads articles, pages,
    annotations and file names. Right-to-left marks (U+200F, U+061C) are reported, and left out, in
    annotations and front matter where no right-to-left letter is beside them. Visible signs of
    right-to-left scripts, such as the Hebrew hyphen U+05BE, are reported there, too; they are
    shown, but turn nothing around.

    Bad: a name with U+202E before its last letters. Good: the letters alone, in reading order.
    """
    for path, text, first_line, is_yaml in _texts(review.loaded):
        yield from _in_text(path, text, first_line)
        if is_yaml:
            yield from _in_yaml(path, text, first_line)
            yield from _idle_marks(path, text, first_line)
    for path in _paths(review.loaded):
        if TURNING.search(path):
            yield Finding(Place(path), f"this file name contains {_named(path)}; rename the file")


def hidden_text(review: Review) -> Iterator[Finding]:
    """Report invisible characters by which a text can be hidden from people, but not from programs.

    They are tag characters (U+E0000 to U+E007F) that are no part of a flag, more than one variation
    selector behind a character, one behind a letter that has no variants, and more than two
    characters without width in a row. Those that scripts and emoji need, such as the joiners of
    Persian, are not reported. Wherever text from annotations and front matter is shown, they are
    left out; on a `safe` site, also from articles and pages. The rule reads articles, pages,
    annotations and file names.

    Bad: a summary that goes on in tag characters. Good: the words that readers see.
    """
    for text in _texts(review.loaded):
        yield from _in_lines(text, hidden_rows, _hidden_message)
        if text.is_yaml:
            yield from _in_values(text, hidden_rows, _hidden_message)
    for path in _paths(review.loaded):
        for _, hidden in islice(hidden_rows(path), 1):
            message = f"this file name contains U+{ord(hidden[0]):04X}, which is invisible; "
            yield Finding(Place(path), f"{message}rename the file")


def private_character(review: Review) -> Iterator[Finding]:
    """Report characters for private use, which few fonts have, so that readers see a box.

    They are U+E000 to U+F8FF, and planes 15 and 16. Text that was copied from a PDF or typed in a
    font of symbols often holds them. The rule reads articles, pages and annotations; in articles
    and pages, references such as `&#xE000;` are not reported, since a font of the site may have
    icons for them.

    Bad: U+F0B7 in place of a bullet. Good: `•`.
    """
    for text in _texts(review.loaded):
        if text.is_yaml:
            yield from _in_lines(text, _private_rows, _private_message)
            yield from _in_values(text, _private_rows, _private_message)
            continue
        for number, line in enumerate(text.text.split("\n")):
            for offset, row in islice(_private_rows(line), 1):
                place = Place(text.path, text.first_line + number, offset + 1)
                yield Finding(place, _private_message(row))


def _private_rows(text: str) -> Iterator[tuple[int, str]]:
    if not text.isascii():
        for row in PRIVATE.finditer(text):
            yield row.start(), row[0]


def _private_message(row: str) -> str:
    return (
        f"U+{ord(row[0]):04X} is a character for private use, in place of which most readers see a "
        "box; type the character that is meant, or delete it"
    )


def _in_lines(text: _Text, rows_in: _Rows, message: _Message) -> Iterator[Finding]:
    """Report lines with such characters, typed as themselves or as references."""
    if not any(rows_in(_with_characters(text.text))):
        return
    for number, line in enumerate(text.text.split("\n")):
        for offset, row in islice(rows_in(_with_characters(line)), 1):
            place = Place(text.path, text.first_line + number, _typed_offset(line, offset) + 1)
            yield Finding(place, message(row))


def _with_characters(text: str) -> str:
    """Return a text with the characters for which references stand."""
    return _ANY_REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _typed_offset(line: str, offset: int) -> int:
    """Return where a character was typed that is at an offset of a line with the characters."""
    for reference in _ANY_REFERENCE.finditer(line):
        if reference.start() >= offset:
            break
        offset += len(reference[0]) - len(_character(reference))
    return offset


def _in_values(text: _Text, rows_in: _Rows, message: _Message) -> Iterator[Finding]:
    """Report values in which such characters are typed as escapes."""
    if not any(rows_in(_ANY_ESCAPE.sub(_escaped, text.text))):
        return
    lines = text.text.split("\n")
    for node in _values(text.text):
        rows = [row for _, row in rows_in(_with_characters(str(node.value)))]
        for escape in escapes_in(node, lines) if rows else ():
            found = next((row for row in rows if escape.character in row), "")
            if found:
                place = Place(text.path, text.first_line + escape.line, escape.column + 1)
                yield Finding(place, message(found))
                break


def _escaped(escape: re.Match[str]) -> str:
    return chr(int(next(filter(None, escape.groups())), 16))


def _hidden_message(hidden: str) -> str:
    name = f"U+{ord(hidden[0]):04X}"
    if len(hidden) > 1:
        return (
            f"{len(hidden):,} characters from {name} on are invisible here, and could hide a text; "
            "delete them, or retype the words around them"
        )
    return (
        f"{name} is invisible here, and could hide a text; delete it, or retype the words around it"
    )


def _texts(loaded: Loaded) -> Iterator[_Text]:
    """Yield what an editor wrote: front matter, the texts below it, and annotations."""
    for doc in loaded.docs:
        yield _Text(doc.file, doc.head.rstrip("\n"), 2, True)
        yield _Text(doc.file, doc.markdown, doc.first_line, False)
    for path, text in loaded.files.items():
        yield _Text(path, text, 1, True)


def _paths(loaded: Loaded) -> tuple[str, ...]:
    documents = (doc.file for doc in loaded.docs)
    assets = (f"docs/{asset}" for asset in loaded.assets)
    return (*documents, *assets, *loaded.files)


def _in_text(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Report lines that contain such a character, as itself or as a numeric reference."""
    if not _TYPED.search(text):
        return
    for number, typed in enumerate(text.split("\n")):
        found = _TYPED.search(typed)
        if found:
            place = Place(path, first_line + number, found.start() + 1)
            yield Finding(place, _message(_REFERENCE.sub(_referred, typed)))


def _referred(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def _in_yaml(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Report values that contain such a character as an escape."""
    if not _ESCAPED.search(text):
        return
    lines = text.split("\n")
    for node in _values(text):
        for escape in escapes_in(node, lines):
            if TURNING.match(escape.character):
                place = Place(path, first_line + escape.line, escape.column + 1)
                yield Finding(place, _message(str(node.value)))
                break


def _idle_marks(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Report values with marks or signs beside which there is no right-to-left letter."""
    if not may_turn(text) and not _REFERRED.search(text):
        return
    for node in _values(text):
        message = _idle(_with_characters(str(node.value)))
        if message:
            start = node.start_mark
            place = Place(path, first_line + start.line, start.column + 1)
            yield Finding(place, message)


def _idle(value: str) -> str:
    """Return what is wrong with the first mark or sign that is not beside such a letter, or ""."""
    kept = without_idle_marks(value)
    for mark, name in MARKS.items():
        if value.count(mark) > kept.count(mark):
            return (
                f"U+{ord(mark):04X} ({name}) is not beside a right-to-left letter and is left out,"
                " since it could only turn numbers and signs around; delete it"
            )
    sign = next(idle_signs(value), "")
    if not sign:
        return ""
    name = unicodedata.name(sign, "a sign of a right-to-left script").capitalize()
    return (
        f"U+{ord(sign):04X} ({name}) is not beside a right-to-left letter, and is kept from turning"
        " numbers and signs around; write the left-to-right sign, such as `-`, `|` or `.`"
    )


def _values(text: str) -> Iterator[ScalarNode]:
    """Yield the single values of a YAML text, and its keys."""
    try:
        root = root_of(text)
    except yaml.YAMLError:
        return  # which is reported where the file is read
    yield from (node for node in descendants(root) if isinstance(node, ScalarNode))


def _message(line: str) -> str:
    embedded = line.translate(_AS_EMBEDDINGS)
    is_closed = in_reading_order(embedded) == embedded
    reach = "letters" if is_closed else "letters, to the end of the paragraph or beyond"
    return f"{_named(line)} changes the order of {reach}; delete it, or retype the words around it"


def _named(text: str) -> str:
    """Return the name of the first such character in a text."""
    character = TURNING.findall(text)[0]
    return f"U+{ord(character):04X} ({DIRECTIONS[character]})"


CHARACTER_RULES: tuple[EditorialRule, ...] = (
    direction_controls,
    hidden_text,
    private_character,
)
