"""The places of names in a text, such as `actor:lund`, `lund` or `articles/storm.md`."""

import re
from collections.abc import Callable, Collection
from itertools import count


def places(text: str, name: str) -> tuple[int, ...]:
    """Return the offsets, in code points, at which a name or id stands as a whole, in order."""
    return tuple(match.start() for match in _whole(name).finditer(text))


def renamed(text: str, old: str, new: str, which: Collection[int]) -> str:
    """Return a text with another name at some places of the old one; `which` has their indexes."""
    chosen = frozenset(which)
    return with_names(text, old, lambda index: new if index in chosen else old)


def with_names(text: str, old: str, name_at: Callable[[int], str]) -> str:
    """Return a text with the name for each index at that place of the old one."""
    indexes = count()
    return _whole(old).sub(lambda _: name_at(next(indexes)), text)


def _whole(name: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
