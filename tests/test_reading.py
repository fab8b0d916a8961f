"""How an article is read, in a real browser: previews, layers, margin and keys, by mouse, keyboard and touch."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

ARTICLE = "articles/stalled-ukraine-talks/"
CLAIM = "now-trumps-war-too"
WORDS = f"#claim-{CLAIM}"
NUMBER = f".ex-ref[href='#_claim-{CLAIM}']"
NAME = ".ex-article a[data-annotation='actor:tammy-bruce']"
DESK, PHONE, ZOOMED = (1440, 900), (390, 844), (320, 256)


@contextmanager
def reading(
    browser: Browser, served: str, size: tuple[int, int] = DESK, path: str = ARTICLE, **options
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page = context.new_page()
    page.goto(served + path)
    yield page
    context.close()


@pytest.fixture(scope="module")
def desk(browser: Browser, talks) -> Iterator[Page]:
    with reading(browser, talks.address) as page:
        yield page


@pytest.fixture
def page(desk: Page, served: str) -> Page:
    """The article at a desk, with nothing remembered."""
    desk.mouse.move(0, 0)
    desk.evaluate("localStorage.clear()")
    desk.goto("about:blank")
    desk.goto(served + ARTICLE)
    return desk


def preview(page: Page) -> Locator:
    return page.locator("#_preview")


def inside(page: Page, locator: Locator) -> bool:
    box, size = locator.bounding_box(), page.viewport_size
    assert box
    assert size
    return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size["width"] and box["height"] > 20


# --- previews ---


def test_a_preview_opens_by_hover_stays_under_the_pointer_and_closes_on_leaving(page: Page) -> None:
    page.locator(NAME).first.hover()
    expect(preview(page)).to_be_visible()
    expect(preview(page)).to_contain_text("Actor")
    expect(preview(page)).to_contain_text("State Department")
    preview(page).hover()
    page.wait_for_timeout(500)  # longer than it takes to close
    expect(preview(page)).to_be_visible()
    page.mouse.move(2, 2)
    expect(preview(page)).to_be_hidden()


def test_a_preview_opens_by_focus_describes_the_link_and_closes_by_escape(page: Page) -> None:
    name = page.locator(NAME).first
    page.keyboard.press("Tab")  # so that the browser shows focus
    name.focus()
    expect(preview(page)).to_be_visible()
    expect(name).to_have_attribute("aria-describedby", "_preview")
    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()
    expect(name).to_be_focused()
    expect(name).not_to_have_attribute("aria-describedby", "_preview")
    name.blur()
    name.focus()
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview(page)).not_to_contain_text("Tammy Bruce, spokeswoman")


def test_a_preview_closes_when_the_focus_is_lost(page: Page) -> None:
    page.keyboard.press("Tab")
    page.locator(NUMBER).first.focus()
    expect(preview(page)).to_be_visible()
    page.locator(NUMBER).first.blur()
    expect(preview(page)).to_be_hidden()


def test_tab_goes_through_the_preview_of_a_number_and_escape_gives_the_focus_back(page: Page) -> None:
    page.keyboard.press("Tab")
    number = page.locator(NUMBER).first
    number.focus()
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview(page).get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(preview(page).get_by_role("button", name="Copy link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()
    expect(number).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".ex-ref[href='#_date-war-by-now-trumps']")).to_be_focused()
    expect(preview(page)).to_contain_text("Date d4")


def test_a_click_on_a_name_leads_to_its_page(page: Page, served: str) -> None:
    page.locator(NAME).first.click()
    expect(page).to_have_url(f"{served}actors/tammy-bruce/")


def test_a_click_on_a_number_keeps_its_preview_and_another_closes_it(page: Page, served: str) -> None:
    number = page.locator(NUMBER).first
    number.click()
    expect(preview(page)).to_contain_text("Claim c3")
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    expect(preview(page)).to_be_visible()
    number.click()
    expect(preview(page)).to_be_hidden()
    number.click()
    page.locator("h1").click()
    expect(preview(page)).to_be_hidden()
    expect(page).to_have_url(f"{served}{ARTICLE}")


def test_highlighted_words_say_how_many_annotations_cover_them_and_show_each(page: Page) -> None:
    mark = page.locator(".ex-mark[data-annotation*=' ']").filter(has_not=page.locator("a")).first
    refs = (mark.get_attribute("data-annotation") or "").split()
    first_line = "it => { const box = it.getClientRects()[0]; return [box.x + 3, box.y + 3] }"
    page.mouse.click(*mark.evaluate(first_line))
    expect(preview(page)).to_contain_text(f"{len(refs)} annotations of these words")
    expect(preview(page).locator(".ex-preview-part")).to_have_count(len(refs))


def test_the_link_to_the_words_can_be_copied(browser: Browser, served: str) -> None:
    with reading(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.evaluate("history.replaceState(null, '', '?h=war')")  # come from the search, whose words stay behind
        page.locator(NUMBER).first.click()
        preview(page).get_by_role("button", name="Copy link").click()
        summary = preview(page).get_by_role("link").inner_text()
        expect(page.locator(".ex-said")).to_have_text(f"Copied: {summary}")
        expect(preview(page).get_by_role("button", name=f"Copied: {summary}")).to_be_focused()
        assert page.evaluate("navigator.clipboard.readText()") == f"{served}{ARTICLE}{WORDS}"
    with reading(browser, served) as page:  # not allowed: the address is shown
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
        page.locator(NUMBER).first.click()
        preview(page).get_by_role("button", name="Copy link").click()
        expect(preview(page).get_by_label("Link to these words")).to_have_value(f"{served}{ARTICLE}{WORDS}")
        expect(preview(page).get_by_label("Link to these words")).to_be_focused()


def test_tap_opens_and_a_second_tap_closes(browser: Browser, served: str) -> None:
    with reading(browser, served, PHONE, has_touch=True, is_mobile=True) as page:
        for target in (NAME, NUMBER):
            page.locator(target).first.tap()
            expect(preview(page)).to_be_visible()
            assert inside(page, preview(page))
            page.locator(target).first.tap()
            expect(preview(page)).to_be_hidden()
        expect(page).to_have_url(f"{served}{ARTICLE}")
        page.locator(NAME).first.tap()
        preview(page).get_by_role("link").tap()
        expect(page).to_have_url(f"{served}actors/tammy-bruce/")


@pytest.mark.parametrize(
    ("path", "link", "says"),
    [
        (f"claims/{CLAIM}/", "dd a[href*='/actors/donald-trump/']", "Republican"),
        ("glossary/proxy-war/", ".ex-text a, .ex-facts a", "Term"),
        ("", ".ex-brief a[href*='claims/']", "Claim"),
        ("", ".ex-brief a[href*='timeline/#']", "Date"),
        (f"claims/{CLAIM}/", ".ex-lead a[href*='/actors/']", "Group"),
        (f"claims/{CLAIM}/", ".ex-evidence a", "Article"),
        ("timeline/", ".ex-timeline a[href*='/actors/']", "Actor"),
    ],
)
def test_elsewhere_the_preview_comes_from_the_page_that_the_link_leads_to(
    browser: Browser, served: str, path: str, link: str, says: str
) -> None:
    with reading(browser, served, path=path) as page:
        page.locator(link).first.hover()
        expect(preview(page)).to_contain_text(says)


def test_elsewhere_a_claim_is_previewed_as_its_note_tells_it(browser: Browser, served: str) -> None:
    """Who makes it, on what grounds, and its words, which the article's own page shows beside the note."""
    with reading(browser, served, path="timeline/") as page:
        link = page.locator(".ex-timeline dd a[href*='/claims/trump-promised-quick-end/']").first
        link.hover()
        expect(preview(page)).to_contain_text("Statement made by Donald Trump")
        expect(preview(page)).to_contain_text("The essay mentions this promise without quoting it")
        expect(preview(page).locator("blockquote")).to_contain_text("quick end")
        expect(preview(page).locator("dl, figcaption")).to_have_count(0)


def test_the_preview_of_a_date_or_source_is_named_after_it(browser: Browser, served: str) -> None:
    with reading(browser, served) as page:
        for path, link in (("", ".ex-brief a[href*='timeline/#']"), (f"claims/{CLAIM}/", ".ex-evidence a")):
            page.goto(served + path)
            target = page.locator(link).first
            target.hover()
            named = preview(page).get_by_role("link")
            expect(named).to_have_attribute("href", re.compile(r"#[\w-]+$"))
            assert named.inner_text() not in ("Timeline", "Sources")


def test_what_is_cut_off_is_told_and_reached_by_keyboard(browser: Browser, served: str) -> None:
    with reading(browser, served, (844, 300), "timeline/") as page:
        page.keyboard.press("Tab")
        page.locator(".ex-timeline dd a[href*='/claims/trump-promised-quick-end/']").first.focus()
        expect(preview(page)).to_have_class(re.compile("ex-cut"))
        more = preview(page).evaluate("it => getComputedStyle(it, '::after').content")
        assert "More" in more
        page.keyboard.press("Tab")
        expect(preview(page)).to_be_focused()
        page.keyboard.press("End")
        expect(preview(page)).not_to_have_class(re.compile("ex-cut"))
        page.keyboard.press("Escape")
        expect(preview(page)).to_be_hidden()


def test_where_a_page_cannot_be_fetched_a_tap_follows_the_link(browser: Browser, served: str) -> None:
    with reading(browser, served, PHONE, f"claims/{CLAIM}/", has_touch=True) as page:
        page.route(
            "**/actors/**",
            lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
        )
        page.locator("dd a[href*='/actors/donald-trump/']").first.tap()
        expect(page).to_have_url(f"{served}actors/donald-trump/")


@pytest.mark.parametrize("size", [DESK, (768, 1024), (360, 640), (844, 390), ZOOMED], ids=str)
def test_a_preview_never_stands_over_what_it_is_of(browser: Browser, served: str, size: tuple[int, int]) -> None:
    with reading(browser, served, size) as page:
        page.keyboard.press("Tab")
        for index in range(0, 60, 6):
            trigger = page.locator(".ex-article :is(.ex-ref, .ex-mention)").nth(index)
            trigger.focus()
            expect(preview(page)).to_be_visible()
            (over,), (own,) = boxes(preview(page)), boxes(trigger)
            assert over["bottom"] <= own["top"] or over["top"] >= own["bottom"], index
            assert 0 <= over["top"] < over["bottom"] <= size[1], index


def test_at_400_percent_a_preview_is_inside_and_scrolls_by_keyboard(browser: Browser, served: str) -> None:
    with reading(browser, served, ZOOMED) as page:
        for number in page.locator(".ex-ref").all()[:12]:
            number.scroll_into_view_if_needed()
            number.click()
            expect(preview(page)).to_be_visible()
            assert inside(page, preview(page))
            overflows = preview(page).evaluate("it => it.scrollHeight > it.clientHeight")
            expect(preview(page)).to_have_attribute("tabindex", "0" if overflows else "-1")
            page.keyboard.press("Escape")
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_a_kept_preview_stays_until_it_is_closed_or_the_window_changes(page: Page) -> None:
    page.locator(NUMBER).first.click()
    page.locator(NAME).first.hover()
    page.wait_for_timeout(500)
    expect(preview(page)).to_contain_text("Claim c3")
    page.set_viewport_size({"width": 700, "height": 900})
    expect(preview(page)).to_be_hidden()
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_all_words_arrived_at_are_lit_alike(page: Page, served: str) -> None:
    page.goto("about:blank")
    page.goto(f"{served}{ARTICLE}{WORDS}")
    colours = page.locator(".ex-here").evaluate_all("all => all.map(it => getComputedStyle(it).backgroundColor)")
    assert len(colours) > 1
    assert len(set(colours)) == 1


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


# --- the margin ---


def boxes(locator: Locator) -> list[dict[str, float]]:
    return locator.evaluate_all("all => all.map(it => it.getBoundingClientRect().toJSON())")


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


# --- keys ---


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.id")


def test_keys_lead_from_number_to_number_to_the_note_and_back(page: Page) -> None:
    hrefs = page.locator(".ex-article .ex-ref").evaluate_all("all => all.map(it => it.getAttribute('href'))")
    page.keyboard.press("j")
    assert focused(page) == hrefs[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == hrefs[1]
    expect(preview(page)).to_be_visible()
    page.keyboard.press("g")
    assert focused(page) == hrefs[1].removeprefix("#")
    page.keyboard.press("g")
    assert focused(page) == hrefs[1]
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{hrefs[1].removeprefix('#')}']")).to_be_in_viewport()
    page.locator(f"[id='{hrefs[1].removeprefix('#')}'] .ex-back").first.press("Enter")
    expect(page.locator(f".ex-ref[href='{hrefs[1]}']").first).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_enter_on_a_number_takes_the_focus_to_the_note_and_back(browser: Browser, served: str, scripts: bool) -> None:
    with reading(browser, served, java_script_enabled=scripts) as page:
        note = page.locator(f"#_claim-{CLAIM}")
        page.locator(NUMBER).first.press("Enter")
        expect(note).to_be_focused()
        expect(preview(page)).to_be_hidden()
        page.keyboard.press("Tab")
        expect(note.get_by_role("link").first).to_be_focused()
        page.keyboard.press("Tab")
        expect(note.locator(".ex-back").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(WORDS)).to_be_in_viewport()
        if not scripts:
            page.keyboard.press("Tab")
        expect(page.locator(NUMBER).first).to_be_focused()
        page.keyboard.press("Enter")
        expect(note).to_be_focused()


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


def test_the_list_of_keys_fits_into_a_small_window_and_scrolls(browser: Browser, served: str) -> None:
    with reading(browser, served, ZOOMED) as page:
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keys")
        assert inside(page, dialog)
        assert dialog.evaluate("it => it.scrollTop") == 0
        dialog.get_by_role("button", name="Close").focus()
        assert inside(page, dialog.get_by_role("button", name="Close"))


def test_the_switch_of_single_keys_is_on_every_page(page: Page, served: str) -> None:
    page.goto(f"{served}claims/")
    button = page.get_by_role("button", name="Keys")
    button.click()
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.locator("kbd").all_inner_texts() == ["/", "?"]  # what there is here
    dialog.get_by_label("Single keys work").uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_keys_switch_layers_and_the_list_of_keys_closes_by_escape(page: Page) -> None:
    page.keyboard.press("1")
    expect(page.get_by_label("Claims", exact=True)).not_to_be_checked()
    page.keyboard.press("c")
    expect(page.get_by_label("Terms", exact=True)).not_to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_single_keys_can_be_switched_off_those_of_the_theme_too(page: Page, served: str) -> None:
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys work").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    for key in ("c", "j", "s", "/", "n"):
        page.keyboard.press(key)
    expect(page.get_by_label("Claims", exact=True)).to_be_checked()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    expect(page).to_have_url(served + ARTICLE)
    page.reload()
    page.keyboard.press("c")
    expect(page.get_by_label("Claims", exact=True)).to_be_checked()


def test_keys_that_are_off_are_off_on_every_page(page: Page, served: str) -> None:
    page.evaluate("localStorage.setItem('explainer-keys', 'off')")
    page.goto(f"{served}claims/")
    for key in ("s", "n", "?"):
        page.keyboard.press(key)
    expect(page.locator(".md-search__input")).not_to_be_focused()
    expect(page).to_have_url(f"{served}claims/")


def test_skip_links_lead_to_the_text_and_to_the_notes(page: Page) -> None:
    links = page.locator(".md-skip")
    assert [link.inner_text() for link in links.all()] == ["Skip to content", "Skip to notes"]
    links.last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2#_notes")).to_be_in_viewport()


def test_letters_typed_into_the_search_are_letters(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jack")
    expect(page.locator(".md-search__input")).to_have_value("jack")


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
