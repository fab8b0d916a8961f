"""What the preview shows: the last state without errors, and the problems of the present one.

After a change, only the pages that the editor looks at are made (showing.py); the whole site is
built when no more changes come.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

import explainer
from explainer.building.kept_analysis import Remembered
from explainer.building.locks import reserve_folder
from explainer.building.publish import hold_site_dir
from explainer.building.renderer import Superseded, fixed_date
from explainer.building.workspace import Workspace
from explainer.config.settings import BUILD_DIR
from explainer.files.folders import Bounds, linked_folders, path_problem
from explainer.files.textfiles import is_folder
from explainer.lastresort import last_words
from explainer.linking.drafts import draft_problems, has_drafts
from explainer.loading.load import LOCK_FILE
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

# From the last change to the build of the whole site: by then, a browser has shown the page
QUIET_SECONDS = 1.0
_PACKAGE = Path(explainer.__file__).parent
_OWN_PARTS = (_PACKAGE / "templates", _PACKAGE / "assets", _PACKAGE / "overrides")


class Workbench:
    """A root that is being worked on; a context manager.

    `update` is for one thread, the rest for any. `report` is called after each update and each
    build of the whole site, with an event ("shown", "kept" for the last state where there are
    errors, "built" or "not built"), the problems found then, and the seconds it took.
    """

    def __init__(
        self, root: Path, site_dir: Path, report: Report = lambda event, problems, seconds: None
    ) -> None:
        root = root.resolve()
        build_dir = root / BUILD_DIR / "preview"  # not that of `build`, which may run meanwhile
        self.workspace = Workspace(root, build_dir, site_dir.absolute())
        self.report = report
        self.version = time.time_ns()  # pages left open since the last run must notice, too
        self._public_dir = self.workspace.site_dir  # where the site goes unless it holds drafts
        # Problems of the last update, of staging it, and of the last build of the whole site
        self._found: tuple[Problem, ...] = ()
        self._staging: tuple[Problem, ...] = ()
        self._built: tuple[Problem, ...] = ()
        self._remembered = Remembered(build_dir)
        self._latest: Analysed | None = None  # the present state, shown or not
        self._refused: tuple[Problem, ...] = ()  # why no site may be put, or served, there
        self._showing = Showing(self.workspace)
        self._own: Snapshot = {}  # the files at the last update
        self._shown: Snapshot = {}  # the files of the state that is shown
        self._bounds = Bounds(root)
        self._linked: tuple[Path, ...] = ()  # folders elsewhere that links among the files lead to
        self._generation = 0
        self._timer = threading.Timer(0, lambda: None)
        self._serving = threading.Lock()  # held while the above is used
        self._staged = threading.Lock()  # held while build_dir is written, or all of it read
        self._building = threading.Lock()
        self._announced = threading.Condition()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(fixed_date())
        build_dir = self._stack.enter_context(reserve_folder(self.workspace.build_dir))
        self.workspace = replace(self.workspace, build_dir=build_dir)
        self._showing = Showing(self.workspace)
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up()
        with self._building:  # wait while the site is being put in place
            self._stack.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems known now; those of the last whole build count until the next one."""
        return tuple(sorted({*self._found, *self._staging, *self._built}))

    @property
    def analysed(self) -> Analysed | None:
        """The result of the stages for the state that is shown; None while there is none."""
        return self._showing.analysed

    @property
    def bounds(self) -> Bounds:
        """Where the files of the site may come from, by the last settings that can be used."""
        return self._bounds

    @property
    def versions(self) -> Mapping[str, int]:
        """How many times each file that pages load has changed, by its path in the site."""
        return self._showing.versions

    @property
    def is_behind(self) -> bool:
        """Whether there are errors that keep the present state from being shown."""
        return has_errors((*self._found, *self._staging))

    def look(self) -> Snapshot:
        """Return the states of the files that the site is made of; none if Explainer fails.

        `update` meets the same fault then, and reports it.
        """
        try:
            return self._look()
        except Exception:
            return {}

    def _look(self) -> Snapshot:
        # Written by the program itself at each build; watching it would build twice
        return snapshot(self._watched(), [self.workspace.root / LOCK_FILE])

    def _watched(self) -> Iterator[Path]:
        """Yield the files and folders that the site is made of, whether they exist or not."""
        root = self.workspace.root
        yield from (root / "docs", root / "annotations", *_OWN_PARTS)
        yield from self._linked
        yield from sorted(root.glob("*.y*ml"))
        if not self.analysed:
            return
        config, settings = self.analysed.config, self.analysed.settings
        if config.custom_dir:
            yield config.custom_dir
        yield from watched_paths(config)
        yield from snippet_files(self.analysed.placed.loaded, settings)

    def own_file(self, path: str) -> Path | None:
        """Return a file of the editor's own by its path relative to the root, or None."""
        file = self.workspace.root / path
        return file if file in self._own and not path_problem(file, self._bounds) else None

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is another version than `seen`, or some seconds; return the version."""
        with self._announced:
            self._announced.wait_for(lambda: self.version != seen, seconds)
            return self.version

    def read(self, path: str) -> bytes | None:
        """Return a file of the site as it would be if it were built now; None if there is none."""
        with self._serving:
            is_waiting = self._showing.is_waiting_for(path)
        if is_waiting:
            with self._staged, self._serving:
                self._showing.freshen(path)
        with self._serving:
            data = self._showing.read(path)
            is_gone = self._showing.is_gone(path)
        if is_gone or data is not None or self._refused:
            return data
        return read_built(self.workspace.site_dir, path)

    def update(self) -> None:
        """Take in the files as they are now; with errors, or if Explainer fails, keep the last."""
        begun = time.monotonic()
        self._give_up()
        try:
            self._own = self._look()
            self._take()
        except Exception as error:
            self._found = (_fault(error),)
        self._announce(self._event, (*self._found, *self._staging), time.monotonic() - begun)
        self._write_schema()

    @property
    def _event(self) -> str:
        return "kept" if self.is_behind else "shown"

    def _write_schema(self) -> None:
        """Write the schema for editors' tools, which can wait until the state is shown."""
        begun = time.monotonic()
        try:
            problems = write_site_schema(self._latest, self.workspace.root)
        except Exception as error:
            problems = (_fault(error),)
        if problems:
            self._found += problems
            self._announce(self._event, problems, time.monotonic() - begun)

    def _take(self) -> None:
        root = self.workspace.root
        self._remembered.begin()
        cache_for = self._remembered.cache_for
        analysed, problems = analyse(root, _silent, with_code=True, cache_for=cache_for)
        self._latest = analysed
        self._refused = refusal(analysed, replace(self.workspace, site_dir=self._public_dir))
        problems += self._refused
        self._found = (*problems, *_about_drafts(analysed))
        if analysed:
            self._bounds = analysed.config.bounds
        self._linked = (
            *linked_folders(root / "docs", self._bounds),
            *linked_folders(root / "annotations", self._bounds),
        )
        if analysed is None or has_errors(problems):
            return
        self._choose_site_dir(analysed)
        with self._staged, self._serving:
            staging = self._showing.take(analysed, differing(self._shown, self._own))
            self._shown = self._own
            if staging is not None:
                self._staging = staging
        if not self.is_behind:
            self._build_soon(analysed)

    def _choose_site_dir(self, analysed: Analysed) -> None:
        """Keep a site with drafts out of the folder of the site to publish."""
        build_dir, site_dir = self.workspace.build_dir, self._public_dir
        if has_drafts(analysed.site.loaded):
            site_dir = build_dir.with_name(f"{build_dir.name}-site")
        if site_dir == self.workspace.site_dir:
            return
        with self._building, self._staged, self._serving:
            self.workspace = replace(self.workspace, site_dir=site_dir)
            versions = self._showing.versions
            self._showing = Showing(self.workspace)
            self._showing.versions = versions

    def _give_up(self) -> None:
        self._generation += 1
        self._timer.cancel()

    def _build_soon(self, analysed: Analysed) -> None:
        is_first = not (is_folder(self.workspace.site_dir) and self._showing.is_open)
        seconds = 0 if is_first else QUIET_SECONDS
        self._timer = threading.Timer(seconds, self._build, (analysed, self._generation))
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
                site_lock(self.workspace.root, checkpoint),
                hold_site_dir(self.workspace.site_dir, checkpoint),
            ):
                self._settle(analysed, checkpoint)
                self._built = complete(
                    analysed, self.workspace, _silent, is_wanted, reading=self._staged
                )
        except Superseded:
            return
        except Exception as error:
            self._built = (_fault(error),)
        is_built = not has_errors(self._built)
        with self._serving:
            if is_built and is_wanted():
                self._showing.mark_built()
                self._showing.warm_up()
        event = "built" if is_built else "not built"
        self._announce(event, self._built, time.monotonic() - begun)

    def _settle(self, analysed: Analysed, checkpoint: Callable[[], None]) -> None:
        """Stage all pages that wait for it."""
        if not self._showing.is_waiting:
            return
        # Without the locks: meanwhile pages can be read, and files change
        made = made_files(analysed, self.workspace.root, checkpoint)
        with self._staged, self._serving:
            checkpoint()
            self._staging = self._showing.settle(made)

    def _announce(self, event: str, problems: tuple[Problem, ...], seconds: float) -> None:
        with self._announced:
            self.version += 1
            self._announced.notify_all()
        self.report(event, problems, seconds)


def _silent(_message: str) -> None:
    pass


def _about_drafts(analysed: Analysed | None) -> tuple[Problem, ...]:
    """Return the problems that a build will report about links to drafts, which work here."""
    if analysed is None or not has_drafts(analysed.site.loaded):
        return ()
    return tuple(problem._replace(level="warning") for problem in draft_problems(analysed.site))


def _fault(error: Exception) -> Problem:
    return Problem(Place("."), "error", last_words(error), "internal")
