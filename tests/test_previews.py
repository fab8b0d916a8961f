"""What opens beside a word of an article, in a real browser: by mouse, keyboard and touch."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browsing import ARTICLE, DESK, PHONE, ZOOMED, boxes, inside, reading
from tests.thoroughness import in_thirds, one_quick

CLAIM = "now-trumps-war-too"
DATE = "war-by-now-trumps"
WORDS = f"#date-{DATE}"
NUMBER = f".ex-ref[href='#_date-{DATE}']"
NAME = ".ex-article a[data-annotation='actor:tammy-bruce']"


@pytest.fixture
def page(article: Page) -> Page:
    everything(article)
    return article


def everything(page: Page) -> None:
    """Show the numbers of all annotations: of claims with notes alone, the notes
    stand beside their words.
    """
    page.get_by_role("radio", name="Everything").check()
    page.mouse.move(2, 2)


def preview(page: Page) -> Locator:
    return page.locator("#_preview")


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


@pytest.mark.thorough
def test_a_preview_closes_when_the_focus_is_lost(page: Page) -> None:
    page.keyboard.press("Tab")
    page.locator(NUMBER).first.focus()
    expect(preview(page)).to_be_visible()
    page.locator(NUMBER).first.blur()
    expect(preview(page)).to_be_hidden()


def test_tab_goes_through_the_preview_of_a_number_and_escape_gives_the_focus_back(
    page: Page,
) -> None:
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


def test_a_click_on_a_name_leads_to_its_page(page: Page, served: str) -> None:
    page.locator(NAME).first.click()
    expect(page).to_have_url(f"{served}actors/tammy-bruce/")


@pytest.mark.thorough
def test_a_click_on_a_number_keeps_its_preview_and_another_closes_it(
    page: Page, served: str
) -> None:
    number = page.locator(NUMBER).first
    number.click()
    expect(preview(page)).to_contain_text("Date d4")
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
    page.set_viewport_size({"width": 900, "height": 900})  # where no note stands beside them
    mark = page.locator(".ex-mark[data-annotation*=' ']").filter(has_not=page.locator("a")).first
    refs = (mark.get_attribute("data-annotation") or "").split()
    first_line = "it => { const box = it.getClientRects()[0]; return [box.x + 3, box.y + 3] }"
    page.mouse.click(*mark.evaluate(first_line))
    expect(preview(page)).to_contain_text(f"{len(refs)} annotations of these words")
    expect(preview(page).locator(".ex-preview-part")).to_have_count(len(refs))
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


@pytest.mark.thorough
def test_the_link_to_the_words_can_be_copied(browser: Browser, served: str) -> None:
    with reading(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        everything(page)
        page.evaluate(
            "history.replaceState(null, '', '?h=war')"
        )  # come from the search, whose words stay behind
        page.locator(NUMBER).first.click()
        preview(page).get_by_role("button", name="Copy link").click()
        summary = preview(page).get_by_role("link").inner_text()
        expect(page.locator(".ex-said")).to_have_text(f"Copied: {summary}")
        expect(preview(page).get_by_role("button", name=f"Copied: {summary}")).to_be_focused()
        assert page.evaluate("navigator.clipboard.readText()") == f"{served}{ARTICLE}{WORDS}"
    with reading(browser, served) as page:  # not allowed: the address is shown
        everything(page)
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
        page.locator(NUMBER).first.click()
        preview(page).get_by_role("button", name="Copy link").click()
        expect(preview(page).get_by_label("Link to these words")).to_have_value(
            f"{served}{ARTICLE}{WORDS}"
        )
        expect(preview(page).get_by_label("Link to these words")).to_be_focused()


def test_a_tap_opens_and_the_next_one_only_closes(browser: Browser, served: str) -> None:
    with reading(browser, served, PHONE, has_touch=True, is_mobile=True) as page:
        everything(page)
        for target, next_one in ((NAME, NAME), (NUMBER, NUMBER), (NAME, NUMBER), (NUMBER, "h1")):
            page.locator(target).first.tap()
            expect(preview(page)).to_be_visible()
            assert inside(page, preview(page))
            page.locator(next_one).first.tap()
            expect(preview(page)).to_be_hidden()
        page.locator(NUMBER).first.tap()
        preview(page).get_by_role("button", name="Close").tap()
        expect(preview(page)).to_be_hidden()
        expect(page).to_have_url(f"{served}{ARTICLE}")
        page.locator(NAME).first.tap()
        preview(page).get_by_role("link").tap()
        expect(page).to_have_url(f"{served}actors/tammy-bruce/")


@pytest.mark.thorough
def test_words_are_previewed_where_a_mouse_rests_but_not_in_the_plain_text(page: Page) -> None:
    words = page.locator(f"{WORDS}:not(:has(a))").first
    words.hover()
    expect(preview(page)).to_contain_text("Date d4")
    expect(words).to_have_class(re.compile("ex-lit"))
    page.mouse.move(2, 2)
    expect(preview(page)).to_be_hidden()
    page.get_by_role("radio", name="Text").check()
    words.hover()
    expect(words).to_have_class(re.compile("ex-lit"))
    page.wait_for_timeout(1200)  # longer than it takes to open
    expect(preview(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "link", "says"),
    in_thirds(
        [
            (f"claims/{CLAIM}/", "dd a[href*='/actors/donald-trump/']", "Republican"),
            ("glossary/proxy-war/", ".ex-text a, .ex-facts a", "Term"),
            ("", ".ex-brief a[href*='claims/']", "Claim"),
            ("", ".ex-brief a[href*='timeline/#']", "Date"),
            (f"claims/{CLAIM}/", ".ex-card a[href*='/actors/the-essay/']", "Group"),
            (f"claims/{CLAIM}/", ".ex-evidence a", "Article"),
            ("timeline/", ".ex-timeline a[href*='/actors/']", "Actor"),
        ]
    ),
)
def test_elsewhere_the_preview_comes_from_the_page_that_the_link_leads_to(
    browser: Browser, served: str, path: str, link: str, says: str
) -> None:
    with reading(browser, served, path=path) as page:
        page.locator(link).first.hover()
        expect(preview(page)).to_contain_text(says)


@pytest.mark.thorough
def test_elsewhere_a_claim_is_previewed_as_its_note_tells_it(browser: Browser, served: str) -> None:
    """Who makes it, on what grounds, and the note; its words are one step further."""
    with reading(browser, served, path="timeline/") as page:
        folded = page.locator(
            ".ex-timeline details:has(a[href*='/claims/trump-promised-quick-end/'])"
        ).first
        folded.locator("summary").click()
        folded.get_by_role("link").hover()
        expect(preview(page)).to_contain_text("Said by Donald Trump")
        expect(preview(page)).to_contain_text("The essay mentions this promise without quoting it")
        expect(preview(page).locator("blockquote, figcaption")).to_have_count(0)


@pytest.mark.thorough
def test_a_link_in_a_note_is_not_taken_for_the_link_of_the_title(
    browser: Browser, served: str
) -> None:
    cited = '<cite><a href="https://other.example/">Verified by the editors</a></cite>'

    def with_cited(route: Route) -> None:
        note = r"(<div data-preview[^>]*>\s*<div class=\S*ex-text[^>]*>)"
        body, changed = re.subn(note, rf"\1{cited}", route.fetch().text())
        assert changed == 1
        route.fulfill(content_type="text/html", body=body)

    with reading(browser, served, path="timeline/") as page:
        page.route("**/claims/trump-promised-quick-end/", with_cited)
        link = "a[href*='/claims/trump-promised-quick-end/']"
        page.locator(f".ex-timeline details:has({link}) summary").first.click()
        page.locator(f".ex-timeline {link}").first.hover()
        expect(preview(page)).to_contain_text("Verified by the editors")
        named = preview(page).get_by_role("link")
        expect(named).to_have_attribute("href", re.compile("/claims/trump-promised-quick-end/"))
        expect(named).not_to_have_text("Verified by the editors")


@pytest.mark.thorough
def test_the_preview_of_a_date_or_source_is_named_after_it(browser: Browser, served: str) -> None:
    with reading(browser, served) as page:
        for path, link in (
            ("", ".ex-brief a[href*='timeline/#']"),
            (f"claims/{CLAIM}/", ".ex-evidence a"),
        ):
            page.goto(served + path)
            target = page.locator(link).first
            target.hover()
            named = preview(page).get_by_role("link")
            expect(named).to_have_attribute("href", re.compile(r"#[\w-]+$"))
            assert named.inner_text() not in ("Timeline", "Sources")


@pytest.mark.thorough
def test_what_is_cut_off_is_told_and_reached_by_keyboard(browser: Browser, served: str) -> None:
    with reading(browser, served, (844, 300), "timeline/") as page:
        folded = page.locator(
            ".ex-timeline details:has(a[href*='/claims/trump-promised-quick-end/'])"
        ).first
        folded.locator("summary").press("Enter")
        folded.get_by_role("link").focus()
        expect(preview(page)).to_have_class(re.compile("ex-cut"))
        more = preview(page).evaluate("it => getComputedStyle(it, '::after').content")
        assert "More" in more
        page.keyboard.press("Tab")
        expect(preview(page)).to_be_focused()
        page.keyboard.press("End")
        expect(preview(page)).not_to_have_class(re.compile("ex-cut"))
        page.keyboard.press("Escape")
        expect(preview(page)).to_be_hidden()


@pytest.mark.thorough
def test_where_a_page_cannot_be_fetched_a_tap_follows_the_link(
    browser: Browser, served: str
) -> None:
    with reading(browser, served, PHONE, f"claims/{CLAIM}/", has_touch=True) as page:
        page.route(
            "**/actors/**",
            lambda route: (
                route.abort() if route.request.resource_type == "fetch" else route.continue_()
            ),
        )
        page.locator("dd a[href*='/actors/donald-trump/']").first.tap()
        expect(page).to_have_url(f"{served}actors/donald-trump/")


@pytest.mark.parametrize(
    "size", one_quick([DESK, (768, 1024), (360, 640), (844, 390), ZOOMED]), ids=str
)
@pytest.mark.thorough
def test_a_preview_never_stands_over_what_it_is_of(
    browser: Browser, served: str, size: tuple[int, int]
) -> None:
    with reading(browser, served, size) as page:
        everything(page)
        page.keyboard.press("Tab")
        for index in range(0, 60, 6):
            trigger = page.locator(
                ".ex-article > :not(.ex-before, .ex-sidenotes)"
                " :is(.ex-ref.ex-date, a[data-annotation])"
            ).nth(index)
            trigger.focus()
            expect(preview(page)).to_be_visible()
            (over,), (own,) = boxes(preview(page)), boxes(trigger)
            assert over["bottom"] <= own["top"] or over["top"] >= own["bottom"], index
            assert 0 <= over["top"] < over["bottom"] <= size[1], index


@pytest.mark.thorough
def test_at_400_percent_a_preview_is_inside_and_scrolls_by_keyboard(
    browser: Browser, served: str
) -> None:
    with reading(browser, served, ZOOMED) as page:
        everything(page)
        for number in page.locator(".ex-ref.ex-date").all()[:12]:
            number.scroll_into_view_if_needed()
            number.click()
            expect(preview(page)).to_be_visible()
            assert inside(page, preview(page))
            overflows = preview(page).evaluate("it => it.scrollHeight > it.clientHeight")
            expect(preview(page)).to_have_attribute("tabindex", "0" if overflows else "-1")
            page.keyboard.press("Escape")
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


@pytest.mark.thorough
def test_a_kept_preview_stays_until_it_is_closed_or_the_window_changes(page: Page) -> None:
    page.locator(NUMBER).first.click()
    page.locator(NAME).first.hover()
    page.wait_for_timeout(500)
    expect(preview(page)).to_contain_text("Date d4")
    page.set_viewport_size({"width": 700, "height": 900})
    expect(preview(page)).to_be_hidden()
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


@pytest.mark.thorough
def test_all_words_arrived_at_are_lit_alike(page: Page, served: str) -> None:
    page.goto("about:blank")
    page.goto(f"{served}{ARTICLE}#claim-{CLAIM}")
    colours = page.locator(".ex-here").evaluate_all(
        "all => all.map(it => getComputedStyle(it).backgroundColor)"
    )
    assert len(colours) > 1
    assert len(set(colours)) == 1


@pytest.mark.thorough
def test_nothing_of_another_site_on_the_same_host_is_put_into_a_page(
    browser: Browser, served: str
) -> None:
    """A note may link there; its pages could pass for entries, and their
    pictures could run scripts.
    """
    foreign = (
        '<div data-preview="actor:donald-trump" data-label="Actor"><img src="/none" '
        'onerror="ran=1"></div>'
    )
    with reading(browser, served, path=f"claims/{CLAIM}/") as page:
        page.route(
            re.compile("other"), lambda route: route.fulfill(content_type="text/html", body=foreign)
        )
        for path in ("/other/actors/donald-trump/", "/actors/..%2Fother%2Factors%2Fdonald-trump/"):
            link = page.locator("dd a[href*='donald-trump']").first
            link.evaluate("(link, path) => link.setAttribute('href', path)", path)
            page.mouse.move(2, 2)
            link.hover()
            page.wait_for_timeout(700)  # longer than it takes to open
            expect(preview(page)).to_be_hidden()
        assert page.evaluate("'ran' in self") is False
