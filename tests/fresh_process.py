"""Builds in processes of their own, in which nothing is kept from an earlier build."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from explainer.pipeline import build_site
from tests.reliability.stops import kill_at

# Starts with what is imported here, and forks from there
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


def built_afresh(root: Path, kill_before: int | None = None) -> list[str] | None:
    """Build a site into its folder site/; return the problems, or None if the build was killed.

    It is killed before its change to the disk of that number, if it makes so many.
    """
    here, there = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(root, kill_before, there))
    process.start()
    there.close()
    try:
        problems: list[str] | None = here.recv()
    except EOFError:
        problems = None
    process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the build ended with {process.exitcode}")
    return problems


def _build(root: Path, kill_before: int | None, there: Connection) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if kill_before is not None:
        kill_at(root, kill_before)
    problems = build_site(root, root / "site", lambda _message: None)
    there.send([str(problem) for problem in problems])
