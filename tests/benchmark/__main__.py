"""The command: makes a large site, measures builds of it, and prints a table and a profile.

python -m tests.benchmark                          all rows, on 100 articles; takes long
python -m tests.benchmark --only page search       some rows
python -m tests.benchmark --articles 2 --rounds 1 --only full annotation     … in a minute
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmark.bench import Bench, NotMeasured
from tests.benchmark.processes import Cost, RunError
from tests.benchmark.table import HEAD, ROWS, Row, WeightRow, Work
from tests.circumstances import circumstances

BASE = "1c61204"  # the last commit before rebuilds were made faster
PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "lxml", "pydantic")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows, then the profile; 1 where a site cannot be built."""
    options = _options(arguments)
    rows = [row for row in ROWS if not options.only or row.name in options.only]
    with tempfile.TemporaryDirectory(prefix="explainer-benchmark-") as temporary:
        folder = (options.keep or Path(temporary)).absolute()
        bench = Bench(folder, options.articles, options.seed, options.base)
        size = f"{options.articles} articles, seed {options.seed}, {options.rounds} rounds"
        print(f"{circumstances(PACKAGES)}; {size}", "", *HEAD, sep="\n", flush=True)
        try:
            _print_rows(rows, bench, options.rounds)
        except RunError as error:
            print(error, file=sys.stderr)
            return 1
        print("", *bench.profile, sep="\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    title = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=title)
    add, names = parser.add_argument, [row.name for row in ROWS]
    add("--only", nargs="+", choices=names, metavar="ROW", help=f"some of {', '.join(names)}")
    add("--articles", type=int, default=100, help="with 5 actors and 10 terms for each (100)")
    add("--rounds", type=int, default=3, help="how often all is measured; medians count (3)")
    add("--seed", type=int, default=1, help="another one gives another site of the same size (1)")
    add("--base", default=BASE, metavar="COMMIT", help=f"the earlier version to compare ({BASE})")
    add("--keep", type=Path, metavar="DIR", help="make the sites here and leave them")
    return parser.parse_args(arguments)


def _print_rows(rows: Iterable[Row | WeightRow], bench: Bench, rounds: int) -> None:
    times = [row for row in rows if isinstance(row, Row)]
    costs, reasons = _costs(times, bench, rounds)
    for row in rows:
        missing = [reasons[work] for work in getattr(row, "works", ()) if work in reasons]
        if missing:
            line = f"| {row.title} | – | | not measured: {missing[0]} |"
        elif isinstance(row, Row):
            line = row.line(costs)
        else:
            line = row.line(row.weigh(bench))
        print(line, flush=True)


def _costs(
    rows: Sequence[Row], bench: Bench, rounds: int
) -> tuple[dict[Work, list[Cost]], dict[Work, str]]:
    """Run each work of the rows once a round, in turn; return the costs, or why there are none.

    A machine that others use too changes its speed from minute to minute: what is divided by each
    other ran in the same round.
    """
    works = list(dict.fromkeys(work for row in rows for work in row.works))
    costs: dict[Work, list[Cost]] = {work: [] for work in works}
    reasons: dict[Work, str] = {}
    for number in range(rounds):
        for work in works:
            if work in reasons:
                continue
            try:
                costs[work].append(work(bench))
            except NotMeasured as reason:
                reasons[work] = str(reason)
                continue
            name = f"{work.__module__.rpartition('.')[2]}.{work.__name__}"
            clock, processor, memory = costs[work][-1]
            told = f"{clock:.2f} s, of processor {processor:.2f} s, {memory:.0f} MiB"
            print(f"round {number + 1}, {name}: {told}", file=sys.stderr, flush=True)
    return costs, reasons


if __name__ == "__main__":
    sys.exit(main())
