"""Text in one language within a page in another, marked for browsers and screen readers."""

import unicodedata
from html import escape

from markupsafe import Markup

from explainer.text.directionmarks import is_right_to_left

# Languages whose usual script runs from right to left:
# https://www.w3.org/International/questions/qa-scripts
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw nqo pnb ps sd syr ug ur yi".split())


def language_attributes(tag: str | None, around: str, text: str | None = None) -> Markup:
    """Return the attributes, after a space, of an element whose text is in the language `tag`.

    Both tags are BCP 47. Return "" if the language is unknown or that of the text around. If the
    text is given, its direction is that of most of its letters, whatever its language.
    """
    if not tag or tag == around:
        return Markup()
    may_turn = tag.partition("-")[0].lower() in _RIGHT_TO_LEFT
    is_turned = may_turn and (text is None or is_right_to_left(text))
    return Markup(f' lang="{escape(tag)}" dir="{"rtl" if is_turned else "ltr"}"')


def isolated(text: str) -> Markup | str:
    """Return a name, in a `bdi` if right-to-left letters would reorder text beside it (UAX #9).

    If few of its letters are, it runs left to right even if it begins with one of them.
    """
    if text.isascii():
        return text
    is_turning = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    if not is_turning:
        return text
    direction = "" if is_right_to_left(text) else Markup(' dir="ltr"')
    return Markup("<bdi{}>{}</bdi>").format(direction, text)
