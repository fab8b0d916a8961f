"""The working folder of the process, where relative paths of extensions and plug-ins begin."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class _WorkingFolder:
    """The working folder; a process has only one, so threads that need others have to wait."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.folder: Path | None = None  # where threads work now
        self.before: Path | None = None  # where the process was started
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
    """Resolve relative paths from this folder within the context, wherever the program was started.

    `folder` is absolute, and so is every path that the program itself uses inside; None changes
    nothing. Threads in the same folder run at once and wait for those in another one, so code
    inside must not ask for another folder.
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
    """Return the working folder, or None if it has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _go_to(folder: Path | None) -> None:
    """Change the working folder; if it is missing, whoever reads from it will report that."""
    with suppress(OSError):
        if folder is not None:
            os.chdir(folder)
