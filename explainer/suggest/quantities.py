"""Figures: numbers in a text, with the things they count."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from explainer.dates.timewords import NUMBERS, expressions
from explainer.model import Span

_WORDS = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_LARGE = "hundred|thousand|million|billion|trillion|dozen"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,-])(?P<money>[$€£¥₽₴]|US\$ ?)?"
    rf"(?P<number>(?:{_DIGITS}|{_WORDS})(?: (?:{_LARGE}))*"
    rf"|(?:{_LARGE})s? of (?:{_LARGE})s?|(?:{_LARGE})s)"
    rf"(?P<sign> ?%| per ?cent| percent)?(?P<of> of)?(?P<what>(?: [a-z][\w-]*){{0,2}})"
    rf"(?![\w-])",
    re.IGNORECASE,
)
# Words after a number that are neither a noun nor an adjective
_NOTHING = frozenset(
    "and or but of in on at to for from by with that which who the a an is was were are as than"
    " more less if so it had has have after before when while until since times".split()
)


class Quantity(NamedTuple):
    """A figure: where it is, and what it counts, if the text says ("airports in", "$", "%")."""

    span: Span
    counts: str


def quantities(text: str) -> Iterator[Quantity]:
    """Yield figures that are not dates: amounts of money, shares, numbers before a noun."""
    times = set[int]()
    for each in expressions(text):
        if each.form != "clause":
            times.update(range(each.span.start, each.span.end))
    for match in _FIGURE.finditer(text):
        noun = "" if match["sign"] else _counted(match["what"].split())
        sign = (match["money"] or match["sign"] or "").strip()
        is_small = match["number"].isalpha() and match["number"].lower() in ("one", "two")
        if match.start("number") in times or not (sign or noun) or (is_small and not sign):
            continue
        end = match.end("number")
        if match["sign"]:
            end = match.end("sign")
        elif noun:
            end = match.start("what") + match["what"].find(noun) + len(noun)
        yield Quantity(Span(match.start(), end), sign or noun)


def _counted(words: list[str]) -> str:
    """Return the noun after a number, with its adjective; "" if the next word is neither."""
    kept = []
    for word in words:
        if word.lower() in _NOTHING:
            break
        kept.append(word)
    return " ".join(kept)
