"""Who made a folder: this program replaces and removes only folders with its mark.

The mark is a small file in the site. Its name begins with a dot, so MkDocs neither makes nor removes it, it survives
when `mkdocs build` empties the folder, and GitHub Pages does not upload it; on other hosts it is one more small file.
"""

import errno
import os
import shutil
import stat
from pathlib import Path

from explainer.config.settings import STYLESHEET
from explainer.files.textfiles import is_taken

MARK = ".explainer-site"
_SAYS = "Made by Explainer, which replaces this folder at each build. Keep files of your own elsewhere.\n"
# Another program may put its site in place meanwhile, by two renames, which can spoil two looks.
_LOOKS = 3
# Sites that were made before there was a mark: no other program's style sheet has this variable.
_VARIABLE = b"--ex-paper:"


def is_own(folder: Path) -> bool:
    """Tell whether a folder may be replaced: it does not exist, is empty, has the mark, or is a site from before it.

    The name of the mark is enough, since a full disk may leave the file
    empty. Raises OSError where the folder cannot be read.
    """
    return any(_looks_own(folder) for _ in range(_LOOKS))


def _looks_own(folder: Path) -> bool:
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return False
        return _is_marked_or_free(folder)
    except (FileNotFoundError, NotADirectoryError):
        return not os.path.lexists(folder)


def _is_marked_or_free(folder: Path) -> bool:
    return (folder / MARK).is_file() or not any(folder.iterdir()) or _is_unmarked_site(folder)


def put_mark(folder: Path) -> None:
    """Put the mark into a folder, which is made if it is missing. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_taken(folder / MARK) and not (folder / MARK).is_file():
        (
            folder / MARK
        ).unlink()  # a pipe, or a link that leads nowhere; of a folder, the system refuses it
    if not (folder / MARK).is_file():
        with (folder / MARK).open("x", encoding="utf-8", newline="\n") as mark:
            mark.write(_SAYS)


def must_be_writable(folder: Path) -> None:
    """Raise PermissionError for a folder, or one below it that is not hidden, in which nothing can be changed."""
    for parent, below, _ in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        for each in (Path(parent), *(Path(parent, name) for name in below)):
            if not os.access(each, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(each))


def remove(folder: Path) -> None:
    """Remove a folder of ours, the mark last, so that what a killed run leaves is still ours. Raises OSError."""
    folder.chmod(folder.stat().st_mode | 0o700)
    (folder / MARK).touch()  # which takes no room on a full disk
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()
    (folder / MARK).unlink()
    folder.rmdir()


def _is_unmarked_site(folder: Path) -> bool:
    home, styles = folder / "index.html", folder / STYLESHEET
    if not (home.is_file() and styles.is_file()):
        return False
    return STYLESHEET.encode() in home.read_bytes() and _VARIABLE in styles.read_bytes()
