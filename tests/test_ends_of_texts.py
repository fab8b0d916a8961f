"""Readers see where a text of an annotation ends, though its writer makes more of it look like the
next entry of a list, the next source of a row, or words of the article. Screen readers say so.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.format.wording import TEXTS
from explainer.pipeline import build_site, has_errors
from tests.browsing import DESK, PHONE, Served, boxes, reading, serving
from tests.conftest import silent
from tests.site_files import write_site
from tests.thoroughness import one_quick

# What a text holds to look like two: a rule, a line of struck-out spaces, names, a title of an
# entry with its text, quoted words.
FAKE = """Annual.

---

<s>&emsp;&emsp;&emsp;&emsp;&emsp;</s>

**United Nations**. [*Report*](https://example.net/un). Geneva.

Nations unite
:   In the same year.

> They said <mark><u>so</u></mark>.
"""
EVIDENCE = [
    {"source": "blog", "stance": "supports", "note": "page 3, [UN](https://e.org/u): page 12"},
    {"source": "diary", "stance": "supports", "note": FAKE},
    {"source": "list", "stance": "supports"},
]
SOURCES = {
    each: {"type": "report", "title": each.title(), "author": each, "note": FAKE}
    for each in ("blog", "diary", "list")
}
ANNOTATIONS = {
    "article": "articles/lamp.md",
    "claims": {
        "goes": {
            "quote": "The lamp goes out",
            "summary": "It goes out.",
            "kind": "fact",
            "by": "anna",
            "note": FAKE,
            "evidence": [*EVIDENCE, {"source": "diary", "stance": "disputes", "note": FAKE}],
            "verdict": {"is": "mixed", "because": FAKE, "checked": "1912"},
        },
        "fell": {
            "quote": "a lens fell",
            "summary": "It fell.",
            "kind": "fact",
            "note": FAKE,
            "evidence": [{"source": "diary", "stance": "disputes"}],
        },
    },
    "dates": {
        "fall": {
            "date": "1911",
            "title": "Fall",
            "quote": "In 1911",
            "description": FAKE,
            "basis": FAKE,
            "claims": ["goes"],
        }
    },
    "actors": {"anna": {"name": "Anna", "type": "person", "role": "keeper", "description": FAKE}},
    "terms": {"lens": {"name": "lens", "definition": FAKE, "evidence": EVIDENCE}},
    "sources": SOURCES,
}
LAMP, DOWNLOAD = "articles/lamp/", "data/articles/lamp.html"
# A page with a list of entries, and the entries in it
LISTS = {
    "sources/": ".ex-sources > li",
    "timeline/": ".ex-timeline > li",
    "claims/goes/": ".ex-evidence > li",
    "glossary/lens/": ".ex-evidence > li",
    LAMP: ".ex-notes .ex-note, .ex-evidence > li",
    DOWNLOAD: ".ex-notes .ex-note, .ex-evidence > li",
}
# The fields of annotators on each page
FIELDS = {
    "sources/": {"note"},
    "timeline/": {"description", "basis"},
    "actors/anna/": {"description"},
    "claims/goes/": {"note", "because"},
    "glossary/lens/": {"definition", "note"},
    LAMP: {"note", "because", "description", "definition"},
    DOWNLOAD: {"note", "because", "description", "definition"},
}
# What the program writes beside them
OURS = {"Backed by", "Disputed by", "Mixed", "Blog", "Diary", "List", "Anna", "lens", "1911"}
UNFOLDED = 'document.querySelectorAll(".md-typeset details").forEach((it) => (it.open = true))'
# Returns what makes a text look like more than one: no line beside all of it, a part of it that
# begins at the line or left of it, a name of the entry that does not.
LOOSE = """(entries) => entries.flatMap((entry) => {
  const texts = [...entry.querySelectorAll(".ex-text:not(.ex-side)")];
  return texts.filter((text) => text.checkVisibility()).flatMap((text) => {
    const style = getComputedStyle(text);
    const { left, top, bottom } = text.getBoundingClientRect();
    const inner = left + parseFloat(style.borderInlineStartWidth);
    const wrong = [];
    if (style.display === "inline") wrong.push("inline");
    if (style.borderInlineStartStyle !== "solid" || inner === left) wrong.push("no line");
    const name = entry.closest(".ex-ground") ? text : entry.firstElementChild;
    if (name.getBoundingClientRect().left > left + 1) wrong.push("name as far in as the text");
    for (const part of text.querySelectorAll("*")) {
      const box = part.getBoundingClientRect();
      if (box.left < inner + 6 || box.top < top - 1 || box.bottom > bottom + 1) {
        wrong.push(`${part.localName} at ${box.left - inner}`);
      }
    }
    return wrong;
  });
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write_site(
        tmp_path_factory.mktemp("endings"),
        {
            "mkdocs.yml": "site_name: Lights\n",
            "docs/articles/lamp.md": "# The lamp\n\nThe lamp goes out. In 1911 a lens fell.\n",
            "annotations/all.yml": json.dumps(ANNOTATIONS),
        },
    )
    problems = build_site(root, root / "site", silent)
    assert not has_errors(problems), problems
    with serving(root / "site") as served:
        yield served


@pytest.mark.parametrize("media", one_quick(["screen", "print"]))
@pytest.mark.parametrize("size", one_quick([PHONE, DESK, (320, 640)]))
def test_a_text_stays_behind_its_line(
    browser: Browser, site: Served, size: tuple[int, int], media: str
) -> None:
    """Also in the download, and without scripts."""
    for path in LISTS:
        with reading(browser, site.address, size, path) as page:
            page.emulate_media(media=media)
            page.evaluate(UNFOLDED)
            entries = page.locator(LISTS[path])
            texts = entries.locator(".ex-text:not(.ex-side)")
            assert texts.last.is_visible()
            assert texts.locator("hr").count() == entries.locator("hr").count()
            assert entries.evaluate_all(LOOSE) == []
    with reading(browser, site.address, size, "sources/", java_script_enabled=False) as page:
        page.emulate_media(media=media)
        assert page.locator(".ex-sources > li").evaluate_all(LOOSE) == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_word_of_a_note_has_the_font_of_the_article(
    browser: Browser, site: Served, media: str
) -> None:
    with reading(browser, site.address, DESK, LAMP) as page:
        page.emulate_media(media=media)
        words = page.locator(".ex-sidenote .ex-text :not(code)")
        fonts = words.evaluate_all("all => all.map((it) => getComputedStyle(it).fontFamily)")
        article = page.locator(".ex-article > p").first
        assert article.evaluate("it => getComputedStyle(it).fontFamily") not in fonts
        assert len(set(fonts)) == 1


@pytest.mark.parametrize("media", ["screen", "print"])
def test_rules_and_quotations_have_no_look_of_ours(
    browser: Browser, site: Served, media: str
) -> None:
    """No line across a page or beside words is typed, and no typed words have our highlight."""
    with reading(browser, site.address, DESK, "claims/goes/") as page:
        page.emulate_media(media=media)
        text = page.locator(".ex-columns .ex-text").first
        rule, whole = text.locator("hr").bounding_box(), text.bounding_box()
        assert rule
        assert whole
        assert rule["width"] < whole["width"] / 5
        centre = whole["x"] + whole["width"] / 2
        assert rule["x"] + rule["width"] / 2 == pytest.approx(centre, abs=1)
        edge = "it => getComputedStyle(it).borderInlineStartWidth"
        assert page.locator(".ex-quote").evaluate(edge) == "3px"
        assert text.locator("blockquote").evaluate(edge) == "0px"
        line = "it => getComputedStyle(it).textDecorationColor"
        ours = page.locator(".ex-quote mark").evaluate(line)
        assert text.locator("mark u").evaluate(line) != ours
        if media == "screen":
            tint = "it => getComputedStyle(it).backgroundColor"
            ours = page.locator(".ex-quote mark").evaluate(tint)
            assert text.locator("mark").evaluate(tint) != ours


def test_marked_words_can_be_read_in_the_dark(browser: Browser, site: Served) -> None:
    """The yellow of browsers would be as light as the words."""
    with reading(browser, site.address, DESK, DOWNLOAD) as page:
        page.emulate_media(color_scheme="dark")
        page.evaluate(UNFOLDED)
        mark = page.locator(".ex-notes .ex-text mark").first
        tint = mark.evaluate("it => getComputedStyle(it).backgroundColor")
        assert tint.startswith("color(srgb "), tint
        assert max(map(float, tint[11:].split()[:3])) < 0.5, tint


@pytest.mark.parametrize("media", one_quick(["screen", "print"]))
@pytest.mark.parametrize(
    ("path", "size"), [(LAMP, DESK), (f"{LAMP}#_claim-goes", PHONE), (DOWNLOAD, DESK)]
)
def test_each_source_of_a_row_has_a_line_of_its_own(
    browser: Browser, site: Served, path: str, size: tuple[int, int], media: str
) -> None:
    with reading(browser, site.address, size, path) as page:
        page.emulate_media(media=media)
        row = page.locator('.ex-sidenote [data-stance="supports"]')
        (label,) = boxes(row.locator(".ex-chip"))
        names, notes = boxes(row.locator("li > a")), boxes(row.locator("li > .ex-text"))
        assert names[0]["top"] < label["bottom"], "the first source is not beside the label"
        lines = (names[0], notes[0], names[1], notes[1], names[2])
        for upper, lower in pairwise(lines):
            assert upper["bottom"] <= lower["top"] + 2
        assert names[1]["left"] == names[2]["left"]
        assert row.locator("li").evaluate_all(LOOSE) == []


Node = Mapping[str, Any]


def spoken(page: Page) -> dict[str, Node]:
    """The page as Chromium describes it to screen readers: its nodes by their ids."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["nodeId"]: node for node in nodes}


def value(node: Node, key: str) -> str:
    return str(node.get(key, {}).get("value", "")).strip()


def said_in(nodes: Mapping[str, Node], node: Node) -> str:
    """The name of the annotators' text that a node is in, "" if it is in none."""
    while "parentId" in node:
        node = nodes[node["parentId"]]
        if value(node, "role") == "group" and value(node, "name") in TEXTS.values():
            return value(node, "name")
    return ""


def description_of_focused(page: Page) -> str:
    """What a screen reader adds to the name of the element that has the focus."""
    for node in spoken(page).values():
        if value(node, "role") == "link" and any(map(is_focused, node.get("properties", ()))):
            return value(node, "description")
    return ""


def is_focused(item: Node) -> bool:
    """Whether a property of a node says that it has the focus."""
    return bool(item["name"] == "focused" and item["value"]["value"])


@pytest.mark.parametrize("path", FIELDS)
def test_a_screen_reader_says_what_annotators_wrote(
    browser: Browser, site: Served, path: str
) -> None:
    with reading(browser, site.address, DESK, path) as page:
        page.evaluate(UNFOLDED)
        nodes = spoken(page)
    words = [node for node in nodes.values() if value(node, "role") == "StaticText"]
    theirs = {said_in(nodes, node) for node in words if value(node, "name") == "Annual."}
    assert theirs == {TEXTS[field] for field in FIELDS[path]}
    ours = [node for node in words if value(node, "name") in OURS]
    assert ours
    assert {said_in(nodes, node) for node in ours} == {""}


def test_the_description_of_a_link_says_what_annotators_wrote(
    browser: Browser, site: Served
) -> None:
    """It is one text, without the groups of the preview from which it is made."""
    with reading(browser, site.address, DESK, LAMP) as page:
        page.keyboard.press("Tab")
        page.locator(".ex-article a[data-annotation='term:lens']").first.focus()
        expect(page.locator("#_preview")).to_be_visible()
        described = description_of_focused(page)
    assert "Term lens Definition: Annual." in described
    assert "They said so. End of text. Backed by Blog" in described


def test_the_preview_of_a_page_says_what_annotators_wrote(browser: Browser, site: Served) -> None:
    with reading(browser, site.address, DESK, "timeline/") as page:
        page.evaluate(UNFOLDED)
        page.keyboard.press("Tab")
        page.locator("a[href*='claims/goes/']").first.focus()
        expect(page.locator("#_preview")).to_be_visible()
        described = description_of_focused(page)
    assert f"{TEXTS['note']}: Annual." in described
    assert "End of text. What backs it" in described
    assert f"{TEXTS['because']}: Annual." in described


def test_on_paper_a_full_stop_never_begins_a_line(browser: Browser, site: Served) -> None:
    """It stands between who disputes a claim and the note on it, unless a note is between them."""
    with reading(browser, site.address, DESK, LAMP) as page:
        page.emulate_media(media="print")
        notes = page.locator(".ex-sidenote > .ex-text")
        before = "all => all.map((it) => getComputedStyle(it, '::before').content)"
        assert notes.evaluate_all(before) == ["none", '". "']
