"""The comments of a YAML text, and which of them a change would lose."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from explainer.yamlfiles.nodes import BREAKS, LOADER

_COMMENT = re.compile(r"#[^\r\n]*")
_BEHIND_SIGN = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)")
_BESIDE = re.compile(r"[ \t,]*")
Span = tuple[int, int]  # start and end in code points


class Comment(NamedTuple):
    """A comment: the place of its # in code points, and all to the end of its line."""

    start: int
    typed: str


def comments(text: str) -> Iterator[Comment]:
    """Yield the comments of a text, in order. Raise yaml.YAMLError if it is not YAML."""
    end = 0
    for token in yaml.scan(text.translate(BREAKS), Loader=LOADER):
        start = token.start_mark.index
        yield from _within(text, end, start)
        end = max(end, token.end_mark.index)
        sign = _BEHIND_SIGN.match(text, start)
        if isinstance(token, yaml.ScalarToken) and sign:
            yield from _within(text, *sign.span(1))
    yield from _within(text, end, len(text))


def behind_sign(text: str, start: int) -> str:
    """Return the comment behind the sign of a block text, such as `>-`, or ""."""
    found = _BEHIND_SIGN.match(text, start)
    return found[1] if found else ""


def lost_comment(old: str, new: str, removed: Sequence[Span]) -> Comment | None:
    """Return the first comment of a text that its new version lacks.

    Those in a value that is `removed` from the old text, or behind it on its last line, may go.
    """
    found = tuple(comments(old))
    going = _about(removed, old, found)
    left = Counter(comment.typed for comment in comments(new))
    for comment in found:
        if comment.start in going:
            continue
        if not left[comment.typed]:
            return comment
        left[comment.typed] -= 1
    return None


def _about(removed: Sequence[Span], text: str, found: Sequence[Comment]) -> frozenset[int]:
    """Return the places of the comments in some values, or behind them on their last lines."""
    starts = [comment.start for comment in found]
    about: set[int] = set()
    for start, end in removed:
        first, after = bisect_left(starts, start), bisect_left(starts, end)
        about.update(starts[first:after])
        if after < len(starts) and _BESIDE.fullmatch(text, end, starts[after]):
            about.add(starts[after])
    return frozenset(about)


def _within(text: str, start: int, end: int) -> Iterator[Comment]:
    for found in _COMMENT.finditer(text, start, end):
        yield Comment(found.start(), found[0])
