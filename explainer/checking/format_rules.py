"""Check entries against the format, by small rules: one function each.

A rule takes what was loaded and yields problems, which are named after its function. Its docstring
shows a value that it reports and one that it accepts.
"""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from explainer.checking.value_rules import VALUE_RULES
from explainer.dates.edtf import parse
from explainer.dates.edtf_advice import date_advice
from explainer.format.did_you_mean import Proposals, unknown_entry_problems
from explainer.format.fields import dates, references
from explainer.format.former import former_id
from explainer.format.names import (
    LONGEST_NAME,
    MOST_ENDINGS,
    doubles,
    is_findable,
    nested_names,
    shared_names,
    written_names,
)
from explainer.model import AnyEntry, Loaded, NamedEntry, Place, Problem
from explainer.text.typed import in_backticks

Rule = Callable[[Loaded], Iterator[Problem]]


def check(loaded: Loaded) -> tuple[Problem, ...]:
    """Apply every rule; the problems are in no particular order."""
    return tuple(problem for rule in RULES for problem in rule(loaded))


def unknown_id(loaded: Loaded) -> Iterator[Problem]:
    """Report a reference to an entry that does not exist.

    Bad: `by: keeper-lunt`. Good: `by: keeper-lund`, with an actor of that id.
    """
    proposals = Proposals()
    for entry in loaded.entries.values():
        for steps, _, target in references(entry):
            if target not in loaded.targets:
                yield from unknown_entry_problems(loaded, target, entry.at(*steps), proposals)


def wrong_date(loaded: Loaded) -> Iterator[Problem]:
    """Report a date that is not EDTF.

    Bad: `date: May 2025`, `date: 2025-02-30`.
    Good: `date: 2025-05`, `date: 2025-05~`, `date: 1871/1911`.
    """
    for place, value in _dates(loaded):
        if parse(value) is None:
            yield Problem(place, "error", date_advice(value), "wrong-date")


def _dates(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    for entry in loaded.entries.values():
        for steps, value in dates(entry):
            yield entry.at(*steps), value
    for article in loaded.articles:
        if article.front.date is not None:
            yield article.places["date"], article.front.date


def shared_alias(loaded: Loaded) -> Iterator[Problem]:
    """Report a name or alias that two entries share, since a mention could mean either.

    Names are equal if they differ only in case, in kinds of apostrophes, hyphens or spaces, or in
    invisible characters. Case distinguishes them if each is found only in its own case: with
    `case_sensitive: true` in both entries. A name may be shared if texts are not searched for it,
    but not in other signs by two actors, or by two terms.

    Bad: `aliases: [Lund]` of two actors. Good: the full names, or `mentions: off` for one of them.
    """
    entries = loaded.named_entries
    for one, other in (*shared_names(entries), *doubles(entries)):
        there = f"{one.entry.ref} ({one.place.path}:{one.place.line})"
        name = in_backticks(other.text)
        first, second = f"{in_backticks(one.text)} of {there}", f"{name} of {other.entry.ref}"
        if one.text == other.text:
            message = (
                f"{name} is a name of {other.entry.ref} and of {there}; keep it for one of them"
            )
        elif one.form == other.form:
            message = f"{second} and {first} are the same name; keep it for one of them"
        else:
            message = (
                f"{second} and {first} differ only in case; "
                "write `case_sensitive: true` in both entries, or keep the name for one of them"
            )
        yield Problem(other.place, "error", message, "shared-alias")


def unusable_name(loaded: Loaded) -> Iterator[Problem]:
    """Report a name or alias that cannot be found in a text.

    It has no letter or digit, or searching for it would take too long.

    Bad: `aliases: ["-"]`. Good: `aliases: [Lund]`, or a sign with `mentions: off`.
    """
    for each in nested_names(loaded.named_entries):
        message = (
            f"this name ends with more than {MOST_ENDINGS} other names, so it is not looked for;"
            " remove some of them, or write `mentions: off` and link to the entry by hand"
        )
        yield Problem(each.place, "error", message, "unusable-name")
    for entry in loaded.named_entries:
        if entry.body.mentions == "on":
            yield from _unusable_names(entry)


def _unusable_names(entry: NamedEntry) -> Iterator[Problem]:
    for name, steps in written_names(entry):
        if len(name) > LONGEST_NAME:
            message = (
                f"this name has more than {LONGEST_NAME} characters; shorten it, "
                "or write `mentions: off` and link to the entry by hand"
            )
            yield Problem(entry.at(*steps), "error", message, "unusable-name")
        elif not is_findable(name):
            message = (
                f"{in_backticks(name)} has no letter or digit, so it cannot be found in a text; "
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
        required = [
            ("evidence (`evidence:`)", bool(entry.body.evidence)),
            ("reason (`because:`)", bool((verdict.because or "").strip())),
            ("check date (`checked:`)", verdict.checked is not None),
        ]
        for name, is_given in required:
            if not is_given:
                message = f"the verdict of {entry.ref} has no {name}; add it or remove the verdict"
                yield Problem(entry.at("verdict"), "error", message, "unfounded-verdict")


def self_reference(loaded: Loaded) -> Iterator[Problem]:
    """Report an entry that refers to itself: a claim cannot support or attack itself.

    Bad: `supports: [lamp]` in the claim `lamp`. Good: the id of another claim.
    """
    for ref, entry in loaded.entries.items():
        for steps, key, target in references(entry):
            if target == ref:
                message = (
                    f"{ref} names itself under `{key}`; name another {target.kind} or remove it"
                )
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

    Claims that restate each other are reported, too: nothing says what they claim.

    Bad: `a` with `broader: [b]` and `b` with `broader: [a]`. Good: only one of the two.
    """
    broader = {id_: term.body.broader for id_, term in loaded.terms.items()}
    part_of = {id_: actor.body.part_of for id_, actor in loaded.actors.items()}
    yield from _circles("broader", broader, loaded.terms)
    yield from _circles("part_of", part_of, loaded.actors)
    restates = {id_: (claim.body.restates,) for id_, claim in loaded.restatements.items()}
    advice = "give the original its `summary` and `kind` instead"
    yield from _circles("restates", restates, loaded.restatements, advice)


def _circles(
    key: str,
    graph: Mapping[str, tuple[str, ...]],
    among: Mapping[str, AnyEntry],
    advice: str = "remove one step",
) -> Iterator[Problem]:
    circle_ids = _circle(graph)
    if circle_ids:
        message = f"`{key}` runs in a circle: {' → '.join(circle_ids)}; {advice}"
        yield Problem(among[circle_ids[0]].at(key), "error", message, "circle")


def _circle(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the ids along a circle, the first again at the end; [] if there is none.

    It begins with the id that is first in the alphabet, since any could be the first. An entry that
    names itself is no circle, but a `self_reference`.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for id_, above in graph.items():
        sorter.add(id_, *(each for each in above if each != id_))
    try:
        sorter.prepare()
    except CycleError as error:
        found: list[str] = error.args[1][::-1]
        start = found.index(min(found))
        if not start:
            return found
        return [*found[start:-1], *found[:start], min(found)]
    return []


def empty_quote(loaded: Loaded) -> Iterator[Problem]:
    """Report a quote without words.

    Bad: `quote: ""`, `quote: {start: In the winter, end: ""}`. Good: `quote: the lamp was lit`.
    """
    for entry in loaded.quoted_entries:
        for index, quote in enumerate(entry.body.quote):
            if not all(map(_has_words, quote.parts)):
                message = f"a quote of {entry.ref} is empty; copy the words from the article"
                yield Problem(entry.at("quote", index), "error", message, "empty-quote")


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def doubled_brief(loaded: Loaded) -> Iterator[Problem]:
    """Report a second brief of one article.

    Bad: `brief:` in two files with the same `article:`. Good: one brief for each article.
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
    *VALUE_RULES,
)
