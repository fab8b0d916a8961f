"""The timeline in a real browser: how high it is, that nothing meets, its
filter, and links to its items.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from explainer.pipeline import build_site
from tests.browsing import opened, reading, serving
from tests.chronicle import chronicle
from tests.conftest import silent
from tests.site_files import CASES, write_site
from tests.thoroughness import one_quick

WORDS = yaml.load((CASES / "dates" / "words.yml").read_text(), yaml.BaseLoader)
HIGHEST = 5_000  # pixels of the shipped timeline on a desk
ROOMS = one_quick([320, 390, 768, 1220, 1440, 1920])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("timelines")
    made(root / "chronicle", chronicle(60))
    made(root / "forms", every_form())
    return root


def made(root: Path, files: dict[str, str]) -> None:
    assert [
        str(problem) for problem in build_site(write_site(root, files), root / "site", silent)
    ] == []


def every_form() -> dict[str, str]:
    """Give the files of a site with dates alone, in every form that has
    words, each with a long title.
    """
    title = "The lamp is lit for the first time, before the whole town"
    lines = [f"Line {index} of the log says when it was." for index in range(len(WORDS))]
    dates = [
        f"  d{index}: {{date: '{text}', title: '{title} ({index})', quote: Line {index} of}}"
        for index, text in enumerate(WORDS)
    ]
    return {
        "mkdocs.yml": "site_name: Forms\nsite_url: https://example.org/forms/\n"
        "extra: {explainer: {rules: {empty-date: off}}}\n",
        "docs/articles/log.md": "---\ndate: 2025-05\n---\n# The log\n\n"
        + "\n\n".join(lines)
        + "\n",
        "annotations/log.yml": "\n".join(["article: log", "dates:", *dates, ""]),
    }


@pytest.fixture(scope="module")
def web(built: Path) -> Iterator[str]:
    with serving(built) as server:
        yield server.address


@pytest.fixture
def address(web: str) -> str:
    return f"{web}chronicle/site/timeline/"


def shown(page: Page) -> int:
    return page.locator(".ex-timeline > li:visible").count()


# --- the look ---


def test_the_shipped_timeline_is_short(
    browser: Browser, served: str, figure: Callable[[str], None]
) -> None:
    with reading(browser, served, (1440, 900), "timeline/") as page:
        height = page.evaluate("document.documentElement.scrollHeight")
    figure(f"height of the timeline at 1440 px: {height:,} px")
    assert height <= HIGHEST


# Parts of items that meet others, or stick out of the window or into the line of the list.
MEETING = """() => {
  const parts =
    ".ex-timeline :is(.ex-when, h3 > :last-child, .ex-side, .ex-bar, .ex-event)";
  const boxOf = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return (part.matches(".ex-bar, .ex-side") ? part : range).getBoundingClientRect();
  };
  const boxes = [...document.querySelectorAll(parts)]
    .filter((part) => getComputedStyle(part).clipPath === "none") /* a day that is named already */
    .map((part) => {
      const { left } = part.closest("ol").getBoundingClientRect();
      return { box: boxOf(part), line: left + 12, part };
    });
  const room = (one, other, start, end) =>
    Math.min(one[end], other[end]) - Math.max(one[start], other[start]);
  const meets = ({ box: one }, { box: other }) =>
    room(one, other, "left", "right") > 1 && room(one, other, "top", "bottom") > 1;
  const out = boxes.filter(({ box, line }) => box.right > innerWidth || box.left < line);
  const meeting = boxes.filter(
    (one, index) => boxes.slice(index + 1).some((other) => meets(one, other))
  );
  return [...out, ...meeting].map(({ part }) => part.outerHTML);
}"""


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_meets_or_sticks_out(browser: Browser, served: str, web: str, room: int) -> None:
    with opened(browser, (room, 900)) as page:
        for address in (
            f"{served}timeline/",
            f"{web}chronicle/site/timeline/",
            f"{web}forms/site/timeline/",
        ):
            page.goto(address)
            assert page.locator(".ex-timeline > li").count() > 30
            assert page.evaluate(MEETING) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= room


def test_a_day_is_named_once_and_still_read_out_for_each_event(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{served}timeline/")
    seen = page.locator(".ex-when:not(.ex-same-day *)").all_inner_texts()
    assert len(seen) == page.locator(".ex-timeline > li:not(.ex-same-day)").count()
    later = page.locator(".ex-same-day").first
    assert later.locator(".ex-when").evaluate("it => getComputedStyle(it).clipPath") == "inset(50%)"
    assert later.get_by_role("heading").aria_snapshot().count(":") >= 1


def test_details_are_closed_until_they_are_asked_for(page: Page, served: str) -> None:
    page.goto(f"{served}timeline/")
    assert page.locator(".ex-timeline details[open]").count() == 0
    reason = page.locator(".ex-timeline details:has(code)").first
    expect(reason.locator("code")).to_be_hidden()
    reason.locator("summary").click()
    expect(reason.locator("code")).to_be_visible()


# --- links and the filter ---


def test_an_address_of_a_date_leads_to_its_item(page: Page, served: str) -> None:
    page.goto(f"{served}timeline/#drones-tuesday")
    item = page.locator("li:has(> #drones-tuesday)")
    expect(item).to_be_in_viewport()
    assert item.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"


@pytest.mark.thorough
def test_the_words_of_an_event_lead_to_the_article(page: Page, served: str) -> None:
    page.goto(f"{served}timeline/")
    words = page.locator(".ex-timeline").get_by_role("link", name="In the article").first
    target = str(words.get_attribute("href")).partition("#")[2]
    words.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()


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


@pytest.mark.thorough
def test_headings_without_dates_go_too(page: Page, address: str) -> None:
    page.goto(address)
    headings = page.locator("h2:has(+ .ex-timeline, + .ex-scale)")
    every = headings.count()
    page.goto(f"{address}?actor=scribe")
    lists = page.locator(".ex-timeline:has(> li:not([hidden]))").count()
    assert 0 < lists < every
    expect(page.locator("h2:has(+ .ex-timeline, + .ex-scale):visible")).to_have_count(lists)
    expect(page.locator(".md-sidebar--secondary li:visible")).to_have_count(lists)


@pytest.mark.parametrize("room", [360, 1440])
@pytest.mark.thorough
def test_what_the_filter_leaves_names_its_day(page: Page, served: str, room: int) -> None:
    """A day is named by the first of its events that is seen, whichever that is."""
    page.set_viewport_size({"width": room, "height": 900})
    page.goto(f"{served}timeline/")
    days = page.locator(".ex-timeline > li:visible")
    page.get_by_label("Actor").select_option(value="russia")
    for item in days.all():
        previous = item.evaluate("it => it.previousElementSibling?.hidden ?? true")
        is_first = previous or not item.evaluate("it => it.matches('.ex-same-day')")
        unseen = item.locator(".ex-when").evaluate("it => getComputedStyle(it).clipPath") != "none"
        assert unseen != is_first
    assert page.locator(".ex-same-day:visible").count() > 0


def test_a_link_to_what_the_filter_leaves_out_shows_it(page: Page, address: str) -> None:
    page.goto(f"{address}?actor=scribe")
    left_out = page.locator(".ex-timeline[hidden] h3").first
    expect(left_out).to_be_hidden()
    page.goto(f"{address}?actor=scribe#{left_out.get_attribute('id')}")
    expect(left_out).to_be_in_viewport()
    assert shown(page) == 31


def test_links_and_summaries_that_look_alike_have_names_of_their_own(
    page: Page, served: str
) -> None:
    page.goto(f"{served}timeline/")
    names = page.locator(".ex-side :is(summary, .ex-place a)").evaluate_all(
        "all => all.map((one) => one.ariaLabel)"
    )
    assert len(names) == len(set(names)) > 40


def test_without_javascript_all_is_listed_and_no_filter_is_seen(
    browser: Browser, address: str
) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}?actor=scribe")
        assert shown(page) == 60
        expect(page.locator(".ex-filter")).to_be_hidden()
