"""Finds a quote in the text of an article, and decides how sure it is.

A quote that stands where it was accepted is exact. Everything else is proposed or refused, never guessed: attaching an
annotation to other words is the worst that can happen. The rules are those of the annotation format.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from explainer.differences import substance
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.fold import Folded, fold, folded
from explainer.model import Span, State, Surroundings
from explainer.similar import Passage, similar
from explainer.surroundings import are_near, fit, spots, stand
from explainer.words import is_border, size

# A quote of so many words that stands once is taken wherever it stands: fewer would take other words for it, more would
# ask about sentences that only moved.
LONG_QUOTE = 8
# So alike must a passage be to be proposed: anywhere, and in the accepted surroundings. Higher leaves more quotes to be
# looked up by hand, lower proposes passages that say something else.
PROPOSED, PROPOSED_IN_PLACE = 0.70, 0.60
# Two passages whose similarities differ by less are about equally similar.
MARGIN = 0.08
# The passage between a first and a last words may have so many characters.
LONGEST_RANGE = 20_000
# More places than this of one quote are not listed.
MOST_PLACES = 20


@dataclass(frozen=True)
class Text:
    """The visible text of an article, prepared once for all its quotes."""

    original: str
    folded: Folded

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case, with the same offsets."""
        lower = self.folded.text.lower()
        return lower if len(lower) == len(self.folded.text) else self.folded.text

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the text writes in lower case: a capital at the start of a sentence makes them no names."""
        return frozenset(self.folded.text.split())


Found = tuple[State, tuple[Span, ...]]


def prepare(text: str) -> Text:
    """The visible text, ready for `find`."""
    return Text(text, fold(text))


def find(quote: Quote, text: Text, accepted: Surroundings | None = None) -> Found:
    """The state of a quote and the places of its words in the visible text, in code points.

    `accepted` is what the lock file says of this quote. Places: one for exact, moved and changed; several for
    ambiguous, the accepted one first; none for orphan.
    """
    accepted = accepted if accepted and is_record_of(accepted, quote) else None
    places = list(_places(quote, text.folded.text))
    typed = _typed(quote)
    if len(places) > 1 and typed:
        fitting = [place for place in places if fit(text.folded.text, *place, typed)]
        places = fitting if len(fitting) == 1 else places
    if len(places) == 1:
        return _once(quote, text, places[0], typed, accepted)
    if places:
        if accepted:
            places.sort(key=lambda place: not stand(text.folded.text, place[0], place[1], accepted))
        return "ambiguous", tuple(_span(text, *place) for place in places[:MOST_PLACES])
    return _like(quote, text, accepted or typed)


def is_record_of(accepted: Surroundings, quote: Quote) -> bool:
    """Whether the record is of the quote as it is now written."""
    words = folded(accepted.exact)
    if isinstance(quote, ExactQuote):
        return words == folded(quote.exact)
    return words.startswith(folded(quote.start)) and words.endswith(folded(quote.end))


def _typed(quote: Quote) -> Surroundings | None:
    if isinstance(quote, RangeQuote) or not (quote.prefix.strip() or quote.suffix.strip()):
        return None
    return Surroundings(quote.exact, quote.prefix, quote.suffix)


def _once(
    quote: Quote, text: Text, place: tuple[int, int], typed: Surroundings | None, accepted: Surroundings | None
) -> Found:
    known = [surroundings for surroundings in (typed, accepted) if surroundings]
    sure = (
        (not known)
        or bool(typed and fit(text.folded.text, *place, typed))
        or _size(quote) >= LONG_QUOTE
        or any(stand(text.folded.text, *place, surroundings) for surroundings in known)
    )
    return ("exact" if sure else "moved"), (_span(text, *place),)


def _size(quote: Quote) -> float:
    return sum(map(size, quote.parts))


def _span(text: Text, start: int, end: int, similarity: float = 1.0) -> Span:
    return Span(*text.folded.original(start, end), similarity)


def _places(quote: Quote, text: str) -> Iterator[tuple[int, int]]:
    if isinstance(quote, ExactQuote):
        yield from occurrences(folded(quote.exact), text)
        return
    ends = list(occurrences(folded(quote.end), text))
    for start, after in occurrences(folded(quote.start), text):
        end = next((last for first, last in ends if first >= after), None)
        if end is not None and end - start <= LONGEST_RANGE:
            yield start, end


def occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """The places of folded words in a folded text, at the borders of words."""
    at = text.find(words) if words else -1
    while at >= 0:
        if is_border(text, at) and is_border(text, at + len(words)):
            yield at, at + len(words)
        at = text.find(words, at + 1)


def _like(quote: Quote, text: Text, surroundings: Surroundings | None) -> Found:
    """The passages like a quote that is not there."""
    passages = (
        _like_range(quote, text) if isinstance(quote, RangeQuote) else _like_words(quote.exact, text, surroundings)
    )
    wanted = folded(quote.exact) if isinstance(quote, ExactQuote) else None
    kept = []
    for passage in passages:
        in_place = bool(surroundings and are_near(text.folded.text, passage.start, passage.end, surroundings))
        if passage.similarity < (PROPOSED_IN_PLACE if in_place else PROPOSED):
            continue
        if in_place or not (wanted and substance(wanted, text.folded.text[passage.start : passage.end], text.common)):
            kept.append((in_place, passage))
    kept.sort(key=lambda each: (not each[0], -each[1].similarity, each[1].start))
    rivals = [each for each in kept if each[0] == kept[0][0] and kept[0][1].similarity - each[1].similarity < MARGIN]
    if not kept:
        return "orphan", ()
    spans = tuple(sorted(_span(text, *passage) for _, passage in rivals))
    return ("changed" if len(spans) == 1 else "ambiguous"), spans


def _like_words(words: str, text: Text, surroundings: Surroundings | None = None) -> Sequence[Passage]:
    near = list(spots(text.folded.text, surroundings)) if surroundings else []
    return similar(folded(words), text.folded.text, text.lower, near)


def _like_range(quote: RangeQuote, text: Text) -> Sequence[Passage]:
    """Passages whose first and last words are there or like those given, and do not differ in substance."""
    starts, ends = (_there_or_like(part, text) for part in (quote.start, quote.end))
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
        for passage in _like_words(part, text)
        if passage.similarity >= PROPOSED
        and not substance(folded(part), text.folded.text[passage.start : passage.end], text.common)
    ]
