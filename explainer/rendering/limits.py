"""Leave as typed, and report, what would take Python-Markdown quadratic time.

Python-Markdown searches for the end of each opening bracket up to the end of its paragraph, for the
end of each tag up to the end of the text, and copies a paragraph for each markup character. That
takes no time in a text that somebody wrote, and hours in one of a megabyte that repeats a bracket.
The limits are far from what was measured in real texts: a book of 150,000 words has a thousandth of
each.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from explainer.model import Unread
from explainer.text.excerpts import first_line

# Measured with Python-Markdown 3.10 on a processor of 2023: each limit is reached in two to five
# seconds.
# Characters from the opening brackets of a text to their closing ones, all taken together
MOST_IN_BRACKETS = 10_000_000
# Markup characters of a paragraph times all its characters, for all paragraphs of a text together
MOST_COPIED = 3_000_000_000
# Tags without an end times the characters of the text
MOST_IN_TAGS = 200_000_000
# Definitions of links without an address times the characters of the text
MOST_IN_DEFINITIONS = 100_000_000
# Titles of boxes without a blank line between them, times the characters of the text
MOST_IN_BOXES = 1_000_000_000
# Tables of contents times the characters of the text: each is looked for among all paragraphs
MOST_IN_CONTENTS = 100_000_000
# Lines that are indented by more than 400 spaces, times the characters of the text
MOST_INDENTED = 100_000_000
# Marks of one footnote in a text: the number of each is found by trying all lower ones
MOST_OF_A_FOOTNOTE = 1_000
# The annotations of a site are many texts. Each has a share of the limits, as if all of them
# together were one text of this many characters: a short text in which brackets repeat is read in
# no time, but ten thousand of them are not.
TOGETHER = 1_000_000
# Headings and rules without a blank line below them, times the characters of the text: a limit only
# for annotations, which can hold none, while a book may have thousands
MOST_IN_HEADINGS = 100_000_000
# Lines of an annotation, with what it includes; far more than a note has. Extensions that find
# something in a block of lines look at its rest again and again.
MOST_LINES = 400
# Cells of tables, for annotations, too: rows are filled up to their first row, while one that is
# typed takes two characters at least; a text may have a few more
_TYPED_FOR_CELL, _MORE_CELLS = 2, 20
# Characters of attributes, for annotations: a link is defined once, and may be used often
MOST_IN_ATTRIBUTES = 10_000_000
# A shorter text counts as one of this many characters, so that a few brackets in it stay markup
_LEAST = 500

_AFTER_FENCES = 22  # priorities of Python-Markdown: "fenced_code_block" has 25, "html_block" 20
_BEFORE_INLINE = 20.1  # "inline" has 20; the step of captions.py, which changes texts, has 20.5
_AFTER_ABBR = 6.9  # "abbr" has 7
_BEFORE_TABLES = 75.1  # "table" has 75
_SIGN = re.compile(r"[\[<`\\&*_~^=+!@:]|  \n")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?][^<>]*(?:<|\Z))")
_NO_ADDRESS = re.compile(r"^( {0,3})\[(?=[^\[\]\n]*\]:[ ]*$)", re.MULTILINE)
_BOX = re.compile(r"^!(?=!! [^\n]*\n!!! )", re.MULTILINE)
_CONTENTS = re.compile(r"\[(?=TOC\])")
_DEEP = re.compile(r"^( {400}) +", re.MULTILINE)  # of a hundred lists in each other
_HEADING = re.compile(r"^(?:#|[-=*_](?=[-=*_ \t]*$))(?=[^\n]*\n[ \t]*\S)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[(?=\^([^\]\n]{1,200})\])")
_SHOWN = 60  # characters of a paragraph by which it is found in the file
_BRACKETS = (
    "this paragraph has so many brackets `[` without their `]`, or `](` without `)`, that it is "
    "shown as typed; close them, or put it into a block of code"
)
_SIGNS = (
    "this paragraph has so many signs of Markdown that it is shown as typed; split it into "
    "paragraphs, or put it into a block of code"
)
_TAGS = (
    "so many tags begin with `<` and have no `>` that these are shown as typed; close them, or "
    "write `&lt;` for `<`"
)
_DEFINITIONS = (
    "so many lines are `[words]:` without an address that they are shown as typed; add the "
    "addresses"
)
_BOXES = (
    "so many boxes (`!!!`) follow each other that they are shown as typed; put a blank line "
    "between them"
)
_TOO_MANY_CONTENTS = (
    "so many tables of contents (`[TOC]`) are in this text that they are shown as typed; leave one"
)
_INDENTED = (
    "so many lines are indented by more than 400 spaces that they are read as if indented by 400; "
    "nest the lists less deeply"
)
_HEADINGS = (
    "so many lines make headings or rules (`#`, `===`, `---`) that they are shown as typed; an "
    "annotation cannot hold headings"
)
_FOOTNOTES = (
    f"the footnote `[^{{}}]` has more than {MOST_OF_A_FOOTNOTE:,} marks, so they are shown as "
    "typed; leave some out, or give some a footnote of their own"
)
_INCLUDED = (
    "with the files that it includes, this has {:,} lines, so it is left out; include less, or only"
    " a section of each file"
)
_CELLS = (
    "the tables of this text would have {:,} cells, far more than are typed, so this is shown as"
    " typed; keep the rows as short as they are filled"
)
_REPEATED = (
    "addresses and titles of links and abbreviations are repeated so often that they would have"
    " {:,} characters here; shorten them, or use them less often"
)


def _as_number(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


# What is searched for in the whole text, a string that each find has and that is faster to count,
# what replaces it, its limit, and the message
_IN_TEXT = (
    (_OPEN_TAG, "<", "&lt;", MOST_IN_TAGS, _TAGS),
    (_NO_ADDRESS, "]:", r"\1&#91;", MOST_IN_DEFINITIONS, _DEFINITIONS),
    (_BOX, "!!! ", "&#33;", MOST_IN_BOXES, _BOXES),
    (_CONTENTS, "[TOC]", "&#91;", MOST_IN_CONTENTS, _TOO_MANY_CONTENTS),
    (_DEEP, " " * 400, r"\1", MOST_INDENTED, _INDENTED),
)
_IN_ONE_OF_MANY = (*_IN_TEXT, (_HEADING, "\n", _as_number, MOST_IN_HEADINGS, _HEADINGS))


def count_lines(text: str) -> int:
    """Return how many lines of a text are not blank."""
    return sum(1 for line in text.splitlines() if line.strip())


class Limits(Extension):
    """Leave as typed what would take too long; `unread` has what that was in the last text."""

    def __init__(self, is_one_of_many: bool = False) -> None:
        super().__init__()
        self.unread: list[Unread] = []
        self.is_one_of_many = is_one_of_many
        self.share = 1.0
        self.appended = 0  # lines that each text has besides its own
        self.cells = self.most_cells = 0  # of the tables in the text so far, and of all

    def measure(self, text: str) -> None:
        """Set the share of the limits that this text has."""
        self.share, self.cells = 1.0, 0
        self.most_cells = len(text) // _TYPED_FOR_CELL + _MORE_CELLS
        if self.is_one_of_many:
            self.share = min(max(len(text), _LEAST) / TOGETHER, 1.0)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the steps; those for what is made of a short text only for annotations."""
        md.registerExtension(self)
        md.preprocessors.register(_LimitedText(md, self), "explainer-limited-text", _AFTER_FENCES)
        md.treeprocessors.register(
            _LimitedParagraphs(md, self), "explainer-limited-paragraphs", _BEFORE_INLINE
        )
        if not self.is_one_of_many:
            return
        attributes = _LimitedAttributes(md, self)
        md.treeprocessors.register(attributes, "explainer-limited-attributes", _AFTER_ABBR)
        tables = _LimitedTables(md, self)
        md.parser.blockprocessors.register(tables, "explainer-limited-tables", _BEFORE_TABLES)

    def reset(self) -> None:
        """Forget the last text."""
        self.unread.clear()


class _LimitedText(Preprocessor):
    """Limit what is searched for in the whole text."""

    def __init__(self, md: Markdown, limits: Limits) -> None:
        super().__init__(md)
        self.limits = limits

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.limits.measure(text)
        own_lines = count_lines(text) - self.limits.appended
        if self.limits.is_one_of_many and own_lines > MOST_LINES:
            self.limits.unread.append(Unread("", _INCLUDED.format(own_lines)))
            return []
        limited = _IN_ONE_OF_MANY if self.limits.is_one_of_many else _IN_TEXT
        for pattern, sign, shown, most, message in limited:
            most_often = most * self.limits.share / max(len(text), 1)
            if text.count(sign) <= most_often:
                continue
            first = pattern.search(text)
            if first and len(pattern.findall(text)) > most_often:
                self.limits.unread.append(Unread(_beginning(text[first.start() :]), message))
                text = pattern.sub(shown, text)
        return self._without_repeated(text).split("\n")

    def _without_repeated(self, text: str) -> str:
        """Return a text without the marks of footnotes that have too many."""
        counts = Counter(_FOOTNOTE.findall(text))
        often = {name for name, count in counts.items() if count > MOST_OF_A_FOOTNOTE}
        if not often:
            return text
        for name in sorted(often):
            self.limits.unread.append(Unread(f"[^{name}]", _FOOTNOTES.format(name)))
        return _FOOTNOTE.sub(lambda found: "&#91;" if found[1] in often else "[", text)


class _LimitedParagraphs(Treeprocessor):
    """Limit what is searched for in a paragraph; this runs before the search."""

    def __init__(self, md: Markdown, limits: Limits) -> None:
        super().__init__(md)
        self.limits = limits

    def run(self, root: Element) -> None:
        bracketed = copied = 0
        most_in_brackets = MOST_IN_BRACKETS * self.limits.share
        most_copied = MOST_COPIED * self.limits.share
        for element in root.iter():
            text = element.text or ""
            if isinstance(text, AtomicString):
                continue
            more = len(text) * _signs(text)
            reached = in_brackets(text) if more > most_in_brackets / 100 else 0
            message = ""
            if bracketed + reached > most_in_brackets:
                message = _BRACKETS
            elif copied + more > most_copied:
                message = _SIGNS
            if message:
                element.text = AtomicString(text)
                self.limits.unread.append(Unread(_beginning(text), message))
            else:
                bracketed, copied = bracketed + reached, copied + more


class _LimitedTables(BlockProcessor):
    """Limit the cells of tables: a row of one letter may be filled up with thousands."""

    def __init__(self, md: Markdown, limits: Limits) -> None:
        super().__init__(md.parser)
        self.md, self.limits = md, limits

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a table with which there are too many cells."""
        tables: Any = self.md.parser.blockprocessors["table"]
        if "|" not in block or not tables.test(parent, block):
            return False
        self.limits.cells += len(tables.separator) * block.count("\n")
        return self.limits.cells > self.limits.most_cells

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Show the block as typed."""
        text = blocks.pop(0)
        SubElement(parent, "p").text = AtomicString(text)
        self.limits.unread.append(Unread(_beginning(text), _CELLS.format(self.limits.cells)))


class _LimitedAttributes(Treeprocessor):
    """Limit what links and abbreviations repeat; what is more than that, is left out."""

    def __init__(self, md: Markdown, limits: Limits) -> None:
        super().__init__(md)
        self.limits = limits

    def run(self, root: Element) -> None:
        values = chain.from_iterable(element.attrib.values() for element in root.iter())
        size = sum(len(value) for value in values if value)  # that of `[](){x}` is None
        if size <= MOST_IN_ATTRIBUTES * self.limits.share:
            return
        for element in root.iter():
            element.attrib.clear()
        self.limits.unread.append(Unread("", _REPEATED.format(size)))


def _signs(text: str) -> int:
    return sum(1 for _ in _SIGN.finditer(text))


def in_brackets(text: str) -> int:
    """Return how many characters are from all `[` and `](` to their ends, or that of the text."""
    plain = _ESCAPED.sub("  ", text)
    return sum(_reaches(plain, "[", "]")) + sum(_reaches(plain, "(", ")"))


def _reaches(text: str, opening: str, closing: str) -> Iterator[int]:
    """Yield how far each opening bracket is from its end; a round one that does not count is 0.

    Round ones only count before an address.
    """
    opened: list[int] = []
    for match in re.finditer(rf"[{re.escape(opening + closing)}]", text):
        at = match.start()
        if match[0] == opening:
            opened.append(at)
        elif opened:
            start = opened.pop()
            yield at - start if _counts(text, start) else 0
    yield from (len(text) - start for start in opened if _counts(text, start))


def _counts(text: str, start: int) -> bool:
    return text[start] == "[" or text[start - 1 : start] == "]"


def _beginning(text: str) -> str:
    """Return the first words of a text, up to those that Python-Markdown has taken out."""
    return first_line(text, _SHOWN).partition(STX)[0]
