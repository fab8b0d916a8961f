"""The addresses of files in Markdown texts: where they lead, and how to replace them."""

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from explainer.files.textfiles import composed
from explainer.text.fragment import parse
from explainer.yamlfiles.written_names import places, renamed

Render = Callable[[str], str]  # from Markdown to HTML
_ADDRESSES = ("href", "src", "poster")  # attributes whose value is an address


class Readdressing(NamedTuple):
    """The replacement of a path in a text."""

    old: str  # as written
    new: str
    which: tuple[int, ...]  # of its occurrences, from 0


def readdressings(
    text: str,
    render: Render,
    new_path: Callable[[str], str],
) -> tuple[Readdressing, ...]:
    """Return the replacements of the paths in a text's links and pictures.

    `new_path` returns the path to write instead of another, or the same if it stays.
    """
    found: list[Readdressing] = []
    paths = dict.fromkeys(_paths(render(text)))
    for path in sorted(paths, key=len, reverse=True):  # one may contain another
        new = new_path(path)
        if new == path:
            continue
        which = _in_addresses(text, path, render)
        if which:
            text = renamed(text, path, _mark(len(found)), which)
            found.append(Readdressing(path, new, which))
    return tuple(found)


def readdressed(text: str, changes: tuple[Readdressing, ...]) -> str:
    """Return the text with the new paths, replaced one after the other as they were found."""
    for index, (old, _, which) in enumerate(changes):
        text = renamed(text, old, _mark(index), which)
    for index, (_, new, _) in enumerate(changes):
        text = text.replace(_mark(index), new)
    return text


def lines_above(text: str, changes: tuple[Readdressing, ...]) -> int:
    """Return the number of lines above the first path that is changed."""
    return text.count("\n", 0, min(text.find(each.old) for each in changes))


def after_move(path: str, folder: str, new_folder: str, moved: tuple[str, str]) -> str:
    """Return the path to write in a text that moves from one folder to another.

    `moved` is the old and the new path of the file that moves. Folders and files are paths from
    docs/. An absolute or empty path stays as it is.
    """
    if path.startswith("/") or not path:
        return path
    target = composed(posixpath.normpath(posixpath.join(folder, unquote(path))))
    new_target = moved[1] if target == moved[0] else target
    if new_target == target and folder == new_folder:
        return path
    ending = "/" * path.endswith("/")
    return quote(posixpath.relpath(new_target, new_folder or "."), safe="/~!$&'*+,;=:@") + ending


def _paths(html: str) -> Iterator[str]:
    for element in parse(html).iter():
        for name in _ADDRESSES:
            try:
                parts = urlsplit((element.get(name) or "").strip())
            except ValueError:
                continue
            if parts.path and not parts.scheme and not parts.netloc:
                yield parts.path


def _in_addresses(text: str, path: str, render: Render) -> tuple[int, ...]:
    """Return which occurrences of a path in a text, numbered from 0, are an address as a whole.

    The text is rendered with another path at each of them, so Markdown need not be parsed here.
    """
    count = len(places(text, path))
    for number in range(count):
        text = renamed(text, path, _sign(number), (0,))
    shown = set(_paths(render(text)))
    return tuple(number for number in range(count) if _sign(number) in shown)


def _sign(number: int) -> str:
    """Return a path that is in no text, for an occurrence of a path."""
    return f"zzq{number}qzz.md"


def _mark(index: int) -> str:
    """Return a path that is in no text, for the new path of a change."""
    return f"zzr{index}rzz.md"
