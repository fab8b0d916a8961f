"""Text in one language within a page in another, marked for browsers and screen readers."""

import re
import unicodedata
from html import escape

from markupsafe import Markup

from explainer.text.directionmarks import is_right_to_left

# Scripts that run from right to left: https://www.unicode.org/iso15924/
_SCRIPTS = frozenset(
    "adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc mero"
    " narb nbat nkoo orkh ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj"
    " syrn thaa yezi".split()
)
# Languages whose usual script, everywhere or in a country, is one of these:
# https://www.w3.org/International/questions/qa-scripts
_LANGUAGES = frozenset(
    "acm afb aii apc ar arc ars ary arz azb bal bqi ckb dv fa glk haz hbo he hnd hno iw ji khw ks"
    " lah lki lrc luz mzn nqo pbt pnb prs ps sd sdh skr smp syc syr ug ur yi"
    " az-iq az-ir kk-cn ku-iq ku-ir ky-cn pa-pk tg-pk uz-af".split()
)
# The language, perhaps with parts that narrow it, then script and country, if they are given
_TAG = re.compile(r"([a-z]+)(?:-[a-z]{3}){0,3}(?:-([a-z]{4}))?(?:-([a-z]{2}))?(?![^-])")


def language_attributes(tag: str | None, around: str, text: str | None = None) -> Markup:
    """Return the attributes, after a space, of an element whose text is in the language `tag`.

    Both tags are BCP 47. Return "" if the language is unknown or that of the text around. If the
    text is given, its direction is that of most of its letters, whatever its language.
    """
    if not tag or tag == around:
        return Markup()
    may_turn = _is_of_right_to_left(tag)
    is_turned = may_turn and (text is None or is_right_to_left(text))
    return Markup(f' lang="{escape(tag)}" dir="{"rtl" if is_turned else "ltr"}"')


def _is_of_right_to_left(tag: str) -> bool:
    """Return whether the script of a language runs from right to left; its tag may name another."""
    parts = _TAG.match(tag.lower())
    if not parts:
        return False
    language, script, country = parts.groups()
    if script:
        return script in _SCRIPTS
    return language in _LANGUAGES or f"{language}-{country}" in _LANGUAGES


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
