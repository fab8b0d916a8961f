"""Notice changed files by polling.

Unlike notifications, polling needs no special care for programs that save by renaming, for folders
that go away and come back, or for network drives. To look at a few thousand files takes
milliseconds.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from explainer.files.folders import is_not_hidden

# The times of change, size and inode number of each file. A program can set the first time, as
# `cp -p` does, but not the second; the number differs where another file took its place.
Snapshot = Mapping[Path, tuple[int, int, int, int]]

LOOK_SECONDS = 0.05
# The pause between two looks, in times of a look: this takes a twentieth of one core at most
LEAST_REST = 20
SETTLED_SECONDS = 0.03  # without a change, after which an editor has written the whole file
LONGEST_STORM_SECONDS = 0.5
# What went away between two looks, or never existed; a name that no file can have
_UNSEEN = (OSError, ValueError)


def snapshot(watched: Iterable[Path], unwatched: Collection[Path] = ()) -> Snapshot:
    """Return the states of files, and of all files below folders.

    Left out are the files `unwatched`, paths that are missing, and hidden files, as in `listing`.
    """
    states = {}
    for start in watched:
        for path, status in _files(str(start)):
            states[Path(path)] = _state(status)
    for each in unwatched:
        states.pop(each, None)
    return states


def differing(one: Snapshot, other: Snapshot) -> set[Path]:
    """Return the files that are not the same in two snapshots."""
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def follow(
    look: Callable[[], Snapshot],
    seen: Snapshot,
    stop: threading.Event,
    changed: Callable[[], None],
) -> None:
    """Call `changed` after each change, or burst of changes, since `seen`, until `stop` is set."""
    rest = LOOK_SECONDS
    while not stop.wait(rest):
        begun = time.thread_time()  # without what other threads do meanwhile
        now = look()
        rest = max(LOOK_SECONDS, LEAST_REST * (time.thread_time() - begun))
        if now != seen:
            seen = _settled(look, now, stop)
            changed()


def _settled(look: Callable[[], Snapshot], now: Snapshot, stop: threading.Event) -> Snapshot:
    """Return the snapshot after which no more changes come, or the last one within the limit."""
    deadline = time.monotonic() + LONGEST_STORM_SECONDS
    while not stop.wait(SETTLED_SECONDS) and time.monotonic() < deadline:
        before, now = now, look()
        if before == now:
            break
    return now


def _files(start: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield a file, or all files below a folder, without recursion: it may be of any depth."""
    pending = [start]
    while pending:
        path = pending.pop()
        try:
            with os.scandir(path) as entries:
                watched = [entry for entry in entries if is_not_hidden(entry.name)]
        except NotADirectoryError:
            yield from _file(path)
            continue
        except _UNSEEN:
            continue
        for entry in watched:
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                yield from _file(entry.path)


def _file(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        yield path, os.stat(path)  # noqa: PTH116 - to make a Path would take longer than the look
    except _UNSEEN:
        return


def _state(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
