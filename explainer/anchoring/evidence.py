"""The evidence for a place of a quote: the accepted text, the words around it, what was typed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from explainer.anchoring.alignment import Alignment, Stretch, Words, align
from explainer.anchoring.surroundings import (
    ALIKE_NONE,
    ALIKE_ONE,
    agreeing_halves,
    agrees_with,
    around,
    likeness,
    sides,
    stands_in,
)
from explainer.entries import Quote
from explainer.model import Surroundings
from explainer.text.borders import is_border, is_end_of_quote
from explainer.text.fold import Folded, fold, folded, folded_once

# Surroundings that are less alike by this much (of 200) are those of another place.
CLEARLY = 20
# If one of two places has the very surroundings of the record, the other may be this much like
# them (of 200) and still not count.
ALIKE_TWIN = 140
# In a text of more characters, quotes are looked up by their words.
LONG_TEXT = 100_000
# A quote is not looked up by a word that occurs more than once in _FEWEST_BETWEEN characters,
# unless the quote is longer than _LONG_WORDS: searching the whole text once is faster, but not for
# each place of a quote of many words.
_FEWEST_BETWEEN, _LONG_WORDS = 300, 1_000
_ENOUGH = 12  # words at the beginning of a quote, some of which are rare

# Places of the words in the accepted text: where they stand more often, their record says too
# little, and comparing all of them for each place of today takes minutes.
_MOST_KNOWN = 200

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ArticleText:
    """The visible text of an article, prepared once for all its quotes."""

    original: str
    folded: Folded
    before: str = ""  # the folded text as it was last accepted; "" if that is not known

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
        """The words that the text also writes in lower case.

        A capital at the start of a sentence does not make them names.
        """
        return frozenset(self.folded.text.split())

    @cached_property
    def is_accepted(self) -> bool:
        """Whether the text is, once folded, the accepted one."""
        return self.before == self.folded.text.rstrip()  # it may end with a line feed

    @cached_property
    def alignment(self) -> Alignment:
        """The accepted text aligned with this one."""
        return align(self.before, self.folded.text)


@dataclass(frozen=True)
class Wanted:
    """A quote and all that is known of it. Places are stretches of today's folded text."""

    quote: Quote
    text: ArticleText
    typed: Surroundings | None  # what the editor typed around it
    accepted: Surroundings | None  # its record in the lock file
    was: Words | None  # its place in the accepted text
    others: tuple[Surroundings, ...]  # of its words elsewhere in the accepted text
    missing: tuple[Words, ...]  # those other places that are not surely there any more

    def may_be(self, place: Stretch) -> bool:
        """Return whether the words of a place may be those of the quote.

        They are not if they stood elsewhere when the quote was accepted; nor if they are new and
        what they are a copy of was edited where it stood; nor if the words occurred more than once
        and the surroundings of the place say nothing for it.
        """
        if self.was is None:
            return True
        origin = self.text.alignment.origin(*place)
        if origin is None:
            if self._is_copy_of_edited(place, self.was):
                return False
        elif origin == self.was or not self.text.alignment.is_interchangeable(*place):
            return origin == self.was
        return not self.others or self.is_like(place)

    def _is_copy_of_edited(self, place: Stretch, was: Words) -> bool:
        """Return whether a place is a copy, put elsewhere, of words edited where they stood."""
        alignment, left = self.text.alignment, self.left_in_place(place)
        if left is None:
            return False
        return alignment.are_far(place, left) or alignment.is_copy(place, left, was)

    def left_in_place(self, place: Stretch) -> Stretch | None:
        """Return where much of the quote is left between its old neighbours.

        None if that is the given place.
        """
        left = self.text.alignment.left_in_place(self.was) if self.was else None
        return None if left is None or self.is_in_gap(place) else left

    def is_in_gap(self, place: Stretch) -> bool:
        """Return whether most of a place is where the quote stood."""
        if self.was is None:
            return False
        low, high = self.text.alignment.gap(self.was)
        return 2 * (min(place.end, high) - max(place.start, low)) > place.end - place.start

    def is_like(self, place: Stretch) -> bool:
        """Return whether anything around a place is as it is known of the quote."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        return any(self.sides(place)) or alike >= ALIKE_NONE

    def stayed(self, place: Stretch) -> bool:
        """Return whether a place surely came from where the quote was accepted."""
        came = self.was is not None and self.text.alignment.origin(*place) == self.was
        return came and not self.could_be_another(place)

    def could_be_another(self, place: Stretch) -> bool:
        """Return whether a place is about as like another place of the same words back then."""
        if not self.accepted or not self.others:
            return False
        if self.text.alignment.is_interchangeable(*place) or self._may_be_missing(place):
            return True
        if not self.missing:
            return False
        if self.is_untouched(place) and not self._agrees_with_another(place):
            return False
        own = likeness(self.text.folded.text, *place, self.accepted)
        most = max(likeness(self.text.folded.text, *place, other) for other in self.others)
        return own - most < min(CLEARLY, 200 - most) or own == most

    def _may_be_missing(self, place: Stretch) -> bool:
        """Return whether a place may be one of the others that are missing."""
        if self.was is None:
            return False
        alignment = self.text.alignment
        return any(alignment.may_have_been(each, self.was, *place) for each in self.missing)

    def _agrees_with_another(self, place: Stretch) -> bool:
        text = self.text.folded.text
        return any(agrees_with(text, *place, other) for other in self.others)

    def stands(self, place: Stretch) -> bool:
        """Return whether the words around the place are those known of the quote."""
        text = self.text.folded.text
        known = (each for each in (self.typed, self.accepted) if each)
        return any(stands_in(text, *place, each) for each in known)

    def fits(self, place: Stretch) -> bool:
        """Return whether the words that the editor typed around the quote are there."""
        return self.typed is not None and agrees_with(self.text.folded.text, *place, self.typed)

    def sides(self, place: Stretch) -> tuple[bool, bool]:
        """Return whether the words right before and right after the quote are still there."""
        if self.accepted is None:
            return False, False
        return sides(self.text.folded.text, *place, self.accepted)

    def rivals(self, place: Stretch, likely: Stretch) -> bool:
        """Return whether a place, by its surroundings, speaks against the likely one."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        is_untouched = self.is_untouched(likely)
        is_settled = is_untouched or (all(self.sides(likely)) and self.is_half_untouched(likely))
        most = ALIKE_TWIN if is_settled else ALIKE_ONE
        return alike > most or (not is_untouched and any(self.sides(place)))

    def is_copy(self, place: Stretch, likely: Stretch) -> bool:
        """Return whether a place is a copy, put elsewhere, of the likely one, which stayed."""
        alignment = self.text.alignment
        if self.was is None or alignment.origin(*likely) != self.was or alignment.origin(*place):
            return False
        return alignment.is_copy(place, likely, self.was)

    def is_untouched(self, place: Stretch) -> bool:
        """Return whether all that the record has around the quote is there, unchanged."""
        if self.accepted is None:
            return False
        return agrees_with(self.text.folded.text, *place, self.accepted)

    def is_half_untouched(self, place: Stretch) -> bool:
        """Return whether all that the record has on one side of the quote is there, unchanged.

        It must not be there for any other place of the words.
        """
        text = self.text.folded.text
        if self.accepted is None or not any(agreeing_halves(text, *place, self.accepted)):
            return False
        return not any(any(agreeing_halves(text, *place, other)) for other in self.others)


def _lowered(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def prepare(text: str, before: str = "") -> ArticleText:
    """Return a visible text, ready for `find`.

    `before` is the visible text in which its quotes were last accepted, or "".
    """
    today, is_same = fold(text), before.rstrip() == text.rstrip()
    return ArticleText(text, today, today.text.strip() if is_same else folded(before))


def is_record_of(accepted: Surroundings, quote: Quote) -> bool:
    """Return whether a record is of the quote as it is now written.

    Both its words and what the editor typed around them must agree.
    """
    if quote.is_range:
        words = folded_once(accepted.exact)
        return words.startswith(folded_once(quote.start)) and words.endswith(folded_once(quote.end))
    if not has_words_of(accepted, quote):
        return False
    if not quote.has_sides:
        return True
    before, typed_before = folded_once(accepted.prefix), folded_once(quote.prefix)
    after, typed_after = folded_once(accepted.suffix), folded_once(quote.suffix)
    return _agree(before[::-1], typed_before[::-1]) and _agree(after, typed_after)


def has_words_of(accepted: Surroundings, quote: Quote) -> bool:
    """Return whether a record is of the very words of the quote, whatever was typed around them."""
    if quote.is_range:
        return False
    return accepted.exact == quote.exact or folded_once(accepted.exact) == folded_once(quote.exact)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def wanted_of(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> Wanted:
    """Return the quote with all that is known of it; `accepted` is its record in the lock file."""
    typed = None
    if not quote.is_range and quote.has_sides:
        typed = Surroundings(quote.exact, quote.prefix, quote.suffix)
    if accepted is None:
        return Wanted(quote, text, typed, accepted, None, (), ())
    places = list(islice(occurrences(folded_once(accepted.exact), text.before), _MOST_KNOWN + 1))
    if len(places) > _MOST_KNOWN:
        return Wanted(quote, text, typed, accepted, None, (), ())
    own = [place for place in places if agrees_with(text.before, *place, accepted)]
    if len(own) != 1:
        return Wanted(quote, text, typed, accepted, None, (), ())
    alignment = text.alignment
    others = []
    missing = []
    for place in places:
        if place != own[0]:
            others.append(around(text.before, *place))
            were = alignment.words_before(*place)
            if not alignment.is_in_today(were):
                missing.append(were)
    was = alignment.words_before(*own[0])
    return Wanted(quote, text, typed, accepted, was, tuple(others), tuple(missing))


def place_in_accepted(quote: Quote, text: ArticleText, accepted: Surroundings) -> Stretch | None:
    """Return the place of a quote in a text that is still the accepted one.

    None if the record is not of the quote as it is now written, or if its surroundings are those of
    no place, or of several.
    """
    if not text.is_accepted or not is_record_of(accepted, quote):
        return None
    today = text.folded.text
    places = occurrences(folded_once(accepted.exact), today)
    own = [place for place in places if agrees_with(today, *place, accepted)]
    return own[0] if len(own) == 1 and _is_there(quote, today, own[0]) else None


def _is_there(quote: Quote, text: str, place: Stretch) -> bool:
    """Return whether a place has the typed sides, or is a range from its first words to its last.

    The words of the place are those of the quote, or begin and end with them.
    """
    if not quote.is_range:
        typed = Surroundings(quote.exact, quote.prefix, quote.suffix)
        return not quote.has_sides or agrees_with(text, *place, typed)
    after = place.start + len(folded_once(quote.start))
    if not is_end_of_quote(text, after):
        return False
    return first_end(folded_once(quote.end), text, after, place.end) == place.end


def occurrences(words: str, text: str) -> Iterator[Stretch]:
    """Yield the places of folded words in a folded text, at the borders of words."""
    starts = _starts_in_long(words, text) if len(text) > LONG_TEXT else None
    for at in _starts(words, text) if starts is None else starts:
        if is_border(text, at) and is_end_of_quote(text, at + len(words)):
            yield Stretch(at, at + len(words))


def first_end(words: str, text: str, start: int, end: int) -> int | None:
    """Return where the first place of folded words in `text[start:end]` ends.

    Only places at the borders of words count.
    """
    for at in _starts(words, text, start, end):
        if is_border(text, at) and is_end_of_quote(text, at + len(words)):
            return at + len(words)
    return None


@lru_cache(maxsize=8)  # each quote is looked for several times, one after another
def first_place(words: str, text: str) -> int:
    """Return where words begin first in a text, -1 if nowhere."""
    return text.find(words)


def _starts(words: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    first = first_place(words, text)
    if not words or first < 0:
        return
    at = text.find(words, max(start, first), end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def _starts_in_long(words: str, text: str) -> list[int] | None:
    """Return where some words begin, looked up by the rarest two neighbours, or else by a word.

    None if all of them are common, or may be parts of words. Otherwise each of thousands of
    quotes of a very long article would be searched for in the whole of it.
    """
    found = [word.span() for word in islice(_WORD.finditer(words), _ENOUGH)]
    inner = [(start, end) for start, end in found if start > 0 and end < len(words)]
    if not inner:
        return None
    together = min(len(inner), 2)
    index = _index(text, together)
    stretches = _neighbours(inner, together)
    places = [(index.get(words[start:end], ()), start) for start, end in stretches]
    rarest, before = min(places, key=lambda found: len(found[0]))
    if len(rarest) > len(text) // _FEWEST_BETWEEN and len(words) <= _LONG_WORDS:
        return None
    starts = [at - before for at in rarest if at >= before]
    return [start for start in starts if text.startswith(words, start)]


@lru_cache(maxsize=8)  # an article and its accepted text, needed for each of its quotes
def _index(text: str, together: int) -> Mapping[str, Sequence[int]]:
    """Return where each so many neighbouring words of a text begin."""
    index = defaultdict[str, list[int]](list)
    spans = [word.span() for word in _WORD.finditer(text)]
    for start, end in _neighbours(spans, together):
        index[text[start:end]].append(start)
    return index


def _neighbours(spans: Sequence[tuple[int, int]], together: int) -> Iterator[tuple[int, int]]:
    """Yield where each so many of some words begin and end."""
    for (start, _), (_, end) in zip(spans, spans[together - 1 :], strict=False):
        yield start, end
