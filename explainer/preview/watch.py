"""Notices changed files by looking at them again and again.

Saving by renaming, a folder that goes away and comes back, a network drive are all the same to that, and a look at a
few thousand files costs milliseconds.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

# Times of change, size and number of each file. A program can set the first time, as `cp -p` does, but not the
# second; the number differs where another file took its place.
Snapshot = Mapping[Path, tuple[int, int, int, int]]

LOOK_SECONDS = 0.05
LEAST_REST = (
    20  # between two looks, as a multiple of what a look takes: a twentieth of one core at most
)
SETTLED_SECONDS = 0.03  # no change for so long: an editor has written the whole file
LONGEST_STORM_SECONDS = 0.5
# Written by the program itself at each build; watching it would build twice.
_OWN_FILES = ("anchors.lock.json",)


def snapshot(watched: Iterable[Path]) -> Snapshot:
    """Look at files and at all below folders; hidden ones and backups are left out, what is not there is no fault."""
    return {Path(path): _state(status) for start in watched for path, status in _files(str(start))}


def differing(one: Snapshot, other: Snapshot) -> set[Path]:
    """Give the files that are not the same in two looks."""
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def follow(
    watched: Callable[[], Iterable[Path]],
    seen: Snapshot,
    stop: threading.Event,
    changed: Callable[[], None],
) -> None:
    """Call `changed` after each change, once for many at once, until `stop` is set. `seen` is the last look."""
    rest = LOOK_SECONDS
    while not stop.wait(rest):
        begun = time.thread_time()  # what others do meanwhile does not count
        now = snapshot(watched())
        rest = max(LOOK_SECONDS, LEAST_REST * (time.thread_time() - begun))
        if now != seen:
            seen = _settled(watched, now, stop)
            changed()


def _settled(
    watched: Callable[[], Iterable[Path]], now: Snapshot, stop: threading.Event
) -> Snapshot:
    deadline = time.monotonic() + LONGEST_STORM_SECONDS
    while not stop.wait(SETTLED_SECONDS) and time.monotonic() < deadline:
        before, now = now, snapshot(watched())
        if before == now:
            break
    return now


def _files(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(path) as entries:
            found = sorted(
                (entry for entry in entries if not _is_passing(entry.name)),
                key=lambda entry: entry.name,
            )
    except NotADirectoryError:
        yield from _file(path)
        return
    except OSError:
        return  # it went away between two looks, or was never there
    for entry in found:
        yield from _files(entry.path) if entry.is_dir(follow_symlinks=False) else _file(entry.path)


def _file(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        yield path, os.stat(path)  # noqa: PTH116 - a Path for each look at each file takes longer than the look
    except OSError:
        return


def _is_passing(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name in _OWN_FILES


def _state(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
