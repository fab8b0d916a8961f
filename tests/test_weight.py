"""What a page weighs, as sent by a server that compresses, and that what
arrives late moves nothing.
"""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from explainer.config.settings import SCRIPT, STYLESHEET
from tests.browsing import Served, resize
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import every_third, one_quick

Figure = Callable[[str], None]
KILOBYTE = 1024
MOST_OWN = 20 * KILOBYTE
MOST_PAGE = 131 * KILOBYTE
MOST_OTHER_PAGE = 95 * KILOBYTE
MOST_FRAME = 16 * KILOBYTE
SHIFTS = """() => new Promise((resolve) => {
  let total = 0;
  const add = (list) => list.getEntries().forEach(({ value }) => (total += value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  // the observer tells what came before at once, and then what is late
  setTimeout(() => resolve(total), 400);
})"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own, which has nothing in its cache."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def kilobytes(size: int) -> str:
    return f"{size / KILOBYTE:.1f} KB"


@pytest.mark.thorough
def test_the_search_is_loaded_when_it_is_used(
    page: Page, served: str, shipped_site: Path, figure: Figure
) -> None:
    requested = list[str]()
    page.on("request", lambda request: requested.append(request.url))
    page.goto(served)
    page.wait_for_load_state("networkidle")
    assert [url for url in requested if "search" in url] == []
    worker = packed(shipped_site / "assets/javascripts/workers/explainer-search.js")
    figure(f"own JS that the first search loads: {kilobytes(worker)} compressed")


def test_own_style_and_script(shipped_site: Path, figure: Figure) -> None:
    style, script = (packed(shipped_site / name) for name in (STYLESHEET, SCRIPT))
    figure(
        f"own CSS and JS: {kilobytes(style + script)} compressed (CSS {kilobytes(style)}, "
        f"JS {kilobytes(script)})"
    )
    assert style + script <= MOST_OWN


def sizes_of(page: Page, talks: Served, site: Path, address: str) -> dict[str, int]:
    """The compressed size of all that the server is asked for, workers and
    icons among it, by path.
    """
    talks.requested.clear()
    page.goto(talks.address + address)
    page.wait_for_load_state("networkidle")
    paths = sorted(
        {unquote(urlsplit(path).path).removeprefix("/talks/") for path in talks.requested}
    )
    files = {
        path: path + "index.html" if path.endswith("/") or not path else path for path in paths
    }
    return {path: packed(site / file) for path, file in files.items()}


def test_an_article_in_full(page: Page, talks: Served, shipped_site: Path, figure: Figure) -> None:
    sizes = sizes_of(page, talks, shipped_site, ARTICLE)
    figure(
        f"an article in full: {kilobytes(sum(sizes.values()))} compressed in {len(sizes)} requests"
    )
    assert sum(sizes.values()) <= MOST_PAGE, "\n".join(
        f"{kilobytes(sizes[path])} {path}" for path in sizes
    )
    assert any(path.endswith(".css") for path in sizes)


@pytest.mark.thorough
def test_other_pages_in_full(
    browser: Browser, talks: Served, shipped_site: Path, figure: Figure, thorough: bool
) -> None:
    totals = {}
    for address in PAGES if thorough else PAGES[:4]:
        context = browser.new_context()  # which has nothing in its cache
        totals[address] = sum(sizes_of(context.new_page(), talks, shipped_site, address).values())
        context.close()
    del totals[ARTICLE]
    heaviest = max(totals, key=totals.__getitem__)
    figure(
        f"other pages in full: {kilobytes(totals[heaviest])} compressed at most "
        f"({heaviest or 'home'})"
    )
    assert totals[heaviest] <= MOST_OTHER_PAGE


def test_the_frame_around_an_entry(shipped_site: Path, figure: Figure) -> None:
    frames = []
    for page in shipped_site.glob("claims/*/index.html"):
        before, start, rest = page.read_text("utf-8").partition("<article")
        _, end, after = rest.partition("</article>")
        if start and end:  # not a page that redirects
            frames.append(len((before + after).encode()))
    figure(f"a page of an entry, not compressed, without the entry: {kilobytes(max(frames))}")
    assert max(frames) <= MOST_FRAME


@pytest.mark.parametrize("width", one_quick([360, 1440]))
@pytest.mark.thorough
def test_nothing_moves(
    page: Page, talks: Served, figure: Figure, width: int, thorough: bool
) -> None:
    resize(page, width)
    shifts = {}
    for address in every_third(PAGES, 2, thorough):
        page.goto(talks.address + address)
        shifts[address] = round(page.evaluate(SHIFTS), 4)
    figure(f"layout shift at {width} px: {max(shifts.values())} at most on {len(shifts)} pages")
    assert {address: shift for address, shift in shifts.items() if shift} == {}
