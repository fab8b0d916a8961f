"""What a reader meets on a site that Zensical rendered from the staged tree."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from explainer.pipeline import build_site
from tests.browsing import opened, serving
from tests.conftest import PROJECT, silent
from tests.site_files import write_site

FILES = {
    "mkdocs.yml": "site_name: Lights\n",
    "docs/articles/lamp.md": "---\ntags: [coast]\n---\n# The lamp\n\n"
    "Anna Lund lit the Fresnel lens.\n",
    "annotations/a.yml": """
article: lamp
claims:
  lit: {quote: lit the Fresnel lens, summary: It's her lamp., kind: value, by: lund, note: Yes.}
actors:
  lund: {name: Anna Lund, type: person, role: keeper, aliases: [Aunt Lamp]}
terms:
  lens: {name: Fresnel lens, aliases: [stepped lens], definition: A lens cut into steps.}
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("lights"), FILES)
    assert build_site(root, root / "site", silent) == ()
    command = [str(Path(sys.executable).parent / "zensical"), "build"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    arguments = ["-f", str(root / "build/mkdocs.yml")]
    subprocess.run([*command, *arguments], check=True, capture_output=True, env=environment)
    return root / "build/site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    with serving(site) as server, opened(browser) as page:
        page.goto(f"{server.address}articles/lamp/")
        yield page


def open_search(page: Page) -> Locator:
    """Open the search by its key and return its field: what is typed before
    it has the focus is lost.
    """
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    return field


@pytest.mark.thorough
def test_aliases_are_not_shown_as_tags_and_those_of_an_article_are(site: Path) -> None:
    tagged = {
        file.relative_to(site).as_posix()
        for file in site.rglob("*.html")
        if 'class="md-tag"' in file.read_text("utf-8")
    }
    assert tagged == {"articles/lamp/index.html"}
    assert "Aunt Lamp" in (site / "actors/lund/index.html").read_text("utf-8")


def test_an_apostrophe_in_the_path_to_a_page_is_shown_as_one(site: Path) -> None:
    """The search shows paths as text, although they come from titles, which are HTML."""
    assert '"path":["It\'s her lamp."]' in (site / "search.json").read_text("utf-8")


def test_an_entry_is_found_by_its_alias(page: Page) -> None:
    open_search(page)
    page.keyboard.type("aunt lamp")
    results = page.locator("[id$=-results]")
    expect(results.get_by_text("Anna Lund").first).to_be_visible()


@pytest.mark.thorough
def test_letters_typed_into_the_search_are_letters(page: Page) -> None:
    field = open_search(page)
    page.keyboard.type("jack 13?g")
    expect(field).to_have_value("jack 13?g")
    expect(page.locator("[name=ex-view][value=notes]")).to_be_checked()
    expect(page.locator(".ex-help")).to_be_hidden()
