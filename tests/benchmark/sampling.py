"""A profile of a build: where it is, asked every few milliseconds of processor time.

As a program it builds a site: `python -m tests.benchmark.sampling ROOT FILE`. A profiler that
hooks into each call, as cProfile, makes short functions look several times as dear as they are.
Time in a function of C counts for the Python function that called it.
"""

import os
import signal
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

from tests.benchmark.processes import PROJECT, Cost, run_python

HOTTEST = 10  # functions
_INTERVAL = 0.005  # seconds of processor time
_PACKAGE = f"{PROJECT / 'explainer'}{os.sep}"
_PIPELINE = f"{_PACKAGE}pipeline.py"
_STARTING = "start and imports"


def profile(root: Path, samples: Path) -> tuple[Cost, list[str]]:
    """Build a site; return what it cost, and the lines of its profile.

    Raises RunError with the errors of the site.
    """
    samples.unlink(missing_ok=True)
    cost = run_python("-m", "tests.benchmark.sampling", root, samples)
    rows = [line.split("\t") for line in samples.read_text("utf-8").splitlines()]
    stages = Counter(stage for stage, _ in rows)
    functions = Counter(function for _, function in rows)
    head = f"First build: {cost.processor:.1f} s of processor, {len(rows):,} samples. By stage:"
    lines = [head, *_shares(stages, cost, None), f"The {HOTTEST} functions that took most:"]
    return cost, [*lines, *_shares(functions, cost, HOTTEST)]


def _shares(found: Counter[str], cost: Cost, most: int | None) -> list[str]:
    whole = found.total()
    return [
        f"{cost.processor * count / whole:8.2f} s {100 * count / whole:5.1f} %  {name}"
        for name, count in found.most_common(most)
    ]


def main(root: Path, samples: Path) -> int:
    """Build a site; append a line for each sample, also of processes forked from this one."""
    file = os.open(samples, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(_number: int, frame: FrameType | None) -> None:
        line = f"{_stage(frame)}\t{_name(frame.f_code) if frame else ''}\n"
        os.write(file, line.encode(errors="replace"))

    def start() -> None:
        signal.setitimer(signal.ITIMER_PROF, _INTERVAL, _INTERVAL)

    signal.signal(signal.SIGPROF, note)
    os.register_at_fork(after_in_child=start)  # timers are not inherited
    start()
    from explainer.pipeline import build_site

    problems = build_site(root, root / "site", lambda _message: None)
    signal.setitimer(signal.ITIMER_PROF, 0)
    errors = [str(problem) for problem in problems if problem.level == "error"]
    print(*errors[:20], sep="\n")
    return int(bool(errors))


def _stage(frame: FrameType | None) -> str:
    """Return the module that the pipeline called, from which all else was called."""
    found, called = _STARTING, "pipeline.py"
    while frame is not None:
        path = frame.f_code.co_filename
        if path == _PIPELINE:
            found = _STARTING if frame.f_code.co_name == "<module>" else called
        elif path.startswith(_PACKAGE):
            called = path.removeprefix(_PACKAGE)
        frame = frame.f_back
    return found


def _name(code: CodeType) -> str:
    """Return a function with the end of its file's path."""
    file = "/".join(Path(code.co_filename).parts[-3:])
    return f"{file}: {code.co_qualname}"


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
