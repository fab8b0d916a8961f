"""Long indexes are divided into parts: every entry is on one of them, links lead straight there,
old addresses lead on with and without JavaScript, and short indexes stay whole.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from explainer.addresses import INDEXES, PART_FOLDERS, url
from explainer.model import Kind, Ref
from explainer.pages.parts import Heading, IndexPart, Listed, divide
from explainer.pipeline import Analysed, analyse
from tests.browsing import DESK, PHONE, Served, opened, serving, sideways
from tests.conftest import silent
from tests.long_lists import (
    ARTICLES,
    LIMIT,
    analysed_site,
    built_site,
    divided_lookup,
    made_pages,
)
from tests.site_files import cases, write_site
from tests.test_accessibility import AXE, TAGS
from tests.thoroughness import in_thirds

DIVIDED: tuple[Kind, ...] = ("claim", "date", "actor", "term", "source")


@pytest.mark.parametrize(("name", "case"), cases("parts"))
def test_an_index_is_divided(name: str, case: dict) -> None:
    listed = [_listed(line) for line in case["entries"]]
    assert list(map(_shown, divide(listed, "list/", case["most"]))) == case["parts"]


def test_neighbouring_letters_of_chinese_share_a_part():
    letters = [chr(0x4E00 + number) for number in range(120)]
    listed = [_listed(f"n{number} 10 {letter}") for number, letter in enumerate(letters)]
    listed.append(_listed(f"long 95 {letters[-1]}"))
    parts = divide(listed, "list/", 100)
    assert [ref.id for part in parts for ref in part.refs] == [each.ref.id for each in listed]
    assert len(parts) == 14  # the last two are of one letter, which is too long for one
    assert parts[0].path == f"list/{letters[0]}/index.md"
    assert parts[0].title == f"{letters[0]} – {letters[9]}"


def test_neighbouring_letters_share_a_part_beside_digits_and_within_a_kind():
    letters = ["0–9", *(chr(0x4E00 + number) for number in range(120))]
    kind = Heading("book", "Books")
    listed = []
    for number, letter in enumerate(letters):
        narrower = Heading(f"book/{letter}", f"Books, {letter}")
        listed.append(Listed(Ref("source", f"s{number}"), 10, letter, (kind, narrower)))
    parts = divide(listed, "list/", 100)
    assert len(parts) == 13
    assert parts[0].title == f"Books, 0–9 – {letters[9]}"
    assert parts[0].wider == ("list/book/index.md",)
    assert len(divide(listed, "list/", 100, joins=False)) == 121


def _listed(line: str) -> Listed:
    """Read `id size group > group within it`."""
    name, size, groups = line.split(" ", 2)
    headings = tuple(Heading(group, group.upper()) for group in groups.split(" > "))
    return Listed(Ref("term", name), int(size), name.title(), headings)


def _shown(part: IndexPart) -> str:
    shown = f"{part.path} {part.title}: {' '.join(ref.id for ref in part.refs)}"
    if part.ends:
        shown += f" ({' to '.join(part.ends)})"
    return f"{shown}, once {' '.join(part.wider)}" if part.wider else shown


# --- pages ---


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    return analysed_site(tmp_path_factory.mktemp("lists"))


@pytest.fixture(scope="module")
def pages(analysed: Analysed) -> dict[str, str]:
    return made_pages(analysed)


@pytest.mark.parametrize("kind", DIVIDED)
def test_every_entry_is_on_one_part_which_the_index_links_to(
    analysed: Analysed, pages: dict[str, str], kind: Kind
) -> None:
    parts = [path for path in pages if path.startswith(PART_FOLDERS[kind]) and path.endswith(".md")]
    assert len(parts) > 2
    assert " { #_parts }\n" in pages[INDEXES[kind]]
    index = INDEXES[kind].removesuffix("index.md")
    for path in parts:
        assert f'href="{path.removeprefix(index).removesuffix("index.md")}"' in pages[INDEXES[kind]]
    for ref in analysed.site.loaded.entries:
        if ref.kind == kind:
            on_part = f'id="{ref.id}"' if kind in ("date", "source") else f"/{ref.id}/"
            assert [on_part in pages[path] for path in parts].count(True) == 1, ref
    assert max(len(pages[path]) for path in parts) < 2 * LIMIT


@pytest.mark.parametrize("kind", ["date", "source"])
def test_an_index_keeps_the_ids_that_were_on_it(
    analysed: Analysed, pages: dict[str, str], kind: Kind
) -> None:
    times = Counter(pages[INDEXES[kind]].split('"'))
    ids = [ref.id for ref in analysed.site.loaded.entries if ref.kind == kind]
    assert {times[name] for name in ids} == {1}
    if kind == "date":
        assert times["old-lamp-date"] == 1


ON_PAGE = re.compile(r'href="#(_\w+)"')
IDS = re.compile(r'(?: \{ #| id=")([^ "]+)')


@pytest.mark.parametrize("kind", ["date", "term", "source"])
def test_links_within_a_part_of_several_groups_lead_somewhere(tmp_path: Path, kind: Kind) -> None:
    """Each of these has more groups than share the letters of an alphabet."""
    names = {"term": "terms", "date": "dates", "source": "sources"}
    entries = ["article: signs", f"{names[kind]}:"]
    for number in range(120):
        letter = chr(0x4E00 + number)
        fields = {
            "term": f"name: {letter}, definition: A character.",
            "date": f"title: {letter}, quote: They shine, date: Y{1000 * number + 20_000}",
            "source": f"title: {letter}, type: book",
        }
        entries.append(f"  e{number}: {{{fields[kind]}}}")
    files = {
        "mkdocs.yml": "site_name: Signs\n",
        "docs/articles/signs.md": "# Signs\n\nThey shine.\n",
    }
    write_site(tmp_path, files | {"annotations/a.yml": "\n".join(entries) + "\n"})
    analysed, _ = analyse(tmp_path, silent, with_code=True)
    assert analysed is not None
    pages = made_pages(analysed, 5_000)
    folder = PART_FOLDERS[kind]
    parts = [page for path, page in pages.items() if path.startswith(folder) and path[-3:] == ".md"]
    assert 2 < len(parts) < 60
    for page in parts:
        assert set(ON_PAGE.findall(page)) <= set(IDS.findall(page))


def test_links_lead_to_the_part(pages: dict[str, str]) -> None:
    outside = [
        page for path, page in pages.items() if not path.startswith(("timeline/", "sources/"))
    ]
    linked = "".join(outside)
    assert 'timeline/by_time/1700-to-1799/#harbour-date-4"' in linked
    assert 'sources/by_kind/book/#work-0"' in linked
    assert "timeline/#harbour" not in linked
    assert "sources/#work" not in linked
    assert 'href="../../claims/by_article/lamp/"' not in pages["index.md"]


def test_an_argument_refers_to_no_claim_on_another_part(tmp_path: Path) -> None:
    sentences = [f"Keeper {number} of the lamp wrote it." for number in range(4)]
    claims = """
article: lamp
claims:
  worth: {quote: Keeper 0, summary: It was worth it, kind: value}
  saved: {quote: Keeper 1, summary: It saved ships, kind: causal}
  shone: {quote: Keeper 2, summary: It shone, kind: fact, supports: [worth, saved]}
  lit: {quote: Keeper 3, summary: It was lit, kind: fact, supports: shone}
"""
    files = {
        "mkdocs.yml": "site_name: Lamps\n",
        "docs/articles/lamp.md": f"# The lamp\n\n{' '.join(sentences)}\n",
        "annotations/lamp.yml": claims,
    }
    analysed, _ = analyse(write_site(tmp_path, files), lambda message: None)
    assert analysed
    made = made_pages(analysed, 500)
    parts = {path: page for path, page in made.items() if "/by_article/" in path}
    assert sum('id="_argument-shone"' in page for page in parts.values()) == 2
    for page in parts.values():
        for name in re.findall(r'href="#(_argument-[^"]+)"', page):
            assert f'id="{name}"' in page


def test_whole_indexes_stay_as_they_are(analysed: Analysed) -> None:
    whole = made_pages(analysed, 150_000)
    assert [path for path in whole if "/by_" in path] == []
    assert "ex-parts" not in "".join(whole[path] for path in INDEXES.values())


def test_briefs_that_the_home_page_has_no_room_for_are_on_the_articles_pages(
    pages: dict[str, str],
) -> None:
    assert "_brief-" not in pages["index.md"]
    assert '../../articles/lamp/#_brief-lamp-1"' in pages["actors/actor-0/index.md"]
    assert "../../#_brief" not in pages["actors/actor-0/index.md"]


# --- in a browser ---


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site, problems = built_site(tmp_path_factory.mktemp("lists"))
    assert [str(problem) for problem in problems] == []
    return site


@pytest.fixture(scope="module")
def lists(site: Path) -> Iterator[Served]:
    with serving(site) as server:
        yield server


def test_the_search_knows_every_entry_once(analysed: Analysed, site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    found = Counter(doc["location"] for doc in index["docs"])
    divided = divided_lookup(analysed)
    for ref in analysed.site.loaded.entries:
        address = url(divided.page(ref), True)
        assert found[f"{address}#{ref.id}" if ref.kind == "date" else address] == 1, ref
    assert [address for address in found if "by_letter" in address or "by_article" in address] == []


OLD = {
    "timeline/#lamp-date-5": "timeline/by_time/1800-to-1899/#lamp-date-5",
    "timeline/#old-lamp-date": "timeline/by_time/1800-to-1899/#old-lamp-date",
    "timeline/by_time/1000-to-1999/#lamp-date-5": "timeline/by_time/1800-to-1899/#lamp-date-5",
    "glossary/#_3": "glossary/by_letter/c/#_3",
    "sources/#work-4": "sources/by_kind/report/#work-4",
    "claims/?article=news/fog": "claims/by_article/news/fog/?article=news/fog",
    "#_brief-news/fog-2": "articles/news/fog/#_brief-news/fog-2",
}


@pytest.mark.parametrize(("old", "new"), OLD.items())
def test_an_old_address_leads_on(lists: Served, browser: Browser, old: str, new: str) -> None:
    with opened(browser) as page:
        page.goto(f"{lists.address}{old}")
        page.wait_for_url(f"{lists.address}{new}")
        if "#" in new and "#_3" not in new:
            top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
            assert top < 900


@pytest.mark.thorough
def test_the_id_of_a_section_that_is_on_several_parts_leads_to_their_list(
    lists: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{lists.address}claims/#_fact")
    expect(page.locator(".ex-parts:has(:target)")).to_be_in_viewport()
    assert page.url == f"{lists.address}claims/#_fact"
    page.close()


def test_an_address_with_a_stray_sign_stops_no_script(lists: Served, browser: Browser) -> None:
    with opened(browser) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{lists.address}timeline/#%")
        page.goto(f"{lists.address}#_brief-news%-2")
        page.wait_for_url(f"{lists.address}articles/news%/#_brief-news%-2")
        assert errors == []


def test_a_link_on_the_same_page_leads_on(lists: Served, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{lists.address}timeline/")
        page.evaluate("location.hash = 'lamp-date-5'")
        page.wait_for_url(f"{lists.address}timeline/by_time/1800-to-1899/#lamp-date-5")


def test_without_scripts_an_old_address_shows_the_link_to_the_part(
    lists: Served, browser: Browser
) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{lists.address}timeline/#lamp-date-5")
        link = page.locator(".ex-parts li:has(:target) a")
        expect(link).to_have_text("1800 to 1899")
        link.click()
        expect(page.locator("h1")).to_contain_text("Timeline: 1800 to 1899")
        expect(page.locator("#lamp-date-5")).to_contain_text("Keeper 5 of lamp begins")
        page.get_by_role("link", name="Next part").click()
        expect(page.locator("h1")).to_contain_text("Timeline: 1900 to 1999")


def test_a_preview_shows_a_date_of_a_part(lists: Served, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{lists.address}timeline/by_time/1700-to-1799/")
        page.locator(".ex-text a", has_text="the other").first.focus()
        expect(page.locator("[popover]:popover-open")).to_contain_text("Keeper 5 of lamp begins")


@pytest.mark.parametrize(
    ("path", "size"),
    in_thirds(
        [
            ("", PHONE),
            ("timeline/", PHONE),
            ("timeline/by_time/1800-to-1899/", DESK),
            ("claims/", DESK),
            ("claims/by_article/lamp/", PHONE),
            ("actors/", PHONE),
            ("glossary/by_letter/b/", DESK),
            ("articles/lamp/", PHONE),
        ]
    ),
)
@pytest.mark.thorough
def test_axe_finds_nothing_and_nothing_sticks_out(
    lists: Served, browser: Browser, path: str, size: tuple[int, int]
) -> None:
    with opened(browser, size, reduced_motion="reduce") as page:
        page.goto(f"{lists.address}{path}")
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS[:-1])
        assert [violation["id"] for violation in found["violations"]] == []
        assert sideways(page) == ""


def test_the_index_of_claims_lists_the_articles_with_counts(
    lists: Served, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(f"{lists.address}claims/")
        expect(page.locator(".ex-parts li")).to_have_count(len(ARTICLES))
        expect(page.locator(".ex-parts li").first).to_contain_text("Harbour 4 claims")
