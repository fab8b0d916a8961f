"""What is printed: the article with all its notes, without the theme and without anything
that only a hand can use.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explainer.entries import Actor, Claim, Date, Term
from explainer.loading.load import load
from tests.browsing import opened
from tests.conftest import PROJECT
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import one_quick

CONTROLS = (
    ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .md-skip, "
    ".md-search, .headerlink, .ex-views"
)
CONTROLS += ", .ex-tools summary, .ex-back, .ex-start > a, .ex-tools div > a, .ex-report"
CONTROLS += ", button, input, select, dialog, [popover], nav"
# Text that can be seen, and what the style sheet adds behind links
SEEN = """root => {
  const shown = element =>
    element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const words = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (shown(node.parentElement)) words.push(node.data);
  for (const link of root.querySelectorAll("a"))
    if (shown(link)) words.push(getComputedStyle(link, "::after").content);
  return words.join(" ").replace(/\\s+/g, " ");
}"""


@pytest.fixture(params=one_quick(["dark", "light"]))
def paper(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, color_scheme=request.param) as page:
        page.emulate_media(media="print")
        yield page


def said(body: Claim | Date | Actor | Term) -> str:
    """What names an entry."""
    return getattr(body, "summary", None) or getattr(body, "title", None) or body.name  # type: ignore[union-attr]


def test_an_article_is_printed_with_all_that_is_known_about_it(paper: Page, served: str) -> None:
    loaded, _ = load(PROJECT)
    paper.goto(served + ARTICLE)
    text = paper.locator("article").evaluate(SEEN)
    assert "Russia began its" in text
    for kind in (loaded.claims, loaded.dates, loaded.terms, loaded.sources):
        for entry in kind.values():
            assert " ".join(said(entry.body).split()) in text, entry.ref  # type: ignore[arg-type]
    assert all(name in text for name in ("Donald Trump", "Steve Witkoff"))


@pytest.mark.thorough
def test_nothing_that_only_a_hand_can_use_is_printed(paper: Page, served: str) -> None:
    for path in PAGES:
        paper.goto(served + path)
        shown = paper.locator(CONTROLS).evaluate_all(
            "all => all.filter(one => one.checkVisibility() && one.clientHeight > "
            "0).map(one => one.outerHTML)"
        )
        assert shown == [], path


def test_the_caption_of_quoted_words_begins_with_a_word(paper: Page, served: str) -> None:
    paper.goto(served + "claims/now-trumps-war-too/")
    caption = paper.locator(".ex-quote figcaption").first
    assert caption.inner_text().startswith("Claim c")


@pytest.mark.thorough
def test_letters_are_dark_whatever_the_screen_shows(paper: Page, served: str) -> None:
    for path in PAGES:
        paper.goto(served + path)
        pale = paper.locator("article *").evaluate_all(
            """all => all.filter(
              one => one.checkVisibility() && one.innerText?.trim()
            ).flatMap(one => {
              const [red, green, blue] = getComputedStyle(one).color.match(/[\\d.]+/g).map(Number);
              return (red + green + blue) / 3 > 140 ? [one.outerHTML.slice(0, 80)] : [];
            })"""
        )
        assert pale == [], path


@pytest.mark.thorough
def test_addresses_of_other_sites_are_spelled_out(paper: Page, served: str) -> None:
    paper.goto(served + "about/")
    outside = paper.locator("article a[href^='http']")
    assert outside.count() > 0
    for link in outside.all():
        added = link.evaluate("link => getComputedStyle(link, '::after').content")
        assert link.get_attribute("href") in added
    paper.goto(served + ARTICLE)
    cited = paper.locator(".ex-tools a[href^='http']").first
    assert cited.inner_text() == cited.get_attribute("href")
    assert cited.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    inside = paper.locator("article a[href^='..']").first
    assert inside.evaluate("link => getComputedStyle(link, '::after').content") == "none"


def test_what_is_folded_is_printed_unfolded_even_without_scripts(
    browser: Browser, served: str
) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.emulate_media(media="print")
        page.goto(served)
        folded = page.locator("article details:not([open]) > :not(summary)")
        assert folded.count() > 0
        assert (
            folded.evaluate_all(
                "all => all.filter(one => !one.checkVisibility() || !one.offsetHeight).length"
            )
            == 0
        )


@pytest.mark.thorough
def test_an_article_fits_on_few_pages(browser: Browser, served: str, tmp_path: Path) -> None:
    with opened(browser) as page:
        page.goto(served + ARTICLE)
        pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        assert 5 < pages < 20  # with its notes below the paragraphs, and all that is folded
