"""Approximate search: the passages of a text that are most like a quote.

Words of the quote that are rare in the text point to windows (as a seed-and-extend search does); inside a window the
quote is aligned word by word (Sellers 1980, https://doi.org/10.1016/0196-6774(80)90016-4), so that a passage begins and
ends with whole words and may hold words that the quote lacks. All offsets are code points of the folded text.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from explainer.anchoring.alignment import MOST_PAIRS
from explainer.text.words import Word, words

# A seed that stands more often than this is too common to point anywhere: higher finds more, slower.
COMMON = 200
# How many windows are looked into: higher finds more twins, slower.
WINDOWS = 6
# How far a passage may grow beyond the quote, as a part of the quote's length and in characters.
SLACK, SLACK_CHARACTERS = 0.75, 60
# Windows that hold less than this part of the quote's words are not looked into: higher is faster, and finds less where
# many words were re-spelt.
WORTH_A_LOOK = 0.35
# Words that are at least so alike may be two forms of one word.
SAME_WORD = 0.7
# A word that stands for another costs a little less than one word gone and nothing come: so that a passage takes in
# the words that were replaced at its ends.
REPLACED = 0.95
# A word that came costs less than one that is gone: writers add words to a sentence that still says the same.
ADDED = 0.5
# A sentence that begins or ends so few words away is taken whole, if the quote is whole there.
NEAR = 3
# So many pairs of words of a quote and a window are weighed one by one; longer ones are only compared by the words that
# they have in common, in runs of so many.
MOST_WEIGHED = 1_000_000
LEAST_RUN = 3
# What has more characters, ten pages or so, takes seconds to look for, and should be quoted by its ends.
LONGEST_QUOTE = 20_000


class Passage(NamedTuple):
    """A stretch of the folded text that reads like the quote; `similarity` is from 0 to 1."""

    start: int
    end: int
    similarity: float


def fuzzy_matches(quote: str, text: str, lower: str, near: Sequence[int] = ()) -> list[Passage]:
    """The passages of `text` most like the quote, best first, none overlapping.

    `lower` is the text in lower case; `near` are offsets at which it is looked for in any case.
    """
    wanted = words(quote)
    if not wanted or len(quote) > LONGEST_QUOTE:
        return []
    reach = len(quote) + SLACK_CHARACTERS
    windows = _windows(quote, wanted, lower) + [
        (max(at - reach, 0), min(at + reach, len(text))) for at in near
    ]
    tried = [
        passage for low, high in windows for passage in _passages(quote, wanted, text, low, high)
    ]
    kept: list[Passage] = []
    for passage in sorted(tried, key=lambda each: (-each.similarity, each.start)):
        if all(passage.end <= other.start or other.end <= passage.start for other in kept):
            kept.append(passage)
    return kept


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: the mean of the shared characters and the shared words."""
    characters = fuzz.ratio(one, other)
    shared = fuzz.ratio(
        [w.text.lower() for w in words(one)], [w.text.lower() for w in words(other)]
    )
    return (characters + shared) / 200


def _windows(quote: str, wanted: Sequence[Word], lower: str) -> list[tuple[int, int]]:
    """Stretches of the text that hold rare words of the quote at the right distance, best first."""
    width = max(len(quote) // 2, 40)
    votes: defaultdict[int, float] = defaultdict(float)
    for seed, offset in _seeds(quote.lower(), wanted):
        hits = list(_occurrences(seed, lower))
        for hit in hits:
            votes[(hit - offset) // width] += 1 / len(hits)
    near = {each: sum(votes.get(each + step, 0) for step in (-1, 0, 1)) for each in votes}
    ranked = sorted(near, key=lambda each: (-near[each], each))
    slack = int(len(quote) * SLACK) + SLACK_CHARACTERS
    chosen: list[int] = []
    for each in ranked:
        if len(chosen) < WINDOWS and all(abs(each - other) > 1 for other in chosen):
            chosen.append(each)
    return [
        (
            max((each - 1) * width - slack, 0),
            min((each + 2) * width + len(quote) + slack, len(lower)),
        )
        for each in chosen
    ]


def _seeds(lower: str, wanted: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """The words of the quote and their pairs, with their offsets in it."""
    for word in wanted:
        yield lower[word.start : word.end], word.start
    for one, other in pairwise(wanted):
        yield lower[one.start : other.end], one.start


def _occurrences(seed: str, text: str) -> Iterator[int]:
    if text.count(seed) > COMMON:
        return
    at = text.find(seed)
    while at >= 0:
        yield at
        at = text.find(seed, at + 1)


def _passages(
    quote: str, wanted: Sequence[Word], text: str, low: int, high: int
) -> Iterator[Passage]:
    """The best passage of a window, and the best of what is left of the window on either side of it."""
    best = _passage(quote, wanted, text, low, high)
    if best:
        yield best
        for left, right in ((low, best.start), (best.end, high)):
            other = (
                _passage(quote, wanted, text, left, right)
                if right - left > len(quote) // 2
                else None
            )
            if other:
                yield other


def _passage(quote: str, wanted: Sequence[Word], text: str, low: int, high: int) -> Passage | None:
    """The best passage of `text[low:high]`, both of which are moved to the borders of words."""
    low, high = (
        text.rfind(" ", 0, low) + 1 if low else 0,
        (text.find(" ", high) + len(text) + 1) % (len(text) + 1),
    )
    given = words(text[low:high])
    ours, theirs = [word.text.lower() for word in wanted], [word.text.lower() for word in given]
    span = _aligned(ours, theirs) if _shared(ours, theirs) >= WORTH_A_LOOK else None
    if span is None:
        return None
    first, last = _within_sentences(wanted, given, text[low:high], *span)
    first, last = _to_sentences(quote, given, text[low:high], first, last)
    start, end = low + given[first].start, low + given[last].end
    start, end = _with_marks(quote, text, start, end)
    return Passage(start, end, likeness(quote, text[start:end]))


def _shared(wanted: Sequence[str], given: Sequence[str]) -> float:
    """How much of the wanted words, by their lengths, is among the given ones."""
    there = set(given)
    return sum(len(word) for word in wanted if word in there) / sum(len(word) for word in wanted)


def _aligned(wanted: Sequence[str], given: Sequence[str]) -> tuple[int, int] | None:
    """First and last index of the run of given words that costs least to make from the wanted ones."""
    if not given:
        return None
    if len(wanted) * len(given) > MOST_WEIGHED:
        return _spanned(wanted, given)
    costs = [0.0] * (len(given) + 1)
    starts = list(range(len(given) + 1))
    for word in wanted:
        weight = len(word) + 1
        above, above_start = costs[0], starts[0]
        costs[0] += weight
        for column, other in enumerate(given, 1):
            options = (
                (above + _cost(word, other), above_start),
                (costs[column] + weight, starts[column]),
                (costs[column - 1] + ADDED * (len(other) + 1), starts[column - 1]),
            )
            above, above_start = costs[column], starts[column]
            costs[column], starts[column] = min(options)
    best = min(
        range(1, len(given) + 1), key=lambda column: (costs[column], starts[column] - column)
    )
    return (starts[best], best - 1) if starts[best] < best else None


def _spanned(wanted: Sequence[str], given: Sequence[str]) -> tuple[int, int] | None:
    """First and last index of the given words that stand in the wanted order, strays left out."""
    runs = [block for block in _shared_runs(wanted, given) if block.size >= LEAST_RUN]
    return (runs[0].b, runs[-1].b + runs[-1].size - 1) if runs else None


def _shared_runs(wanted: Sequence[str], given: Sequence[str]) -> list[Match]:
    """The runs of words that both have in the same order."""
    pairs = len(wanted) * len(given)
    if pairs <= MOST_WEIGHED:
        return SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks()[:-1]
    if pairs > MOST_PAIRS:
        return []
    blocks = LCSseq.opcodes(wanted, given).as_matching_blocks()[:-1]
    return [Match(block.a, block.b, block.size) for block in blocks]


@lru_cache(100_000)
def _cost(wanted: str, given: str) -> float:
    if wanted == given:
        return 0.0
    alike = fuzz.ratio(wanted, given) / 100
    return (len(wanted) + 1) * (1 - alike if alike >= SAME_WORD else REPLACED)


def _within_sentences(
    wanted: Sequence[Word], given: Sequence[Word], text: str, first: int, last: int
) -> tuple[int, int]:
    """The run of words without replaced words at its ends that belong to another sentence."""
    ours, theirs = (
        [w.text.lower() for w in wanted],
        [w.text.lower() for w in given[first : last + 1]],
    )
    blocks = _shared_runs(ours, theirs)
    if not blocks:
        return first, last
    shared_first, shared_last = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size - 1
    for index in range(shared_first, first, -1):
        if _ends_sentence(text[given[index - 1].end : given[index].start]):
            first = index
            break
    for index in range(shared_last, last):
        if _ends_sentence(text[given[index].end : given[index + 1].start]):
            last = index
            break
    return first, last


def _to_sentences(
    quote: str, given: Sequence[Word], text: str, first: int, last: int
) -> tuple[int, int]:
    """The run of words made to begin and end a sentence as the quote does, where that is only a few words away."""
    if quote[:1].isupper():
        for index in range(first, max(first - NEAR, 0), -1):
            if _ends_sentence(text[given[index - 1].end : given[index].start]):
                first = index
                break
    if quote[-1:] in ".!?":
        for index in range(last, min(last + NEAR, len(given) - 1)):
            if _ends_sentence(text[given[index].end : given[index + 1].start]):
                last = index
                break
    return first, last


def _ends_sentence(between: str) -> bool:
    return any(sign in between for sign in ".!?。！？") and (
        " " in between or not between.isascii()
    )


def _with_marks(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The passage with the marks around it that the quote has too: an opening quotation mark, a full stop."""
    lead, trail = (
        len(quote) - len(quote.lstrip("\"'([")),
        len(quote) - len(quote.rstrip("\"')].,;:!?")),
    )
    while lead and start and text[start - 1] in "\"'([":
        start, lead = start - 1, lead - 1
    while trail and end < len(text) and text[end] in "\"')].,;:!?":
        end, trail = end + 1, trail - 1
    return start, end
