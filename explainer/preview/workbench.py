"""What the preview shows: the last state without errors, page by page as asked for, and the problems of the present.

After a change only what the editor looks at is rendered; the whole site is built when it is quiet. Until that is there,
pages whose text changed come from the staged tree (live.py), all others from the last site that was built.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import explainer
from explainer.build import Superseded, fixed_date
from explainer.building.live import Live, open_live
from explainer.building.turns import own_folder
from explainer.files import read_bytes
from explainer.model import Place, Problem
from explainer.pipeline import (
    BUILD_DIR,
    Analysed,
    analyse,
    complete,
    has_errors,
    site_lock,
    write_site_schema,
    write_staged,
)
from explainer.preview.watch import Snapshot, snapshot
from explainer.publish import refuse

Report = Callable[[str, tuple[Problem, ...], float], None]

QUIET_SECONDS = 0.7  # after the last change; then the whole site is built
_OWN_PARTS = tuple(Path(explainer.__file__).parent / name for name in ("templates", "assets", "overrides"))


class Workbench:
    """A root that is being worked on. `update` is for one thread, everything else for any; to be used in `with`.

    `report` is called after each update and each build of the whole site: with "shown", "kept" (the last state, for
    there are errors), "built" or "not built"; the problems found then; and the seconds it took.
    """

    def __init__(self, root: Path, site_dir: Path, report: Report = lambda what, problems, seconds: None) -> None:
        self.root, self.site_dir, self.report = root.resolve(), site_dir.resolve(), report
        self.build_dir = self.root / BUILD_DIR / "preview"  # not that of `build`, which may run meanwhile
        self.analysed: Analysed | None = None  # of the state that is shown
        self.versions: Mapping[str, int] = {}  # how often a file that pages load has changed, by its path in the site
        self.version = time.time_ns()  # pages left open since the last run must notice, too
        self._found, self._built = tuple[Problem, ...](), tuple[Problem, ...]()
        self._live: Live | None = None
        self._stale, self._gone = frozenset[str](), frozenset[str]()  # other than in site_dir: paths of the site
        self._own = frozenset[Path]()  # the files that were there at the last update
        self._rendered: dict[str, bytes] = {}
        self._tree: Snapshot = {}  # of the build folder
        self._generation = 0
        self._timer = threading.Timer(0, lambda: None)
        self._serving = threading.Lock()  # held by who uses what is above
        self._staged = threading.Lock()  # held by who writes the build folder, or reads all of it
        self._building = threading.Lock()
        self._told = threading.Condition()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(fixed_date())
        self.build_dir = self._stack.enter_context(own_folder(self.build_dir))
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up()
        with self._building:  # the site is being put in place
            self._stack.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong now, as far as is known: the last whole build counts until the next one."""
        return tuple(sorted({*self._found, *self._built}))

    @property
    def is_behind(self) -> bool:
        """Whether there are errors that keep the present state from being shown."""
        return has_errors(self._found)

    def watched(self) -> Iterator[Path]:
        """Give the files and folders that the site is made of, whether they are there or not."""
        yield from (self.root / "docs", self.root / "annotations", *_OWN_PARTS)
        yield from sorted(self.root.glob("*.y*ml"))
        if self.analysed and self.analysed.config.custom_dir:
            yield self.analysed.config.custom_dir

    def own_file(self, path: str) -> Path | None:
        """Give a file of the editor's own by its path relative to the root; None for any other."""
        file = self.root / path
        return file if file in self._own else None

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is another version than `seen`, but not longer than this; give the version."""
        with self._told:
            self._told.wait_for(lambda: self.version != seen, seconds)
            return self.version

    def read(self, path: str) -> bytes | None:
        """Give a file of the site, as it would be if it were built now; None where there is none."""
        with self._serving:
            if path in self._gone:
                return None
            if path in self._stale and (data := self._render(path)) is not None:
                return data
        for pause in (0.0, 0.05):  # a new site may be taking its place just now
            time.sleep(pause)
            if (data := read_bytes(self.site_dir / path)) is not None:
                return data
        return None

    def update(self) -> None:
        """Take what the files say now; where that has errors, the last state stays, and so do both with a fault."""
        begun = time.monotonic()
        self._give_up()
        try:
            self._own = frozenset(snapshot(self.watched()))
            self._found = self._taken()
        except Exception as error:
            self._found = (_fault(error),)
        self._tell("kept" if self.is_behind else "shown", self._found, time.monotonic() - begun)

    def _taken(self) -> tuple[Problem, ...]:
        analysed, problems = analyse(self.root, _silent)
        problems += (*refuse(self.site_dir, self.root, self.root / BUILD_DIR), *write_site_schema(analysed, self.root))
        if analysed is None or has_errors(problems):
            return problems
        with self._staged, self._serving:
            problems += write_staged(analysed, self.root, self.build_dir)
            self._renew()
            self.analysed = analysed
        if not has_errors(problems):
            self._build_soon(analysed)
        return problems

    def _renew(self) -> None:
        """Find out what the staged tree changes on the site."""
        before, self._tree = self._tree, snapshot([self.build_dir])
        changed = {path for path in {*before, *self._tree} if before.get(path) != self._tree.get(path)}
        docs = self.build_dir / "docs"
        paths = {path.relative_to(docs).as_posix() for path in changed if path.is_relative_to(docs)}
        self.versions = {**self.versions, **{path: self.versions.get(path, 0) + 1 for path in paths if before}}
        is_same_set = before.keys() == self._tree.keys() and len(paths) == len(changed)
        if self._live and is_same_set:
            stale = self._live.refresh(paths)
            self._stale |= stale
            self._rendered = {path: data for path, data in self._rendered.items() if path not in stale}
        else:
            self._reopen()

    def _reopen(self) -> None:
        old = self._live.paths if self._live else frozenset()
        self._rendered, self._live = {}, None  # also where what follows fails
        self._live = open_live(self.build_dir, self.site_dir)
        self._stale = self._live.paths if self._live else frozenset()
        self._gone = (self._gone | old) - self._stale

    def _render(self, path: str) -> bytes | None:
        if path not in self._rendered and self._live:
            try:
                self._rendered[path] = self._live.render(path)
            except Exception:  # of a template, a plug-in, the disk: the build of the whole site will tell
                return None
        return self._rendered.get(path)

    def _give_up(self) -> None:
        self._generation += 1
        self._timer.cancel()

    def _build_soon(self, analysed: Analysed) -> None:
        is_first = not self.site_dir.exists() or self._live is None
        self._timer = threading.Timer(0 if is_first else QUIET_SECONDS, self._build, (analysed, self._generation))
        self._timer.daemon = True
        self._timer.start()

    def _build(self, analysed: Analysed, generation: int) -> None:
        begun = time.monotonic()

        def is_wanted() -> bool:
            return generation == self._generation

        def waiting() -> None:
            if not is_wanted():
                raise Superseded

        try:
            with self._building, site_lock(self.root, waiting):
                self._built = complete(
                    analysed, self.root, self.site_dir, _silent, is_wanted, self._staged, self.build_dir
                )
        except Superseded:
            return
        except Exception as error:
            self._built = (_fault(error),)
        is_built = not has_errors(self._built)
        with self._serving:
            if is_built and is_wanted():
                self._stale, self._gone, self._rendered = frozenset(), frozenset(), {}
        self._tell("built" if is_built else "not built", self._built, time.monotonic() - begun)

    def _tell(self, what: str, problems: tuple[Problem, ...], seconds: float) -> None:
        with self._told:
            self.version += 1
            self._told.notify_all()
        self.report(what, problems, seconds)


def _silent(_message: str) -> None:
    pass


def _fault(error: Exception) -> Problem:
    message = f"the program failed ({type(error).__name__}: {error}); please report it with the file you changed"
    return Problem(Place("."), "error", message, "internal")
