"""Readings of ruby that were copied into a quote along with the words below them."""

import re
from collections.abc import Iterator
from typing import Any, cast

from explainer.anchoring.evidence import ArticleText, occurrences
from explainer.anchoring.mistyped import yaml_string
from explainer.entries import Quote
from explainer.text.fold import folded
from explainer.text.fragment import Element
from explainer.text.visible import READINGS


def with_readings(quote: Quote, text: ArticleText, article: Element) -> str:
    """Return the advice for a quote that is in the article but for readings in it, else "".

    `article` is the tree of the article's HTML, without marks.
    """
    bare = quote.words
    for before, reading in _readings(article):
        after_word = rf"(?<={re.escape(before)})\s*[(（]?\s*{re.escape(reading)}\s*?\n?[)）]?"
        bare = re.sub(after_word, "", bare)
    if bare == quote.words or not any(occurrences(folded(bare), text.folded.text)):
        return ""
    found = yaml_string(" ".join(bare.split()))
    return f"these words are in the article, but without the readings above them; write {found}"


def _readings(article: Element) -> Iterator[tuple[str, str]]:
    """Yield each reading, with the last letter of the words before it in its ruby."""
    for ruby in article.iter("ruby"):
        before = ""
        strings = cast("list[Any]", ruby.xpath(".//text()[normalize-space()]"))
        for string in strings:
            near = string.getparent()
            holder = near.getparent() if string.is_tail else near
            if holder.tag == "rt" and before:
                yield before[-1], string.strip()
            elif holder.tag not in READINGS:
                before = string.strip()
