"""Locks by which programs that use one folder take turns: `serve` and `build`, or two of either.

`hold_lock` waits without limit: a program that gave up would leave its work undone, and the
operating system releases a lock as soon as its holder ends, even if that is killed. The package
filelock does not fit: it cannot lock a folder, and where it cannot create a file, as on a disk that
cannot be written, it waits forever instead of going on without a lock.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from itertools import count
from pathlib import Path

from explainer.files.textfiles import is_file, is_folder, is_taken

_PAUSE_SECONDS = 0.1


@contextmanager
def hold_lock(file: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock on a file or folder; wait until no other program or thread holds it.

    A missing file is created; a folder must exist. While waiting, `on_wait` is called every tenth
    of a second, and may raise to give up. Where no lock is possible, as on a disk that cannot be
    written, hold none: whatever is written next will report the reason.
    """
    held = _lock(file)
    while held is None:
        on_wait()
        time.sleep(_PAUSE_SECONDS)
        held = _lock(file)
    with held:
        yield


@contextmanager
def reserve_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder for this program alone: the given one, or if taken, its name with a number."""
    for number in count(1):
        name = folder.name if number == 1 else f"{folder.name}-{number}"
        held = _lock(folder.with_name(f"{name}.lock"))
        if held is not None:
            with held:
                yield folder.with_name(name)
            return


def _lock(file: Path) -> AbstractContextManager[object] | None:
    """Return the lock on a file, held until it is closed; None if another program has it."""
    try:
        opened = _opened(file)
    except OSError:
        return nullcontext()
    held = ExitStack()
    held.callback(os.close, opened)
    try:
        _lock_opened(opened)
    except (BlockingIOError, PermissionError):
        held.close()
        return None
    except OSError:  # a file system without locks
        pass
    return held


def _opened(path: Path) -> int:
    """Return a descriptor of a file or folder. Raises OSError, also for folders on Windows."""
    if is_folder(path):
        return os.open(path, os.O_RDONLY)
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_taken(path) and not is_file(path):
        path.unlink()  # opening a pipe would wait for a reader
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)


def _lock_opened(opened: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
