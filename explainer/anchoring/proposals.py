"""Passages to propose for a quote whose words are no longer where they were.

They are like the quote, and not known to be other passages.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from explainer.anchoring.alignment import Stretch
from explainer.anchoring.differences import substance
from explainer.anchoring.ends import with_negation, without_neighbours
from explainer.anchoring.evidence import ArticleText, Wanted, occurrences
from explainer.anchoring.fuzzy import Passage, fuzzy_matches, likeness
from explainer.anchoring.surroundings import are_near, spots
from explainer.anchoring.times import with_whole_times
from explainer.text.fold import folded
from explainer.text.words import size

# How alike a passage must be to be proposed: anywhere, and in the accepted surroundings. Higher
# values leave more quotes to be looked up by hand, lower ones propose passages that say something
# else.
PROPOSED, PROPOSED_IN_PLACE = 0.70, 0.60
# A quote of fewer words is proposed only where it stood: a similar word elsewhere is another.
FEW = 3
# A passage of which this share stood elsewhere in the accepted text is another passage. A higher
# value proposes more twins, a lower one misses sentences that were put together.
ANOTHER = 0.5
# Two passages whose similarities differ by less are about equally similar.
MARGIN = 0.08
# The longest passage between a first and a last words, in characters.
LONGEST_RANGE = 20_000
# A range of at most LONGEST_WHOLE characters, known from its record, is searched for as a whole; a
# longer one by the LONG_END characters at either end.
LONGEST_WHOLE, LONG_END = 1_000, 300


def proposals(wanted: Wanted) -> list[Passage]:
    """Return the passages of today's text that are most like a quote, and about equally so.

    If any is where the quote stood, only such passages are returned.
    """
    exact = _whole(wanted)
    passages = _like_exact(wanted, exact) if exact else _like_range(wanted)
    twins = list(_missing_twins(wanted, exact))
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
    """Return the passage most like a quote that has no proposals, if it says something else."""
    if wanted.quote.is_range:
        return None
    exact, text = folded(wanted.quote.exact), wanted.text
    matches = fuzzy_matches(exact, text.folded.text, text.lower, ())
    if not matches or matches[0].similarity < PROPOSED:
        return None
    if not substance(exact, _words(text, matches[0]), text.common):
        return None
    return None if _is_another(wanted, matches[0], ()) else matches[0]


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
    """Return whether a passage stood elsewhere before, or is more like a twin of the quote."""
    if wanted.was is None:
        return False
    if wanted.text.alignment.share_of_others(passage.start, passage.end, wanted.was) >= ANOTHER:
        return True
    words = _words(wanted.text, passage)
    return any(likeness(twin, words) > passage.similarity for twin in twins)


def _missing_twins(wanted: Wanted, exact: str) -> Iterator[str]:
    """Yield other passages of the accepted text that are like the quote, and may be gone now."""
    if wanted.was is None or not exact:
        return
    before, alignment = wanted.text.before, wanted.text.alignment
    for passage in fuzzy_matches(exact, before, wanted.text.before_lower):
        words = alignment.words_before(passage.start, passage.end)
        is_other = words.last < wanted.was.first or wanted.was.last < words.first
        if passage.similarity < PROPOSED_IN_PLACE or not is_other:
            continue
        if not alignment.is_in_today(words):
            yield before[passage.start : passage.end]


def _spots(wanted: Wanted) -> list[int]:
    """Return the offsets at which a quote is searched for in any case."""
    found = list[int]()
    if wanted.was:
        found += wanted.text.alignment.gap(wanted.was)
    known = wanted.accepted or wanted.typed
    if known:
        found += spots(wanted.text.folded.text, known)
    return found


def is_in_place(wanted: Wanted, start: int, end: int) -> bool:
    """Return whether a stretch of the folded text is where the quote was accepted.

    Without a record, it is where the words typed around it are.
    """
    if wanted.is_in_gap(Stretch(start, end)):
        return True
    known = wanted.accepted or wanted.typed
    return known is not None and are_near(wanted.text.folded.text, start, end, known)


def _whole(wanted: Wanted) -> str:
    """Return the folded words of a quote from first to last.

    "" for a range of which only the ends are known, or which is too long.
    """
    if not wanted.quote.is_range:
        return folded(wanted.quote.exact)
    words = folded(wanted.accepted.exact) if wanted.accepted else ""
    return words if len(words) <= LONGEST_WHOLE else ""


def _like_exact(wanted: Wanted, exact: str) -> list[Passage]:
    """Return passages like some words, with better ends (see `ends` and `times`)."""
    found = fuzzy_matches(exact, wanted.text.folded.text, wanted.text.lower, tuple(_spots(wanted)))
    return list(dict.fromkeys(_with_ends(exact, wanted, passage) for passage in found))


def _with_ends(exact: str, wanted: Wanted, passage: Passage) -> Passage:
    """Return a passage with better ends, unless it is too unlike the quote then."""
    text, new = wanted.text.folded.text, passage
    for improve in (without_neighbours, with_whole_times, with_negation):
        new = improve(exact, text, new, wanted.accepted)
    alike = max(new.similarity, fuzz.token_sort_ratio(exact, text[new.start : new.end]) / 100)
    if new == passage or alike < PROPOSED_IN_PLACE:
        return passage
    return new._replace(similarity=alike)


def _words(text: ArticleText, passage: Passage) -> str:
    return text.folded.text[passage.start : passage.end]


def _like_range(wanted: Wanted) -> list[Passage]:
    """Return passages whose first and last words are those of a range, or like them."""
    first, last = _ends(wanted)
    starts, ends = _exact_or_fuzzy(first, wanted), sorted(_exact_or_fuzzy(last, wanted))
    found = []
    for start in starts:
        end = next((each for each in ends if each.start >= start.end), None)
        if end is not None and end.end - start.start <= LONGEST_RANGE:
            found.append(Passage(start.start, end.end, min(start.similarity, end.similarity)))
    return found


def _ends(wanted: Wanted) -> tuple[str, ...]:
    """Return the first and the last words of a range.

    These are the typed ones, or more of the record, which are more distinctive.
    """
    if wanted.accepted is None:
        return wanted.quote.parts
    words = folded(wanted.accepted.exact)
    return words[:LONG_END].rpartition(" ")[0], words[-LONG_END:].partition(" ")[2]


def _exact_or_fuzzy(part: str, wanted: Wanted) -> list[Passage]:
    """Return the places of some words, or else passages like them.

    Without a record, only passages that say the same are returned.
    """
    text, words = wanted.text, folded(part)
    places = [Passage(start, end, 1.0) for start, end in occurrences(words, text.folded.text)]
    if places:
        return places
    alike = []
    for passage in fuzzy_matches(words, text.folded.text, text.lower):
        if passage.similarity < PROPOSED:
            continue
        if wanted.accepted or not substance(words, _words(text, passage), text.common):
            alike.append(passage)
    return alike
