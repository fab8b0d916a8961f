"""How the time of the stages grows with input that repeats one thing: at most as the input does.

Each payload is built at sizes that double, each in a process of its own, until it takes a second or
reaches its largest size. Times are those of the processor, without what a site of size 1 takes.
"""

import logging
import os
import pickle
import resource
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from explainer.pipeline import analyse, build_site
from tests.reliability.repetitions import Payload, payloads
from tests.site_files import write_site

LINEAR = 2.6  # at most this much longer for twice the size; 2 with the caches of a processor running full
ENOUGH = 1.0  # seconds: then the ratio of the last two sizes counts
TOO_SHORT = 0.25  # seconds: what takes less tells nothing
SECONDS = 30  # of the processor, for one build; more is a ratio without an end
CHARACTERS = (2**13, 2**18)  # the sizes of payloads that repeat a sign
ENTRIES = (2**6, 2**12)  # the sizes of payloads of many entries


@dataclass(frozen=True)
class Slowness:
    """What was measured: how many payloads, the worst ratio of doubled sizes and its payload, all in all."""

    payloads: int
    worst: float  # seconds for a size divided by those for half of it; infinite where one did not end
    payload: str
    above: tuple[str, ...]  # the payloads whose ratio is above LINEAR
    seconds: float


def slowness(chosen: Iterable[Payload] | None = None, is_build: bool = True) -> Slowness:
    """Measure payloads, all of them if none are chosen, through the stages of a build, or of `check` alone."""
    begun = time.monotonic()
    ratios = {payload.name: _ratio(payload, is_build) for payload in chosen or payloads()}
    name = max(ratios, key=lambda each: ratios[each], default="")
    above = tuple(each for each, ratio in ratios.items() if ratio > LINEAR)
    return Slowness(len(ratios), ratios.get(name, 0.0), name, above, time.monotonic() - begun)


def _ratio(payload: Payload, is_build: bool) -> float:
    """Return what doubling the size multiplies the time by; 1 where the largest size takes next to nothing."""
    size, most = ENTRIES if payload.name.endswith(", many") else CHARACTERS
    nothing = _seconds(payload, 1, is_build)
    half, whole = 0.0, 0.0
    while size <= most and whole < ENOUGH:
        half, whole = whole, _seconds(payload, size, is_build) - nothing
        size *= 2
    if whole == inf:
        return inf
    return 1.0 if half < TOO_SHORT else whole / half


def _seconds(payload: Payload, size: int, is_build: bool) -> float:
    """Return the seconds of the processor that one site takes; infinite where it is more than SECONDS."""
    with TemporaryDirectory(prefix="explainer-slowness-") as folder:
        root = write_site(Path(folder), payload.files(size))
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _measure(root, is_build, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            told = answer.read()
        os.waitpid(child, 0)
    return pickle.loads(told) if told else inf


def _measure(root: Path, is_build: bool, writing: int) -> None:
    """Run the stages in this process, which ends with them, and tell how long they took."""
    try:
        logging.disable(logging.CRITICAL)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 5, SECONDS + 6))
        begun = time.process_time()
        if is_build:
            build_site(root, root / "site", _say_nothing)
        else:
            analyse(root, _say_nothing)
        seconds = time.process_time() - begun
        os.write(writing, pickle.dumps(seconds if seconds <= SECONDS else inf))
    finally:
        os._exit(0)


def _say_nothing(_message: str) -> None:
    """Stand for what shows a command's progress."""
