"""Files created and replaced as a whole: whenever the program ends, none is left half-written.

The new content is written beside the file, under a random name, and takes its place by one rename.
"""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from explainer.files.folders import Bounds, is_not_hidden, listing

_ENDING = ".explainer-new"
_LONG_AGO = 60  # seconds; writing one file takes far less
_LEFTOVER = re.compile(rf"\.[0-9a-f]{{16}}{re.escape(_ENDING)}")


class FileChangedError(Exception):
    """The file to replace no longer holds what was read from it."""


def replace_file(file: Path, data: bytes, over: bytes | None = None) -> None:
    """Replace the content of a file, with `over` only that content; its owner and permissions stay.

    Raise OSError if that fails, also for a read-only file, and FileChangedError if it holds other
    content than `over`; nothing has changed then. Other names of the file (hard links) keep the old
    bytes.
    """
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    with _beside(file) as new:
        _write(new, data)
        if file.is_file():
            _make_alike(file, new)
        if over is not None and not _holds(file, over):  # as late as can be
            raise FileChangedError
        new.replace(file)


def create_file(file: Path, data: bytes) -> None:
    """Create a file. Raise OSError if that fails: FileExistsError if anything has its name."""
    with _beside(file) as new:
        _write(new, data)
        try:
            os.link(new, file)  # unlike a rename, this replaces nothing
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            if os.path.lexists(file):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
            new.replace(file)


def create_files(texts: Mapping[Path, bytes]) -> None:
    """Create all of these files or none. Raise OSError if that fails, or one has other content.

    A file that already holds its content, as a killed run may have left it, is kept.
    """
    made = list[Path]()
    try:
        for file, data in texts.items():
            if _holds(file, data):
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            create_file(file, data)
            made.append(file)
    except BaseException:  # a full disk, or Ctrl-C
        for file in made:
            with suppress(OSError):
                file.unlink()
        raise


def fill_file(file: Path, fill: Callable[[Path], object]) -> None:
    """Replace a file, or whatever has its name, by what `fill` writes to the path it is given.

    Raise OSError if that fails. For files that can be made again: unlike with `replace_file`, the
    content may be lost if the machine stops.
    """
    with _beside(file) as new:
        fill(new)
        new.replace(file)


def remove_leftovers(root: Path) -> None:
    """Remove the files that killed programs left in a site, as far as they can be removed.

    Recent ones stay: the annotate dialog does not hold the lock of builds, and may be about to
    rename one.
    """
    files = [*root.glob(f".*{_ENDING}")]
    for name in ("docs", "annotations"):
        files += listing(root / name, Bounds(root), _may_lead_to_leftovers).files
    for file in files:
        with suppress(OSError):
            if is_leftover(file) and time.time() - file.stat().st_mtime > _LONG_AGO:
                file.unlink()


def is_leftover(file: Path) -> bool:
    """Return whether a file is new content that has not taken its place, or never will."""
    return bool(_LEFTOVER.fullmatch(file.name)) and file.is_file() and not file.is_symlink()


def _may_lead_to_leftovers(name: str) -> bool:
    return is_not_hidden(name) or bool(_LEFTOVER.fullmatch(name))


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Yield an unused path in the same folder, hidden and short; remove what is left there."""
    new = file.with_name(f".{secrets.token_hex(8)}{_ENDING}")
    try:
        yield new
    finally:
        with suppress(OSError):
            new.unlink()


def named_file(file: Path) -> Path:
    """Return the folder of a file with new content (`is_leftover`); any other path as it is."""
    return file.parent if file.name.endswith(_ENDING) else file


def _write(new: Path, data: bytes) -> None:
    with new.open("xb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _holds(file: Path, data: bytes) -> bool:
    """Return whether a file has just this content."""
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _make_alike(file: Path, new: Path) -> None:
    """Give the new file the owner, group and permissions of the old one, as far as allowed."""
    status = file.stat()
    if hasattr(os, "chown"):
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with suppress(OSError):
                os.chown(new, owner, group)
    shutil.copystat(file, new)
    os.utime(new)
