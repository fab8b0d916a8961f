"""Abbreviations, with what they stand for if the text says it.

The pairing is the rule of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (2003), for initials: each letter of the short form begins a word of
the long one, in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.model import Span

_SHORT = re.compile(r"\b(?:[A-Z]{2,6}s?\b|(?:[A-Z]\.){2,5})(?![\w-])")
_ROMAN = re.compile(r"[IVXLCDM]+")
_SMALL = frozenset("of the and for in on to a an de la".split())


@dataclass(frozen=True)
class Abbreviation:
    """A short form with all its places, and the long form if the text gives it, else ""."""

    short: str
    long: str
    spans: tuple[Span, ...]


def abbreviations(text: str) -> Iterator[Abbreviation]:
    """Yield the abbreviations made of capital letters, in the order of their first places."""
    places: dict[str, list[Span]] = {}
    for match in _SHORT.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : (text + "\n").find("\n", match.end())]
        if not _ROMAN.fullmatch(match[0]) and not line.isupper():
            places.setdefault(match[0], []).append(Span(match.start(), match.end()))
    for short, spans in places.items():
        longs = (_long(text, short, span) for span in spans)
        yield Abbreviation(short, next(filter(None, longs), ""), tuple(spans))


def _long(text: str, short: str, span: Span) -> str:
    """Return what stands before "(NATO)", or in brackets after "NATO"; or ""."""
    letters = short.replace(".", "").removesuffix("s").lower()
    if text[span.start - 1 : span.start] == "(":
        return _ending(text[max(span.start - 120, 0) : span.start - 1].split(), letters)
    after = re.match(r" \(([^()\n]{4,100})\)", text[span.end : span.end + 110])
    return after[1] if after and _ending(after[1].split(), letters) == after[1] else ""


def _ending(words: list[str], letters: str) -> str:
    """Return the last words whose first letters are these, not counting small words; or ""."""
    taken, left = [], letters
    for word in reversed(words):
        initials = _initials(word)
        if left and initials and left.endswith(initials):
            left = left[: -len(initials)]
        elif word.lower() not in _SMALL or not left:
            break
        taken.append(word)
        if not left:
            return " ".join(reversed(taken)).strip("“”\"'‘’ ")
    return ""


def _initials(word: str) -> str:
    """Return the first letters, in lower case, of the parts that hyphens join."""
    parts = re.split(r"[-‑]", word.lower().strip("“”\"'‘’"))
    return "".join(part[:1] for part in parts)
