"""All entries, and which of their values are references, Markdown, dates and addresses: told once for every stage."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from explainer.entries import Actor, Claim, Date, Evidence, Source, Term
from explainer.model import Entry, Kind, Loaded, Place, Ref, Step

Steps = tuple[Step, ...]

REFERENCES: dict[type, dict[str, Kind]] = {
    Claim: {
        "by": "actor",
        "about": "actor",
        "supports": "claim",
        "attacks": "claim",
        "disputed_by": "actor",
    },
    Date: {"actors": "actor", "claims": "claim"},
    Actor: {"part_of": "actor"},
    Term: {"related": "term", "broader": "term"},
    Source: {},
}
_MARKDOWN: dict[type, tuple[str, ...]] = {
    Claim: ("note",),
    Date: ("description", "basis"),
    Actor: ("description",),
    Term: ("definition",),
    Source: ("note",),
}
_DATES: dict[type, tuple[str, ...]] = {
    Claim: ("date",),
    Date: ("date",),
    Actor: (),
    Term: (),
    Source: ("issued", "accessed"),
}


def entries(loaded: Loaded) -> Iterator[Entry[Any]]:
    """Give every entry, kind by kind, in the order of the ids."""
    for kind in (loaded.claims, loaded.dates, loaded.actors, loaded.terms, loaded.sources):
        yield from kind.values()


def named(loaded: Loaded) -> Iterator[Entry[Any]]:
    """Give the entries that are found in texts by their names."""
    yield from loaded.actors.values()
    yield from loaded.terms.values()


def references(entry: Entry[Any]) -> Iterator[tuple[Steps, str, Ref]]:
    """Give each reference to another entry: where it stands, the key it stands under, and what it names."""
    for key, kind in REFERENCES[type(entry.body)].items():
        for index, target in enumerate(getattr(entry.body, key)):
            yield (key, index), key, Ref(kind, target)
    for index, evidence in enumerate(_evidence(entry)):
        yield ("evidence", index, "source"), "evidence", Ref("source", evidence.source)


def markdown_fields(entry: Entry[Any]) -> Iterator[tuple[Steps, str]]:
    """Give each Markdown text and where it stands."""
    for key in _MARKDOWN[type(entry.body)]:
        yield from _present((key,), getattr(entry.body, key))
    for index, evidence in enumerate(_evidence(entry)):
        yield from _present(("evidence", index, "note"), evidence.note)
    if isinstance(entry.body, Claim) and entry.body.verdict:
        yield from _present(("verdict", "because"), entry.body.verdict.because)


def markdown_texts(loaded: Loaded) -> Iterator[tuple[Ref, Steps, str, Place]]:
    """Yield every Markdown text: its entry (or article), the field, the text, and its place."""
    for entry in entries(loaded):
        for steps, markdown in markdown_fields(entry):
            yield entry.ref, steps, markdown, entry.at(*steps)
    for brief in loaded.briefs:
        for index, (sentence, place) in enumerate(brief.sentences):
            yield Ref("article", brief.article), ("brief", index), sentence, place
    asked_of: dict[str, int] = defaultdict(int)
    for asked in loaded.questions:
        steps = ("questions", asked_of[asked.article], "answer")
        yield Ref("article", asked.article), steps, asked.body.answer, asked.answer_place
        asked_of[asked.article] += 1


def dates(entry: Entry[Any]) -> Iterator[tuple[Steps, str]]:
    """Give each EDTF value and where it stands."""
    for key in _DATES[type(entry.body)]:
        yield from _present((key,), getattr(entry.body, key))
    if isinstance(entry.body, Claim) and entry.body.verdict:
        yield from _present(("verdict", "checked"), entry.body.verdict.checked)


def addresses(entry: Entry[Any]) -> Iterator[tuple[Steps, str]]:
    """Give each web address and where it stands."""
    if isinstance(entry.body, Source):
        yield from _present(("url",), entry.body.url)
    if isinstance(entry.body, Actor):
        for index, address in enumerate(entry.body.same_as):
            yield ("same_as", index), address


def _evidence(entry: Entry[Any]) -> tuple[Evidence, ...]:
    return entry.body.evidence if isinstance(entry.body, Claim | Term) else ()


def _present(steps: Steps, value: str | None) -> Iterator[tuple[Steps, str]]:
    if value is not None:
        yield steps, value
