"""Finding the names of actors and terms in a text: as whole words, the longest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from explainer.entries import Actor, Named
from explainer.model import Entry, Ref
from explainer.text.words import is_border

_SAME = str.maketrans("‘’ʼ‛´`“”„‐‑‒–—−\u00a0\u202f\u2009\n\t", "''''''\"\"\"------     ")


class Found(NamedTuple):
    """A name in a text: from where to where, in code points of the text, and whose it is."""

    start: int
    end: int
    ref: Ref


class _Name(NamedTuple):
    text: str
    ref: Ref
    exact_case: bool
    exact_first: bool


@dataclass(frozen=True)
class Names:
    """All names and aliases, made ready for one pass over a text; thousands of them cost no more than a few."""

    names: tuple[_Name, ...]
    automaton: AhoCorasick | None


def names_of(entries: Iterable[Entry[Any]]) -> Names:
    """Take the names of entries, but for those with `mentions: off`."""
    names = tuple(
        _name(text, entry)
        for entry in entries
        if entry.body.mentions == "on"
        for text in dict.fromkeys(entry.body.names)
        if any(char.isalnum() for char in text)
    )
    return Names(names, AhoCorasick([same_letters(name.text) for name in names]) if names else None)


def _name(text: str, entry: Entry[Any]) -> _Name:
    """Say how strictly a name's case counts.

    `case_sensitive` decides where it is given. Without it, a name of up to three capitals is found only as such ("US"
    is not "us"), and the name of an actor that begins with a capital only with one ("May" is not "may").
    """
    body: Named = entry.body
    if "case_sensitive" in body.model_fields_set:
        return _Name(text, entry.ref, body.case_sensitive == "true", False)
    letters = [char for char in text if char.isalpha()]
    short_capitals = 1 < len(letters) <= 3 and all(char.isupper() for char in letters)
    return _Name(text, entry.ref, short_capitals, isinstance(body, Actor) and text[:1].isupper())


def find_names(names: Names, text: str, closed: Sequence[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """Find every name in a text, in order; longer ones first, and none inside the `closed` stretches (sorted)."""
    if names.automaton is None:
        return ()
    hits = (
        (start, end, names.names[index])
        for index, start, end in names.automaton.find_matches_as_indexes(same_letters(text), overlapping=True)
    )
    whole = [hit for hit in hits if _is_whole(text, *hit)]
    return _without_overlaps(whole, len(text), closed)


def _is_whole(text: str, start: int, end: int, name: _Name) -> bool:
    if not (is_border(text, start) and is_border(text, end)):
        return False
    if name.exact_case:
        return text[start:end] == name.text
    return not name.exact_first or text[start].isupper()


def _without_overlaps(
    hits: list[tuple[int, int, _Name]], length: int, closed: Sequence[tuple[int, int]]
) -> tuple[Found, ...]:
    taken = bytearray(length)
    for start, end in closed:
        taken[start:end] = b"\1" * (end - start)
    found = []
    for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0], hit[2].ref)):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Found(start, end, name.ref))
    return tuple(sorted(found))


def same_letters(text: str) -> str:
    """The text with case, quotation marks, dashes and spaces evened out; offsets stay the same."""
    evened = text.translate(_SAME)
    lowered = evened.lower()
    if len(lowered) == len(evened):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in evened)
