"""Take blocks of HTML out of Markdown as Python-Markdown does, in a fraction of its time.

Python-Markdown finds them with a parser in pure Python, in which it spends nearly half of the time
that a generated page takes. Here only its tags are read. A text with anything beyond plain tags is
left to Python-Markdown's own step, so that the results are equal.

What is sealed on a page is opened here, so that all steps before see only digits.
"""

import re
from collections.abc import Callable, Container, Iterator

from markdown import Markdown, preprocessors
from markdown.extensions import Extension, md_in_html
from markdown.preprocessors import NormalizeWhitespace, Preprocessor

from explainer.text.plain_tags import NotPlain, plain_tags
from explainer.text.seals import unseal

Opened = Callable[[str, Callable[[str], str]], str]
_NAME, _PRIORITY = "html_block", 20  # of Python-Markdown's own step
_KNOWN = (preprocessors.HtmlBlockPreprocessor, md_in_html.HtmlBlockPreprocessor)
_CORRECTED = re.compile(r"&#(?!(?:[0-9]+|[xX][0-9a-fA-F]+);)")  # a missing ; is added
_LINE_AFTER = re.compile(r"[^&<\n]*+(?:\n|\Z)")  # a block; tags in it are read differently
_BLANK_LINE = re.compile(r"(?: *\n){2}")
_MOST_INDENTED = 3  # spaces before a block
_RULE = "hr"  # a block without an end tag
_MARKDOWN = "markdown"  # the attribute of the elements that `md_in_html` reads as Markdown


class HtmlBlocks(Extension):
    """Open what is sealed, and be faster than Python-Markdown's step, unless it is some other.

    `opened` returns a text with what may be opened in it as its second argument returns that.
    """

    def __init__(self, opened: Opened = unseal) -> None:
        super().__init__()
        self.opened = opened

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Replace the step; other extensions that do so must come before."""
        step = md.preprocessors[_NAME]
        md.preprocessors.register(_TakeOut(md, step, self.opened), _NAME, _PRIORITY)


class _TakeOut(Preprocessor):
    def __init__(self, md: Markdown, slow: Preprocessor, opened: Opened) -> None:
        super().__init__(md)
        self.slow, self.opened = slow, opened
        self.is_known = type(slow) in _KNOWN

    def run(self, lines: list[str]) -> list[str]:
        text = self.opened("\n".join(lines), self._normalized)
        try:
            if not self.is_known:
                raise NotPlain
            parts = list(_parts(text, frozenset(self.md.block_level_elements)))
        except NotPlain:
            return self.slow.run(text.split("\n"))
        for index in range(1, len(parts), 2):
            parts[index] = f"\n{self.md.htmlStash.store(parts[index])}\n\n"
        return "".join(parts).split("\n")

    def _normalized(self, html: str) -> str:
        """Return HTML as Python-Markdown's first step would leave it, for which it was sealed."""
        return "\n".join(NormalizeWhitespace(self.md).run(["", html])[1:-2])


def _parts(text: str, blocks: Container[str]) -> Iterator[str]:
    """Yield Markdown and blocks of HTML in turn; `blocks` are the names of such elements."""
    if _CORRECTED.search(text):
        raise NotPlain
    end = 0
    while (start := _start_of_block(text, end, blocks)) >= 0:
        yield text[end:start]
        end = _end_of_block(text, start)
        yield text[start:end] + ("\n" if _BLANK_LINE.match(text, end) else "")
    yield text[end:]


def _start_of_block(text: str, end: int, blocks: Container[str]) -> int:
    """Return where the next block begins, -1 for none; `end` is that of the block before, or 0."""
    if end and not _LINE_AFTER.match(text, end):
        raise NotPlain
    for tag in plain_tags(text, end):
        name = (tag["opened"] or "").lower()
        if name in blocks and _begins_line(text, tag.start()):
            if name == _RULE or tag["empty"] or _MARKDOWN in tag["attributes"].lower():
                raise NotPlain
            return tag.start()
    return -1


def _begins_line(text: str, at: int) -> bool:
    before = text[max(at - _MOST_INDENTED - 1, 0) : at]
    line = before.rpartition("\n")[2]
    return len(line) <= _MOST_INDENTED and not line.strip()


def _end_of_block(text: str, start: int) -> int:
    """Return where the element ends that begins at `start`; elements in it need no end tags."""
    names: list[str] = []
    for tag in plain_tags(text, start):
        closed, opened, _, empty = tag.groups()
        if opened:
            if not empty and opened.lower() != _RULE:
                names.append(opened.lower())
        elif closed.lower() in names:
            while names.pop() != closed.lower():
                pass
            if not names:
                return tag.end()
    raise NotPlain
