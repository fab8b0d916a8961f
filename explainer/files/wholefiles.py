"""Files appear and change as a whole: whenever the program ends, none is left half-written.

What is new is written beside the file, under a name that nobody else has, and takes its place by one rename.
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
_LONG_AGO = 60  # seconds; to write one file takes far less
_LEFTOVER = re.compile(rf"\.[0-9a-f]{{16}}{re.escape(_ENDING)}")


def replace_file(file: Path, data: bytes) -> None:
    """Replace the content of a file; its owner and permissions stay. Raises OSError; then nothing has changed.

    A read-only file is not replaced either. Other names of it (hard links) keep the old bytes.
    """
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    with _beside(file) as new:
        _write(new, data)
        if file.is_file():
            _make_alike(file, new)
        new.replace(file)


def create_file(file: Path, data: bytes) -> None:
    """Make a file that must not exist yet. Raises OSError: FileExistsError if anything has its name."""
    with _beside(file) as new:
        _write(new, data)
        try:
            os.link(new, file)  # unlike a rename, it replaces nothing
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            if os.path.lexists(file):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
            new.replace(file)


def create_files(texts: Mapping[Path, bytes]) -> None:
    """Make files that must not exist yet, all of them or none. Raises OSError.

    One that holds just what it should, as a killed run may have left it, is no obstacle.
    """
    made = list[Path]()
    try:
        for file, data in texts.items():
            if file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data:
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
    """Replace a file, or whatever has its name, by what `fill` makes at the path that it is given. Raises OSError.

    For files that can be made again: unlike with `replace_file`, they may be lost if the machine stops.
    """
    with _beside(file) as new:
        fill(new)
        new.replace(file)


def remove_leftovers(root: Path) -> None:
    """Remove what killed programs left beside the files of a site; what cannot be removed stays.

    So does what is new: a program that adds an entry takes no turn, and may be about to rename it.
    """
    bounds = Bounds(root)
    listings = [
        listing(root / name, bounds, _may_lead_to_leftovers) for name in ("docs", "annotations")
    ]
    inside = (file for listed in listings for file in listed.files)
    for file in (*inside, *root.glob(f".*{_ENDING}")):
        with suppress(OSError):
            if is_leftover(file) and time.time() - file.stat().st_mtime > _LONG_AGO:
                file.unlink()


def is_leftover(file: Path) -> bool:
    """Return whether a file is a new one on its way, or what a killed program left of it."""
    return bool(_LEFTOVER.fullmatch(file.name)) and file.is_file() and not file.is_symlink()


def _may_lead_to_leftovers(name: str) -> bool:
    return is_not_hidden(name) or bool(_LEFTOVER.fullmatch(name))


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a path in the same folder, hidden and short; what is still there afterwards is removed."""
    new = file.with_name(f".{secrets.token_hex(8)}{_ENDING}")
    try:
        yield new
    finally:
        with suppress(OSError):
            new.unlink()


def named_file(file: Path) -> Path:
    """Return the folder of a file that stands beside another while that is written, and any other path itself."""
    return file.parent if file.name.endswith(_ENDING) else file


def _write(new: Path, data: bytes) -> None:
    with new.open("xb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _make_alike(file: Path, new: Path) -> None:
    """Give the new file the owner, group and permissions of the old one, as far as the system lets us."""
    status = file.stat()
    if hasattr(os, "chown"):
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with suppress(OSError):
                os.chown(new, owner, group)
    shutil.copystat(file, new)
    os.utime(new)
