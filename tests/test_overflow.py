"""Texts of annotations stay in their boxes: nothing of them is painted elsewhere, or widens a page.

Every field that takes Markdown or plain text holds each of the payloads, as a stranger might write
them.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from explainer.pipeline import build_site, has_errors
from tests.browsing import DESK, PHONE, ZOOMED, Served, boxes, inside, reading, serving, sideways
from tests.conftest import silent
from tests.site_files import write_site
from tests.thoroughness import at_widths, one_quick


def nested(opening: str, closing: str, times: int = 60, inner: str = "DEEP words") -> str:
    return opening * times + inner + closing * times


# Enough for `dir="rtl"` to stay
HEBREW = "DEEP words \u05e9\u05dc\u05d5\u05dd \u05e9\u05dc\u05d5\u05dd"
INLINE = "a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var"
MARKDOWN = {
    "quotes": nested("<blockquote>", "</blockquote>"),
    "quotes-rtl": nested('<blockquote dir="rtl">', "</blockquote>", inner=HEBREW),
    "lists": nested("<ol><li>", "</li></ol>", 45),
    "lists-rtl": nested('<ul dir="rtl"><li>', "</li></ul>", 45, HEBREW),
    "bare-lists": nested('<ul dir="rtl">', "</ul>", 60, f"<li>{HEBREW}</li>"),
    "definitions": nested('<dl dir="rtl"><dd>', "</dd></dl>", 45, HEBREW),
    "turns": nested(
        '<blockquote dir="rtl"><ul dir="ltr"><li>', "</li></ul></blockquote>", 20, HEBREW
    ),
    "readings": f"<ruby>x<rt>{'W' * 280}</rt></ruby> <ruby>y<rt>{'word ' * 60}</rt></ruby>",
    "words-below-readings": f"<ruby>{'W' * 280}<rt>x</rt></ruby> <ruby>{'y ' * 60}<rt/></ruby>",
    "most-readings": f"<ruby>x<rt>{'W' * 24}</rt></ruby>" * 9,
    "most-words-below-readings": f"<ruby>{'W' * 24}<rt>x</rt></ruby>" * 9,
    "nested-readings": nested("<ruby>x<rt>", "</rt></ruby>", 30),
    "raised": nested("<sup>", "</sup>") + nested("<sub>", "</sub>"),
    "keys": nested('<kbd dir="rtl">', "</kbd>", inner=HEBREW),
    "codes": nested('<code dir="rtl">', "</code>", inner=HEBREW)
    + "<code>"
    + "W" * 500
    + "</code>",
    "preformatted": '<pre dir="rtl">' + "W \u05d0" * 400 + "</pre>",
    "fence": "```\n" + "W" * 600 + "\n```",
    "table": '<table dir="rtl"><tr>' + "<td>WW\u05d0\u05d0</td>" * 60 + "</tr></table>",
    "bare-table": '<table class="highlight"><tr>' + "<td>WWWW</td>" * 60 + "</tr></table>",
    "tables": nested('<table dir="rtl"><tr><td>', "</td></tr></table>", 15, HEBREW),
    "numbers": '<ol start="999999999"><li>one</li></ol><ol start="-9999"><li>two</li></ol>',
    "roman-numbers": nested('<ol start="3888"><li>x', "</li></ol>", 4),
    "formula": "$" + "W" * 400 + "$",
    "block-formula": "$$\n" + "W" * 400 + "\n$$",
    "lone-formula": "Words\n\n$$\nabc\n$$",
    "inline": "".join(f"<{tag}>Supported</{tag}> " for tag in INLINE.split()),
    "arabic": '<em dir="rtl">' + "\u0644" * 300 + "</em>",
    "unbroken": '<span dir="rtl">' + "a\u00a0\u05d0\u2060c\u00a0" * 80 + "</span>",
    "signs": "\ufdfd" * 20 + "\U00012031" * 3 + "\ua9c5" * 10 + "\u2e3b" * 30,
    "stacks": "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 5,
    "lines": "<br>" * 400 + "far below",
    "word": "W" * 1900,
    "rules": "a<hr>" * 50,
}  # fmt: skip
PLAIN = {
    "word": "W" * 280,
    "arabic": "\u0644" * 280,
    "unbroken": "a\u00a0b\u2060c\u00a0" * 45,
    "signs": "L" + "\ufdfd" * 20 + "\U00012031" * 3 + "\ua9c5" * 10 + "\u2e3b" * 30,
    "stacks": "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 5,
}
PAGES = (
    "", "articles/lamp/", "data/articles/lamp.html", "claims/", "claims/quotes/", "claims/raised/",
    "claims/preformatted/", "timeline/", "actors/", "actors/quotes-rtl/", "glossary/",
    "glossary/readings/", "sources/",
)  # fmt: skip
SLACK = 5  # pixels of `overflow-clip-margin`, for the outlines of links
VIEWS = ("text", "notes", "everything")
SIZES = (DESK, PHONE, ZOOMED)

# The boxes of texts. A text belongs to the outermost of them.
BOXES = """.ex-sidenote, .ex-note, .ex-text, .ex-card, .ex-verdict, .ex-quote, .ex-label, .ex-aside,
  .ex-role, .ex-cite, .ex-gist li, .ex-facts dd, .ex-glossary :is(dt, dd), .ex-questions summary,
  .ex-ways > li, .ex-disputes > ul > li, :is(.ex-brief, .ex-cards, .ex-list, .ex-sources,
  .ex-timeline, .ex-claims, .ex-conclusions, .ex-spine, .ex-evidence, .ex-milestones,
  .ex-places) > li, .md-typeset > :is(h1, h2), .ex-preview"""
# Returns each box with the pixels by which its text is painted beyond its left, top, right and
# bottom edges. What scrolls or clips, up to `overflow-clip-margin`, hides the rest.
OUTSIDE = """([boxes, slack]) => {
  const known = new Map();
  const edgesOf = (element) => {
    if (!known.has(element)) known.set(element, measured(element));
    return known.get(element);
  };
  const measured = (element) => {
    const style = getComputedStyle(element);
    const isBox = !["inline", "contents"].includes(style.display);
    if (!isBox || style.overflowX === "visible") return [-Infinity, -Infinity, Infinity, Infinity];
    const margin = style.overflowX === "clip" ? parseFloat(style.overflowClipMargin) : 0;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left - margin, top - margin, right + margin, bottom + margin];
  };
  const within = (one, two) =>
    one.map((edge, side) => Math[side < 2 ? "max" : "min"](edge, two[side]));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode()); ) {
    const around = [];
    for (let element = text.parentElement; element; element = element.parentElement) {
      around.push(element);
    }
    const box = around.findLast((element) => element.matches(boxes));
    if (!box || !text.data.trim()) continue;
    if (!around[0].checkVisibility({ visibilityProperty: true })) continue;
    const clip = around.map(edgesOf).reduce(within);
    const { left, top, right, bottom } = box.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const painted = within([rect.left, rect.top, rect.right, rect.bottom], clip);
      if (painted[0] >= painted[2] || painted[1] >= painted[3]) continue;
      const beyond = [
        left - painted[0], top - painted[1], painted[2] - right, painted[3] - bottom
      ].map(Math.round);
      const words = text.data.slice(0, 20);
      if (Math.max(...beyond) > slack) {
        found.push(`${box.id} ${box.className}: “${words}” ${beyond}`);
      }
    }
  }
  return [...new Set(found)];
}"""
# Returns the words of the article that something else is painted over.
COVERED = """() => [...document.querySelectorAll(".ex-article .ex-mark")].filter((mark) => {
  mark.scrollIntoView({ block: "center" });
  const [{ left, top, width, height }] = mark.getClientRects();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return !mark.contains(seen) && !seen?.contains(mark);
}).map((mark) => mark.textContent)"""
UNFOLDED = """document
  .querySelectorAll(".ex-after details, .md-typeset > :not(.ex-article) details")
  .forEach((it) => (it.open = true))"""


def annotations() -> dict:
    """One entry of each kind for each payload."""
    plain = [*PLAIN.values()]
    made: dict = {"article": "articles/lamp.md", "brief": [], "questions": []}
    for kind in ("claims", "dates", "actors", "terms", "sources"):
        made[kind] = {}
    for number, (name, text) in enumerate(MARKDOWN.items()):
        title = f"{plain[number % len(plain)]} {number}"
        evidence = [{"source": name, "stance": "supports", "note": text}]
        made["claims"][name] = {
            "quote": f"word {number} of",
            "summary": title,
            "kind": "fact",
            "by": name,
            "note": text,
            "disputed_by": "quotes",
            "evidence": evidence,
            "verdict": {"is": "mixed", "because": text, "checked": "2025-05-07"},
        }
        made["dates"][name] = {
            "date": str(1801 + number),
            "title": title,
            "description": text,
            "basis": text,
            "quote": f"in {1801 + number}",
            "actors": name,
        }
        made["actors"][name] = {"name": title, "type": "person", "role": title, "description": text}
        made["terms"][name] = {"name": f"term {title}", "definition": text, "evidence": evidence}
        made["sources"][name] = {
            "type": "book",
            "title": title,
            "author": title,
            "publisher": title,
            "url": f"https://e.org/{'u' * 300}{number}",
            "note": text,
        }
        made["brief"].append(text[:2000])
        made["questions"].append({"ask": title, "answer": text})
    return made


def paragraph(number: int) -> str:
    year = 1801 + number
    return f"They said word {number} of it in {year}, and so it went on for a long time.\n\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    article = "# The lamp\n\n" + "".join(map(paragraph, range(len(MARKDOWN))))
    root = write_site(
        tmp_path_factory.mktemp("overflow"),
        {
            "mkdocs.yml": "site_name: Lights\nmarkdown_extensions: [pymdownx.arithmatex]\n",
            "docs/articles/lamp.md": article,
            "annotations/a.yml": json.dumps(annotations(), ensure_ascii=False),
        },
    )
    problems = build_site(root, root / "site", silent)
    assert not has_errors(problems), [str(each)[:200] for each in problems if each.level == "error"]
    with serving(root / "site") as served:
        yield served


def choose(page: Page, view: str) -> None:
    """Choose a view, if the page has any."""
    for button in page.locator(f"[name=ex-view][value={view}]").all():
        button.check()


@pytest.mark.parametrize(("address", "size"), at_widths([(page,) for page in PAGES], SIZES, 4))
def test_nothing_leaves_its_box(
    browser: Browser, site: Served, address: str, size: tuple[int, int]
) -> None:
    with reading(browser, site.address, size, address) as page:
        page.evaluate(UNFOLDED)
        assert page.locator(BOXES).count() > 5
        for view in VIEWS if "lamp" in address else VIEWS[:1]:
            choose(page, view)
            assert page.evaluate(OUTSIDE, [BOXES, SLACK]) == [], view
            assert sideways(page) == "", view
        page.emulate_media(media="print")
        assert page.evaluate(OUTSIDE, [BOXES, SLACK]) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0] + SLACK


@pytest.mark.parametrize("size", one_quick([DESK, PHONE]), ids=["desk", "phone"])
def test_no_note_covers_the_article(browser: Browser, site: Served, size: tuple[int, int]) -> None:
    with reading(browser, site.address, size, "articles/lamp/") as page:
        for view in VIEWS:
            choose(page, view)
            notes = page.locator(".ex-sidenote")
            notes.evaluate_all("all => all.forEach((it) => it.classList.add('ex-open'))")
            assert page.evaluate(OUTSIDE, [BOXES, SLACK]) == []
            assert page.evaluate(COVERED) == []


@pytest.mark.thorough
def test_notes_of_hundreds_of_lines_do_not_move_the_article(browser: Browser, site: Served) -> None:
    with reading(browser, site.address, DESK, "articles/lamp/") as page:
        heights = page.locator(".ex-sidenote").evaluate_all(
            "all => all.map((it) => it.offsetHeight)"
        )
        assert len(heights) == len(MARKDOWN)
        assert max(heights) < DESK[1]
        assert page.locator(".ex-before").bounding_box()["height"] < DESK[1]


def test_a_rule_takes_little_room(browser: Browser, site: Served) -> None:
    """Hundreds of them would fill pages of paper."""
    with reading(browser, site.address, DESK, "actors/rules/") as page:
        first, *_, last = boxes(page.locator(".ex-text hr"))
        assert last["y"] - first["y"] < 49 * 50


@pytest.mark.parametrize(
    "name",
    one_quick(["quotes-rtl", "lists", "lists-rtl", "quotes", "definitions", "turns"]),
)
def test_what_is_nested_deeply_can_be_read(browser: Browser, site: Served, name: str) -> None:
    with reading(browser, site.address, PHONE, f"actors/{name}/") as page:
        box = page.get_by_text("DEEP words").first.bounding_box()
        assert box
        assert box["width"] > 80
        assert box["height"] < 60


@pytest.mark.parametrize(
    ("name", "size"), at_widths([("quotes-rtl",), ("readings",), ("table",)], (DESK, PHONE), 3)
)
def test_a_preview_holds_its_texts(
    browser: Browser, site: Served, name: str, size: tuple[int, int]
) -> None:
    with reading(browser, site.address, size, f"claims/{name}/") as page:
        page.locator(".ex-said-by a").focus()
        preview = page.locator(".ex-preview:popover-open")
        preview.wait_for()
        assert inside(page, preview)
        assert page.evaluate(OUTSIDE, [BOXES, SLACK]) == []
        assert sideways(page) == ""


def test_a_paragraph_scrolls_if_its_formula_is_too_long(browser: Browser, site: Served) -> None:
    with reading(browser, site.address, PHONE, "actors/formula/") as page:
        page.add_style_tag(content=".arithmatex { direction: ltr; white-space: nowrap }")
        paragraph = page.locator("p:has(> .arithmatex)").first
        assert paragraph.evaluate("it => it.scrollWidth > it.clientWidth")
        paragraph.evaluate("it => it.scrollBy(200, 0)")
        assert paragraph.evaluate("it => it.scrollLeft") == 200
        assert page.evaluate(OUTSIDE, [BOXES, SLACK]) == []
        assert sideways(page) == ""


# Puts a long formula, as a script draws one, into each title and link that an annotation names
WITH_FORMULAS = """() => {
  const lines = ".md-content > .md-typeset > h1, .ex-timeline h3 > span:last-child, " +
    ":is(.ex-list, .ex-claims, .ex-cards, .ex-spine, .ex-ways, .ex-conclusions, .ex-evidence, " +
    ".ex-facts, .ex-sources, .ex-milestones, .ex-lines, .ex-card, .ex-steps) a:not(.ex-ref)";
  for (const line of document.querySelectorAll(lines)) {
    const formula = Object.assign(document.createElement("span"), { className: "katex" });
    formula.style.whiteSpace = "nowrap";
    formula.textContent = "as a formula that no browser breaks ".repeat(9);
    line.replaceChildren(formula);
  }
  return document.querySelectorAll(".katex").length;
}"""
# Returns what a formula is in that is cut off, though nothing scrolls to its end
CUT_OFF = """() => [...document.querySelectorAll(".katex")].flatMap((formula) => {
  const range = document.createRange();
  range.selectNodeContents(formula);
  const { right } = range.getBoundingClientRect();
  for (let box = formula.parentElement; box; box = box.parentElement) {
    const { overflowX } = getComputedStyle(box);
    if (overflowX === "visible" || right < box.getBoundingClientRect().right + 6) continue;
    return overflowX === "auto" ? [] : [`${box.tagName} ${box.className}`];
  }
  return [];
})"""


@pytest.mark.parametrize(
    "address",
    ["", "articles/lamp/", "claims/quotes/", "claims/", "timeline/", "actors/quotes/", "sources/"],
)
def test_a_line_scrolls_if_its_formula_is_too_long(
    browser: Browser, site: Served, address: str
) -> None:
    with reading(browser, site.address, PHONE, address) as page:
        page.evaluate(UNFOLDED)
        assert page.evaluate(WITH_FORMULAS) > 1
        assert page.evaluate(CUT_OFF) == []
        assert sideways(page) == ""


# Returns which elements have rounded borders, and whether they are in texts of annotations
ROUNDED = """() => [...document.querySelectorAll(".ex-sidenote *")].filter((it) => {
  const { borderTopWidth, borderTopLeftRadius } = getComputedStyle(it);
  return parseFloat(borderTopWidth) && parseFloat(borderTopLeftRadius) > 4;
}).map((it) => [it.className, Boolean(it.closest(".ex-text"))])"""


@pytest.mark.parametrize("address", one_quick(["articles/lamp/", "data/articles/lamp.html"]))
def test_no_text_has_a_label_like_a_row_of_the_site(
    browser: Browser, site: Served, address: str
) -> None:
    """A note could have a verdict that nobody gave."""
    with reading(browser, site.address, DESK, address) as page:
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            found = page.evaluate(ROUNDED)
            rows = {name for name, _ in found}
            assert {"ex-chip ex-stance-supports", "ex-chip ex-verdict-mixed"} < rows
            assert not [name for name, is_of_text in found if is_of_text]


def test_a_formula_begins_within_its_box(browser: Browser, site: Served) -> None:
    """Material moves it to the edge of a phone, where the box would cut it off."""
    with reading(browser, site.address, PHONE, "actors/lone-formula/") as page:
        left = "it => it.getBoundingClientRect().left"
        formula = page.locator("div.arithmatex").first
        assert formula.evaluate(left) >= page.locator(".ex-text").first.evaluate(left)


def test_the_outline_of_the_focus_is_not_cut_off(browser: Browser, site: Served) -> None:
    """Links at the edge of a box have an outline outside of it."""
    with reading(browser, site.address, DESK, "claims/word/") as page:
        link = page.locator(".ex-said-by a")
        link.focus()
        style = "const style = getComputedStyle(it); return"
        wide = link.evaluate(
            f"it => {{ {style} parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset) }}"
        )
        room = page.locator(".ex-card").evaluate(f"it => {{ {style} style.overflowClipMargin }}")
        assert 0 < wide <= float(room.removesuffix("px"))
