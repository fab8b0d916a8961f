"""Builds in processes of their own, in which nothing is kept from an earlier build."""

import json
import multiprocessing
import os
import signal
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from explainer.building.outcomes import Keeping
from explainer.building.unchanged import Command, last_outcome
from explainer.model import Problem
from explainer.pipeline import build_site
from tests.reliability.stops import kill_at

# Starts with what is imported here, and forks from there
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


class Built(NamedTuple):
    """The problems of a build, and whether nothing had changed since the last one."""

    problems: list[str]
    is_same: bool


def built_afresh(root: Path, kill_before: int | None = None) -> list[str] | None:
    """Build a site into its folder site/; return the problems, or None if the build was killed.

    It is killed before its change to the disk of that number, if it makes so many.
    """
    built = built_or_same(root, kill_before)
    return built.problems if built else None


def built_or_same(
    root: Path, kill_before: int | None = None, offline: bool = False
) -> Built | None:
    """Do the same, and return whether nothing had changed."""
    here, there = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(root, kill_before, offline, there))
    process.start()
    there.close()
    try:
        built: Built | None = here.recv()
    except EOFError:
        built = None
    process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the build ended with {process.exitcode}")
    return built


def _build(root: Path, kill_before: int | None, offline: bool, there: Connection) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if kill_before is not None:
        kill_at(root, kill_before)
    command = Command(root, offline=offline)
    last = last_outcome(command)
    if last:
        there.send(Built(json.loads(last.said), True))
        return
    folder = root / "site"
    keeping = Keeping(command, str(folder), lambda problems: json.dumps(_lines(problems)))
    problems = build_site(root, folder, lambda _message: None, offline, keeping)
    there.send(Built(_lines(problems), False))


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]
