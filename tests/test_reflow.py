"""Each kind of page at 320 px, which is a desk zoomed to 400 % (WCAG 1.4.10), and with
text set wider (1.4.12).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explainer.pipeline import build_site
from tests.browsing import opened, resize, serving, sideways
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import at_widths, in_thirds, one_quick

WIDE = "W" * 290
WIDE_ACTOR = f"""
actors:
  wide: {{name: {WIDE}, type: person, role: {WIDE}, description: {WIDE}}}
  lund: {{name: Anna Lund, type: person, role: keeper}}
claims:
  lit: {{quote: The lamp was lit, summary: {WIDE}, kind: statement, by: [wide, lund], note: {WIDE}}}
"""

# https://www.w3.org/TR/WCAG22/#text-spacing
SPACING = """
* { letter-spacing: 0.12em !important; line-height: 1.5 !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
# Boxes that cut off text of their own. What scrolls does not count, nor what is meant for screen
# readers alone, nor the notes in the margin, which say in short what stands in full at the end.
CUT = """() => {
  const cuts = (element) => {
    const style = getComputedStyle(element);
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.clientWidth < 2) return false;
    if (element.closest("[aria-hidden=true]")) return false;
    const cut = ["hidden", "clip"];
    const wide = cut.includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = cut.includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    return (wide && style.textOverflow !== "ellipsis") || high;
  };
  return [...document.querySelectorAll("main *, footer *")]
    .filter((element) => !element.closest(".ex-hidden, [aria-hidden=true]"))
    .filter((element) => element.textContent.trim())
    .filter(cuts)
    .map(({ tagName, className, textContent }) =>
      `${tagName}.${className} “${textContent.trim().slice(0, 40)}”`);
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", in_thirds([(page,) for page in PAGES], PAGES.index(ARTICLE)))
def test_no_page_scrolls_sideways_at_320(page: Page, served: str, address: str) -> None:
    resize(page, 320)
    page.goto(served + address)
    assert sideways(page) == ""


@pytest.mark.parametrize(
    ("address", "width"), at_widths([(page,) for page in PAGES], (320, 1280), 3)
)
def test_text_may_be_set_wider(page: Page, served: str, address: str, width: int) -> None:
    resize(page, width)
    page.goto(served + address)
    page.add_style_tag(content=SPACING)
    assert sideways(page) == ""
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", one_quick([320, 1280]))
@pytest.mark.thorough
def test_a_word_of_hundreds_of_letters_widens_no_page(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    article = "# The lamp\n\nThe lamp was lit.\n"
    files = BASE | {"docs/articles/lamp.md": article, "annotations/a.yml": WIDE_ACTOR}
    root = write_site(tmp_path, files)
    assert all(problem.level == "warning" for problem in build_site(root, root / "site", silent))
    with serving(root / "site") as served, opened(browser) as page:
        resize(page, width)
        for address in ("", "articles/lamp/", "actors/", "actors/wide/", "claims/", "claims/lit/"):
            page.goto(served.address + address)
            assert sideways(page) == "", address
