"""Quotations inside a text: what stands between quotation marks."""

import re

_QUOTED = re.compile(
    r"“[^”\n]+”|„[^“”\n]+[“”]|«[^«»\n]+»|‘[^’\n]+’(?!\w)|(?<![\w\"])\"[^\"\n]+\"(?!\w)"
)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """From where to where, in code points, each quotation reaches, its marks included."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def without_quotations(text: str) -> str:
    """The text, of the same length, with blanks in place of what is quoted."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)
