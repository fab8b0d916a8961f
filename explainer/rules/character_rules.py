"""The editorial rule about invisible characters."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

import yaml
from yaml.nodes import ScalarNode

from explainer.model import Place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.controls import DIRECTIONS, LRE, LRO, RLE, RLO, TURNING, in_reading_order
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
_ESCAPED = re.compile(r"\\(?:u|U0000)20(?:2[a-eA-E]|6[6-9])")


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
    loaded = review.loaded
    for doc in loaded.docs:
        head = doc.head.rstrip("\n")
        yield from _in_text(doc.file, head, 2)
        yield from _in_yaml(doc.file, head, 2)
        yield from _idle_marks(doc.file, head, 2)
        yield from _in_text(doc.file, doc.markdown, doc.first_line)
    for path, text in loaded.files.items():
        yield from _in_text(path, text, 1)
        yield from _in_yaml(path, text, 1)
        yield from _idle_marks(path, text, 1)
    documents = (doc.file for doc in loaded.docs)
    assets = (f"docs/{asset}" for asset in loaded.assets)
    for path in (*documents, *assets, *loaded.files):
        if TURNING.search(path):
            yield Finding(Place(path), f"this file name contains {_named(path)}; rename the file")


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
        message = _idle(unescape(str(node.value)))
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


CHARACTER_RULES: tuple[EditorialRule, ...] = (direction_controls,)
