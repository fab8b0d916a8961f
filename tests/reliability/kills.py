"""Programs killed with SIGKILL, at their changes to the disk and at any time: is anything lost?

A site has an old state that was built, and texts that were changed since then. A program that
writes is killed there. Lost is what is neither as it was before nor as it should be, right after
the kill, after `recover`, or after the next build: the site in place as a whole, and each
article, annotation file and the record of quotes alone.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from explainer.building.publish import recover
from explainer.building.renderer import fixed_date
from explainer.commands import main as explainer
from explainer.pipeline import build_site
from explainer.preview.workbench import Workbench
from tests.reliability.harbour import (
    CHANGED,
    EDITED,
    HIDDEN,
    REWORDED,
    SITE,
    WITHOUT_HOOK,
    Tree,
    part,
    tree,
)
from tests.reliability.stops import RENAME, kill_at, on_change
from tests.site_files import write_site

_PATIENCE = 120.0  # seconds
_ONE_AT_A_TIME = (
    threading.Lock()
)  # starting a process asks how others ended, which can be asked once


@dataclass(frozen=True)
class Kills:
    """How many runs were killed, of these at renames, after how many anything was lost, and
    how long all of it took.
    """

    killed: int
    at_renames: int
    lost: int
    seconds: float


class Work(NamedTuple):
    """A program that writes, what the editor changed before, whether MkDocs empties the
    site first, and the site as it was built before.
    """

    name: str
    run: Callable[[Path], None]
    changed: Mapping[str, str]
    is_in_place: bool = False
    site: Mapping[str, str] = SITE


class Stop(NamedTuple):
    """When a run is killed: before a change of that number, or after so many seconds."""

    change: int | None
    seconds: float
    is_rename: bool


class Prepared(NamedTuple):
    """A root to be copied for each run, all of what the run makes of it,
    and when it can be killed.
    """

    work: Work
    root: Path
    before: Tree
    worked: Tree  # once the work is done
    after: Tree  # once the site is built then
    changes: tuple[tuple[str, str], ...]  # each with its path
    seconds: float


def killed(count: int, seed: int, works: Sequence[Work] | None = None) -> Kills:
    """Kill so many runs, in turn of each work (of all, if none are given): at renames, at other
    changes and at any time. Prints what is lost.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="explainer-kills-") as folder:
        turns = _turns(
            list(_prepare(Path(folder), WORKS if works is None else works)), random.Random(seed)
        )
        runs = [0, 0, 0]  # killed, of these at a rename, and after how many anything was lost
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            while runs[0] < count:
                tried = pool.map(_tried, *zip(*islice(turns, count - runs[0]), strict=True))
                runs = [sum(each) for each in zip(runs, *tried, strict=True)]
    return Kills(*runs, round(time.monotonic() - begun, 1))


def _tried(each: Prepared, stop: Stop) -> tuple[int, int, int]:
    """Kill one run: count it if it was killed, as one at a rename, and if anything was lost."""
    own = Path(tempfile.mkdtemp(dir=each.root.parent))
    root = shutil.copytree(each.root, own / "run", symlinks=True)
    found: list[str] = []
    is_killed = _is_killed(each.work, root, stop)
    if is_killed:
        found = list(_losses(each, root))
    for loss in found:
        print(f"{each.work.name}, {_moment(each, stop)}: {loss}", file=sys.stderr, flush=True)
    shutil.rmtree(own)
    return int(is_killed), int(is_killed and stop.is_rename), int(bool(found))


def _turns(prepared: list[Prepared], chance: random.Random) -> Iterator[tuple[Prepared, Stop]]:
    """Give the next run to be killed, of each work in turn, without an end."""
    yield from chain.from_iterable(zip_longest(*(_stops(each, chance) for each in prepared)))


def _stops(prepared: Prepared, chance: random.Random) -> Iterator[tuple[Prepared, Stop]]:
    """All renames, first those of whole folders, each followed by another change and by a
    moment; then any of these.
    """
    renames = [number for number, (event, _) in enumerate(prepared.changes) if event == RENAME]
    renames.sort(key=lambda number: not _is_of_site(prepared.changes[number][1]))
    while True:
        for rename in renames:
            other = chance.randrange(len(prepared.changes))
            yield prepared, Stop(rename, 0, True)
            yield prepared, Stop(other, 0, other in renames)
            yield prepared, Stop(None, chance.uniform(0, prepared.seconds), False)


def _is_of_site(path: str) -> bool:
    return Path(path).name == "site" or ".site.explainer-" in path


def _moment(prepared: Prepared, stop: Stop) -> str:
    if stop.change is None:
        return f"after {stop.seconds:.3f} seconds"
    return f"before change {stop.change} {prepared.changes[stop.change]}"


# --- the runs ---


def _build(root: Path) -> None:
    problems = build_site(root, root / "site", lambda _: None)
    assert all(problem.level != "error" for problem in problems), problems


def _mkdocs(root: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(root / "mkdocs.yml")))


def _serve(root: Path) -> None:
    built = threading.Event()

    def report(what: str, *_: object) -> None:
        if "built" in what:
            built.set()

    with Workbench(root, root / "site", report) as bench:
        bench.update()
        built.wait(_PATIENCE)


def _command(*arguments: str) -> Callable[[Path], None]:
    explainer.commands[arguments[0]].load()  # once, not in each run that is killed

    def run(root: Path) -> None:
        explainer([arguments[0], "--root", str(root), *arguments[1:]], standalone_mode=False)

    return run


WORKS = (
    Work("build", _build, CHANGED),
    Work("rebuild", _build, EDITED, site=WITHOUT_HOOK),
    Work("mkdocs build", _mkdocs, CHANGED, is_in_place=True),
    Work("serve", _serve, CHANGED),
    Work("rename", _command("rename", "actor:anna", "anna-lund"), {}),
    Work("rename article", _command("rename", "article:lamp", "light"), {}),
    Work("merge", _command("merge", "actor:anna", "ida"), {}),
    Work("reanchor", _command("reanchor", "--accept-all"), REWORDED),
)


def _process(
    target: Callable[..., None], *arguments: object
) -> multiprocessing.process.BaseProcess:
    """Start a function in a process of its own, copied from one that has loaded all it needs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=target, args=arguments)
    with _ONE_AT_A_TIME:
        process.start()
    return process


def _exit_code(
    process: multiprocessing.process.BaseProcess, seconds: float | None = None
) -> int | None:
    """Wait for a process, and return how it ended; None where it goes on."""
    wait([process.sentinel], seconds)
    with _ONE_AT_A_TIME:
        return process.exitcode


def _is_killed(work: Work, root: Path, stop: Stop) -> bool:
    """Let the work be done and kill it; False where it came to its end before."""
    process = _process(_stopped, work.name, root, stop.change)
    _exit_code(process, stop.seconds if stop.change is None else _PATIENCE)
    process.kill()
    return _exit_code(process) == -signal.SIGKILL


def _stopped(name: str, root: Path, change: int | None) -> None:
    _be_quiet()
    if change is not None:
        kill_at(root, change)
    _named(name).run(root)


def _told(name: str, root: Path, notes: Path) -> None:
    """Do the work, and note each change in a file that is not below the root."""
    _be_quiet()
    with notes.open("w", encoding="utf-8") as noted:
        on_change(root, lambda event, path: print(event, path, file=noted, flush=True))
        _named(name).run(root)


def _finished(name: str, root: Path) -> None:
    """Do what an editor does after a kill: the same command once more, if it
    changes texts; then a build.
    """
    _be_quiet()
    work = _named(name)
    if work.run not in (_build, _mkdocs, _serve):
        with suppress(SystemExit):  # which reanchor ends with
            work.run(root)
    _build(root)


def _named(name: str) -> Work:
    return next(work for work in WORKS if work.name == name)


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if not os.environ.get("EXPLAINER_KILLS_LOUD"):
        os.dup2(nowhere, 2)


# --- what is there afterwards ---


def _prepare(folder: Path, works: Sequence[Work]) -> Iterator[Prepared]:
    """Make the old state, and see what each work does with it when nobody kills it."""
    for work in works:
        own = folder / work.name.replace(" ", "-")
        root = write_site(own / "root", work.site)
        with fixed_date():
            _build(root)
        write_site(root, {**HIDDEN, **work.changed})
        yield _prepared(work, root, own)


def _prepared(work: Work, root: Path, own: Path) -> Prepared:
    before, whole, notes = tree(root), own / "whole", own / "notes"
    shutil.copytree(root, whole)
    begun = time.monotonic()
    _exit_code(_process(_told, work.name, whole, notes))
    seconds, worked = time.monotonic() - begun, tree(whole)
    _exit_code(_process(_finished, work.name, whole))
    changes = [line.partition(" ") for line in notes.read_text(encoding="utf-8").splitlines()]
    pairs = tuple((event, path.replace(str(whole), "")) for event, _, path in changes)
    assert pairs, f"{work.name} changes nothing"
    return Prepared(work, root, before, worked, tree(whole), pairs, seconds)


def _losses(prepared: Prepared, root: Path) -> Iterator[str]:
    """Say what is lost after a kill; right after it, after `recover`, and after the next run."""
    yield from chain(
        _lost_texts(prepared, tree(root)), _lost_site(prepared, root, "after the kill")
    )
    for problem in recover(root / "site"):
        yield f"recover says: {problem}"
    yield from _lost_site(prepared, root, "after recover")
    code = _exit_code(_process(_finished, prepared.work.name, root))
    if code:
        yield f"the next run ended with {code}"
    yield from _differing(_kept(prepared.after), _kept(tree(root)), "after the next run")


def _lost_texts(prepared: Prepared, now: Tree) -> Iterator[str]:
    """Articles, annotations and the record of quotes are each as before or as they
    should be, or have moved.
    """
    for path in prepared.before:
        if not path.startswith(("docs/", "annotations/", "mkdocs.yml")):
            continue
        states = (prepared.before, prepared.worked, prepared.after)
        right = [each[path] for each in states if path in each]
        right += prepared.worked.values()  # a file is changed before it is moved
        if path in now and now[path] not in right:
            yield f"{path} is neither as it was nor as it should be"
        if path not in now and path in prepared.after:
            yield f"{path} is gone"


def _lost_site(prepared: Prepared, root: Path, when: str) -> Iterator[str]:
    """Say whether the site in place, or the one between two renames, is neither the
    old nor the new one whole.
    """
    there = tree(root)
    site = part(there, "site/") or part(there, ".site.explainer-old/")
    right = [part(each, "site/") for each in (prepared.before, prepared.after)]
    if site in right or (not site and when == "after the kill" and not right[0]):
        return
    is_marked = (root / "site/.explainer-site").is_file()
    if not (prepared.work.is_in_place and is_marked and _hidden(site) == _hidden(right[0])):
        yield f"the site is neither the old nor the new one {when}"


def _hidden(site: Tree) -> Tree:
    return {path: data for path, data in site.items() if path.startswith(".")}


def _kept(whole: Tree) -> Tree:
    """All but what passes: the locks that are held, files that a run left half-written
    under names of their own, modules that Python compiled, and what is kept for the next build,
    which shows in that.
    """
    passing = (".lock", ".explainer-new", ".sqlite", ".sqlite-journal")
    return {
        path: data
        for path, data in whole.items()
        if not path.endswith(passing) and "/preview" not in path and "__pycache__/" not in path
    }


def _differing(right: Tree, found: Tree, when: str) -> Iterator[str]:
    for path in sorted(right.keys() | found.keys()):
        if right.get(path) != found.get(path):
            yield f"{path} is not as it should be {when}"
