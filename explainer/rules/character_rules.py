"""The editorial rule about invisible characters."""

import re
from collections.abc import Iterator

import yaml
from yaml.nodes import ScalarNode

from explainer.model import Place
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.controls import DIRECTIONS, LRE, LRO, RLE, RLO, TURNING, in_reading_order
from explainer.yamlfiles.escapes import escapes_in
from explainer.yamlfiles.nodes import LOADER
from explainer.yamlfiles.tree import descendants

# As HTML and Markdown have them: decimal or hexadecimal.
_REFERENCE = re.compile(r"&#(?:0*(823[4-8]|829[4-7])|[xX]0*(202[a-eA-E]|206[6-9]));?")
_AS_EMBEDDINGS = str.maketrans({LRO: LRE, RLO: RLE})
_ESCAPED = re.compile(r"\\(?:u|U0000)20(?:2[a-eA-E]|6[6-9])")


def direction_controls(review: Review) -> Iterator[Finding]:
    """Report characters that change the direction of text: embeddings, overrides and isolates.

    U+202A to U+202E and U+2066 to U+2069 are invisible, and change the order in which the letters
    after them are shown, so one name can pass for another. Right-to-left words do not need them:
    browsers know which way they run. Wherever text from annotations and front matter is shown,
    overrides are removed, and what is still open is closed. The rule reads articles, pages,
    annotations and file names.

    Bad: a name with U+202E before its last letters. Good: the letters alone, in reading order.
    """
    loaded = review.loaded
    for doc in loaded.docs:
        head = doc.head.rstrip("\n")
        yield from _in_text(doc.file, head, 2)
        yield from _in_yaml(doc.file, head, 2)
        yield from _in_text(doc.file, doc.markdown, doc.first_line)
    for path, text in loaded.files.items():
        yield from _in_text(path, text, 1)
        yield from _in_yaml(path, text, 1)
    assets = (f"docs/{asset}" for asset in loaded.assets)
    for path in (*(doc.file for doc in loaded.docs), *assets, *loaded.files):
        if TURNING.search(path):
            yield Finding(Place(path), f"this file name contains {_named(path)}; rename the file")


def _in_text(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Report lines with such a character, as itself or as a reference by its number."""
    if not TURNING.search(text) and not _REFERENCE.search(text):
        return
    for number, typed in enumerate(text.split("\n")):
        line = _REFERENCE.sub(_referred, typed)
        if TURNING.search(line):
            column = min(match.start() for match in _all_of(typed))
            place = Place(path, first_line + number, column + 1)
            yield Finding(place, _message(line))


def _all_of(line: str) -> Iterator[re.Match[str]]:
    yield from TURNING.finditer(line)
    yield from _REFERENCE.finditer(line)


def _referred(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def _in_yaml(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Report values with such a character as an escape."""
    if not _ESCAPED.search(text):
        return
    lines = text.split("\n")
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return  # which is reported where the file is read
    for node in descendants(root):
        escapes = escapes_in(node, lines) if isinstance(node, ScalarNode) else ()
        found = next((each for each in escapes if TURNING.match(each.character)), None)
        if found:
            place = Place(path, first_line + found.line, found.column + 1)
            yield Finding(place, _message(str(node.value)))


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
