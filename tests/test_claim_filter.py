"""The index of claims in a browser: narrowed by selects whose choice stands in the address."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from explainer.pipeline import build_site
from tests.browsing import opened, serving
from tests.conftest import silent
from tests.site_files import write_site
from tests.site_pages import SITES
from tests.thoroughness import one_quick


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("full")
    shutil.copytree(SITES / "full", root, dirs_exist_ok=True)
    assert [
        problem for problem in build_site(root, root / "site", silent) if problem.level == "error"
    ] == []
    return root / "site"


@pytest.fixture(scope="module")
def claims(folder: Path) -> Iterator[str]:
    with serving(folder) as server:
        yield f"{server.address}claims/"


def shown(page: Page) -> list[str]:
    return [
        words.strip()
        for words in page.locator(".ex-claims > li:visible p:first-child").all_inner_texts()
    ]


def headings(page: Page) -> list[str]:
    return [
        words.rstrip("¶")
        for words in page.locator("h2:has(+ p + .ex-claims):visible").all_inner_texts()
    ]


def select(page: Page, label: str) -> Locator:
    return page.locator(".ex-filter").get_by_label(label)


def choice(page: Page) -> dict[str, str]:
    selects = page.locator(".ex-filter select").all()
    return {select.get_attribute("name") or "": select.input_value() for select in selects}


NOTHING = {"kind": "", "actor": "", "verdict": "", "article": ""}
ALL_HEADINGS = [
    "Factual claims",
    "Reported statements",
    "Causal claims",
    "What-ifs",
    "Value judgements",
]


def test_a_choice_narrows_the_list_and_stands_in_the_address(page: Page, claims: str) -> None:
    page.goto(claims)
    assert (len(shown(page)), headings(page), choice(page)) == (7, ALL_HEADINGS, NOTHING)
    select(page, "Made by or about").select_option("keeper-lund")
    assert headings(page) == ["Factual claims", "Reported statements"]
    select(page, "Kind").select_option("fact")
    assert shown(page) == ["The lamp worked every night for forty years."]
    expect(page.locator(".ex-filter [role=status]")).to_have_text("1 of 7 claims")
    expect(page.locator(".ex-count:visible").first).to_have_text("1 of 2 claims")
    expect(page).to_have_url(f"{claims}?kind=fact&actor=keeper-lund")


def test_an_address_brings_its_choice(page: Page, claims: str) -> None:
    page.goto(f"{claims}?verdict=none&article=finn-point&kind=statement")
    assert choice(page) == NOTHING | {
        "verdict": "none",
        "article": "finn-point",
        "kind": "statement",
    }
    assert len(shown(page)) == 2
    # what leads to a heading that is not there is not there either
    expect(page.locator(".ex-jump a[href='#_fact']")).to_be_hidden()
    expect(page.locator(".ex-jump a[href='#_statement']")).to_be_visible()


def test_what_an_address_asks_for_in_vain_is_passed_over(page: Page, claims: str) -> None:
    page.goto(f"{claims}?kind=rumour&actor=&verdict=mixed&verdict=none&colour=red")
    assert choice(page) == NOTHING | {"verdict": "mixed"}
    select(page, "Verdict").select_option("")
    assert len(shown(page)) == 7
    expect(page).to_have_url(f"{claims}?colour=red")


def offered(page: Page, label: str) -> list[str]:
    return select(page, label).locator("option:not([hidden], [disabled])").all_inner_texts()


def test_choices_say_how_many_they_leave_and_those_that_leave_none_are_not_offered(
    page: Page, claims: str
) -> None:
    page.goto(claims)
    kinds = offered(page, "Kind")
    assert kinds == [
        "All",
        *(f"{name} ({number})" for name, number in zip(ALL_HEADINGS, (2, 2, 1, 1, 1), strict=True)),
    ]
    select(page, "Made by or about").select_option("keeper-lund")
    assert offered(page, "Kind") == ["All", "Factual claims (1)", "Reported statements (1)"]
    select(page, "Kind").select_option("fact")
    assert "Anna Lund (1)" in offered(page, "Made by or about")
    page.get_by_role("button", name="Show all").click()
    assert offered(page, "Kind") == kinds


def test_no_claim_at_all_is_said(page: Page, claims: str) -> None:
    page.goto(f"{claims}?kind=value&verdict=mixed")
    expect(page.locator(".ex-filter [role=status]")).to_have_text(
        "No claims match: Value judgements, Mixed"
    )
    assert (shown(page), headings(page)) == ([], [])


def test_showing_all_again_by_keyboard_keeps_the_focus(page: Page, claims: str) -> None:
    page.goto(f"{claims}?kind=fact#_fact")
    page.get_by_role("button", name="Show all").press("Enter")
    assert (len(shown(page)), choice(page)) == (7, NOTHING)
    expect(page).to_have_url(claims)
    expect(select(page, "Kind")).to_be_focused()
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()


def test_going_back_brings_the_choice_back(page: Page, claims: str) -> None:
    page.goto(claims)
    select(page, "Kind").select_option("statement")
    page.locator(".ex-claims > li:visible a").first.click()
    expect(page).to_have_url(f"{claims}lit-and-never-failed/")
    page.go_back()
    expect(page.locator(".ex-filter [role=status]")).to_have_text("2 of 7 claims")
    page.evaluate("history.pushState(null, '', '?kind=fact'); history.back()")
    expect(page).to_have_url(f"{claims}?kind=statement")
    expect(select(page, "Kind")).to_have_value("statement")


def test_it_works_from_a_folder(page: Page, folder: Path) -> None:
    address = (folder / "claims" / "index.html").as_uri()
    page.goto(address)
    select(page, "Article").select_option("tide")
    assert shown(page) == ["The tide rose."]
    expect(page).to_have_url(f"{address}?article=tide")


@pytest.mark.thorough
def test_a_former_map_of_any_name_leads_to_the_claims_of_its_article(
    page: Page, tmp_path: Path
) -> None:
    files = {"mkdocs.yml": "site_name: Lights\n"}
    for number, slug in enumerate(("lämp & log", "b", "c", "d")):
        files[f"docs/articles/{slug}.md"] = "# Lamp\n\nThe lamp was lit. The log is complete.\n"
        lit = f"lit{number}: {{quote: The lamp was lit, summary: It was lit., kind: fact}}"
        log = (
            f"log{number}: {{quote: The log, summary: It is complete., kind: "
            f"fact, supports: lit{number}}}"
        )
        files[f"annotations/{slug}.yml"] = f"article: {slug}\nclaims:\n  {lit}\n  {log}\n"
    build_site(write_site(tmp_path, files), tmp_path / "site", silent)
    with serving(tmp_path / "site") as server:
        page.goto(f"{server.address}claims/by_article/l%C3%A4mp%20%26%20log/")
        expect(page.locator(".ex-filter [role=status]")).to_have_text("2 of 8 claims")
        expect(select(page, "Article").locator("option:checked")).to_have_text("Lamp (2)")


def top_of_the_list(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address)
    box = page.locator(".ex-claims").first.bounding_box()
    page.close()
    assert box
    return box["y"]


@pytest.mark.parametrize("width", one_quick([360, 1280]))
@pytest.mark.thorough
def test_the_controls_move_nothing_when_they_come(
    browser: Browser, claims: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    after = top_of_the_list(context, claims)
    context.route("**/explainer.js", lambda route: route.abort())
    assert top_of_the_list(context, claims) == after
    context.close()


def test_without_javascript_everything_is_listed_by_kind(browser: Browser, claims: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{claims}?kind=fact")
        assert (len(shown(page)), headings(page)) == (7, ALL_HEADINGS)
        expect(page.locator(".ex-filter")).to_be_hidden()
