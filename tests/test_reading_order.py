"""A browser shows the numbers of a left-to-right text in the order in which they are typed."""

import unicodedata
from html import escape

from playwright.sync_api import Page

from explainer.rendering.annotation_texts import render_text, text_renderer
from explainer.text.directionmarks import without_idle_marks

# All characters but letters, and what browsers and YAML refuse
SIGNS = [
    sign
    for sign in map(chr, range(0x80, 0x20000))
    if unicodedata.category(sign)[0] not in "LZ"
    and unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
]
TYPED = "It lasted {0} 1991 – 2014 {0} in all"
# Returns the texts whose second number is not shown to the right of the first one
TURNED = """() => [...document.querySelectorAll("p")].filter((line) => {
  const ends = ["1991", "2014"].map((number) => {
    const range = document.createRange();
    const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const at = nodes.currentNode.data.indexOf(number);
      if (at < 0) continue;
      range.setStart(nodes.currentNode, at);
      range.setEnd(nodes.currentNode, at + 4);
    }
    return range.getBoundingClientRect().left;
  });
  return !(ends[0] < ends[1]);
}).map((line) => line.textContent)"""


def turned(page: Page, paragraphs: list[str]) -> list[str]:
    page.set_content(f"<style>p {{ white-space: nowrap }}</style>{''.join(paragraphs)}")
    found: list[str] = page.evaluate(TURNED)
    return found


def test_no_sign_turns_numbers_around(page: Page, thorough: bool) -> None:
    typed = [TYPED.format(sign) for sign in (SIGNS if thorough else SIGNS[::20])]
    assert turned(page, [f"<p>{escape(line)}</p>" for line in typed])
    assert turned(page, [f"<p>{escape(without_idle_marks(line))}</p>" for line in typed]) == []


def test_no_sign_of_markdown_turns_numbers_around(page: Page) -> None:
    renderer = text_renderer()
    lines = [
        TYPED.format(sign)
        for sign in ("*\u05be*", "&#x5c0;", '<span dir="rtl">\u06d4</span>', "<bdi>\u061f</bdi>")
    ]
    lines.append("\u05c0 1991 – 2014 \u05c0")
    assert turned(page, [render_text(line, renderer).html for line in lines]) == []
