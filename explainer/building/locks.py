"""Programs that use one folder take turns: `serve` and `build`, or two of either, on one root.

The operating system holds the locks, so that a program that was killed leaves none behind.
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
    """Hold the lock that a file or folder stands for, once no other program or thread holds it.

    The file is made if it is missing, the folder must be there. `on_wait` is called again and again
    until then, and may give up by raising. Where there can be no lock, as on a disk that cannot be
    written, there is none: what is to be written will tell.
    """
    held = _lock(file)
    while held is None:
        on_wait()
        time.sleep(_PAUSE_SECONDS)
        held = _lock(file)
    with held:
        yield


@contextmanager
def claim_folder(folder: Path) -> Iterator[Path]:
    """Give a folder that no other program has while this one does: the folder, or one named like it with a number."""
    for number in count(1):
        name = folder.name if number == 1 else f"{folder.name}-{number}"
        held = _lock(folder.with_name(f"{name}.lock"))
        if held is not None:
            with held:
                yield folder.with_name(name)
            return


def _lock(file: Path) -> AbstractContextManager[object] | None:
    """The lock, held until it is closed; None where another has it."""
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
    """Return a descriptor of what stands for a lock. Raises OSError, also for folders on Windows."""
    if is_folder(path):
        return os.open(path, os.O_RDONLY)
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_taken(path) and not is_file(path):
        path.unlink()  # a pipe would keep this waiting for a reader
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)


def _lock_opened(opened: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
