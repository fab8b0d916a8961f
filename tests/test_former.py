"""Addresses made of the ids that entries had before lead to the entries."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from explainer.building.verify import expected, verify
from explainer.pipeline import analyse, build_site
from tests.browsing import Served, opened, serving
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_build import run
from tests.thoroughness import one_quick

FILES = BASE | {
    "mkdocs.yml": "site_name: Lights\nsite_url: https://example.org/lights/\n",
    "docs/about.md": "# About\n\n[Lit](articles/lamp.md#claim-was-lit) in [its "
    "years](timeline/index.md#years).\n",
    "annotations/a.yml": """\
claims:
  lit: {quote: lamp was lit, summary: "It was <lit>.", kind: fact, formerly: [was-lit, lamp]}
  failed: {quote: [never once failed, every night], summary: It did not fail., kind: fact, formerly: no-failure}
dates:
  forty-years: {date: 1871/1911, title: Forty years, quote: In forty years, formerly: [years]}
actors: {lund: {name: Anna Lund, type: person, formerly: [keeper]}}
terms: {lamp: {name: Lantern, definition: A light., formerly: [lantern]}}
sources: {log: {type: document, title: The log, formerly: [harbour-log]}}
""",  # noqa: E501
}
MOVED = {
    "claims/was-lit": "claims/lit",
    "claims/lamp": "claims/lit",
    "claims/no-failure": "claims/failed",
    "actors/keeper": "actors/lund",
    "glossary/lantern": "glossary/lamp",
}
FRAGMENTS = {
    "articles/lamp/#claim-was-lit": "claim-lit",
    "articles/lamp/#claim-lamp": "claim-lit",
    "articles/lamp/#claim-no-failure--2": "claim-failed--2",
    "articles/lamp/#date-years": "date-forty-years",
    "timeline/#years": "forty-years",
    "sources/#harbour-log": "log",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("former"), FILES)
    problems = [
        *build_site(root, root / "site", silent),
        *build_site(root, root / "folder", silent, offline=True),
    ]
    assert [problem for problem in problems if problem.level == "error"] == []
    assert [
        str(problem)
        for problem in problems
        if "claim-" in problem.message or "years" in problem.message
    ] == []
    return root


@pytest.mark.parametrize(("site", "end"), [("site", "/"), ("folder", "/index.html")])
def test_each_old_page_leads_on_without_a_script(root, site, end):
    for old, new in MOVED.items():
        page = html.parse(str(root / site / old / "index.html"))
        address = f"../{new.rpartition('/')[2]}{end}"
        assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={address}"]
        assert page.xpath("//a/@href") == [address]
        canonical = f"https://example.org/lights/{new}/" if site == "site" else address
        assert page.xpath("//link[@rel='canonical']/@href") == [canonical]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//script") == []
    assert page.xpath("string(//title)") == "Lantern"


def test_old_pages_are_in_no_list(root):
    index = json.loads((root / "site/search/search_index.json").read_text())
    listed = (root / "site/sitemap.xml").read_text() + "".join(
        entry["location"] for entry in index["docs"]
    )
    assert "claims/lit/" in listed
    assert [old for old in MOVED if f"{old}/" in listed] == []


@pytest.mark.parametrize("lost", ["claims/lamp/index.html", "timeline/index.html"])
def test_what_is_missing_is_reported(root, tmp_path, lost):
    analysed, _ = analyse(root, silent)
    assert analysed
    site = shutil.copytree(root / "site", tmp_path / "site")
    wanted = expected(analysed.site)
    assert verify(site, wanted, "https://example.org/lights/") == ()
    text = (site / lost).read_text().replace('id="years"', "")
    (site / lost).unlink() if "claims" in lost else (site / lost).write_text(text)
    said = [problem.message for problem in verify(site, wanted, "https://example.org/lights/")]
    assert any(
        lost in message
        or "not built" in message
        or ('the id "years", ' in message and "occurs 0 times" in message)
        for message in said
    )


@pytest.mark.thorough
def test_zensical_builds_them_too(root, tmp_path):
    analysed, _ = analyse(root, silent)
    assert analysed
    build_site(root, root / "site", silent)  # the staged tree is that of the last build
    shutil.copytree(root / "build", tmp_path / "moved")
    run("zensical", "build", "-f", str(tmp_path / "moved/mkdocs.yml"), folder=tmp_path)
    assert (
        verify(tmp_path / "moved/site", expected(analysed.site), "https://example.org/lights/")
        == ()
    )


# --- in a browser ---


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with serving(root / "site") as server:
        assert isinstance(server, Served)
        yield server.address


@pytest.fixture(params=one_quick([True, False]), ids=["script", "no script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, java_script_enabled=request.param) as page:
        yield page


def test_an_old_page_is_followed(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/lantern/")
    page.wait_for_url(f"{address}glossary/lamp/")


@pytest.mark.parametrize("old", FRAGMENTS)
def test_an_old_fragment_lights_up_the_same_words(page: Page, address: str, old: str) -> None:
    page.goto(f"{address}{old.partition('#')[0]}#{FRAGMENTS[old]}")
    lit = page.locator(".ex-mark, .ex-timeline > li, .ex-sources > li")
    colours = (
        "all => all.map(each => getComputedStyle(each).outlineStyle + "
        "getComputedStyle(each).backgroundColor)"
    )
    wanted = lit.evaluate_all(colours)
    page.goto("about:blank")
    page.goto(f"{address}{old}")
    expect(lit.first).to_be_visible()
    assert lit.evaluate_all(colours) == wanted
    assert any(not style.endswith("rgba(0, 0, 0, 0)") for style in wanted)
