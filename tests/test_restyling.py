"""One more element does not make the browser restyle the rest of a page.

Else long pages would take seconds to load, since they arrive in pieces.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from explainer.pages.assets import style_sheet
from tests.browsing import opened

MANY, FEW = 300, 30  # elements
ADD = """() => {
  const item = document.querySelector("li, p");
  item.parentElement.append(item.cloneNode(true));
  document.body.offsetHeight;
}"""

DRAWN = "() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))"


def page_of(content: str) -> str:
    article = f'<article class="md-content__inner md-typeset">{content}</article>'
    return f"<!doctype html><style>{style_sheet()}</style><h1>Index</h1>{article}"


def restyled(browser: Browser, page: Page, act: Callable[[], Any]) -> int:
    """Return how many elements of a page the browser styles while something is done."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    session.detach()
    tracing = browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    finished: list[object] = []
    tracing.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    tracing.on("Tracing.tracingComplete", lambda data: finished.append(data))
    config = {"includedCategories": ["devtools.timeline"]}
    tracing.send("Tracing.start", {"traceConfig": config, "transferMode": "ReportEvents"})
    act()
    tracing.send("Tracing.end")
    while not finished:
        page.wait_for_timeout(20)
    tracing.detach()
    # the browser's own windows are pages, too
    found = [event["args"] for event in events if event["name"] == "UpdateLayoutTree"]
    styled = [args["elementCount"] for args in found if args["beginData"]["frame"] == frame]
    assert styled
    return sum(styled)


@pytest.mark.parametrize(
    "content",
    [
        MANY * "<p>A <a href='#'>word</a>.</p>",
        f"""<nav class="ex-parts"><ul>{MANY * "<li><a href='#'>A</a> <i>1</i></li>"}</ul></nav>""",
    ],
    ids=["paragraphs", "parts of an index"],
)
def test_one_more_element_leaves_the_others_as_they_are(browser: Browser, content: str) -> None:
    with opened(browser) as page:
        page.set_content(page_of(content))
        page.evaluate(ADD)
        page.evaluate(DRAWN)
        assert restyled(browser, page, lambda: page.evaluate(ADD)) < FEW
