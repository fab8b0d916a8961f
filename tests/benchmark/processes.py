"""What a program costs, with all processes that it starts."""

import gc
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from explainer.commands import GARBAGE_THRESHOLDS

PROJECT = Path(__file__).parents[2]
# As on an editor's machine: images for containers tell Python not to keep compiled modules
_NOT_SET = "PYTHONDONTWRITEBYTECODE"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != _NOT_SET}
ENVIRONMENT["NO_MKDOCS_2_WARNING"] = "1"
_LOOK_SECONDS = 0.25  # between two looks at the memory
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) differs
_SESSION, _TIMES = 5, slice(13, 17)  # fields of /proc/PID/stat, counted from 0


class Cost(NamedTuple):
    """Seconds by the clock; seconds of processors, which tell more on a machine that does other
    things too; and the most memory at any time, in MiB, 0 where it was not measured.
    """

    clock: float
    processor: float
    memory: float = 0

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.clock - other.clock, self.processor - other.processor)


class RunError(Exception):
    """A program ended with an error, which is in the message."""


def run_python(*arguments: object, folder: Path = PROJECT) -> Cost:
    """Run Python in a folder, from which it imports, and measure all of its processes.

    Raises RunError with what it wrote last where it ends with an error.
    """
    command = [sys.executable, *map(str, arguments)]
    with tempfile.TemporaryFile() as written:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
        memory = _Memory(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            written.seek(0)
            told = written.read().decode(errors="replace")[-2_000:]
            raise RunError(f"{' '.join(command)} ended with {process.returncode}:\n{told}")
    # Where nothing was seen: the largest process, but at least as much as this one holds
    most = memory.stop() or used.ru_maxrss * _RSS_UNIT / 2**20
    return Cost(clock, used.ru_utime + used.ru_stime, most)


def in_fresh_process(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function in a process of its own, in which nothing is imported or kept yet.

    It looks for garbage as rarely as the commands do.
    """
    as_commands = {"initializer": gc.set_threshold, "initargs": GARBAGE_THRESHOLDS}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), **as_commands) as pool:
        return pool.submit(function, *arguments).result()


def measured(function: Callable[[], object]) -> Cost:
    """Call a function here, and measure this process and those that it starts and waits for."""
    clock, processor = time.perf_counter(), _processor_seconds()
    function()
    return Cost(time.perf_counter() - clock, _processor_seconds() - processor)


def _processor_seconds() -> float:
    times = os.times()  # which counts in hundredths
    return time.process_time() + times.children_user + times.children_system


def seconds_of_session(leader: int) -> float:
    """Return the processor seconds of the processes of a session until now; Linux only, else 0."""
    ticks = 0
    for stat in _session(leader).values():
        ticks += sum(map(int, stat[_TIMES]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _session(leader: int) -> Mapping[str, list[str]]:
    """Return the fields of /proc/PID/stat of the processes of a session, by their numbers."""
    return {number: stat for number, stat in _stats() if stat[_SESSION] == str(leader)}


def _stats() -> Iterator[tuple[str, list[str]]]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = file.read_text()
        except OSError:  # it ended
            continue
        before, _, after = text.rpartition(")")  # a name may hold spaces
        yield file.parent.name, [*before.split("(", 1), *after.split()]


class _Memory:
    """Looks now and then how much memory a session takes, pages that are shared counted once."""

    def __init__(self, leader: int) -> None:
        self.leader, self.most, self.ended = leader, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.ended.wait(_LOOK_SECONDS):
            self.most = max(self.most, sum(map(_proportional, _session(self.leader))))

    def stop(self) -> float:
        """Return the most that was seen, in MiB."""
        self.ended.set()
        self.thread.join()
        return self.most


def _proportional(process: str) -> float:
    """Return the memory of a process in MiB, its part of what it shares with others (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
