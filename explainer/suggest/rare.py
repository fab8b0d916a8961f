"""Terms that readers may not know: rare words, marked phrases, compounds. English only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explainer.dates.timewords import NUMBERS
from explainer.model import Span
from explainer.suggest.name_runs import NameRun
from explainer.suggest.quoted_speech import SPOKEN, Quotation
from explainer.suggest.suggestions import times_in_words
from explainer.text.commonness import rank, stem
from explainer.text.words import Word, words

# By rank among 80,000: words at least as rare are proposed if their ending is that of a term, or,
# from the second rank on, if they stand twice.
RARE, VERY_RARE = 9_000, 15_000
_TERM_ENDINGS = re.compile(
    r"(?:tion|sion|ism|ists?|ty|cracy|cratic|arian|mony|ment|ance|ence|ency|ship|ology|nomy|ics"
    r"|ure|cide|liners?|lateral|polar|national|keeping|fire|phobia|gamy|archy|um|us|ivism|voy"
    r"|oning|gence|age|craft|ware|graph)s?$"
)
_CALLED = re.compile(
    r"\b(?:so-called|known as|termed|dubbed|called|referred to as|nicknamed) (?:an? |the )?"
)
_CALLED_PHRASE = re.compile(
    r"[a-z-]+(?: (?!and\b|or\b|but\b|by\b|in\b|of\b|to\b|for\b|between\b)[a-z-]+)?"
)
COMMONEST = 300  # a phrase with a word up to this rank is no term
_DESIGNATION = re.compile(r"(?<![\w-])[A-Z]{1,6}-\d{1,4}s?(?![\w-])")
_COMPOUND = re.compile(
    r"(?<![\w/.-])[a-z]{3,}-[a-z]{3,}(?:-[a-z]+)? "
    r"(?!that\b|than\b|with\b|from\b|into\b)[a-z]{4,}(?![\w/-])"
)
# Nouns that make one notion with what they are "of": balance of power, rule of law
_HEADS = (
    "balance|sphere|rule|state|freedom|separation|doctrine|code|burden|crime|right|theory|law"
    "|spiral|chain|division"
)
_NOTION = re.compile(
    rf"\b(?:{_HEADS})s? of "
    r"(?!all\b|this\b|that\b|these\b|those\b|their\b|which\b|what\b)[a-z]{3,}\b"
)
_NO_NOTION = ("the", "its", "his", "her", "our")  # words with which no notion ends
_PHRASE = re.compile(r"[^\W\d_][\w’' -]*\w(?:\.\d+)?")
_NO_TERM = re.compile(r"(?:ly|ing|ed|est|ward|wards|less|ness)$")


@dataclass(frozen=True)
class Rare:
    """A term with its forms in the text, its places and why it was found."""

    forms: tuple[str, ...]
    spans: tuple[Span, ...]
    reason: str


def rare_terms(
    text: str, quoted: Sequence[Quotation], names: Sequence[NameRun], things: Sequence[NameRun]
) -> list[Rare]:
    """Return terms in the order of their first places; `things` are names, but not of actors."""
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
    """Return whether each place of a term is within one of the other's."""
    return all(_is_within(span, other.spans) for span in one.spans)


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _named(things: Sequence[NameRun]) -> Iterator[Rare]:
    for name in things:
        reason = f"a name whose last word says that it is a thing: “{name.text}”"
        yield Rare((name.text,), name.spans, reason)


def _marked(text: str, quoted: Sequence[Quotation]) -> Iterator[Rare]:
    """Yield what stands between quotation marks without being said, or is introduced as a term."""
    for each in quoted:
        if len(each.words.split()) < SPOKEN and _PHRASE.fullmatch(each.words):
            start = text.index(each.words, each.span.start)
            span = Span(start, start + len(each.words))
            yield Rare((each.words,), (span,), "the text puts it in quotation marks")
    for match in _CALLED.finditer(text):
        phrase = _CALLED_PHRASE.match(text, match.end())
        if phrase and min(map(rank, phrase[0].split())) > COMMONEST:
            reason = f"the text introduces it with “{match[0].strip()}”"
            yield Rare((phrase[0],), (Span(phrase.start(), phrase.end()),), reason)


def _designations(text: str) -> Iterator[Rare]:
    """Yield letters with a number (F-16, COVID-19), and nouns that belong together."""
    yield from _together(_DESIGNATION.finditer(text), "letters with a number")
    found = _NOTION.finditer(text)
    notions = (match for match in found if match[0].split()[-1] not in _NO_NOTION)
    yield from _together(notions, "two nouns that make one notion")


def _compounds(text: str) -> Iterator[Rare]:
    """Yield words joined by a hyphen, with the noun after them."""
    found = _COMPOUND.finditer(text)
    compounds = (match for match in found if NUMBERS.keys().isdisjoint(match[0].split("-")))
    yield from _together(compounds, "a compound")


def _together(found: Iterable["re.Match[str]"], reason: str) -> Iterator[Rare]:
    """Yield the same words as one term, with all their places."""
    places: dict[str, list[Word]] = {}
    for match in found:
        word = Word(match[0], match.start(), match.end())
        places.setdefault(stem(match[0]), []).append(word)
    for same in places.values():
        yield _term(same, reason)


def _term(same: Sequence[Word], reason: str) -> Rare:
    forms = dict.fromkeys(word.text for word in same)
    spans = (Span(word.start, word.end) for word in same)
    return Rare(tuple(forms), tuple(spans), reason)


def _words(text: str, names: Sequence[NameRun]) -> Iterator[Rare]:
    """Yield rare nouns and adjectives in small letters, with all their forms."""
    closed = set[int]()
    for name in names:
        for span in name.spans:
            closed.update(range(span.start, span.end))
    places: dict[str, list[Word]] = {}
    for word in words(text.replace("’", "'")):
        if word.text.islower() and word.start not in closed and not _NO_TERM.search(word.text):
            places.setdefault(stem(word.text), []).append(word)
    for found in places.values():
        if _is_rare(found[0].text, len(found)):
            times = times_in_words(len(found))
            yield _term(found, f"a rare word in English books; it occurs {times}")


def _is_rare(word: str, times: int) -> bool:
    """Return whether a word is rare enough for its ending, and for how often it stands there."""
    plain = stem(word)
    if len(plain) < 5 or not plain.isalpha() or word == "cannot":
        return False
    found = min(rank(word), rank(plain))
    if _TERM_ENDINGS.search(plain):
        return found >= RARE
    return times > 1 and found >= VERY_RARE
