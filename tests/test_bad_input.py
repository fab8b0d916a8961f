"""Sites that strain the layout: nothing sticks out, nothing overlaps, and the
build finds nothing wrong.

What each site strains is said at the top of its mkdocs.yml.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.pipeline import build_site
from explainer.rules.catalogue import EDITORIAL
from tests.browsing import opened, resize, serving, sideways
from tests.conftest import silent
from tests.site_pages import SITES
from tests.thoroughness import every_third, some_of

NAMES = ["dense", "rtl", "empty", "wide", "ages", "one-date", "figures", "crowded"]
INDEXES = ["", "claims/", "timeline/", "actors/", "glossary/", "sources/", "articles/"]
WIDTHS = (320, 360, 768, 1440)
# Pictures: a text that another text covers, or that sticks out of its drawing. Lines of one text
# may touch.
CROWDED = """() => {
  const faults = [];
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  for (const picture of document.querySelectorAll("main svg[role=img], main .ex-picture svg")) {
    const frame = picture.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...picture.querySelectorAll("text")]
      .map((text) => ({ words: text.textContent.trim(), box: text.getBoundingClientRect() }))
      .filter(({ words, box }) => words && box.width);
    const inside = ({ left, right, top, bottom }) =>
      left > frame.left - 1 && right < frame.right + 1 &&
      top > frame.top - 2 && bottom < frame.bottom + 2;
    for (const { words, box } of texts)
      if (!inside(box)) faults.push(`“${words}” sticks out of its picture`);
    texts.sort((one, other) => one.box.top - other.box.top);
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        if (other.box.top > one.box.bottom) break;
        if (meet(one.box, other.box))
          faults.push(`“${one.words}” and “${other.words}” overlap in a picture`);
      }
    });
  }
  return faults;
}"""
# Notes beside the lines: none covers another, or sticks out of the window.
COLLIDING = """() => {
  const notes = [...document.querySelectorAll(".ex-sidenote")]
    .map((note) => ({
      words: note.textContent.trim().slice(0, 30),
      box: note.getBoundingClientRect(),
    }))
    .filter(({ box }) => box.width && box.height)
    .sort((one, other) => one.box.top - other.box.top);
  return notes.flatMap(({ words, box }, at) => [
    ...(at && notes[at - 1].box.bottom > box.top + 1
      ? [`“${words}” covers “${notes[at - 1].words}”`]
      : []),
    ...(box.right > document.documentElement.clientWidth ? [`“${words}” sticks out`] : []),
  ]);
}"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the sites, built, each in a folder of its name."""
    made = tmp_path_factory.mktemp("bad")
    for name in NAMES:
        root = tmp_path_factory.mktemp(name) / name
        shutil.copytree(SITES / name, root)
        problems = build_site(root, made / name, silent)
        assert [str(problem) for problem in problems if problem.rule not in EDITORIAL] == []
    return made


@pytest.fixture(scope="module")
def address(sites: Path) -> Iterator[str]:
    with serving(sites) as served:
        yield served.address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def pages_of(site: Path) -> list[str]:
    """The indexes, each article, and of the other entries the first and the
    one with the longest page.
    """
    chosen = [name for name in INDEXES if (site / name / "index.html").is_file()]
    for kind in ("articles", "claims", "actors", "glossary"):
        entries = sorted(site.glob(f"{kind}/*/index.html"))
        longest = sorted(entries, key=lambda file: file.stat().st_size)[-1:]
        picked = entries if kind == "articles" else {*entries[:1], *longest}
        chosen += sorted(f"{file.parent.relative_to(site).as_posix()}/" for file in picked)
    return chosen


DENSE = pytest.param("dense", marks=pytest.mark.thorough)


@pytest.mark.parametrize("name", [DENSE, *NAMES[1:]])
def test_pages_hold_together(
    page: Page, sites: Path, address: str, name: str, thorough: bool
) -> None:
    faults = []
    pages = pages_of(sites / name)
    strained = [path for path in pages if path.startswith(("articles/", "timeline/"))]
    others = [path for path in pages if path not in strained]
    strained = every_third(strained, 0, thorough)
    others = every_third(others, NAMES.index(name), thorough)
    for number, path in enumerate([*strained, *others]):
        page.goto(f"{address}{name}/{path}")
        for width in some_of(WIDTHS, number, thorough):
            resize(page, width)
            found = [sideways(page), *page.evaluate(CROWDED), *page.evaluate(COLLIDING)]
            faults += [f"/{path} at {width} px: {fault}" for fault in found if fault]
    assert not faults, "\n".join(faults)


def test_twelve_annotations_can_be_told_apart(page: Page, address: str) -> None:
    """Every one of the twelve that cover the same words has a number there, and a note
    that the number leads to.
    """
    resize(page, 1440)
    page.goto(f"{address}dense/articles/log/")
    covering = max(
        page.locator(".ex-mark").evaluate_all(
            "all => all.map((it) => it.dataset.annotation.split(' '))"
        ),
        key=len,
    )
    assert len(covering) == 12
    for name in covering:
        kind, identity = name.split(":")
        reference = page.locator(f".ex-article a.ex-ref[href$='#_{kind}-{identity}']")
        assert reference.count() == 1, name
        assert page.locator(f"#_{kind}-{identity}").count() == 1, name


def test_400_annotations_are_all_there(page: Page, address: str) -> None:
    page.goto(f"{address}dense/articles/log/")
    assert page.locator(".ex-article a.ex-ref").count() == 400
    assert (
        page.locator(
            ".ex-notes [data-preview^='claim:'], .ex-notes [data-preview^='date:']"
        ).count()
        == 400
    )


def test_notes_that_the_margin_has_no_room_for_are_folded(page: Page, address: str) -> None:
    """Twelve notes on one paragraph, and one of 3,000 words: each says what it is, and unfolds."""
    resize(page, 1440)
    page.goto(f"{address}crowded/articles/watch/")
    notes, folded = page.locator(".ex-sidenote"), page.locator(".ex-sidenote:has(details)")
    assert notes.count() == 13
    assert 4 < folded.count() < 9
    last = folded.last
    assert "3000 words" in last.inner_text()
    last.locator("summary").click()
    expect(last.get_by_text("Entry 1 of the report")).to_be_visible()
    assert page.evaluate(COLLIDING) == []


SIDES = """items => items.map(item => {
  const words = document.createRange();
  words.selectNodeContents(item);
  const {left, right} = words.getBoundingClientRect(), box = item.getBoundingClientRect();
  return left - box.left < box.right - right ? "left" : "right";
})"""


def test_an_article_from_right_to_left(page: Page, address: str) -> None:
    """The article runs from the right; the site around it, in English, from the left."""
    resize(page, 1440)
    page.goto(f"{address}rtl/articles/port/")
    start = "(name) => getComputedStyle(document.querySelector(name)).direction"
    assert page.evaluate(start, ".ex-article") == "rtl"
    for name in ("body", ".ex-gist", ".ex-tools", ".ex-sidenote"):
        assert page.evaluate(start, name) == "ltr", name
    lines = page.locator(".ex-gist li")
    lines.first.evaluate("item => { item.innerHTML = '<p>ظل المصباح مضاءً.</p>' }")
    assert lines.evaluate_all(SIDES) == ["right", "left"]


def test_a_wide_table_can_be_read_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, (360, 900), java_script_enabled=False) as page:
        page.goto(f"{address}wide/articles/wide/")
        assert sideways(page) == ""
        last = page.locator("th", has_text="Source")
        expect(last).not_to_be_in_viewport()
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport()


def test_nothing_annotated_says_so(page: Page, address: str) -> None:
    for index, words in (
        ("glossary/", "No terms"),
        ("claims/", "No claims"),
        ("timeline/", "No dates"),
    ):
        page.goto(f"{address}empty/{index}")
        assert words in page.locator("main").inner_text()
    page.goto(f"{address}empty/articles/quiet/")
    assert page.locator(".ex-notes, .ex-ref, .ex-mark").count() == 0
