"""Second stage: small rules about what an editor wrote, one function each, named as in their problems.

A rule takes what was loaded and yields problems. Its docstring shows what it reports and what it does not.
"""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from explainer.checking.value_rules import TEXT_RULES
from explainer.dates.edtf import parse
from explainer.dates.edtf_advice import date_advice
from explainer.format.did_you_mean import unknown
from explainer.format.fields import dates, entries, named, references
from explainer.format.former import former_id
from explainer.format.names import (
    LONGEST_NAME,
    MOST_ENDINGS,
    is_findable,
    nested_names,
    shared_names,
    written_names,
)
from explainer.model import Entry, Loaded, Place, Problem

Rule = Callable[[Loaded], Iterator[Problem]]


def check(loaded: Loaded) -> tuple[Problem, ...]:
    """Apply every rule; the problems are in no particular order."""
    return tuple(problem for rule in RULES for problem in rule(loaded))


def unknown_id(loaded: Loaded) -> Iterator[Problem]:
    """Report a reference to an entry that is not there.

    Bad: `by: keeper-lunt`. Good: `by: keeper-lund`, with an actor of that id.
    """
    for entry in entries(loaded):
        for steps, _, target in references(entry):
            yield from unknown(loaded, target, entry.at(*steps))


def wrong_date(loaded: Loaded) -> Iterator[Problem]:
    """Report a date that is not EDTF.

    Bad: `date: May 2025`, `date: 2025-02-30`. Good: `date: 2025-05`, `date: 2025-05~`, `date: 1871/1911`.
    """
    places = [
        (entry.at(*steps), value) for entry in entries(loaded) for steps, value in dates(entry)
    ]
    places += [
        (art.places["date"], art.front.date)
        for art in loaded.articles
        if art.front.date is not None
    ]
    for place, value in places:
        if parse(value) is None:
            yield Problem(place, "error", date_advice(value), "wrong-date")


def shared_alias(loaded: Loaded) -> Iterator[Problem]:
    """Report a name or alias that two entries share, since a mention could mean either.

    Names are equal where only their case differs, their kinds of apostrophes, hyphens or spaces,
    or what nobody sees. Case tells them apart where each is found only in its own: with
    `case_sensitive: true` in both entries.

    Bad: `aliases: [Lund]` of two actors. Good: the full names, or `mentions: off` for one of them.
    """
    for one, other in shared_names(named(loaded)):
        place = one.place
        mine, first = other.entry.ref, f"{one.entry.ref} ({place.path}:{place.line})"
        if one.text == other.text:
            message = f"`{other.text}` is a name of {mine} and of {first}; keep it for one of them"
        elif one.form == other.form:
            message = f"`{other.text}` of {mine} and `{one.text}` of {first} are the same name; keep it for one of them"
        else:
            message = (
                f"`{other.text}` of {mine} and `{one.text}` of {first} differ only in case; "
                "write `case_sensitive: true` in both entries, or keep the name for one of them"
            )
        yield Problem(other.place, "error", message, "shared-alias")


def unusable_name(loaded: Loaded) -> Iterator[Problem]:
    """Report a name or alias that cannot be found in a text: it has no letter or digit, or takes too long to look for.

    Bad: `aliases: ["-"]`. Good: `aliases: [Lund]`, or a sign with `mentions: off`.
    """
    for each in nested_names(named(loaded)):
        message = (
            f"this name ends with more than {MOST_ENDINGS} other names, so it is not looked for; remove some of them, "
            "or write `mentions: off` and link to the entry by hand"
        )
        yield Problem(each.place, "error", message, "unusable-name")
    for entry in named(loaded):
        for name, steps in written_names(entry):
            if entry.body.mentions == "on" and len(name) > LONGEST_NAME:
                message = (
                    f"this name has more than {LONGEST_NAME} characters; shorten it, "
                    "or write `mentions: off` and link to the entry by hand"
                )
                yield Problem(entry.at(*steps), "error", message, "unusable-name")
            elif entry.body.mentions == "on" and not is_findable(name):
                message = (
                    f"`{name}` has no letter or digit, so it cannot be found in a text; "
                    "remove it, or write `mentions: off` and link to the entry by hand"
                )
                yield Problem(entry.at(*steps), "error", message, "unusable-name")


def unfounded_verdict(loaded: Loaded) -> Iterator[Problem]:
    """Report a verdict without evidence, a reason or a day: the site never lends its own authority.

    Bad: `verdict: {is: refuted}`. Good: `evidence`, and a verdict with `because` and `checked`.
    """
    for entry in loaded.claims.values():
        verdict = entry.body.verdict
        if verdict is None:
            continue
        lacks = [
            ("evidence (`evidence:`)", not entry.body.evidence),
            ("reason (`because:`)", not (verdict.because or "").strip()),
            ("check date (`checked:`)", verdict.checked is None),
        ]
        for what, lacking in lacks:
            if lacking:
                message = f"the verdict of {entry.ref} has no {what}; add it or remove the verdict"
                yield Problem(entry.at("verdict"), "error", message, "unfounded-verdict")


def self_reference(loaded: Loaded) -> Iterator[Problem]:
    """Report an entry that refers to itself: a claim cannot support or attack itself.

    Bad: `supports: [lamp]` in the claim `lamp`. Good: the id of another claim.
    """
    for entry in entries(loaded):
        for steps, key, target in references(entry):
            if target == entry.ref:
                message = f"{entry.ref} names itself under `{key}`; name another {target.kind} or remove it"
                yield Problem(entry.at(*steps), "error", message, "self-reference")


def contradiction(loaded: Loaded) -> Iterator[Problem]:
    """Report a claim that both supports and attacks another.

    Bad: `supports: [a]` with `attacks: [a]`. Good: one of the two.
    """
    for entry in loaded.claims.values():
        for index, target in enumerate(entry.body.attacks):
            if target in entry.body.supports:
                message = f"{entry.ref} both supports and attacks claim:{target}; keep one"
                yield Problem(entry.at("attacks", index), "error", message, "contradiction")


def circle(loaded: Loaded) -> Iterator[Problem]:
    """Report terms that are broader than each other, and actors that are part of each other.

    Bad: `a` with `broader: [b]` and `b` with `broader: [a]`. Good: only one of the two.
    """
    for among, key in ((loaded.terms, "broader"), (loaded.actors, "part_of")):
        entry_ids = _circle(among, key)
        if entry_ids:
            message = f"`{key}` runs in a circle: {' → '.join(entry_ids)}; remove one step"
            yield Problem(among[entry_ids[0]].at(key), "error", message, "circle")


def _circle(among: Mapping[str, Entry[Any]], key: str) -> list[str]:
    graph = {
        id_: [above for above in getattr(entry.body, key) if above != id_]
        for id_, entry in among.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][::-1]
        start = found.index(
            min(found)
        )  # where to begin telling a circle is free: make it always the same
        return [*found[start:-1], *found[:start], min(found)] if start else found
    return []


def empty_quote(loaded: Loaded) -> Iterator[Problem]:
    """Report a quote without words.

    Bad: `quote: ""`, `quote: {start: In the winter, end: ""}`. Good: `quote: the lamp was lit`.
    """
    for entry in _quoted(loaded):
        for index, quote in enumerate(entry.body.quote):
            if not all(any(char.isalnum() for char in part) for part in quote.parts):
                message = f"a quote of {entry.ref} is empty; copy the words from the article"
                yield Problem(entry.at("quote", index), "error", message, "empty-quote")


def doubled_brief(loaded: Loaded) -> Iterator[Problem]:
    """Report a second brief of one article.

    Bad: `brief:` in two files with the same `article:`. Good: one brief an article.
    """
    first: dict[str, Place] = {}
    for brief in loaded.briefs:
        place = brief.sentences[0][1]
        if brief.article in first:
            message = (
                f"{brief.article} already has a brief ({first[brief.article].path}); merge the two"
            )
            yield Problem(place, "error", message, "doubled-brief")
        first.setdefault(brief.article, place)


def _quoted(loaded: Loaded) -> Iterator[Entry[Any]]:
    yield from loaded.claims.values()
    yield from loaded.dates.values()


RULES: tuple[Rule, ...] = (
    unknown_id,
    wrong_date,
    shared_alias,
    unusable_name,
    unfounded_verdict,
    self_reference,
    contradiction,
    circle,
    empty_quote,
    doubled_brief,
    former_id,
    *TEXT_RULES,
)
