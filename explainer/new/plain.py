"""Plain text as Markdown that shows the same text."""

import re

from explainer.new.escaping import escaped, escaped_start

_LONGEST_WRAPPED = (
    150  # characters: nobody wraps lines as late as this, so that longer ones are whole paragraphs
)
# nobody sees them, and HTML has no place for them; those that `str.splitlines` takes for line ends are no part of it
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 31, 127])


def from_plain(text: str) -> str:
    """Make Markdown of plain text: paragraphs are told by blank lines, and their wrapped lines joined.

    Text whose lines are longer than anybody wraps them has a paragraph in each line. What Markdown would take for
    markup is escaped, so that a reader sees the words and signs of the text, with white space collapsed.
    """
    lines = [
        re.sub(r"[ \t]+", " ", line.strip()) for line in text.translate(_CONTROLS).splitlines()
    ]
    paragraphs = lines if max(map(len, lines), default=0) > _LONGEST_WRAPPED else _joined(lines)
    return (
        "".join(
            f"{escaped_start(escaped(paragraph))}\n\n" for paragraph in paragraphs if paragraph
        ).rstrip()
        + "\n"
    )


def _joined(lines: list[str]) -> list[str]:
    return [
        paragraph.replace("\n", " ")
        for paragraph in re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    ]
