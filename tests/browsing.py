"""What tests in a real browser share: a server that remembers what was asked for, a
browser, and small questions.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
HEIGHT = 900
ARTICLE = "articles/stalled-ukraine-talks/"
DESK, PHONE, ZOOMED = (1440, 900), (390, 844), (320, 256)


class Served(NamedTuple):
    """A folder on a server of its own."""

    address: str  # ends in a slash
    requested: list[str]  # the path of each request, in order, as the browser sent it


@contextmanager
def serving(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serve a folder on this machine until the block ends, each file with these headers."""
    requested: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            requested.append(self.path)
            super().do_GET()

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    class Server(ThreadingHTTPServer):
        request_queue_size = (
            64  # a page asks for a dozen files at once, and the machine may be busy
        )

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a browser that went away in the middle of an answer."""

    with Server(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(f"http://127.0.0.1:{server.server_port}/", requested)
        server.shutdown()


def wait_until(page: Page, expression: str, arg: object = None, patience: float = 30) -> None:
    """Wait until an expression of JavaScript, or a function called with `arg`, gives a true value.

    Playwright's own `wait_for_function` evaluates texts in the page, which its policy forbids.
    """
    deadline = time.monotonic() + patience
    while not _is_true(page, expression, arg):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(10)


def _is_true(page: Page, expression: str, arg: object) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        if "context was destroyed" in str(error):  # since another page is being loaded
            return False
        raise


# The browser of this process, of which there can be but one, and its pages that no test uses now,
# by the options of their contexts
_RUNNING: list[Browser] = []
_FREE: dict[str, list[Page]] = {}


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """The browser that runs in this process, else one that runs until the block ends."""
    if _RUNNING:
        yield _RUNNING[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        _RUNNING.append(browser)
        try:
            yield browser
        finally:
            _RUNNING.clear()
            _FREE.clear()
            browser.close()


def resize(page: Page, width: int, height: int = HEIGHT) -> None:
    page.set_viewport_size({"width": width, "height": height})


def sideways(page: Page) -> str:
    """What makes the page scroll sideways: its width and the elements that stick
    out; "" where nothing does.
    """
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          const width = document.documentElement.scrollWidth;
          if (width <= room) return "";
          const out = [...document.querySelectorAll("main *, footer *")].filter(
            (element) =>
              !element.closest(".md-sidebar") && element.getBoundingClientRect().right > room + 1
          );
          const name = (element) =>
            element.tagName.toLowerCase() + [...element.classList].map((c) => "." + c).join("");
          return `${width} of ${room} px: ` + [...new Set(out.map(name))].slice(0, 8).join(" ");
        }"""
    )


@contextmanager
def opened(browser: Browser, size: tuple[int, int] = (1280, 720), **options: Any) -> Iterator[Page]:
    """An empty page of a browser that remembers nothing.

    A new page costs a second of computing, most of it for its process. So a page that a test
    is done with is emptied for the next one that asks for the same options. A test that adds
    scripts to its page, or counts what is requested, needs a context of its own.
    """
    free = _FREE.setdefault(repr(sorted(options.items())), [])
    page = free.pop() if free else browser.new_context(**options).new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    yield page
    empty(page)
    free.append(page)


def empty(page: Page) -> None:
    """Let a page and its context forget all they know of sites, but not who listens to them."""
    page.unroute_all()
    page.emulate_media(media="null", color_scheme="null", forced_colors="null")
    page.mouse.move(0, 0)
    page.goto("about:blank")
    chromium = page.context.new_cdp_session(page)
    chromium.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    chromium.send("Network.clearBrowserCache")
    chromium.detach()


@contextmanager
def reading(
    browser: Browser,
    served: str,
    size: tuple[int, int] = DESK,
    path: str = ARTICLE,
    **options: Any,
) -> Iterator[Page]:
    """A page of a site in a window of its own."""
    with opened(browser, size, **options) as page:
        page.goto(served + path)
        yield page


def boxes(locator: Locator) -> list[dict[str, float]]:
    """Where each of some elements stands in the window."""
    return locator.evaluate_all("all => all.map(it => it.getBoundingClientRect().toJSON())")


def inside(page: Page, locator: Locator) -> bool:
    """Whether an element stands in the window as a whole."""
    box, size = locator.bounding_box(), page.viewport_size
    assert box
    assert size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"]
        and box["height"] > 20
    )
