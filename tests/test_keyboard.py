"""Each kind of page by the Tab key alone: all is reached, once, in sight and with a visible
focus, and nothing traps.

Without `--thorough`, every third page is tried. What the keys do in an article is tested in
test_reading.py.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.pipeline import build_site
from tests.browsing import opened, resize, serving, wait_until
from tests.conftest import silent
from tests.site_pages import ARTICLE, PAGES, SITES
from tests.thoroughness import at_widths, one_quick

OTHERS = [(address,) for address in PAGES if address != ARTICLE]
PLACES = at_widths(OTHERS, (360, 1280), len(OTHERS))
# the article is long, and on a phone its links are those of the desk
PLACES.append(pytest.param(ARTICLE, 1280, marks=pytest.mark.thorough))
# radio buttons: Tab enters a group at its chosen one, whose name changes with the scheme
SWITCH = "md-option"
MOST = 1500  # presses of Tab; no page here has as many links
# The focused element: what it is, whether its focus can be seen, and whether it is on the screen
# and uncovered.
FOCUSED = """(order) => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // an unseen switch shows its focus on its label
  const shown = element.matches(".md-option, #__drawer")
    ? document.querySelector(`.md-header label[for=${element.id}]:not([hidden])`)
      ?? element.nextElementSibling
    : element;
  const style = getComputedStyle(shown);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const boxes = [...shown.getClientRects()];
  const hit = ({ left, right, top, bottom }) => {
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return at && (at === shown || at.contains(shown) || shown.contains(at));
  };
  // the theme changes some of its classes while one scrolls
  const classes = [...element.classList].filter((name) => !/--(passed|active)$/.test(name));
  const name = `${element.tagName.toLowerCase()}.${classes.join(".")} ${
    element.getAttribute("href") ?? element.id ?? ""} “${element.textContent.trim().slice(0, 30)}”`;
  element.dataset.order ??= order;
  return { name, ring, seen: boxes.some(hit), order: Number(element.dataset.order) };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def tabbed(page: Page, key: str = "Tab") -> Iterator[dict]:
    """Press the key until the page is left or begins again."""
    for order in range(MOST):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED, order)
        if focused is None or (order and focused["order"] == 0):
            return
        assert focused["order"] == order, f"{key} is trapped: it comes to {focused['name']} again"
        for _ in range(8):  # what covers it may be on its way out, as the search is
            if focused["seen"]:
                break
            page.wait_for_timeout(250)
            focused = page.evaluate(FOCUSED, order)
        yield focused
    pytest.fail(f"after {MOST} presses of {key} the page is not left")


@pytest.mark.parametrize(("address", "width"), PLACES)
def test_all_is_reached_and_seen(page: Page, served: str, address: str, width: int) -> None:
    resize(page, width)
    page.goto(served + address)
    reached = list(tabbed(page))
    assert len(reached) > 5
    assert [each["name"] for each in reached if not each["ring"]] == []
    assert [each["name"] for each in reached if not each["seen"]] == []


@pytest.mark.thorough
def test_the_way_back_is_the_way_forth(page: Page, served: str) -> None:
    resize(page, 1280)
    page.goto(served + "claims/now-trumps-war-too/")
    forth = [each["name"] for each in tabbed(page)]
    page.reload()
    back = list(tabbed(page, "Shift+Tab"))
    assert [each["name"] for each in reversed(back) if SWITCH not in each["name"]] == [
        name for name in forth if SWITCH not in name
    ]
    assert [each["name"] for each in back if not each["seen"]] == []


@pytest.mark.parametrize("scripts", one_quick([True, False]), ids=["scripts", "none"])
def test_the_drawer_opens_and_closes_by_keyboard(
    browser: Browser, served: str, scripts: bool
) -> None:
    with opened(browser, (360, 900), java_script_enabled=scripts, reduced_motion="reduce") as page:
        page.goto(served + "claims/")
        link = page.locator(".md-sidebar--primary").get_by_role("link", name="Timeline")
        expect(link).not_to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(link).to_be_in_viewport()
        if scripts:
            assert page.locator(".md-sidebar--primary a:focus").count() == 1
            page.keyboard.press("Escape")
            expect(page.get_by_role("checkbox", name="Menu")).to_be_focused()
        else:
            page.keyboard.press("Space")
        expect(link).not_to_be_visible()


@pytest.mark.thorough
def test_a_wide_table_is_moved_by_keyboard(page: Page, tmp_path: Path) -> None:
    shutil.copytree(SITES / "wide", tmp_path / "wide")
    build_site(tmp_path / "wide", tmp_path / "site", silent)
    resize(page, 360)
    with serving(tmp_path / "site") as site:
        page.goto(f"{site.address}articles/wide/")
        next(each for each in tabbed(page) if "Kind of vessel" in each["name"])
        assert (
            page.evaluate("document.activeElement.tabIndex") == 0
        )  # not every browser makes boxes that scroll a stop
        page.keyboard.press("ArrowRight")
        wait_until(page, "document.activeElement.scrollLeft > 0")


@pytest.mark.thorough
def test_single_keys_that_are_switched_off_are_off_on_every_page(page: Page, served: str) -> None:
    """Those of the theme among them (WCAG 2.1.4): they are switched off in the
    list of keys of an article.
    """
    resize(page, 1280)
    page.goto(served + "claims/")
    page.keyboard.press("s")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.evaluate("localStorage.setItem('explainer-keys', 'off')")
    page.reload()
    page.keyboard.press("s")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    page.evaluate("localStorage.removeItem('explainer-keys')")
