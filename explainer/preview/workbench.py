"""What the preview shows: the last state without errors, page by page as asked for, and the problems of the present.

After a change only what the editor looks at is made (showing.py); the whole site is built when it is quiet.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import explainer
from explainer.building.locks import claim_folder
from explainer.building.publish import turn_beside
from explainer.building.renderer import Superseded, fixed_date
from explainer.config.settings import BUILD_DIR
from explainer.files.folders import Bounds, linked_folders, path_problem
from explainer.files.textfiles import is_folder
from explainer.lastresort import last_words
from explainer.linking.drafts import draft_problems, has_drafts
from explainer.model import Place, Problem
from explainer.pipeline import (
    Analysed,
    analyse,
    complete,
    has_errors,
    made_files,
    refusal,
    site_lock,
    write_site_schema,
)
from explainer.preview.showing import Showing, read_built
from explainer.preview.snippets import snippet_files, watched_paths
from explainer.preview.watch import Snapshot, differing, snapshot

Report = Callable[[str, tuple[Problem, ...], float], None]

QUIET_SECONDS = (
    1.0  # after the last change; then the whole site is built: a browser has shown it by then
)
_OWN_PARTS = tuple(
    Path(explainer.__file__).parent / name for name in ("templates", "assets", "overrides")
)


class Workbench:
    """A root that is being worked on. `update` is for one thread, everything else for any; to be used in `with`.

    `report` is called after each update and each build of the whole site: with "shown", "kept" (the last state, for
    there are errors), "built" or "not built"; the problems found then; and the seconds it took.
    """

    def __init__(
        self, root: Path, site_dir: Path, report: Report = lambda what, problems, seconds: None
    ) -> None:
        self.root, self.site_dir, self.report = root.resolve(), site_dir.absolute(), report
        self._public = self.site_dir  # where the site goes while it holds no drafts
        self.build_dir = (
            self.root / BUILD_DIR / "preview"
        )  # not that of `build`, which may run meanwhile
        self.version = time.time_ns()  # pages left open since the last run must notice, too
        self._found, self._staging, self._built = (
            tuple[Problem, ...](),
            tuple[Problem, ...](),
            tuple[Problem, ...](),
        )
        self._refused: tuple[
            Problem, ...
        ] = ()  # why the site must not go where it should, which is nothing to serve
        self._showing = Showing(self.root, self.build_dir, self.site_dir)
        self._own: Snapshot = {}  # the files at the last update
        self._shown: Snapshot = {}  # the files of the state that is shown
        self._bounds = Bounds(self.root)
        self._linked: tuple[Path, ...] = ()  # folders elsewhere that links among the files lead to
        self._generation = 0
        self._timer = threading.Timer(0, lambda: None)
        self._serving = threading.Lock()  # held by who uses what is above
        self._staged = threading.Lock()  # held by who writes the build folder, or reads all of it
        self._building = threading.Lock()
        self._told = threading.Condition()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(fixed_date())
        self.build_dir = self._stack.enter_context(claim_folder(self.build_dir))
        self._showing = Showing(self.root, self.build_dir, self.site_dir)
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up()
        with self._building:  # the site is being put in place
            self._stack.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong now, as far as is known: the last whole build counts until the next one."""
        return tuple(sorted({*self._found, *self._staging, *self._built}))

    @property
    def analysed(self) -> Analysed | None:
        """What the stages made of the state that is shown."""
        return self._showing.analysed

    @property
    def versions(self) -> Mapping[str, int]:
        """How often a file that pages load has changed, by its path in the site."""
        return self._showing.versions

    @property
    def is_behind(self) -> bool:
        """Whether there are errors that keep the present state from being shown."""
        return has_errors((*self._found, *self._staging))

    def watched(self) -> Iterator[Path]:
        """Give the files and folders that the site is made of, whether they are there or not."""
        yield from (self.root / "docs", self.root / "annotations", *_OWN_PARTS)
        yield from self._linked
        yield from sorted(self.root.glob("*.y*ml"))
        if not self.analysed:
            return
        config, settings = self.analysed.config, self.analysed.settings
        yield from filter(None, [config.custom_dir])
        yield from watched_paths(config)
        yield from snippet_files(self.analysed.placed.loaded, settings)

    def own_file(self, path: str) -> Path | None:
        """Give a file of the editor's own by its path relative to the root; None for any other."""
        file = self.root / path
        return file if file in self._own and not path_problem(file, self._bounds) else None

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is another version than `seen`, but not longer than this; give the version."""
        with self._told:
            self._told.wait_for(lambda: self.version != seen, seconds)
            return self.version

    def read(self, path: str) -> bytes | None:
        """Give a file of the site, as it would be if it were built now; None where there is none."""
        with self._serving:
            is_waiting = self._showing.is_waiting_for(path)
        if is_waiting:
            with self._staged, self._serving:
                self._showing.freshen(path)
        with self._serving:
            data = self._showing.read(path)
            is_gone = self._showing.is_gone(path)
        is_known = is_gone or data is not None or bool(self._refused)
        return data if is_known else read_built(self.site_dir, path)

    def update(self) -> None:
        """Take what the files say now; where that has errors, the last state stays, and so do both with a fault."""
        begun = time.monotonic()
        self._give_up()
        try:
            self._own = snapshot(self.watched())
            self._take()
        except Exception as error:
            self._found = (_fault(error),)
        self._tell(
            "kept" if self.is_behind else "shown",
            (*self._found, *self._staging),
            time.monotonic() - begun,
        )

    def _take(self) -> None:
        analysed, problems = analyse(self.root, _silent, with_code=True)
        self._refused = refusal(analysed, self.root, self._public)
        problems += (*self._refused, *write_site_schema(analysed, self.root))
        self._found = (*problems, *_of_drafts(analysed))
        self._bounds = analysed.config.bounds if analysed else self._bounds
        folders = (self.root / "docs", self.root / "annotations")
        self._linked = tuple(
            link for folder in folders for link in linked_folders(folder, self._bounds)
        )
        if analysed is None or has_errors(problems):
            return
        self._choose_site_dir(analysed)
        with self._staged, self._serving:
            staging = self._showing.take(analysed, differing(self._shown, self._own))
            self._shown, self._staging = self._own, self._staging if staging is None else staging
        if not self.is_behind:
            self._build_soon(analysed)

    def _choose_site_dir(self, analysed: Analysed) -> None:
        """A site with drafts is not put where the site to publish goes."""
        own = self.build_dir.with_name(f"{self.build_dir.name}-site")
        site_dir = own if has_drafts(analysed.site.loaded) else self._public
        if site_dir == self.site_dir:
            return
        with self._building, self._staged, self._serving:
            self.site_dir, versions = site_dir, self._showing.versions
            self._showing = Showing(self.root, self.build_dir, site_dir)
            self._showing.versions = versions

    def _give_up(self) -> None:
        self._generation += 1
        self._timer.cancel()

    def _build_soon(self, analysed: Analysed) -> None:
        is_first = not (is_folder(self.site_dir) and self._showing.is_open)
        self._timer = threading.Timer(
            0 if is_first else QUIET_SECONDS, self._build, (analysed, self._generation)
        )
        self._timer.daemon = True
        self._timer.start()

    def _build(self, analysed: Analysed, generation: int) -> None:
        begun = time.monotonic()

        def is_wanted() -> bool:
            return generation == self._generation

        def checkpoint() -> None:
            if not is_wanted():
                raise Superseded

        try:
            with (
                self._building,
                site_lock(self.root, checkpoint),
                turn_beside(self.site_dir, checkpoint),
            ):
                self._settle(analysed, checkpoint)
                self._built = complete(
                    analysed,
                    self.root,
                    self.site_dir,
                    _silent,
                    is_wanted,
                    self._staged,
                    self.build_dir,
                )
        except Superseded:
            return
        except Exception as error:
            self._built = (_fault(error),)
        is_built = not has_errors(self._built)
        with self._serving:
            if is_built and is_wanted():
                self._showing.is_built()
        self._tell("built" if is_built else "not built", self._built, time.monotonic() - begun)

    def _settle(self, analysed: Analysed, checkpoint: Callable[[], None]) -> None:
        if not self._showing.is_waiting:
            return
        made = made_files(
            analysed, self.root, checkpoint
        )  # meanwhile pages can be read, and files change
        with self._staged, self._serving:
            checkpoint()
            self._staging = self._showing.settle(made)

    def _tell(self, what: str, problems: tuple[Problem, ...], seconds: float) -> None:
        with self._told:
            self.version += 1
            self._told.notify_all()
        self.report(what, problems, seconds)


def _silent(_message: str) -> None:
    pass


def _of_drafts(analysed: Analysed | None) -> tuple[Problem, ...]:
    """Return what a build will say of links to drafts; here they lead somewhere."""
    if analysed is None or not has_drafts(analysed.site.loaded):
        return ()
    return tuple(problem._replace(level="warning") for problem in draft_problems(analysed.site))


def _fault(error: Exception) -> Problem:
    return Problem(Place("."), "error", last_words(error), "internal")
