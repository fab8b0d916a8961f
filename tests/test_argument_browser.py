"""The argument in a browser: followed without a script, printed whole, and calm
however long or tangled it is.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.loading.load import load
from explainer.pipeline import build_site
from explainer.rules.catalogue import EDITORIAL
from tests.arguing import CHAIN, CIRCLE, STAR, article
from tests.browsing import DESK, Served, opened, reading, resize, serving, sideways
from tests.conftest import PROJECT, silent
from tests.site_files import write_site
from tests.test_weight import Figure

MOST_INDEX = 5500  # CSS pixels, at a desk
FILES = {"mkdocs.yml": "site_name: Lights\n"}
FILES |= article("chain", CHAIN) | article("star", STAR) | article("circle", CIRCLE)
FILES |= article(
    "shared", ["log supports lamp", "log supports light", "page supports log", "storm attacks log"]
)
TANGLED = [
    "claims/",
    "claims/c0/",
    "claims/c150/",
    "claims/c299/",
    "claims/many/",
    "claims/top/",
    "claims/one/",
]


@pytest.fixture(scope="module")
def arguments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write_site(tmp_path_factory.mktemp("arguments"), FILES)
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.rule not in EDITORIAL] == []
    with serving(root / "site") as served:
        yield served


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page in which nothing is still moving after it was resized."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.thorough
def test_the_index_of_claims_is_short(browser: Browser, served: str, figure: Figure) -> None:
    with reading(browser, served, DESK, "claims/") as page:
        height = page.evaluate("document.documentElement.scrollHeight")
        figure(f"index of claims, 1440 px wide: {height} px high (at most {MOST_INDEX})")
        assert height <= MOST_INDEX
        assert page.locator("ul.ex-claims > li").count() == len(load(PROJECT)[0].claims)


def test_a_conclusion_is_followed_to_a_reason_without_a_script(
    browser: Browser, arguments: Served
) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{arguments.address}claims/")
        reason = page.locator(".ex-spine > li > details > ul > li").first
        expect(reason).not_to_be_visible()
        page.locator(".ex-spine > li > details > summary").first.click()
        expect(reason).to_be_visible()
        expect(reason.locator("details > ul").first).not_to_be_visible()  # one level at a time
        reason.locator("summary").first.click()
        reason.get_by_role("link", name="In the article").first.click()
        expect(page).to_have_url(f"{arguments.address}articles/chain/#claim-c1")


@pytest.mark.thorough
def test_a_link_to_where_a_reason_is_shown_opens_that_place(page: Page, arguments: Served) -> None:
    page.goto(f"{arguments.address}claims/")
    link = page.locator(".ex-spine a[href^='#_argument-']").first
    place = page.locator(link.get_attribute("href") or "none")
    link.locator("xpath=ancestor::details").evaluate_all(
        "all => all.forEach((it) => (it.open = true))"
    )
    expect(place.locator("summary").first).to_be_visible()
    link.click()
    expect(place.locator("summary").first).to_be_in_viewport()


def test_all_of_it_is_printed(browser: Browser, arguments: Served) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.emulate_media(media="print")
        page.goto(f"{arguments.address}claims/")
        hidden = page.locator(".ex-spine p, .ex-spine summary").evaluate_all(
            "all => all.filter((it) => !it.matches('.ex-go') && "
            "!it.checkVisibility()).map((it) => it.textContent)"
        )
        assert hidden == []
        assert page.locator(".ex-spine li").count() > 50


@pytest.mark.thorough
def test_what_disputes_a_claim_is_told_by_words_and_by_the_form_of_a_line(
    page: Page, arguments: Served
) -> None:
    page.goto(f"{arguments.address}claims/lamp/")
    page.locator(".ex-spine summary").first.click()
    disputes = page.locator(".ex-spine .ex-disputes").first
    expect(disputes).to_contain_text("Disputed by")
    expect(disputes).to_contain_text("Claim storm.")
    assert disputes.evaluate("it => getComputedStyle(it).borderInlineStartStyle") == "dashed"
    backs = page.locator(".ex-spine details > ul").first
    assert backs.evaluate("it => getComputedStyle(it).borderInlineStartStyle") == "solid"


@pytest.mark.parametrize("path", TANGLED)
@pytest.mark.thorough
def test_long_and_tangled_arguments_stay_within_the_page(
    page: Page, arguments: Served, path: str
) -> None:
    page.goto(arguments.address + path)
    page.locator(".ex-spine details").evaluate_all("all => all.forEach((it) => (it.open = true))")
    for width in (320, 768, 1440):
        resize(page, width)
        assert sideways(page) == ""
    assert (
        page.locator("details details details details details").count() == 0
    )  # no deeper than can be read
