"""The Markdown of an article or page as typed, for finding the lines of what its HTML shows."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model import Article, Page, Place
from explainer.text.lines import line_starts

# Opens or closes a block of code: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<sign>`{3,}|~{3,})(?P<info>[^\n]*)")
_OPENER_IN_LIST = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?=`{3}|~{3})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HIDDEN_HTML = re.compile(
    r"<(?P<tag>pre|code|script|style|svg|textarea|kbd|samp)\b[^>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_START_TAG = re.compile(r"<(?P<tag>pre|code|script|style|svg|textarea|kbd|samp)\b", re.IGNORECASE)
_END_TAG = re.compile(r"</(?P<tag>pre|code|script|style|svg|textarea|kbd|samp)\s*>", re.IGNORECASE)
_CODE_SPAN = re.compile(
    r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
_CODE_INDENT = 4  # columns
_INDENTED = re.compile(r"(?: {4}|\t)")
# A line that holds indented lines together: an item of a list, a box, a tab, the text of a footnote
_HOLDER = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|:\s|\[\^[^\]]*\]:)")
_BLANK = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Fence:
    """A block of code between fences, by lines from 0; if nothing closes it, `end` is None."""

    start: int
    end: int | None
    sign: str
    offset: int  # where its opening fence begins in the text, in code points
    within: int | None = None  # the line of another opening that it swallows


@dataclass(frozen=True)
class TypedText:
    """A Markdown text that begins at line `first_line` of its file.

    `prose` and `marked_up` are as long as `text`. `prose` has blanks in place of code and comments;
    `marked_up` has them in place of Markdown's code and of comments, but not of code in HTML.
    """

    path: str
    first_line: int
    text: str
    prose: str
    fences: tuple[Fence, ...]
    marked_up: str = ""

    def place(self, offset: int) -> Place:
        """Return the place in the file of an offset in the text, in code points."""
        starts = line_starts(self.text)
        line = bisect_right(starts, offset) - 1
        return Place(self.path, self.first_line + line, offset - starts[line] + 1)

    def beginning(self, words: str) -> Place:
        """Return the place where words stand first, or else the first line."""
        return self.place(max(self.text.find(words), 0))

    def find(self, words: str, number: int = 1) -> Place:
        """Return the place where words stand for the `number`-th time, or else the first line."""
        whole = re.escape(words) + (r"(?![\w-])" if words[-1:].isalnum() else "")
        for text in (self.prose, self.text):
            starts = [match.start() for match in re.finditer(whole, text)]
            if starts:
                return self.place(starts[min(number, len(starts)) - 1])
        return Place(self.path, self.first_line)


def source_of(doc: Article | Page) -> TypedText:
    """Read the Markdown of an article or page."""
    return read_source(doc.file, doc.markdown, doc.first_line)


def read_source(path: str, markdown: str, first_line: int = 1) -> TypedText:
    """Read a Markdown text."""
    # if nothing closes a comment, the search for its end would read the whole text each time
    last = markdown.rfind("-->") + 3
    without_comments = _COMMENT.sub(_blanked, markdown[:last]) + markdown[last:]
    fences = tuple(_fences(without_comments))
    blocks = _without_indented(_without_fences(without_comments, fences))
    prose = _CODE_SPAN.sub(_blanked, _without_hidden(blocks))
    marked_up = _CODE_SPAN.sub(_blanked, blocks)
    return TypedText(path, first_line, markdown, prose, fences, marked_up)


def _without_hidden(text: str) -> str:
    """Blank the elements whose text is not read, each up to the last of its end tags at most."""
    parts, done = [], 0
    ends = {match["tag"].lower(): match.end() for match in _END_TAG.finditer(text)}
    for match in _START_TAG.finditer(text):
        last = ends.get(match["tag"].lower(), 0)
        if not done <= match.start() < last:
            continue
        found = _HIDDEN_HTML.match(text, match.start(), last)
        if found:
            parts += [text[done : found.start()], _blanked(found)]
            done = found.end()
    return "".join((*parts, text[done:]))


def _blanked(match: re.Match[str]) -> str:
    return _BLANK.sub(" ", match[0])


def _fences(text: str) -> Iterator[Fence]:
    """Yield the blocks of code between fences."""
    opened: Fence | None = None
    offset, width = 0, 0
    for number, line in enumerate(text.split("\n")):
        marker = _OPENER_IN_LIST.match(line)
        found = _FENCE.fullmatch(line, marker.end() if marker else 0)
        if opened is not None and _width(line) >= width + _CODE_INDENT:
            found = None  # it is part of the code
        if found and opened is None and _opens(found):
            opened = Fence(number, None, found["sign"], offset + found.start("sign"))
            width = _width(line)
        elif found and opened is not None and found["sign"].startswith(opened.sign):
            if not found["info"].strip():
                yield Fence(opened.start, number, opened.sign, opened.offset, opened.within)
                opened = None
            elif opened.within is None and _opens(found):
                opened = Fence(opened.start, None, opened.sign, opened.offset, number)
        offset += len(line) + 1
    if opened is not None:
        yield opened


def _width(line: str) -> int:
    """Return how far a line is indented, in columns."""
    if "\t" in line:
        line = line.expandtabs(_CODE_INDENT)
    return len(line) - len(line.lstrip())


def _opens(found: re.Match[str]) -> bool:
    """Return whether a fence opens a block, unlike code in a line, such as ```` ```x``` ````."""
    return found["sign"][0] != "`" or "`" not in found["info"]


def _without_fences(text: str, fences: tuple[Fence, ...]) -> str:
    lines = text.split("\n")
    for fence in fences:
        if fence.end is not None:
            for number in range(fence.start, fence.end + 1):
                lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _without_indented(text: str) -> str:
    """Blank the code that is indented by four spaces, but not what belongs to a list or box."""
    lines = text.split("\n")
    is_held, is_after_blank, is_code = False, True, False
    for number, line in enumerate(lines):
        if not line.strip():
            is_after_blank = True
            continue
        is_indented = _INDENTED.match(line) is not None
        is_code = is_indented and not is_held and (is_after_blank or is_code)
        if is_code:
            lines[number] = " " * len(line)
        elif not is_indented and (is_after_blank or _HOLDER.match(line)):
            is_held = _HOLDER.match(line) is not None
        is_after_blank = False
    return "\n".join(lines)
