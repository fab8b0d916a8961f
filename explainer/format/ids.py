"""Ids, and names of files: made from words by one rule, and found by the names of the entries that have them.

Letters of every script are written in Latin ones: `ø` becomes `o`, `ł` becomes `l`, `Маяк` becomes `mayak`.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from itertools import count
from types import MappingProxyType
from typing import Any

from anyascii import anyascii

from explainer.entries import Named, Source
from explainer.model import Entry, Kind
from explainer.text.fold import folded, same_letters

# An id that is proposed has no more characters; it is in addresses, and is typed.
LONGEST = 40

NamedIds = Mapping[
    tuple[Kind, str], str
]  # by the kind of an entry and a name of it, as `same_letters` gives that
NO_IDS: NamedIds = MappingProxyType({})


def id_from(words: str, longest: int = LONGEST) -> str:
    """Make an id of words: ASCII letters in lower case, digits, and hyphens between them.

    It is cut between words where it would have more than `longest` characters; "" for what holds no letter or digit.
    """
    composed = unicodedata.normalize("NFKC", folded(words).replace("'", ""))
    latin = "".join(map(_in_latin, composed)).lower()
    made = "-".join(re.findall("[a-z0-9]+", latin))
    if len(made) <= longest:
        return made
    return made[: longest + 1].rpartition("-")[0] or made[:longest]


def free_id(words: str, kind: Kind, taken: Container[str]) -> str:
    """Make an id of words that is not taken: `lamp-never-failed`, or with a number behind it."""
    made = id_from(words)
    if made and made not in taken:
        return made
    numbered = (f"{made or kind}-{number}" for number in count(2 if made else 1))
    return next(each for each in numbered if each not in taken)


def _in_latin(char: str) -> str:
    """Return a letter, digit or mark in ASCII; a space for a sign, which is no part of a word."""
    is_mark = unicodedata.category(char).startswith("M")
    if not (char.isalnum() or is_mark):
        return " "
    return anyascii(char).replace("'", "")


# --- ids that are there ---


def ids_by_name(entries: Iterable[Entry[Any]]) -> NamedIds:
    """Return the ids of actors and terms by their names, and of sources by their titles.

    A name that two share has none. What a name would make as an id stands for it, too, where no other makes the same.
    """
    found: dict[tuple[Kind, str], set[str]] = {}
    for entry in entries:
        for name in _names(entry):
            found.setdefault((entry.ref.kind, same_letters(name)), set()).add(entry.ref.id)
    by_name = {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
    made: dict[tuple[Kind, str], set[str]] = {}
    for (kind, name), entry_id in by_name.items():
        made.setdefault((kind, id_from(name)), set()).add(entry_id)
    by_made = {key: next(iter(ids)) for key, ids in made.items() if key[1] and len(ids) == 1}
    return by_made | by_name


def id_named(known: NamedIds, kind: Kind, words: str) -> str:
    """Return the id of the entry that has these words as a name, or whose name would make this id; "" for none."""
    by_name = known.get((kind, same_letters(" ".join(words.split()))))
    return by_name or known.get((kind, words), "")


def _names(entry: Entry[Any]) -> tuple[str, ...]:
    if isinstance(entry.body, Source):
        return (entry.body.title,)
    return tuple(entry.body.names) if isinstance(entry.body, Named) else ()
