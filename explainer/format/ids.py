"""Ids and file names: made from words by one rule, and looked up by the names of their entries.

Letters of every script become Latin: `ø` becomes `o`, `ł` becomes `l`, `Маяк` becomes `mayak`.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from itertools import count
from types import MappingProxyType

from anyascii import anyascii

from explainer.entries import Named, Source
from explainer.model import AnyEntry, Kind
from explainer.text.fold import folded, same_letters
from explainer.text.words import is_letter

LONGEST = 40  # characters of an id that is proposed; it is in addresses, and is typed

# By the kind of an entry, and its name as `same_letters` returns it.
NamedIds = Mapping[tuple[Kind, str], str]
NO_IDS: NamedIds = MappingProxyType({})


def id_from(words: str, longest: int = LONGEST) -> str:
    """Make an id of words: ASCII letters in lower case and digits, with hyphens between words.

    It is cut between words to at most `longest` characters. Words without any letter or digit
    make "".
    """
    composed = unicodedata.normalize("NFKC", folded(words).replace("'", ""))
    latin = "".join(map(_in_latin, composed)).lower()
    made = "-".join(re.findall("[a-z0-9]+", latin))
    if len(made) <= longest:
        return made
    return made[: longest + 1].rpartition("-")[0] or made[:longest]


def free_id(words: str, kind: Kind, taken: Container[str]) -> str:
    """Make an id of words that is not taken: `lamp-never-failed`, if need be with a number."""
    made = id_from(words)
    if made and made not in taken:
        return made
    base, first = (made, 2) if made else (kind, 1)
    return next(each for n in count(first) if (each := f"{base}-{n}") not in taken)


def _in_latin(char: str) -> str:
    """Return a letter, digit or mark in ASCII, and a space for any other sign."""
    if not is_letter(char):
        return " "
    return anyascii(char).replace("'", "")


# --- the ids of entries ---


def ids_by_name(entries: Iterable[AnyEntry]) -> NamedIds:
    """Return the ids of actors and terms by their names, and of sources by their titles.

    A name that two entries share is left out. The id that a name would make stands for the name,
    too, unless another name makes the same.
    """
    found: dict[tuple[Kind, str], set[str]] = {}
    for entry in entries:
        for name in _names(entry):
            found.setdefault((entry.ref.kind, same_letters(name)), set()).add(entry.ref.id)
    by_name = _unambiguous(found)
    made: dict[tuple[Kind, str], set[str]] = {}
    for (kind, name), entry_id in by_name.items():
        made_id = id_from(name)
        if made_id:
            made.setdefault((kind, made_id), set()).add(entry_id)
    return _unambiguous(made) | by_name


def _unambiguous(found: Mapping[tuple[Kind, str], set[str]]) -> dict[tuple[Kind, str], str]:
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def id_named(known: NamedIds, kind: Kind, words: str) -> str:
    """Return the id of the entry that has this name, or whose name makes this id; "" for none."""
    by_name = known.get((kind, same_letters(" ".join(words.split()))))
    return by_name or known.get((kind, words), "")


def _names(entry: AnyEntry) -> tuple[str, ...]:
    if isinstance(entry.body, Source):
        return (entry.body.title,)
    return entry.body.names if isinstance(entry.body, Named) else ()
