"""Plain text as Markdown that shows the same text."""

import re

from explainer.new.escaping import escaped, escaped_start

# Characters: nobody wraps lines as late as this, so longer ones are whole paragraphs.
_LONGEST_WRAPPED = 150
# Nobody sees these, and HTML has no place for them; the line ends of `str.splitlines` are not among
# them.
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 31, 127])
_BLANKS = re.compile(r"[ \t]+")


def from_plain(text: str) -> str:
    """Return plain text as Markdown; paragraphs end at blank lines, and wrapped lines are joined.

    If lines are longer than anybody wraps them, each line is a paragraph. What Markdown would take
    for markup is escaped, so that a reader sees the words and characters of the text, with white
    space collapsed.
    """
    lines = [_BLANKS.sub(" ", line.strip()) for line in text.translate(_CONTROLS).splitlines()]
    is_wrapped = max(map(len, lines), default=0) <= _LONGEST_WRAPPED
    paragraphs = _joined(lines) if is_wrapped else lines
    written = [escaped_start(escaped(paragraph)) for paragraph in paragraphs if paragraph]
    return "\n\n".join(written).rstrip() + "\n"


def _joined(lines: list[str]) -> list[str]:
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    return [paragraph.replace("\n", " ") for paragraph in paragraphs]
