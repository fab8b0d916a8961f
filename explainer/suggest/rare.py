"""Terms that a reader may not know: rare words, phrases that the text marks, compounds. English only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explainer.dates.timewords import NUMBERS
from explainer.model import Span
from explainer.suggest.commonness import UNKNOWN, rank, stem
from explainer.suggest.name_runs import NameRun
from explainer.suggest.quoted_speech import SPOKEN, Quotation
from explainer.text.words import Word, words

# Rarer words than this are proposed where their ending is that of a term, and rarer ones than that where they stand
# twice: by rank among 80,000.
RARE, VERY_RARE = 9_000, 15_000
_TERM_ENDINGS = re.compile(
    r"(?:tion|sion|ism|ists?|ty|cracy|cratic|arian|mony|ment|ance|ence|ency|ship|ology|nomy|ics|ure|cide|liners?|"
    r"lateral|polar|national|keeping|fire|phobia|gamy|archy|um|us|ivism|voy|oning|gence|age|craft|ware|graph)s?$"
)
_CALLED = re.compile(
    r"\b(?:so-called|known as|termed|dubbed|called|referred to as|nicknamed) (?:an? |the )?"
)
_DESIGNATION = re.compile(r"(?<![\w-])[A-Z]{1,6}-\d{1,4}s?(?![\w-])")
_COMPOUND = re.compile(
    r"(?<![\w/.-])[a-z]{3,}-[a-z]{3,}(?:-[a-z]+)? (?!that\b|than\b|with\b|from\b|into\b)[a-z]{4,}(?![\w/-])"
)
# What these are "of" is one notion: balance of power, rule of law.
_HEADS = "balance|sphere|rule|state|freedom|separation|doctrine|code|burden|crime|right|theory|law|spiral|chain|division"
_NOTION = re.compile(
    rf"\b(?:{_HEADS})s? of (?!all\b|this\b|that\b|these\b|those\b|their\b|which\b|what\b)[a-z]{{3,}}\b"
)
_PHRASE = re.compile(r"[^\W\d_][\w’' -]*\w(?:\.\d+)?")
_NO_TERM = re.compile(r"(?:ly|ing|ed|est|ward|wards|less|ness)$")


@dataclass(frozen=True)
class Rare:
    """A term with its forms as the text has them, its places and why it was found."""

    forms: tuple[str, ...]
    spans: tuple[Span, ...]
    reason: str


def rare_terms(
    text: str, quoted: Sequence[Quotation], names: Sequence[NameRun], things: Sequence[NameRun]
) -> list[Rare]:
    """Find terms, in the order of their first places; `things` are names that belong to no actor."""
    found = [
        *_named(things),
        *_marked(text, quoted),
        *_designations(text),
        *_compounds(text),
        *_words(text, names),
    ]
    kept: list[Rare] = []
    for each in sorted(found, key=lambda each: -max(map(len, each.forms))):
        if not any(_inside(each, other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.spans[0])


def _inside(one: Rare, other: Rare) -> bool:
    return all(
        any(o.start <= span.start and span.end <= o.end for o in other.spans) for span in one.spans
    )


def _named(things: Sequence[NameRun]) -> Iterator[Rare]:
    for name in things:
        yield Rare(
            (name.text,),
            name.spans,
            f"a name whose last word says that it is a thing: “{name.text}”",
        )


def _marked(text: str, quoted: Sequence[Quotation]) -> Iterator[Rare]:
    """What stands between quotation marks without being said, or is introduced as a term."""
    for each in quoted:
        if len(each.words.split()) < SPOKEN and _PHRASE.fullmatch(each.words):
            start = text.index(each.words, each.span.start)
            yield Rare(
                (each.words,),
                (Span(start, start + len(each.words)),),
                "the text puts it in quotation marks",
            )
    for match in _CALLED.finditer(text):
        phrase = re.match(
            r"[a-z-]+(?: (?!and\b|or\b|but\b|by\b|in\b|of\b|to\b|for\b|between\b)[a-z-]+)?",
            text[match.end() :],
        )
        if phrase and min(map(rank, phrase[0].split())) > 300:
            reason = f"the text introduces it with “{match[0].strip()}”"
            yield Rare((phrase[0],), (Span(match.end(), match.end() + len(phrase[0])),), reason)


def _designations(text: str) -> Iterator[Rare]:
    """Letters with a number (F-16, COVID-19), and nouns that belong together."""
    yield from _together(_DESIGNATION.finditer(text), "letters with a number")
    notions = (
        found
        for found in _NOTION.finditer(text)
        if found[0].split()[-1] not in ("the", "its", "his", "her", "our")
    )
    yield from _together(notions, "two nouns that make one notion")


def _compounds(text: str) -> Iterator[Rare]:
    """Words joined by a hyphen, with the noun after them."""
    found = (
        match for match in _COMPOUND.finditer(text) if not set(match[0].split("-")) & NUMBERS.keys()
    )
    yield from _together(found, "a compound")


def _together(found: Iterable["re.Match[str]"], reason: str) -> Iterator[Rare]:
    """All places of the same words, as one term."""
    places: dict[str, list[re.Match[str]]] = {}
    for match in found:
        places.setdefault(stem(match[0]), []).append(match)
    for same in places.values():
        forms = tuple(dict.fromkeys(match[0] for match in same))
        yield Rare(forms, tuple(Span(match.start(), match.end()) for match in same), reason)


def _words(text: str, names: Sequence[NameRun]) -> Iterator[Rare]:
    """Rare nouns and adjectives in small letters, all their forms together; with the words that make them a phrase."""
    closed = {at for name in names for span in name.spans for at in range(*span[:2])}
    places: dict[str, list[Word]] = {}
    for word in words(text.replace("’", "'")):
        if word.text.islower() and word.start not in closed and not _NO_TERM.search(word.text):
            places.setdefault(stem(word.text), []).append(word)
    for found in places.values():
        if not _is_rare(found[0].text, len(found)):
            continue
        forms = tuple(dict.fromkeys(word.text for word in found))
        spans = tuple(Span(word.start, word.end) for word in found)
        times = "once" if len(found) == 1 else f"{len(found)} times"
        yield Rare(forms, spans, f"a rare word in English books; it stands {times}")


def _is_rare(word: str, times: int) -> bool:
    """Whether a word is rare and has the ending of a learned noun or adjective, or is very rare and stands again."""
    plain = stem(word)
    if len(plain) < 5 or not plain.isalpha() or word == "cannot":
        return False
    here = min(rank(word), rank(plain))
    return here >= (
        RARE if _TERM_ENDINGS.search(plain) else VERY_RARE if times > 1 else UNKNOWN + 1
    )
