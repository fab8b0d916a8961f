"""Years before and after the beginning of our era: how texts write them, and how EDTF does."""

import re

_SPACE = "[ \xa0\u202f]"
_BEFORE_WORDS = (
    r"BCE?|bce?|B\.~C\.(?:~E\.)?|v\.~Chr\.|vor~Christus|v\.~u\.~Z\.|av(?:\.|ant)~J\.-C\."
    r"|avant~notre~ère|a\.~(?:de~)?C\.|antes~de~Cristo"
).replace("~", f"{_SPACE}?")
_AFTER_WORDS = (
    r"AD|CE|A\.~D\.|C\.~E\.|n\.~Chr\.|nach~Christus|n\.~u\.~Z\.|ap(?:\.|rès)~J\.-C\.|d\.~(?:de~)?C\."
).replace("~", f"{_SPACE}?")

ERA = rf"(?-i:{_SPACE}?(?:{_BEFORE_WORDS}|{_AFTER_WORDS})(?!\w))"
ERA_FIRST = rf"(?-i:(?:AD|A\.{_SPACE}?D\.){_SPACE}?|B\.{_SPACE}?C\.{_SPACE})"  # AD 14, B.C. 44
NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,4})"
YEAR = rf"(?:{ERA_FIRST}[1-9]\d{{0,3}}|{NUMBER}{ERA})"
"""Patterns of the words for an era, after a year or before it, and of a year that has them."""

_IS_BEFORE = re.compile(rf"(?:{_BEFORE_WORDS})(?!\w)", re.IGNORECASE)


def is_before(words: str) -> bool:
    """Return whether the words for a time say that it was before our era."""
    return _IS_BEFORE.search(words) is not None


def year_in_edtf(words: str) -> str:
    """Return the year that words such as `1871`, `AD 14` and `44 BC` mean."""
    number = int("".join(filter(str.isdigit, words)))
    return edtf_year(1 - number if is_before(words) else number)


def edtf_year(year: int) -> str:
    """Return an astronomical year, which counts 1 BC as 0, in EDTF."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"
