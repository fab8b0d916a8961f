"""What a page weighs, as sent by a server that compresses, and that what arrives late moves nothing."""

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from explainer.config.settings import SCRIPT, STYLESHEET
from tests.browsing import Served, resize
from tests.site_pages import ARTICLE, PAGES

Figure = Callable[[str], None]
KILOBYTE = 1024
MOST_OWN = 20 * KILOBYTE
MOST_PAGE = 130 * KILOBYTE
SHIFTS = """() => new Promise((resolve) => {
  let total = 0;
  const add = (list) => list.getEntries().forEach(({ value }) => (total += value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(total), 400); // the observer tells what came before at once, and then what is late
})"""


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def kilobytes(size: int) -> str:
    return f"{size / KILOBYTE:.1f} KB"


def test_the_search_is_loaded_when_it_is_used(page: Page, served: str, shipped_site: Path, figure: Figure) -> None:
    requested = list[str]()
    page.on("request", lambda request: requested.append(request.url))
    page.goto(served)
    page.wait_for_load_state("networkidle")
    assert [url for url in requested if "search" in url] == []
    worker = packed(shipped_site / "assets/javascripts/workers/explainer-search.js")
    figure(f"own JS that the first search loads: {kilobytes(worker)} compressed")


def test_own_style_and_script(shipped_site: Path, figure: Figure) -> None:
    style, script = (packed(shipped_site / name) for name in (STYLESHEET, SCRIPT))
    figure(f"own CSS and JS: {kilobytes(style + script)} compressed (CSS {kilobytes(style)}, JS {kilobytes(script)})")
    assert style + script <= MOST_OWN


def test_an_article_in_full(page: Page, talks: Served, shipped_site: Path, figure: Figure) -> None:
    """All that the server was asked for, workers and icons among it, until nothing more comes."""
    talks.requested.clear()
    page.goto(talks.address + ARTICLE)
    page.wait_for_load_state("networkidle")
    paths = sorted({unquote(urlsplit(path).path).removeprefix("/talks/") for path in talks.requested})
    sizes = {path: packed(shipped_site / (path + "index.html" if path.endswith("/") else path)) for path in paths}
    figure(f"an article in full: {kilobytes(sum(sizes.values()))} compressed in {len(sizes)} requests")
    assert sum(sizes.values()) <= MOST_PAGE, "\n".join(f"{kilobytes(sizes[path])} {path}" for path in sizes)
    assert any(path.endswith(".css") for path in paths)


def test_nothing_from_another_host(page: Page, talks: Served, figure: Figure) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(talks.address + address)
        page.wait_for_load_state("networkidle")
    elsewhere = sorted({url for url in asked if not url.startswith((talks.address, "data:", "blob:"))})
    figure(f"requests to other hosts on {len(PAGES)} pages: {len(elsewhere)}")
    assert asked
    assert elsewhere == []


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves(page: Page, talks: Served, figure: Figure, width: int) -> None:
    resize(page, width)
    shifts = {}
    for address in PAGES:
        page.goto(talks.address + address)
        shifts[address] = round(page.evaluate(SHIFTS), 4)
    figure(f"layout shift at {width} px: {max(shifts.values())} at most on {len(PAGES)} pages")
    assert {address: shift for address, shift in shifts.items() if shift} == {}
