"""The names of actors and terms: which can be found in a text, and which entries share one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from explainer.entries import Actor, Named
from explainer.model import NamedEntry, Place, Ref, Steps
from explainer.text.fold import folded, same_letters, uncased
from explainer.text.lookalikes import without_ending

# Names of which the case counts, by that of their first letter, and names of which only that of the
# first letter counts, or none. No folded name is one of these.
_CAPITAL, _SMALL, _FIRST, _ANY = " C", " s", " F", " a"
LONGEST_NAME = 300  # characters; preparing longer names takes quadratic time
# Other names at the end of a name, as "Lund" of "Anna Lund": each is found wherever the name is.
MOST_ENDINGS = 6


class Name(NamedTuple):
    """A name or alias of an entry, and how strictly its case counts."""

    text: str  # as the editor wrote it
    form: str  # folded
    entry: NamedEntry
    steps: Steps  # to the name in the entry
    exact_case: bool
    exact_first: bool  # whether the case of the first letter counts

    @property
    def place(self) -> Place:
        """The place of the name in its file."""
        return self.entry.at(*self.steps)

    def accepts(self, form: str) -> bool:
        """Return whether a folded text with the same letters is this name."""
        if self.exact_case:
            return form == self.form
        return not self.exact_first or form[:1].isupper()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of `keys_of_equals` under which names find this one; they have its letters."""
        if self.exact_case:
            return (self.form, _CAPITAL if self.form[:1].isupper() else _SMALL)
        return (_FIRST,) if self.exact_first else (_ANY,)

    @property
    def keys_of_equals(self) -> tuple[str, ...]:
        """The keys of the names with the same letters that some text could mean, too."""
        if not self.exact_case:
            capital = (_ANY, _FIRST, _CAPITAL)
            return capital if self.exact_first else (*capital, _SMALL)
        return (self.form, _ANY, _FIRST) if self.form[:1].isupper() else (self.form, _ANY)


@dataclass(frozen=True)
class Names:
    """All names and aliases, prepared so that one pass over a text finds thousands of them."""

    groups: tuple[tuple[Name, ...], ...]  # one group for the same letters
    automaton: AhoCorasick | None  # finds the letters of groups, by the index of the group
    longest: int = 0  # characters of the longest name, folded

    @cached_property
    def as_text(self) -> str:
        """All by which names are found in a text, and what they lead to."""
        rows = []
        for group in self.groups:
            for name in group:
                rows.append((name.form, *name.entry.ref, name.exact_case, name.exact_first))
        return repr(rows)


def names_of(entries: Iterable[NamedEntry]) -> Names:
    """Prepare the names of entries, without those of entries with `mentions: off`."""
    groups = _by_letters(entries)
    for letters in _nested(groups):
        del groups[letters]
    if not groups:
        return Names((), None)
    return Names(tuple(groups.values()), AhoCorasick(groups.keys()), max(map(len, groups)))


def nested_names(entries: Iterable[NamedEntry]) -> Iterator[Name]:
    """Yield the names that are not looked for, since they end with too many other names."""
    groups = _by_letters(entries)
    for letters in _nested(groups):
        yield from groups[letters]


def _nested(groups: Mapping[str, Sequence[Name]]) -> list[str]:
    """Return the letters of the names that end with more than `MOST_ENDINGS` others."""
    lengths = sorted({len(letters) for letters in groups})
    return [letters for letters in groups if _endings(letters, lengths, groups) > MOST_ENDINGS]


def _endings(letters: str, lengths: Sequence[int], groups: Mapping[str, object]) -> int:
    shorter = lengths[: bisect_left(lengths, len(letters))]
    return sum(letters[-length:] in groups for length in shorter)


def shared_names(entries: Iterable[NamedEntry]) -> Iterator[tuple[Name, Name]]:
    """Yield each pair of names of two entries that some text could mean, the earlier one first."""
    for group in _by_letters(entries).values():
        if len({name.entry.ref for name in group}) > 1:
            yield from _shared(group)


def _shared(group: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield such pairs of names with the same letters, each second entry once."""
    earlier: dict[str, dict[Ref, int]] = defaultdict(dict)  # the first names of two entries each
    reported: set[Ref] = set()
    for number, name in enumerate(group):
        ref = name.entry.ref
        if ref not in reported:
            found = [earlier[key] for key in name.keys_of_equals]
            firsts = [first for refs in found for other, first in refs.items() if other != ref]
            if firsts:
                reported.add(ref)
                yield group[min(firsts)], name
        for key in name.keys:
            if len(earlier[key]) < 2:
                earlier[key].setdefault(ref, number)


def signed_names(entries: Iterable[NamedEntry]) -> Iterator[tuple[Name, Name]]:
    """Yield each pair of names of two entries that differ only in signs or an ’s at their ends.

    The first is of the entry that has the shortest; the other is found before it where it stands.
    """
    groups = _by_letters(entries)
    alike: dict[str, list[str]] = defaultdict(list)
    for letters in sorted(groups, key=len):
        alike[without_ending(letters)].append(letters)
    for several in alike.values():
        if len(several) > 1:
            yield from _signed(list(chain.from_iterable(groups[letters] for letters in several)))


def _signed(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield such pairs of names that are the same without signs, which begin with the shortest."""
    shortest: dict[Ref, int] = {}
    for name in names:
        shortest.setdefault(name.entry.ref, len(name.form))
    for one, other in _shared([name._replace(form=without_ending(name.form)) for name in names]):
        is_first = shortest[one.entry.ref] <= shortest[other.entry.ref]
        if is_first and same_letters(one.text) != same_letters(other.text):
            yield one, other


def doubles(entries: Iterable[NamedEntry]) -> Iterator[tuple[Name, Name]]:
    """Yield each two entries of a kind whose names differ in nothing that readers can see.

    Those with one name are left out, and those that are both found in texts by their names.
    """
    first: dict[tuple[str, str], Name] = {}
    for entry in entries:
        name = _name(entry, entry.body.name, ("name",))
        one = first.setdefault((entry.ref.kind, name.form), name)
        if one.text != name.text and "off" in (one.entry.body.mentions, entry.body.mentions):
            yield one, name


def owners(entries: Iterable[NamedEntry]) -> Mapping[str, Ref]:
    """Return the owner of each name, by its `same_letters`, without names of several entries."""
    found: dict[str, set[Ref]] = defaultdict(set)
    for entry in entries:
        for name in entry.body.names:
            found[same_letters(name)].add(entry.ref)
    return {letters: refs.pop() for letters, refs in found.items() if len(refs) == 1}


def written_names(entry: NamedEntry) -> Iterator[tuple[str, Steps]]:
    """Yield the name and the aliases of an entry as written, each with its steps in the entry."""
    yield entry.body.name, ("name",)
    for index, alias in enumerate(entry.body.aliases):
        yield alias, ("aliases", index)


def is_findable(name: str) -> bool:
    """Return whether a name is looked for: it has a letter or digit, and is not too long."""
    return len(name) <= LONGEST_NAME and any(char.isalnum() for char in name)


def _by_letters(entries: Iterable[NamedEntry]) -> dict[str, tuple[Name, ...]]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for entry in entries:
        if entry.body.mentions == "on":
            for name in _names(entry):
                groups[uncased(name.form)].append(name)
    return {letters: tuple(group) for letters, group in groups.items()}


def _names(entry: NamedEntry) -> Iterator[Name]:
    for text, steps in written_names(entry):
        if is_findable(text):
            yield _name(entry, text, steps)


def _name(entry: NamedEntry, text: str, steps: Steps) -> Name:
    return Name(text, folded(text), entry, steps, *_strictness(text, entry.body))


def _strictness(text: str, body: Named) -> tuple[bool, bool]:
    """Return whether all of a name's case counts, and whether that of its first letter does.

    `case_sensitive` decides where it is given. Without it, a name of one to three capitals is found
    only in capitals ("US" is not "us"), and the name of an actor that begins with a capital only
    with one ("May" is not "may").
    """
    if "case_sensitive" in body.model_fields_set:
        return body.case_sensitive == "true", False
    letters = [char for char in text if char.isalpha()]
    short_capitals = 0 < len(letters) <= 3 and all(char.isupper() for char in letters)
    return short_capitals, isinstance(body, Actor) and text[:1].isupper()
