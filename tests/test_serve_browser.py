"""The preview as an editor sees it, in a browser: of the shipped site with
`--thorough`, else of its beginning.
"""

import re
import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browsing import wait_until
from tests.conftest import copy_of_project
from tests.excerpt import write_excerpt
from tests.previewing import PATIENCE, Preview, eventually, previewing

Figure = Callable[[str], None]
GENEROUS = 30.0  # seconds: only what hangs takes longer, also on a machine that others use
ARTICLE = "articles/stalled-ukraine-talks/"
SOURCE = f"docs/{ARTICLE[:-1]}.md"
SAYS = "words => document.body?.textContent.includes(words) && document.readyState === 'complete'"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, thorough: bool) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("preview")
    if thorough:
        copy_of_project(root)
    else:
        write_excerpt(root, 8_000)
    (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text("utf-8") + "extra_css: [own.css]\n", "utf-8"
    )
    (root / "docs/own.css").write_text("h1 { color: black }\n")
    with previewing(root) as preview:
        yield preview


@pytest.fixture
def restored(preview: Preview) -> Iterator[None]:
    """The files as they were, and the whole site built, before each test."""
    files = {
        file: file.read_bytes()
        for folder in ("docs", "annotations")
        for file in (preview.root / folder).rglob("*.*")
    }
    assert settled(preview), (preview.reports, preview.problems[-1:])
    yield
    before = len(preview.reports)
    other = {
        file: data
        for file, data in files.items()
        if file.name != "anchors.lock.json" and file.read_bytes() != data
    }
    for file, data in other.items():
        file.write_bytes(data)
    assert not other or eventually(lambda: len(preview.reports) > before)
    assert settled(preview), (preview.reports, preview.problems[-1:])


def settled(preview: Preview) -> bool:
    return eventually(
        lambda: preview.reports[-1:] in (["built"], ["not built"]) or time.sleep(0.1) is not None
    )


@pytest.fixture
def page(browser: Browser, preview: Preview, restored: None) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    yield page
    page.close()


def changed(preview: Preview, path: str, old: str, new: str) -> None:
    file = preview.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def seconds_until(page: Page, words: str) -> float:
    begun = time.monotonic()
    wait_until(page, SAYS, words)
    return time.monotonic() - begun


def test_words_show_soon_after_they_are_saved(page: Page, preview: Preview, figure: Figure) -> None:
    page.goto(preview.address + ARTICLE)
    taken = []
    for number in range(6):
        file = preview.root / SOURCE
        file.write_text(file.read_text("utf-8").rstrip() + f" New words {number}.\n", "utf-8")
        taken.append(seconds_until(page, f"New words {number}."))
    assert max(taken) < GENEROUS
    figure(
        f"preview, article saved until words on the screen: median {median(taken):.2f} s, "
        f"{max(taken):.2f} s at most"
    )


def test_an_annotation_shows_soon_after_it_is_saved(
    page: Page, preview: Preview, figure: Figure
) -> None:
    page.goto(f"{preview.address}actors/russia/")
    description = re.compile(r"(\n  russia:\n(?:    .*\n)*?    description: )")
    file = preview.root / "annotations/actors.yml"
    file.write_text(description.sub(r"\1Quite newly, ", file.read_text("utf-8")), "utf-8")
    taken = seconds_until(page, "Quite newly, ")
    assert taken < GENEROUS
    figure(f"preview, from a saved annotation to its words on the screen: {taken:.2f} s")


@pytest.mark.thorough
def test_a_new_page_shows_soon_after_it_is_saved(
    page: Page, preview: Preview, figure: Figure
) -> None:
    page.goto(f"{preview.address}glossary/somewhat-new/")
    expect(page.locator("h1")).to_contain_text("Page not found")
    terms = preview.root / "annotations/terms.yml"
    entry = "  somewhat-new: {name: something new, definition: It was not here before.}"
    terms.write_text(f"{terms.read_text('utf-8').rstrip()}\n{entry}\n", "utf-8")
    taken = seconds_until(page, "It was not here before.")
    figure(f"preview, from a saved entry to its new page on the screen: {taken:.2f} s")


@pytest.mark.thorough
def test_the_reader_stays_at_the_same_place(page: Page, preview: Preview) -> None:
    page.goto(preview.address + ARTICLE)
    heading = page.locator(".ex-article h2").nth(4)
    heading.evaluate(
        "element => scrollTo({top: element.getBoundingClientRect().top + scrollY - "
        "200, behavior: 'instant'})"
    )
    link = page.locator(".ex-article p a[data-annotation]").last
    link.evaluate("element => element.focus({preventScroll: true})")
    page.keyboard.press("Escape")
    focused = link.get_attribute("href")
    page.evaluate(
        "document.querySelectorAll('.md-content details').forEach(details => "
        "details.open = !details.open)"
    )
    opened = page.evaluate(
        "[...document.querySelectorAll('.md-content details')].map(details => details.open)"
    )
    place = heading.bounding_box()
    text = (preview.root / SOURCE).read_text("utf-8")
    first = next(line for line in text.split("\n\n")[1:] if line[:1].isalpha())
    changed(preview, SOURCE, first, "A whole new paragraph of several words.\n\n" * 12 + first)
    seconds_until(page, "A whole new paragraph")
    after = page.locator(".ex-article h2").nth(4).bounding_box()
    assert place is not None
    assert after is not None
    assert abs(after["y"] - place["y"]) < 3
    assert page.evaluate("document.activeElement.getAttribute('href')") == focused
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.md-content details')].map(details => details.open)"
        )
        == opened
    )
    assert page.evaluate("document.documentElement.style.visibility") == ""


@pytest.mark.thorough
def test_an_open_preview_is_opened_again(page: Page, preview: Preview) -> None:
    page.goto(preview.address + ARTICLE)
    page.get_by_role("radio", name="Everything").check()
    page.locator(".ex-article .ex-ref.ex-date").nth(3).click()
    shown = page.locator(".ex-preview:popover-open")
    expect(shown).to_be_visible()
    words = shown.inner_text()
    changed(preview, SOURCE, "\n\n## ", "\n\nAnother paragraph now.\n\n## ")
    seconds_until(page, "Another paragraph now.")
    expect(shown).to_be_visible()
    assert shown.inner_text() == words
    assert page.url.split("#")[0] == preview.address + ARTICLE


@pytest.mark.thorough
def test_only_pages_that_changed_are_loaded_anew(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}method/")
    page.evaluate("window.stays = true")
    file = preview.root / SOURCE
    file.write_text(file.read_text("utf-8").rstrip() + " Words for another page.\n", "utf-8")
    assert preview.shows("Words for another page.", ARTICLE)
    assert settled(preview), (preview.reports, preview.problems[-1:])
    page.wait_for_timeout(300)
    assert page.evaluate("window.stays") is True


@pytest.mark.thorough
def test_a_style_sheet_shows_without_loading_the_page_anew(
    page: Page, preview: Preview, figure: Figure
) -> None:
    page.goto(preview.address + ARTICLE)
    page.evaluate("window.stays = true")
    begun = time.monotonic()
    (preview.root / "docs/own.css").write_text("h1 { color: rgb(1, 2, 3) !important }\n")
    wait_until(page, "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    figure(
        "preview, from a saved style sheet to its colours on the screen: "
        f"{time.monotonic() - begun:.2f} s"
    )
    assert page.evaluate("window.stays") is True


def test_broken_and_mended(page: Page, preview: Preview, figure: Figure) -> None:
    page.goto(preview.address + ARTICLE)
    page.evaluate("window.stays = true")
    file = preview.root / "annotations/claims.yml"
    good = file.read_text("utf-8")
    begun = time.monotonic()
    file.write_text(good + "  broken: [\n", "utf-8")
    panel = page.locator("#_explainer details")
    expect(panel).to_contain_text("the pages show the last state without errors")
    figure(
        "preview, from a saved mistake to its place on the screen: "
        f"{time.monotonic() - begun:.2f} s"
    )
    assert page.evaluate("window.stays") is True
    expect(page.locator("#_explainer [role=status]")).to_contain_text("error")
    assert page.locator(".ex-article .ex-mark").count() > 20
    covers_nothing(page)
    found = [
        each
        for each in Axe().run(page).response["violations"]
        if "_explainer" in str(each["nodes"])
    ]
    assert found == []
    page.locator("#_explainer summary").press("Enter")
    wait_until(page, "localStorage.getItem('_explainer:collapsed')")
    before = len(preview.reports)
    file.write_text(good + "  broken: [[\n", "utf-8")
    assert eventually(lambda: preview.reports[before:][-1:] == ["kept"])
    page.reload()
    expect(page.locator("#_explainer li").first).to_be_hidden()
    page.locator("#_explainer summary").click()
    page.locator("#_explainer a").first.click()
    expect(page.locator("[aria-current] .said").first).to_be_visible()
    assert "annotations/claims.yml:" in page.title()
    assert Axe().run(page).response["violations"] == []
    page.go_back()
    file.write_text(good, "utf-8")
    expect(page.locator("#_explainer li")).to_have_count(0)


def covers_nothing(page: Page) -> None:
    """The end of the page can be scrolled above the panel."""
    page.evaluate("scrollTo({top: 1e9, behavior: 'instant'})")
    bottom = page.evaluate("document.querySelector('footer').getBoundingClientRect().bottom")
    assert (
        bottom
        <= page.evaluate("document.getElementById('_explainer').getBoundingClientRect().top") + 1
    )


@pytest.mark.thorough
def test_a_storm_ends_with_its_last_words(page: Page, preview: Preview, figure: Figure) -> None:
    page.goto(preview.address + ARTICLE)
    file = preview.root / SOURCE
    good, before = file.read_text("utf-8").rstrip(), len(preview.reports)
    begun = time.monotonic()
    for number in range(100):
        file.write_text(f"{good} Storm {number} ends.\n", "utf-8")
        time.sleep(max(0.0, begun + (number + 1) / 100 - time.monotonic()))
    taken = seconds_until(page, "Storm 99 ends.")
    assert taken < GENEROUS
    updates = len(preview.reports) - before
    assert updates < 15
    figure(
        f"preview, after 100 saves in a second: the last words in {taken:.2f} s, {updates} updates"
    )


@pytest.mark.thorough
def test_a_deleted_folder_leaves_the_page(page: Page, preview: Preview) -> None:
    page.goto(preview.address + ARTICLE)
    (preview.root / "annotations").rename(preview.root / "docs.away")
    (preview.root / "docs").rename(preview.root / "docs.gone")
    expect(page.locator("#_explainer")).to_contain_text("there is no docs/ folder")
    assert page.locator(".ex-article .ex-mark").count() > 20
    (preview.root / "docs.gone").rename(preview.root / "docs")
    (preview.root / "docs.away").rename(preview.root / "annotations")
    expect(page.locator("#_explainer details")).to_have_count(0)


@pytest.mark.thorough
def test_many_windows_do_not_take_all_connections(
    browser: Browser, preview: Preview, restored: None
) -> None:
    context = browser.new_context()
    pages = [context.new_page() for _ in range(4)]
    for page in pages:
        page.goto(preview.address, timeout=PATIENCE * 1000)
    changed(preview, "mkdocs.yml", "site_name: ", "site_name: Now ")
    for page in pages:
        wait_until(page, "document.title.includes('Now ')", patience=PATIENCE)
    changed(preview, "mkdocs.yml", "site_name: Now ", "site_name: ")
    context.close()
