"""Text that YAML silently reads as something else: a comment, or an anchor that nothing uses."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

# A comment with two spaces before its # or one behind it, as is customary, is meant as one.
_COMMENT = re.compile(r" (#[^\s#!]\S*)")


class SilentLoss(NamedTuple):
    """A text that is lost: its line and column from 0, and what to do about it."""

    line: int
    column: int
    advice: str


def may_lose(text: str) -> bool:
    """Return whether `losses` may find anything in a text."""
    return "&" in text or bool(_COMMENT.search(text))


def losses(events: Sequence[yaml.Event], text: str) -> Iterator[SilentLoss]:
    """Yield what a valid text loses, given the events that PyYAML made of it."""
    lines = text.split("\n")
    used = {event.anchor for event in events if isinstance(event, yaml.AliasEvent)}
    for event in events:
        if isinstance(event, yaml.NodeEvent) and event.anchor and event.anchor not in used:
            yield from _lost_anchor(event)
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.end_mark:
            yield from _lost_comment(lines, event.end_mark.line, event.end_mark.column)


def _lost_anchor(event: yaml.NodeEvent) -> Iterator[SilentLoss]:
    if event.start_mark:
        message = (
            f"`&{event.anchor}` is lost here, because it names a value in YAML; "
            "put the text in quotation marks"
        )
        yield SilentLoss(event.start_mark.line, event.start_mark.column, message)


def _lost_comment(lines: list[str], line: int, column: int) -> Iterator[SilentLoss]:
    """Yield a word with a # right behind a text without quotation marks, such as `house #5`."""
    if line >= len(lines):
        return
    match = _COMMENT.match(lines[line], column)
    if match:
        message = (
            f"from `{match[1]}` on, this line is a comment and is not shown; "
            "put the text in quotation marks, or (if it is a comment) write a space after the #"
        )
        yield SilentLoss(line, match.start(1), message)
