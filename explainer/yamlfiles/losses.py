"""Text that YAML takes for something else in silence: a comment, or an anchor that nothing uses."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

# Two spaces before a comment, or one after its #, are the custom: such comments are meant.
_COMMENT = re.compile(r" (#[^\s#!]\S*)")


class SilentLoss(NamedTuple):
    """Some text that is lost: line and column from 0, and what to do about it."""

    line: int
    column: int
    advice: str


def losses(events: Sequence[yaml.Event], text: str) -> Iterator[SilentLoss]:
    """Find what a valid text loses, in the events that PyYAML made of it."""
    lines = text.split("\n")
    used = {event.anchor for event in events if isinstance(event, yaml.AliasEvent)}
    for event in events:
        start, end = event.start_mark, event.end_mark
        if (
            start
            and isinstance(event, yaml.NodeEvent)
            and event.anchor
            and event.anchor not in used
        ):
            advice = f"`&{event.anchor}` is lost here, because it names a value in YAML; put the text in quotation marks"
            yield SilentLoss(start.line, start.column, advice)
        if end and isinstance(event, yaml.ScalarEvent) and not event.style:
            yield from _comment(lines, end.line, end.column)


def _comment(lines: list[str], line: int, column: int) -> Iterator[SilentLoss]:
    """A word that begins with # right after a text without quotation marks, such as the number in `house #5`."""
    match = _COMMENT.match(lines[line], column) if line < len(lines) else None
    if match:
        way = "put the text in quotation marks, or (if it is a comment) write a space after the #"
        yield SilentLoss(
            line,
            match.start(1),
            f"from `{match[1]}` on, this line is a comment and is not shown; {way}",
        )
