"""Text of one language within a page of another: what a browser and a screen reader must be told of it."""

import unicodedata
from html import escape

from markupsafe import Markup

# https://www.w3.org/International/questions/qa-scripts: languages whose usual script runs from right to left
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw nqo pnb ps sd syr ug ur yi".split())


def language_attributes(tag: str | None, around: str) -> Markup:
    """Give the attributes of an element whose text is of that language, to be written right behind the element's name.

    Both are BCP 47 tags. Nothing is said where the language is not known, or that of the text around it.
    """
    if not tag or tag == around:
        return Markup()
    direction = "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    return Markup(f' lang="{escape(tag)}" dir="{direction}"')


def isolated(text: str) -> Markup | str:
    """Give a name so that it does not turn around what stands beside it, as right-to-left letters would (UAX #9)."""
    is_turning = not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )
    return Markup("<bdi>{}</bdi>").format(text) if is_turning else text
