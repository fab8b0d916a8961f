"""Who speaks in a sentence: the name whose place beside a verb of saying leaves no doubt.

Such places are "Lund said", "Lund, the mayor, said", "…”, said the mayor Lund" and "according to
Lund"; not "Lund's lawyer said", "said a spokesman for Lund", "asked by Lund", "Lund was called".
"""

import re

from explainer.model import Span

# This stands for each character of a quotation in the sentences that are read here.
QUOTED = "“"
_MARK = "\0"  # this for each character of the name that is looked at
_NAME = f"{_MARK}+"
_VERB = "\1"  # this stands before the verb of saying
# With one of these before it, a name is not that of a subject, or nobody is said to have spoken.
_OTHERS = (
    "of|for|by|to|from|with|without|about|against|behind|like|unlike|than|in|on|at|after|before"
    "|during|under|over|near|through|towards?|around|between|among|within|until|since|via|and|or"
    "|nor|not|never|no|even|but|except|who|whom|whose|which|that|what|if|he|she|it|they|we|you"
    "|did|does|had|would|could|should|was|were|is|are|perhaps|maybe|reports?|claim|argue|believes?"
    "|thinks?|thought|alleges?|suggests?|made|makes?|lets?|heard|hears?|saw|met"
    "|[a-z]{3,}(?:ing|ed)"
)
_NOUNS = rf"(?:(?!(?i:{_OTHERS})\b)[\w&/.’'-]+ ){{0,7}}"  # the late mayor, Pentagon spokesman
_BEGINS = rf"(?:^|[{QUOTED};:(–—])[^\w{QUOTED}{_MARK}]{{0,9}}(?:But )?"
_BEGINS_LATER = r"(?:,(?: but)?|\b[Aa]s|\b[Ww]hile) "
_NO_DOUBT = "(?!(?:alleged|reported|supposed|purported|apparent|hard|scarce|bare|rare)ly)"
_ADVERBS = (
    r"(?:(?:has|had|also|then|later|once|again|often|always|first|now|still|himself|herself|itself"
    rf"|{_NO_DOUBT}[a-z-]+ly) )*"
)
_SAYS = rf"{_ADVERBS}{_VERB}(?!speaking|message|den)"
_ASIDE = rf"(?:, [^,;:{QUOTED}]+){{1,2}}, "
# Of these, a name that follows may be the object, as in "told Lund".
_TO = "told|tells|ask|answer|warn|promised|call|describ|speaking|message|den"
_SAID = rf"{_VERB}(?!{_TO})[a-z]+"
# After a name behind its verb; other words make it another's: "said Lund officials".
_STOPS = r"\s*(?:$|[,;:!)–—]|\.(?!\w))"
_FURTHER = r" (?:in|on|at|of|from|to|during|after|before|as|when|while|who)\b"
_ENDS = rf"(?:{_STOPS}|{_FURTHER})"
_LATER_SAID = f"{_VERB}(?:said|says|wrote|writes|added|adds)"
_PLACES = (
    rf"{_BEGINS}{_NOUNS}{_NAME}(?: |{_ASIDE}){_SAYS}",
    rf"{_BEGINS}{_NOUNS}[\w’'-]+, {_NAME}, {_SAYS}",
    rf"{_BEGINS_LATER}{_NOUNS}{_NAME} {_SAYS}",
    rf"{QUOTED}[^\w{QUOTED}{_MARK}]{{0,9}}{_SAID} {_NOUNS}{_NAME}(?:{_ENDS}|\s*{QUOTED})",
    rf", {_LATER_SAID} {_NOUNS}{_NAME}{_ENDS}",
    rf"{_VERB}[Aa]ccording to {_NOUNS}{_NAME}(?:{_ENDS}|\s*{QUOTED})",
)


def speaks(sentence: str, name: Span, verb: int) -> bool:
    """Return whether a sentence leaves no doubt that one who is named in it speaks.

    `verb` is the offset of its one verb of saying.
    """
    marked = sentence[: name.start] + _MARK * (name.end - name.start) + sentence[name.end :]
    marked = marked[:verb] + _VERB + marked[verb:]
    return any(re.search(place, marked) for place in _PLACES)
