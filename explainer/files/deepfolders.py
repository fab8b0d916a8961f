"""Walk and remove folders of any depth; the functions of Python 3.11 recurse, and fail below 1,000.

An editor's folders have a limit (`folders.py`), but anything can be in those that we write.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def walk(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the same as `os.walk`: each folder, its folders, which may be left out, its files."""
    pending = [str(top)]
    while pending:
        parent = pending.pop()
        folders, files = list[str](), list[str]()
        try:
            with os.scandir(parent) as entries:
                for entry in entries:
                    (folders if entry.is_dir() else files).append(entry.name)
        except OSError:
            continue
        yield parent, folders, files
        paths = [os.path.join(parent, name) for name in folders]  # noqa: PTH118
        pending += [path for path in reversed(paths) if not os.path.islink(path)]  # noqa: PTH114


def remove_tree(top: Path) -> None:
    """Remove a folder with all that is in it. Raises OSError."""
    try:
        shutil.rmtree(top)
    except RecursionError:
        for parent, _, _ in reversed([*walk(top)]):
            shutil.rmtree(parent)
