"""Texts made of pieces at random: what one step leaves alone, another may take for its own.

The pieces (`pieces.yml`) are what the steps between a typed text and a finished page react to.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import yaml

from tests.reliability.hostile_payloads import numbered

_PIECES: dict[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).parent / "pieces.yml").read_text(encoding="utf-8")
)
_KEPT = _PIECES.pop("kept")  # tags with values
_FAMILIES = tuple(_PIECES)
_PLAIN_TAGS = tuple("abbr b bdi code del em i kbd mark p pre q rt ruby s sub sup td u var".split())
_OF_ELEMENTS = 0.25  # of the parts of a text
_ENDED = 0.8  # of elements
_MOST_PARTS = 9
_MOST_INSIDE = 3  # pieces in an element, and in its value


def combined(choose: Random, number: int = 1) -> str:
    """Return a text of some pieces, in which all calls of the canary have this number."""
    parts = [_part(choose) for _ in range(choose.randint(1, _MOST_PARTS))]
    return numbered("".join(parts), number)


def _part(choose: Random) -> str:
    return _element(choose) if choose.random() < _OF_ELEMENTS else _piece(choose)


def _piece(choose: Random) -> str:
    return choose.choice(_PIECES[choose.choice(_FAMILIES)])


def _element(choose: Random) -> str:
    """Return the start of an element with pieces in a value, pieces, and most often its end."""
    plain = f"<{choose.choice(_PLAIN_TAGS)}>"
    start = choose.choice((*_KEPT, plain)).replace("{}", _inside(choose))
    tag = start[1:].partition(" ")[0].rstrip(">")
    end = f"</{tag}>" if choose.random() < _ENDED else ""
    return f"{start}{_inside(choose)}{end}"


def _inside(choose: Random) -> str:
    return "".join(_piece(choose) for _ in range(choose.randint(0, _MOST_INSIDE)))
