"""A claim that two articles make is shown once, with both places."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.pages import pages
from explainer.pages.argument import conclusions
from explainer.pages.lookup import look_up
from explainer.pages.view import View
from explainer.pipeline import analyse, analyse_to_publish, build_site
from tests.browsing import PHONE, Served, opened, serving, sideways
from tests.conftest import silent
from tests.sealed_pages import unsealed
from tests.site_files import BASE, cases, write_site
from tests.site_pages import SITES
from tests.test_accessibility import AXE, TAGS
from tests.test_command import tree
from tests.thoroughness import one_quick

NAME = "The lamp worked every night for forty years."
# An article that makes a claim and restates it
TWICE = """\
article: articles/lighthouse.md
claims:
  lit: {quote: The lamp was lit, summary: It was lit., kind: value, by: daughter}
  again: {quote: the lamp never once failed, restates: lit, by: captains}
"""
DRAFT = "---\nauthor: Harbour Board\n", "---\ndraft: true\nauthor: Harbour Board\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(SITES / "restated", tmp_path_factory.mktemp("lights") / "root")
    assert [str(found) for found in build_site(root, root / "site", silent)] == []
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> dict[str, str]:
    """The staged pages, by path."""
    return staged(root)


def staged(root: Path) -> dict[str, str]:
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    found = pages(analysed.site, analysed.settings, analysed.placed.anchors)
    return {path: unsealed(page) for path, page in found.items() if isinstance(page, str)}


def test_the_page_of_the_original_has_both_places(made: dict[str, str]) -> None:
    page = made["claims/lamp-never-failed/index.md"]
    own = page.index('href="../../articles/lighthouse/#claim-lamp-never-failed"')
    assert own < page.index("Also stated in “The harbour after the fire” by <a")
    assert 'href="../../articles/harbour/#claim-light-burned"' in page
    assert "claims/light-burned/index.md" not in made


def test_it_is_listed_once(root: Path, made: dict[str, str]) -> None:
    claims = made["claims/index.md"]
    assert claims.count('<p><a href="lamp-never-failed/">') == 1
    assert 'data-article="lighthouse harbour"' in claims
    assert "Ida Lund and the harbour board" in claims
    assert "4 claims" in claims
    index = json.loads((root / "site/search/search_index.json").read_text("utf-8"))
    texts = [entry["text"] for entry in index["docs"] if entry["location"].startswith("claims/l")]
    assert len([text for text in texts if "never once failed" in text]) == 1
    assert "light-burned" not in (root / "site/sitemap.xml").read_text("utf-8")


def test_each_article_counts_it(made: dict[str, str]) -> None:
    assert "3 claims" in made["articles/index.md"]
    assert "2 claims" in made["articles/index.md"]


def test_each_article_has_the_note_and_names_the_other(root: Path) -> None:
    for slug, other, words in (
        ("lighthouse", "harbour", "claim-light-burned"),
        ("harbour", "lighthouse", "claim-lamp-never-failed"),
    ):
        article = (root / f"site/articles/{slug}/index.html").read_text("utf-8")
        assert "She says so in <em>both</em> interviews." in article
        assert f'>Also stated in</b> <a href="../{other}/#{words}">' in article


def test_conclusions_of_an_article_rest_on_what_it_restates(made: dict[str, str]) -> None:
    """The claim backs a conclusion of the article that restates it."""
    page = made["claims/harbour-was-safe/index.md"]
    assert "A conclusion, which rests on 2 claims" in page
    assert "../lamp-never-failed/" in page


def test_an_article_concludes_what_it_restates(tmp_path: Path) -> None:
    root = shutil.copytree(SITES / "restated", tmp_path / "root")
    file = root / "annotations/lighthouse.yml"
    file.write_text(
        file.read_text("utf-8").replace("    by: daughter", "    key: true\n    by: daughter")
    )
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    lookup = look_up(analysed.site, analysed.settings, analysed.placed.anchors)
    for slug, words in (
        ("lighthouse", "claim-lamp-never-failed"),
        ("harbour", "claim-light-burned"),
    ):
        view = View(lookup, f"articles/{slug}.md")
        first, *_ = conclusions(view, slug)
        assert (first.link.text, first.words) == (NAME, f"#{words}")


def test_no_article_concludes_what_it_restates_and_attacks(tmp_path: Path) -> None:
    files = {
        "annotations/lighthouse.yml": """\
article: articles/lighthouse.md
claims:
  lit: {quote: The lamp was lit, summary: It was lit., kind: value, by: daughter, key: true}
""",
        "annotations/harbour.yml": """\
article: articles/harbour.md
claims:
  too: {quote: ships came in at night, restates: lit}
  dark: {quote: in at night, summary: It was dark., kind: value, by: captains, attacks: lit}
""",
    }
    root = write_site(shutil.copytree(SITES / "restated", tmp_path / "root"), files)
    found = staged(root)
    assert "What it concludes" in found["articles/lighthouse.md"]
    assert "What it concludes" not in found["articles/harbour.md"]


@pytest.mark.parametrize(
    "case", [case for name, case in cases("messages") if name.startswith("restating-")]
)
def test_pages_can_be_made_of_what_is_wrong(tmp_path: Path, case: dict[str, Any]) -> None:
    assert "claims/lit" in " ".join(staged(write_site(tmp_path, BASE | case["files"])))


def test_who_restates_it_makes_it(made: dict[str, str]) -> None:
    board = made["actors/harbour-board/index.md"]
    assert "Makes 3 claims" in board
    claims, _, others = board.partition("## Connections")
    assert "../../claims/lamp-never-failed/" in claims.partition("## Claims by")[2]
    assert "Disputed by" in others
    said_by = made["claims/lamp-never-failed/index.md"].partition("<dt>Said by</dt>")[2]
    assert "../../actors/harbour-board/" in said_by.partition("</dd>")[0]


def test_whose_view_is_restated_makes_no_claim(made: dict[str, str], tmp_path: Path) -> None:
    """Of several under `by`, the first speaks of the others, as in the original."""
    root = shutil.copytree(SITES / "restated", tmp_path / "root")
    file = root / "annotations/harbour.yml"
    text = file.read_text("utf-8")
    reporting = text.replace("by: harbour-board\n", "by: [harbour-board, keeper-lund]\n", 1)
    file.write_text(reporting, "utf-8")
    found = staged(root)
    assert "Makes 3 claims" in found["actors/harbour-board/index.md"]
    assert found["actors/keeper-lund/index.md"] == made["actors/keeper-lund/index.md"]


def test_the_notes_of_an_article_name_all_who_make_a_claim_there(tmp_path: Path) -> None:
    """The original and words that restate it may be in one article."""
    files = {
        "annotations/lighthouse.yml": TWICE,
        "annotations/harbour.yml": """\
article: articles/harbour.md
claims:
  too: {quote: ships came in at night, restates: lit, by: harbour-board}
""",
    }
    root = write_site(shutil.copytree(SITES / "restated", tmp_path / "root"), files)
    found = staged(root)
    notes = found["articles/lighthouse.md"].partition("said by")[2].partition("</p>")[0]
    assert "actors/daughter/" in notes
    assert "actors/captains/" in notes
    people = found["articles/harbour.md"].partition("ex-notes-actors")[2].partition("</ul>")[0]
    assert "actors/harbour-board/" in people


@pytest.mark.parametrize("old", ["light-burned", "no-break"])
def test_its_own_addresses_lead_to_the_original(root: Path, old: str) -> None:
    page = (root / f"site/claims/{old}/index.html").read_text("utf-8")
    assert 'content="0; url=../lamp-never-failed/"' in page


def test_former_ids_still_lead_to_the_words(root: Path) -> None:
    for slug, count in (("harbour", 1), ("lighthouse", 0)):
        article = (root / f"site/articles/{slug}/index.html").read_text("utf-8")
        assert article.count('id="claim-no-break"') == count


def test_two_places_in_one_article(tmp_path: Path) -> None:
    files = {
        "annotations/lighthouse.yml": TWICE,
        "annotations/harbour.yml": "article: articles/harbour.md\n",
    }
    root = write_site(shutil.copytree(SITES / "restated", tmp_path / "root"), files)
    found = staged(root)
    page, article = found["claims/lit/index.md"], found["articles/lighthouse.md"]
    assert page.count("See the words in the article</a>") == 2
    assert "Also stated in “The light at Finn Point” by <a" in page
    assert "Also stated in" not in article
    assert "1 claim<" in found["claims/index.md"]
    assert "light-burned" not in "".join(found)


def test_what_a_draft_restates_is_left_out(tmp_path: Path) -> None:
    root = shutil.copytree(SITES / "restated", tmp_path / "root")
    article = root / "docs/articles/harbour.md"
    article.write_text(article.read_text("utf-8").replace(*DRAFT), "utf-8")
    published, _, problems = analyse_to_publish(root, silent)
    assert published is not None
    assert [str(found) for found in problems if found.level == "error"] == []
    assert published.site.loaded.restatements == {}
    assert "harbour-board" not in published.site.loaded.actors
    made = pages(published.site, published.settings, published.placed.anchors)
    assert "Also stated in" not in unsealed(str(made["claims/lamp-never-failed/index.md"]))
    assert "claims/light-burned/index.html" not in made


def test_a_rebuild_notices_what_begins_and_ends_to_restate(tmp_path: Path) -> None:
    root = shutil.copytree(SITES / "restated", tmp_path / "root")
    file = root / "annotations/harbour.yml"
    restating = file.read_text("utf-8")
    apart = restating.replace("restates: lamp-never-failed", "summary: It burned.\n    kind: value")
    for text in (restating, apart, restating):
        file.write_text(text, "utf-8")
        build_site(root, root / "site", silent)
        fresh = shutil.copytree(root / "docs", tmp_path / "fresh/docs").parent
        shutil.copytree(root / "annotations", fresh / "annotations")
        shutil.copy(root / "mkdocs.yml", fresh)
        build_site(fresh, fresh / "site", silent)
        assert tree(root / "site") == tree(fresh / "site")
        shutil.rmtree(fresh)


# --- in a browser ---


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Served]:
    with serving(root / "site") as server:
        yield server


@pytest.fixture(params=one_quick([True, False]), ids=["script", "no script"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, PHONE, java_script_enabled=request.param) as page:
        yield page


def test_a_reader_goes_from_one_article_to_the_other(served: Served, phone: Page) -> None:
    phone.goto(f"{served.address}claims/light-burned/")
    phone.wait_for_url("**/claims/lamp-never-failed/")
    expect(phone.get_by_text("Also stated in “The harbour after the fire”")).to_be_visible()
    phone.get_by_role("link", name="See the words in the article").last.click()
    phone.wait_for_url("**/articles/harbour/#claim-light-burned")
    mark = phone.locator("#claim-light-burned")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_attribute("data-annotation", "claim:lamp-never-failed")


@pytest.mark.parametrize("path", ["claims/lamp-never-failed/", "articles/harbour/", "claims/"])
@pytest.mark.thorough
def test_axe_finds_nothing_and_nothing_sticks_out(
    served: Served, browser: Browser, path: str
) -> None:
    with opened(browser, PHONE, reduced_motion="reduce") as page:
        page.goto(served.address + path)
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS[:-1])
        assert [(each["id"], each["nodes"]) for each in found["violations"]] == []
        assert sideways(page) == ""


@pytest.mark.thorough
def test_by_keyboard_the_note_leads_to_the_other_article(served: Served, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{served.address}articles/harbour/")
        note = page.get_by_role("note", name="Note c1")
        expect(note).to_contain_text("Also stated in The light at Finn Point")
        link = note.get_by_role("link", name="The light at Finn Point")
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/lighthouse/#claim-lamp-never-failed")
        expect(page.locator("#claim-lamp-never-failed")).to_be_in_viewport()


@pytest.mark.thorough
def test_the_filter_finds_it_by_either_article(served: Served, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{served.address}claims/")
        for article, count in (("harbour", 3), ("lighthouse", 2)):
            page.locator("select[name=article]").select_option(article)
            expect(page.locator(".ex-claims > li:visible")).to_have_count(count)
