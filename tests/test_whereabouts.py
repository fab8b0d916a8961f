"""A page says where on the site it is, and an article's contents lead to its notes,
whoever renders the pages.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from posixpath import normpath

import pytest
from lxml import html

from explainer.pipeline import build_site
from tests.conftest import PROJECT, silent
from tests.site_files import write_site

FILES = {
    "mkdocs.yml": "site_name: Lights\n",
    "docs/articles/lamp.md": "---\ntitle: The lamp\n---\n"
    "In all years the lamp never once "
    "failed. It shone in 1871.\n",
    "annotations/all.yml": """
article: lamp
claims:
  never-failed: {quote: the lamp never once failed, summary: It never failed., kind: fact, by: lund}
dates:
  lit: {quote: in 1871, date: 1871, title: It is lit}
actors:
  lund: {name: Anna Lund, type: person}
terms:
  lens: {name: Lens, definition: Glass.}
""",
}
RENDERERS = ("mkdocs", "zensical")


@pytest.fixture(scope="module", params=RENDERERS)
def pages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, html.HtmlElement]:
    """The pages of a small site, by address."""
    root = tmp_path_factory.mktemp("lights")
    write_site(root, FILES)
    problems = build_site(root, root / "site", silent)
    assert [problem for problem in problems if problem.level == "error"] == []
    site = root / "site"
    if request.param == "zensical":
        command = [
            str(Path(sys.executable).parent / "zensical"),
            "build",
            "-f",
            str(root / "build/mkdocs.yml"),
        ]
        subprocess.run(
            command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": str(PROJECT)}
        )
        site = root / "build/site"
    return {
        f"{file.parent.relative_to(site).as_posix()}/": html.parse(str(file)).getroot()
        for file in site.rglob("index.html")
    }


def said(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


TABS = ["Home", "Article", "Claims", "Timeline", "Who and what", "Method"]


def test_what_is_empty_has_no_tab_and_a_section_of_one_page_is_that_page(
    pages: Mapping[str, html.HtmlElement],
) -> None:
    """There are no sources here, and no hand-written pages."""
    for page in pages.values():
        assert said(page, "//*[@class='md-tabs']//a") == TABS
    leads = [
        normpath(address) for address in pages["claims/"].xpath("//*[@class='md-tabs']//a/@href")
    ]
    assert leads == ["..", "../articles/lamp", ".", "../timeline", "../actors", "../method"]


@pytest.mark.parametrize(
    ("address", "tab", "section"),
    [
        ("claims/never-failed/", ("true", "Claims"), [("Claims", None)]),
        ("actors/", ("page", "Who and what"), [("Actors", "page"), ("Glossary", None)]),
        ("actors/lund/", ("true", "Who and what"), [("Actors", "true"), ("Glossary", None)]),
        ("glossary/lens/", ("true", "Who and what"), [("Actors", None), ("Glossary", "true")]),
        ("claims/", ("page", "Claims"), []),
        ("articles/lamp/", ("page", "Article"), []),
    ],
)
def test_a_page_says_to_which_part_of_the_site_it_belongs(
    pages: Mapping[str, html.HtmlElement],
    address: str,
    tab: tuple[str, str],
    section: list[tuple[str, str | None]],
) -> None:
    page = pages[address]
    links = page.xpath("//article//nav[@class='ex-section']/a")
    assert [(link.text_content(), link.get("aria-current")) for link in links] == section
    [current] = page.xpath("//*[@class='md-tabs']//a[@aria-current]")
    assert (current.get("aria-current"), current.text_content().strip()) == tab


def test_the_menu_of_a_small_screen_opens_at_its_root(
    pages: Mapping[str, html.HtmlElement],
) -> None:
    for address in ("actors/", "glossary/", "articles/lamp/"):
        assert pages[address].xpath("//input[starts-with(@id, '__nav_')]")
        assert pages[address].xpath("//input[starts-with(@id, '__nav_')][@checked]") == []


def test_a_claim_says_which_it_is_and_leads_to_its_words(
    pages: Mapping[str, html.HtmlElement],
) -> None:
    [words] = pages["claims/never-failed/"].xpath(
        "//figcaption/a[. = 'See the words in the article']"
    )
    assert (
        words.getparent().text_content() == "See the words in the article · claim c1 of “The lamp”"
    )
    assert words.get("href") == "../../articles/lamp/#claim-never-failed"


def test_the_contents_of_an_article_lead_to_its_notes(
    pages: Mapping[str, html.HtmlElement],
) -> None:
    page = pages["articles/lamp/"]
    notes = "//*[@data-md-type='toc']//li[a/@href='#_notes']"
    assert said(page, f"{notes}//a") == ["Notes"]
    targets = [
        page.get_element_by_id(address[1:], None) for address in page.xpath(f"{notes}//a/@href")
    ]
    assert None not in targets
