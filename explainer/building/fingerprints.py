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

# Of a file, size, times of change in nanoseconds (the second cannot be set), inode, and digest of
# the bytes; of a folder, nothing
Fingerprint = list[int | str]
Fingerprints = Mapping[str, Fingerprint]
_PACKAGE = Path(__file__).parents[1]
_CACHE = "__pycache__"
_STAMP = 4  # the length of what is known of a file without reading it


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

    A file with another name, a hard link, has the same stamp but for the second time. Raises
    OSError.
    """
    made = {}
    for path, status in found.items():
        made[path] = _fingerprint(path, status, (known or {}).get(path)) if status else []
    return made


def _fingerprint(path: str, status: os.stat_result, known: Fingerprint | None) -> Fingerprint:
    stamp = _stamp(status)
    if known and [*known[:2], known[3]] == [*stamp[:2], stamp[3]]:
        return [*stamp, known[-1]]
    return [*stamp, file_digest(Path(path))]


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
    stamp = _stamp(status)
    if by_stamp and known[:_STAMP] == stamp:
        return True
    return known[0] == stamp[0] and known[-1] == file_digest(Path(path))


def _stamp(status: os.stat_result) -> Fingerprint:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
