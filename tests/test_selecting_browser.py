"""Select to annotate, as an editor does it: by mouse, by keyboard and by touch, on a
copy of the shipped site.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import copy_of_project
from tests.previewing import PATIENCE, Preview, previewing

ARTICLE = "articles/stalled-ukraine-talks/"
# The range of some words of the article; without words, of some that nothing covers yet
FIND = """words => {
  const article = document.querySelector(".ex-article");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const free =
      node.parentElement.matches(".ex-article > p") && node.data.match(/\\p{L}+(?: \\p{L}+){3}/u);
    const at = words ? node.data.indexOf(words) : free ? free.index : -1;
    if (at >= 0) return [node, at, at + (words || free[0]).length];
  }
}"""
SELECT = f"""words => {{
  const [node, start, end] = ({FIND})(words);
  node.parentElement.scrollIntoView({{ block: "center", behavior: "instant" }});
  getSelection().setBaseAndExtent(node, start, node, end);
  return String(getSelection());
}}"""
BOX = f"""() => {{
  const [node, start, end] = ({FIND})("");
  node.parentElement.scrollIntoView({{ block: "center", behavior: "instant" }});
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const boxes = [...range.getClientRects()];
  return [boxes[0].left, boxes[0].top + 4, boxes.at(-1).right, boxes.at(-1).top + 4];
}}"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewing(copy_of_project(tmp_path_factory.mktemp("selecting"))) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    yield from opened(browser, preview)


@pytest.fixture
def phone(browser: Browser, preview: Preview) -> Iterator[Page]:
    yield from opened(
        browser, preview, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )


def opened(browser: Browser, preview: Preview, **settings: object) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    page.goto(preview.address + ARTICLE)
    yield page
    context.close()


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Annotate A")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Annotate")


def stanza(page: Page) -> str:
    return dialog(page).get_by_label("To paste").input_value()


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def choose(page: Page, letter: str) -> None:
    expect(dialog(page)).to_be_visible()
    page.keyboard.press(letter)
    expect(dialog(page).get_by_role("button", name="Copy")).to_be_enabled()


def test_select_choose_copy_paste_and_see_it(page: Page, preview: Preview) -> None:
    words = page.evaluate(SELECT, "")
    expect(button(page)).to_be_visible()
    page.keyboard.press("ControlOrMeta+c")
    assert clipboard(page) == words
    page.keyboard.press("a")
    expect(dialog(page).locator("blockquote")).to_have_text(words)
    choose(page, "c")
    summary = dialog(page).get_by_role("textbox", name="summary")
    expect(summary).to_be_focused()
    assert Axe().run(page, context="#_explainer").response["violations"] == []
    page.keyboard.type(
        "The essay says so: a lot."
    )  # with the letters of other kinds, and the keys of the theme
    dialog(page).get_by_role("combobox", name="kind").select_option("interpretation")
    expect(dialog(page).get_by_label("To paste")).to_have_value(
        f"  {stanza(page).split(':')[0].strip()}:\n    quote: {words}\n"
        "    summary: 'The essay says so: a lot.'\n    kind: interpretation\n"
    )
    dialog(page).get_by_role("button", name="Copy").click()
    expect(dialog(page).get_by_role("alert")).to_have_text("Copied.")
    copied = clipboard(page)
    expect(dialog(page).locator(".where")).to_contain_text(
        "claims: in annotations/claims.yml, line"
    )
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    assert page.locator(
        ".ex-article .ex-noted"
    ).first.is_visible()  # no key of the site did anything
    pasted(preview.root / "annotations/claims.yml", copied)
    new = copied.split(":")[0].strip()
    expect(page.locator(f'.ex-article [data-annotation~="claim:{new}"]').first).to_have_text(words)


def pasted(file: Path, entry: str) -> None:
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{entry}", "utf-8")


@pytest.mark.thorough
def test_by_mouse_the_entry_is_added_to_its_file(page: Page, preview: Preview) -> None:
    left, top, right, bottom = page.evaluate(BOX)
    page.mouse.move(left + 3, top)
    page.mouse.down()
    page.mouse.move(right - 3, bottom, steps=4)
    expect(button(page)).to_be_hidden()
    page.mouse.up()
    button(page).click()
    dialog(page).get_by_role("button", name="Term").click()
    dialog(page).get_by_role("textbox", name="name").fill("entirely new term")
    before = (preview.root / "annotations/terms.yml").read_text("utf-8")
    dialog(page).get_by_role("button", name="Add to annotations/terms.yml").click()
    expect(dialog(page).get_by_role("alert")).to_have_text("Fill in definition first.")
    dialog(page).get_by_role("textbox", name="definition").fill("It was not here before.")
    dialog(page).get_by_role("button", name="Add to annotations/terms.yml").click()
    expect(dialog(page)).to_have_count(0)
    after = (preview.root / "annotations/terms.yml").read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert "    name: entirely new term\n    definition: It was not here before.\n" in after
    page.goto(f"{preview.address}glossary/")
    expect(page.get_by_role("main")).to_contain_text("Entirely new term", ignore_case=True)


@pytest.mark.thorough
def test_by_touch(phone: Page) -> None:
    words = phone.evaluate(SELECT, "")
    button(phone).tap()
    expect(dialog(phone).locator("blockquote")).to_have_text(words)
    dialog(phone).get_by_role("button", name="Date").tap()
    expect(dialog(phone).get_by_role("textbox", name="date")).to_be_visible()
    assert f"quote: {words}" in stanza(phone)
    box = dialog(phone).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["width"] <= 390
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.thorough
def test_what_scripts_and_renderers_add_is_no_word(page: Page) -> None:
    page.evaluate("""() => {
      const block = document.querySelector(".ex-article > p");
      const span = document.createElement("span");
      block.firstChild.after(Object.assign(span, { hidden: true, textContent: "unseen" }));
      block.querySelector(".ex-ref").textContent = "7";
      getSelection().selectAllChildren(block);
    }""")
    page.keyboard.press("a")
    choose(page, "c")
    expect(dialog(page).get_by_role("alert")).to_be_empty()
    assert "unseen" not in stanza(page)


@pytest.mark.thorough
def test_beyond_the_article(page: Page) -> None:
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.ex-article').parentElement)"
    )
    page.keyboard.press("a")
    page.keyboard.press("t")
    expect(dialog(page).get_by_role("alert")).to_contain_text("beyond the article")
    expect(dialog(page).get_by_role("button", name="Copy")).to_be_disabled()
    page.keyboard.press("Escape")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('footer'))")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    expect(button(page)).to_be_hidden()
    expect(dialog(page)).to_have_count(0)


@pytest.mark.thorough
def test_what_is_being_filled_in_stays_while_the_files_change(page: Page, preview: Preview) -> None:
    page.evaluate(SELECT, "")
    page.keyboard.press("a")
    choose(page, "c")
    page.keyboard.type("Half a sum")
    file = preview.root / f"docs/{ARTICLE[:-1]}.md"
    file.write_text(file.read_text("utf-8").rstrip() + "\n\nWords that came meanwhile.\n", "utf-8")
    assert preview.shows("Words that came meanwhile.", ARTICLE)
    page.wait_for_timeout(500)
    expect(dialog(page).get_by_role("textbox", name="summary")).to_have_value("Half a sum")
    page.keyboard.press("Escape")
    expect(page.locator(".ex-article")).to_contain_text("Words that came meanwhile.")


@pytest.mark.thorough
def test_copying_without_the_clipboard(page: Page) -> None:
    page.evaluate("() => void (navigator.clipboard.writeText = () => Promise.reject())")
    page.evaluate(SELECT, "")
    page.keyboard.press("a")
    choose(page, "d")
    made = stanza(page)
    dialog(page).get_by_role("button", name="Copy").click()
    expect(dialog(page).get_by_role("alert")).to_have_text("Copied.")
    assert clipboard(page) == made


@pytest.mark.thorough
def test_the_key_is_listed_among_the_others(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.locator("div", has=page.locator("kbd", has_text="a"))).to_contain_text(
        "annotate the selected words"
    )


@pytest.mark.thorough
def test_no_page_without_an_article_has_the_button(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}method/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    expect(button(page)).to_be_hidden()
    expect(dialog(page)).to_have_count(0)
