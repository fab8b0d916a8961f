"""Verbs of saying, and whether a sentence denies that something was said."""

import re

SAYING = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|asked|asks|answered|replied|replies|wrote|writes"
    r"|stated|states|declared|declares|announced|argued|argues|claimed|claims|insisted|insists"
    r"|warned|warns|promised|explained|explains|noted|notes|called|calls|described|describes"
    r"|remarked|responded|concluded|concludes|according to|went on|spoke|speaking|message"
    r"|testified|admitted|denied|denies|complained|observed|observes|confirmed|confirms|put it)\b",
    re.IGNORECASE,
)
# With one of these, the words are another's.
RELAYING = re.compile(
    r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing)|on behalf of|in the name of)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"\b(?:not?|never|nobody|none|nothing|neither|nor|cannot|false|untrue|hardly|scarcely|without"
    r"|den(?:y|ied|ies|ying)|refus(?:e[ds]?|ing)|declin(?:e[ds]?|ing))\b|n['’]t\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r" (?:nothing|nobody|no one|no such|not a word)\b")
_ASIDE = re.compile(r",[^,“”\"]+,\s*$")  # between a subject and its verb
_CLAUSE = re.compile(r"[,;:“”\"(–—]|\b(?:and|but)\b")
# Characters around a verb in which its subject and a negation are looked for.
REACH = 300


def is_negated(sentence: str, verb: re.Match[str]) -> bool:
    """Return whether a sentence denies that something was said: "she never said that …"."""
    before = _ASIDE.sub(" ", sentence[max(verb.start() - REACH, 0) : verb.start()])
    clause = _CLAUSE.split(before)[-1]
    return bool(_NOT.search(clause) or _NOTHING.match(sentence, verb.end()))
