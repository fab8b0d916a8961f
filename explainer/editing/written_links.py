"""The addresses of files in Markdown texts: where they lead, and how to replace them."""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from explainer.editing.link_places import addressed
from explainer.files.textfiles import Unchanged, composed
from explainer.text.fragment import parse
from explainer.yamlfiles.refusal import not_plain
from explainer.yamlfiles.written_names import places

Render = Callable[[str], str]  # from Markdown to HTML
_ADDRESSES = ("href", "src", "poster")  # attributes whose value is an address


class Readdressing(NamedTuple):
    """The replacement of a path in a text."""

    old: str  # as written
    new: str
    which: tuple[int, ...]  # of its places, from 0; () if that cannot be told


def readdressings(
    text: str,
    render: Render,
    new_path: Callable[[str], str],
) -> tuple[Readdressing, ...]:
    """Return the replacements of the paths in a text's links and pictures, the shortest first.

    `new_path` returns the path to write instead of another, or the same if it stays.
    """

    @lru_cache(2)  # for the text itself, which is asked for again with each path
    def paths(text: str) -> list[str]:
        return list(_paths(render(text)))

    found: list[Readdressing] = []
    for path in sorted(set(paths(text)), key=lambda path: (len(path), path)):
        new = new_path(path)
        which = None if new == path else addressed(text, path, paths, "{}.md")
        if which is not None:
            found.append(Readdressing(path, new, which))
    return tuple(found)


def readdressed(text: str, changes: Sequence[Readdressing]) -> str | Unchanged:
    """Return the text with the new paths, or why it cannot be changed."""
    edits: list[tuple[int, str, str]] = []
    for old, new, which in changes:
        if not which:
            return Unchanged(not_plain(old))
        starts = places(text, old)
        edits += [(starts[index], old, new) for index in which if index < len(starts)]
    made, end = "", 0
    for start, old, new in sorted(edits):
        made += text[end:start] + new
        end = start + len(old)
    return made + text[end:]


def lines_above(text: str, changes: Sequence[Readdressing]) -> int:
    """Return the number of lines above the first path that is changed, or cannot be."""
    return text.count("\n", 0, max(0, min(text.find(each.old) for each in changes)))


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
