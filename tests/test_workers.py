"""Work shared out among processes gives what one process gives, whatever happens to the others."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from explainer.building.workers import WORKERS, shared, worker_count

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
BIG = "x" * 100_000  # more than a pipe holds


@needs_fork
@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    made = list(shared(range(20), lambda item: (item, BIG), workers))
    assert made == [(item, BIG) for item in range(20)]


@needs_fork
def test_the_work_is_done_in_other_processes() -> None:
    others = set(shared(range(4), lambda _: os.getpid(), 2))
    assert len(others) == 2
    assert os.getpid() not in others


@needs_fork
def test_the_share_of_a_killed_worker_is_done_here() -> None:
    here = os.getpid()

    def work(item: int) -> tuple[int, bool]:
        if item == 5 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item, os.getpid() == here

    made = dict(shared(range(12), work, 2))
    assert list(made) == list(range(12))
    assert [item for item, is_here in made.items() if is_here] == [5, 7, 9, 11]


@needs_fork
def test_an_exception_is_raised_here_after_the_results_before() -> None:
    made = shared(range(9), lambda item: 1 // (4 - item), 3)
    assert [next(made) for _ in range(4)] == [0, 0, 0, 1]
    with pytest.raises(ZeroDivisionError):
        next(made)


@needs_fork
def test_what_is_not_done_is_done_here() -> None:
    here = os.getpid()
    made = shared(range(4), lambda item: (item, os.getpid() == here), 2, lambda done: done[0] != 2)
    assert [is_here for _, is_here in made] == [False, False, True, False]


@needs_fork
def test_no_worker_outlives_who_stops_asking() -> None:
    made = shared(range(100), lambda _: (os.getpid(), BIG), 2)
    pids = {next(made)[0], next(made)[0]}
    made.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@needs_fork
def test_no_worker_outlives_a_killed_parent() -> None:
    program = (
        "import os, time\n"
        "from explainer.building.workers import shared\n"
        "for pid in shared(range(10**6), lambda _: os.getpid(), 2): print(pid, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pids = {int(parent.stdout.readline()) for _ in range(2)}
        parent.kill()
    until = time.monotonic() + 60
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, pids))


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended may still be listed if nobody asks how it did."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.usefixtures("only_thread")
def test_no_more_processes_than_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WORKERS, raising=False)
    assert worker_count(3) == 1
    monkeypatch.setenv(WORKERS, "3")
    assert worker_count(2) == (2 if hasattr(os, "fork") else 1)


def test_one_process_where_another_thread_may_hold_a_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS, "3")
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert worker_count(10_000) == 1
    finally:
        stop.set()
        thread.join()
