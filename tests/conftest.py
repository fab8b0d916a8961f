"""What several test files share: the shipped site, built once a worker, and a
server that stops by itself.
"""

import gc
import math
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from explainer.commands import GARBAGE_THRESHOLDS, output
from explainer.pipeline import build_site
from tests.browsing import ARTICLE, Served, launched, opened, reading, serving

# Images for containers tell Python not to keep compiled modules. Each of the programs that are
# started here would compile all of ours, and each worker all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

PROJECT = Path(__file__).parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# the machine may be busy with other workers: how long an example takes says nothing here
settings.register_profile("quick", deadline=None, max_examples=20, derandomize=True)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=60)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help="run all examples of the slow tests; the default where CI is set",
    )


def pytest_xdist_auto_num_workers() -> int:
    """Return more workers than processors: tests wait for browsers, servers and other programs."""
    count = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return count + (count + 1) // 2


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "thorough: left out without --thorough")
    settings.load_profile("thorough" if config.getoption("thorough") else "quick")
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("thorough"):
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Return whether slow tests run all of their examples; see CONTRIBUTING.md."""
    return bool(pytestconfig.getoption("thorough"))


def silent(_message: str) -> None:
    pass


def copy_of_project(to: Path) -> Path:
    """The shipped content in a folder of its own, so that tests write nothing into the project."""
    for name in ("docs", "annotations"):
        shutil.copytree(PROJECT / name, to / name)
    shutil.copy(PROJECT / "mkdocs.yml", to)
    shutil.copy(PROJECT / "build_site.py", to)
    return to


@pytest.fixture
def only_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work be shared out among processes although pytest-xdist runs a thread of its own."""
    monkeypatch.setattr("explainer.building.workers.threading.active_count", lambda: 1)


@pytest.fixture(autouse=True)
def no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no command report its progress, which depends on how fast the machine is."""
    monkeypatch.setattr(output, "_PATIENCE", math.inf)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that other users may enter, which pytest's own may not be."""
    with tempfile.TemporaryDirectory(prefix="explainer-open-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_project(tmp_path_factory.mktemp("shipped"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/talks/")
        problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems] == []
    return root / "site"


@pytest.fixture(scope="session")
def talks(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The shipped site below a sub-path, as GitHub Pages serves it."""
    web = tmp_path_factory.mktemp("web")
    (web / "talks").symlink_to(shipped_site, target_is_directory=True)
    with serving(web) as server:
        yield Served(f"{server.address}talks/", server.requested)


@pytest.fixture
def served(talks: Served) -> str:
    """The address of the shipped site."""
    return talks.address


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without one, tests are skipped, but in CI they fail."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chromium here, and CI may not skip the browser tests")
    return found or pytest.skip("no Chromium or Chrome on this machine")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as browser:
        yield browser


@pytest.fixture(scope="module")
def desk(browser: Browser, talks: Served) -> Iterator[Page]:
    with reading(browser, talks.address) as page:
        yield page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a browser that remembers nothing."""
    with opened(browser) as page:
        yield page


@pytest.fixture
def article(desk: Page, served: str) -> Page:
    """The article at a desk, with nothing remembered."""
    desk.mouse.move(0, 0)
    desk.evaluate("localStorage.clear()")
    desk.goto("about:blank")
    desk.goto(served + ARTICLE)
    return desk


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Report a figure: a line that the run of the tests prints at its end, such as
    `own CSS and JS: 9.8 KB`.
    """
    return lambda line: record_property("figure", line)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, str, int], None]:
    """Report how often a test found something: the run of the tests adds up what all of them
    found under one name, and prints a line, such as `axe, best practice: region 22 times`.
    """
    return lambda name, found, times: record_property("tally", [name, found, times])


def tallied(tallies: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Return a line for each name."""
    totals: dict[str, Counter[str]] = {}
    for name, found, times in tallies:
        totals.setdefault(name, Counter())[found] += times
    for name, counted in totals.items():
        yield f"{name}: " + ", ".join(f"{each} {counted[each]} times" for each in sorted(counted))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that the tests reported, whoever of the workers ran them."""
    reports = [
        report for state in ("passed", "failed") for report in terminalreporter.getreports(state)
    ]
    told = [told for report in reports for told in report.user_properties]
    lines = [value for name, value in told if name == "figure"]
    lines += tallied(value for name, value in told if name == "tally")
    if lines:
        terminalreporter.section("figures")
        for line in sorted(lines):
            terminalreporter.write_line(line)
