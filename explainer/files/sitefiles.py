"""The files of a site by their paths, read and written only where `listing` would follow them.

Links are looked at each time, since the files may have changed after the site was loaded.
"""

import posixpath
from collections.abc import Callable
from pathlib import Path

from explainer.files.folders import Bounds, path_problem, real_path
from explainer.files.textfiles import (
    Unchanged,
    changed_meanwhile,
    is_taken,
    on_disk,
    read_text,
    read_text_bytes,
    unwritable,
    write_text,
)
from explainer.files.wholefiles import create_files
from explainer.model import Place, Problem

_ATTEMPTS = 3  # to change a file that somebody else keeps changing


def file_at(bounds: Bounds, path: str) -> tuple[Path, tuple[Problem, ...]]:
    """Return the file at a path in NFC, and a problem if it must be neither read nor written.

    If there is no such file, this is about the folder in which it would be.
    """
    file = on_disk(bounds.root, path)
    existing = next((each for each in (file, *file.parents) if is_taken(each)), file)
    problem = path_problem(existing, bounds)
    return file, (problem._replace(level="error"),) if problem else ()


def read_file(bounds: Bounds, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file as `read_text` does."""
    file, problems = file_at(bounds, path)
    return (None, problems) if problems else read_text(file, path)


def write_file(
    bounds: Bounds, path: str, text: str, over: bytes | None = None
) -> tuple[Problem, ...]:
    """Replace the text of a file, with `over` only that content; a link to it stays."""
    file, problems = file_at(bounds, path)
    return problems or write_text(real_path(file), path, text, over)


def replace_at(
    bounds: Bounds, path: str, text: str, over: bytes | None = None
) -> tuple[Problem, ...]:
    """Replace whatever has a path by a file, with `over` only that content.

    Only the folder must be one that may be read.
    """
    _, problems = file_at(bounds, posixpath.dirname(path))
    return problems or write_text(bounds.root / path, path, text, over)


def write_new_file(bounds: Bounds, path: str, text: str) -> tuple[Problem, ...]:
    """Create a file as a whole; report it if anything has its name by now."""
    file, problems = file_at(bounds, path)
    if problems:
        return problems
    try:
        create_files({file: text.encode()})
    except OSError as error:
        return (unwritable(path, error),)
    return ()


def move_file(bounds: Bounds, old: str, new: str) -> tuple[Problem, ...]:
    """Give a file another path, which no other file has."""
    file, problems = file_at(bounds, old)
    _, more = file_at(bounds, posixpath.dirname(new))
    if problems or more:
        return (*problems, *more)
    target = bounds.root / new
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)
    except OSError as error:
        message = f"this file cannot be moved to {new} ({error.strerror}); check its permissions"
        return (Problem(Place(old), "error", message, "unreadable"),)
    return ()


def change_file(
    bounds: Bounds, place: Place, change: Callable[[str], str | Unchanged]
) -> tuple[Problem, ...]:
    """Change the text of a file; its byte order mark and line ends stay.

    `place` is that of the value to change. If `change` returns Unchanged, the file is left alone
    and a problem is returned. If somebody saves the file meanwhile, the change is made again, in
    what they saved; after a few such attempts, it is left alone, too.
    """
    for _ in range(_ATTEMPTS):
        texts, problems = changed_text(bounds, place, change)
        if texts is None:
            return problems
        mark, old, new = texts
        if old == new:
            break
        problems = write_file(bounds, place.path, mark + new, over=(mark + old).encode())
        if changed_meanwhile(place.path) not in problems:
            break
    return problems


def changed_text(
    bounds: Bounds, place: Place, change: Callable[[str], str | Unchanged]
) -> tuple[tuple[str, str, str] | None, tuple[Problem, ...]]:
    """Return the byte order mark of a file (or ""), its text, and its text after a change.

    Nothing is written. Where the text cannot be read or changed, return None and a problem.
    """
    file, problems = file_at(bounds, place.path)
    if problems:
        return None, problems
    data, problems = read_text_bytes(file, place.path)
    if data is None:
        return None, problems
    mark, raw = _mark_and_text(data)
    new = change(raw)
    if isinstance(new, Unchanged):
        return None, (not_changed(place, new),)
    return (mark, raw, new), ()


def not_changed(place: Place, unchanged: Unchanged) -> Problem:
    """Return the problem that a value at a place was not changed, at its obstacle if known."""
    at = Place(place.path, unchanged.line, unchanged.column) if unchanged.line else place
    return Problem(at, "error", unchanged.why, "not-changed")


def _mark_and_text(data: bytes) -> tuple[str, str]:
    text = data.decode()
    if text.startswith("\ufeff"):
        return "\ufeff", text[1:]
    return "", text
