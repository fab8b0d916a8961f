"""Sites whose folders are broken, and what the program says of them: run by an ordinary user,
in a process of its own.

For root every file is readable, so a test that runs as root gives its privileges up first.
"""

import codecs
import os
import signal
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from click.testing import CliRunner

from explainer.building.publish import mark_for_mkdocs
from explainer.commands import main
from explainer.model import Problem
from explainer.pipeline import analyse_to_publish, build_site, has_errors
from explainer.preview.workbench import Workbench
from tests.conftest import silent
from tests.site_files import BASE, write_site

NOBODY = 65534
MOST_SECONDS = 60  # of one case, on a machine that does other things: more is a hang


class HangError(BaseException):
    """Something waits; no error that a program may expect."""


def become_ordinary() -> None:
    """Load all that is needed, while it can be read for certain, and give up the rights of root."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(Path(folder) / "root", BASE)
        assert not has_errors(build_site(root, root / "site", silent))
        with Workbench(root, root / "site") as bench:
            bench.update()
    codecs.lookup("unicode-escape")  # with which Jinja reads templates
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def hang(_signal: int, _frame: FrameType | None) -> None:
        raise HangError

    signal.signal(signal.SIGALRM, hang)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def broken_site(case: dict[str, Any], top: Path) -> Path:
    """Make the site of a case in the folder root/, with out/ beside it."""
    root, out = top / "root", top / "out"
    files = {**BASE, "annotations/a.yml": "", **case.get("files", {})}
    gone = case.get("without", "")
    kept = {
        path: text
        for path, text in files.items()
        if path in case.get("files", {}) or not _is_below(path, gone)
    }
    write_site(root, kept)
    write_site(out, case.get("outside", {}))
    for path, to in case.get("links", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(to.replace("OUT", str(out)))
    for path in case.get("pipes", ()):
        os.mkfifo(root / path)
    for path in case.get("sockets", ()):
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(root / path))
    for path, mode in case.get("modes", {}).items():
        (root / path).chmod(mode)
    return root


def _is_below(path: str, folder: str) -> bool:
    return bool(folder) and f"{path}/".startswith(f"{folder}/")


def said_of(case: dict[str, Any], top: str) -> tuple[list[str], list[str]]:
    """Return all that `check` says of the site of a case, and the paths of its pages.

    Where the case names another `by`, what that says: `build`, `serve`, or the hook
    before MkDocs writes the site.
    """
    root = broken_site(case, Path(top))
    pages: list[str] = []
    try:
        with at_most(MOST_SECONDS):
            if "by" in case:
                problems = _BY[case["by"]](root)
            else:
                analysed, _, problems = analyse_to_publish(root, silent)
                pages = [page.path for page in analysed.site.loaded.pages] if analysed else []
    finally:
        allow_all(root)
    named = (str(problem).replace(f"{top}/out", "OUT") for problem in sorted(problems))
    return [line.replace(f"{top}/root", "ROOT") for line in named], pages


def _served(root: Path) -> tuple[Problem, ...]:
    with Workbench(root, root / "site") as bench:
        bench.update()
        return bench.problems


for verb in main.commands.values():
    verb.load()  # now: the user for whom the cases are run may not be able to read the package

_BY = {
    "build": lambda root: build_site(root, root / "site", silent),
    "serve": _served,
    "hook": lambda root: mark_for_mkdocs(root / "site"),
}


def ended(case: dict[str, Any], top: str, arguments: list[str]) -> tuple[int, str]:
    """Return the exit status of a command on the site of a case, and the error that
    it did not expect, or "".
    """
    root = broken_site(case, Path(top))
    try:
        with at_most(MOST_SECONDS):
            result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    finally:
        allow_all(root)
    is_expected = result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, "" if is_expected else repr(result.exception)


def allow_all(folder: Path) -> None:
    """Give back the permissions, so that the folders can be removed."""
    with suppress(OSError):
        folder.chmod(0o700)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            allow_all(path)
        elif stat.S_ISREG(path.lstat().st_mode):
            path.chmod(0o600)


if sys.platform == "win32":  # which has neither pipes nor these permissions
    raise ImportError("only for systems with the files of POSIX")
