"""What speaks for a place of a quote: the accepted text beside today's, the words around it, and what was typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from explainer.anchoring.alignment import Alignment, Words, align
from explainer.anchoring.surroundings import (
    ALIKE_NONE,
    ALIKE_ONE,
    around,
    fit,
    halves,
    likeness,
    sides,
    stand,
)
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.model import Surroundings
from explainer.text.fold import Folded, fold, folded
from explainer.text.words import is_border, is_end_of_quote

# Surroundings that are so much less like (of 200) are those of another place.
CLEARLY = 20
# Of two places, one in the very surroundings of the record, the other may be so like it (of 200) and still not matter.
ALIKE_TWIN = 140
# In a text of more characters, quotes are looked up by their words.
LONG_TEXT = 100_000
# Not by a word that stands more than once in so many characters, unless the quote is longer than the second
# number: one look through all of the text is faster, but not for each place of a quote of many words.
_FEWEST_BETWEEN, _LONG_WORDS = 300, 1_000

_WORD = re.compile(r"\w+")

Occurrence = tuple[int, int]


@dataclass(frozen=True)
class ArticleText:
    """The visible text of an article, prepared once for all its quotes."""

    original: str
    folded: Folded
    before: str = ""  # the folded text as it was last accepted; empty where that is not known

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case, with the same offsets."""
        return _lowered(self.folded.text)

    @cached_property
    def before_lower(self) -> str:
        """The accepted text in lower case, with the same offsets."""
        return _lowered(self.before)

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the text writes in lower case: a capital at the start of a sentence makes them no names."""
        return frozenset(self.folded.text.split())

    @cached_property
    def alignment(self) -> Alignment:
        """The accepted text beside this one."""
        return align(self.before, self.folded.text)


@dataclass(frozen=True)
class Wanted:
    """A quote and all that is known of it. Places are offsets in the folded text of today."""

    quote: Quote
    text: ArticleText
    typed: Surroundings | None  # what the editor typed around it
    accepted: Surroundings | None  # its record
    was: Words | None  # its place in the accepted text
    others: tuple[Surroundings, ...]  # the surroundings of its words elsewhere in the accepted text
    gone: tuple[Words, ...]  # the places of these that are no longer known to be there

    def may_be(self, place: Occurrence) -> bool:
        """Whether the words of a place may be those of the quote.

        They are not if they stood elsewhere when the quote was accepted; nor if they came since, and what they are a
        copy of was edited where it stood; nor if words that stood more than once came to stand in surroundings that
        say nothing for them.
        """
        if self.was is None:
            return True
        origin = self.text.alignment.origin(*place)
        if origin is None and self._is_copy_of_edited(place, self.was):
            return False
        if origin is None or (origin != self.was and self.text.alignment.is_loose(*place)):
            return not self.others or self.is_like(place)
        return origin == self.was

    def _is_copy_of_edited(self, place: Occurrence, was: Words) -> bool:
        """Whether a place is a copy, put elsewhere, of what was edited where it stood."""
        alignment, left = self.text.alignment, self.left_in_place(place)
        return left is not None and (
            alignment.are_far(place, left) or alignment.is_copy(place, left, was)
        )

    def left_in_place(self, place: Occurrence) -> Occurrence | None:
        """Where much of the quote is left between what stood beside it, if that is another place than this."""
        left = self.text.alignment.left_in_place(self.was) if self.was else None
        return None if left is None or self.is_in_gap(place) else left

    def is_in_gap(self, place: Occurrence) -> bool:
        """Whether most of a place is where the quote stood."""
        if self.was is None:
            return False
        low, high = self.text.alignment.gap(self.was)
        return 2 * (min(place[1], high) - max(place[0], low)) > place[1] - place[0]

    def is_like(self, place: Occurrence) -> bool:
        """Whether anything around a place is as it is known of the quote."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        return any(self.sides(place)) or alike >= ALIKE_NONE

    def stayed(self, place: Occurrence) -> bool:
        """Whether these words came from where the quote was accepted, and from nowhere else."""
        came = self.was is not None and self.text.alignment.origin(*place) == self.was
        return came and not self.could_be_another(place)

    def could_be_another(self, place: Occurrence) -> bool:
        """Whether the surroundings here are about as like those of the same words elsewhere in the accepted text."""
        if not self.accepted or not self.others:
            return False
        if self.text.alignment.is_loose(*place):
            return True
        if self.was and any(
            self.text.alignment.may_have_been(each, self.was, *place) for each in self.gone
        ):
            return True
        if not self.gone or (
            self.is_untouched(place) and not any(self._fits(place, each) for each in self.others)
        ):
            return False
        own = likeness(self.text.folded.text, *place, self.accepted)
        most = max(likeness(self.text.folded.text, *place, other) for other in self.others)
        return own - most < min(CLEARLY, 200 - most) or own == most

    def stands(self, place: Occurrence) -> bool:
        """Whether the words around the place are those known of the quote."""
        known = (each for each in (self.typed, self.accepted) if each)
        return any(stand(self.text.folded.text, *place, each) for each in known)

    def fits(self, place: Occurrence) -> bool:
        """Whether what the editor typed around the quote is there."""
        return self.typed is not None and self._fits(place, self.typed)

    def sides(self, place: Occurrence) -> tuple[bool, bool]:
        """Whether what stood right before and right after the quote is there still."""
        return (
            sides(self.text.folded.text, *place, self.accepted) if self.accepted else (False, False)
        )

    def rivals(self, place: Occurrence, likely: Occurrence) -> bool:
        """Whether a place speaks against the likely one: its surroundings are like those known of the quote too."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        is_untouched = self.is_untouched(likely)
        is_settled = is_untouched or (all(self.sides(likely)) and self.is_half_untouched(likely))
        most = ALIKE_TWIN if is_settled else ALIKE_ONE
        return alike > most or (not is_untouched and any(self.sides(place)))

    def is_copy(self, place: Occurrence, likely: Occurrence) -> bool:
        """Whether a place is a copy, put elsewhere, of the likely one, which stayed where it was."""
        alignment = self.text.alignment
        if self.was is None or alignment.origin(*likely) != self.was or alignment.origin(*place):
            return False
        return alignment.is_copy(place, likely, self.was)

    def is_untouched(self, place: Occurrence) -> bool:
        """Whether all the record has around the quote is there, unchanged."""
        return self.accepted is not None and self._fits(place, self.accepted)

    def is_half_untouched(self, place: Occurrence) -> bool:
        """Whether all the record has on one side of the quote is there, unchanged, and speaks for no other place."""
        text = self.text.folded.text
        if self.accepted is None or not any(halves(text, *place, self.accepted)):
            return False
        return not any(any(halves(text, *place, other)) for other in self.others)

    def _fits(self, place: Occurrence, surroundings: Surroundings) -> bool:
        return fit(self.text.folded.text, *place, surroundings)


def _lowered(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def prepare(text: str, before: str = "") -> ArticleText:
    """The visible text, ready for `find`; `before` is the visible text in which its quotes were last accepted."""
    return ArticleText(text, fold(text), folded(before))


def is_record_of(accepted: Surroundings, quote: Quote) -> bool:
    """Whether the record is of the quote as it is now written: its words, and what the editor typed around them."""
    words = folded(accepted.exact)
    if isinstance(quote, RangeQuote):
        return words.startswith(folded(quote.start)) and words.endswith(folded(quote.end))
    before, after = folded(accepted.prefix)[::-1], folded(accepted.suffix)
    typed = _agree(before, folded(quote.prefix)[::-1]) and _agree(after, folded(quote.suffix))
    return typed and words == folded(quote.exact)


def has_words_of(accepted: Surroundings, quote: Quote) -> bool:
    """Whether the record is of the very words of the quote, whatever was typed around them."""
    return isinstance(quote, ExactQuote) and folded(accepted.exact) == folded(quote.exact)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def wanted_of(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> Wanted:
    """The quote with all that is known of it; `accepted` is its record in the lock file."""
    typed = None
    if isinstance(quote, ExactQuote) and (quote.prefix.strip() or quote.suffix.strip()):
        typed = Surroundings(quote.exact, quote.prefix, quote.suffix)
    there = list(occurrences(folded(accepted.exact), text.before)) if accepted else []
    own = [place for place in there if accepted and fit(text.before, *place, accepted)]
    if len(own) != 1:
        return Wanted(quote, text, typed, accepted, None, (), ())
    alignment, elsewhere = text.alignment, [place for place in there if place != own[0]]
    others = tuple(around(text.before, *place) for place in elsewhere)
    were = (alignment.words_before(*place) for place in elsewhere)
    gone = tuple(each for each in were if not alignment.is_there(each))
    return Wanted(quote, text, typed, accepted, alignment.words_before(*own[0]), others, gone)


def occurrences(words: str, text: str) -> Iterator[Occurrence]:
    """The places of folded words in a folded text, at the borders of words."""
    starts = _starts_in_long(words, text) if len(text) > LONG_TEXT else None
    for at in _starts(words, text) if starts is None else starts:
        if is_border(text, at) and is_end_of_quote(text, at + len(words)):
            yield at, at + len(words)


def first_end(words: str, text: str, start: int, end: int) -> int | None:
    """Return where folded words end for the first time in `text[start:end]`, at the borders of words."""
    for at in _starts(words, text, start, end):
        if is_border(text, at) and is_end_of_quote(text, at + len(words)):
            return at + len(words)
    return None


def _starts(words: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    at = text.find(words, start, end) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def _starts_in_long(words: str, text: str) -> list[int] | None:
    """Return where some words begin, looked up by the rarest of them.

    None where all of them are common, or may be parts of words. Thousands of quotes of an article of
    thousands of paragraphs would each be looked for in all of it.
    """
    index = _index(text)
    inner = [each for each in _WORD.finditer(words) if each.start() > 0 and each.end() < len(words)]
    if not inner:
        return None
    rarest = min(inner, key=lambda each: len(index.get(each[0], ())))
    places = index.get(rarest[0], ())
    if len(places) > len(text) // _FEWEST_BETWEEN and len(words) <= _LONG_WORDS:
        return None
    starts = (at - rarest.start() for at in places)
    return [at for at in starts if at >= 0 and text.startswith(words, at)]


@lru_cache(maxsize=4)  # an article and what it was, asked for each of its quotes
def _index(text: str) -> dict[str, list[int]]:
    """Return where each word of a text begins."""
    index: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        index.setdefault(word[0], []).append(word.start())
    return index
