"""Share work out among processes that are copies of this one (`fork`), on all cores.

A copy has everything in memory that the work needs, so only results are sent back. It sends them
through a pipe, and ends by itself once nobody reads that any more. Where there can be no copies,
as on Windows, or would be no gain, this process does all the work.
"""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

WORKERS = "EXPLAINER_WORKERS"  # the variable that sets the number of processes, whatever the work
_FEWEST = 60  # items for which copies are worth their start
_MOST_NEW = 100_000  # objects that a copy makes before it looks for garbage, which fills its memory
Item = TypeVar("Item")
Result = TypeVar("Result")


def worker_count(items: int) -> int:
    """Return in how many processes to do this number of items; 1 is this process alone.

    Other threads stand still in a copy, and may hold locks that it would wait for.
    """
    if "fork" not in get_all_start_methods() or threading.active_count() > 1:
        return 1
    wanted = os.environ.get(WORKERS, "")
    if wanted.isdecimal():
        return max(1, min(int(wanted), items))
    if items < _FEWEST or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def shared(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    workers: int,
    is_done: Callable[[Result], bool] = lambda _: True,
) -> Generator[Result]:
    """Yield what `work` returns for each item, in their order, whoever does it.

    What a worker cannot do is done here: an item for which `work` raises or returns what is not
    `is_done`, and the items left by a worker that was killed. So this raises what `work` raises.
    """
    if workers < 2:
        yield from map(work, items)
        return
    crew = _Crew(items, partial(_sendable, work, is_done), workers)
    try:
        for number, item in enumerate(items):
            result = crew.result_of(number % workers)
            yield work(item) if result is None else result
    finally:
        crew.end()


class _Crew:
    """The workers; each does every nth item, since neighbours take about the same time."""

    def __init__(self, items: Sequence[Any], work: Callable[[Any], object], workers: int) -> None:
        context = get_context("fork")
        pipes = [context.Pipe(duplex=False) for _ in range(workers)]
        self._sent = [deque[Any]() for _ in pipes]
        self._open = {receiver: number for number, (receiver, _) in enumerate(pipes)}
        self._processes = list[BaseProcess]()
        for number, (_, sender) in enumerate(pipes):
            others = [end for pipe in pipes for end in pipe if end is not sender]
            share = items[number::workers]
            process = context.Process(target=_work, args=(share, work, sender, others), daemon=True)
            with suppress(OSError):  # no more processes or memory: this one does that share
                process.start()
                self._processes.append(process)
        for _, sender in pipes:
            sender.close()

    def result_of(self, number: int) -> Any:
        """Return the next result of a worker; None if it ended, or could not do the item."""
        sent = self._sent[number]
        while not sent and number in self._open.values():
            for receiver in wait(list(self._open)):
                self._receive(receiver)
        return sent.popleft() if sent else None

    def _receive(self, receiver: Any) -> None:
        try:
            self._sent[self._open[receiver]].append(receiver.recv())
        except (EOFError, OSError):
            del self._open[receiver]
            receiver.close()

    def end(self) -> None:
        """End the workers, and wait until they have."""
        for receiver in self._open:
            receiver.close()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()


def _work(
    share: Sequence[Any],
    work: Callable[[Any], object],
    sender: Connection,
    others: Sequence[Connection],
) -> None:
    """Send the results of a share of the items; runs in the worker."""
    gc.freeze()  # to look for garbage in what is shared would copy it
    gc.set_threshold(_MOST_NEW)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for end in others:
        end.close()  # or a pipe would stay open when the parent was killed
    with suppress(OSError):  # the parent is gone
        for item in share:
            sender.send(work(item))


def _sendable(
    work: Callable[[Item], Result], is_done: Callable[[Result], bool], item: Item
) -> Result | None:
    """Return the result of an item; None if the parent has to see for itself what is wrong."""
    try:
        result = work(item)
    except Exception:
        return None
    return result if is_done(result) else None
