"""Find the names of actors and terms in a text: as whole words, the longest first.

Names are compared in the folded text, as quotes are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from explainer.dates.timewords import is_in_date
from explainer.format.names import Names
from explainer.model import Ref
from explainer.text.borders import is_border, is_end_of_noun, with_selectors
from explainer.text.fold import fold, uncased
from explainer.text.namesigns import touches_sign
from explainer.text.undivided import HYPHEN, undivided_around
from explainer.text.visible import Visible
from explainer.text.webaddresses import web_addresses

_Stretch = TypeVar("_Stretch", tuple[int, int], tuple[int, int, Ref])

# Prefixes that, though they deny nothing, as those of `undivided` do, make another thing of a word
_PREFIXED = re.compile(rf"(?<![^\W_])(?i:pro|pre|post|counter|quasi){HYPHEN}(?=[^\W_])")
_LONGEST_PREFIX = 8
# Characters that are searched for names at once: the places found there fit into memory.
_AT_ONCE = 100_000


class FoundName(NamedTuple):
    """A name in a text, from `start` to `end` in code points, and the entry it is a name of."""

    start: int
    end: int
    ref: Ref
    linkable: bool = True  # whether it may be made a link


class _Hit(NamedTuple):
    length: int  # in the folded text
    start: int
    end: int
    refs: frozenset[Ref]


def names_in(
    names: Names, visible: Visible, written: Sequence[tuple[int, int, Ref]]
) -> Iterator[FoundName]:
    """Yield every name in a visible text, in order, except those in formulas.

    `written` has the links to entries, as `references` returns them: all the words of a link mean
    what it leads to.
    """
    for found in find_names(names, visible.text, visible.formulas):
        start, end, ref, _ = found
        links = _overlapping(written, start, end)
        if links:
            link_start, link_end, target = links[0]
            if target == ref or (start <= link_start and link_end <= end):
                continue
        yield found._replace(linkable=not _overlapping(visible.unlinkable, start, end))


def _overlapping(stretches: Sequence[_Stretch], start: int, end: int) -> Sequence[_Stretch]:
    """Return those stretches that overlap a place; they are in order and do not overlap."""
    first = bisect_right(stretches, start, key=lambda stretch: stretch[1])
    after = bisect_left(stretches, end, key=lambda stretch: stretch[0])
    return stretches[first:after]


def find_names(
    names: Names, text: str, closed: Sequence[tuple[int, int]] = ()
) -> tuple[FoundName, ...]:
    """Return every name in a text, in order, outside the `closed` stretches and on one line.

    Longer names take precedence over shorter ones. A name that several entries share counts for
    none of them. No name is part of an address, such as https://lamp.example.org.
    """
    taken = _covered(text, closed)
    inside_address = _covered(text, ((start + 1, end) for start, end in web_addresses(text)))
    found = []
    for _, start, end, refs in sorted(_hits(names, text), key=lambda hit: (-hit.length, hit.start)):
        if inside_address[start] or inside_address[end] or any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        if len(refs) == 1:
            (ref,) = refs
            found.append(FoundName(start, end, ref))
    return tuple(sorted(found))


def _hits(names: Names, text: str) -> Iterator[_Hit]:
    """Yield every place of every name as a whole word, or whole words."""
    if names.automaton is None:
        return
    shown = fold(text)
    begins = lru_cache(_AT_ONCE)(partial(is_border, shown.text))
    ends = lru_cache(_AT_ONCE)(partial(is_end_of_noun, shown.text))
    for group, first, last in _places(names, uncased(shown.text)):
        if not (begins(first) and ends(last)) or _is_other(shown.text, first, last):
            continue
        form = shown.text[first:last]
        refs = frozenset(name.entry.ref for name in names.groups[group] if name.accepts(form))
        start, end = shown.original(first, last)
        end = with_selectors(text, end)
        if refs and "\n" not in text[start:end] and not _is_torn(text, start, end):
            yield _Hit(last - first, start, end, refs)


def _is_other(text: str, first: int, last: int) -> bool:
    """Return whether a name in a folded text is a part of another word, or of a date."""
    return touches_sign(text, first, last) or is_in_date(text, first, last)


def _is_torn(text: str, start: int, end: int) -> bool:
    """Return whether a name takes a part of a number or compound along, which says something else.

    So “five men” is not named in “twenty-five men”, nor a fascist in “anti-fascist”, nor war in
    “post-war”. But anti-European Union names the Union, since a name with a capital stays whole
    behind a hyphen, and a name in lower case does so behind other words: “truth-teller”.
    """
    if not text[start].isupper() and (undivided_around(text, start) or _is_prefixed(text, start)):
        return True
    ended = undivided_around(text, end)
    return ended is not None and start < ended[0]


def _is_prefixed(text: str, at: int) -> bool:
    """Return whether a prefix with a hyphen stands before an offset of a text."""
    before = _PREFIXED.finditer(text, max(at - _LONGEST_PREFIX, 0), at + 1)
    return any(found.end() == at for found in before)


def _places(names: Names, text: str) -> Iterator[tuple[int, int, int]]:
    """Yield every place of every name: the number of its group, its start and its end."""
    assert names.automaton is not None
    for low in range(0, len(text), _AT_ONCE):
        stretch = text[low : low + _AT_ONCE + names.longest]
        matches = names.automaton.find_matches_as_indexes(stretch, overlapping=True)
        for group, first, last in matches:
            if first < _AT_ONCE:  # otherwise it is found in the next stretch, too
                yield group, low + first, low + last


def _covered(text: str, stretches: Iterable[tuple[int, int]]) -> bytearray:
    """Return 1 for each character that a stretch covers, 0 for the others and for the end."""
    covered = bytearray(len(text) + 1)
    for start, end in stretches:
        covered[start:end] = b"\1" * (end - start)
    return covered
