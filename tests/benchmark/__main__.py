"""The command: makes a large site, builds it, and prints what each stage costs.

python -m tests.benchmark             100 articles, 500 actors, 1,000 terms, 4,000 claims,
                                      1,000 dates
python -m tests.benchmark --profile   … and the functions that cost most (shown anyway where the
                                      target is missed)
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmark.big_site import write_big_site
from tests.benchmark.measure import Measured, Time, in_fresh_process

TARGET = 1.5  # the full build, in builds of the same staged tree by MkDocs alone
_PROJECT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where the site was not built."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="explainer-benchmark-") as temporary:
        folder = options.keep or Path(temporary)
        root = write_big_site(folder, options.articles, options.seed)
        print(
            f"A site of {options.articles} articles from the seed {options.seed} in {root}",
            flush=True,
        )
        measured = in_fresh_process(root, root / "site", options.profile)
        print(*_table(measured), sep="\n", flush=True)
        if measured.errors:
            print(*measured.errors[:20], sep="\n")
            return 1
        ratios = _ratios(root, options.rounds)
        print(*map(_verdict, ("seconds", "seconds of processor"), ratios), sep="\n", flush=True)
        if not measured.profiles and max(ratios) > TARGET:
            measured = in_fresh_process(root, root / "site", profile=True)
        print(*measured.profiles, sep="\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark", description=__doc__.partition("\n")[0]
    )
    parser.add_argument(
        "--articles", type=int, default=100, help="with 5 actors and 10 terms for each (100)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="another one gives another site of the same size (1)"
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="pairs of builds, whose median counts (3)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the site here and leave it")
    parser.add_argument(
        "--profile",
        action="store_true",
        help="print the functions that cost most; all is slower then",
    )
    return parser.parse_args(arguments)


def _table(measured: Measured) -> list[str]:
    rows = [f"{'stage':10}{'seconds':>10}{'of processor':>15}{'peak so far, MiB':>20}"]
    rows += [
        f"{name:10}{time.clock:10.2f}{time.processor:15.2f}{peak:20.0f}"
        for name, time, peak in measured.costs
    ]
    return rows


def _ratios(root: Path, rounds: int) -> tuple[float, float]:
    """The full build in builds by MkDocs alone, by the clock and by the processor: the
    median of pairs, each in turn.

    A machine that others use too changes its speed from minute to minute; the two of a
    pair are next to each other.
    """
    config, out = str(root / "build/mkdocs.yml"), str(root / "plain")
    pairs = [
        (
            _run("build_site.py", "--root", str(root), "--site-dir", str(root / "site")),
            _run("-m", "mkdocs", "build", "-q", "-f", config, "-d", out),
        )
        for _ in range(rounds)
    ]
    clock = median(full.clock / plain.clock for full, plain in pairs)
    return clock, median(full.processor / plain.processor for full, plain in pairs)


def _verdict(unit: str, ratio: float) -> str:
    judged = "within" if ratio <= TARGET else "ABOVE"
    return (
        f"full build / mkdocs build of the staged tree, in {unit}: {ratio:.2f}, "
        f"{judged} the target of {TARGET}"
    )


def _run(*command: str) -> Time:
    begun = _now()
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, *command], cwd=_PROJECT, env=environment, check=True, capture_output=True
    )
    return _now() - begun


def _now() -> Time:
    times = os.times()
    return Time(time.perf_counter(), times.children_user + times.children_system)


if __name__ == "__main__":
    sys.exit(main())
