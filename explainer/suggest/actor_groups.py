"""Who takes part: names that occur repeatedly or in full, with the forms that belong together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.anchoring.quoting import Value
from explainer.entries import ActorType
from explainer.model import Span
from explainer.suggest.commonness import rank
from explainer.suggest.name_runs import NameRun, body_after
from explainer.suggest.namewords import (
    GROUPS,
    OTHER_PLACES,
    PLACES,
    THINGS,
    is_adjective,
    person_noun,
    type_of,
)
from explainer.suggest.suggestions import Candidate
from explainer.text.words import words

# An apposition of more characters says more than a role.
LONGEST_ROLE = 80
# Without a comma or an article, what follows goes with the next name: the U.S. diplomat John Ward.
_DETERMINER = r"(?:an?|the|then|his|her|its|their) "
_APPOSITION = re.compile(
    rf"(?:, | \(|,? (?={_DETERMINER}))(?:{_DETERMINER})?"
    r"([a-z](?:[^,.;:()\n]|(?<=[A-Z])\.)*)[,.;)]"
)
_ARTICLE = re.compile(r"^(?:the|an?) ")
# What stands behind these in an apposition is somebody else: in honor of President Monroe.
_FURTHER = re.compile(
    r"\b(?:of|in|for|from|to|as|with|by|at|on|the|an?|his|her|its|their|who|which|after|under)\b"
)
_BEFORE = re.compile(r"([a-z-]+),? $")
# Commoner words than this say nothing of which people are meant.
GRAMMAR = 300
# These say it together with another word: the national security establishment.
NEITHER = frozenset(
    "among within against toward towards despite beyond stay keep become remain both".split()
)
WHICH = frozenset(
    "political national public foreign economic social security policy military state local".split()
)
_WHICH = re.compile(r"(?:[A-Za-z][A-Za-z-]+ ){1,3}$")
_PREPOSITION = re.compile(
    r"\b(?:in|from|to|with|against|between|by|of|broadcaster|newspaper|agency|company) $"
)
# Behind these stands a place, even if it goes on with "who": the engineer from Rotterdam, who …
_ORIGIN = re.compile(r"\b(?:in|from|at|near) $")
# Without a comma "who" says which of a group are meant: Liberals who fought.
_PERSON = re.compile(r", (?:who|whose|whom)\b|,? (?:himself|herself)\b")


@dataclass(frozen=True)
class Group:
    """A name in full with its other forms; `doubtful` are forms that may be somebody else's, too."""

    name: NameRun
    others: tuple[NameRun, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[NameRun, ...]:
        """All its forms."""
        return (self.name, *self.others)

    @property
    def spans(self) -> list[Span]:
        """Every place of any form, in order."""
        return sorted(span for name in self.names for span in name.spans)


def grouped(names: Sequence[NameRun]) -> list[Group]:
    """Put names together that are one: the full name with its last word, its initials, or fewer given names."""
    fulls = [name for name in names if not any(_is_form(name, other) for other in names)]
    owners: dict[str, list[NameRun]] = {
        name.text: [full for full in fulls if _is_form(name, full)] for name in names
    }
    return [
        Group(
            full,
            tuple(name for name in names if owners[name.text] == [full]),
            tuple(
                name.text
                for name in names
                if full in owners[name.text] and len(owners[name.text]) > 1
            ),
        )
        for full in fulls
    ] + [Group(name) for name in names if len(owners[name.text]) > 1]


def _is_form(name: NameRun, full: NameRun) -> bool:
    """Whether a name is a shorter form of another."""
    short, long = name.words, full.words
    if name == full or len(short) > len(long):
        return False
    if long[0].lower() == "the" and short == long[1:]:
        return True
    initials = "".join(word[0] for word in long if word[0].isupper())
    if (
        "".join(short).upper() in (initials, initials + "A")
        and len(initials) > 1
        and "".join(short).isupper()
    ):
        return True
    if (
        is_thing(full)
        or type_of(long)[0]
        or long[-1].lower() in PLACES
        or long[0].lower() in OTHER_PLACES
    ):
        return False
    if len(short) == 1 < len(long):
        return short[0] == long[-1] or (short[0] == long[0] and bool(full.title))
    return len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1]


def is_thing(name: NameRun) -> bool:
    """Whether a name's last word says that it is no actor, such as Plan or Treaty."""
    words = [word.lower() for word in name.words]
    return len(words) > 1 and (words[-1] in THINGS or (words[0] in THINGS and words[1] == "of"))


def actors(text: str, names: Sequence[NameRun]) -> Iterator[Candidate]:
    """Propose the actors of a text; a name that occurs once only where it is a name in full."""
    named = [name for name in names if not is_thing(name) and name.words[-1].lower() not in PLACES]
    for group in grouped(named):
        if len(group.spans) > 1 or len(group.name.words) > 1 or _is_told_of(text, group.name):
            yield _actor(text, group)
    yield from _bodies(text, named)
    yield from _groups(text)


def _is_told_of(text: str, name: NameRun) -> bool:
    """Whether a single word stands where names of people, bodies and places do: behind a title or "in", before "'s"."""
    start, end, _ = name.spans[0]
    before, after = text[max(start - 12, 0) : start], text[end : end + 2]
    return bool(name.title or _PREPOSITION.search(before)) or after in ("'s", "’s")


def _actor(text: str, group: Group) -> Candidate:
    kind, because, role = _kind(text, group)
    forms = [name.text for name in group.names]
    aliases = [form for form in forms[1:] if form != group.name.text]
    given: dict[str, Value] = {
        "name": group.name.text,
        "type": kind or "",
        "aliases": aliases,
        "role": role,
    }
    values = {field: value for field, value in given.items() if value}
    doubt = f"; {_listed(group.doubtful)} may also be another's" if group.doubtful else ""
    decide = "whether readers need this actor" + (
        "" if kind else "; of what type it is, the words do not say"
    )
    return Candidate(
        "actor", group.spans[0], values, _counted(group) + because + doubt, decide, tuple(forms)
    )


def _counted(group: Group) -> str:
    counts = Counter({name.text: len(name.spans) for name in group.names})
    total = sum(counts.values())
    parts = (
        ""
        if len(counts) == 1
        else ": " + ", ".join(f"“{text}” {count}" for text, count in counts.items())
    )
    return f"a name that stands {'once' if total == 1 else f'{total} times'}{parts}"


def _kind(text: str, group: Group) -> tuple[ActorType | None, str, str]:
    """The type of an actor, what says so, and the role that an apposition gives."""
    word = next((name.title for name in group.names if name.title), "")
    for name in group.names:
        for span in name.spans:
            found = _APPOSITION.match(text, span.end)
            noun = _called(found[1]) if found else ""
            if found and noun and len(found[1]) <= LONGEST_ROLE:
                return "person", f"; “{noun}” says that it is a person", " ".join(found[1].split())
            lead = text[max(span.start - 30, 0) : span.start]
            before = _BEFORE.search(lead)
            who = None if _ORIGIN.search(lead) else _PERSON.match(text, span.end)
            word = (
                word
                or (person_noun([before[1]]) if before else "")
                or (who[0].strip(", ") if who else "")
            )
    kind, because = type_of(group.name.words)
    if kind:
        return kind, f"; {because}", ""
    return ("person", f"; “{word}” says that it is a person", "") if word else (None, "", "")


def _called(apposition: str) -> str:
    """The noun by which an apposition calls somebody a person; "" if it does not."""
    first = _FURTHER.split(_ARTICLE.sub("", apposition))[0]
    return person_noun(re.findall(r"[\w-]+", first)[:4])


def _bodies(text: str, names: Sequence[NameRun]) -> Iterator[Candidate]:
    """A name with a noun that makes it a body: "the Trump administration"."""
    places: dict[str, list[Span]] = {}
    for name in names:
        for span in name.spans:
            noun = body_after(text, span)
            if noun:
                places.setdefault(f"{name.text} {noun}", []).append(
                    Span(span.start, span.end + 1 + len(noun))
                )
    for written, spans in places.items():
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        reason = f"stands {times}; “{written.split()[-1]}” says that it is a body"
        values: dict[str, Value] = {"name": written, "type": "organisation"}
        yield Candidate(
            "actor", spans[0], values, reason, "whether readers need this actor", (written,)
        )


def _groups(text: str) -> Iterator[Candidate]:
    """People spoken of together: a noun such as "leaders" with the words that say which."""
    places: dict[str, list[Span]] = {}
    for noun in words(text):
        found = _WHICH.search(
            text, max(noun.start - 60, text.rfind("\n", 0, noun.start) + 1), noun.start
        )
        which = _informative(found[0].split()) if found and noun.text in GROUPS else []
        if which:
            span = Span(noun.start - len(" ".join(which)) - 1, noun.end)
            places.setdefault(" ".join([*which, noun.text]), []).append(span)
    for written, spans in places.items():
        if len(spans) == 1 and not any(map(_says_which, written.split()[:-1])):
            continue  # private companies, valuable allies: nobody in particular
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        reason = f"stands {times}; “{written.split()[-1]}” says that it is a group"
        values: dict[str, Value] = {"name": written[:1].upper() + written[1:], "type": "group"}
        if values["name"] != written:
            values["aliases"] = [written]  # names are found as they are typed
        yield Candidate(
            "actor",
            spans[0],
            values,
            reason,
            "whether readers need this group, and who belongs to it",
            (written,),
        )


def _informative(before: Sequence[str]) -> list[str]:
    """The words before a noun that say which people are meant: adjectives and nouns, no words of grammar, no verbs."""
    kept: list[str] = []
    for word in reversed(before):
        if not _says_which(word) and (
            kept
            or word[0].isupper()
            or rank(word) < GRAMMAR
            or word in NEITHER
            or word.endswith(("ly", "ing", "s"))
        ):
            break
        kept.insert(0, word)
    return kept


def _says_which(word: str) -> bool:
    return word in WHICH or is_adjective(word)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
