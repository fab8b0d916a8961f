"""How an article is read, in a real browser: its views, the notes beside the words, without
motion, without scripts.
"""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from explainer.pipeline import build_site
from tests.browsing import ARTICLE, DESK, PHONE, boxes, reading, serving
from tests.conftest import silent
from tests.site_files import write_site
from tests.thoroughness import at_widths, one_quick

CLAIM = "now-trumps-war-too"
WORDS = f"#claim-{CLAIM}"
NUMBER = f".ex-ref[href='#_claim-{CLAIM}']"
NOTE = f"#_claim-{CLAIM}"
PLAIN = "europeans-left-out"  # a claim without a note
VIEWS = ("Text", "Notes", "Everything")
# How many of the letters of the text are dressed up: underlined, tinted or coloured; and how many
# there are.
DECORATED = r"""() => {
  const article = document.querySelector(".ex-article");
  const ink = getComputedStyle(article.querySelector(":scope > p")).color;
  const isDressed = (element) => {
    for (let each = element; each !== article; each = each.parentElement) {
      const { textDecorationLine, backgroundColor, boxShadow, color } = getComputedStyle(each);
      if (textDecorationLine !== "none" || boxShadow !== "none") return true;
      if (!/, 0\)$|transparent/.test(backgroundColor)) return true;
      if (each.matches("a, mark") && color !== ink) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let dressed = 0, all = 0;
  for (let node; (node = walker.nextNode()); ) {
    if (node.parentElement.closest("[data-ex-added], .headerlink")) continue;
    all += node.data.trim().length;
    if (isDressed(node.parentElement)) dressed += node.data.trim().length;
  }
  return [dressed, all];
}"""


@pytest.fixture
def page(article: Page) -> Page:
    return article


def choose(page: Page, view: str) -> None:
    page.get_by_role("radio", name=view).check()


def preview(page: Page) -> Locator:
    return page.locator("#_preview")


def test_the_sign_after_a_term_is_no_part_of_its_words(page: Page) -> None:
    """A degree sign turned “30 days” and “F-16” into other words; nobody hears or copies a sign."""
    choose(page, "Everything")
    term = page.locator(".ex-article a[data-annotation^='term:']").first
    sign = term.evaluate("it => getComputedStyle(it, '::after').content")
    joiner, shape = sign.removeprefix('"').removesuffix('" / ""')
    assert joiner == "\N{WORD JOINER}"
    assert unicodedata.name(shape).endswith("TRIANGLE")


# --- views ---


def test_the_text_is_calm(page: Page, figure: Callable[[str], None]) -> None:
    shares = {}
    for view in VIEWS:
        choose(page, view)
        dressed, letters = page.evaluate(DECORATED)
        shares[view] = dressed / letters
        figure(f"letters of the article that are marked, {view}: {shares[view]:.1%}")
    assert shares["Text"] == 0
    assert 0.02 < shares["Notes"] <= 0.25
    assert shares["Everything"] > 0.7


@pytest.mark.parametrize("size", one_quick([PHONE, DESK]), ids=["phone", "desk"])
def test_most_of_the_page_is_text(
    browser: Browser, served: str, size: tuple[int, int], figure: Callable[[str], None]
) -> None:
    with reading(browser, served, size) as page:
        height = page.evaluate("document.documentElement.scrollHeight")
        text = page.locator(".ex-article").evaluate("it => it.offsetHeight")
    figure(
        f"the article page as it opens at {size[0]} px: {height} px high, "
        f"{text / height:.0%} of it text"
    )
    assert text / height >= 0.6


def test_a_view_is_remembered_and_no_word_is_hidden(page: Page, served: str) -> None:
    words = (
        "() => [...document.querySelectorAll('.ex-article > :not([data-ex-added])')].map((it) => "
        "it.innerText).join()"
    )
    assert page.get_by_role("radio", name="Notes").is_checked()
    before = page.evaluate(words)
    choose(page, "Text")
    expect(page.locator(".ex-ref:visible, .ex-sidenote:visible")).to_have_count(0)
    assert page.evaluate(words) == before
    page.goto(served)
    page.goto(served + ARTICLE)
    expect(page.get_by_role("radio", name="Text")).to_be_checked()
    expect(page.locator(".ex-ref:visible")).to_have_count(0)
    choose(page, "Notes")
    expect(page.locator(NUMBER).first).to_be_visible()


def test_views_need_no_script(browser: Browser, served: str) -> None:
    with reading(browser, served, java_script_enabled=False) as page:
        expect(page.locator(NUMBER).first).to_be_visible()
        expect(page.locator(".ex-ref.ex-date:visible")).to_have_count(0)
        page.get_by_role("radio", name="Everything").check()
        expect(page.locator(".ex-ref.ex-date:visible").first).to_be_visible()
        page.get_by_role("radio", name="Text").check()
        expect(page.locator(".ex-ref:visible")).to_have_count(0)


@pytest.mark.thorough
def test_a_title_carries_no_number(page: Page) -> None:
    choose(page, "Everything")
    expect(page.locator("h1 .ex-ref")).to_have_count(0)


@pytest.mark.parametrize(("claim", "view"), at_widths([(CLAIM,), (PLAIN,)], VIEWS, 2))
def test_a_shared_link_shows_its_words_in_every_view(
    page: Page, served: str, view: str, claim: str
) -> None:
    choose(page, view)
    page.goto("about:blank")
    page.goto(f"{served}{ARTICLE}#claim-{claim}")
    words = page.locator(f"#claim-{claim}")
    expect(words).to_be_in_viewport()
    lit = words.evaluate("it => getComputedStyle(it).backgroundColor")
    assert lit not in (
        "rgba(0, 0, 0, 0)",
        page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor"),
    )
    if claim == PLAIN and view != "Everything":
        expect(preview(page)).to_contain_text("Causal claim")
        expect(preview(page)).to_be_in_viewport()


@pytest.mark.thorough
def test_arrival_shows_words_whose_id_stands_before_them(page: Page) -> None:
    """A piece has one id; where two annotations begin at once, the other's id stands
    in an element before it.
    """
    target = page.locator(".ex-target").first.get_attribute("id") or ""
    page.goto(f"{page.url}#{target}")
    expect(page.locator(".ex-here").first).to_be_visible()
    kind, _, name = target.partition("--")[0].partition("-")
    assert (
        f"{kind}:{name}"
        in (page.locator(".ex-here").first.get_attribute("data-annotation") or "").split()
    )


@pytest.mark.thorough
def test_a_damaged_fragment_does_no_harm(page: Page, served: str) -> None:
    page.goto("about:blank")
    page.goto(f"{served}{ARTICLE}#%E0%A4%A")
    expect(page.get_by_role("radio", name="Notes")).to_be_checked()


SIGN = "it => getComputedStyle(it, '::after').content"


def decoration(page: Page, selector: str) -> str:
    return page.locator(selector).first.evaluate(
        "it => { const s = getComputedStyle(it); return [s.textDecorationLine, "
        "s.textDecorationStyle].join(' ') }"
    )


@pytest.mark.parametrize(
    "options", one_quick([{}, {"forced_colors": "active"}, {"color_scheme": "dark"}]), ids=str
)
def test_kinds_are_told_apart_by_their_lines(browser: Browser, served: str, options: dict) -> None:
    with reading(browser, served, **options) as page:
        article = ".ex-article > :not([data-ex-added])"
        assert decoration(page, ".ex-handle") == "underline solid"
        assert decoration(page, f"{article} a[data-annotation^='term:']") == "underline dotted"
        assert decoration(page, f"{article} a[data-annotation^='actor:']").startswith("none")
        choose(page, "Everything")
        assert (
            decoration(page, ".ex-mark.ex-claim:not(.ex-date, [data-claims])") == "underline solid"
        )
        assert decoration(page, ".ex-mark.ex-date:not(.ex-claim)") == "underline dotted"
        assert decoration(page, ".ex-mark[data-claims='2']:not(.ex-date)") == "underline double"
        assert decoration(page, f"{article} a[data-annotation^='actor:']") == "underline dashed"
        assert decoration(page, f"{article} a[data-annotation^='term:']") == "underline dashed"
        ends = [
            page.locator(f"{article} a[data-annotation^='{kind}:']").first.evaluate(SIGN)
            for kind in ("actor", "term")
        ]
        assert ends[0] != ends[1]
        both = page.locator(".ex-mark.ex-claim.ex-date").first
        drawn = both.evaluate(
            "it => [getComputedStyle(it).textDecorationStyle, getComputedStyle(it).boxShadow]"
        )
        assert drawn[0] == "double" if options.get("forced_colors") else "inset" in drawn[1]
        signs = [
            page.locator(f".ex-ref.ex-{kind}").first.evaluate(SIGN) for kind in ("claim", "date")
        ]
        assert [sign[:2] for sign in signs] == ['"c', '"d']


# --- the notes beside the words ---


@pytest.fixture(params=one_quick([1220, 1440, 1920]))
def wide(browser: Browser, served: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with reading(browser, served, (request.param, 900)) as page:
        yield page


def test_notes_stand_in_the_margin_whole_and_do_not_overlap(
    wide: Page, figure: Callable[[str], None]
) -> None:
    notes = wide.locator(".ex-sidenote")
    places = boxes(notes)
    assert len(places) == wide.locator(".ex-ref.ex-noted").count() > 20
    colliding = sum(one["bottom"] > other["top"] for one, other in pairwise(places))
    cut = notes.evaluate_all(
        "all => all.filter(it => it.scrollHeight > it.clientHeight + 1).length"
    )
    figure(
        f"notes in the margin at {wide.viewport_size['width']} px: {len(places)}, "
        f"{colliding} colliding, {cut} cut"
    )
    assert (colliding, cut) == (0, 0)
    assert "…" not in "".join(notes.all_inner_texts())
    article = wide.locator(".ex-article").bounding_box()
    assert article
    assert all(note["left"] >= article["x"] + article["width"] for note in places)
    assert all(note["right"] <= wide.viewport_size["width"] for note in places)


@pytest.mark.parametrize("width", one_quick([1920, 1440, 1220]))
def test_without_a_script_notes_stand_in_the_margin_too(
    browser: Browser, served: str, width: int
) -> None:
    """Each begins beside the beginning of its paragraph, or below the notes before it."""
    with reading(browser, served, (width, 900), java_script_enabled=False) as page:
        sides = page.locator(".ex-sidenotes")
        paragraph_of = (
            "all => all.map(it => it.previousElementSibling.getBoundingClientRect().toJSON())"
        )
        below = 0.0
        for paragraph, side in zip(sides.evaluate_all(paragraph_of), boxes(sides), strict=True):
            assert side["left"] >= paragraph["right"]
            assert abs(side["top"] - max(paragraph["top"], below)) < 40
            below = side["bottom"]


@pytest.mark.thorough
def test_a_note_stands_as_near_to_its_words_as_the_others_let_it(wide: Page) -> None:
    notes, numbers = boxes(wide.locator(".ex-sidenote")), boxes(wide.locator(".ex-noted"))
    apart = sorted(
        abs(note["top"] - number["top"]) for note, number in zip(notes, numbers, strict=True)
    )
    assert apart[len(apart) // 2] < 250
    assert apart[-1] < 900


@pytest.mark.thorough
def test_words_their_number_and_their_note_are_lit_together(page: Page) -> None:
    for part in (NOTE, NUMBER, f"{WORDS}:not(:has(a))"):
        page.locator(part).first.hover()
        expect(page.locator(f"{WORDS}.ex-lit")).to_be_visible()
        expect(page.locator(f"{NOTE}.ex-lit")).to_be_visible()
        page.locator("h1").hover()
        expect(page.locator(".ex-lit")).to_have_count(0)


@pytest.mark.thorough
def test_a_click_on_a_number_leads_to_the_note_beside_it(page: Page, served: str) -> None:
    page.locator(NUMBER).first.click()
    expect(page.locator(NOTE)).to_be_focused()
    expect(preview(page)).to_be_hidden()
    expect(page).to_have_url(served + ARTICLE)


def test_on_a_phone_a_tap_on_a_number_opens_its_note_below_the_paragraph(
    browser: Browser, served: str
) -> None:
    with reading(browser, served, PHONE, has_touch=True, is_mobile=True) as page:
        expect(page.locator(".ex-sidenote:visible")).to_have_count(0)
        page.locator(NUMBER).first.tap()
        expect(page.locator(".ex-sidenote:visible")).to_have_count(1)
        expect(page.locator(NOTE)).to_be_in_viewport()
        (words,), (note,) = boxes(page.locator(WORDS)), boxes(page.locator(NOTE))
        assert note["top"] >= words["bottom"]
        page.locator(NUMBER).first.tap()
        expect(page.locator(".ex-sidenote:visible")).to_have_count(0)


def test_notes_that_are_not_shown_leave_no_gap(browser: Browser, served: str) -> None:
    with reading(browser, served, PHONE) as page:
        paragraphs = boxes(page.locator(".ex-article > p:has(+ p, + .ex-sidenotes + p)"))
        followers = boxes(page.locator(".ex-article > :is(p + p, p + .ex-sidenotes + p)"))
        gaps = [
            round(below["top"] - above["bottom"])
            for above, below in zip(paragraphs, followers, strict=True)
        ]
    assert len(gaps) > 10
    assert len(set(gaps)) == 1


def test_what_a_link_leads_to_is_unfolded(page: Page, served: str) -> None:
    for name in ("_term-proxy-war", "_notes-sources", "_claim-europeans-left-out"):
        page.goto("about:blank")
        page.goto(f"{served}{ARTICLE}#{name}")
        expect(page.locator(f"#{name}")).to_be_in_viewport()


# --- other ways of reading ---

SHIFTS = """() => new Promise(resolve => {
    const sum = list => list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
    const observer = new PerformanceObserver(list => resolve(sum(list)))
    observer.observe({type: "layout-shift", buffered: true})
    setTimeout(() => resolve(0), 500)
})"""


@pytest.mark.parametrize("size", one_quick([DESK, PHONE]), ids=["desk", "phone"])
@pytest.mark.thorough
def test_a_view_that_is_remembered_shifts_nothing(
    browser: Browser, served: str, size: tuple[int, int], figure: Callable[[str], None]
) -> None:
    with reading(browser, served, size) as page:
        choose(page, "Text")
        page.reload()
        page.wait_for_load_state("networkidle")
        shift = page.evaluate(SHIFTS)
    figure(f"layout shift on the article at {size[0]} px, text alone: {shift:.4f}")
    assert shift < 0.001


@pytest.mark.thorough
def test_reduced_motion(browser: Browser, served: str) -> None:
    with reading(browser, served, reduced_motion="reduce") as page:
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_a_script_numbers_lead_to_notes_and_back(
    browser: Browser, served: str, size: tuple[int, int]
) -> None:
    with reading(browser, served, size, java_script_enabled=False) as page:
        page.locator(NUMBER).first.click()
        expect(page).to_have_url(f"{served}{ARTICLE}{NOTE}")
        expect(page.locator(NOTE)).to_be_in_viewport()
        page.locator(f"{NOTE} .ex-to").click()
        expect(page).to_have_url(f"{served}{ARTICLE}{WORDS}")
        expect(page.locator(WORDS)).to_be_in_viewport()
        expect(page.locator(NOTE)).to_be_visible()


@pytest.mark.thorough
def test_the_note_on_a_title_stands_beside_the_words_that_have_no_number(
    browser: Browser, tmp_path: Path
) -> None:
    claim = "title: {quote: Lamps failed, summary: They failed., kind: fact, note: One of them.}"
    files = {
        "mkdocs.yml": "site_name: Lights\n",
        "docs/articles/lamp.md": "# Lamps failed in autumn\n\nIt was dark.\n",
        "annotations/lamp.yml": f"claims:\n  {claim}\n",
    }
    build_site(write_site(tmp_path, files), tmp_path / "site", silent)
    with (
        serving(tmp_path / "site") as server,
        reading(browser, server.address, path="articles/lamp/") as page,
    ):
        note, words = page.locator(".ex-sidenote"), page.locator("h1 .ex-mark")
        assert abs(boxes(note)[0]["top"] - boxes(words)[0]["top"]) < 40
        words.hover()
        expect(note).to_have_class("ex-sidenote ex-lit")
