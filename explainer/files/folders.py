"""List an editor's folder: the files that may be read, and a problem for each that may not.

All listing of a site's files is done here. Nothing is opened: a named pipe would keep the program
waiting. Symbolic links are followed within the site's folder, and everywhere with `follow_links`.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from explainer.model import Level, Place, Problem
from explainer.text.controls import TURNING, visible

FOLLOW_LINKS = "follow_links"  # the option under `extra: explainer:` of mkdocs.yml
# With more files and folders than this behind links, the links are taken to multiply each other.
MOST_LINKED = 20_000
# Python's own functions that walk or make folders, and MkDocs's, fail below several hundred.
DEEPEST = 100
_INSTEAD = (
    f"replace it with a copy, or set `{FOLLOW_LINKS}: true` under `extra: explainer:` in mkdocs.yml"
)
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# The line and column at the start of a message; a file name that holds them could pass for one
_LIKE_A_PROBLEM = re.compile(r":\d+:\d+: ")
# Surrogates, by which Python replaces bytes that are not UTF-8:
# https://peps.python.org/pep-0383/
_NOT_UTF_8 = re.compile(r"[\ud800-\udfff]")


class Bounds(NamedTuple):
    """Where the files of a site may come from."""

    root: Path  # of the site; problems name paths relative to it
    follow_links: bool = False
    made: tuple[Path, ...] = ()  # folders that this program writes; they are never read
    also: tuple[Path, ...] = ()  # folders outside the root that mkdocs.yml names


class Listing(NamedTuple):
    """All in and below a folder: files to read and folders, both sorted; problems for the rest."""

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Fault(NamedTuple):
    message: str
    rule: str
    level: Level = "error"


class _Visit(NamedTuple):
    """A folder to list, its real path, and the real paths of the folders whose links led here."""

    path: str
    real: str
    trail: tuple[str, ...] = ()
    depth: int = 0  # below the folder that is listed with all below it


def is_not_hidden(name: str) -> bool:
    """Return whether a name does not begin with a dot; MkDocs leaves hidden files out, too."""
    return not name.startswith(".")


def listing(
    folder: Path, bounds: Bounds, is_wanted: Callable[[str], bool] = is_not_hidden
) -> Listing:
    """List a folder and all below it, without looking at names that are not wanted."""
    found = list(_found(folder, bounds, is_wanted))
    problems = tuple(each for each in found if isinstance(each, Problem))
    folders = sorted(Path(each.path) for each in found if isinstance(each, _Visit))
    files = sorted(each for each in found if isinstance(each, Path))
    return Listing(tuple(files), tuple(folders), problems)


def linked_folders(folder: Path, bounds: Bounds) -> tuple[Path, ...]:
    """Return the symbolic links to folders below a folder that are followed."""
    return tuple(each for each in listing(folder, bounds).folders if each.is_symlink())


def path_problem(file: Path, bounds: Bounds) -> Problem | None:
    """Return a problem if an existing file or folder must not be read, else None."""
    fault = _fault(str(file), bounds)
    return _problem(str(file), bounds, fault) if fault else None


def real_path(path: Path) -> Path:
    """Return a path with its symbolic links resolved, as far as they lead anywhere.

    Unlike `Path.resolve`, this raises nothing for links in a circle, in any version of Python.
    """
    return Path(os.path.realpath(path))


def is_hidden(path: str) -> bool:
    """Return whether a part of a relative path begins with a dot: the file itself or a folder."""
    return any(part.startswith(".") and part not in (".", "..") for part in Path(path).parts)


def is_within(path: str, folders: Iterable[str]) -> bool:
    """Return whether a path is one of these files and folders, or below one; all use slashes."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def special_kind(mode: int) -> str:
    """Return what has this `st_mode`, such as "a named pipe"; "" for a file or folder."""
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            return kind
    return ""


def _found(
    start: Path, bounds: Bounds, is_wanted: Callable[[str], bool]
) -> Iterator[Path | _Visit | Problem]:
    fault = _fault(str(start), bounds)
    if fault:
        yield _problem(str(start), bounds, fault)
        return
    pending = [_Visit(str(start), os.path.realpath(start))]
    linked = 0
    while pending:
        visit = pending.pop()
        for each in _entries(visit, bounds, is_wanted):
            linked += bool(visit.trail)
            if linked > MOST_LINKED:
                yield _problem(visit.path, bounds, _too_many())
                return
            if isinstance(each, _Visit):
                pending.append(each)
            yield each


def _entries(
    visit: _Visit, bounds: Bounds, is_wanted: Callable[[str], bool]
) -> Iterator[Path | _Visit | Problem]:
    """Yield the files and folders in a folder, by name, and a problem for each that is left out."""
    try:
        with os.scandir(visit.path) as entries:
            wanted = [entry for entry in entries if is_wanted(entry.name)]
    except OSError as error:
        yield _problem(visit.path, bounds, _unreadable("folder", error.errno))
        return
    for entry in sorted(wanted, key=lambda entry: entry.name):
        found = _entry(entry, visit, bounds)
        yield _problem(entry.path, bounds, found) if isinstance(found, _Fault) else found


def _entry(entry: os.DirEntry[str], visit: _Visit, bounds: Bounds) -> Path | _Visit | _Fault:
    """Return a file, a folder to list, or why an entry must not be read."""
    fault = _name_fault(entry.name) or _fault(entry.path, bounds, entry)
    if fault:
        return fault
    if not _is_folder_or_file(entry.path, entry)[0]:
        return Path(entry.path)
    below = _visit_below(entry, visit)
    return _endless(below) or _too_deep(below) or below


def _visit_below(entry: os.DirEntry[str], visit: _Visit) -> _Visit:
    real, trail = os.path.join(visit.real, entry.name), visit.trail  # noqa: PTH118
    if entry.is_symlink():
        real, trail = os.path.realpath(entry.path), (*visit.trail, visit.real)
    return _Visit(entry.path, real, trail, visit.depth + 1)


def _too_deep(visit: _Visit) -> _Fault | None:
    if visit.depth <= DEEPEST:
        return None
    return _Fault(
        f"this folder is nested more than {DEEPEST} deep, so it is not read; move it further up",
        "unreadable",
    )


def _endless(visit: _Visit) -> _Fault | None:
    """Return what is wrong with a link that leads back to a folder on the way to it, else None."""
    if not any(_is_below(passed, visit.real) for passed in visit.trail):
        return None
    return _Fault(
        "this symbolic link leads back to a folder that contains it; remove it", "unreadable"
    )


def _fault(path: str, bounds: Bounds, entry: os.DirEntry[str] | None = None) -> _Fault | None:
    """Return why a path must not be read, or None; `entry` is its entry in the folder, if known."""
    if entry is None or entry.is_symlink():  # without an entry, a folder above may be a link
        fault = _link_fault(path, bounds)
        if fault:
            return fault
    is_folder, is_file = _is_folder_or_file(path, entry)
    if is_folder and not os.access(path, os.R_OK | os.X_OK):
        return _refused("folder", path)
    if is_file and not os.access(path, os.R_OK):
        return _refused("file", path)
    return None if is_folder or is_file else _special_fault(path)


def _is_folder_or_file(path: str, entry: os.DirEntry[str] | None) -> tuple[bool, bool]:
    """Return whether a path is a folder, and whether it is a file."""
    if entry and not entry.is_symlink():
        return entry.is_dir(), entry.is_file()
    return os.path.isdir(path), os.path.isfile(path)  # noqa: PTH112, PTH113 - pathlib's may raise


def _special_fault(path: str) -> _Fault:
    try:
        kind = special_kind(os.stat(path).st_mode)  # noqa: PTH116 - as for all paths here
    except OSError as error:
        return _unreadable("file", error.errno)
    return _Fault(
        f"this is {kind or 'a special file'}, not a file, so it is not read; move it elsewhere",
        "unreadable",
    )


def _link_fault(path: str, bounds: Bounds) -> _Fault | None:
    """Return why a path must not be followed to where it leads, or None."""
    real = os.path.realpath(path)
    if os.path.islink(path) and _leads_nowhere(path):  # noqa: PTH114
        return _Fault(
            "this symbolic link leads nowhere; correct or remove it", "unread-file", "warning"
        )
    made = next((each for each in bounds.made if _is_below(real, os.path.realpath(each))), None)
    if made and not _is_below(_absolute(path), _absolute(made)):
        return _Fault(
            f"this symbolic link leads into {made.name}/, which this program writes; remove it",
            "outside-link",
        )
    return None if bounds.follow_links else _fault_outside(path, real, bounds)


def _fault_outside(path: str, real: str, bounds: Bounds) -> _Fault | None:
    holders = [folder for folder in _allowed_folders(bounds) if _is_below(real, folder)]
    if not holders:
        where = f"out of the site's folder, to {visible(real)}"
        return _Fault(
            f"this symbolic link leads {where}, so it is not followed; {_INSTEAD}", "outside-link"
        )
    within = os.path.relpath(real, max(holders, key=len))
    if is_hidden(within) and not is_hidden(os.path.relpath(path, bounds.root)):
        where = f"to a hidden file or folder, {visible(within)}"
        return _Fault(
            f"this symbolic link leads {where}, so it is not followed; {_INSTEAD}", "outside-link"
        )
    return None


def _allowed_folders(bounds: Bounds) -> list[str]:
    """Return the real paths of the folders that links may lead into."""
    root = _absolute(bounds.root)
    elsewhere = [folder for folder in bounds.also if not _is_below(_absolute(folder), root)]
    return [os.path.realpath(folder) for folder in (bounds.root, *elsewhere)]


def _absolute(path: str | Path) -> str:
    """Return a path as an absolute one, with its symbolic links as they are."""
    return os.path.abspath(path)  # noqa: PTH100


def _leads_nowhere(path: str) -> bool:
    try:
        os.stat(path)  # noqa: PTH116
    except OSError as error:
        return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
    return False


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _name_fault(name: str) -> _Fault | None:
    if _NOT_UTF_8.search(name):
        return _Fault(
            "this name is not UTF-8, so it cannot be part of an address; rename it", "file-name"
        )
    unturned = TURNING.sub("", name)  # the rule `direction-controls` reports these
    if visible(unturned) != unturned:
        return _Fault("this name contains an invisible character; rename it", "file-name")
    if _LIKE_A_PROBLEM.search(name):
        return _Fault("this name reads like a message of this program; rename it", "file-name")
    return None


def _too_many() -> _Fault:
    return _Fault(
        f"symbolic links to folders lead to more than {MOST_LINKED:,} files here; "
        "remove some of these links",
        "unreadable",
    )


def way_to_read(number: int | None) -> str:
    """Return what to do if something that was found cannot be read; `number` is its `errno`."""
    if number == errno.ENOENT:
        return "it was removed or renamed just now, so run the same command again"
    if number == errno.ELOOP:
        return "correct or remove the symbolic link"
    return "check its permissions"


def _unreadable(kind: str, number: int | None) -> _Fault:
    """Return the fault of a "file" or "folder" that cannot be read; `number` is its `errno`."""
    reason = os.strerror(number or errno.EIO)
    return _Fault(f"this {kind} cannot be read ({reason}); {way_to_read(number)}", "unreadable")


def _refused(kind: str, path: str) -> _Fault:
    """Return the fault of a "file" or "folder" that may not be read, or is no longer there."""
    return _unreadable(kind, errno.EACCES if os.path.lexists(path) else errno.ENOENT)


def _problem(path: str, bounds: Bounds, fault: _Fault) -> Problem:
    root = str(bounds.root)
    if _is_below(path, root):
        path = os.path.relpath(path, root)
    shown = _LIKE_A_PROBLEM.sub(lambda like: like[0].replace(":", r"\x3a"), visible(path))
    return Problem(Place(shown), fault.level, fault.message, fault.rule)
