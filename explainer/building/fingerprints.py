"""By what files, and the code that makes a site of them, are recognised.

This imports nothing but the standard library, for commands that should start at once.
"""

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

# Of a file, its stamp, the time of its change that cannot be set, and digest of the bytes; of a
# folder, nothing
Fingerprint = list[int | str]
Fingerprints = Mapping[str, Fingerprint]
_PACKAGE = Path(__file__).parents[1]
_CACHE = "__pycache__"
_STAMP = 3  # the length of a stamp


class IrregularError(OSError):
    """A path leads to something that is neither a file nor a folder, such as a link or a pipe."""


@cache
def code_versions() -> tuple[str, ...]:
    """Return what tells the code that makes pages: ours by its bytes, the rest by versions."""
    digest = blake2b(digest_size=16)
    for file in sorted(_PACKAGE.rglob("*")):
        if _CACHE not in file.parts and file.is_file():
            digest.update(str(file.relative_to(_PACKAGE)).encode() + file.read_bytes())
    packages = set[str]()
    for folder in sys.path:
        packages |= {path.name for path in Path(folder).glob("*.dist-info")}
    return (digest.hexdigest(), sys.version, *sorted(packages))


def file_digest(file: Path) -> str:
    """Return a digest of the bytes of a file. Raises OSError."""
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()


def stamp(status: os.stat_result) -> Fingerprint:
    """Return by what a file is recognised without reading it, under another name, too.

    They are its size, the time of its last change in nanoseconds, and its inode.
    """
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def files_in(starts: Iterable[str]) -> dict[str, os.stat_result | None]:
    """Return the status of each file at or below some paths, and None for each folder.

    What does not exist is left out. Raises IrregularError, and OSError where a folder cannot be
    read.
    """
    found: dict[str, os.stat_result | None] = {}
    waiting = [path for path in starts if os.path.lexists(path)]
    while waiting:
        path = waiting.pop()
        status = os.lstat(path)
        if stat.S_ISDIR(status.st_mode):
            found[path] = None
            waiting += [f"{path}/{name}" for name in os.listdir(path)]  # noqa: PTH208
        elif stat.S_ISREG(status.st_mode):
            found[path] = status
        else:
            raise IrregularError(path)
    return found


def fingerprints(
    found: Mapping[str, os.stat_result | None], known: Fingerprints | None = None
) -> Fingerprints:
    """Return the fingerprints of files; only those are read that are not `known` by their stamps.

    Raises OSError.
    """
    made = {}
    for path, status in found.items():
        made[path] = _fingerprint(path, status, (known or {}).get(path)) if status else []
    return made


def _fingerprint(path: str, status: os.stat_result, known: Fingerprint | None) -> Fingerprint:
    is_known = known and known[:_STAMP] == stamp(status)
    digest = known[-1] if known and is_known else file_digest(Path(path))
    return [*stamp(status), status.st_ctime_ns, digest]


def are_same(
    found: Mapping[str, os.stat_result | None], known: Fingerprints, by_stamp: bool
) -> bool:
    """Return whether files and folders are those that are known.

    Where the stamp is not the same, or not to be trusted, the bytes must be. Raises OSError.
    """
    if found.keys() != known.keys():
        return False
    return all(_is_same(path, status, known[path], by_stamp) for path, status in found.items())


def _is_same(path: str, status: os.stat_result | None, known: Fingerprint, by_stamp: bool) -> bool:
    if status is None or not known:
        return status is None and not known
    if by_stamp and known[:-1] == [*stamp(status), status.st_ctime_ns]:
        return True
    return known[0] == status.st_size and known[-1] == file_digest(Path(path))
