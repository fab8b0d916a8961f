"""A browser finds each annotation's text in its box: no HTML of one ends the box, or what holds it.

A browser puts elements right in ways of its own, which the parser of the program may not share.
"""

from random import Random

import pytest
from playwright.sync_api import Page

from explainer.rendering.annotation_texts import render_text, text_renderer
from explainer.text.fragment import parse

TAGS = (
    "a abbr b bdi blockquote br cite code dd del dfn dl dt em hr i ins kbd li mark ol p pre q rp rt"
    " ruby s small span strong sub sup table tbody td th thead tr u ul var"
    " div form button select option nobr svg math details summary section h2 body html template"
).split()
BOXES = (
    '<ul><li><div class="box">{}</div></li><li id="after">After</li></ul>',
    '<dl><dd><div class="box">{}</div></dd><dd id="after">After</dd></dl>',
    '<details><summary>S</summary><div class="box">{}</div><p id="after">After</p></details>',
    '<blockquote><div class="box">{}</div><p id="after">After</p></blockquote>',
    '<ol><li><section><div class="box">{}</div></section></li><li id="after">After</li></ol>',
)
# Returns the text of the box, and the path of what follows it, for each document.
FOUND = """documents => documents.map((html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const path = [];
  for (let one = page.getElementById("after"); one; one = one.parentElement) path.push(one.tagName);
  const boxes = page.querySelectorAll(".box");
  return [boxes.length, boxes[0].textContent, path.join(" ")];
})"""


def soup(random: Random) -> str:
    """Return tags that are allowed in annotations, and some that are not, with words."""
    parts = []
    for _ in range(random.randint(1, 14)):
        tag = random.choice(TAGS)
        choice = random.choice([f"<{tag}>", f"<{tag}>", f"</{tag}>", "word ", "\n\n"])
        parts.append(choice.replace("<a>", '<a href="https://example.org">'))
    return "".join(parts)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("seed", range(4))
def test_what_follows_a_box_stays_where_it_is(page: Page, seed: int) -> None:
    random, renderer = Random(seed), text_renderer()
    texts = [render_text(soup(random), renderer) for _ in range(300)]
    fragments = ["", *(text.html for text in texts)]
    for box in BOXES:
        empty, *found = page.evaluate(FOUND, [box.format(fragment) for fragment in fragments])
        for fragment, (boxes, words, path) in zip(fragments[1:], found, strict=True):
            assert boxes == 1, fragment
            assert path == empty[2], (box, fragment)
            assert squeezed(words) == squeezed("".join(parse(fragment).itertext())), fragment
