"""The command: tries to break sites, and prints in figures what they survived.

python -m tests.reliability               all figures: kills, strings, pages, damages, slowness
python -m tests.reliability strings       one of them
python -m tests.reliability kills --count 20 --seed 3
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from tests.circumstances import circumstances
from tests.reliability.rows import Row, rows_of

PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "pydantic", "nh3", "playwright")
HEAD = ("| What was done | How often | What went wrong |", "| --- | ---: | --- |")


class Figure(NamedTuple):
    """Where a figure is found: a module of this folder, its function, and how often that tries."""

    module: str
    function: str
    count: int | None = None  # None: the figure takes neither a count nor a seed

    def result(self, count: int | None, seed: int) -> Any:
        """Import the module only now, since it may need a browser, and find the figure."""
        module = import_module(f"tests.reliability.{self.module}")
        find: Callable[..., Any] = getattr(module, self.function)
        return find() if self.count is None else find(count or self.count, seed)


FIGURES = {
    "kills": Figure("kills", "killed", 200),
    "strings": Figure("strings", "hostile", 9_000),
    "pages": Figure("pages", "combinations", 60_000),
    "damages": Figure("damages", "damaged", 10_000),
    "slowness": Figure("slowness", "slowness"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Find figures and print them as a table in Markdown; 1 where anything went wrong."""
    options = _options(arguments)
    print(circumstances(PACKAGES), "", *HEAD, sep="\n", flush=True)
    found: list[Row] = []
    for name in options.figures or FIGURES:
        rows = rows_of(FIGURES[name].result(options.count, options.seed))
        print(*map(str, rows), sep="\n", flush=True)
        found += rows
    return int(any(row.is_bad for row in found))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    title = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=title)
    names = ", ".join(FIGURES)
    parser.add_argument("figures", nargs="*", metavar="figure", help=f"{names} (all of them)")
    parser.add_argument("--count", type=int, help="how often each is tried (as in README.md)")
    parser.add_argument("--seed", type=int, default=1, help="another one tries other things (1)")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.figures if name not in FIGURES]
    if unknown:
        parser.error(f"there is no figure {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
