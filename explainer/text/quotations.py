"""Quotations in a text: the words between quotation marks."""

import re

_QUOTED = re.compile(
    r"“[^”\n]+”|„[^“”\n]+[“”]|«[^«»\n]+»|‘[^’\n]+’(?!\w)|(?<![\w\"])\"[^\"\n]+\"(?!\w)"
)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of each quotation with its marks, in code points."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def without_quotations(text: str) -> str:
    """Return a text of the same length with spaces in place of its quotations."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)
