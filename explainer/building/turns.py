"""Programs that use one folder take turns: `serve` and `build`, or two of either, on one root.

The operating system holds the locks, so that a program that was killed leaves none behind.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from pathlib import Path
from typing import IO

from explainer.files import is_file, is_taken

_PAUSE_SECONDS = 0.1


@contextmanager
def turn(file: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock that a file stands for, once no other program or thread holds it.

    `waiting` is called again and again until then, and may give up by raising. Where there can be no lock, as on a disk
    that cannot be written, there is none: what is to be written will tell.
    """
    held = _lock(file)
    while held is None:
        waiting()
        time.sleep(_PAUSE_SECONDS)
        held = _lock(file)
    with held:
        yield


@contextmanager
def own_folder(folder: Path) -> Iterator[Path]:
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
        file.parent.mkdir(parents=True, exist_ok=True)
        if is_taken(file) and not is_file(file):
            file.unlink()  # a pipe would keep this waiting for a reader
        opened = file.open("ab")
    except OSError:
        return nullcontext()
    try:
        _hold(opened)
    except (BlockingIOError, PermissionError):
        opened.close()
        return None
    except OSError:  # a file system without locks
        pass
    return opened


def _hold(opened: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
