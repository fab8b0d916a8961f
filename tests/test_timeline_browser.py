"""The timeline in a real browser: the filter of its list, its pictures and their letters."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from explainer.figures.strip import strip
from explainer.figures.timeline import timeline
from explainer.pipeline import build_site
from tests.browsing import serving
from tests.chronicle import CHRONICLE, chronicle, events
from tests.conftest import silent
from tests.site_files import CASES, write_site

WORDS = yaml.load((CASES / "dates" / "words.yml").read_text(), yaml.BaseLoader)

STYLE = "<style>" + "".join(
    files("explainer").joinpath("assets", "styles", name).read_text()
    for name in ("00-variables.css", "50-timeline.css", "52-maps.css")
)
STYLE += "body {font: 16px var(--ex-sans); container: content / inline-size}</style>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("chronicle"), chronicle(60))
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []
    return root / "site"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as server:
        yield f"{server.address}timeline/"


def shown(page: Page) -> int:
    return page.locator(".ex-timeline > li:visible").count()


def test_the_list_is_narrowed_to_an_actor_and_the_address_says_so(page: Page, address: str) -> None:
    page.goto(address)
    status = page.locator(".ex-filter [role=status]")
    expect(status).to_have_text("60 dates")
    assert shown(page) == 60
    page.get_by_label("Actor").select_option("scribe")
    expect(status).to_have_text("30 of 60 dates")
    assert shown(page) == 30
    expect(page).to_have_url(f"{address}?actor=scribe")
    page.get_by_label("Actor").select_option("school")
    page.go_back()
    expect(page).to_have_url(f"{address}?actor=scribe")
    expect(page.get_by_label("Actor")).to_have_value("scribe")
    expect(status).to_have_text("30 of 60 dates")
    page.get_by_role("button", name="Show all").click()
    expect(status).to_have_text("60 dates")
    expect(page).to_have_url(address)


def test_headings_without_dates_go_too(page: Page, address: str) -> None:
    page.goto(address)
    headings = page.locator("h2:has(+ .ex-timeline)")
    every = headings.count()
    page.goto(f"{address}?actor=scribe")
    lists = page.locator(".ex-timeline:has(> li:not([hidden]))").count()
    assert 0 < lists < every
    expect(page.locator("h2:has(+ .ex-timeline):visible")).to_have_count(lists)
    expect(page.locator(".md-sidebar--secondary li:visible")).to_have_count(lists)


@pytest.mark.parametrize("room", [360, 1440])
def test_what_the_filter_leaves_is_seen_at_once(page: Page, address: str, room: int) -> None:
    page.set_viewport_size({"width": room, "height": 900})
    page.goto(address)
    picture = page.locator("figure.ex-times")
    expect(picture).to_be_visible()
    page.get_by_label("Actor").focus()
    page.keyboard.press("ArrowDown")
    expect(picture).to_be_hidden()
    expect(page.locator(".ex-timeline > li:visible").first).to_be_in_viewport()
    page.get_by_role("button", name="Show all").press("Enter")
    expect(picture).to_be_visible()


def test_a_link_to_what_the_filter_leaves_out_shows_it(page: Page, address: str) -> None:
    page.goto(f"{address}?actor=scribe")
    left_out = page.locator(".ex-timeline[hidden] h3").first
    expect(left_out).to_be_hidden()
    page.goto(f"{address}?actor=scribe#{left_out.get_attribute('id')}")
    expect(left_out).to_be_in_viewport()
    assert shown(page) == 31


def test_links_and_buttons_that_look_alike_have_names_of_their_own(page: Page, address: str) -> None:
    page.goto(address)
    buttons = page.get_by_role("button", name="Copy link: ")
    names = buttons.evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert len(names) == len(set(names)) == page.get_by_role("link", name="Go to these words: ").count() > 50
    assert page.locator("[role=status]:not(.md-search *, .ex-filter *)").count() == 1


def test_a_label_leads_to_the_words_below(page: Page, address: str) -> None:
    page.goto(address)
    link = page.locator(".ex-times svg.ex-wide a").first
    link.click()
    expect(page).to_have_url(f"{address}{link.get_attribute('href')}")
    expect(page.locator(".ex-timeline h3:target")).to_be_in_viewport()


@pytest.mark.parametrize(("room", "variant"), [(360, "ex-narrow"), (1280, "ex-wide")])
def test_one_variant_is_shown_and_its_letters_can_be_read(page: Page, address: str, room: int, variant: str) -> None:
    page.set_viewport_size({"width": room, "height": 800})
    page.goto(address)
    expect(page.locator(".ex-times .ex-figure:visible")).to_have_count(1)
    drawn = page.locator(f".ex-times .{variant}:visible")
    scale = drawn.evaluate("drawn => drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width")
    sizes = drawn.locator("text").evaluate_all("all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) * scale >= 10.9


BOXES = """() => [...document.querySelectorAll(".ex-figure text")].map((text) => {
  const frame = text.closest("svg").getBoundingClientRect();
  const box = text.getBoundingClientRect();
  return { words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
    out: Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom) };
})"""


@pytest.mark.parametrize("room", [360, 1280])
@pytest.mark.parametrize("texts", [CHRONICLE, sorted(WORDS), ["1871-10~"]], ids=["500", "every form", "one"])
def test_letters_as_the_browser_draws_them_neither_meet_nor_stick_out(page: Page, texts: list[str], room: int) -> None:
    page.set_viewport_size({"width": room, "height": 800})
    for drawn in (timeline, lambda found: strip(found, "timeline/")):
        page.set_content(STYLE + drawn(events(texts, "The lamp is lit for the first time, before the whole town")))
        boxes = sorted(page.evaluate(BOXES), key=lambda box: (box["top"], box["left"]))
        shown = [box for box in boxes if box["right"] > box["left"]]
        assert shown
        assert [box["words"] for box in shown if box["out"] > 1] == []
        for index, one in enumerate(shown):
            beside = [other for other in shown[index + 1 :] if other["top"] < one["bottom"] - 2]
            meeting = [o for o in beside if min(o["right"], one["right"]) - max(o["left"], one["left"]) > 1]
            assert meeting == [], one


def test_one_date_makes_a_small_picture(page: Page) -> None:
    page.set_content(STYLE + timeline(events(["1871-10~"])))
    for drawn in page.locator(".ex-times svg.ex-figure").all():
        assert int(str(drawn.get_attribute("height"))) < 80
    expect(page.locator(".ex-key")).to_have_count(0)


def test_without_javascript_all_is_listed_and_no_filter_is_seen(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}?actor=scribe")
    assert shown(page) == 60
    expect(page.locator(".ex-filter")).to_be_hidden()
    context.close()
