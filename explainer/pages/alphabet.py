"""Alphabetical order for names in any script, without the rules of a single language: accents fold."""

import unicodedata
from functools import lru_cache

OTHERS = "0–9"  # where names stand that begin with no letter


def sort_key(name: str) -> tuple[bool, str, str]:
    """Order names by their letters, those that begin with a letter last."""
    folded = "".join(map(_folded, name.casefold()))
    return (letter(name) != OTHERS, "".join(c for c in folded if c.isalnum() or c == " "), name)


def letter(name: str) -> str:
    """Give the letter under which a name stands: É under E, Ł under L, Ж under Ж; `OTHERS` for digits and signs."""
    first = next((c for c in name if c.isalnum()), "")
    return _folded(first)[:1].upper() if first.isalpha() else OTHERS


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Drop accents and strokes: what Unicode composes is taken apart; `ł` is named "L WITH STROKE"."""
    base = "".join(
        c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
    )
    plain, has_more, _ = (
        unicodedata.name(base, "").partition(" WITH ") if len(base) == 1 else ("", "", "")
    )
    if not has_more:
        return base.casefold()
    try:
        return unicodedata.lookup(plain).casefold()
    except KeyError:
        return base.casefold()
