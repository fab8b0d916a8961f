"""The working folder of the process, where relative paths of extensions and plug-ins begin."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class _WorkingFolder:
    """There is one in a process: threads that need different ones have to wait for each other."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.folder: Path | None = None  # in which threads work now
        self.before: Path | None = None  # where the process stood
        self.workers = 0

    def enter(self, folder: Path) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.folder in (None, folder))
            self.workers += 1
            if self.folder is None:
                self.folder, self.before = folder, _current()
                _go_to(folder)

    def leave(self) -> None:
        with self.changed:
            self.workers -= 1
            if not self.workers:
                _go_to(self.before)
                self.folder = None
                self.changed.notify_all()


_ONE = _WorkingFolder()


@contextmanager
def working_in(folder: Path | None) -> Iterator[None]:
    """Let relative paths begin in a folder meanwhile, wherever the program was started.

    `folder` is absolute, and so is every path that the program itself uses inside; None changes
    nothing. Threads work in one folder at once, and wait for those in another: who is in one must
    not ask for another.
    """
    if folder is None:
        yield
        return
    _ONE.enter(folder)
    try:
        yield
    finally:
        _ONE.leave()


def _current() -> Path | None:
    """Return the working folder, or None where somebody has removed it."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _go_to(folder: Path | None) -> None:
    """Change the working folder; what is not there is left to those who read from it."""
    with suppress(OSError):
        if folder is not None:
            os.chdir(folder)
