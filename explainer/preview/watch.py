"""Notice changed files by polling.

Unlike notifications, polling needs no special care for programs that save by renaming, for folders
that go away and come back, or for network drives. To look at a few thousand files takes
milliseconds.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

# The times of change, size and inode number of each file. A program can set the first time, as
# `cp -p` does, but not the second; the number differs where another file took its place.
Snapshot = Mapping[Path, tuple[int, int, int, int]]

LOOK_SECONDS = 0.05
# The pause between two looks, in times of a look: this takes a twentieth of one core at most
LEAST_REST = 20
SETTLED_SECONDS = 0.03  # without a change, after which an editor has written the whole file
LONGEST_STORM_SECONDS = 0.5
# Written by the program itself at each build; watching it would build twice.
_OWN_FILES = ("anchors.lock.json",)


def snapshot(watched: Iterable[Path]) -> Snapshot:
    """Return the states of files, and of all files below folders.

    Hidden files, backups and missing paths are left out.
    """
    states = {}
    for start in watched:
        for path, status in _files(str(start)):
            states[Path(path)] = _state(status)
    return states


def differing(one: Snapshot, other: Snapshot) -> set[Path]:
    """Return the files that are not the same in two snapshots."""
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def follow(
    watched: Callable[[], Iterable[Path]],
    seen: Snapshot,
    stop: threading.Event,
    changed: Callable[[], None],
) -> None:
    """Call `changed` after each change, or burst of changes, since `seen`, until `stop` is set."""
    rest = LOOK_SECONDS
    while not stop.wait(rest):
        begun = time.thread_time()  # without what other threads do meanwhile
        now = snapshot(watched())
        rest = max(LOOK_SECONDS, LEAST_REST * (time.thread_time() - begun))
        if now != seen:
            seen = _settled(watched, now, stop)
            changed()


def _settled(
    watched: Callable[[], Iterable[Path]], now: Snapshot, stop: threading.Event
) -> Snapshot:
    """Return the snapshot after which no more changes come, or the last one within the limit."""
    deadline = time.monotonic() + LONGEST_STORM_SECONDS
    while not stop.wait(SETTLED_SECONDS) and time.monotonic() < deadline:
        before, now = now, snapshot(watched())
        if before == now:
            break
    return now


def _files(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(path) as entries:
            watched = [entry for entry in entries if not _is_ignored(entry.name)]
    except NotADirectoryError:
        yield from _file(path)
        return
    except OSError:
        return  # it went away between two looks, or never existed
    for entry in sorted(watched, key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            yield from _file(entry.path)


def _file(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        yield path, os.stat(path)  # noqa: PTH116 - to make a Path would take longer than the look
    except OSError:
        return


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name in _OWN_FILES


def _state(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
