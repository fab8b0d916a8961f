"""The mark of the folders that this program made; it replaces and removes no others.

The mark is a small file in the site. Since its name begins with a dot, `mkdocs build` leaves it
when it empties the folder, and it is not uploaded to GitHub Pages; on other hosts it does no harm.
"""

import errno
import os
import stat
from pathlib import Path

from explainer.config.settings import STYLESHEET
from explainer.files.deepfolders import remove_tree, walk
from explainer.files.textfiles import is_taken

MARK = ".explainer-site"
_TEXT = (
    "Made by Explainer, which replaces this folder at each build. "
    "Keep files of your own elsewhere.\n"
)
# Another program may put its site in place meanwhile, by two renames, which can spoil two looks.
_LOOKS = 3
# A site from before there was a mark is known by this variable, which no other style sheet has.
_VARIABLE = b"--ex-paper:"


def is_own(folder: Path) -> bool:
    """Return whether a folder may be replaced.

    It may if it does not exist, is empty, has the mark, or is a site from before there was a mark.
    The content of the mark does not count: a full disk may leave the file empty. Raises OSError if
    the folder cannot be read.
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
    mark = folder / MARK
    if mark.is_file():
        return
    if is_taken(mark):  # by a pipe, or a link that leads nowhere
        mark.unlink()  # which fails for a folder
    with mark.open("x", encoding="utf-8", newline="\n") as file:
        file.write(_TEXT)


def must_be_writable(folder: Path) -> None:
    """Raise PermissionError if a folder, or one below it that is not hidden, cannot be changed."""
    for parent, below, _ in walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in ("", *below):
            each = Path(parent, name)
            if not os.access(each, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(each))


def remove(folder: Path) -> None:
    """Remove a marked folder, its mark last, in case the run is killed. Raises OSError."""
    folder.chmod(folder.stat().st_mode | 0o700)
    (folder / MARK).touch()  # which takes no room on a full disk
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            remove_tree(path)
        elif path.name != MARK:
            path.unlink()
    (folder / MARK).unlink()
    folder.rmdir()


def _is_unmarked_site(folder: Path) -> bool:
    home, styles = folder / "index.html", folder / STYLESHEET
    if not (home.is_file() and styles.is_file()):
        return False
    return STYLESHEET.encode() in home.read_bytes() and _VARIABLE in styles.read_bytes()
