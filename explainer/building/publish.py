"""Replace the old site with the new one once that is complete.

The new site is built beside the old one, on the same file system, so that two renames put it in
place. Whichever step is interrupted, `recover` finds either the old or the new site complete. Only
folders that carry this program's mark are replaced or removed; anything else that has one of their
names is left alone and reported.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from explainer.building.locks import hold_lock
from explainer.building.sitemark import MARK, is_own, must_be_writable, put_mark, remove
from explainer.building.stage import STAGED
from explainer.files.folders import real_path, way_to_read
from explainer.files.textfiles import is_folder, way_to_write
from explainer.model import Place, Problem

_CHOOSE = "choose another folder with --site-dir"
_FOREIGN = f"this folder contains files that Explainer did not make; empty it, or {_CHOOSE}"
_MOUNT_ERRORS = (errno.EBUSY, errno.EXDEV)  # of renaming a mount point, or to another disk


class _Folders(NamedTuple):
    """The site's folder, with links resolved, and those beside it for the old and the new site."""

    site: Path
    old: Path
    new: Path


def new_dir(site_dir: Path) -> Path:
    """Return the folder beside `site_dir` in which the next site is to be built."""
    return _folders(site_dir).new


def leftovers(site_dir: Path) -> tuple[Path, ...]:
    """Return the folders beside a site that are there only during a run, or after a killed one."""
    return _folders(site_dir)[1:]


def refuse(site_dir: Path, root: Path, build_dir: Path, *others: Path) -> tuple[Problem, ...]:
    """Return why a site must not be put into `site_dir`: it may hold the editor's own files.

    `others` are more files and folders of the editor's own. Call this before all else here: in a
    folder that is refused, nothing may be read or written.
    """
    if is_folder(build_dir) and not os.access(build_dir, os.R_OK | os.X_OK):
        message = "this folder cannot be read (Permission denied); check its permissions"
        return (Problem(Place(build_dir.name), "error", message, "publish"),)
    try:
        site = real_path(site_dir)
        message = _refusal(site, root, build_dir, others)
    except (OSError, ValueError) as error:  # links in a circle; a zero byte in the name
        way = way_to_read(getattr(error, "errno", None))
        message = f"this folder cannot be used ({_why(error)}); {way}, or {_CHOOSE}"
    return (_problem(site_dir, message),) if message else ()


def stands_in(path: Path, folder: Path) -> bool:
    """Return whether a path is, or would be if it existed, in a folder or that folder itself.

    Folders are compared by device and number, so DOCS is docs on a disk that ignores case. Raises
    OSError.
    """
    real, real_folder = real_path(path), real_path(folder)
    if real.is_relative_to(real_folder):
        return True
    return any(_is_same(above, real_folder) for above in (real, *real.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (FileNotFoundError, NotADirectoryError):
        return False  # one is missing, perhaps for a moment: a site is being put in place


def _refusal(site: Path, root: Path, build_dir: Path, others: tuple[Path, ...]) -> str:
    sources = (root / "docs", root / "annotations")
    staged = [build_dir / name for name in (*STAGED, "preview")]
    if any(stands_in(path, site) for path in (root, build_dir, *sources, *staged, *others)):
        return f"the site would replace your own files; {_CHOOSE}"
    if any(stands_in(site, path) for path in (*sources, *staged)):
        return f"the site would stand among the files that it is made of; {_CHOOSE}"
    if _is_no_folder(site):
        return f"this is a file; remove it, or {_CHOOSE}"
    if os.path.ismount(site):  # that of pathlib fails on Windows before Python 3.12
        return (
            "this is a mount point, which cannot be replaced; "
            "choose a folder inside it with --site-dir"
        )
    return "" if is_own(site) else _FOREIGN


def _is_no_folder(path: Path) -> bool:
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False  # it is missing, perhaps for a moment: a site is being put in place


@contextmanager
def hold_site_dir(site_dir: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other programs, even those that work on other roots, from putting a site into a folder.

    The lock is on the parent folder. If that cannot be created, there is no lock, and `begin`
    reports why. `on_wait` is that of `hold_lock`.
    """
    above = real_path(site_dir).parent
    with suppress(OSError):
        above.mkdir(parents=True, exist_ok=True)
    with hold_lock(above, on_wait):
        yield


def begin(site_dir: Path) -> tuple[Problem, ...]:
    """Create the folder in which the next site is to be built, with the mark."""
    new = new_dir(site_dir)
    try:
        put_mark(new)
    except OSError as error:
        message = f"the site cannot be built in {new} ({_why(error)})"
        return (_problem(site_dir, f"{message}; {_advice(error)}, or {_CHOOSE}"),)
    return ()


def mark_for_mkdocs(site_dir: Path) -> tuple[Problem, ...]:
    """Mark a folder that was not refused, before MkDocs itself empties it and builds there."""
    try:
        site = real_path(site_dir)
        put_mark(site)
        must_be_writable(site)
    except OSError as error:
        message = f"the site cannot be built here ({_why(error)}); {_advice(error)}, or {_CHOOSE}"
        return (_problem(site_dir, message),)
    return ()


def recover(site_dir: Path) -> tuple[Problem, ...]:
    """Repair what an interrupted run left: put the old site back, and remove half-built folders."""
    return _recovered(site_dir, _folders(site_dir))


def _recovered(site_dir: Path, folders: _Folders) -> tuple[Problem, ...]:
    problems = _put_back(site_dir, folders)
    if problems:
        return problems
    for folder in (folders.new, folders.old):
        problems += _removed(site_dir, folders, folder, "the leftovers of an interrupted run")
    return problems


def publish(new: Path, site_dir: Path) -> tuple[Problem, ...]:
    """Replace the old site with the complete site `new`, which was made in `new_dir(site_dir)`.

    Files of the old site whose names begin with a dot (`.nojekyll`, `.git`) are kept, as MkDocs
    keeps them. After an error, the old site is still in its place, or the error says where it is.
    """
    # Resolve once: after the current folder has moved, a relative path leads elsewhere
    folders = _folders(site_dir)
    try:
        if folders.site.exists() and not is_own(folders.site):
            return (_problem(site_dir, _FOREIGN), *_recovered(site_dir, folders))
        _make_ready(new, folders.site)
        if folders.site.exists():
            folders.site.replace(folders.old)
        new.replace(folders.site)
    except OSError as error:
        message = f"the new site could not be put in place ({_why(error)}); {_advice(error)}"
        return (_problem(site_dir, message), *_recovered(site_dir, folders))
    left = _removed(site_dir, folders, folders.old, "the new site is in place, but the old one")
    return tuple(problem._replace(level="warning") for problem in left)


def _make_ready(new: Path, site: Path) -> None:
    """Put the mark and what is kept of the old site into the new one."""
    put_mark(new)
    if site.exists():
        _keep_hidden(site, new)
        shutil.copymode(site, new)


def _keep_hidden(site: Path, new: Path) -> None:
    """Put the hidden files of a site into another, too; keep both, since the run may be killed."""
    for path, target in _missing_hidden(site, new):
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target, symlinks=True, copy_function=link_or_copy)
        else:
            link_or_copy(path, target)


def _missing_hidden(site: Path, other: Path) -> list[tuple[Path, Path]]:
    """Return the hidden files and folders that another site lacks, each with its place there."""
    missing = []
    for path in sorted(site.glob(".*")):
        target = other / path.name
        if path.name != MARK and not os.path.lexists(target):
            missing.append((path, target))
    return missing


def link_or_copy(file: str | Path, target: str | Path) -> None:
    """Give a file a second name, or copy it where that fails: `.git` may be large."""
    try:
        os.link(file, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(file, target, follow_symlinks=False)


def _put_back(site_dir: Path, folders: _Folders) -> tuple[Problem, ...]:
    """Put the old site back where the run stopped before the new one took its place."""
    site, old, _ = folders
    if not os.path.lexists(old) or os.path.lexists(site):
        return ()
    try:
        if not is_own(old):
            return (_in_the_way(site_dir, old),)
        old.replace(site)
    except OSError as error:
        message = f"the old site could not be put back ({_why(error)}); it is complete, in {old}"
        advice = f"rename that folder to {site.name}, or run the same command again"
        return (_problem(site_dir, f"{message}: {advice}"),)
    return ()


def _removed(site_dir: Path, folders: _Folders, folder: Path, subject: str) -> tuple[Problem, ...]:
    """Remove a folder beside the site; if that fails, return a problem that begins with `subject`.

    Rename the old site before deleting it, so that a folder named `…-old` is never half-deleted.
    """
    if not os.path.lexists(folder):
        return ()
    try:
        if not is_own(folder):
            return (_in_the_way(site_dir, folder),)
        if folder == folders.old:
            folder = _retired(folders)
        remove(folder)
    except OSError as error:
        message = f"{subject} cannot be removed ({_why(error)}): {folder}; remove it yourself"
        return (_problem(site_dir, message),)
    return ()


def _retired(folders: _Folders) -> Path:
    """Move the hidden files that the site lacks into it, then rename the old site to `…-new`.

    Nobody could make those files again.
    """
    site, old, new = folders
    for path, target in _missing_hidden(old, site):
        path.replace(target)
    put_mark(old)
    old.replace(new)
    return new


def _folders(site_dir: Path) -> _Folders:
    site = real_path(site_dir)
    name = f".{site.name}.explainer"
    return _Folders(site, old=site.with_name(f"{name}-old"), new=site.with_name(f"{name}-new"))


def _in_the_way(site_dir: Path, folder: Path) -> Problem:
    message = (
        f"{folder} has the name of a folder that Explainer makes, but contains other files; "
        "rename or remove it"
    )
    return _problem(site_dir, message)


def _why(error: Exception) -> str:
    """Return the system's message without the path; if several copies failed, that of the first."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return str(getattr(error, "strerror", None) or error)


def _advice(error: OSError) -> str:
    if error.errno in _MOUNT_ERRORS:
        return "a mount point cannot be replaced: choose a folder inside it"
    return way_to_write(error)


def _problem(site_dir: Path, message: str) -> Problem:
    return Problem(Place(str(site_dir)), "error", message, "publish")
