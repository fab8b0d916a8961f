"""Figures: numbers in a text, with what they count."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from explainer.dates.timewords import NUMBERS, expressions
from explainer.model import Span

_WORDS = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_LARGE = "hundred|thousand|million|billion|trillion|dozen"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,-])(?P<money>[$€£¥₽₴]|US\$ ?)?(?P<number>(?:{_DIGITS}|{_WORDS})(?: (?:{_LARGE}))*|(?:{_LARGE})s? of "
    rf"(?:{_LARGE})s?|(?:{_LARGE})s)(?P<sign> ?%| per ?cent| percent)?(?P<of> of)?(?P<what>(?: [a-z][\w-]*){{0,2}})"
    rf"(?![\w-])",
    re.IGNORECASE,
)
_NOTHING = frozenset(
    "and or but of in on at to for from by with that which who the a an is was were are as than more less if so it "
    "had has have after before when while until since times".split()
)


class Quantity(NamedTuple):
    """A figure: where, and what it counts as far as the words after it say ("airports in", "$", "%")."""

    span: Span
    counts: str


def quantities(text: str) -> Iterator[Quantity]:
    """Find the figures of a text that are no dates: amounts of money, shares, and numbers before a noun."""
    times = {
        at for each in expressions(text) if each.form != "clause" for at in range(*each.span[:2])
    }
    for match in _FIGURE.finditer(text):
        what = "" if match["sign"] else _counted(match["what"].split())
        sign = (match["money"] or match["sign"] or "").strip()
        small = match["number"].isalpha() and match["number"].lower() in ("one", "two")
        if match.start("number") in times or not (sign or what) or (small and not sign):
            continue
        end = match.end("sign") if match["sign"] else match.end("number")
        end = match.start("what") + match["what"].find(what) + len(what) if what else end
        yield Quantity(Span(match.start(), end), sign or what)


def _counted(words: list[str]) -> str:
    """The noun after a number, with an adjective before it; "" where the next word is no noun."""
    kept = []
    for word in words:
        if word.lower() in _NOTHING:
            break
        kept.append(word)
    return " ".join(kept)
