"""Actors to propose: names that occur repeatedly or in full, with their other forms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explainer.anchoring.quoting import Value
from explainer.entries import ActorType
from explainer.model import Span
from explainer.suggest.name_runs import NameRun, body_after
from explainer.suggest.suggestions import Candidate, times_in_words
from explainer.text.commonness import rank
from explainer.text.namewords import (
    GROUPS,
    OTHER_PLACES,
    PLACES,
    THINGS,
    is_adjective,
    person_noun,
    type_of,
)
from explainer.text.words import Word, words

LONGEST_ROLE = 80  # characters: a longer apposition says more than a role
# Without a comma or an article, what follows belongs to the next name: the U.S. diplomat John Ward.
_DETERMINER = r"(?:an?|the|then|his|her|its|their) "
_APPOSITION = re.compile(
    rf"(?:, | \(|,? (?={_DETERMINER}))(?:{_DETERMINER})?"
    r"([a-z](?:[^,.;:()\n]|(?<=[A-Z])\.)*)[,.;)]"
)
_ARTICLE = re.compile(r"^(?:the|an?) ")
# After these, an apposition names somebody else: in honor of President Monroe.
_FURTHER = re.compile(
    r"\b(?:of|in|for|from|to|as|with|by|at|on|the|an?|his|her|its|their|who|which|after|under)\b"
)
_BEFORE = re.compile(r"([a-z-]+),? $")
# More common words than this do not say which people are meant.
GRAMMAR = 300
# Nor do these.
NEITHER = frozenset(
    "among within against toward towards despite beyond stay keep become remain both".split()
)
# These do, with another word: the national security establishment.
WHICH = frozenset(
    "political national public foreign economic social security policy military state local".split()
)
_WHICH = re.compile(r"(?:[A-Za-z][A-Za-z-]+ ){1,3}$")
_PREPOSITION = re.compile(
    r"\b(?:in|from|to|with|against|between|by|of|broadcaster|newspaper|agency|company) $"
)
# After these stands a place, even if "who" follows: the engineer from Rotterdam, who …
_ORIGIN = re.compile(r"\b(?:in|from|at|near) $")
# Without a comma, "who" says which of a group are meant: Liberals who fought.
_PERSON = re.compile(r", (?:who|whose|whom)\b|,? (?:himself|herself)\b")


@dataclass(frozen=True)
class Group:
    """A full name with its other forms; `doubtful` are forms that may also be somebody else's."""

    name: NameRun
    others: tuple[NameRun, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[NameRun, ...]:
        """Return all its forms, the full one first."""
        return (self.name, *self.others)

    @property
    def spans(self) -> list[Span]:
        """Return every place of any form, in order."""
        return sorted(span for name in self.names for span in name.spans)


def grouped(names: Sequence[NameRun]) -> Iterator[Group]:
    """Group names that are one: the full name, its last word, initials, fewer given names."""
    fulls = [name for name in names if not _has_longer_form(name, names)]
    owners: dict[str, list[NameRun]] = {}
    for name in names:
        owners[name.text] = [full for full in fulls if _is_form(name, full)]
    for full in fulls:
        yield _group(full, names, owners)
    for name in names:
        if len(owners[name.text]) > 1:
            yield Group(name)


def _has_longer_form(name: NameRun, names: Sequence[NameRun]) -> bool:
    return any(_is_form(name, other) for other in names)


def _group(
    full: NameRun, names: Sequence[NameRun], owners: Mapping[str, Sequence[NameRun]]
) -> Group:
    """Group a full name; `owners` are the full names of which each name may be a form."""
    others: list[NameRun] = []
    doubtful: list[str] = []
    for name in names:
        if owners[name.text] == [full]:
            others.append(name)
        elif full in owners[name.text]:
            doubtful.append(name.text)
    return Group(full, tuple(others), tuple(doubtful))


def _is_form(name: NameRun, full: NameRun) -> bool:
    """Return whether a name is a shorter form of another."""
    short, long = name.words, full.words
    if name == full or len(short) > len(long):
        return False
    if long[0].lower() == "the" and short == long[1:]:
        return True
    if _is_initials("".join(short), long):
        return True
    if is_thing(full) or type_of(long)[0] or _is_place(long):
        return False
    if len(short) == 1 < len(long):
        return short[0] == long[-1] or (short[0] == long[0] and bool(full.title))
    return len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1]


def _is_initials(short: str, long: Sequence[str]) -> bool:
    """Return whether capitals are the initials of a name, perhaps with A for "Administration"."""
    initials = "".join(word[0] for word in long if word[0].isupper())
    return len(initials) > 1 and short.isupper() and short in (initials, f"{initials}A")


def _is_place(words: Sequence[str]) -> bool:
    return words[-1].lower() in PLACES or words[0].lower() in OTHER_PLACES


def is_thing(name: NameRun) -> bool:
    """Return whether the words of a name say that it is not an actor, such as Plan or Treaty."""
    words = name.words
    if len(words) < 2:
        return False
    if words[0].lower() in THINGS and words[1].lower() == "of":
        return True
    return words[-1].lower() in THINGS


def actors(text: str, names: Sequence[NameRun]) -> Iterator[Candidate]:
    """Propose the actors of a text; a name that occurs only once must be one in full."""
    named = [name for name in names if not is_thing(name) and name.words[-1].lower() not in PLACES]
    for group in grouped(named):
        is_full = len(group.name.words) > 1
        if len(group.spans) > 1 or is_full or _is_placed_as_name(text, group.name):
            yield _actor(text, group)
    yield from _bodies(text, named)
    yield from _groups(text)


def _is_placed_as_name(text: str, name: NameRun) -> bool:
    """Return whether a single word stands after a title or a word such as "in", or before "'s"."""
    start, end, _ = name.spans[0]
    before, after = text[max(start - 12, 0) : start], text[end : end + 2]
    return bool(name.title or _PREPOSITION.search(before)) or after in ("'s", "’s")


def _actor(text: str, group: Group) -> Candidate:
    kind, because, role = _kind(text, group)
    forms = [name.text for name in group.names]
    aliases = [form for form in forms[1:] if form != group.name.text]
    values: dict[str, Value] = {"name": group.name.text}
    if kind:
        values["type"] = kind
    if aliases:
        values["aliases"] = aliases
    if role:
        values["role"] = role
    reason = _counted(group) + because
    if group.doubtful:
        doubtful = ", ".join(f"“{name}”" for name in group.doubtful)
        reason += f"; {doubtful} may also be another's"
    decide = "whether readers need this actor"
    if not kind:
        decide += "; which type it is, which the text does not say"
    return Candidate("actor", group.spans[0], values, reason, decide, tuple(forms))


def _counted(group: Group) -> str:
    """Return how often the forms of a name stand in the text."""
    counts = {name.text: len(name.spans) for name in group.names}
    found = f"a name that occurs {times_in_words(sum(counts.values()))}"
    if len(counts) == 1:
        return found
    return f"{found}: " + ", ".join(f"“{text}” {count}" for text, count in counts.items())


def _kind(text: str, group: Group) -> tuple[ActorType | None, str, str]:
    """Return the type of an actor, what says so, and the role that an apposition gives."""
    for name in group.names:
        for span in name.spans:
            noun, role = _apposition_after(text, span)
            if noun:
                return "person", f"; “{noun}” says that it is a person", role
    kind, because = type_of(group.name.words)
    if kind:
        return kind, f"; {because}", ""
    word = _person_word(text, group)
    return ("person", f"; “{word}” says that it is a person", "") if word else (None, "", "")


def _apposition_after(text: str, span: Span) -> tuple[str, str]:
    """Return the noun that calls somebody a person after a name, and the whole apposition."""
    found = _APPOSITION.match(text, span.end)
    if not found or len(found[1]) > LONGEST_ROLE:
        return "", ""
    return _called(found[1]), " ".join(found[1].split())


def _person_word(text: str, group: Group) -> str:
    """Return the first title or other word beside a name that says that it is a person's, or ""."""
    for name in group.names:
        if name.title:
            return name.title
    for name in group.names:
        for span in name.spans:
            word = _word_beside(text, span)
            if word:
                return word
    return ""


def _word_beside(text: str, span: Span) -> str:
    """Return the noun for a person before a name, or "who" or the like after it."""
    lead = text[max(span.start - 30, 0) : span.start]
    before = _BEFORE.search(lead)
    noun = person_noun([before[1]]) if before else ""
    if noun or _ORIGIN.search(lead):
        return noun
    who = _PERSON.match(text, span.end)
    return who[0].strip(", ") if who else ""


def _called(apposition: str) -> str:
    """Return the noun by which an apposition calls somebody a person, or ""."""
    first = _FURTHER.split(_ARTICLE.sub("", apposition))[0]
    return person_noun(re.findall(r"[\w-]+", first)[:4])


def _bodies(text: str, names: Sequence[NameRun]) -> Iterator[Candidate]:
    """Propose names with a noun that makes them bodies: "the Trump administration"."""
    places: dict[str, list[Span]] = {}
    for name in names:
        for span in name.spans:
            noun = body_after(text, span)
            if noun:
                whole = Span(span.start, span.end + 1 + len(noun))
                places.setdefault(f"{name.text} {noun}", []).append(whole)
    decide = "whether readers need this actor"
    for written, spans in places.items():
        values: dict[str, Value] = {"name": written, "type": "organisation"}
        yield Candidate(
            "actor", spans[0], values, _reason(written, spans, "body"), decide, (written,)
        )


def _groups(text: str) -> Iterator[Candidate]:
    """Propose people spoken of together: nouns such as "leaders" with the words that say which."""
    places: dict[str, list[Span]] = {}
    for noun in words(text):
        which = _words_before(text, noun) if noun.text in GROUPS else []
        if which:
            span = Span(noun.start - len(" ".join(which)) - 1, noun.end)
            places.setdefault(" ".join([*which, noun.text]), []).append(span)
    decide = "whether readers need this group, and who belongs to it"
    for written, spans in places.items():
        if len(spans) == 1 and not any(map(_says_which, written.split()[:-1])):
            continue  # private companies, valuable allies: nobody in particular
        values: dict[str, Value] = {"name": written[:1].upper() + written[1:], "type": "group"}
        if values["name"] != written:
            values["aliases"] = [written]  # names are found as they are typed
        reason = _reason(written, spans, "group")
        yield Candidate("actor", spans[0], values, reason, decide, (written,))


def _reason(written: str, spans: Sequence[Span], noun: str) -> str:
    last = written.split()[-1]
    return f"occurs {times_in_words(len(spans))}; “{last}” says that it is a {noun}"


def _words_before(text: str, noun: Word) -> list[str]:
    """Return the words before a noun, in the same line, that say which people are meant."""
    line = text.rfind("\n", 0, noun.start) + 1
    found = _WHICH.search(text, max(noun.start - 60, line), noun.start)
    return _informative(found[0].split()) if found else []


def _informative(before: Sequence[str]) -> list[str]:
    """Return the last words that are adjectives and nouns, not words of grammar or verbs."""
    kept: list[str] = []
    for word in reversed(before):
        if not _says_which(word) and (kept or _is_no_adjective(word)):
            break
        kept.insert(0, word)
    return kept


def _is_no_adjective(word: str) -> bool:
    if word[0].isupper() or word in NEITHER or word.endswith(("ly", "ing", "s")):
        return True
    return rank(word) < GRAMMAR


def _says_which(word: str) -> bool:
    return word in WHICH or is_adjective(word)
