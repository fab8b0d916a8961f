"""The home page beyond what tests/cases/pages/home.yml says of it: its numbers, and its
first screen in a browser.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.model import Loaded, Settings, Site
from explainer.pages import home
from explainer.pages.articles import minutes
from explainer.pages.lookup import look_up
from explainer.text.fragment import parse
from tests.browsing import opened
from tests.sealed_pages import unsealed


def test_nothing_is_shown_where_there_is_nothing() -> None:
    lookup = look_up(
        Site(Loaded(), {}, {}, {}, {}, ()), Settings("Lights", extensions=("attr_list",)), ()
    )
    [make] = home.pages(lookup).values()
    text = unsealed(make()).partition("---\n")[2].partition("---\n")[2]
    assert text.startswith(
        "\n# Lights { #_top }\n\n<p>There are no articles yet.</p>\n\n\n"
        "## Where to go from here { #_ways }"
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
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0), ""),
        ((1, 0, 0), "The one claim here has not been checked."),
        ((1, 1, 1), "The one claim here is disputed and has been checked."),
        ((9, 0, 0), "Of 9 claims, none has been checked."),
        ((9, 1, 0), "Of 9 claims, 1 is disputed and none has been checked."),
        ((9, 4, 1), "Of 9 claims, 4 are disputed and 1 has been checked."),
        ((9, 0, 9), "Of 9 claims, 9 have been checked."),
        ((8200, 5119, 820), "Of 8,200 claims, 5,119 are disputed and 820 have been checked."),
    ],
    ids=str,
)
def test_the_standing_of_claims_in_words(counts: tuple[int, int, int], expected: str) -> None:
    assert home.standing(*counts) == expected


# --- in a browser ---


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_question_answer_standing_and_way_in_are_on_the_first_screen(
    page: Page, served: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(served)
    for part in ("h1", "h1 + p", ".ex-hero .ex-brief", ".ex-hero .ex-beside", ".ex-start a"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)


def test_the_first_questions_are_open_and_each_closes_by_keyboard(page: Page, served: str) -> None:
    page.goto(served)
    questions = page.locator(".ex-questions details")
    assert [question.get_attribute("open") is not None for question in questions.all()[:4]] == [
        True,
        True,
        True,
        False,
    ]
    questions.first.locator("summary").focus()
    for is_open in (False, True):
        page.keyboard.press("Enter")
        expect(questions.first.locator(".ex-text")).to_be_visible(visible=is_open)


def test_print_opens_all_questions(page: Page, served: str) -> None:
    page.goto(served)
    answers = page.locator(".ex-questions .ex-text")
    assert not all(answer.is_visible() for answer in answers.all())
    page.emulate_media(media="print")
    assert all(answer.is_visible() for answer in answers.all())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_link_to_an_answer_opens_it(browser: Browser, served: str, script: bool) -> None:
    with opened(browser, java_script_enabled=script) as page:
        page.goto(f"{served}glossary/proxy-war/")
        page.locator("a[href*='#_questions-']").first.click()
        expect(page.locator(".ex-questions details:has(:target)")).to_have_attribute("open", "")
        expect(page.locator(".ex-questions :target")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "columns"), [(360, 1), (768, 2), (1440, 3)])
@pytest.mark.thorough
def test_cards_stand_in_columns_and_none_sticks_out(
    page: Page, served: str, width: int, columns: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served)
    boxes = [box for card in page.locator(".ex-cards > li").all() if (box := card.bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == columns
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
