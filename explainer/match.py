"""Finds a quote in the text of an article, and decides how sure it is.

A quote that stands where it was accepted is exact. Everything else is proposed or refused, never guessed: attaching an
annotation to other words is the worst that can happen. The rules are those of the annotation format. What speaks for a
place: the text in which the quote was accepted, aligned with today's; the words around it; its own length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from explainer.alignment import Alignment, Words, align
from explainer.differences import substance
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.fold import Folded, fold, folded
from explainer.model import Span, State, Surroundings
from explainer.similar import Passage, similar
from explainer.surroundings import ALIKE_NONE, are_near, around, fit, likeness, sides, spots, stand
from explainer.words import is_border, size

# A quote of so many words that stands once is taken wherever it stands: fewer would take other words for it, more would
# ask about sentences that only moved.
LONG_QUOTE = 8
# So alike must a passage be to be proposed: anywhere, and in the accepted surroundings. Higher leaves more quotes to be
# looked up by hand, lower proposes passages that say something else.
PROPOSED, PROPOSED_IN_PLACE = 0.70, 0.60
# A quote of fewer words is proposed only where it stood: a like word elsewhere is another.
FEW = 3
# A passage of which so many words stood elsewhere in the accepted text is another passage. Higher proposes more twins,
# lower forgets sentences that were put together.
ANOTHER = 0.5
# Two passages whose similarities differ by less are about equally similar.
MARGIN = 0.08
# Surroundings that are so much less like (of 200) are those of another place.
CLEARLY = 20
# Of two places, one in the very surroundings of the record, the other may be so like it (of 200) and still not matter.
ALIKE_TWIN = 140
# The passage between a first and a last words may have so many characters.
LONGEST_RANGE = 20_000
# A passage of so many characters, known from its record, is looked for as a whole; a longer one by its ends.
LONGEST_WHOLE = 1_000
# More places than this of one quote are not listed.
MOST_PLACES = 20


Place = tuple[int, int]
Found = tuple[State, tuple[Span, ...]]


@dataclass(frozen=True)
class Text:
    """The visible text of an article, prepared once for all its quotes."""

    original: str
    folded: Folded
    before: str = ""  # the folded text as it was last accepted; empty where that is not known

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case, with the same offsets."""
        lower = self.folded.text.lower()
        return lower if len(lower) == len(self.folded.text) else self.folded.text

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the text writes in lower case: a capital at the start of a sentence makes them no names."""
        return frozenset(self.folded.text.split())

    @cached_property
    def alignment(self) -> Alignment:
        """The accepted text beside this one."""
        return align(self.before, self.folded.text)


@dataclass(frozen=True)
class _Wanted:
    """A quote and all that is known of it."""

    quote: Quote
    text: Text
    typed: Surroundings | None  # what the editor typed around it
    accepted: Surroundings | None  # its record
    was: Words | None  # its place in the accepted text
    others: tuple[Surroundings, ...]  # the surroundings of its words elsewhere in the accepted text

    def may_be(self, place: Place) -> bool:
        """Whether the words of a place may be those of the quote.

        They are not if they stood elsewhere when the quote was accepted, nor if words that stood more than once came
        to stand in surroundings that say nothing for them.
        """
        if self.was is None:
            return True
        origin = self.text.alignment.origin(*place)
        if origin is None or (origin != self.was and self.text.alignment.is_loose(*place)):
            return not self.others or self.is_like(place)
        return origin == self.was

    def is_like(self, place: Place) -> bool:
        """Whether anything around a place is as it is known of the quote."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        return any(self.sides(place)) or alike >= ALIKE_NONE

    def stayed(self, place: Place) -> bool:
        """Whether these words came from where the quote was accepted, and from nowhere else."""
        came = self.was is not None and self.text.alignment.origin(*place) == self.was
        return came and not self.could_be_another(place)

    def could_be_another(self, place: Place) -> bool:
        """Whether the surroundings here are about as like those of the same words elsewhere in the accepted text."""
        if not self.accepted or not self.others:
            return False
        if self.text.alignment.is_loose(*place):
            return True
        own = likeness(self.text.folded.text, *place, self.accepted)
        most = max(likeness(self.text.folded.text, *place, other) for other in self.others)
        return own - most < min(CLEARLY, 200 - most) or own == most

    def stands(self, place: Place) -> bool:
        """Whether the words around the place are those known of the quote."""
        known = (each for each in (self.typed, self.accepted) if each)
        return any(stand(self.text.folded.text, *place, each) for each in known)

    def fits(self, place: Place) -> bool:
        """Whether what the editor typed around the quote is there."""
        return self.typed is not None and fit(self.text.folded.text, *place, self.typed)

    def sides(self, place: Place) -> tuple[bool, bool]:
        """Whether what stood right before and right after the quote is there still."""
        return sides(self.text.folded.text, *place, self.accepted) if self.accepted else (False, False)

    def rivals(self, place: Place, likely: Place) -> bool:
        """Whether a place speaks against the likely one: its surroundings are like those known of the quote too."""
        if self.accepted is None:
            return False
        alike = likeness(self.text.folded.text, *place, self.accepted)
        untouched = fit(self.text.folded.text, *likely, self.accepted)
        return self.is_like(place) and not (untouched and alike <= ALIKE_TWIN)


def prepare(text: str, before: str = "") -> Text:
    """The visible text, ready for `find`; `before` is the visible text in which its quotes were last accepted."""
    return Text(text, fold(text), folded(before))


def find(quote: Quote, text: Text, accepted: Surroundings | None = None) -> Found:
    """The state of a quote and the places of its words in the visible text, in code points.

    `accepted` is what the lock file says of this quote. Places: one for exact, moved and changed; several for
    ambiguous, the accepted one first; none for orphan.
    """
    wanted = _wanted(quote, text, accepted if accepted and is_record_of(accepted, quote) else None)
    places = [place for place in _places(quote, text.folded.text) if wanted.may_be(place)]
    if not places:
        return _like(wanted)
    if len(places) == 1:
        return ("exact" if _is_sure(wanted, places[0]) else "moved"), (_span(text, *places[0]),)
    chosen = _chosen(wanted, places)
    if chosen:
        return "exact", (_span(text, *chosen),)
    places.sort(key=lambda place: (not wanted.stayed(place), not wanted.stands(place)))
    return "ambiguous", tuple(_span(text, *place) for place in places[:MOST_PLACES])


def is_record_of(accepted: Surroundings, quote: Quote) -> bool:
    """Whether the record is of the quote as it is now written: its words, and what the editor typed around them."""
    words = folded(accepted.exact)
    if isinstance(quote, RangeQuote):
        return words.startswith(folded(quote.start)) and words.endswith(folded(quote.end))
    before, after = folded(accepted.prefix)[::-1], folded(accepted.suffix)
    typed = _agree(before, folded(quote.prefix)[::-1]) and _agree(after, folded(quote.suffix))
    return typed and words == folded(quote.exact)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _wanted(quote: Quote, text: Text, accepted: Surroundings | None) -> _Wanted:
    typed = None
    if isinstance(quote, ExactQuote) and (quote.prefix.strip() or quote.suffix.strip()):
        typed = Surroundings(quote.exact, quote.prefix, quote.suffix)
    there = list(occurrences(folded(accepted.exact), text.before)) if accepted else []
    own = [place for place in there if accepted and fit(text.before, *place, accepted)]
    if len(own) != 1:
        return _Wanted(quote, text, typed, accepted, None, ())
    others = tuple(around(text.before, *place) for place in there if place != own[0])
    return _Wanted(quote, text, typed, accepted, text.alignment.words_before(*own[0]), others)


def _is_sure(wanted: _Wanted, place: Place) -> bool:
    """Whether the only place of the words is where they were accepted, or it does not matter."""
    if not (wanted.typed or wanted.accepted) or wanted.stayed(place):
        return True
    if wanted.could_be_another(place):
        return False
    told_apart = bool(wanted.others or (wanted.typed and wanted.accepted))
    if not told_apart and sum(map(size, wanted.quote.parts)) >= LONG_QUOTE:
        return True
    if wanted.others and not any(wanted.sides(place)):
        return False
    return wanted.stands(place) or (wanted.fits(place) and not wanted.accepted)


def _chosen(wanted: _Wanted, places: Sequence[Place]) -> Place | None:
    """The one of several places of the same words that is meant, if nothing speaks for another."""
    stayed = [place for place in places if wanted.stayed(place)]
    fitting = [place for place in places if wanted.fits(place)]
    if len(fitting) == 1 and (stayed == fitting or not stayed):
        known = stayed or wanted.stands(fitting[0]) or wanted.is_like(fitting[0])
        return fitting[0] if known or not wanted.accepted else None
    likely = stayed or [place for place in places if all(wanted.sides(place))]
    rivals = (place for place in places if place not in likely)
    if len(likely) != 1 or any(place in fitting or wanted.rivals(place, likely[0]) for place in rivals):
        return None
    return likely[0]


def _span(text: Text, start: int, end: int, similarity: float = 1.0) -> Span:
    return Span(*text.folded.original(start, end), similarity)


def _places(quote: Quote, text: str) -> Iterator[Place]:
    if isinstance(quote, ExactQuote):
        yield from occurrences(folded(quote.exact), text)
        return
    ends = list(occurrences(folded(quote.end), text))
    for start, after in occurrences(folded(quote.start), text):
        end = next((last for first, last in ends if first >= after), None)
        if end is not None and end - start <= LONGEST_RANGE:
            yield start, end


def occurrences(words: str, text: str) -> Iterator[Place]:
    """The places of folded words in a folded text, at the borders of words."""
    at = text.find(words) if words else -1
    while at >= 0:
        if is_border(text, at) and is_border(text, at + len(words)):
            yield at, at + len(words)
        at = text.find(words, at + 1)


def _like(wanted: _Wanted) -> Found:
    """The passages like a quote that is not there."""
    quote, text = wanted.quote, wanted.text
    known = wanted.accepted or wanted.typed
    gap = text.alignment.gap(wanted.was) if wanted.was else None
    near = list(gap or ())
    near += list(spots(text.folded.text, known)) if known else []
    exact = _whole(wanted)
    few = sum(map(size, quote.parts)) < FEW
    passages = similar(exact, text.folded.text, text.lower, near) if exact else _like_range(quote, text)
    kept = []
    for passage in passages:
        place = passage.start, passage.end
        if wanted.was and text.alignment.share_of_others(*place, wanted.was) >= ANOTHER:
            continue
        in_place = _is_in(gap, *place) or bool(known and are_near(text.folded.text, *place, known))
        if passage.similarity < (PROPOSED_IN_PLACE if in_place else PROPOSED):
            continue
        if not in_place and wanted.was and (few or folded(text.folded.text[slice(*place)]) == exact):
            continue
        if in_place or not (exact and substance(exact, text.folded.text[slice(*place)], text.common)):
            kept.append((in_place, passage))
    kept.sort(key=lambda each: (not each[0], -each[1].similarity, each[1].start))
    rivals = [each for each in kept if each[0] == kept[0][0] and kept[0][1].similarity - each[1].similarity < MARGIN]
    if not kept:
        return "orphan", ()
    spans = tuple(sorted(_span(text, *passage) for _, passage in rivals))
    return ("changed" if len(spans) == 1 else "ambiguous"), spans


def _whole(wanted: _Wanted) -> str:
    """The folded words of a quote from first to last; empty where only the ends are known, or the rest is too long."""
    if isinstance(wanted.quote, ExactQuote):
        return folded(wanted.quote.exact)
    words = folded(wanted.accepted.exact) if wanted.accepted else ""
    return words if len(words) <= LONGEST_WHOLE else ""


def _is_in(gap: Place | None, start: int, end: int) -> bool:
    """Whether most of a passage stands where the quote stood."""
    return gap is not None and 2 * (min(end, gap[1]) - max(start, gap[0])) > end - start


def _like_range(quote: Quote, text: Text) -> Sequence[Passage]:
    """Passages whose first and last words are there or like those given, and do not differ in substance."""
    starts, ends = (_there_or_like(part, text) for part in quote.parts)
    found = []
    for start in starts:
        end = next((each for each in sorted(ends) if each.start >= start.end), None)
        if end is not None and end.end - start.start <= LONGEST_RANGE:
            found.append(Passage(start.start, end.end, min(start.similarity, end.similarity)))
    return found


def _there_or_like(part: str, text: Text) -> Sequence[Passage]:
    places = [Passage(start, end, 1.0) for start, end in occurrences(folded(part), text.folded.text)]
    return places or [
        passage
        for passage in similar(folded(part), text.folded.text, text.lower)
        if passage.similarity >= PROPOSED
        and not substance(folded(part), text.folded.text[passage.start : passage.end], text.common)
    ]
