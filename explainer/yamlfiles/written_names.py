"""The names of entries in a text, such as `actor:lund`, and which are addresses of links."""

import re
from collections.abc import Callable, Collection
from itertools import count


def places(text: str, name: str) -> tuple[int, ...]:
    """Return the offsets, in code points, at which a name or id stands as a whole, in order."""
    return tuple(match.start() for match in _whole(name).finditer(text))


def renamed(text: str, old: str, new: str, which: Collection[int]) -> str:
    """Return a text with another name at some places of the old one; `which` has their indexes."""
    return _with_names(text, old, lambda index: new if index in which else old)


def unseen(text: str, name: str, seen: Callable[[str], str]) -> tuple[int, ...]:
    """Return the indexes of those places of a name that belong to links, unseen by a reader.

    `seen` returns what a reader sees of a text. It is called with another name at each place: one
    that can be read then, as in a block of code, is no address. So links of all forms are found
    without reading Markdown here.
    """
    found = len(places(text, name))
    if not found:
        return ()
    kind = name.partition(":")[0]
    shown = seen(_with_names(text, name, lambda index: f"{kind}:zzq{index}qzz"))  # in no text
    read = set(map(int, re.findall(rf"{re.escape(kind)}:zzq([0-9]+)qzz", shown)))
    return tuple(index for index in range(found) if index not in read)


def _with_names(text: str, old: str, name_at: Callable[[int], str]) -> str:
    """Return a text with the name for each index at that place of the old one."""
    indexes = count()
    return _whole(old).sub(lambda _: name_at(next(indexes)), text)


def _whole(name: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
