"""Words in closed tabs, details and the like: whatever a link leads to opens, and the
notes come and go with them.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from explainer.pipeline import build_site
from tests.browsing import DESK, PHONE, Served, boxes, reading, serving, wait_until
from tests.conftest import silent
from tests.site_pages import SITES
from tests.thoroughness import at_widths, one_quick

ARTICLE = "articles/pilots/"
CLOSED = ["sea", "sound", "lens", "paid", "open"]  # claims whose words cannot be seen at first


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = shutil.copytree(SITES / "boxes", tmp_path_factory.mktemp("harbours") / "root")
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []
    with serving(root / "site") as served:
        yield served


@pytest.fixture(params=one_quick([DESK, PHONE]), ids=["desk", "phone"])
def page(browser: Browser, harbours: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    with reading(browser, harbours.address, request.param, ARTICLE) as page:
        yield page


def words(page: Page, claim: str) -> Locator:
    return page.locator(f"#claim-{claim}")


def note(page: Page, claim: str) -> Locator:
    return page.locator(f"#_claim-{claim}")


def arrives(page: Page, claim: str) -> None:
    expect(words(page, claim)).to_be_visible()
    expect(words(page, claim)).to_be_in_viewport()
    expect(words(page, claim)).to_contain_class("ex-here")


def closes_all(page: Page) -> None:
    page.evaluate(
        """() => {
          for (const details of document.querySelectorAll("details")) details.open = false;
          for (const input of document.querySelectorAll(".tabbed-set > input:first-child"))
            input.click();
          scrollTo(0, 0);
        }"""
    )


@pytest.mark.parametrize(
    ("claim", "page"),
    at_widths([(claim,) for claim in CLOSED], (DESK, PHONE)),
    ids=[f"{claim}, {place}" for claim in CLOSED for place in ("desk", "phone")],
    indirect=["page"],
)
def test_an_address_opens_what_holds_the_words(page: Page, harbours: Served, claim: str) -> None:
    expect(words(page, claim)).not_to_be_visible()
    page.goto("about:blank")
    page.goto(f"{harbours.address}{ARTICLE}#claim-{claim}")
    arrives(page, claim)


def test_so_does_a_link_on_the_page_and_the_way_back(page: Page) -> None:
    page.evaluate("location.hash = 'claim-lens'")
    arrives(page, "lens")
    closes_all(page)
    page.evaluate("location.hash = 'claim-sound'")
    arrives(page, "sound")
    closes_all(page)
    page.go_back()
    arrives(page, "lens")


def test_a_link_to_where_one_is_opens_it_again(browser: Browser, harbours: Served) -> None:
    with reading(browser, harbours.address, path=ARTICLE) as page:
        page.locator("a", has_text="do not agree").click()
        arrives(page, "sound")
        closes_all(page)
        expect(words(page, "sound")).not_to_be_visible()
        page.locator("a", has_text="do not agree").click()
        arrives(page, "sound")


@pytest.mark.thorough
def test_so_does_a_link_from_a_name_on_another_page(page: Page, harbours: Served) -> None:
    page.goto(f"{harbours.address}actors/lund/")
    addresses = page.locator(".ex-places a.ex-words").evaluate_all("all => all.map(a => a.href)")
    assert len(addresses) == 3
    for address in addresses:
        page.goto(address)
        expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.thorough
def test_tabs_of_the_same_title_change_with_it(browser: Browser, harbours: Served) -> None:
    with reading(browser, harbours.address, path=ARTICLE) as page:
        page.wait_for_load_state("networkidle")
        page.evaluate("location.hash = 'claim-open'")
        arrives(page, "open")
        expect(words(page, "sea")).to_be_visible()
        page.goto("about:blank")
        page.goto(f"{harbours.address}{ARTICLE}#claim-harbour")  # the theme remembers the other tab
        arrives(page, "harbour")


def test_a_note_in_the_margin_comes_and_goes_with_its_words(
    browser: Browser, harbours: Served
) -> None:
    with reading(browser, harbours.address, path=ARTICLE) as page:
        for claim in ("pilots", "harbour"):
            expect(note(page, claim)).to_be_visible()
        for claim in ("sea", "sound", "lens", "paid"):
            expect(note(page, claim)).not_to_be_visible()
        page.locator(".tabbed-labels label", has_text="Open sea").first.click()
        expect(note(page, "harbour")).not_to_be_visible()
        level(page, "sea")
        page.locator("summary", has_text="What was found").click()
        level(page, "lens")
        page.emulate_media(media="print")
        for claim in ("harbour", "sound", "paid"):
            expect(note(page, claim)).to_be_visible()


def level(page: Page, claim: str) -> None:
    """The note on a claim stands beside its words."""
    expect(note(page, claim)).to_be_visible()
    wait_until(
        page,
        """claim => {
          const top = (id) => document.getElementById(id).getBoundingClientRect().top;
          return Math.abs(top(`claim-${claim}`) - top(`_claim-${claim}`)) < 12;
        }""",
        claim,
    )


def test_a_link_to_a_note_opens_the_box_of_its_words(page: Page, harbours: Served) -> None:
    page.goto("about:blank")
    page.goto(f"{harbours.address}{ARTICLE}#_claim-sound")
    expect(note(page, "sound")).to_be_in_viewport()
    expect(words(page, "sound")).to_be_visible()


def test_without_scripts_the_words_are_shown_beside_the_open_tab(
    browser: Browser, harbours: Served
) -> None:
    with reading(
        browser, harbours.address, path=f"{ARTICLE}#claim-sea", java_script_enabled=False
    ) as page:
        expect(words(page, "sea")).to_be_in_viewport()


def test_print_shows_each_tab_under_its_title(browser: Browser, harbours: Served) -> None:
    with reading(browser, harbours.address, path=ARTICLE) as page:
        page.emulate_media(media="print")
        shown = page.locator(".ex-article").inner_text()
        for text in (
            "The aside names",
            "was the large bell",
            "horn did not sound",
            "broken lens",
            "paid for a year",
        ):
            assert text in shown
        labels = boxes(page.locator(".tabbed-set").first.locator("> .tabbed-labels > label"))
        blocks = boxes(
            page.locator(".tabbed-set").first.locator("> .tabbed-content > .tabbed-block")
        )
        order = [label["y"] for label in labels] + [block["y"] for block in blocks]
        assert sorted(order) == [order[0], order[3], order[1], order[4], order[2], order[5]]
