"""What tests of the preview share: a site that is being worked on, served in a thread."""

import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from explainer.model import Problem
from explainer.preview import serve
from explainer.preview.answers import Routes
from explainer.preview.workbench import Workbench

PATIENCE = 300.0  # seconds: how long the machine may take, when others use it


class Preview:
    """A preview that runs in a thread; what it reported is in `reports`."""

    def __init__(
        self, root: Path, site_url: str = "", editor: str = "", routes: Routes | None = None
    ) -> None:
        self.root, self.stop, self.is_ready = root, threading.Event(), threading.Event()
        self.reports: list[str] = []
        self.problems: list[tuple[Problem, ...]] = []  # those of each report
        self.address = ""
        self.result: tuple[Problem, ...] | None = None
        self.bench = Workbench(root, root / "site", self.report)

        def run() -> None:
            self.result = serve(
                self.bench,
                site_url=site_url,
                editor=editor,
                routes=routes,
                ready=self.ready,
                stop=self.stop,
            )

        self.thread = threading.Thread(target=run, daemon=True)

    def report(self, what: str, problems: tuple[Problem, ...], _seconds: float) -> None:
        self.problems.append(problems)
        self.reports.append(what)

    def ready(self, address: str) -> None:
        self.address = address
        self.is_ready.set()

    @property
    def own(self) -> str:
        """The address of the preview's own paths."""
        return self.address[: self.address.index("/", len("http://")) + 1] + "_explainer/"

    def get(self, path: str = "") -> str:
        return text_at(self.address + path)

    def shows(self, words: str, path: str = "") -> bool:
        return eventually(lambda: words in self.get(path))


@contextmanager
def previewing(
    root: Path, site_url: str = "", editor: str = "", routes: Routes | None = None
) -> Iterator[Preview]:
    preview = Preview(root, site_url, editor, routes)
    preview.thread.start()
    assert preview.is_ready.wait(PATIENCE)
    try:
        yield preview
    finally:
        preview.stop.set()
        preview.thread.join(PATIENCE)
    assert preview.result == ()


def removed(*paths: Path) -> bool:
    """Remove *paths* while a preview may still be writing into them."""

    def nothing_is_left() -> bool:
        for path in paths:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return not any(path.exists() for path in paths)

    return eventually(nothing_is_left)


def text_at(address: str, **headers: str) -> str:
    """What a browser would show, also where the page is not there."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as page:
            return page.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not (done := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return done
