"""Footnotes: marks without a note, notes without a mark, notes replaced by others."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from explainer.format.did_you_mean import did_you_mean
from explainer.model import Problem
from explainer.proofreading.typed_text import TypedText
from explainer.text.fold import folded

EXTENSION = "footnotes"
# As Python-Markdown's extension reads them
_MARK = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\n]*)\](?!\()")
_NOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\n]*)\]:", re.MULTILINE)
# A note that lacks its colon, or has something before it
_NEARLY_NOTE = re.compile(
    r"^[ \t]*(?P<mark>\[\^(?P<label>[^\]\n]*)\])[ \t]*[:：]?[ \t]+\S", re.MULTILINE
)


def footnotes(
    source: TypedText, shown: str, ids: Collection[str], extensions: Collection[str]
) -> Iterator[Problem]:
    """Report what is wrong with the footnotes of a text.

    `shown` is the text of the page (see `shown.py`), `ids` are all ids on it, and `extensions` the
    Markdown extensions.
    """
    notes: dict[str, list[int]] = defaultdict(list)
    for match in _NOTE.finditer(source.prose):
        notes[match["label"]].append(match.start())
    if EXTENSION not in extensions:
        yield from _not_read(source, shown)
        return
    yield from _undefined(source, shown, list(notes))
    yield from _unused(source, notes, ids)
    yield from _replaced(source, notes)


def _not_read(source: TypedText, shown: str) -> Iterator[Problem]:
    for match in _MARK.finditer(source.prose):
        if match[0] in shown:
            message = (
                f"`{match[0]}` is printed as typed, and so is every other footnote; "
                "take `footnotes` out of `without_extensions` in mkdocs.yml"
            )
            yield Problem(source.place(match.start()), "error", message, "footnote")
            return


def _undefined(source: TypedText, shown: str, labels: list[str]) -> Iterator[Problem]:
    nearly = {match.start("mark"): match["label"] for match in _NEARLY_NOTE.finditer(source.prose)}
    left: dict[str, int] = {}
    for match in _MARK.finditer(source.prose):
        mark, label = folded(match[0]), match["label"]
        left.setdefault(mark, shown.count(mark))
        if not left[mark] or label in labels:
            continue
        left[mark] -= 1
        if match.start() in nearly:
            advice = f"begin the line with `[^{label.strip()}]: `"
            message = f"`{match[0]}` does not begin a footnote here; {advice}"
            yield Problem(source.place(match.start()), "error", message, "footnote")
        elif label not in nearly.values():  # else it is reported at the note
            hint = did_you_mean(label, labels, form="[^{}]")
            way = f"; add a line that begins with `[^{label.strip()}]:`, or remove it"
            message = f"there is no footnote `{match[0]}`{hint or way}"
            yield Problem(source.place(match.start()), "error", message, "footnote")


def _unused(
    source: TypedText, notes: dict[str, list[int]], ids: Collection[str]
) -> Iterator[Problem]:
    """Report notes whose way back leads nowhere: no mark in the text leads to them."""
    for label, starts in notes.items():
        if f"fn:{label}" in ids and f"fnref:{label}" not in ids:
            advice = "add one, or remove the footnote"
            message = f"no `[^{label}]` in the text leads to this footnote; {advice}"
            yield Problem(source.place(starts[0]), "warning", message, "unused-footnote")


def _replaced(source: TypedText, notes: dict[str, list[int]]) -> Iterator[Problem]:
    """Report notes whose words are lost, since a later one has the same label."""
    doubled: list[int] = []
    for starts in notes.values():
        doubled += starts[:-1]
    for start in doubled:
        label = _NOTE.match(source.prose, start)
        mark = label["label"] if label else ""
        found = f"another footnote `[^{mark}]` below replaces this one"
        message = f"{found}; give one of them another label"
        yield Problem(source.place(start), "error", message, "footnote")
