"""What a reader does, in a real browser, on the shipped site served under a sub-path."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import empty, opened, resize, sideways
from tests.site_pages import ARTICLE, PAGES
from tests.thoroughness import every_third, one_quick

CLAIM = "now-trumps-war-too"


class Watched:
    """A page with all that it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.complaints = page, list[str](), list[str]()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture(scope="module")
def listened(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context.new_page())
    context.close()


@pytest.fixture(params=one_quick([(1280, 900), (390, 844)]), ids=["desk", "phone"])
def watched(listened: Watched, request: pytest.FixtureRequest) -> Watched:
    """A page at a desk, or on a phone, for one test alone."""
    resize(listened.page, *request.param)
    empty(listened.page)
    listened.requests.clear()
    listened.complaints.clear()
    return listened


def test_from_highlight_to_claim_and_back(watched: Watched, served: str) -> None:
    page = watched.page
    page.goto(served + ARTICLE)
    highlight = page.locator(f"#claim-{CLAIM}")
    expect(highlight).to_be_visible()
    expect(highlight).to_contain_text("the war")
    page.goto(f"{served}{ARTICLE}#_claim-{CLAIM}")  # where the number behind the words leads
    note = page.locator(f"#_claim-{CLAIM}")
    expect(note).to_be_in_viewport()
    note.locator(".ex-label a:not(.ex-to)").click()
    expect(page).to_have_url(f"{served}claims/{CLAIM}/")
    page.locator(f"article a[href$='#claim-{CLAIM}']").first.click()
    expect(page).to_have_url(f"{served}{ARTICLE}#claim-{CLAIM}")
    expect(page.locator(f"#claim-{CLAIM}")).to_be_in_viewport()


def test_from_a_name_to_its_page_and_back_to_the_sentence(watched: Watched, served: str) -> None:
    page = watched.page
    page.goto(served + ARTICLE)
    mention = page.locator(".ex-article > p a[data-annotation='actor:tammy-bruce']").first
    words = mention.inner_text()
    mention.click()
    expect(page).to_have_url(f"{served}actors/tammy-bruce/")
    page.locator("summary", has_text="Named").click()
    page.locator(f".ex-places a[href*='{ARTICLE}#']").first.click()
    expect(page.locator(":target")).to_have_text(words)


@pytest.mark.parametrize(
    ("words", "address"),
    [("proxy war", "glossary/proxy-war/"), ("no longer Biden's alone", f"claims/{CLAIM}/")],
)
def test_search_finds_a_term_and_a_claim(
    watched: Watched, served: str, words: str, address: str
) -> None:
    page = watched.page
    page.goto(served)
    if page.viewport_size and page.viewport_size["width"] < 600:
        page.locator("label.md-header__button[for='__search']").click()
    page.locator("input.md-search__input").click()
    page.keyboard.type(words)
    expect(page.locator(f".md-search-result__link[href*='{address}']").first).to_be_visible()


def test_no_page_asks_another_host_or_complains_or_scrolls_sideways(
    watched: Watched, served: str, figure: Callable[[str], None], thorough: bool
) -> None:
    pages = every_third(PAGES, PAGES.index(ARTICLE), thorough)
    for address in pages:
        watched.page.goto(served + address)
        watched.page.wait_for_load_state("networkidle")
        assert sideways(watched.page) == "", address
    own = (served, "data:", "blob:")
    elsewhere = [url for url in watched.requests if not url.startswith(own)]
    figure(f"requests to other hosts on {len(pages)} pages: {len(elsewhere)}")
    assert elsewhere == []
    assert watched.complaints == []


def test_without_javascript_every_note_is_a_link_away(browser: Browser, served: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(served + ARTICLE)
        page.locator(f".ex-article a.ex-ref[href='#_claim-{CLAIM}']").click()
        expect(page.locator(f"#_claim-{CLAIM}")).to_be_in_viewport()
        page.locator(f"#_claim-{CLAIM} .ex-to").click()
        expect(page).to_have_url(f"{served}{ARTICLE}#claim-{CLAIM}")
        page.goto(served + "glossary/")
        page.locator("article a[href$='proxy-war/']").first.click()
        expect(page.locator("h1")).to_contain_text("Proxy war")
