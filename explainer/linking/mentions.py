"""Finding the names of actors and terms in a text: as whole words, the longest first.

Names are compared in the folded text, in which quotes are found, too. Whether two names are equal
is decided here for the whole program.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from explainer.entries import Actor, Named
from explainer.model import Entry, Place, Ref, Step
from explainer.text.fold import fold, folded, uncased
from explainer.text.visible import Visible
from explainer.text.webaddresses import web_addresses
from explainer.text.words import is_border, is_end_of_noun

_MOST_ALIKE = 200  # names of the same letters that are compared with each other
_Stretch = TypeVar("_Stretch", tuple[int, int], tuple[int, int, Ref])


LONGEST_NAME = 300  # characters; to make ready for longer ones takes quadratic time
# A name may end with so many other names ("Lund", "Anna Lund"): each of them is found at every place of the name
MOST_ENDINGS = 6
_AT_ONCE = 100_000  # characters in which names are looked for at once; the places found there fit into memory


class Found(NamedTuple):
    """A name in a text: from where to where, in code points, whose it is, and if it may be a link."""

    start: int
    end: int
    ref: Ref
    linkable: bool = True


class Name(NamedTuple):
    """A name or alias of an entry, and how strictly its case counts."""

    text: str  # as the editor wrote it
    form: str  # folded
    entry: Entry[Any]
    steps: tuple[Step, ...]  # where it stands in the entry
    exact_case: bool
    exact_first: bool

    @property
    def place(self) -> Place:
        """Where it stands in its file."""
        return self.entry.at(*self.steps)

    def accepts(self, form: str) -> bool:
        """Return whether it may be written so; `form` has the same letters, and is folded."""
        if self.exact_case:
            return form == self.form
        return not self.exact_first or form[:1].isupper()

    def can_be(self, other: "Name") -> bool:
        """Return whether some text with the letters of both could mean either."""
        if self.exact_case:
            return other.accepts(self.form)
        return not other.exact_case or self.accepts(other.form)


@dataclass(frozen=True)
class Names:
    """All names and aliases, made ready for one pass over a text; thousands of them cost no more than a few."""

    groups: tuple[tuple[Name, ...], ...]  # those of the same letters together
    automaton: AhoCorasick | None
    longest: int = 0  # characters of the longest name, folded


def names_of(entries: Iterable[Entry[Any]]) -> Names:
    """Take the names of entries, but for those with `mentions: off`."""
    groups = _by_letters(entries)
    for letters in _nested(groups):
        del groups[letters]
    if not groups:
        return Names((), None)
    return Names(tuple(groups.values()), AhoCorasick(groups.keys()), max(map(len, groups)))


def nested_names(entries: Iterable[Entry[Any]]) -> Iterator[Name]:
    """Yield the names that are not looked for, since they end with too many other names."""
    groups = _by_letters(entries)
    for letters in _nested(groups):
        yield from groups[letters]


def _nested(groups: Mapping[str, Sequence[Name]]) -> list[str]:
    """Return the names, as letters, that end with more than `MOST_ENDINGS` others."""
    lengths = sorted({len(letters) for letters in groups})
    return [letters for letters in groups if _endings(letters, lengths, groups) > MOST_ENDINGS]


def _endings(letters: str, lengths: Sequence[int], groups: Mapping[str, object]) -> int:
    shorter = lengths[: bisect_left(lengths, len(letters))]
    return sum(letters[-length:] in groups for length in shorter)


def shared_names(entries: Iterable[Entry[Any]]) -> Iterator[tuple[Name, Name]]:
    """Yield each name that a text could mean by the name of an entry before it, after that."""
    for group in _by_letters(entries).values():
        told: set[Ref] = set()
        for one, other in combinations(group[:_MOST_ALIKE], 2):
            first, second = one.entry.ref, other.entry.ref
            if first != second and second not in told and one.can_be(other):
                told.add(second)
                yield one, other


def owners(entries: Iterable[Entry[Any]]) -> Mapping[str, Ref]:
    """Return whose each name is, by its `same_letters`; without the names that several have."""
    found: dict[str, set[Ref]] = defaultdict(set)
    for entry in entries:
        for name in entry.body.names:
            found[same_letters(name)].add(entry.ref)
    return {letters: refs.pop() for letters, refs in found.items() if len(refs) == 1}


def same_letters(text: str) -> str:
    """Return a name folded and without case: the same for names that are equal but for their case."""
    return uncased(folded(text))


def written_names(entry: Entry[Any]) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield the name and the aliases of an entry as written, each with where it stands in the entry."""
    yield entry.body.name, ("name",)
    for index, alias in enumerate(entry.body.aliases):
        yield alias, ("aliases", index)


def is_findable(name: str) -> bool:
    """Return whether a name has a letter or digit, and is no longer than names are; no other is looked for."""
    return len(name) <= LONGEST_NAME and any(char.isalnum() for char in name)


def _by_letters(entries: Iterable[Entry[Any]]) -> dict[str, tuple[Name, ...]]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for entry in entries:
        for name in _names(entry) if entry.body.mentions == "on" else ():
            groups[uncased(name.form)].append(name)
    return {letters: tuple(group) for letters, group in groups.items()}


def _names(entry: Entry[Any]) -> Iterator[Name]:
    for text, steps in written_names(entry):
        if is_findable(text):
            yield Name(text, folded(text), entry, steps, *_strictness(text, entry.body))


def _strictness(text: str, body: Named) -> tuple[bool, bool]:
    """Say whether all of a name's case counts, and whether that of its first letter does.

    `case_sensitive` decides where it is given. Without it, a name of up to three capitals is found only as such ("US"
    is not "us"), and the name of an actor that begins with a capital only with one ("May" is not "may").
    """
    if "case_sensitive" in body.model_fields_set:
        return body.case_sensitive == "true", False
    letters = [char for char in text if char.isalpha()]
    short_capitals = 1 < len(letters) <= 3 and all(char.isupper() for char in letters)
    return short_capitals, isinstance(body, Actor) and text[:1].isupper()


class _Hit(NamedTuple):
    length: int  # in the folded text
    start: int
    end: int
    refs: frozenset[Ref]


def names_in(names: Names, visible: Visible, written: Sequence[tuple[int, int, Ref]]) -> Iterator[Found]:
    """Find every name in a visible text, in order, but for those in formulas.

    `written` are the links to entries, as `references` gives them: the whole words of one mean what
    the link says.
    """
    for found in find_names(names, visible.text, visible.formulas):
        start, end, ref, _ = found
        around = next(iter(_overlapping(written, start, end)), None)
        if around is None or (around[2] != ref and not (start <= around[0] and around[1] <= end)):
            yield found._replace(linkable=not _overlapping(visible.unlinkable, start, end))


def _overlapping(stretches: Sequence[_Stretch], start: int, end: int) -> Sequence[_Stretch]:
    """Return those stretches that overlap a place; they are in order, and none overlaps another."""
    first = bisect_right(stretches, start, key=lambda stretch: stretch[1])
    after = bisect_left(stretches, end, key=lambda stretch: stretch[0])
    return stretches[first:after]


def find_names(names: Names, text: str, closed: Sequence[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """Find every name in a text, in order; none in the `closed` stretches, none over a line's end.

    Longer names go before shorter ones. A name that several entries share is none of theirs. No name
    is a part of an address, such as https://lamp.example.org.
    """
    taken = _covered(text, closed)
    inside_address = _covered(text, ((start + 1, end) for start, end in web_addresses(text)))
    found = []
    for _, start, end, refs in sorted(_hits(names, text), key=lambda hit: (-hit.length, hit.start)):
        if inside_address[start] or inside_address[end] or any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        if len(refs) == 1:
            found += [Found(start, end, ref) for ref in refs]
    return tuple(sorted(found))


def _hits(names: Names, text: str) -> Iterator[_Hit]:
    """Yield every place of every name, as a whole word."""
    if names.automaton is None:
        return
    shown = fold(text)
    begins = lru_cache(_AT_ONCE)(partial(is_border, shown.text))
    ends = lru_cache(_AT_ONCE)(partial(is_end_of_noun, shown.text))
    for group, first, last in _places(names, uncased(shown.text)):
        if not (begins(first) and ends(last)):
            continue
        form = shown.text[first:last]
        refs = frozenset(name.entry.ref for name in names.groups[group] if name.accepts(form))
        start, end = shown.original(first, last)
        if refs and "\n" not in text[start:end]:
            yield _Hit(last - first, start, end, refs)


def _places(names: Names, text: str) -> Iterator[tuple[int, int, int]]:
    """Yield every place of every name: the number of its group, and from where to where."""
    assert names.automaton is not None
    for low in range(0, len(text), _AT_ONCE):
        stretch = text[low : low + _AT_ONCE + names.longest]
        for group, first, last in names.automaton.find_matches_as_indexes(stretch, overlapping=True):
            if first < _AT_ONCE:  # else it is found in the next stretch, too
                yield group, low + first, low + last


def _covered(text: str, stretches: Iterable[tuple[int, int]]) -> bytearray:
    """Return 1 for each character that a stretch covers, and 0 for each other one and for the end."""
    covered = bytearray(len(text) + 1)
    for start, end in stretches:
        covered[start:end] = b"\1" * (end - start)
    return covered
