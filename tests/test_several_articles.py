"""What a site of several articles adds: the articles that an entry is discussed in, claims folded
by article on the page of an actor, and filters for articles and for dates by article.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.pages import pages
from explainer.pages.actors import MOST_UNFOLDED
from explainer.pages.articles import MOST_UNFILTERED
from explainer.pages.view import MOST_DISCUSSING
from explainer.pipeline import analyse, build_site
from tests.browsing import PHONE, Served, serving, sideways
from tests.conftest import silent
from tests.sealed_pages import unsealed
from tests.site_files import write_site
from tests.test_accessibility import AXE, TAGS
from tests.thoroughness import one_quick

ARTICLES = MOST_UNFILTERED + 2
CLAIMS = 2  # of each article
AUTHORS = ("Ana Hull", "Zoë Klein")


def several(articles: int) -> dict[str, str]:
    """Give the files of a site whose articles all name a keeper, the first one twice, and a lens;
    another keeper is named by the first article alone.
    """
    files = {"mkdocs.yml": "site_name: Lights\n"}
    for number in range(articles):
        head = f"author: {AUTHORS[number % 2]}\ndate: {2001 + number % 3}\n"
        text = (
            f"Lund kept light {number} with a lens in {1871 + number}. It was lit {number} times."
        )
        more = " Lund and Holm left." if number == 0 else ""
        files[f"docs/articles/light-{number}.md"] = (
            f"---\n{head}---\n# Light {number}\n\n{text}{more}\n"
        )
        files[f"annotations/light-{number}.yml"] = f"""\
article: light-{number}
claims:
  kept-{number}: {{summary: Light {number} was kept, kind: value, quote: Lund kept light {number}, by: lund}}
  lit-{number}: {{summary: Light {number} was lit, kind: value, quote: lit {number} times, by: lund}}
dates:
  year-{number}: {{date: {1871 + number}, title: Light {number} begins, quote: in {1871 + number}}}
"""  # noqa: E501
    files["annotations/names.yml"] = """\
actors:
  lund: {name: Anna Lund, aliases: [Lund], type: person, role: keeper}
  holm: {name: Ida Holm, aliases: [Holm], type: person, role: keeper}
terms:
  lens: {name: lens, definition: A piece of glass.}
"""
    return files


def made(root: Path, articles: int) -> dict[str, str]:
    analysed, _ = analyse(write_site(root, several(articles)), silent)
    assert analysed is not None
    found = pages(analysed.site, analysed.settings, analysed.placed.anchors)
    return {path: unsealed(page) for path, page in found.items() if isinstance(page, str)}


def test_an_entry_is_discussed_in_the_articles_that_name_it(tmp_path: Path) -> None:
    found = made(tmp_path, ARTICLES)
    lund = found["actors/lund/index.md"]
    assert (
        "<dt>Discussed in</dt> "
        '<dd><a href="../../articles/light-0/#actor-lund--1">Light 0</a></dd> '
        '<dd><a href="../../articles/light-1/#actor-lund--1">Light 1</a></dd> '
    ) in lund
    assert f"<dd>and {ARTICLES - MOST_DISCUSSING} more articles</dd>" in lund
    assert "<dt>Discussed in</dt>" in found["glossary/lens/index.md"]
    assert "<dt>Discussed in</dt>" not in found["actors/holm/index.md"]


def test_few_articles_need_no_more_than_their_names(tmp_path: Path) -> None:
    found = made(tmp_path, 2)
    lund, articles = found["actors/lund/index.md"], found["articles/index.md"]
    assert "Light 1</a></dd>" in lund
    assert "<details data-search-exclude><summary>Light" not in lund
    assert "ex-filter" not in articles
    assert '<option value="light-0">Light 0</option>' in found["timeline/index.md"]


def test_one_article_needs_nothing_of_this(tmp_path: Path) -> None:
    found = made(tmp_path, 1)
    assert "Discussed in" not in found["actors/lund/index.md"]
    assert "data-article" not in found["timeline/index.md"]


def test_many_claims_of_an_actor_are_folded_by_article(tmp_path: Path) -> None:
    assert ARTICLES * CLAIMS > MOST_UNFOLDED
    lund = made(tmp_path, ARTICLES)["actors/lund/index.md"]
    assert lund.count('<span class="ex-count">2</span></summary>\n<ul class="ex-list') == ARTICLES
    assert lund.count('<a href="../../claims/') == ARTICLES * CLAIMS


# --- in a browser ---


@pytest.fixture(scope="module")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write_site(tmp_path_factory.mktemp("lights"), several(ARTICLES))
    assert [str(found) for found in build_site(root, root / "site", silent)] == []
    with serving(root / "site") as server:
        yield server


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    viewport = {"width": PHONE[0], "height": PHONE[1]}
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_articles_are_chosen_by_author_and_year(lights: Served, phone: Page) -> None:
    phone.goto(f"{lights.address}articles/")
    shown = phone.locator(".ex-articles > li:visible")
    expect(shown).to_have_count(ARTICLES)
    expect(phone.get_by_label("Year").locator("option")).to_have_text(
        ["All", "2003 (4)", "2002 (4)", "2001 (4)"]
    )
    phone.get_by_label("Author").select_option("Zoë Klein (6)")
    phone.get_by_label("Year").select_option("2002 (2)")
    expect(shown).to_have_count(2)
    expect(phone.locator(".ex-filter [role=status]")).to_have_text("2 of 12 articles")
    phone.reload()
    expect(shown).to_have_count(2)


@pytest.mark.thorough
def test_dates_are_chosen_by_article(lights: Served, phone: Page) -> None:
    phone.goto(f"{lights.address}timeline/?article=light-3")
    expect(phone.locator(".ex-timeline > li:visible")).to_have_count(1)
    expect(phone.locator(".ex-timeline > li:visible h3")).to_contain_text("Light 3 begins")


@pytest.mark.thorough
def test_folded_claims_open_without_scripts(lights: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{lights.address}actors/lund/")
    claim = page.get_by_role("link", name="Light 3 was kept")
    expect(claim).to_be_hidden()
    page.locator("summary", has_text="Light 3 ").click()
    expect(claim).to_be_visible()
    context.close()


@pytest.mark.thorough
def test_the_menu_of_an_entry_leads_to_the_sections_without_scripts(
    lights: Served, browser: Browser
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    page = context.new_page()
    page.goto(f"{lights.address}actors/lund/")
    page.locator("header label[for=__drawer]").click()
    links = page.locator(".md-nav--primary").get_by_role("link")
    expect(links.filter(visible=True)).to_have_text(
        ["", "Home", "Articles", "Claims", "Timeline", "Who and what", "Method"]
    )
    links.filter(has_text="Who and what").click()
    expect(page.locator("h1")).to_contain_text("Actors")
    context.close()


@pytest.mark.parametrize("path", one_quick(["articles/", "actors/lund/", "timeline/"]))
def test_axe_finds_nothing_and_nothing_sticks_out(lights: Served, phone: Page, path: str) -> None:
    phone.goto(f"{lights.address}{path}")
    phone.evaluate(AXE)
    found = phone.evaluate("tags => axe.run({runOnly: tags})", TAGS[:-1])
    assert [violation["id"] for violation in found["violations"]] == []
    assert sideways(phone) == ""
