"""Keys for reading an article, in a real browser: from number to note and
back, and their switch.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import ARTICLE, ZOOMED, inside, reading

CLAIM = "now-trumps-war-too"
WORDS = f"#claim-{CLAIM}"
NUMBER = f".ex-ref[href='#_claim-{CLAIM}']"


@pytest.fixture
def page(article: Page) -> Page:
    return article


def preview(page: Page) -> Locator:
    return page.locator("#_preview")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.id")


def test_keys_lead_from_number_to_number_to_the_note_and_back(page: Page) -> None:
    hrefs = page.locator(".ex-article .ex-noted").evaluate_all(
        "all => all.map(it => it.getAttribute('href'))"
    )
    page.keyboard.press("j")
    assert focused(page) == hrefs[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == hrefs[1]
    expect(preview(page)).to_be_hidden()  # its note stands beside it
    page.keyboard.press("g")
    assert focused(page) == hrefs[1].removeprefix("#")
    page.keyboard.press("g")
    assert focused(page) == hrefs[1]
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{hrefs[1].removeprefix('#')}']")).to_be_in_viewport()
    page.locator(f"[id='{hrefs[1].removeprefix('#')}'] .ex-to").first.press("Enter")
    expect(page.locator(f".ex-ref[href='{hrefs[1]}']").first).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_enter_on_a_number_takes_the_focus_to_the_note_and_back(
    browser: Browser, served: str, scripts: bool
) -> None:
    with reading(browser, served, java_script_enabled=scripts) as page:
        note = page.locator(f"#_claim-{CLAIM}")
        page.locator(NUMBER).first.press("Enter")
        expect(note).to_be_focused()
        expect(preview(page)).to_be_hidden()
        page.keyboard.press("Tab")
        expect(note.locator(".ex-to")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(WORDS)).to_be_in_viewport()
        if not scripts:
            page.keyboard.press("Tab")
        expect(page.locator(NUMBER).first).to_be_focused()
        page.keyboard.press("Enter")
        expect(note).to_be_focused()


@pytest.mark.thorough
def test_the_list_of_keys_fits_into_a_small_window_and_scrolls(
    browser: Browser, served: str
) -> None:
    with reading(browser, served, ZOOMED) as page:
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        assert inside(page, dialog)
        assert dialog.evaluate("it => it.scrollTop") == 0
        dialog.get_by_role("button", name="Close").focus()
        assert inside(page, dialog.get_by_role("button", name="Close"))


@pytest.mark.thorough
def test_the_switch_of_single_keys_is_on_every_page(page: Page, served: str) -> None:
    page.goto(f"{served}claims/")
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.click()
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert dialog.locator("kbd").all_inner_texts() == ["/", "?"]  # what there is here
    dialog.get_by_label("Use single-key shortcuts").uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_keys_choose_a_view_and_the_list_of_keys_closes_by_escape(page: Page) -> None:
    for key, view in (("1", "Text"), ("3", "Everything"), ("2", "Notes")):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name=view)).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


@pytest.mark.thorough
def test_single_keys_can_be_switched_off_those_of_the_theme_too(page: Page, served: str) -> None:
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()
    for key in ("1", "j", "s", "/", "n"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio", name="Notes")).to_be_checked()
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()
    expect(page).to_have_url(served + ARTICLE)
    page.reload()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Notes")).to_be_checked()


@pytest.mark.thorough
def test_keys_that_are_off_are_off_on_every_page(page: Page, served: str) -> None:
    page.evaluate("localStorage.setItem('explainer-keys', 'off')")
    page.goto(f"{served}claims/")
    for key in ("s", "n", "?"):
        page.keyboard.press(key)
    expect(page.locator(".md-search__input")).not_to_be_focused()
    expect(page).to_have_url(f"{served}claims/")


@pytest.mark.thorough
def test_the_first_words_are_a_few_stops_away(page: Page, figure: Callable[[str], None]) -> None:
    """The keyboard comes to the title before it has gone through the contents, which
    stand beside the article.
    """
    stops = 0
    while not page.evaluate("!!document.activeElement.closest('.ex-article')"):
        page.keyboard.press("Tab")
        stops += 1
    figure(f"tab stops up to the title of the article: {stops}")
    assert stops <= 12
    expect(page.get_by_role("link", name="Skip to content")).to_have_count(1)


@pytest.mark.thorough
def test_letters_typed_into_the_search_are_letters(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("jack")
    expect(page.locator(".md-search__input")).to_have_value("jack")


@pytest.mark.thorough
def test_letters_typed_into_a_field_in_a_shadow_tree_are_letters(page: Page) -> None:
    """As the search of Zensical has it."""
    page.evaluate("""() => {
      const host = document.body.appendChild(document.createElement("div"));
      const root = host.attachShadow({ mode: "open" });
      root.append(document.createElement("input"));
      root.firstChild.focus();
    }""")
    page.keyboard.type("jack 13?g")
    assert page.evaluate("document.activeElement.shadowRoot.firstChild.value") == "jack 13?g"
    expect(page.get_by_role("radio", name="Notes")).to_be_checked()
