"""Where a text holds the name of an entry, such as `actor:lund`, and which of these places lead a link to it."""

import re
from collections.abc import Callable, Collection


def places(text: str, name: str) -> tuple[int, ...]:
    """Where a name, or an id, stands in a text as a whole: offsets in code points, in order."""
    return tuple(
        match.start() for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    )


def renamed(text: str, old: str, new: str, which: Collection[int]) -> str:
    """The text with another name at some of the places of the old one, which are numbered from 0."""
    for number, start in reversed(list(enumerate(places(text, old)))):
        if number in which:
            text = text[:start] + new + text[start + len(old) :]
    return text


def unseen(text: str, name: str, seen: Callable[[str], str]) -> tuple[int, ...]:
    """Which places of a name, numbered from 0, belong to links: those that a reader does not see as words.

    `seen` gives what a reader sees of such a text. It is asked with another name at each place: what can be read then,
    as in a block of code, is no address. So a link of any form is known, and nothing has to read Markdown itself.
    """
    count = len(places(text, name))
    if not count:
        return ()
    other = text
    for number in reversed(range(count)):
        other = renamed(other, name, _sign(name, number), (number,))
    shown = seen(other)
    return tuple(number for number in range(count) if _sign(name, number) not in shown)


def _sign(name: str, number: int) -> str:
    """A name of the same kind that no text holds."""
    return f"{name.partition(':')[0]}:zzq{number}qzz"
