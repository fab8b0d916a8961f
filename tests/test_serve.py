import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explainer import serve as module
from explainer.model import Place, Problem
from explainer.serve import panel, serve, snapshot, with_panel
from tests.site_files import write_site

PAGE = "<!doctype html><html><body class=x><p>{}</p></body></html>"
WRONG = Problem(Place("annotations/a.yml", 3, 5), "error", "the <b> is wrong", "test")
SITE_URL = "https://example.org/my%20lamp/"


class Preview:
    """A preview that runs in a thread: its pipeline copies docs/a.txt into the site, or reports what it was told to."""

    def __init__(self, root: Path) -> None:
        self.root = write_site(root, {"docs/a.txt": "first", "site/404.html": PAGE.format("lost"), "site/x.css": "a{}"})
        self.problems: tuple[Problem, ...] = ()
        self.builds = 0
        self.stop, self.is_ready = threading.Event(), threading.Event()
        self.address = ""
        self.result: tuple[Problem, ...] | None = None
        self.thread = threading.Thread(target=self.run, daemon=True)

    def build(self) -> tuple[Problem, ...]:
        text = (self.root / "docs/a.txt").read_text() if (self.root / "docs/a.txt").exists() else "nothing"
        if text == "fault":
            raise ZeroDivisionError
        if not self.problems:
            write_site(
                self.root, {"site/index.html": PAGE.format(text), "site/claims/index.html": PAGE.format("claims")}
            )
        self.builds += 1
        return self.problems

    def ready(self, address: str, problems: tuple[Problem, ...]) -> None:
        self.address = address
        self.is_ready.set()

    def run(self) -> None:
        watched = [self.root / "docs", self.root / "annotations", self.root / "mkdocs.yml"]
        self.result = serve(
            self.build, watched, self.root / "site", port=0, site_url=SITE_URL, ready=self.ready, stop=self.stop
        )

    def get(self, path: str = "") -> str:
        return text_at(self.address + path)

    def version(self) -> str:
        return text_at(self.address.removesuffix("my%20lamp/") + "_explainer/version")

    def shows(self, words: str, path: str = "") -> bool:
        return eventually(lambda: words in self.get(path))


def text_at(address: str) -> str:
    """What a browser would show, also where the page is not there."""
    try:
        with urllib.request.urlopen(address) as page:
            return page.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not (done := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return done


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(module, "SETTLED_SECONDS", 0.05)
    preview = Preview(tmp_path)
    preview.thread.start()
    assert preview.is_ready.wait(20)
    yield preview
    preview.stop.set()
    preview.thread.join(20)
    assert preview.result == ()


def test_pages_are_served_below_the_path_of_the_site(preview: Preview) -> None:
    assert preview.address.endswith("/my%20lamp/")
    assert "<p>first</p>" in preview.get()
    assert "<p>claims</p>" in preview.get("claims/")
    assert "<p>claims</p>" in preview.get("claims")
    assert preview.get("x.css") == "a{}"
    assert "<p>lost</p>" in preview.get("gone/")
    root = preview.address.removesuffix("my%20lamp/")
    with urllib.request.urlopen(root) as page:
        assert page.url == preview.address
    with urllib.request.urlopen(root + "my%20lamp") as page:
        assert page.url == preview.address
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(root + "claims/")


@pytest.mark.parametrize("path", ["../docs/a.txt", "%2e%2e/docs/a.txt", "..%2fdocs/a.txt", "a%00b", "//x"])
def test_nothing_else_is_served(preview: Preview, path: str) -> None:
    assert "<p>lost</p>" in preview.get(path)


def test_a_change_is_built_and_told(preview: Preview) -> None:
    version = preview.version()
    assert f'"{version}"' in preview.get()
    write_site(preview.root, {"docs/a.txt": "second, longer"})
    assert preview.shows("second, longer")
    assert preview.version() != version


def test_problems_are_shown_on_the_last_good_site_until_they_are_gone(preview: Preview) -> None:
    preview.problems = (WRONG,)
    write_site(preview.root, {"docs/a.txt": "second, longer"})
    assert preview.shows('role="alert"')
    for page in (preview.get(), preview.get("claims/"), preview.get("gone/")):
        assert "<li>annotations/a.yml:3:5: error: the &lt;b&gt; is wrong [test]</li>" in page
    assert "<p>first</p>" in preview.get()
    assert preview.get("x.css") == "a{}"
    preview.problems = ()
    write_site(preview.root, {"annotations/a.yml": "mended"})
    assert preview.shows("second, longer")
    assert "alert" not in preview.get()


def test_a_fault_of_the_program_does_not_end_it(preview: Preview) -> None:
    write_site(preview.root, {"docs/a.txt": "fault"})
    assert preview.shows("ZeroDivisionError")
    write_site(preview.root, {"docs/a.txt": "second, longer"})
    assert preview.shows("second, longer")


def test_folders_may_go_and_come_back(preview: Preview) -> None:
    (preview.root / "docs").rename(preview.root / "away")
    assert preview.shows("nothing")
    (preview.root / "away").rename(preview.root / "docs")
    assert preview.shows("first")


def test_a_storm_of_saves_is_one_build(preview: Preview) -> None:
    for number in range(200):
        write_site(preview.root, {"docs/a.txt": "x" * number, f"docs/{number}.txt": ""})
    write_site(preview.root, {"docs/a.txt": "last"})
    assert preview.shows("last")
    assert preview.builds < 10


def test_a_port_in_use_is_a_problem(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (problem,) = serve(lambda: (), [], tmp_path, port=taken.getsockname()[1])
    assert problem.level == "error"
    assert "--port" in problem.message


def test_an_interruption_is_no_fault(tmp_path: Path) -> None:
    def interrupted(address: str, problems: tuple[Problem, ...]) -> None:
        raise KeyboardInterrupt

    assert serve(lambda: (), [], tmp_path, port=0, ready=interrupted) == ()


def test_no_site_yet(tmp_path: Path) -> None:
    seen = []

    def look(address: str, problems: tuple[Problem, ...]) -> None:
        seen.append(text_at(address))
        raise KeyboardInterrupt

    serve(lambda: (WRONG,), [], tmp_path / "nowhere", port=0, ready=look)
    assert "is wrong" in seen[0]


def test_what_is_watched(tmp_path: Path) -> None:
    names = ["a.yml", ".a.yml.swp", "a.yml~", "anchors.lock.json", ".git/index", "in/b.yml"]
    write_site(tmp_path, {f"annotations/{name}": "" for name in names})
    write_site(tmp_path, {"mkdocs.yml": ""})
    watched = [tmp_path / "annotations", tmp_path / "mkdocs.yml", tmp_path / "gone"]
    found = sorted(path.relative_to(tmp_path).as_posix() for path in snapshot(watched))
    assert found == ["annotations/a.yml", "annotations/in/b.yml", "mkdocs.yml"]


def test_the_panel_stands_at_the_top_of_any_page() -> None:
    shown = panel([WRONG]).encode()
    assert with_panel(b"<html><body class=x><p>a", [WRONG]) == b"<html><body class=x>" + shown + b"<p>a"
    assert with_panel(b"a", [WRONG]) == shown + b"a"
    assert with_panel(b"<body>a", []) == b"<body>a"
