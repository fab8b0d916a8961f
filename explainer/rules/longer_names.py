"""Longer names in which a person's name stands: “Peter Lund”, “Lund University”. English only."""

import re
from calendar import month_name
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from explainer.dates.timewords import WEEKDAYS
from explainer.entries import Actor
from explainer.text.abbreviations import titles
from explainer.text.commonness import rank
from explainer.text.namewords import BODIES, OPENERS, THINGS, TITLES, is_people, person_noun
from explainer.text.sentences import Context
from explainer.text.words import Word, words

_HYPHENS = ("-", "‐", "‑")
_BESIDE = (*_HYPHENS, " ", "\u00a0", "\u202f")
_ENDS = (".", "!", "?", "…", ":")
_NUMERAL = re.compile(r"[IVX]+")
_DAYS = frozenset({*WEEKDAYS, *(name.lower() for name in month_name if name)})
# More common words than this at the beginning of a sentence do not belong to a name.
_FUNCTION = 400
# Less common words with which a sentence begins before a name, besides OPENERS
_BEGINNINGS = frozenset(
    """
    above across again against almost already always among amongst anyway apart aside beforehand
    behind below cannot dear earlier either few former furthermore hence indeed instead late later
    maybe might moreover near neither nor nowadays often once otherwise overnight past perhaps poor
    quite rather second several somehow sometimes soon thanks therefore third thus till tomorrow
    tonight too until via whether whom whose yesterday yet young
    """.split()
)
_ADVERB_ENDINGS = ("after", "ever", "ing", "ly", "n't", "theless", "ward", "wards", "while")
_OPENING, _CLOSING = ("“", '"', "‘", "'", "«", "„"), "”\"’')»"
# What stands before a hyphen and makes no other name of what follows
_PREFIXES = frozenset("all anti ex inter mid neo non post pre pro trans ultra".split())
# Small words within names
_PARTICLES = frozenset("al bin da de del den der di du el ibn la van von".split())
# An office that is said before the name of its holder: Secretary of the Treasury
_OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))}) (?:of|for|to) (?:the )?$")
# Last words of what is named after somebody, and is about them: the Carter Presidency
_THEIRS = frozenset({
    *BODIES, *THINGS, "administrations", "corollary", "era", "memo", "memorandum", "mission",
    "presidency", "regime", "report", "resolution", "speech", "supporters", "years",
})  # fmt: skip


@dataclass(frozen=True)
class Person:
    """The words by which a person is known, in small letters."""

    names: Set[str]
    offices: Set[str]
    others: Set[str]  # the names of all entries


@dataclass(frozen=True)
class Writing:
    """A text, and how it writes its words."""

    text: str

    @cached_property
    def small(self) -> Set[str]:
        """The words that begin with a small letter."""
        return {word.text for word in words(self.text) if word.text[:1].islower()}

    @cached_property
    def large(self) -> Set[str]:
        """The words that begin with a capital, although a sentence is under way."""
        found = set[str]()
        for before, word in pairwise(words(self.text)):
            if before.text.islower() and self.text[before.end : word.start] == " ":
                found.add(word.text)
        return found

    def opens_with(self, word: str) -> bool:
        """Return whether a word may have its capital only because a sentence begins with it."""
        low = word.lower()
        if low in self.small or low in OPENERS or low in _BEGINNINGS:
            return True
        is_common = low.endswith(_ADVERB_ENDINGS) or rank(low) < _FUNCTION
        return is_common and word not in self.large


def person(actor: Actor, others: Set[str]) -> Person:
    """Return the words of an actor's names, and those by which it is said what they are."""
    names = {word.text.lower() for word in words(" ".join(actor.names))}
    role, description = words(actor.role or ""), words(actor.description or "")
    offices = {word.text for word in (*role, *description) if word.text.islower()}
    offices.update(word.text.lower() for word in role[:1])
    return Person(names, offices, others)


def longer_name(context: Context, known: Person, writing: Writing) -> str:
    """Return the longer name in which a sentence has the name of a person, or ""."""
    begins, ends = _may_go_on(context)
    if not (begins or ends) or _is_heading(context.text):
        return ""
    before = _before(context, known, writing) if begins else []
    after = _after(context, known)
    if _is_joint(context, after) or (not before and context.before.endswith(_HYPHENS)):
        return ""  # the post-Lund City Hall
    if _is_theirs(after):
        after = []
    if not before and not after:
        return ""
    start = before[-1].start if before else len(context.before)
    end = after[-1].end if after else 0
    return " ".join((context.before[start:] + context.words + context.after[:end]).split())


def _may_go_on(context: Context) -> tuple[bool, bool]:
    """Return whether a longer name may begin before a name, and whether one may end behind it."""
    before, after = context.before, context.after
    last = "".join(before[:-1].rsplit(maxsplit=1)[-1:])
    can_be_name = any(map(str.isupper, last)) or last in _PARTICLES
    begins = before.endswith(_BESIDE) and can_be_name
    return begins, after.startswith(_BESIDE) and after[1:2].isupper()


def _is_heading(line: str) -> bool:
    """Return whether a line does not end as a sentence, and only its short words are small."""
    if line.rstrip(_CLOSING).endswith(_ENDS):
        return False
    return not any(len(word.text) > 3 and word.text[:1].islower() for word in words(line))


def _before(context: Context, known: Person, writing: Writing) -> Sequence[Word]:
    """Return the words of a longer name before the name of a person, the nearest first."""
    text, found = _straight(context.before), list[Word]()
    if not text.endswith(_HYPHENS) and len(words(context.words)) > 1:
        return []  # any kind of title can stand before a full name
    end = len(text)
    for word in reversed(words(text)):
        gap = text[word.end : end]
        if gap not in _BESIDE and not (gap == ". " and _is_initial(word)):
            break
        if word.text.lower() in known.names:
            return []  # a middle name
        if word.text not in _PARTICLES and not _is_name(word.text, gap, known):
            break
        if _is_title(word.text, known):
            break
        if _opens(text[: word.start]) and writing.opens_with(word.text):
            break
        found.append(word)
        end = word.start
    return found if any(map(_is_telling, found)) and not _OFFICE.search(text[:end]) else []


def _after(context: Context, known: Person) -> Sequence[Word]:
    """Return the words of a longer name behind the name of a person, in order."""
    text, found = _straight(context.after), list[Word]()
    end = 0
    for each in words(text):
        word, gap = _bare(each), text[end : each.start]
        if gap not in _BESIDE and not (gap == ". " and any(map(_is_initial, found[-1:]))):
            break
        if word.text.lower() in known.names:
            return []
        if not _is_name(word.text, gap, known):
            break
        found.append(word)
        end = word.end
    return found if any(map(_is_telling, found)) else []


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _bare(word: Word) -> Word:
    """Return a word without the ending of a possessive."""
    bare = word.text.removesuffix("'s")
    return Word(bare, word.start, word.start + len(bare))


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1


def _is_telling(word: Word) -> bool:
    """Return whether a word of a name is neither an initial nor a particle."""
    return word.text[:1].isupper() and not _is_initial(word)


def _is_name(word: str, gap: str, known: Person) -> bool:
    """Return whether a word can be part of a name, and of another one than that beside it."""
    low = word.lower()
    if not word[:1].isupper() or word.endswith("'s") or low in _DAYS:
        return False
    if len(word) > 1 and word.isupper() and not _NUMERAL.fullmatch(word):
        return False  # CEO, MP
    return not (gap in _HYPHENS and (low in _PREFIXES or low in known.others))


def _is_title(word: str, known: Person) -> bool:
    """Return whether a word before a name says what its bearer is."""
    low = word.lower()
    if word in TITLES or low in titles("en") or low in known.offices:
        return True
    return bool(person_noun([word]))


def _opens(before: str) -> bool:
    """Return whether a sentence, or something quoted, begins behind these words."""
    if not any(map(str.isalnum, before)) or before.endswith(_OPENING):
        return True
    return before.rstrip().endswith(_ENDS)


def _is_theirs(found: Sequence[Word]) -> bool:
    """Return whether the words behind a name make it that of something about its bearer."""
    texts = [word.text for word in found]
    if texts[-2:] == ["White", "House"]:
        return True
    return any(word.lower() in _THEIRS or is_people(word) for word in texts[-1:])


def _is_joint(context: Context, found: Sequence[Word]) -> bool:
    """Return whether a thing is named after two people: the Hay-Pauncefote treaty."""
    if not (context.before.endswith(_HYPHENS) or context.after.startswith(_HYPHENS)):
        return False
    end = found[-1].end if found else 0
    last = [*found[-1:], *words(context.after[end:])[:1]]
    return any(word.text.lower() in THINGS for word in last)
