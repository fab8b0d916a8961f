"""The command: tries to break sites, and prints in figures what they survived.

python -m tests.reliability               all figures: builds killed, hostile strings, damages, slowness
python -m tests.reliability strings       one of them
python -m tests.reliability kills --count 20 --seed 3
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from typing import Any, NamedTuple

PACKAGES = ("explainer", "mkdocs", "mkdocs-material", "markdown", "pydantic", "nh3", "playwright")


class Figure(NamedTuple):
    """A figure of the table: the module of this folder that finds it, its function, and how often it tries."""

    module: str
    function: str
    count: int | None  # None: the figure needs neither a count nor a seed

    def found(self, count: int | None, seed: int) -> Any:
        """Import the module, which may need a browser, only now, and find the figure: a frozen dataclass."""
        find: Callable[..., Any] = getattr(import_module(f"{__package__}.{self.module}"), self.function)
        return find() if self.count is None else find(count or self.count, seed)


FIGURES = {
    "kills": Figure("kills", "killed", 200),
    "strings": Figure("strings", "hostile", 9_000),
    "damages": Figure("damages", "damaged", 10_000),
    "slowness": Figure("slowness", "slowness", None),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the figures that are asked for, and print them as a table in Markdown."""
    options = _options(arguments)
    print(_circumstances(), "", "| figure | of what | |", "| --- | --- | ---: |", sep="\n", flush=True)
    for name in options.figures or FIGURES:
        result = FIGURES[name].found(options.count, options.seed)
        print(*_rows(name, result), sep="\n", flush=True)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    title = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=title)
    parser.add_argument("figures", nargs="*", metavar="figure", help=f"{', '.join(FIGURES)} (all)")
    parser.add_argument("--count", type=int, help="how often each tries (as many as the README says)")
    parser.add_argument("--seed", type=int, default=1, help="another one tries other things (1)")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.figures if name not in FIGURES]
    if unknown:
        parser.error(f"unknown figure {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    return options


def _circumstances() -> str:
    """The day, the machine and the versions, on which figures depend."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return f"{day}; {machine}; Python {platform.python_version()}; {versions}"


def _rows(name: str, result: Any) -> Iterator[str]:
    for field in fields(result):
        yield f"| {name} | {field.name.replace('_', ' ')} | {_written(getattr(result, field.name))} |"


def _written(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
