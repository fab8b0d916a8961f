"""How many bytes the pages of the large site have, and what a search loads."""

import gzip
import shutil
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from tests.benchmark.bench import Bench, build
from tests.browsing import launched, serving
from tests.conftest import CHROMIUM

_ENTRIES = ("claims", "actors", "glossary")
_LOADED_BY_SEARCH = ("/search/", "/workers/", "/data/")
_RESULT = ".md-search-result__item"
_PATIENCE = 120_000  # milliseconds


class Weight(NamedTuple):
    """Bytes, and what they are of."""

    bytes: float
    of: str


def largest_page(bench: Bench) -> Weight:
    """Weigh the largest page, downloads of articles included; these are also named apart."""
    site = _site(bench)
    sizes = {file.relative_to(site): file.stat().st_size for file in site.rglob("*.html")}
    pages = [path for path in sizes if path.parts[0] != "data"]
    largest, largest_page = max(sizes, key=sizes.__getitem__), max(pages, key=sizes.__getitem__)
    told = largest.as_posix()
    if largest != largest_page:
        told += f"; but for downloads {largest_page}, {sizes[largest_page] / 1_000:.1f} KB"
    return Weight(sizes[largest], told)


def page_of_an_entry(bench: Bench) -> Weight:
    """Weigh the page of an entry that half of them exceed, without the files that pages share."""
    site = _site(bench)
    files = [file for kind in _ENTRIES for file in site.glob(f"{kind}/*/index.html")]
    return Weight(median(file.stat().st_size for file in files), f"median of {len(files):,}")


def search(bench: Bench) -> Weight:
    """Weigh what is loaded for a search until its first result stands there, compressed.

    Without a browser, these are all files of the search.
    """
    site = _site(bench)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        found = [file for file in (site / "search").rglob("*") if file.is_file()]
        how = "reckoned without a browser: all files below search/"
    else:
        found = [site / path for path in _loaded(site, chromium)]
        how = f"{len(found)} files that a browser loaded"
    compressed = sum(len(gzip.compress(file.read_bytes(), 6)) for file in found)
    raw = sum(file.stat().st_size for file in found)
    return Weight(compressed, f"{how}, {raw / 1e6:.2f} MB raw")


def _loaded(site: Path, chromium: str) -> list[str]:
    """Type a word into the search; return the files that were loaded for its first result."""
    with serving(site) as served, launched(chromium) as browser:
        page = browser.new_page()
        page.set_default_timeout(_PATIENCE)
        page.goto(f"{served.address}about/")
        _search(page, "record")
        paths = [unquote(urlsplit(address).path) for address in list(served.requested)]
    wanted = [path for path in paths if any(part in path for part in _LOADED_BY_SEARCH)]
    return [path[1:] for path in dict.fromkeys(wanted) if (site / path[1:]).is_file()]


def _search(page: Page, text: str) -> None:
    page.evaluate("document.getElementById('__search').click()")
    page.locator(".md-search__input").press_sequentially(text)
    page.locator(_RESULT).first.wait_for()


def _site(bench: Bench) -> Path:
    """Return the built site."""
    if not (bench.site / "site").is_dir():
        build(bench.site)
    return bench.site / "site"
