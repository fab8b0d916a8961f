"""Each article as one file that needs nothing else."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from playwright.sync_api import Browser, Page

from explainer.addresses import download_path, page_path
from explainer.anchoring.anchor import anchor
from explainer.building.builtsite import read_page
from explainer.entries import FrontMatter
from explainer.files.textfiles import read_bytes
from explainer.linking.link import link
from explainer.loading.load import load
from explainer.marking.comment import Marks, marks_comment
from explainer.model import Article, LinkedText, Loaded, Rendered, Settings, Site
from explainer.pages import pages
from explainer.pages.download import LARGEST_IMAGE, downloads
from tests.browsing import empty, opened, resize, sideways
from tests.html_strategy import html
from tests.site_files import BASE, cases, write_site
from tests.thoroughness import one_quick

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FILE = download_path("stalled-ukraine-talks")
CONTENT = {
    "{picture}": b"\x89PNG\r\n\x1a\n.",
    "{large}": b"x" * (LARGEST_IMAGE + LARGEST_IMAGE // 2),
}


def made(root: Path, case: dict[str, Any]) -> str:
    content = {path: CONTENT.get(text, text) for path, text in (BASE | case["files"]).items()}
    settings = Settings(
        "Lights", **{"extensions": ("toc", "attr_list", "md_in_html")} | case.get("settings", {})
    )
    loaded, _ = load(write_site(root, content))
    placed, _ = anchor(loaded, settings)
    site, _ = link(placed, settings)
    found = downloads(
        site, settings, pages(site, settings), lambda path: read_bytes(root / "docs" / path)
    )
    return found["data/articles/lamp.html"]


@pytest.mark.parametrize(
    "case", [case for _, case in cases("download")], ids=[name for name, _ in cases("download")]
)
def test_what_a_file_holds(tmp_path: Path, case: dict[str, Any]) -> None:
    text = made(tmp_path, case)
    for fragment in case["holds"]:
        assert fragment in text
    for fragment in case.get("lacks", ()):
        assert fragment not in text


LOADING = [
    '<img src="x.png" srcset="y.png 2x">',
    '<link rel="stylesheet" href="x.css">',
    '<script src="//x.org/"></script>',
]
LOADING += [
    '<svg><image href="x.png"/><use xlink:href="#a"/></svg>',
    '<i style="background: url(//x.org)">a</i>',
]
LOADING += [
    '<body background="x.png">',
    '<video poster="x.png"><source src="x.mp4"></video>',
    '<input src="x.png">',
]
LOADING += ['<a href="a b?c#d" ping="//x.org">x</a>']


@given(st.lists(st.sampled_from(LOADING) | html, max_size=6).map("".join))
def test_no_text_makes_a_file_ask_for_another(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    article = Article("lamp", "docs/articles/lamp.md", FrontMatter(), "The lamp", "")
    linked = LinkedText(Rendered(article.ref, text, ""), (), ())
    site = Site(Loaded(articles=(article,)), {"lamp": linked}, {}, {}, {}, ())
    staged: dict[str, str | bytes] = {page_path(article.ref): marks_comment(Marks("lamp", ()))}
    found = downloads(site, Settings("Lights"), staged, lambda path: None)
    folder = tmp_path_factory.mktemp("kept")
    (folder / "lamp.html").write_text(found[download_path("lamp")])
    pointers = read_page(folder, "lamp.html", ()).pointers
    assert [
        pointer
        for pointer in pointers
        if pointer.loads and not pointer.address.startswith(("#", "data:"))
    ] == []


# --- in a browser, as a reader opens it ---


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no scripts"])
def listened(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, all that it asks for, and all that it complains of."""
    context = browser.new_context(java_script_enabled=request.param)
    page, asked, complaints = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, asked, complaints
    context.close()


@pytest.fixture
def kept(
    listened: tuple[Page, list[str], list[str]], shipped_site: Path, tmp_path: Path
) -> Iterator[Page]:
    """The file alone in a folder, opened from there; nothing else was asked
    for and nothing complained.
    """
    page, asked, complaints = listened
    resize(page, 1280)
    empty(page)
    asked.clear()
    complaints.clear()
    (tmp_path / "kept.html").write_bytes((shipped_site / FILE).read_bytes())
    address = (tmp_path / "kept.html").as_uri()
    page.goto(address)
    yield page
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert complaints == []


def test_every_note_is_there_and_every_link_inside_leads_to_one(
    kept: Page, shipped_site: Path
) -> None:
    there = lxml_html.parse(str(shipped_site / "articles/stalled-ukraine-talks/index.html"))
    notes = there.xpath("//*[@class='md-content']//*[@data-preview]/@id")
    assert len(notes) > 150
    assert kept.locator("[data-preview][id]").evaluate_all("all => all.map(one => one.id)") == notes
    lost = kept.locator("a[href^='#']").evaluate_all(
        "all => all.map(a => decodeURIComponent(a.hash.slice(1))).filter(id => "
        "!document.getElementById(id))"
    )
    assert lost == []


def test_from_a_name_to_its_note_and_on_to_the_site(kept: Page) -> None:
    kept.locator(".ex-article a[data-annotation='actor:donald-trump']").first.click()
    note = kept.locator("#_actor-donald-trump")
    note.scroll_into_view_if_needed()
    assert kept.url.endswith("#_actor-donald-trump")
    assert (
        note.locator("a").first.get_attribute("href")
        == "https://example.org/talks/actors/donald-trump/"
    )


def test_previews_come_from_the_notes_in_the_file(browser: Browser, shipped_site: Path) -> None:
    with opened(browser) as page:
        page.goto((shipped_site / FILE).as_uri())
        page.locator(".ex-article a[data-annotation='actor:tammy-bruce']").first.focus()
        preview = page.locator("[popover]:popover-open")
        preview.wait_for(timeout=60_000)
        assert "Tammy Bruce" in preview.inner_text()


def test_it_fits_any_width(kept: Page) -> None:
    for width in (320, 768, 1440):
        kept.set_viewport_size({"width": width, "height": 900})
        assert kept.evaluate("document.documentElement.scrollWidth") <= width


def test_names_without_an_end_do_not_make_it_wider(browser: Browser, tmp_path: Path) -> None:
    name = "Leuchtfeuer" * 18
    entries = (
        f"actors:\n  lamp: {{name: {name}, type: group, description: {name}, aliases: [lamp]}}\n"
    )
    text = made(tmp_path, {"files": {"annotations/all.yml": entries}})
    (tmp_path / "kept.html").write_text(text)
    with opened(browser, (360, 800)) as page:
        page.goto((tmp_path / "kept.html").as_uri())
        page.locator("summary", has_text="Who’s who").click()
        assert name in page.locator("#_actor-lamp").inner_text()
        assert sideways(page) == ""


@pytest.mark.parametrize("scheme", one_quick(["light", "dark"]))
@pytest.mark.thorough
def test_axe_finds_nothing(browser: Browser, shipped_site: Path, scheme: str) -> None:
    with opened(browser, color_scheme=scheme) as page:
        page.goto((shipped_site / FILE).as_uri())
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
        found = page.evaluate(
            AXE + "; axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        )
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


@pytest.mark.thorough
def test_it_is_printed_as_the_page_is(browser: Browser, shipped_site: Path) -> None:
    with opened(browser, color_scheme="dark") as page:
        page.emulate_media(media="print")
        page.goto((shipped_site / FILE).as_uri())
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        assert not page.locator(".ex-kept").is_visible()
        title = page.locator("#_actor-donald-trump a").first
        assert title.evaluate("link => getComputedStyle(link, '::after').content") == "none"


@pytest.mark.thorough
def test_an_article_links_to_its_file(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + "articles/stalled-ukraine-talks/")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == "stalled-ukraine-talks.html"


def test_a_file_stays_small(shipped_site: Path, figure: Any) -> None:
    size = (shipped_site / FILE).stat().st_size
    figure(f"the article as one file: {size / 1000:.0f} KB")
    assert size < 400_000
