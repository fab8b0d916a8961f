"""What the stages of `pipeline.build_site` cost, measured where they are called."""

import cProfile
import io
import pstats
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import wraps
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

# The stages in their order: what the table calls them, and their names in pipeline.py.
STAGES = {
    "load": "load",
    "settings": "read_settings",
    "check": "check_rules",
    "anchor": "anchor",
    "link": "link",
    "proofread": "proofread",
    "review": "review",
    "pages": "pages",
    "stage": "stage",
    "MkDocs": "render_site",
    "verify": "verify",
}
PROFILED = 25  # functions
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) differs


class Time(NamedTuple):
    """Seconds by the clock, and seconds of a processor, which tell more on a machine
    that does other things too.
    """

    clock: float
    processor: float

    def __sub__(self, other: "Time") -> "Time":
        return Time(self.clock - other.clock, self.processor - other.processor)


class Cost(NamedTuple):
    """What a stage took, and the most memory that the process ever held until its end, in MiB."""

    stage: str
    time: Time
    peak: float


class Measured(NamedTuple):
    """A build: what each stage took, the errors that it reported, and its profiles, if wanted."""

    costs: tuple[Cost, ...]
    errors: tuple[str, ...]
    profiles: tuple[str, ...]


def in_fresh_process(root: Path, site_dir: Path, profile: bool = False) -> Measured:
    """Build a site in a process of its own, so that nothing is imported or cached yet."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, root, site_dir, profile).result()


def measured(root: Path, site_dir: Path, profile: bool) -> Measured:
    """Build a site and measure each stage. Changes the pipeline in this
    process: meant for a fresh one.
    """
    begun = _now()
    from explainer import pipeline

    costs = [Cost("import", _now() - begun, _peak())]
    ours, mkdocs = cProfile.Profile(), cProfile.Profile()
    for stage, name in STAGES.items():
        profiler = mkdocs if stage == "MkDocs" else ours
        setattr(
            pipeline,
            name,
            _timed(stage, getattr(pipeline, name), costs, profiler if profile else None),
        )
    problems = pipeline.build_site(root, site_dir, lambda _message: None)
    costs.append(Cost("all", _now() - begun, _peak()))
    profiles = (
        (_table("Our stages", ours), _table("Our part of MkDocs", mkdocs, "explainer"))
        if profile
        else ()
    )
    errors = (str(problem) for problem in problems if problem.level == "error")
    return Measured(tuple(costs), tuple(errors), profiles)


def _timed(
    stage: str, function: Callable[..., Any], costs: list[Cost], profiler: cProfile.Profile | None
) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        begun = _now()
        try:
            return (
                profiler.runcall(function, *args, **kwargs)
                if profiler
                else function(*args, **kwargs)
            )
        finally:
            costs.append(Cost(stage, _now() - begun, _peak()))

    return timed


def _now() -> Time:
    return Time(time.perf_counter(), time.process_time())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / 2**20


def _table(title: str, profiler: cProfile.Profile, *only: str) -> str:
    """The most expensive functions of a profile, with the functions that
    they call and by themselves.
    """
    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out)
    for order in ("cumulative", "tottime"):
        out.write(f"\n{title}, by {order}\n")
        stats.sort_stats(order).print_stats(*only, PROFILED)
    return out.getvalue()
