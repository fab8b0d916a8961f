"""Keys for reading an article, in a real browser: from number to note and back, and their switch."""

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
