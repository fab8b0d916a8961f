"""Stop a program at one of its changes to the disk.

As a program, it runs a command of Explainer and kills it:
`python -m tests.reliability.stops FOLDER NUMBER check --root FOLDER`.

Python tells its audit hooks of each change before it is made. Hooks stay as long as the process,
so this is for processes of their own.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RENAME = "os.rename"
_CHANGES = {
    RENAME,
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def on_change(folder: Path, call: Callable[[str, str], None]) -> None:
    """Call a function before each change below a folder, with what is to happen
    and the path; it may raise.

    Paths that are relative to an open folder count as below, as those are by
    which a tree is removed.
    """
    beginning = os.fspath(folder.resolve())

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            is_change = isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        else:
            is_change = event in _CHANGES
        if not is_change or isinstance(arguments[0], int):
            return
        path = os.fsdecode(arguments[0])
        if path.startswith(beginning) or not path.startswith(os.sep):
            call(event, path)

    sys.addaudithook(hook)


def kill_at(folder: Path, number: int) -> None:
    """Kill this process before its change of that number, counted from 0, below the folder."""
    left = iter(range(number))

    def call(_event: str, _path: str) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    on_change(folder, call)


if __name__ == "__main__":
    from explainer.commands import main

    main.commands[sys.argv[3]].load()  # what is imported changes files, too
    kill_at(Path(sys.argv[1]), int(sys.argv[2]))
    main(sys.argv[3:])
