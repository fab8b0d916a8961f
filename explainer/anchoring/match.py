"""Find a quote in the text of an article, and decide how sure that is.

A quote that stands where it was accepted is exact. Everything else is proposed or refused, never
guessed: the worst that can happen is an annotation on other words. The rules are those of the
annotation format. The evidence for a place is the text in which the quote was accepted, aligned
with today's; the words around it; its own length.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from explainer.anchoring.alignment import Stretch
from explainer.anchoring.differences import substance
from explainer.anchoring.evidence import (
    ArticleText,
    Wanted,
    first_end,
    has_words_of,
    is_record_of,
    occurrences,
    place_in_accepted,
    wanted_of,
)
from explainer.anchoring.fuzzy import likeness
from explainer.anchoring.proposals import LONGEST_RANGE, proposals
from explainer.entries import Quote
from explainer.model import Span, State, Surroundings
from explainer.text.borders import with_selectors
from explainer.text.fold import folded_once
from explainer.text.words import size

# A quote of this many words that occurs once is accepted wherever it stands: a lower value would
# take other words for it, a higher one would ask about sentences that only moved.
LONG_QUOTE = 8
# A range that has grown to more than this many times what was accepted is asked about.
GROWN = 1.5
# A range that is less like what was accepted, between its ends, is asked about.
REWORDED = 0.8
# More places than this of one quote are not listed.
MOST_PLACES = 20


Located = tuple[State, tuple[Span, ...]]


def find_at_once(
    quote: Quote, text: ArticleText, accepted: Surroundings | None = None
) -> Located | None:
    """Return what `find` would, if nothing has to be compared for it, as for nearly all quotes."""
    if accepted:
        place = place_in_accepted(quote, text, accepted)
    elif quote.is_range or quote.has_sides:
        place = None
    else:
        places = list(islice(_places(quote, text.folded.text), 2))
        place = places[0] if len(places) == 1 else None
    return ("exact", (_span(text, *place),)) if place else None


def find(quote: Quote, text: ArticleText, accepted: Surroundings | None = None) -> Located:
    """Return the state of a quote and its spans in the visible text, in code points.

    `accepted` is its record in the lock file. There is one span for exact, moved and changed;
    several for ambiguous, the accepted one first; none for orphan.
    """
    return find_at_once(quote, text, accepted) or find_by_comparing(quote, text, accepted)


def find_by_comparing(
    quote: Quote, text: ArticleText, accepted: Surroundings | None = None
) -> Located:
    """Return what `find` would, for a quote that is not found at once."""
    wanted = wanted_of(quote, text, _record(quote, text, accepted))
    everywhere = list(_places(quote, text.folded.text))
    places = [place for place in everywhere if wanted.may_be(place)]
    if not places:
        return _proposed(wanted)
    chosen = _chosen(wanted, places)
    if chosen and not _swallows(wanted, chosen) and _agrees_with_typed(wanted, chosen, everywhere):
        alike = _likeness(wanted, chosen)
        return ("exact" if alike == 1 else "changed"), (_span(text, *chosen, alike),)
    places += [place for place in everywhere if wanted.fits(place) and place not in places]
    if len(places) == 1:
        return "moved", (_span(text, *places[0]),)

    def evidence_against(place: Stretch) -> tuple[bool, bool, bool]:
        return not wanted.stayed(place), not wanted.fits(place), not wanted.stands(place)

    places.sort(key=evidence_against)
    return "ambiguous", tuple(_span(text, *place) for place in places[:MOST_PLACES])


def _record(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> Surroundings | None:
    """Return the record, unless the words typed around the quote say that another place is meant.

    For that they must stand around it somewhere. Typed words that were edited away since stand
    nowhere: then the record is all that is known.
    """
    if accepted is None or is_record_of(accepted, quote):
        return accepted
    if not has_words_of(accepted, quote):
        return None
    typed = wanted_of(quote, text, None)
    return None if any(map(typed.fits, _places(quote, text.folded.text))) else accepted


def _agrees_with_typed(wanted: Wanted, place: Stretch, everywhere: Sequence[Stretch]) -> bool:
    """Return whether the typed words are around a place, or around none of the places."""
    return wanted.fits(place) or not any(map(wanted.fits, everywhere))


def _swallows(wanted: Wanted, place: Stretch) -> bool:
    """Return whether a range has grown so much that its ends may be those of two passages."""
    if not wanted.quote.is_range or wanted.accepted is None:
        return False
    return place.end - place.start > GROWN * len(folded_once(wanted.accepted.exact))


def _likeness(wanted: Wanted, place: Stretch) -> float:
    """Return how like a range is to what was accepted, from 0 to 1.

    It is also 1 for a range that was reworded a little and says the same.
    """
    if not wanted.quote.is_range or wanted.accepted is None:
        return 1.0
    was, now = folded_once(wanted.accepted.exact), wanted.text.folded.text[slice(*place)]
    if was == now:
        return 1.0
    alike = likeness(was, now)
    if alike < REWORDED or substance(was, now, wanted.text.common):
        return alike
    return 1.0


def _is_sure(wanted: Wanted, place: Stretch) -> bool:
    """Return whether the only place of the words is the accepted one, or may be any."""
    if not (wanted.typed or wanted.accepted) or wanted.stayed(place):
        return True
    if wanted.could_be_another(place) or wanted.left_in_place(place):
        return False
    told_apart = bool(wanted.others or (wanted.typed and wanted.accepted))
    if not told_apart and sum(map(size, wanted.quote.parts)) >= LONG_QUOTE:
        return True
    if (
        wanted.was
        and not any(wanted.sides(place))
        and (wanted.others or not wanted.is_in_gap(place))
    ):
        return False
    if wanted.is_half_untouched(place) or wanted.stands(place):
        return True
    return wanted.fits(place) and not wanted.accepted


def _chosen(wanted: Wanted, places: Sequence[Stretch]) -> Stretch | None:
    """Return the place of the words that is meant, if nothing speaks for another."""
    if len(places) == 1:
        return places[0] if _is_sure(wanted, places[0]) else None
    stayed = [place for place in places if _surely_stayed(wanted, place)]
    fitting = [place for place in places if wanted.fits(place)]
    if len(fitting) == 1 and _settles(wanted, fitting[0], stayed):
        return fitting[0]
    if wanted.was is None:
        untouched = [place for place in places if wanted.is_untouched(place)]
        if len(untouched) == 1:
            return untouched[0]
    if len(stayed) == 1 and _are_copies(wanted, places, stayed[0]):
        return stayed[0]
    return _likely(wanted, places, stayed, fitting)


def _surely_stayed(wanted: Wanted, place: Stretch) -> bool:
    return wanted.stayed(place) and not wanted.text.alignment.is_interchangeable(*place)


def _settles(wanted: Wanted, fitting: Stretch, stayed: Sequence[Stretch]) -> bool:
    """Return whether the only place that fits the typed words is meant by them."""
    if wanted.accepted is None or stayed == [fitting]:
        return True
    # words typed since: there was nothing for them to settle when the quote was accepted
    was_typed_since = wanted.was is not None and not wanted.others
    return not stayed and was_typed_since and wanted.stands(fitting)


def _are_copies(wanted: Wanted, places: Sequence[Stretch], original: Stretch) -> bool:
    return all(place == original or wanted.is_copy(place, original) for place in places)


def _likely(
    wanted: Wanted,
    places: Sequence[Stretch],
    stayed: Sequence[Stretch],
    fitting: Sequence[Stretch],
) -> Stretch | None:
    """Return the one place whose neighbouring words are still there, if it has no rival."""
    likely = [place for place in stayed if any(wanted.sides(place))]
    if not likely:
        likely = [place for place in places if all(wanted.sides(place))]
    if len(likely) != 1:
        return None
    for place in places:
        if place != likely[0] and (place in fitting or wanted.rivals(place, likely[0])):
            return None
    return likely[0]


def _proposed(wanted: Wanted) -> Located:
    """Return the passages that are like a quote whose words are not in the article."""
    spans = tuple(sorted(_span(wanted.text, *passage) for passage in proposals(wanted)))
    if not spans:
        return "orphan", spans
    return ("changed" if len(spans) == 1 else "ambiguous"), spans


def _span(text: ArticleText, start: int, end: int, similarity: float = 1.0) -> Span:
    first, last = text.folded.original(start, end)
    return Span(first, with_selectors(text.original, last), similarity)


def _places(quote: Quote, text: str) -> Iterator[Stretch]:
    """Yield the places of a quote in a folded text."""
    if not quote.is_range:
        yield from occurrences(folded_once(quote.exact), text)
        return
    for start, after in occurrences(folded_once(quote.start), text):
        end = first_end(folded_once(quote.end), text, after, start + LONGEST_RANGE)
        if end is not None:
            yield Stretch(start, end)
