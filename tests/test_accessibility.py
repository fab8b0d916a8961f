"""axe finds no violation of WCAG 2.2 A and AA: every kind of page, phone, tablet and desk,
light and dark, things open.

A page is loaded once and stays open while the width and the scheme change, as when a reader
turns a tablet. Without `--thorough`, every third page is tried, at one width and in one scheme.
What axe calls best practice is counted, not required, save the rules for what the theme is
known to lack.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import resize
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import at_widths, in_thirds, some_of

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LACKING = ["aria-dialog-name", "empty-heading", "landmark-unique", "page-has-heading-one"]
WIDTHS = (360, 768, 1440)
SCHEMES = {
    "light": "default",
    "dark": "slate",
}  # what the reader's system asks for, and what the theme calls it


Tally = Callable[[str, str, int], None]


class Finding(NamedTuple):
    """One rule of axe, broken by one element."""

    page: str
    width: int
    scheme: str
    rule: str
    required: bool
    target: str
    advice: str

    def __str__(self) -> str:
        return (
            f"/{self.page} at {self.width} px, {self.scheme}: {self.rule} at {self.target}\n"
            f"    {self.advice}"
        )


def open_preview(page: Page) -> str:
    page.locator(".ex-article a[data-annotation]").first.focus()
    page.locator("[popover]:popover-open").wait_for(timeout=60_000)
    return "[popover]"


def open_search(page: Page) -> str:
    sign = page.locator("label.md-header__button[for='__search']")
    if sign.is_visible():
        sign.click()
    page.locator("input.md-search__input").click()
    page.keyboard.type("war")
    page.locator(".md-search-result__link").first.wait_for(timeout=60_000)
    return ".md-header"


def open_spine(page: Page) -> str:
    page.locator(".ex-spine details").evaluate_all("all => all.forEach((it) => (it.open = true))")
    return ".md-content"


def show_text(page: Page) -> str:
    page.get_by_role("radio", name="Text").check()
    return "html"


def show_everything(page: Page) -> str:
    page.get_by_role("radio", name="Everything").check()
    return "html"


def open_drawer(page: Page) -> str:
    page.locator("label.md-header__button[for='__drawer']").click()
    return ".md-sidebar--primary"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        reduced_motion="reduce"
    )  # else colours are measured half-way through a change
    yield context.new_page()
    context.close()


def findings(page: Page, name: str, part: str = "html") -> Iterator[Finding]:
    """Run axe on a part of what the browser shows."""
    found = page.evaluate(
        """async ([tags, lacking, part]) => {
          // named one by one, target-size runs too, which axe leaves out by itself
          const rules = axe.getRules(tags).filter((rule) => !rule.tags.includes("experimental"));
          const values = rules.map((rule) => rule.ruleId);
          const runOnly = { type: "rule", values };
          const { violations } = await axe.run(part, { resultTypes: ["violations"], runOnly });
          return violations.flatMap(({ id, tags, help, nodes }) =>
            nodes.map(({ target, failureSummary }) => [
              id,
              !tags.includes("best-practice") || lacking.includes(id),
              target.join(" "),
              `${help}. ${failureSummary.replace(/\\s+/g, " ")}`,
            ])
          );
        }""",
        [TAGS, LACKING, part],
    )
    scheme = str(page.locator("body").get_attribute("data-md-color-scheme"))
    width = page.viewport_size["width"] if page.viewport_size else 0
    return (Finding(name, width, scheme, *each) for each in found)


def in_schemes(
    page: Page, schemes: Iterable[str], name: str, part: str = "html"
) -> Iterator[Finding]:
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").wait_for()
        yield from findings(page, name, part)


def judge(found: list[Finding], tally: Tally) -> None:
    required = [str(each) for each in found if each.required]
    assert not required, "\n".join(required)
    for rule, times in Counter(each.rule for each in found).items():
        tally("axe, best practice", rule, times)


@pytest.mark.parametrize(
    "number", in_thirds([(number,) for number in range(len(PAGES))], PAGES.index(ARTICLE))
)
def test_every_kind_of_page(
    page: Page, served: str, tally: Tally, thorough: bool, number: int
) -> None:
    page.goto(served + PAGES[number])
    page.evaluate(AXE)
    found: list[Finding] = []
    schemes = some_of([*SCHEMES], number, thorough)
    for width in some_of(WIDTHS, number // 3, thorough):
        resize(page, width)
        found += in_schemes(page, schemes, PAGES[number])
    judge(found, tally)


Something = tuple[str, Callable[[Page], str]]


def called(value: Something | int) -> str:
    return str(value) if isinstance(value, int) else f"{value[0]}-{value[1].__name__}"


OPENED = (
    (ARTICLE, open_preview),
    (ARTICLE, show_text),
    (ARTICLE, show_everything),
    ("", open_search),
    ("claims/", open_spine),
    ("claims/now-trumps-war-too/", open_spine),
)


@pytest.mark.parametrize(
    ("something", "width"),
    [
        *at_widths([(something,) for something in OPENED], WIDTHS, 3),
        *at_widths([(("claims/", open_drawer),)], WIDTHS[:2]),
    ],
    ids=called,
)
def test_with_something_open(
    page: Page,
    served: str,
    tally: Tally,
    something: Something,
    width: int,
    thorough: bool,
) -> None:
    address, open_it = something
    resize(page, width)
    page.goto(served + address)
    part = open_it(page)  # the rest of the page is as it was
    page.evaluate(AXE)
    name = f"{address} ({open_it.__name__.replace('_', ' ')})"
    schemes = some_of([*SCHEMES], WIDTHS.index(width), thorough)
    judge(list(in_schemes(page, schemes, name, part)), tally)


def test_axe_would_find_something(page: Page, served: str) -> None:
    page.goto(served + "404.html")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('h1').style.cssText = 'color: #ccc; background: #fff'")
    assert "color-contrast" in [found.rule for found in findings(page, "") if found.required]
