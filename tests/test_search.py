"""The search of the shipped site, as a reader uses it: typed into, walked through, left.

What is found is tried twice: with the whole index of a small site, and with the same, divided.
Without `--thorough`, only some of it is tried with both.
"""

import json
import re
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from explainer.building.search_index import divide_search
from explainer.pipeline import build_site
from tests.browsing import Served, opened, resize, serving, wait_until
from tests.conftest import silent
from tests.site_files import CASES, write_site
from tests.site_pages import ARTICLE
from tests.thoroughness import at_widths, every_third, one_quick

QUERIES = yaml.safe_load((CASES / "search/queries.yml").read_text("utf-8"))
SCRIPTS = yaml.safe_load((CASES / "search/scripts.yml").read_text("utf-8"))
INDEXES = ("whole", "divided")
INPUT = "input.md-search__input"
LINK = ".md-search-result__link"
STATUS = ".md-search [role=status]"
# The best of the first result: what Enter opens. A passage stands below the title of its article.
FIRST = """() => {
  const links = [...document.querySelectorAll(".md-search-result__item:first-child a")];
  const score = (link) => Number(link.firstElementChild.dataset.mdScore);
  const best = links.sort((one, other) => score(other) - score(one))[0];
  if (!best) return "";
  const address = new URL(best.href);
  address.search = "";
  return address.href;
}"""
FOUND = """() => [...(CSS.highlights.get("ex-found") ?? [])].map(
  ({ startContainer, startOffset, endOffset }) => startContainer.data.slice(startOffset, endOffset)
)"""


class Reader(NamedTuple):
    """A page of the shipped site, with the search open."""

    page: Page
    site: str

    def type(self, words: str) -> None:
        """Type words into the search and wait for the answer to them."""
        self.page.locator(STATUS).evaluate("(status) => (status.textContent = 'waiting')")
        self.page.locator(INPUT).fill(words)
        self.page.locator(INPUT).press("Shift")
        expect(self.page.locator(STATUS)).not_to_contain_text("waiting")

    def first(self) -> str:
        """The address of what comes first, relative to the site."""
        return str(self.page.evaluate(FIRST)).removeprefix(self.site)


@pytest.fixture(scope="module")
def divided_talks(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The shipped site below a sub-path, with a divided index."""
    web = tmp_path_factory.mktemp("divided")
    shutil.copytree(shipped_site, web / "talks")
    divide_search(web / "talks", most=0)
    with serving(web) as server:
        yield Served(f"{server.address}talks/", server.requested)


@pytest.fixture(scope="module", params=one_quick(INDEXES))
def with_index(
    browser: Browser, talks: Served, divided_talks: Served, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    """A page whose search has loaded its index, which takes most of the time of a test."""
    site = (talks if request.param == "whole" else divided_talks).address
    with opened(browser) as page:
        yield Reader(page, site)


@pytest.fixture
def reader(with_index: Reader) -> Reader:
    """The home page with the search open and nothing typed."""
    page, site = with_index
    if page.url != site:
        page.goto(site)
    page.locator(INPUT).fill("")
    page.locator(INPUT).press("Shift")
    page.locator(INPUT).click()
    expect(page.locator(STATUS)).to_have_text("Type to start searching")
    return with_index


def test_an_answer_that_is_empty_says_what_was_looked_for(reader: Reader) -> None:
    for words in ("zzyzx", "zzyzxq"):
        reader.type(words)
        expect(reader.page.locator(STATUS)).to_have_text(
            f"No matching documents: {words}. Try one of these:"
        )
    reader.type("war")
    expect(reader.page.locator(STATUS)).to_contain_text("matching documents")
    expect(reader.page.locator(STATUS)).not_to_contain_text("zz")


@pytest.mark.parametrize(
    ("with_index", "first"), [("whole", 0), ("divided", 1)], indirect=["with_index"]
)
def test_each_query_brings_the_right_page_first(
    reader: Reader, figure: Callable[[str], None], first: int, thorough: bool
) -> None:
    wrong, queries = [], every_third(QUERIES, first, thorough)
    for row in queries:
        reader.type(row["query"])
        pages = row["page"] if isinstance(row["page"], list) else [row["page"]]
        if (first := reader.first()) not in pages:
            wrong.append(f"{row['query']} brings {first or 'nothing'}, not {row['page']}")
    figure(
        f"search: {len(queries) - len(wrong)} of {len(queries)} queries bring the right page first"
    )
    assert len(QUERIES) >= 60
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "title", "marked"),
    [
        ("KIEV", "Ukraine Actor, also “Kyiv”", []),
        ("zèlenski", "Volodymyr Zelensky Actor", ["Zelensky"]),
        (
            "bidens war",
            "Trump called the war in Ukraine “Biden’s war”. Claim",
            ["war", "Biden", "war"],
        ),
        ("russia annexes", "March 2014: Russia annexes Crimea Date", ["Russia", "annexes"]),
        ("<img src=x>", None, []),
        ("...", None, []),
    ],
)
def test_a_result_says_what_it_is_and_why(
    reader: Reader, typed: str, title: str | None, marked: list[str]
) -> None:
    reader.type(typed)
    heading = reader.page.locator(f"{LINK} h1").first
    if title is None:
        expect(reader.page.locator(LINK)).to_have_count(0)
    else:
        assert " ".join(heading.evaluate("(h) => h.innerText").split()).startswith(title)
        assert heading.locator("> mark").all_inner_texts() == marked


@pytest.mark.thorough
def test_nothing_of_the_index_is_loaded_before_it_is_needed(
    browser: Browser, talks: Served
) -> None:
    page = browser.new_page()
    talks.requested.clear()
    page.goto(talks.address + ARTICLE)
    page.wait_for_load_state("networkidle")
    page.locator(INPUT).click()
    asked = list(talks.requested)
    page.keyboard.type("war")
    page.locator(LINK).first.wait_for()
    later = talks.requested[len(asked) :]
    page.close()
    assert [path for path in asked if "search_index" in path or "workers/search." in path] == []
    assert [path for path in later if "search_index" in path] == ["/talks/search/search_index.json"]


def test_words_are_not_run_together_in_results(talks: Served) -> None:
    with urllib.request.urlopen(talks.address + "search/search_index.json") as answer:
        texts = [part["text"] for part in json.load(answer)["docs"]]
    assert len(texts) > 100
    assert [
        found[0]
        for text in texts
        for found in re.finditer(r"\w*[a-z]\d+ (claim|date|mention)s?", text)
    ] == []
    assert [found[0] for text in texts for found in re.finditer(r"\bEnvoy\w+", text)] == []


@pytest.mark.parametrize("width", one_quick([360, 1440]))
def test_by_keyboard_and_back_to_where_one_was(browser: Browser, served: str, width: int) -> None:
    with opened(browser) as page:
        resize(page, width)
        page.goto(served)
        link = page.locator("article a").first
        link.focus()
        page.keyboard.press("/")
        expect(page.get_by_role("dialog", name="Search").get_by_role("textbox")).to_be_focused()
        page.keyboard.type("putin")
        expect(page.get_by_role("status").filter(has_text="matching documents")).to_be_visible()
        expect(page.locator(LINK).nth(1)).to_be_visible()
        page.keyboard.press(
            "Tab"
        )  # the button that clears is left out: Esc and the keys of any field do that
        expect(page.locator(LINK).first).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator(LINK).nth(1)).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(page.locator(LINK).first).to_be_focused()
        page.keyboard.press("Escape")
        expect(link).to_be_focused()
        expect(page.locator(LINK).first).to_be_hidden()


def test_the_search_closes_when_focus_leaves_it(reader: Reader) -> None:
    reader.page.keyboard.press("Shift+Tab")
    expect(reader.page.locator("#__search")).not_to_be_checked()


def test_the_search_is_open_when_focus_leaves_it_and_is_back_at_once(reader: Reader) -> None:
    """In a closed search, Enter would send its form: the page would be loaded again."""
    leave_and_return = "(input) => { document.querySelector('.md-skip').focus(); input.focus(); }"
    reader.page.locator(INPUT).evaluate(leave_and_return)
    reader.type("a barbed mesage")
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(re.compile(re.escape(f"{ARTICLE}?h=barbed+message#")))


def test_enter_opens_the_first_result_and_shows_the_words(reader: Reader) -> None:
    page = reader.page
    reader.type("a barbed mesage")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{reader.site}{ARTICLE}?h=barbed+message#weapons-drones-and-a-parade")
    wait_until(page, "CSS.highlights.has('ex-found')")
    assert {"barbed", "message"} <= set(page.evaluate(FOUND))
    expect(page.locator("[data-md-highlight]")).to_have_count(0)


def test_of_the_words_in_a_link_only_some_are_highlighted(reader: Reader) -> None:
    words = ["talks", *[f"no{number}" for number in range(30)], "ceasefire"]
    reader.page.goto(f"{reader.site}{ARTICLE}?h={'+'.join(words)}")
    wait_until(reader.page, "CSS.highlights.has('ex-found')")
    found = reader.page.evaluate(FOUND)
    assert "talks" in found
    assert "ceasefire" not in found


def test_of_the_words_that_a_link_asks_for_only_some_are_looked_for(reader: Reader) -> None:
    others = [f"zzkkww{number}xxqq" for number in range(30)]
    for words, is_found in ((["barbed", *others], True), ([*others, "barbed"], False)):
        reader.page.goto(f"{reader.site}?q={'+'.join(words)}")
        found = "matching document" if is_found else "No matching documents"
        expect(reader.page.locator(STATUS)).to_contain_text(found)


def test_with_nothing_typed_the_search_offers_ways_in(reader: Reader) -> None:
    starts = reader.page.get_by_role("navigation", name="Suggestions")
    expect(starts.get_by_role("link").last).to_be_visible()
    first, *_, last = starts.get_by_role("link").all_inner_texts()
    assert (first.split("\n")[0].removesuffix("Article").strip(), last) == (
        "Why the talks over Ukraine stalled",
        "Glossary",
    )
    reader.type("war")
    expect(starts).to_be_hidden()
    reader.type("")
    for key, focused in (
        ("ArrowDown", starts.get_by_role("link").first),
        ("ArrowUp", reader.page.locator(INPUT)),
    ):
        reader.page.keyboard.press(key)
        expect(focused).to_be_focused()
    reader.page.keyboard.press("ArrowUp")
    expect(starts.get_by_role("link", name="Glossary")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(f"{reader.site}glossary/")


def test_where_nothing_is_found_the_nearest_names_are_offered(reader: Reader) -> None:
    reader.type("Zelenskovich")
    expect(reader.page.locator(STATUS)).to_have_text("No match for “Zelenskovich”. Nearest:")
    assert reader.first() == "actors/volodymyr-zelensky/"
    reader.type("zzyzx")
    expect(reader.page.locator(LINK)).to_have_count(0)
    expect(reader.page.get_by_role("navigation", name="Suggestions")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("48,250", "claims/cost/"),
        ("48250", "claims/cost/"),
        ("48 250 crowns", "claims/cost/"),
        ("7 March", "timeline/#lit"),
        ("march 7", "timeline/#lit"),
        ("27 march", "timeline/#closed"),
        ("1,911", "timeline/#closed"),
    ],
)
def test_figures_and_days(figures: Reader, typed: str, page: str) -> None:
    figures.type(typed)
    assert figures.first() == page


@pytest.fixture(scope="module", params=INDEXES)
def figures(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    root = write_site(tmp_path_factory.mktemp("figures"), FIGURES)
    assert [
        problem for problem in build_site(root, root / "site", silent) if problem.level == "error"
    ] == []
    if request.param == "divided":
        divide_search(root / "site", most=0)
    with serving(root / "site") as server, opened(browser) as page:
        page.goto(server.address)
        page.locator(INPUT).click()
        yield Reader(page, server.address)


FIGURES = {
    "mkdocs.yml": "site_name: Lamp\n",
    "docs/articles/lamp.md": "# The lamp\n\nIt cost 48,250 crowns, "
    "was lit on 7 March and went out on 27 March 1911.\n",
    "docs/constructor/yard.md": "# The shipyard\n\nIts constructor was a man of the north.\n",
    "annotations/a.yml": """
article: lamp
claims:
  cost: {quote: "It cost 48,250 crowns", summary: "The lamp cost 48,250 crowns.", kind: fact}
  shone: {quote: was lit, summary: It shone for 40 years and 250 days., kind: fact}
dates:
  lit: {quote: on 7 March, date: 1871-03-07, title: The lamp is lit}
  closed: {quote: on 27 March 1911, date: 1911-03-27, title: "It goes out, after 1,911 repairs"}
terms:
  glimmer:
    name: Glimmer
    definition: "`\u0338 onclick=alert(1) glimmering`, as of a [glimmer](term:glimmer)."
""",
}


def test_a_word_that_every_object_of_a_script_knows(figures: Reader) -> None:
    figures.type("constructor")
    assert figures.first() == "constructor/yard/"
    first = figures.page.locator(".md-search-result__item").first
    expect(first.locator("mark")).to_have_text("constructor")
    expect(first).not_to_contain_text("function")


def test_words_behind_a_tag_do_not_become_its_attributes(figures: Reader) -> None:
    figures.type("glimmering")
    first = figures.page.locator(".md-search-result__item").first
    expect(first.locator("mark")).to_have_text("glimmering")
    expect(first).to_contain_text("onclick=alert(1)")
    assert first.locator("[onclick]").count() == 0


@pytest.fixture(scope="module")
def script_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with an article in each script is, in a folder for each form of the index."""
    titles = [f"# Article {number}" for number in range(len(SCRIPTS))]
    articles = {
        f"docs/articles/a{number}.md": f"{title}\n\n{row['says']}\n"
        for number, (title, row) in enumerate(zip(titles, SCRIPTS, strict=True))
    }
    files = {"mkdocs.yml": "site_name: Lamps\n", **articles}
    root = write_site(tmp_path_factory.mktemp("scripts"), files | NAMED)
    web = tmp_path_factory.mktemp("web")
    problems = build_site(root, web / "whole", silent)
    assert [problem for problem in problems if problem.level == "error"] == []
    shutil.copytree(web / "whole", web / "divided")
    divide_search(web / "divided", most=0)
    with serving(web) as server:
        yield server.address


@pytest.fixture(params=INDEXES)
def scripts(
    browser: Browser, script_sites: str, request: pytest.FixtureRequest
) -> Iterator[Reader]:
    with opened(browser) as page:
        site = f"{script_sites}{request.param}/"
        page.goto(site)
        page.locator(INPUT).click()
        yield Reader(page, site)


NAMED = {
    "annotations/a.yml": """
actors:
  wang: {name: 王小明, type: person, aliases: [小明子]}
  tokyo: {name: 東京都庁, type: organisation}
terms:
  lamp: {name: 煤油炉, definition: 一种炉子。}
  stones:
    name: 碁石 & R&D <3
    definition: Those of Researchers&D & of fine art <3 of 碁石 & of 白 & black.
"""
}


@pytest.mark.parametrize(
    ("number", "row", "scripts"),
    at_widths(list(enumerate(SCRIPTS)), INDEXES, 5),
    ids=[f"{row['script']}, {index}" for row in SCRIPTS for index in INDEXES],
    indirect=["scripts"],
)
def test_each_script(scripts: Reader, number: int, row: dict[str, Any], thorough: bool) -> None:
    page, article = scripts.page, f"{scripts.site}articles/a{number}/"
    finds = list(row["finds"].items())
    for typed, marked in row.get("only", {}).items():
        scripts.type(typed)
        expect(page.locator(f"{LINK}[href^='{article}'] mark")).to_have_text(marked)
    for typed in row.get("not", ()):
        scripts.type(typed)
        expect(page.locator(f"{LINK}[href^='{article}']")).to_have_count(0)
    for typed, marked in finds if thorough else finds[:1]:
        if page.url != scripts.site:
            page.goto(scripts.site)
            page.locator(INPUT).click()
        scripts.type(typed)
        found = page.locator(f"{LINK}[href^='{article}']")
        expect(found.locator("mark")).to_have_text(marked)
        found.locator("mark").first.click()
        expect(page).to_have_url(re.compile(re.escape(article)))
        wait_until(page, "CSS.highlights.has('ex-found')")
        shown = ["".join(filter(str.isprintable, words)) for words in page.evaluate(FOUND)]
        assert shown == ["".join(filter(str.isprintable, words)) for words in marked], typed


@pytest.mark.parametrize(
    ("typed", "first", "scripts"),
    at_widths(
        [
            ("煤油", "glossary/lamp/"),
            ("小明", "actors/wang/"),
            ("小明子", "actors/wang/"),
            ("京都庁", "actors/tokyo/"),
            ("東京部庁", "actors/tokyo/"),
        ],
        INDEXES,
        3,
    ),
    indirect=["scripts"],
)
def test_names_in_scripts_without_spaces(scripts: Reader, typed: str, first: str) -> None:
    scripts.type(typed)
    assert scripts.first() == first


@pytest.mark.parametrize("typed", ["碁石 am", "碁石 lt", "碁石 a", "石 gt"])
def test_signs_are_shown_whatever_letters_are_marked(scripts: Reader, typed: str) -> None:
    """HTML writes them with letters, such as `&amp;`."""
    scripts.type(typed)
    found = scripts.page.locator(f"{LINK}[href*='glossary/stones/']").first
    expect(found.locator("mark").first).to_contain_text("石")
    said = " ".join(found.inner_text().split())
    assert "碁石 & R&D <3" in said
    assert "D & of fine art <3 of 碁石 & of 白 & black." in said
    assert "amp" not in said


# what the program puts on every site around what editors wrote
WORDS_OF_PAGES = (
    "How to cite",
    "BibTeX",
    "Report a mistake",
    "Download this",
    "Go to these words",
    "See the words",
    "All notes",
)


def test_words_of_the_program_are_not_indexed(talks: Served) -> None:
    with urllib.request.urlopen(talks.address + "search/search_index.json") as answer:
        texts = [part["text"] for part in json.load(answer)["docs"]]
    assert [words for words in WORDS_OF_PAGES if any(words in text for text in texts)] == []


def test_another_language(browser: Browser, tmp_path: Path) -> None:
    """What the theme loads for it is found, though another worker asks for it."""
    files = {
        "mkdocs.yml": "site_name: Licht\ntheme: {name: material, language: de}\n",
        "docs/articles/licht.md": "# Das Licht\n\nDer Wärter stand auf den Füßen.\n",
        "annotations/a.yml": "terms: {feet: {name: Fuß, aliases: [Füßen], "
        "definition: Worauf man steht.}}\n",
    }
    root = write_site(tmp_path, files)
    assert build_site(root, root / "site", silent) == ()
    with serving(root / "site") as server, opened(browser) as page:
        page.goto(server.address)
        page.locator(INPUT).click()
        page.keyboard.type("fusßen")
        expect(page.locator(f"{LINK}[href*='glossary/feet/']").first).to_be_visible()
    assert any("lunr.de" in path for path in server.requested)


@pytest.mark.thorough
def test_a_site_in_japanese_with_some_english(browser: Browser, tmp_path: Path) -> None:
    """The theme would take words of Japanese apart, and shorten those of English."""
    files = {
        "mkdocs.yml": "site_name: 灯り\ntheme: {name: material, language: ja}\n"
        "plugins: [{search: {pipeline: [trimmer, stemmer]}}]\n",
        "docs/articles/lamp.md": "# 灯り\n\n港の番人は毎夜ランタンに火をいれた。All "
        "burning lamps.\n",
        "annotations/a.yml": "terms: {lamp: {name: ランタン, definition: 灯り。}}\n",
    }
    root = write_site(tmp_path, files)
    assert [problem.rule for problem in build_site(root, root / "site", silent)] == []
    with serving(root / "site") as server, opened(browser) as page:
        page.goto(server.address)
        page.locator(INPUT).click()
        for typed in ("burning", "夜ランタ", "番人"):
            Reader(page, server.address).type(typed)
            expect(page.locator(f"{LINK} mark").filter(has_text=typed)).to_have_count(1)
