"""Approximate search: the passages of a text that are most like a quote.

Words of the quote that are rare in the text point to windows, as in a seed-and-extend search.
Inside a window the quote is aligned word by word (Sellers 1980,
https://doi.org/10.1016/0196-6774(80)90016-4), so that a passage begins and ends with whole words
and may hold words that the quote lacks. All offsets are code points of the folded text.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from explainer.anchoring.alignment import MOST_PAIRS, Stretch, Words
from explainer.text.borders import whole
from explainer.text.words import Word, words

# A seed that occurs more often than this is too common to point anywhere: higher finds more, but
# slower.
COMMON = 200
# How many windows are searched: higher finds more twins, but slower.
WINDOWS = 6
# How far a passage may grow beyond the quote: a share of the quote's length, and characters.
SLACK, SLACK_CHARACTERS = 0.75, 60
# Windows with less than this share of the quote's words are not searched: higher is faster, but
# finds less where many words were respelt.
WORTH_A_LOOK = 0.35
# Words that are at least this alike may be two forms of one word.
SAME_WORD = 0.7
# A word that replaces another costs a little less than one word deleted and none inserted, so that
# a passage takes in the words that were replaced at its ends.
REPLACED = 0.95
# An inserted word costs less than a deleted one: writers add words to a sentence that still says
# the same.
ADDED = 0.5
# A passage is extended to the start or end of its sentence over at most this many words, if the
# quote starts or ends one.
NEAR = 3
# Up to this many pairs of words of a quote and a window are weighed one by one; longer ones are
# only compared by their common words, in runs of at least LEAST_RUN.
MOST_WEIGHED = 1_000_000
LEAST_RUN = 3
# A quote of more characters, ten pages or so, takes seconds to search for, and should be quoted by
# its ends.
LONGEST_QUOTE = 20_000

_OPENING_MARKS = "\"'(["
_CLOSING_MARKS = "\"')].,;:!?"


class Passage(NamedTuple):
    """A stretch of the folded text that reads like the quote; `similarity` is from 0 to 1."""

    start: int
    end: int
    similarity: float


@lru_cache(maxsize=8)  # a quote is searched for again when its message is written
def fuzzy_matches(
    quote: str, text: str, lower: str, near: tuple[int, ...] = ()
) -> tuple[Passage, ...]:
    """Return the passages of `text` most like the quote, best first, none overlapping.

    `lower` is the text in lower case; around the offsets in `near` the quote is searched for in any
    case.
    """
    wanted = words(quote)
    if not wanted or len(quote) > LONGEST_QUOTE:
        return ()
    windows = _windows(quote, wanted, lower)
    reach = len(quote) + SLACK_CHARACTERS
    for at in near:
        windows.append(Stretch(max(at - reach, 0), min(at + reach, len(text))))
    found: list[Passage] = []
    for low, high in windows:
        found += _passages(quote, wanted, text, low, high)
    found.sort(key=lambda each: (-each.similarity, each.start))
    kept: list[Passage] = []
    for passage in found:
        if all(passage.end <= other.start or other.end <= passage.start for other in kept):
            kept.append(passage)
    return tuple(kept)


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1.

    This is the mean of the shares of common characters and of common words.
    """
    characters = fuzz.ratio(one, other)
    shared = fuzz.ratio(lower_words(words(one)), lower_words(words(other)))
    return (characters + shared) / 200


def lower_words(found: Sequence[Word]) -> list[str]:
    """Return the texts of some words in lower case."""
    return [word.text.lower() for word in found]


def _windows(quote: str, wanted: Sequence[Word], lower: str) -> list[Stretch]:
    """Return stretches with rare words of the quote at the right distance, best first."""
    width = max(len(quote) // 2, 40)
    votes: defaultdict[int, float] = defaultdict(float)
    for hits, offset in _seeds(quote.lower(), wanted, lower):
        for hit in hits:
            votes[(hit - offset) // width] += 1 / len(hits)
    scores = {}
    for each in votes:
        scores[each] = votes.get(each - 1, 0) + votes[each] + votes.get(each + 1, 0)
    ranked = sorted(scores, key=lambda each: (-scores[each], each))
    chosen: list[int] = []
    for each in ranked:
        if len(chosen) < WINDOWS and all(abs(each - other) > 1 for other in chosen):
            chosen.append(each)
    slack = int(len(quote) * SLACK) + SLACK_CHARACTERS
    windows = []
    for each in chosen:
        low, high = (each - 1) * width - slack, (each + 2) * width + len(quote) + slack
        windows.append(Stretch(max(low, 0), min(high, len(lower))))
    return windows


def _seeds(quote: str, wanted: Sequence[Word], lower: str) -> Iterator[tuple[Sequence[int], int]]:
    """Yield where the words of the quote, and the pairs of them, are, and their offsets in it.

    All of it is in lower case.
    """
    for word in wanted:
        yield _places(quote[word.start : word.end], lower) or (), word.start
    for one, other in pairwise(wanted):
        yield _places_of_two(quote, one, other, lower), one.start


@lru_cache(maxsize=20_000)  # the quotes of an article have many words in common
def _places(seed: str, text: str) -> Sequence[int] | None:
    """Return where a seed begins, at any letter; None if it is too common."""
    found = array("q")
    at = text.find(seed)
    while at >= 0:
        if len(found) == COMMON:
            return None
        found.append(at)
        at = text.find(seed, at + 1)
    return found


def _places_of_two(quote: str, one: Word, other: Word, text: str) -> Sequence[int]:
    """Return where two neighbouring words of a quote, with what is between, begin in a text.

    They are looked for where the rarer one is; none if they are too common.
    """
    pair = quote[one.start : other.end]
    known = []
    for word in (one, other):
        places = _places(quote[word.start : word.end], text)
        if places is not None:
            known.append((places, word.start - one.start))
    if not known:
        return _places(pair, text) or ()
    rarest, before = min(known, key=lambda each: len(each[0]))
    return [at - before for at in rarest if at >= before and text.startswith(pair, at - before)]


def _passages(
    quote: str, wanted: Sequence[Word], text: str, low: int, high: int
) -> Iterator[Passage]:
    """Yield the best passage of a window, and the best of the rest on either side of it."""
    best = _passage(quote, wanted, text, low, high)
    if best is None:
        return
    yield best
    for left, right in ((low, best.start), (best.end, high)):
        if right - left > len(quote) // 2:
            other = _passage(quote, wanted, text, left, right)
            if other is not None:
                yield other


def _passage(quote: str, wanted: Sequence[Word], text: str, low: int, high: int) -> Passage | None:
    """Return the best passage of `text[low:high]`, extended to the borders of words."""
    low = text.rfind(" ", 0, low) + 1 if low else 0
    high = text.find(" ", high)
    window = text[low:] if high < 0 else text[low:high]
    given = words(window)
    ours, theirs = lower_words(wanted), lower_words(given)
    if _share_found(ours, theirs) < WORTH_A_LOOK:
        return None
    found = _cheapest(ours, theirs)
    if found is None:
        return None
    found = _within_sentences(wanted, given, window, found)
    first, last = _widened_to_sentences(quote, given, window, found)
    start, end = whole(text, low + given[first].start, low + given[last].end)
    start, end = _with_marks(quote, text, start, end)
    return Passage(start, end, likeness(quote, text[start:end]))


def _share_found(wanted: Sequence[str], given: Sequence[str]) -> float:
    """Return the share of the wanted words, by their lengths, that is among the given ones."""
    known = set(given)
    found = sum(len(word) for word in wanted if word in known)
    return found / sum(map(len, wanted))


def _cheapest(wanted: Sequence[str], given: Sequence[str]) -> Words | None:
    """Return the run of given words that costs least to make from the wanted ones."""
    if not given:
        return None
    if len(wanted) * len(given) > MOST_WEIGHED:
        return _whole_span(wanted, given)
    costs = [0.0] * (len(given) + 1)
    starts = list(range(len(given) + 1))
    added = [ADDED * (len(other) + 1) for other in given]
    columns_of = defaultdict[str, list[int]](list)
    for column, other in enumerate(given):
        columns_of[other].append(column)
    different = list(columns_of)
    for word in wanted:
        replaced = [REPLACED * (len(word) + 1)] * len(given)
        for other, cost in _forms(word, different):
            for column in columns_of[other]:
                replaced[column] = cost
        _weigh(costs, starts, len(word) + 1, replaced, added)
    best = min(
        range(1, len(given) + 1), key=lambda column: (costs[column], starts[column] - column)
    )
    return Words(starts[best], best - 1) if starts[best] < best else None


def _weigh(
    costs: list[float],
    starts: list[int],
    deleted: int,
    replaced: Sequence[float],
    added: Sequence[float],
) -> None:
    """Add a wanted word to the costs of the runs that end before each of the given words.

    `starts` are where these runs begin. `deleted` is the cost of leaving the word out, and the
    others are those of putting each given word in its place, or before it. Of two runs that cost
    the same, the one that begins earlier is better.
    """
    above, above_start = costs[0], starts[0]
    before, before_start = above + deleted, above_start
    costs[0] = before
    for column, (in_place, also) in enumerate(zip(replaced, added, strict=True), 1):
        cost, start = above + in_place, above_start
        above, above_start = costs[column], starts[column]
        other = above + deleted
        if other < cost or (other == cost and above_start < start):
            cost, start = other, above_start
        other = before + also
        if other < cost or (other == cost and before_start < start):
            cost, start = other, before_start
        costs[column] = before = cost
        starts[column] = before_start = start


def _whole_span(wanted: Sequence[str], given: Sequence[str]) -> Words | None:
    """Return the given words from the first to the last run in the wanted order."""
    runs = [block for block in _shared_runs(wanted, given) if block.size >= LEAST_RUN]
    return Words(runs[0].b, runs[-1].b + runs[-1].size - 1) if runs else None


def _shared_runs(wanted: Sequence[str], given: Sequence[str]) -> list[Match]:
    """Return the runs of words that both have in the same order."""
    pairs = len(wanted) * len(given)
    if pairs <= MOST_WEIGHED:
        return SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks()[:-1]
    if pairs > MOST_PAIRS:
        return []
    blocks = LCSseq.opcodes(wanted, given).as_matching_blocks()[:-1]
    return [Match(block.a, block.b, block.size) for block in blocks]


def _forms(wanted: str, given: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the given words that may be forms of a wanted one, with the costs of replacing it."""
    scored = process.extract(
        wanted, given, scorer=fuzz.ratio, limit=None, score_cutoff=100 * SAME_WORD
    )
    for other, alike, _ in scored:
        yield other, (len(wanted) + 1) * (1 - alike / 100)


def _within_sentences(
    wanted: Sequence[Word], given: Sequence[Word], window: str, found: Words
) -> Words:
    """Return the words found, without replaced ones at the ends that are in another sentence."""
    first, last = found
    blocks = _shared_runs(lower_words(wanted), lower_words(given[first : last + 1]))
    if not blocks:
        return found
    shared_first, shared_last = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size - 1
    return Words(
        _sentence_start(given, window, shared_first, first),
        _sentence_end(given, window, shared_last, last),
    )


def _sentence_start(given: Sequence[Word], window: str, index: int, lowest: int) -> int:
    """Return the index of the word that starts the sentence of another, or `lowest`."""
    for at in range(index, lowest, -1):
        if _ends_sentence(window[given[at - 1].end : given[at].start]):
            return at
    return lowest


def _sentence_end(given: Sequence[Word], window: str, index: int, highest: int) -> int:
    """Return the index of the word that ends the sentence of another, or `highest`."""
    for at in range(index, highest):
        if _ends_sentence(window[given[at].end : given[at + 1].start]):
            return at
    return highest


def _widened_to_sentences(quote: str, given: Sequence[Word], window: str, found: Words) -> Words:
    """Return the words found, extended to start and end a sentence as the quote does.

    They are extended only by a few words.
    """
    first, last = found
    if quote[:1].isupper():
        for index in range(first, max(first - NEAR, 0), -1):
            if _ends_sentence(window[given[index - 1].end : given[index].start]):
                first = index
                break
    if quote[-1:] in ".!?":
        for index in range(last, min(last + NEAR, len(given) - 1)):
            if _ends_sentence(window[given[index].end : given[index + 1].start]):
                last = index
                break
    return Words(first, last)


def _ends_sentence(between: str) -> bool:
    has_sign = any(sign in between for sign in ".!?。！？")
    return has_sign and (" " in between or not between.isascii())


def _with_marks(quote: str, text: str, start: int, end: int) -> Stretch:
    """Return the passage with the marks around it that the quote has, too, such as a full stop."""
    lead = len(quote) - len(quote.lstrip(_OPENING_MARKS))
    trail = len(quote) - len(quote.rstrip(_CLOSING_MARKS))
    while lead and start and text[start - 1] in _OPENING_MARKS:
        start, lead = start - 1, lead - 1
    while trail and end < len(text) and text[end] in _CLOSING_MARKS:
        end, trail = end + 1, trail - 1
    return Stretch(start, end)
