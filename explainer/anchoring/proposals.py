"""Passages to propose for a quote whose words are no longer where they were: like it, and not known to be others."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from explainer.anchoring.differences import substance
from explainer.anchoring.ends import with_negation, without_neighbours
from explainer.anchoring.evidence import ArticleText, Wanted, occurrences
from explainer.anchoring.fuzzy import Passage, fuzzy_matches, likeness
from explainer.anchoring.surroundings import are_near, spots
from explainer.anchoring.times import with_whole_times
from explainer.entries import ExactQuote
from explainer.text.fold import folded
from explainer.text.words import size

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
# The passage between a first and a last words may have so many characters.
LONGEST_RANGE = 20_000
# A passage of so many characters, known from its record, is looked for as a whole, a longer one by so many at its ends.
LONGEST_WHOLE, LONG_END = 1_000, 300


def proposals(wanted: Wanted) -> list[Passage]:
    """The passages of today's text that are most like a quote, about equally so; those where it stood come first."""
    exact = _whole(wanted)
    passages = _like_exact(wanted, exact) if exact else _like_range(wanted)
    twins = list(_twins_gone(wanted, exact))
    in_place, elsewhere = list[Passage](), list[Passage]()
    for passage in passages:
        if is_in_place(wanted, passage.start, passage.end):
            if _may_be_the_edited(wanted, passage, twins):
                in_place.append(passage)
        elif _may_be_the_moved(wanted, passage, exact, twins):
            elsewhere.append(passage)
    found = in_place or elsewhere
    most = max((passage.similarity for passage in found), default=0.0)
    return [passage for passage in found if most - passage.similarity < MARGIN]


def nearest(wanted: Wanted) -> Passage | None:
    """The passage most like a quote of which there are no proposals, if one is like it and says something else."""
    exact, text = (
        folded(wanted.quote.exact) if isinstance(wanted.quote, ExactQuote) else "",
        wanted.text,
    )
    for passage in fuzzy_matches(exact, text.folded.text, text.lower)[:1] if exact else ():
        is_other = substance(exact, _words(text, passage), text.common) and not _is_another(
            wanted, passage, ()
        )
        return passage if passage.similarity >= PROPOSED and is_other else None
    return None


def _may_be_the_edited(wanted: Wanted, passage: Passage, twins: Sequence[str]) -> bool:
    return passage.similarity >= PROPOSED_IN_PLACE and not _is_another(wanted, passage, twins)


def _may_be_the_moved(wanted: Wanted, passage: Passage, exact: str, twins: Sequence[str]) -> bool:
    words = _words(wanted.text, passage)
    if passage.similarity < PROPOSED or _is_another(wanted, passage, twins):
        return False
    if wanted.was and (words == exact or sum(map(size, wanted.quote.parts)) < FEW):
        return False
    known = exact or (folded(wanted.accepted.exact) if wanted.accepted else "")
    return not (known and substance(known, words, wanted.text.common))


def _is_another(wanted: Wanted, passage: Passage, twins: Sequence[str]) -> bool:
    """Whether a passage stood elsewhere before, or is more like one that did and is gone."""
    if wanted.was is None:
        return False
    if wanted.text.alignment.share_of_others(passage.start, passage.end, wanted.was) >= ANOTHER:
        return True
    return any(likeness(twin, _words(wanted.text, passage)) > passage.similarity for twin in twins)


def _twins_gone(wanted: Wanted, exact: str) -> Iterator[str]:
    """The passages of the accepted text that are like the quote, were others, and are not known to be there still."""
    if wanted.was is None or not exact:
        return
    before, alignment = wanted.text.before, wanted.text.alignment
    for passage in fuzzy_matches(exact, before, wanted.text.before_lower):
        words = alignment.words_before(passage.start, passage.end)
        is_other = words.last < wanted.was.first or wanted.was.last < words.first
        if is_other and passage.similarity >= PROPOSED_IN_PLACE and not alignment.is_there(words):
            yield before[passage.start : passage.end]


def _spots(wanted: Wanted) -> list[int]:
    """Where to look in any case."""
    known = wanted.accepted or wanted.typed
    gap = wanted.text.alignment.gap(wanted.was) if wanted.was else ()
    return [*gap, *(spots(wanted.text.folded.text, known) if known else ())]


def is_in_place(wanted: Wanted, start: int, end: int) -> bool:
    """Whether a stretch of the folded text is where the quote was accepted, or where words around it were typed."""
    known, place = wanted.accepted or wanted.typed, (start, end)
    return wanted.is_in_gap(place) or bool(
        known and are_near(wanted.text.folded.text, *place, known)
    )


def _whole(wanted: Wanted) -> str:
    """The folded words of a quote from first to last; empty where only the ends are known, or the rest is too long."""
    if isinstance(wanted.quote, ExactQuote):
        return folded(wanted.quote.exact)
    words = folded(wanted.accepted.exact) if wanted.accepted else ""
    return words if len(words) <= LONGEST_WHOLE else ""


def _like_exact(wanted: Wanted, exact: str) -> list[Passage]:
    """Passages like some words, their ends put right (see `ends` and `times`), unless they are too unlike then."""
    found = fuzzy_matches(exact, wanted.text.folded.text, wanted.text.lower, _spots(wanted))
    return list(dict.fromkeys(_with_ends(exact, wanted, passage) for passage in found))


def _with_ends(exact: str, wanted: Wanted, passage: Passage) -> Passage:
    text, new = wanted.text.folded.text, passage
    for ends in (without_neighbours, with_whole_times, with_negation):
        new = ends(exact, text, new, wanted.accepted)
    alike = max(new.similarity, fuzz.token_sort_ratio(exact, text[new.start : new.end]) / 100)
    return Passage(*new[:2], alike) if new != passage and alike >= PROPOSED_IN_PLACE else passage


def _words(text: ArticleText, passage: Passage) -> str:
    return text.folded.text[passage.start : passage.end]


def _like_range(wanted: Wanted) -> list[Passage]:
    """Passages whose first and last words are there or like those known."""
    starts, ends = (_there_or_like(part, wanted) for part in _ends(wanted))
    found = []
    for start in starts:
        end = next((each for each in sorted(ends) if each.start >= start.end), None)
        if end is not None and end.end - start.start <= LONGEST_RANGE:
            found.append(Passage(start.start, end.end, min(start.similarity, end.similarity)))
    return found


def _ends(wanted: Wanted) -> tuple[str, ...]:
    """The first and the last words: as many as were typed, or more from the record, which stand out more."""
    if wanted.accepted is None:
        return wanted.quote.parts
    words = folded(wanted.accepted.exact)
    return words[:LONG_END].rpartition(" ")[0], words[-LONG_END:].partition(" ")[2]


def _there_or_like(part: str, wanted: Wanted) -> list[Passage]:
    """The places of some words, or passages like them; without a record only those that say the same."""
    text, words = wanted.text, folded(part)
    places = [Passage(start, end, 1.0) for start, end in occurrences(words, text.folded.text)]
    return places or [
        passage
        for passage in fuzzy_matches(words, text.folded.text, text.lower)
        if passage.similarity >= PROPOSED
        and (wanted.accepted or not substance(words, _words(text, passage), text.common))
    ]
