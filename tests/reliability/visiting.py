"""A browser that opens every page of a site and does what may set off a hidden script; it notes each that runs."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Route

from tests.browsing import serving
from tests.reliability.payloads import CANARY

_PATIENCE = 20_000  # milliseconds
# What was done and what is seen on one page: [elements that strings became, words around each number].
_LOOK = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")


@dataclass
class Seen:
    """What the browser saw on the pages of a site."""

    ran: set[int] = field(default_factory=set)  # numbers of the strings that ran
    elements: dict[str, str] = field(default_factory=dict)  # that strings became: HTML, and where first
    words: dict[int, set[str]] = field(default_factory=dict)  # texts that hold a number, by the number
    foreign: set[str] = field(default_factory=set)  # addresses of other hosts that were asked for
    pages: int = 0
    previewed: list[str] = field(default_factory=list)


@contextmanager
def _watched(browser: Browser, seen: Seen, own: str) -> Iterator[Page]:
    """Give a window in which each call of the canary is noted, wherever it comes from."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(_PATIENCE)
    context.expose_function(CANARY, lambda number=0, *_: seen.ran.add(int(number)))
    context.on("dialog", _dismiss)
    context.on("page", lambda page: None)
    context.route("**/*", lambda route: _kept_here(route, seen, own))
    yield context.new_page()
    context.close()


def _dismiss(dialog: Dialog) -> None:
    dialog.dismiss()


def _kept_here(route: Route, seen: Seen, own: str) -> None:
    """Let a page load what is of this site, and nothing of other hosts."""
    address = route.request.url
    if address.startswith((own, "data:", "blob:")):
        route.continue_()
    else:
        seen.foreign.add(address)
        route.abort()


def visit(browser: Browser, site: Path, payloads: Sequence[str]) -> Seen:
    """Open all pages of a built site, and the search; `payloads` are typed into it, and put into addresses."""
    seen = Seen()
    with serving(site) as served, _watched(browser, seen, served.address) as page:
        for file in sorted(site.rglob("*.html")):
            _open(page, served.address + quote(file.relative_to(site).as_posix()), seen)
        _search(page, served.address, payloads)
        _addresses(page, served.address, payloads)
        _remembered(page, served.address, payloads)
    return seen


def _open(page: Page, address: str, seen: Seen) -> None:
    """Open a page, do what readers may do there, and note what stands there."""
    try:
        page.goto(address, wait_until="load")
        elements, words, seen.previewed = page.evaluate(f"({_LOOK})", seen.previewed)
    except Error as error:  # a page that leads elsewhere by itself, as that of a former address does
        if "navigation" not in str(error):
            raise
        page.wait_for_timeout(200)
        page.goto("about:blank")
        return
    seen.pages += 1
    for html in elements:
        seen.elements.setdefault(html, address)
    for number, text in words:
        seen.words.setdefault(int(number), set()).add(text)
    page.emulate_media(media="print")
    page.emulate_media(media="screen")


def _search(page: Page, address: str, payloads: Sequence[str]) -> None:
    """Type strings into the search, one after the other, each until the results of the last have come."""
    page.goto(address)
    page.evaluate("document.getElementById('__search').click()")
    field = page.locator(".md-search__input")
    field.focus()
    for payload in payloads:
        field.fill(payload.replace("\0", ""))
        field.press("Shift")  # the theme waits for a key
        page.wait_for_timeout(60)


def _addresses(page: Page, address: str, payloads: Sequence[str]) -> None:
    """Open pages with strings in the query and in the fragment."""
    for payload in payloads:
        typed = quote(payload)
        for path in ("", "timeline/", "claims/", "articles/lamp/"):
            page.goto("about:blank")
            page.goto(f"{address}{path}?q={typed}&h={typed}&actor={typed}&kind={typed}#{typed}")


def _remembered(page: Page, address: str, payloads: Sequence[str]) -> None:
    """Open an article with strings in all that its scripts keep in the browser."""
    for payload in payloads:
        page.evaluate(
            """text => {
              const keys = ["explainer-view", "explainer-reading", "__palette", "__search", "__tabs", "__consent"];
              for (const key of [...Object.keys(localStorage), ...keys.map((k) => `/.${k}`), ...keys])
                for (const storage of [localStorage, sessionStorage]) {
                  storage.setItem(key, text);
                }
            }""",
            payload,
        )
        page.goto(f"{address}articles/lamp/")
    page.evaluate("localStorage.clear(), sessionStorage.clear()")


def head_of(payload: str, number: int) -> str:
    """Return what stands right before the number in a string, with single spaces."""
    return " ".join(payload.partition(f"{CANARY}({number})")[0].split())


_ = (json, BrowserContext)
