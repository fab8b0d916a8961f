"""Readings of ruby that were copied into a quote along with the words below them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from explainer.anchoring.evidence import ArticleText, occurrences
from explainer.anchoring.mistyped import yaml_string
from explainer.entries import Quote
from explainer.text.fold import folded
from explainer.text.fragment import Element
from explainer.text.visible import READINGS


class Reading(NamedTuple):
    """The reading of some words, and the last letter of these words, which stand before it."""

    letter: str
    words: str


def with_readings(quote: Quote, text: ArticleText, readings: Iterable[Reading]) -> str:
    """Return the advice for a quote that is in the article but for readings in it, else ""."""
    bare = quote.words
    for letter, words in readings:
        if words in bare:
            after_letter = rf"(?<={re.escape(letter)})\s*[(（]?\s*{re.escape(words)}\s*?\n?[)）]?"
            bare = re.sub(after_letter, "", bare)
    if bare == quote.words or not any(occurrences(folded(bare), text.folded.text)):
        return ""
    found = yaml_string(" ".join(bare.split()))
    return f"these words are in the article, but without the readings above them; write {found}"


def readings_in(article: Element) -> tuple[Reading, ...]:
    """Return the different readings in the tree of an article's HTML without marks, in order."""
    return tuple(dict.fromkeys(_readings(article)))


def _readings(article: Element) -> Iterator[Reading]:
    for ruby in article.iter("ruby"):
        before = ""
        strings = cast("list[Any]", ruby.xpath(".//text()[normalize-space()]"))
        for string in strings:
            near = string.getparent()
            holder = near.getparent() if string.is_tail else near
            if holder.tag == "rt" and before:
                yield Reading(before[-1], string.strip())
            elif holder.tag not in READINGS:
                before = string.strip()
