"""Formulas stay what the site's scripts can read, on every page that shows them."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from explainer.pipeline import build_site
from tests.browsing import Served, reading, serving
from tests.conftest import silent
from tests.previewing import PATIENCE, previewing
from tests.site_pages import SITES

ARTICLE = "articles/tide/"
HEIGHT = r"\(h = k / d^3\)"
SUM = r"\[ \text{height} = \sum_i a_i \cos(\omega_i t) \]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(SITES / "formulas", tmp_path_factory.mktemp("tides") / "root")
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []
    return root / "site"


@pytest.fixture(scope="module")
def tides(site: Path) -> Iterator[Served]:
    with serving(site) as served:
        yield served


def formulas(site: Path, path: str) -> list[str]:
    """The formulas of a page, as a script reads them."""
    found = html.parse(str(site / path / "index.html")).xpath("//*[contains(@class, 'arithmatex')]")
    assert [child.tag for each in found for child in each] == [], path
    return [" ".join(each.text.split()) for each in found]


def test_nothing_is_put_into_a_formula(site: Path) -> None:
    pages = sorted(path.parent.relative_to(site) for path in site.rglob("index.html"))
    found = {str(page): formulas(site, str(page)) for page in pages}
    assert len(found["articles/tide"]) == 5
    assert found["claims/height"] == [HEIGHT]
    assert found["claims/any-port"] == [HEIGHT]  # whose quote begins inside it
    assert found["claims/cosines"] == [SUM]
    assert found["claims/cube"] == [r"\(d^3\)"]
    assert found["claims/skerry"] == [r"\(h = 3\)"]
    pull = r"\(F_{\text{tide}} = 2 G m r / d^3\)"
    assert found["timeline"] == [pull]
    assert found["actors/lund"] == [pull]
    assert found["actors/berg"] == [HEIGHT]
    assert found["glossary/tide"] == [pull]


def test_plain_text_has_the_source_of_a_formula_without_its_signs(site: Path) -> None:
    page = html.parse(str(site / ARTICLE / "index.html"))
    assert page.xpath("//meta[@name='description']/@content")[0].startswith(
        r"The pull is F_{\text{tide}} = 2 G"
    )
    assert "Back to the words: Why d^3" in page.xpath("//a/@aria-label")


def test_a_name_in_a_formula_does_not_take_the_link(site: Path) -> None:
    page = html.parse(str(site / ARTICLE / "index.html"))
    follows = [
        link.tail.split()[0] for link in page.xpath("//a[starts-with(@data-annotation, 'term:')]")
    ]
    assert follows == ["follows", "is"]


PAGES = [
    "",
    ARTICLE,
    "claims/height/",
    "claims/any-port/",
    "claims/cosines/",
    "claims/cube/",
    "timeline/",
]
PAGES += ["actors/lund/", "glossary/tide/", "claims/"]


@pytest.mark.thorough
def test_the_script_of_the_site_finds_every_formula(browser: Browser, tides: Served) -> None:
    with reading(browser, tides.address, path=ARTICLE) as page:
        for path in PAGES:
            page.goto(tides.address + path)
            expect(page.locator(".failed")).to_have_count(0)
            expect(page.locator(".arithmatex:not(:has(.typeset))")).to_have_count(0)


def test_the_number_of_a_formula_on_lines_of_its_own_stands_beside_it(
    browser: Browser, tides: Served
) -> None:
    with reading(browser, tides.address, path=ARTICLE) as page:
        formula = page.locator("div.ex-mark > .arithmatex").bounding_box()
        number = page.locator("div.ex-mark:has(> .arithmatex) > .ex-ref").bounding_box()
        assert formula
        assert number
        assert number["x"] >= formula["x"] + formula["width"]
        assert formula["y"] <= number["y"] <= formula["y"] + formula["height"]


FETCHED = r"""<h1>Berg</h1><div data-preview="actor:berg" data-label="Actor"><p>Berg found
<span class="arithmatex">\(h = k\)</span>.</p><div class="arithmatex">\[x\]</div></div>"""


def stands_for_katex(page: Page) -> None:
    page.evaluate(
        """() => {
          window.katex = {
            render(tex, element, { displayMode }) {
              const before = displayMode ? "on its own: " : "";
              element.innerHTML = `<i class="typeset">${before}${tex}</i>`;
            },
          };
        }"""
    )


def stands_for_mathjax(page: Page) -> None:
    page.evaluate(
        """() => {
          window.MathJax = {
            async typesetPromise(parts) {
              for (const part of parts)
                for (const formula of part.querySelectorAll(".arithmatex")) {
                  const tex = formula.textContent.replace(/\\\\./g, "");
                  formula.innerHTML = `<i class="typeset">${tex}</i>`;
                }
            },
          };
        }"""
    )


@pytest.mark.parametrize("library", [stands_for_katex, stands_for_mathjax])
def test_a_preview_of_another_page_typesets_its_formulas(
    browser: Browser, tides: Served, library
) -> None:
    with reading(browser, tides.address, path="claims/height/") as page:
        page.route(
            "**/actors/berg/", lambda route: route.fulfill(body=FETCHED, content_type="text/html")
        )
        library(page)
        page.locator(".ex-card a").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        shown = page.locator(".ex-preview .arithmatex")
        expect(shown.first).to_have_text("h = k")
        expect(shown.last.locator(".typeset")).to_have_count(1)


# From the middle of a formula, as the script has drawn it, to words behind it
SELECT = """() => {
  const drawn = [...document.querySelectorAll(".ex-article .typeset")];
  const start = drawn.find((each) => each.textContent.includes("k /"));
  const [end] = [...document.querySelectorAll(".ex-mark")].filter(
    (each) => each.textContent.includes("at any"));
  start.scrollIntoView({ block: "center", behavior: "instant" });
  const port = end.textContent.indexOf(" port");
  getSelection().setBaseAndExtent(start.firstChild, 2, end.firstChild, port);
}"""


@pytest.mark.thorough
def test_in_the_preview_a_formula_is_selected_as_a_whole(browser: Browser, tmp_path: Path) -> None:
    root = shutil.copytree(SITES / "formulas", tmp_path / "root")
    with previewing(root) as preview, reading(browser, preview.address, path=ARTICLE) as page:
        page.set_default_timeout(PATIENCE * 1000)
        page.locator("[data-typed]").first.wait_for(state="attached")
        page.evaluate(SELECT)
        page.get_by_role("button", name="Annotate A").click()
        page.keyboard.press("c")
        stanza = page.get_by_label("To paste")
        expect(stanza).to_have_value(re.compile(re.escape(f"quote: {HEIGHT} at any\n")))
