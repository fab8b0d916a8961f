"""Alphabetical order for names in any script, without the rules of one language: accents fold."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from explainer.entries import Actor, Term
from explainer.model import Entry

OTHERS = "0–9"  # the heading of names that do not begin with a letter

_NUMBER = re.compile(r"\d+")
_WIDTH = 12  # digits: numbers that are not longer are compared by their values

Named = TypeVar("Named", Actor, Term)


def by_name(entries: Iterable[Entry[Named]]) -> list[Entry[Named]]:
    """Return actors or terms in the alphabetical order of their names."""
    return sorted(entries, key=lambda entry: sort_key(entry.body.name))


def sort_key(name: str) -> tuple[bool, str, str]:
    """Return a key that orders names by their letters; those that begin with a letter come last.

    Numbers in them are in the order of their values, as in G7, G20.
    """
    folded = "".join(map(_folded, name.casefold()))
    letters_and_spaces = "".join(char for char in folded if char.isalnum() or char == " ")
    with_wide_numbers = _NUMBER.sub(_widened, letters_and_spaces.lstrip())
    return letter(name) != OTHERS, with_wide_numbers, name


def _widened(number: re.Match[str]) -> str:
    return number[0].zfill(_WIDTH)


def letter(name: str) -> str:
    """Return the letter under which a name is listed; `OTHERS` for digits and symbols.

    É is listed under E, Ł under L, Ж under Ж. Some letters are only a space with a mark, as U+FE70.
    """
    first = next((char for char in name if char.isalnum()), "")
    folded = _folded(first)[:1] if first.isalpha() else ""
    return folded.upper() if folded.isalpha() else OTHERS


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return a character in lower case without accents and strokes.

    Accents that Unicode composes are taken apart. Strokes are not composed: `ł` is found by its
    name, "LATIN SMALL LETTER L WITH STROKE".
    """
    decomposed = unicodedata.normalize("NFKD", character)
    base = "".join(char for char in decomposed if not unicodedata.combining(char))
    if len(base) != 1:
        return base.casefold()
    plain_name, has_stroke, _ = unicodedata.name(base, "").partition(" WITH ")
    if not has_stroke:
        return base.casefold()
    try:
        return unicodedata.lookup(plain_name).casefold()
    except KeyError:
        return base.casefold()
