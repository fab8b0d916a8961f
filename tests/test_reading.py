"""How an article is read, in a real browser: layers, margin, without motion, without scripts."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browsing import ARTICLE, DESK, PHONE, boxes, reading

CLAIM = "now-trumps-war-too"
WORDS = f"#claim-{CLAIM}"
NUMBER = f".ex-ref[href='#_claim-{CLAIM}']"


@pytest.fixture
def page(article: Page) -> Page:
    return article


def preview(page: Page) -> Locator:
    return page.locator("#_preview")


# --- layers ---


def test_layers_are_remembered_and_no_word_is_hidden(page: Page, served: str) -> None:
    article = page.locator(".ex-article")
    words = article.inner_text()
    for name in ("Claims", "Dates", "Actors", "Terms"):
        page.get_by_label(name, exact=True).uncheck()
    expect(page.locator(".ex-ref:visible")).to_have_count(0)
    assert article.inner_text() == words
    assert page.locator(".ex-article a.ex-mention[href]").count() == 0, "what cannot be seen is no stop for Tab"
    page.goto(served)
    page.goto(served + ARTICLE)
    for name in ("Claims", "Dates", "Actors", "Terms"):
        expect(page.get_by_label(name, exact=True)).not_to_be_checked()
    expect(page.locator(".ex-ref:visible")).to_have_count(0)
    page.get_by_role("button", name="Clean reading").click()
    expect(page.locator(NUMBER).first).to_be_visible()
    assert page.locator(".ex-article a.ex-mention:not([href])").count() == 0


def test_clean_reading_gives_back_what_was_on(page: Page) -> None:
    page.get_by_label("Dates", exact=True).uncheck()
    for _ in range(2):
        page.get_by_role("button", name="Clean reading").click()
    expect(page.get_by_label("Claims", exact=True)).to_be_checked()
    expect(page.get_by_label("Dates", exact=True)).not_to_be_checked()


def test_arrival_shows_words_whose_id_stands_before_them(page: Page) -> None:
    """A piece has one id; where two annotations begin at once, the other's id stands in an element before it."""
    target = page.locator(".ex-target").first.get_attribute("id") or ""
    page.goto(f"{page.url}#{target}")
    expect(page.locator(".ex-here").first).to_be_visible()
    kind, _, name = target.partition("--")[0].partition("-")
    assert f"{kind}:{name}" in (page.locator(".ex-here").first.get_attribute("data-annotation") or "").split()


def test_a_damaged_fragment_does_no_harm(page: Page, served: str) -> None:
    page.goto("about:blank")
    page.goto(f"{served}{ARTICLE}#%E0%A4%A")
    expect(page.get_by_label("Claims", exact=True)).to_be_checked()


def test_one_layer_off_leaves_the_others_as_they_are(page: Page) -> None:
    page.get_by_label("Dates", exact=True).uncheck()
    expect(page.locator(".ex-ref.ex-date:visible")).to_have_count(0)
    expect(page.locator(NUMBER).first).to_be_visible()
    page.goto(f"{page.url}#claim-{CLAIM}")
    expect(page.locator(".ex-here").first).to_be_visible()


SIGN = "it => getComputedStyle(it, '::after').content"


def decoration(page: Page, selector: str) -> str:
    return page.locator(selector).first.evaluate(
        "it => { const s = getComputedStyle(it); return [s.textDecorationLine, s.textDecorationStyle].join(' ') }"
    )


@pytest.mark.parametrize("options", [{}, {"forced_colors": "active"}, {"color_scheme": "dark"}], ids=str)
def test_kinds_are_told_apart_by_their_lines(browser: Browser, served: str, options: dict) -> None:
    with reading(browser, served, **options) as page:
        assert decoration(page, ".ex-mark.ex-claim:not(.ex-date, [data-claims])") == "underline solid"
        assert decoration(page, ".ex-mark.ex-date:not(.ex-claim)") == "underline dotted"
        assert decoration(page, "a.ex-mention.ex-actor") == "underline dashed"
        assert decoration(page, "a.ex-mention.ex-term") == "underline dashed"
        ends = [page.locator(f"a.ex-{kind}").first.evaluate(SIGN) for kind in ("actor", "term")]
        assert ends[0] != ends[1]
        both = page.locator(".ex-mark.ex-claim.ex-date").first
        drawn = both.evaluate("it => [getComputedStyle(it).textDecorationStyle, getComputedStyle(it).boxShadow]")
        assert drawn[0] == "double" if options.get("forced_colors") else "inset" in drawn[1]
        signs = [
            page.locator(f".ex-ref.ex-{kind}").first.evaluate("it => getComputedStyle(it, '::after').content")
            for kind in ("claim", "date")
        ]
        assert [sign[:2] for sign in signs] == ['"c', '"d']


def test_layers_are_those_that_have_something(page: Page, served: str) -> None:
    def without_dates(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace("ex-date", "other").replace("ex-actor", "other"))

    page.evaluate("localStorage.setItem('explainer-layers', 'dates')")
    page.route(served + ARTICLE, without_dates)
    page.goto(served + ARTICLE)
    expect(page.locator(".ex-tools label")).to_have_text(["Claims", "Terms"])
    page.get_by_label("Terms", exact=True).uncheck()
    # what is not here stays as it was
    assert page.evaluate("localStorage.getItem('explainer-layers')") == "dates terms"
    page.unroute(served + ARTICLE)


def test_a_double_line_counts_only_the_claims(page: Page) -> None:
    several = ".ex-mark[data-claims='2']:not(.ex-date)"
    assert decoration(page, several) == "underline double"
    page.get_by_label("Dates", exact=True).uncheck()
    assert decoration(page, several) == "underline double"
    assert decoration(page, ".ex-mark.ex-claim.ex-date:not([data-claims])") == "underline solid"
    page.get_by_label("Claims", exact=True).uncheck()
    assert decoration(page, several).startswith("none")


# --- the margin ---


def test_notes_stand_beside_their_lines_and_do_not_overlap(page: Page) -> None:
    notes = boxes(page.locator(".ex-margin a"))
    assert len(notes) == len(set(page.locator(".ex-ref.ex-claim").evaluate_all("all => all.map(it => it.hash)")))
    assert all(one["bottom"] <= other["top"] for one, other in pairwise(notes))
    article = page.locator(".ex-article").bounding_box()
    assert article
    assert all(note["left"] >= article["x"] + article["width"] for note in notes)
    assert notes[-1]["bottom"] <= article["y"] + article["height"] + 1
    numbers = boxes(page.locator(".ex-ref.ex-claim"))
    far = [abs(number["top"] - note["top"]) for number, note in zip(numbers[:10], notes[:10], strict=True)]
    assert max(far) < 250


def test_words_and_their_note_are_shown_together(page: Page) -> None:
    page.locator(f".ex-margin [data-note='claim:{CLAIM}']").hover()
    expect(page.locator(f"{WORDS}.ex-lit")).to_be_visible()
    page.locator("h1").hover()
    expect(page.locator(".ex-lit")).to_have_count(0)


def test_without_room_there_is_no_margin(browser: Browser, served: str) -> None:
    with reading(browser, served, PHONE) as page:
        expect(page.locator(".ex-margin")).to_be_hidden()


# --- other ways of reading ---

SHIFTS = """() => new Promise(resolve => {
    const sum = list => list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
    new PerformanceObserver(list => resolve(sum(list))).observe({type: "layout-shift", buffered: true})
    setTimeout(() => resolve(0), 500)
})"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_scripts_shift_nothing(
    browser: Browser, served: str, size: tuple[int, int], figure: Callable[[str], None]
) -> None:
    with reading(browser, served, size) as page:
        page.get_by_label("Dates", exact=True).uncheck()
        page.reload()
        page.wait_for_load_state("networkidle")
        shift = page.evaluate(SHIFTS)
    figure(f"layout shift on the article at {size[0]} px, one layer off: {shift:.4f}")
    assert shift < 0.001


def test_reduced_motion(browser: Browser, served: str) -> None:
    with reading(browser, served, reduced_motion="reduce") as page:
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        page.locator(NUMBER).first.click()
        assert preview(page).evaluate("it => getComputedStyle(it).transitionDuration") == "0s"


def test_without_a_script_numbers_lead_to_notes_and_back(browser: Browser, served: str) -> None:
    with reading(browser, served, java_script_enabled=False) as page:
        expect(page.locator(".ex-tools")).to_have_js_property("childElementCount", 0)
        page.locator(NUMBER).first.click()
        expect(page).to_have_url(f"{served}{ARTICLE}#_claim-{CLAIM}")
        page.locator(f"#_claim-{CLAIM} .ex-back").first.click()
        expect(page).to_have_url(f"{served}{ARTICLE}{WORDS}")
        expect(page.locator(WORDS)).to_be_in_viewport()
