"""How long the preview takes from a save until a browser that reloads sees it."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import yaml

from tests.benchmark.bench import Bench, sources_of
from tests.benchmark.processes import ENVIRONMENT, PROJECT, Cost, RunError, seconds_of_session
from tests.benchmark.rebuilds import edit_summary
from tests.previewing import text_at

_ADDRESS = re.compile(r"Serving (http\S+)")
_BUILT = "The whole site is built"


def saved_on_the_large_site(bench: Bench) -> Cost:
    """Save a claim of the large site."""
    root = bench.folder / "served"
    if not root.is_dir():
        sources_of(bench.site, root)
    return _save_until_shown(bench, root)


def saved_on_the_shipped_site(bench: Bench) -> Cost:
    """Save a claim of the shipped site."""
    return _save_until_shown(bench, bench.shipped)


def _save_until_shown(bench: Bench, root: Path) -> Cost:
    file = next(file for file in sorted(root.rglob("annotations/**/*.yml")) if _claims(file))
    with _serving(root) as (address, leader):
        own = f"{address[: address.index('/', len('http://'))]}/_explainer/"
        with urlopen(f"{own}events") as events:
            _wait_for_event(events)  # the first tells how it is now
            begun, processor = time.perf_counter(), seconds_of_session(leader)
            word = edit_summary(file, next(bench.saves))
            page = f"{address}claims/{_claim_with(word, file)}/"
            while word not in text_at(page):
                _wait_for_event(events)
            clock = time.perf_counter() - begun
            return Cost(clock, seconds_of_session(leader) - processor)


def _claims(file: Path) -> dict[str, dict[str, str]]:
    data = yaml.safe_load(file.read_text("utf-8"))
    return dict((data or {}).get("claims") or {})


def _claim_with(word: str, file: Path) -> str:
    return next(id for id, claim in _claims(file).items() if claim["summary"].startswith(word))


def _wait_for_event(events: IO[bytes]) -> None:
    """Read until the preview announces a change; between changes it sends signs of life."""
    for line in events:
        if line.startswith(b"data:"):
            return


@contextmanager
def _serving(root: Path) -> Iterator[tuple[str, int]]:
    """Serve a site whose first build has ended; yield its address and the number of the process."""
    command = [sys.executable, "build_site.py", "serve", "--port", "0", "--root", str(root)]
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr
        yield _address(process.stderr), process.pid
    finally:
        process.terminate()  # a shell may have told programs in the background to ignore Ctrl-C
        process.communicate()


def _address(told: IO[str]) -> str:
    """Read what `serve` tells until the site is served and built."""
    address, lines = "", list[str]()
    for line in told:
        lines.append(line)
        found = _ADDRESS.search(line)
        address = found[1] if found else address
        if address and any(_BUILT in each for each in lines):
            return address
    raise RunError("".join(lines[-20:]))
