"""The home page beyond what tests/cases/pages/home.yml says of it: numbers, bars, and cards in a browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from explainer.figures.bar import Bar, bars
from explainer.model import Loaded, Settings, Site
from explainer.pages import home
from explainer.pages.lookup import look_up
from explainer.text.fragment import parse


def test_nothing_is_shown_where_there_is_nothing() -> None:
    lookup = look_up(Site(Loaded(), {}, {}, {}, {}, ()), Settings("Lights", extensions=("attr_list",)), ())
    [make] = home.pages(lookup).values()
    text = make().partition("---\n")[2].partition("---\n")[2]
    assert text.startswith(
        "\n# Lights {#_top}\n\n<p>There is no article yet.</p>\n\n## All parts of this site {#_ways}"
    )
    assert [link.text for link in parse(text).iter("a")] == ["Method"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("One word.", 1),
        ("word " * 238 * 3, 3),
        ("word " * 238 * 3 + "word " * 120, 4),
        ("語" * 238 * 2 * 5, 5),
    ],
    ids=["nothing", "a line", "three minutes", "rounded", "without spaces"],
)
def test_minutes_to_read(text: str, expected: int) -> None:
    assert home.minutes(text) == expected


LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
COUNTS = st.lists(st.integers(0, 10**6), max_size=3).map(tuple)


@given(st.lists(st.builds(Bar, LINES, st.just("x/"), COUNTS, LINES, st.just("") | LINES), min_size=1))
def test_bars_are_in_proportion_and_say_all_they_show(rows: list[Bar]) -> None:
    [drawn] = parse(bars(rows))
    assert len(drawn) == len(rows)
    longest = max(sum(row.counts) for row in rows) or 1
    for item, row in zip(drawn, rows, strict=True):
        name, picture, said = item
        assert "".join(name.itertext()) == f"{row.name} {row.note}".rstrip(" ")
        assert said.text == row.said
        parts = [(float(part.get("x")[:-1]), float(part.get("width")[:-1])) for part in picture]
        assert len(parts) == sum(count > 0 for count in row.counts)
        assert sum(width for _, width in parts) == pytest.approx(sum(row.counts) / longest * 100, abs=0.2)
        assert all(start >= 0 and start + width <= 100.1 for start, width in parts)


def test_no_bars_are_nothing() -> None:
    assert bars(()) == ""


# --- in a browser ---


def test_a_question_opens_and_closes_by_keyboard(page: Page, served: str) -> None:
    page.goto(served)
    card = page.locator(".ex-questions details").first
    card.locator("summary").focus()
    for is_open in (True, False):
        page.keyboard.press("Enter")
        expect(card.locator(".ex-text")).to_be_visible(visible=is_open)


def test_print_opens_all_questions(page: Page, served: str) -> None:
    page.goto(served)
    answers = page.locator(".ex-questions .ex-text")
    assert not any(answer.is_visible() for answer in answers.all())
    page.emulate_media(media="print")
    assert all(answer.is_visible() for answer in answers.all())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_link_to_an_answer_opens_it(browser: Browser, served: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{served}glossary/proxy-war/")
    page.locator("a[href*='#_questions-']").first.click()
    expect(page.locator(".ex-questions details[open]")).to_have_count(1)
    expect(page.locator(".ex-questions :target")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_cards_look_alike(page: Page, served: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served)
    boxes = [card.bounding_box() for card in page.locator(".ex-questions details").all()]
    assert len({round(box["width"]) for box in boxes if box}) == 1
    assert len({round(box["x"]) for box in boxes if box}) == (1 if width == 360 else 2)
