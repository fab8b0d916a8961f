"""The site as a build would make it now, page by page as a browser asks for them.

Where only texts changed, a page is made, staged and rendered when somebody looks at it; all others
wait until the whole site is built. Until then, pages whose text changed come from the staged tree
(live.py), all others from the last site that was built.
"""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from explainer.addresses import download_path, page_path
from explainer.building.live import Live, open_live
from explainer.building.stage import Content, is_staged, write_file
from explainer.building.workspace import Workspace
from explainer.files.textfiles import on_disk, read_bytes
from explainer.loading.load import YAML_ENDINGS
from explainer.model import Problem
from explainer.pages.index import unlisted_indexes
from explainer.pages.tracing import Maker
from explainer.pipeline import Analysed, Made, has_errors, write_staged
from explainer.preview.watch import Snapshot, differing, snapshot


class Showing:
    """The state of a root that is shown.

    Any thread may call `is_waiting_for`; the rest changes the state, so only one thread may use it
    at a time.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.root, self.build_dir = workspace.root, workspace.build_dir
        self.workspace = workspace
        self.analysed: Analysed | None = None  # of the state that is shown
        # How many times each file that pages load has changed, by its path in the site
        self.versions: Mapping[str, int] = {}
        # The paths under the staged docs/ of all that is staged, but for what navigation leaves out
        self._names = frozenset[str]()
        # The pages that may differ from the staged ones; None for those made of other pages
        self._waiting: dict[str, Maker | None] = {}
        self._live: Live | None = None
        # The paths of the files of the site that differ from those in site_dir, or are gone
        self._stale, self._gone = frozenset[str](), frozenset[str]()
        self._rendered: dict[str, bytes] = {}
        self._tree: Snapshot = {}  # of the build folder

    @property
    def is_open(self) -> bool:
        """Whether single pages can be rendered."""
        return self._live is not None

    @property
    def is_waiting(self) -> bool:
        """Whether anything is still to be staged."""
        return bool(self._waiting)

    def take(self, analysed: Analysed, changed: Collection[Path]) -> tuple[Problem, ...] | None:
        """Show another state; `changed` are the files in which it differs from the one before.

        Return the problems of staging it, or None where pages wait to be staged.
        """
        loaded, found = analysed.site.loaded, analysed.makers
        articles = {self.root / article.path: page_path(article.ref) for article in loaded.articles}
        assets = {on_disk(self.root / "docs", str(asset)): str(asset) for asset in loaded.assets}
        names = frozenset({*found, *assets.values()}) - unlisted_indexes(loaded)
        self.analysed = analysed
        known = {*articles, *assets}
        is_small = all(path in known or self._is_annotation(path) for path in changed)
        if not (self._live and is_small and names == self._names and is_staged(self.build_dir)):
            return self._stage_all(names)
        self._waiting = dict(found)
        for article in loaded.articles:
            self._waiting[download_path(article.slug)] = None
        try:
            for path in articles.keys() & set(changed):
                self._stage(articles[path])  # at once, since other pages show its title
            for path in assets.keys() & set(changed):
                self._put(assets[path], path)
        except OSError:  # a full disk, or a file that has gone: staging all of it reports that
            return self._stage_all(names)
        return None

    def settle(self, made: Made) -> tuple[Problem, ...]:
        """Stage all files, `made` from the state that is shown; return the problems."""
        return self._stage_all(self._names, made)

    def is_waiting_for(self, path: str) -> bool:
        """Return whether a file of the site may differ from what `read` returns."""
        return self._live is not None and self._live.source(path) in self._waiting

    def freshen(self, path: str) -> None:
        """Stage what a file of the site is made from, if that still waits to be staged."""
        source = self._live.source(path) if self._live else ""
        if source not in self._waiting:
            return
        try:
            self._stage(source)
        except Exception:  # of a template, the disk: the build of the whole site will report it
            return

    def read(self, path: str) -> bytes | None:
        """Return a file of the site if it differs from the one that was built, else None."""
        if path not in self._stale:
            return None
        return self._render(path)

    def is_gone(self, path: str) -> bool:
        """Return whether a file of the site that was built is no longer part of it."""
        return path in self._gone

    def mark_built(self) -> None:
        """Record that the site was built from the state that is shown."""
        self._stale, self._gone, self._rendered = frozenset(), frozenset(), {}

    def warm_up(self) -> None:
        """Get ready for the first page that is rendered."""
        if self._live:
            with suppress(Exception):  # as in `freshen`
                self._live.warm_up()

    def _is_annotation(self, file: Path) -> bool:
        return file.suffix in YAML_ENDINGS and file.is_relative_to(self.root / "annotations")

    def _stage(self, page: str) -> None:
        make = self._waiting[page]
        if make is None or not is_staged(self.build_dir):
            self._stage_all(self._names)
        else:
            self._put(page, make())
            del self._waiting[page]

    def _put(self, path: str, content: Content) -> None:
        if write_file(self.build_dir, path, content):
            self._tree = {**self._tree, **snapshot([self.build_dir / "docs" / path])}
            self._changed({path})

    def _changed(self, paths: Collection[str]) -> None:
        """Record that files under the staged docs/ have changed."""
        versions = dict(self.versions)
        for path in paths:
            versions[path] = versions.get(path, 0) + 1
        self.versions = versions
        stale = self._live.refresh(paths) if self._live else frozenset()
        self._stale |= stale
        self._rendered = {path: data for path, data in self._rendered.items() if path not in stale}

    def _stage_all(self, names: frozenset[str], made: Made | None = None) -> tuple[Problem, ...]:
        assert self.analysed is not None
        problems = write_staged(self.analysed, self.workspace, made)
        self._waiting = {}
        self._names = frozenset() if has_errors(problems) else names
        self._renew()
        return problems

    def _renew(self) -> None:
        """Find out what the staged tree changes on the site."""
        before, self._tree = self._tree, snapshot([self.build_dir])
        changed, docs = differing(before, self._tree), self.build_dir / "docs"
        paths = {path.relative_to(docs).as_posix() for path in changed if path.is_relative_to(docs)}
        has_same_files = before.keys() == self._tree.keys()
        if not self._live or not has_same_files or len(paths) != len(changed):
            self._reopen()
        self._changed(paths if before else ())

    def _reopen(self) -> None:
        old = self._live.paths if self._live else frozenset()
        self._rendered, self._live = {}, None  # also if the rest fails
        if is_staged(self.build_dir):
            self._live = open_live(self.workspace)
        self._stale = self._live.paths if self._live else frozenset()
        self._gone = (self._gone | old) - self._stale

    def _render(self, path: str) -> bytes | None:
        if path not in self._rendered and self._live:
            try:
                self._rendered[path] = self._live.render(path)
            except Exception:  # of a template, a plug-in, the disk: as in `freshen`
                return None
        return self._rendered.get(path)


def read_built(site_dir: Path, path: str) -> bytes | None:
    """Return a file of the site that was built last; None if there is none."""
    for pause in (0.0, 0.05):  # a new site may be taking its place just now
        time.sleep(pause)
        data = read_bytes(site_dir / path)
        if data is not None:
            return data
    return None
