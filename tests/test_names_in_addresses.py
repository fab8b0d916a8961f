"""Names with characters that mean something in an address: every link to them leads
there, in a browser, too.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.pipeline import build_site
from tests.browsing import Served, reading, serving
from tests.conftest import silent
from tests.site_files import write_site
from tests.thoroughness import in_thirds

NAMES = ("a#b", "c?d=e", "f%25", "g%", "h%41", "i&amp;j", "k;l", "m n", "o+p", "q'r")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"/>'


def files_of(number: int, name: str) -> dict[str, str]:
    there = quote(name)
    links = f"![A lamp](../{there}.svg) See [page {number}](../{there}.md)."
    claim = f"{{quote: Lamp {number} was lit, kind: interpretation, summary: It was lit.}}"
    typed = name.replace("'", "''")
    return {
        f"docs/articles/{name}.md": f"# Article {number}\n\nLamp {number} was lit. {links}\n",
        f"docs/{name}.md": f"# Page {number}\n\n[Back](articles/{there}.md#article-{number})\n",
        f"docs/{name}.svg": PICTURE,
        f"annotations/{name}.yml": f"article: 'articles/{typed}.md'\nclaims:\n"
        f"  c{number}: {claim}\n",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("names")
    files = {"mkdocs.yml": "site_name: Names\nsite_url: https://example.org/names/\n"}
    for number, name in enumerate(NAMES):
        files |= files_of(number, name)
    problems = build_site(write_site(root, files), root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    with serving(root / "site") as server:
        yield server


@pytest.fixture(scope="module")
def page(browser: Browser, site: Served) -> Iterator[Page]:
    with reading(browser, site.address) as page:
        yield page


def arrives_at(page: Page, heading: str) -> None:
    expect(page.locator("h1").first).to_have_text(re.compile(f"^{heading}¶?$"))


@pytest.mark.parametrize(("number", "name"), in_thirds(list(enumerate(NAMES))))
def test_every_way_to_an_article_leads_there(
    number: int, name: str, page: Page, site: Served
) -> None:
    page.goto(f"{site.address}claims/c{number}/")
    page.locator(f"a[href$='#claim-c{number}']").first.click()
    arrives_at(page, f"Article {number}")
    expect(page.locator("article img").first).to_have_js_property("naturalWidth", 9)
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"https://example.org/names/articles/{quote(name)}/"
    page.get_by_role("link", name=f"page {number}").first.click()
    arrives_at(page, f"Page {number}")
    page.get_by_role("link", name="Back").click()
    arrives_at(page, f"Article {number}")
    download = page.locator("a[href*='data/articles/']").first.get_attribute("href")
    assert page.request.get(f"{page.url.partition('#')[0]}{download}").ok
