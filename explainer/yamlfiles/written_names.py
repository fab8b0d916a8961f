"""The names of entries in a text, such as `actor:lund`, and which are addresses of links."""

import re
from collections.abc import Callable, Collection


def places(text: str, name: str) -> tuple[int, ...]:
    """Return the offsets, in code points, at which a name or id stands as a whole, in order."""
    whole_name = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return tuple(match.start() for match in whole_name.finditer(text))


def renamed(text: str, old: str, new: str, which: Collection[int]) -> str:
    """Return a text with another name at some places of the old one; `which` has their indexes."""
    for index, start in reversed(list(enumerate(places(text, old)))):
        if index in which:
            text = text[:start] + new + text[start + len(old) :]
    return text


def unseen(text: str, name: str, seen: Callable[[str], str]) -> tuple[int, ...]:
    """Return the indexes of those places of a name that belong to links, unseen by a reader.

    `seen` returns what a reader sees of a text. It is called with another name at each place: one
    that can be read then, as in a block of code, is no address. So links of all forms are found
    without reading Markdown here.
    """
    starts, stand_in = places(text, name), f"{name.partition(':')[0]}:zzq{{}}qzz"  # in no text
    if not starts:
        return ()
    parts, done = list[str](), 0
    for index, start in enumerate(starts):
        parts += [text[done:start], stand_in.format(index)]
        done = start + len(name)
    shown = seen("".join(parts) + text[done:])
    numbers = re.findall(re.escape(stand_in).replace(r"\{\}", "([0-9]+)"), shown)
    read = set(map(int, numbers))
    return tuple(index for index in range(len(starts)) if index not in read)
