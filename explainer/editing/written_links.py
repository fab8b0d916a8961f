"""The addresses of files in Markdown texts: which of them lead where, and the text with others in their place."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from explainer.editing.written_names import places, renamed, unseen
from explainer.files import composed
from explainer.text.fragment import parse

Render = Callable[[str], str]  # from Markdown to HTML
_ADDRESSES = ("href", "src", "poster")  # attributes that hold one


class Readdressing(NamedTuple):
    """A path as a text writes it, the path to write instead, and at which of its places in the text, from 0."""

    old: str
    new: str
    which: tuple[int, ...]


def readdressings(text: str, render: Render, seen: Render, anew: Callable[[str], str]) -> tuple[Readdressing, ...]:
    """Find the paths in a text's links and pictures that are to be other ones.

    `seen` gives what a reader sees of such a text; `anew` gives the path to write for one, the same where it stays.
    """
    found = []
    for path in dict.fromkeys(_paths(render(text))):
        new = anew(path)
        if new != path:
            which = _alone(text, path, unseen(text, path, seen))
            found += [Readdressing(path, new, which)] if which else []
    return tuple(found)


def readdressed(text: str, changes: tuple[Readdressing, ...], above: Callable[[str], int] = lambda _: 0) -> str:
    """Give the text with the new paths; `above` tells how many places of a path come before what was looked at."""
    for old, new, which in changes:
        text = renamed(text, old, new, [above(old) + number for number in which])
    return text


def line_of(text: str, change: Readdressing) -> int:
    """Give how many lines stand above the first path that is changed."""
    return text.count("\n", 0, places(text, change.old)[change.which[0]])


def after_move(path: str, folder: str, new_folder: str, moved: tuple[str, str]) -> str:
    """Give the path to write in a text that goes from one folder to another, where the file `moved` goes, too.

    All are relative to docs/; a path that is not, such as one of another site, stays.
    """
    if path.startswith("/") or not path:
        return path
    target = composed(posixpath.normpath(posixpath.join(folder, unquote(path))))
    now = moved[1] if target == moved[0] else target
    if now == target and folder == new_folder:
        return path
    ending = "/" * path.endswith("/")
    return quote(posixpath.relpath(now, new_folder or "."), safe="/~!$&'*+,;=:@") + ending


def _paths(html: str) -> Iterator[str]:
    for element in parse(html).iter():
        for name in _ADDRESSES:
            try:
                parts = urlsplit((element.get(name) or "").strip())
            except ValueError:
                continue
            if parts.path and not parts.scheme and not parts.netloc:
                yield parts.path


def _alone(text: str, path: str, which: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the places at which the path is not the end or the beginning of a longer one."""
    starts = places(text, path)

    def is_whole(start: int) -> bool:
        return not re.search(r"[./]$", text[:start][-1:]) and not re.match(r"[/.]\w", text[start + len(path) :])

    return tuple(number for number in which if is_whole(starts[number]))
