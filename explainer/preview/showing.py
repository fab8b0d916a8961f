"""The site as it would be if it were built now, page by page as asked for.

Where only texts changed, a page is made, staged and rendered when somebody looks at it; all others wait until the whole
site is built. Until that is there, pages whose text changed come from the staged tree (live.py), all others from the
last site that was built.
"""

import time
from collections.abc import Collection, Mapping
from pathlib import Path

from explainer.addresses import download_path, page_path
from explainer.building.live import Live, open_live
from explainer.building.stage import Content, is_staged, write_file
from explainer.files.textfiles import on_disk, read_bytes
from explainer.loading.load import YAML_ENDINGS
from explainer.model import Problem
from explainer.pages import Maker, makers
from explainer.pipeline import Analysed, Made, has_errors, write_staged
from explainer.preview.watch import Snapshot, differing, snapshot


class Showing:
    """What is shown of a root. `is_waiting_for` is for any thread; the rest changes it, and is for one at a time."""

    def __init__(self, root: Path, build_dir: Path, site_dir: Path) -> None:
        self.root, self.build_dir, self.site_dir = root, build_dir, site_dir
        self.analysed: Analysed | None = None  # of the state that is shown
        self.versions: Mapping[
            str, int
        ] = {}  # how often a file that pages load has changed, by its path in the site
        self._names = frozenset[str]()  # of all that is staged: paths under the staged docs/
        self._waiting: dict[
            str, Maker | None
        ] = {}  # what may be other than staged; None: is made of other pages
        self._live: Live | None = None
        self._stale, self._gone = (
            frozenset[str](),
            frozenset[str](),
        )  # other than in site_dir: paths of the site
        self._rendered: dict[str, bytes] = {}
        self._tree: Snapshot = {}  # of the build folder

    @property
    def is_open(self) -> bool:
        """Whether pages can be shown one by one."""
        return self._live is not None

    @property
    def is_waiting(self) -> bool:
        """Whether anything is still to be staged."""
        return bool(self._waiting)

    def take(self, analysed: Analysed, changed: Collection[Path]) -> tuple[Problem, ...] | None:
        """Show another state; `changed` are the files by which it differs from the one before.

        Gives what went wrong, or None where pages wait to be staged.
        """
        found, loaded = (
            makers(analysed.site, analysed.settings, analysed.placed.anchors),
            analysed.site.loaded,
        )
        texts = {self.root / article.path: page_path(article.ref) for article in loaded.articles}
        assets = {on_disk(self.root / "docs", str(asset)): str(asset) for asset in loaded.assets}
        self.analysed, names = analysed, frozenset({*found, *assets.values()})
        are_small = all(
            path in texts or path in assets or self._is_annotation(path) for path in changed
        )
        if self._live and are_small and names == self._names and is_staged(self.build_dir):
            self._waiting = found | dict.fromkeys(
                download_path(article.slug) for article in loaded.articles
            )
            try:
                for path in texts.keys() & set(changed):
                    self._stage(
                        texts[path]
                    )  # at once: what it is called stands on other pages, too
                for path in assets.keys() & set(changed):
                    self._put(assets[path], path)
            except OSError:  # a full disk, or a file that has gone: staging all of it says so
                return self._stage_all(names)
            return None
        return self._stage_all(names)

    def settle(self, made: Made) -> tuple[Problem, ...]:
        """Stage all, as it was made of what is shown, and give what went wrong."""
        return self._stage_all(self._names, made)

    def is_waiting_for(self, path: str) -> bool:
        """Whether a file of the site may be other than what `read` gives."""
        return self._live is not None and self._live.source(path) in self._waiting

    def freshen(self, path: str) -> None:
        """Stage what a file of the site is made from."""
        source = self._live.source(path) if self._live else ""
        if source not in self._waiting:
            return
        try:
            self._stage(source)
        except Exception:  # of a template, the disk: the build of the whole site will tell
            return

    def read(self, path: str) -> bytes | None:
        """Give a file of the site, if it is not as it was built."""
        return self._render(path) if path in self._stale else None

    def is_gone(self, path: str) -> bool:
        """Whether a file of the site as it was built is no longer part of it."""
        return path in self._gone

    def is_built(self) -> None:
        """Know that the site as it was built is the one that is shown."""
        self._stale, self._gone, self._rendered = frozenset(), frozenset(), {}

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
        """Know that files under the staged docs/ are other than before."""
        self.versions = {
            **self.versions,
            **{path: self.versions.get(path, 0) + 1 for path in paths},
        }
        stale = self._live.refresh(paths) if self._live else frozenset()
        self._stale |= stale
        self._rendered = {path: data for path, data in self._rendered.items() if path not in stale}

    def _stage_all(self, names: frozenset[str], made: Made | None = None) -> tuple[Problem, ...]:
        assert self.analysed is not None
        problems = write_staged(self.analysed, self.root, self.build_dir, made)
        self._waiting, self._names = {}, frozenset() if has_errors(problems) else names
        self._renew()
        return problems

    def _renew(self) -> None:
        """Find out what the staged tree changes on the site."""
        before, self._tree = self._tree, snapshot([self.build_dir])
        changed, docs = differing(before, self._tree), self.build_dir / "docs"
        paths = {path.relative_to(docs).as_posix() for path in changed if path.is_relative_to(docs)}
        is_same_set = before.keys() == self._tree.keys() and len(paths) == len(changed)
        if not self._live or not is_same_set:
            self._reopen()
        self._changed(paths if before else ())

    def _reopen(self) -> None:
        old = self._live.paths if self._live else frozenset()
        self._rendered, self._live = {}, None  # also where what follows fails
        if is_staged(self.build_dir):
            self._live = open_live(self.build_dir, self.site_dir, self.root)
        self._stale = self._live.paths if self._live else frozenset()
        self._gone = (self._gone | old) - self._stale

    def _render(self, path: str) -> bytes | None:
        if path not in self._rendered and self._live:
            try:
                self._rendered[path] = self._live.render(path)
            except (
                Exception
            ):  # of a template, a plug-in, the disk: the build of the whole site will tell
                return None
        return self._rendered.get(path)


def read_built(site_dir: Path, path: str) -> bytes | None:
    """Give a file of the site that was built last; None where there is none."""
    for pause in (0.0, 0.05):  # a new site may be taking its place just now
        time.sleep(pause)
        if (data := read_bytes(site_dir / path)) is not None:
            return data
    return None
