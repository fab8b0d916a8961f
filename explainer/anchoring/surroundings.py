"""The words around an anchor: whether a place has those in which it was accepted.

Measured on phrases of one to five words from 300 real revisions. Of the phrases that stayed, 99.8 %
are recognised. Where a phrase stood twice and one place was edited, the other place is refused for
92 %, and for 77 % where the whole sentence of one place was deleted; most of the rest are parts of
longer passages that stand twice. The text in which they were accepted (`alignment`) tells these
apart; surroundings alone decide only where that text is not known or does not help.

All texts are folded, and offsets are code points of them, except in `around`.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz

from explainer.anchoring.fuzzy import lower_words
from explainer.model import Surroundings
from explainer.text.fold import folded_once
from explainer.text.words import size, words

# Characters kept of each side. Of 48, 64, 96 and 128 the last tells places apart best; a higher
# value only makes the file longer.
WIDTH = 128
# A side counts as still there if this many characters next to the words are unchanged. Fewer also
# occur elsewhere.
SIDE = 24
# This many unchanged characters next to the words settle the matter: whole sentences do not recur
# by chance.
HALF = 80
# Sides of fewer characters and fewer words than this do not count by themselves.
SHORT, SHORT_WORDS = 12, 4
# How alike both sides together must be (0 to 200, by words), lower where more else speaks for the
# place: if no side is still there; if one is, and the other is nowhere in the text; if one is, and
# the other is elsewhere in the text.
ALIKE_NONE, ALIKE_ONE, ALIKE_TORN = 80, 60, 120
# Surroundings that occur more often than this point nowhere.
FEW = 3


def around(text: str, start: int, end: int) -> Surroundings:
    """Return `text[start:end]` with its surroundings as the lock file keeps them.

    They begin and end with whole words if possible. The text may be visible or folded.
    """
    low, high = max(start - WIDTH, 0), min(end + WIDTH, len(text))
    if low and " " in text[low:start]:
        low = text.index(" ", low) + 1
    if high < len(text) and " " in text[end:high]:
        high = text.rindex(" ", end, high)
    return Surroundings(text[start:end], text[low:start], text[end:high])


def agrees_with(text: str, start: int, end: int, surroundings: Surroundings) -> bool:
    """Return whether both sides of a place are just as given."""
    left, right = len(surroundings.prefix) + 2, len(surroundings.suffix) + 2
    before, after = _beside(text, start, end, left, right)
    if not before.endswith(folded_once(surroundings.prefix)):
        return False
    return after.startswith(folded_once(surroundings.suffix))


def agreeing_halves(
    text: str, start: int, end: int, surroundings: Surroundings
) -> tuple[bool, bool]:
    """Return for each side whether it is just as given and long enough to settle the matter."""
    prefix, suffix = _sides_of(surroundings)
    before, after = _beside(text, start, end, len(prefix) + 2, len(suffix) + 2)
    is_before = len(prefix) >= HALF and before.endswith(prefix)
    is_after = len(suffix) >= HALF and after.startswith(suffix)
    return is_before, is_after


def stands_in(text: str, start: int, end: int, surroundings: Surroundings) -> bool:
    """Return whether a place still has these surroundings, allowing for ordinary edits nearby."""
    prefix, suffix = _sides_of(surroundings)
    before, after = _beside(text, start, end, WIDTH, WIDTH)
    if not _is_telling(prefix) and not _is_telling(suffix):
        return before.endswith(prefix) and after.startswith(suffix)
    here = sides(text, start, end, surroundings)
    if all(here):
        return True
    alike = likeness(text, start, end, surroundings)
    for side, is_here in zip(_nearest(surroundings), here, strict=True):
        if _is_telling(side) and not is_here and side in text:  # this side is elsewhere
            return any(here) and alike >= ALIKE_TORN
    return alike >= (ALIKE_ONE if any(here) else ALIKE_NONE)


def sides(text: str, start: int, end: int, surroundings: Surroundings) -> tuple[bool, bool]:
    """Return whether the words right before and those right after a place are still there."""
    before, after = _beside(text, start, end, WIDTH, WIDTH)
    tail, head = _nearest(surroundings)
    return _is_telling(tail) and before.endswith(tail), _is_telling(head) and after.startswith(head)


def likeness(text: str, start: int, end: int, surroundings: Surroundings) -> float:
    """Return how alike the words around a place are to these surroundings, from 0 to 200."""
    prefix, suffix = _sides_of(surroundings)
    before, after = _beside(text, start, end, WIDTH, WIDTH)
    known = []
    if prefix:
        known.append(_alike(prefix, before[-len(prefix) :]))
    if suffix:
        known.append(_alike(suffix, after[: len(suffix)]))
    if not known:
        return 0.0
    return 2 * sum(known) / len(known)  # one side alone speaks for both


def are_near(text: str, start: int, end: int, surroundings: Surroundings) -> bool:
    """Return whether a passage other than the quote stands between its surroundings.

    A few words at its ends may have been inserted or deleted.
    """
    slack = (end - start) // 2 + SIDE
    prefix, suffix = _sides_of(surroundings)
    prefix, suffix = prefix[-SIDE:], suffix[:SIDE]
    before = text[max(start - slack - SIDE, 0) : start + slack]
    after = text[max(end - slack, 0) : end + slack + SIDE]
    if _is_telling(prefix) and prefix in before:
        return True
    return _is_telling(suffix) and suffix in after


def spots(text: str, surroundings: Surroundings) -> Iterator[int]:
    """Yield where the words should be: after what stood before them, and before what followed."""
    prefix, suffix = _sides_of(surroundings)
    prefix, suffix = prefix[-SIDE:], suffix[:SIDE]
    for part, shift in ((prefix, len(prefix)), (suffix, 0)):
        if _is_telling(part) and 0 < text.count(part) <= FEW:
            at = text.find(part)
            while at >= 0:
                yield at + shift
                at = text.find(part, at + 1)


def _sides_of(surroundings: Surroundings) -> tuple[str, str]:
    return folded_once(surroundings.prefix), folded_once(surroundings.suffix)


def _nearest(surroundings: Surroundings) -> tuple[str, str]:
    """Return the words right before and right after, folded.

    They are of the same paragraph if it has any on either side: paragraphs are inserted, deleted
    and replaced without a change to the next one.
    """
    own_before = folded_once(surroundings.prefix.rpartition("\n")[2])
    own_after = folded_once(surroundings.suffix.partition("\n")[0])
    before, after = own_before, own_after
    if not _is_telling(own_before) and not _is_telling(own_after):
        before, after = _sides_of(surroundings)
    return before[-SIDE:], after[:SIDE]


def _is_telling(side: str) -> bool:
    return len(side) >= SHORT or size(side) >= SHORT_WORDS


def _beside(text: str, start: int, end: int, left: int, right: int) -> tuple[str, str]:
    return text[max(start - left, 0) : start].rstrip(), text[end : end + right].lstrip()


def _alike(one: str, other: str) -> float:
    """Return how alike two sides are, from 0 to 100, by their words."""
    return fuzz.ratio(lower_words(words(one)), lower_words(words(other)))
