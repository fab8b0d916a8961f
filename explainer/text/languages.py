"""Text in one language within a page in another, marked for browsers and screen readers."""

import unicodedata
from html import escape

from markupsafe import Markup

# Languages whose usual script runs from right to left:
# https://www.w3.org/International/questions/qa-scripts
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw nqo pnb ps sd syr ug ur yi".split())


def language_attributes(tag: str | None, around: str) -> Markup:
    """Return the attributes, after a space, of an element whose text is in the language `tag`.

    Both arguments are BCP 47 tags. Return "" if the language is unknown or that of the text around.
    """
    if not tag or tag == around:
        return Markup()
    direction = "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    return Markup(f' lang="{escape(tag)}" dir="{direction}"')


def isolated(text: str) -> Markup | str:
    """Return a name, in a `bdi` if right-to-left letters would reorder text beside it (UAX #9)."""
    if text.isascii():
        return text
    is_turning = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return Markup("<bdi>{}</bdi>").format(text) if is_turning else text
