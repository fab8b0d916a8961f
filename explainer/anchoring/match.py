"""Finds a quote in the text of an article, and decides how sure it is.

A quote that stands where it was accepted is exact. Everything else is proposed or refused, never guessed: attaching an
annotation to other words is the worst that can happen. The rules are those of the annotation format. What speaks for a
place: the text in which the quote was accepted, aligned with today's; the words around it; its own length.
"""

from collections.abc import Iterator, Sequence

from explainer.anchoring.differences import substance
from explainer.anchoring.evidence import (
    ArticleText,
    Occurrence,
    Wanted,
    first_end,
    has_words_of,
    is_record_of,
    occurrences,
    wanted_of,
)
from explainer.anchoring.fuzzy import likeness
from explainer.anchoring.proposals import LONGEST_RANGE, proposals
from explainer.entries import ExactQuote, Quote
from explainer.model import Span, State, Surroundings
from explainer.text.fold import folded
from explainer.text.words import size

# A quote of so many words that stands once is taken wherever it stands: fewer would take other words for it, more would
# ask about sentences that only moved.
LONG_QUOTE = 8
# A range that has grown to so many times what was accepted is asked about.
GROWN = 1.5
# A range that is less like what was accepted, between its ends, is asked about.
REWORDED = 0.8
# More places than this of one quote are not listed.
MOST_PLACES = 20


Located = tuple[State, tuple[Span, ...]]


def find(quote: Quote, text: ArticleText, accepted: Surroundings | None = None) -> Located:
    """The state of a quote and the places of its words in the visible text, in code points.

    `accepted` is what the lock file says of this quote. Places: one for exact, moved and changed; several for
    ambiguous, the accepted one first; none for orphan.
    """
    wanted = wanted_of(quote, text, _record(quote, text, accepted))
    everywhere = list(_places(quote, text.folded.text))
    places = [place for place in everywhere if wanted.may_be(place)]
    if not places:
        return _like(wanted)
    chosen = (
        _chosen(wanted, places)
        if len(places) > 1
        else places[0]
        if _is_sure(wanted, places[0])
        else None
    )
    if (
        chosen
        and not _swallows(wanted, chosen)
        and (wanted.fits(chosen) or not any(map(wanted.fits, everywhere)))
    ):
        alike = _likeness(wanted, chosen)
        return ("exact" if alike == 1 else "changed"), (_span(text, *chosen, alike),)
    places += [place for place in everywhere if wanted.fits(place) and place not in places]
    if len(places) == 1:
        return "moved", (_span(text, *places[0]),)
    places.sort(
        key=lambda place: (
            not wanted.stayed(place),
            not wanted.fits(place),
            not wanted.stands(place),
        )
    )
    return "ambiguous", tuple(_span(text, *place) for place in places[:MOST_PLACES])


def _record(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> Surroundings | None:
    """The record, unless what the editor typed around the words stands here and says that another place is meant.

    Typed words that were edited away since stand nowhere: then the record of the words is all that is known.
    """
    if accepted is None or is_record_of(accepted, quote):
        return accepted
    if not has_words_of(accepted, quote):
        return None
    typed = wanted_of(quote, text, None)
    return None if any(map(typed.fits, _places(quote, text.folded.text))) else accepted


def _swallows(wanted: Wanted, place: Occurrence) -> bool:
    """Whether a range holds so much more than was accepted that its ends may be those of two passages."""
    if isinstance(wanted.quote, ExactQuote) or wanted.accepted is None:
        return False
    return place[1] - place[0] > GROWN * len(folded(wanted.accepted.exact))


def _likeness(wanted: Wanted, place: Occurrence) -> float:
    """How like a range is to what was accepted, from 0 to 1; 1 also where it was re-worded and says the same."""
    if isinstance(wanted.quote, ExactQuote) or wanted.accepted is None:
        return 1.0
    was, now = folded(wanted.accepted.exact), wanted.text.folded.text[slice(*place)]
    alike = 1.0 if was == now else likeness(was, now)
    return (
        alike
        if alike < REWORDED or (was != now and substance(was, now, wanted.text.common))
        else 1.0
    )


def _is_sure(wanted: Wanted, place: Occurrence) -> bool:
    """Whether the only place of the words is where they were accepted, or it does not matter."""
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
    return (
        wanted.is_half_untouched(place)
        or wanted.stands(place)
        or (wanted.fits(place) and not wanted.accepted)
    )


def _chosen(wanted: Wanted, places: Sequence[Occurrence]) -> Occurrence | None:
    """The one of several places of the same words that is meant, if nothing speaks for another."""
    loose = wanted.text.alignment.is_loose if wanted.was else None
    stayed = [place for place in places if wanted.stayed(place) and not (loose and loose(*place))]
    fitting = [place for place in places if wanted.fits(place)]
    if len(fitting) == 1 and (wanted.accepted is None or stayed == fitting):
        return fitting[0]
    if len(fitting) == 1 and not stayed and _was_typed_since(wanted) and wanted.stands(fitting[0]):
        return fitting[0]
    untouched = [] if wanted.was else [place for place in places if wanted.is_untouched(place)]
    if len(untouched) == 1:
        return untouched[0]
    if len(stayed) == 1 and all(
        place in stayed or wanted.is_copy(place, stayed[0]) for place in places
    ):
        return stayed[0]
    likely = [place for place in stayed if any(wanted.sides(place))] or [
        place for place in places if all(wanted.sides(place))
    ]
    rivals = (place for place in places if place not in likely)
    if len(likely) != 1 or any(
        place in fitting or wanted.rivals(place, likely[0]) for place in rivals
    ):
        return None
    return likely[0]


def _was_typed_since(wanted: Wanted) -> bool:
    """Whether words around the quote settle something now, and had nothing to settle when it was accepted."""
    return wanted.was is not None and not wanted.others


def _like(wanted: Wanted) -> Located:
    """The passages like a quote that is not there."""
    spans = tuple(sorted(_span(wanted.text, *passage) for passage in proposals(wanted)))
    return ("changed" if len(spans) == 1 else "ambiguous" if spans else "orphan"), spans


def _span(text: ArticleText, start: int, end: int, similarity: float = 1.0) -> Span:
    return Span(*text.folded.original(start, end), similarity)


def _places(quote: Quote, text: str) -> Iterator[Occurrence]:
    if isinstance(quote, ExactQuote):
        yield from occurrences(folded(quote.exact), text)
        return
    for start, after in occurrences(folded(quote.start), text):
        end = first_end(folded(quote.end), text, after, start + LONGEST_RANGE)
        if end is not None:
            yield start, end
