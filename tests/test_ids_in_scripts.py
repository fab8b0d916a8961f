"""Ids, links and titles of annotations that scripts could take for something else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from explainer.pipeline import build_site
from tests.browsing import reading, serving
from tests.conftest import silent
from tests.site_files import write_site

# As the scripts of many libraries find out how they are loaded
LIBRARY = """\
if (typeof exports === "object") exports.drawn = true;
else if (typeof define === "function") define([], () => true);
else self.drawn = true;
"""
SITE = {
    "mkdocs.yml": """\
site_name: Lights
extra_javascript: [library.js]
markdown_extensions:
  - abbr
  - pymdownx.snippets: {auto_append: [abbreviations.md]}
""",
    "abbreviations.md": "*[NGO]: non-governmental organisation\n",
    "docs/library.js": LIBRARY,
    "docs/articles/lamp.md": "# The lamp\n\nIt was lit in 1871.\n\nIt fell in 1911.\n",
    "annotations/lamp.yml": """\
article: lamp
actors:
  lund: {name: Anna Lund, type: person, mentions: off}
  holm: {name: Ida Holm, type: person, mentions: off}
claims:
  lit: {quote: It was lit, summary: A lamp of an NGO was lit., kind: value}
dates:
  exports: {quote: "1871", title: The light, date: "1871", actors: [lund], claims: [lit]}
  light: {quote: It was lit in 1871, title: The light, date: 1871/1911}
  claim-lit:
    quote: "1911"
    title: The fall
    date: "1911"
    actors: [holm]
    claims: [lit]
    description: The [log](https://example.org/log#_spans) says so.
""",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_site(tmp_path_factory.mktemp("ids"), SITE)
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    with serving(root / "site") as server:
        yield server.address


def test_no_library_takes_an_entry_for_a_module_system(browser: Browser, served: str) -> None:
    with reading(browser, served, path="timeline/") as page:
        assert page.locator("#exports").count() == 1
        assert page.evaluate("self.drawn")


def test_the_filter_hides_no_text_with_a_link_like_those_to_headings(
    browser: Browser, served: str
) -> None:
    with reading(browser, served, path="timeline/?actor=holm") as page:
        expect(page.locator("#exports")).to_be_hidden()
        expect(page.get_by_text("The log says so.")).to_be_visible()


def test_a_preview_copies_no_address_of_another_entry(browser: Browser, served: str) -> None:
    with reading(browser, served, path="timeline/") as page:
        page.get_by_text("1 claim").first.click()
        page.get_by_role("link", name="A lamp of an NGO was lit.").first.hover()
        expect(page.locator("#_preview")).to_contain_text("A lamp of an NGO was lit.")
        expect(page.get_by_role("button", name="Copy link")).to_have_count(0)


def test_a_preview_has_the_whole_title_of_a_page(browser: Browser, served: str) -> None:
    with reading(browser, served, path="timeline/") as page:
        page.get_by_text("1 claim").first.click()
        page.get_by_role("link", name="A lamp of an NGO was lit.").first.hover()
        expect(page.locator("#_preview .ex-name")).to_have_text("A lamp of an NGO was lit.")
