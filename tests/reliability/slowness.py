"""How the time of the stages grows with input that repeats one thing: at most as the input does.

Each payload goes through the stages of `check`, which are those that read, in a process of its own;
entries go through a build, too. What takes next to nothing at a size of which a human writes a
thousandth is done; anything else is compared with half of it, and with twice as much if it took
far more than twice the time. Times are those of the processor, without what a small site takes.
Where `check` finds errors there is nothing to build.
"""

import logging
import os
import pickle
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from explainer.pipeline import analyse, build_site
from tests.reliability.repetitions import BASE, Files, Payload, payloads
from tests.site_files import write_site

# at most this much longer for twice the size; 2 with the caches of a processor running full
LINEAR = 2.6
SHORT = 0.6  # seconds: what takes less tells nothing
SECONDS = 10  # of the processor, for one site; more is a ratio without an end


class _Sizes(NamedTuple):
    """The size that is tried first, and the largest one, tried where the
    first takes next to nothing.
    """

    first: int
    largest: int


_CHARACTERS = _Sizes(2**15, 2**15)
_ENTRIES = _Sizes(2**10, 2**12)
_BUILT = _Sizes(2**8, 2**8)
# Sites of many pages that somebody wrote. The theme lists them all on each of them, which is
# quadratic, and more than 500 are reported.
PAGES = frozenset(
    f"{name}, many"
    for name in ("pages", "pages with links", "links to pages", "pages in the navigation")
)


@dataclass(frozen=True)
class Slowness:
    """What was measured: how many payloads, the worst ratio of doubled sizes and
    its payload, all in all.
    """

    payloads: int
    worst: (
        float  # seconds for a size divided by those for half of it; infinite where one did not end
    )
    payload: str
    above: tuple[str, ...]  # the payloads whose ratio is above LINEAR
    sites_of_pages: int  # payloads counted apart: the theme lists all of their pages on each
    worst_of_pages: float
    seconds: float


class _Measured(NamedTuple):
    """A payload, the sizes at which it is measured, and whether a site is built of it."""

    payload: Payload
    sizes: _Sizes
    is_build: bool

    @property
    def name(self) -> str:
        return f"{self.payload.name}, built" if self.is_build else self.payload.name


def slowness(chosen: Iterable[Payload] | None = None) -> Slowness:
    """Measure payloads, all of them if none are chosen."""
    begun = time.monotonic()
    with TemporaryDirectory(
        prefix="explainer-slowness-"
    ) as folder:  # imports what each would import
        analyse(write_site(Path(folder), BASE), _say_nothing)
    seconds_of_little = {is_build: _seconds(BASE, is_build) for is_build in (False, True)}
    ratios: dict[str, float] = {}
    of_pages: list[float] = []
    for measured in _all_measured(chosen or payloads()):
        ratio = _ratio(measured, seconds_of_little[measured.is_build])
        if measured.is_build and measured.payload.name in PAGES:
            of_pages.append(ratio)
            continue
        ratios[measured.name] = ratio
        if ratio > LINEAR:
            logging.getLogger(__name__).warning("%s: %.1f times the time", measured.name, ratio)
    name = max(ratios, key=lambda each: ratios[each], default="")
    above = tuple(each for each, ratio in ratios.items() if ratio > LINEAR)
    seconds = time.monotonic() - begun
    worst_of_pages = max(of_pages, default=0.0)
    return Slowness(
        len(ratios), ratios.get(name, 0.0), name, above, len(of_pages), worst_of_pages, seconds
    )


def _all_measured(chosen: Iterable[Payload]) -> Iterator[_Measured]:
    for payload in chosen:
        is_many = payload.name.endswith(", many")
        yield _Measured(payload, _ENTRIES if is_many else _CHARACTERS, False)
        if is_many:
            yield _Measured(payload, _BUILT, True)


def _ratio(measured: _Measured, seconds_of_little: float) -> float:
    """Return what doubling the size multiplies the time by; 1 where the largest
    size takes next to nothing.
    """

    def seconds(size: int) -> float:
        return _seconds(measured.payload.files(size), measured.is_build) - seconds_of_little

    size, largest = measured.sizes
    whole = seconds(size)
    while whole < SHORT and size < largest:
        size *= 2
        whole = seconds(size)
    if whole == inf:
        return inf
    if whole < SHORT:
        return 1.0
    ratio = whole / seconds(size // 2)
    if ratio > LINEAR:  # perhaps another program was in the way
        ratio = min(ratio, seconds(size) / seconds(size // 2))
    if ratio > LINEAR:  # perhaps a step, after which the time grows as the size does
        ratio = min(ratio, seconds(size * 2) / seconds(size))
    return ratio


def _seconds(files: Files, is_build: bool) -> float:
    """Return the seconds of the processor that one site takes; infinite where
    it is more than SECONDS.
    """
    with TemporaryDirectory(prefix="explainer-slowness-") as folder:
        root = write_site(Path(folder), files)
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
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS + 2, used + SECONDS + 3))
        run = partial(build_site, site_dir=root / "site") if is_build else analyse
        begun = time.process_time()
        run(root, say=_say_nothing)
        seconds = time.process_time() - begun
        if is_build and not (root / "site").exists():
            seconds = 0.0  # only read, which is measured apart
        os.write(writing, pickle.dumps(seconds if seconds <= SECONDS else inf))
    finally:
        os._exit(0)


def _say_nothing(_message: str) -> None:
    """Stand for what shows a command's progress."""
