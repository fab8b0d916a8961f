"""The index of actors, and a page for each actor: who it is, what it claims, what is said of it, and by whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from explainer.addresses import INDEXES, page_path
from explainer.dates.edtf import in_words
from explainer.dates.order import in_order
from explainer.entries import Actor
from explainer.format import wording
from explainer.model import Entry, Ref
from explainer.pages import alphabet
from explainer.pages.card import claim_label
from explainer.pages.connections import (
    Appearances,
    Connections,
    Ties,
    appearances,
    connections,
    named,
    opponents,
)
from explainer.pages.document import Make, document, heading_text, render
from explainer.pages.index import Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, View, outward
from explainer.pages.voices import reported, speaker, voice

_MOST_OPPONENTS = 3  # named on a card; the page of the actor names all


class ActorCard(NamedTuple):
    """An actor in a list: who it is, what it has to do with the claims, and whom it is at odds with."""

    link: Link
    role: str | None
    appearances: Appearances
    opponents: tuple[str, ...]  # by name, at the end how many are not named


class DatedLink(NamedTuple):
    """A link to a date, with the date in words."""

    words: str
    link: Link


class Remark(NamedTuple):
    """A claim on the page of an actor: its kind, whose it is where that is another, and which actors dispute it."""

    link: Link
    label: str
    by: str
    disputed_by: tuple[Link, ...]


class Remarks(NamedTuple):
    """Claims that mean the same for the actor on whose page they stand."""

    title: str
    items: tuple[Remark, ...]


class Tied(NamedTuple):
    """Another actor, and through how many claims or dates the two are connected."""

    link: Link
    times: int


def pages(lookup: Lookup) -> dict[str, Make]:
    """Return what makes the index and the pages of all actors."""
    found = cache(lambda: connections(lookup))
    actors = lookup.site.loaded.actors.values()
    made = {page_path(actor.ref): partial(_page, lookup, actor, found) for actor in actors}
    return {
        **index_page(lookup, INDEXES["actor"], "Actors", lambda view: _index(found(), view)),
        **made,
    }


def actor_card(view: View, actor: Entry[Actor], connected: Connections) -> ActorCard:
    """Return the card of an actor, with links from the page that is viewed."""
    others = opponents(connected.get(actor.ref, {}))
    names = [wording.within(view.lookup.titles[other]) for other in others]
    if len(names) > _MOST_OPPONENTS:
        names = [*names[: _MOST_OPPONENTS - 1], f"{len(names) - _MOST_OPPONENTS + 1} more"]
    appears = appearances(view.lookup, actor.ref)
    return ActorCard(view.link(actor.ref), actor.body.role, appears, tuple(names))


def _index(found: Connections, view: View) -> str:
    actors = sorted(
        view.lookup.site.loaded.actors.values(),
        key=lambda actor: alphabet.sort_key(actor.body.name),
    )
    return render(
        "actors.md.j2",
        groups=list(_groups(view, actors, found)),
        count=len(actors),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _groups(view: View, actors: Iterable[Entry[Actor]], found: Connections) -> Iterator[Section]:
    cards = [(actor.body.type, actor_card(view, actor, found)) for actor in actors]
    for kind, term in wording.ACTOR_TYPES.items():
        of_kind = tuple(card for type_, card in cards if type_ == kind)
        if of_kind:
            yield Section(term.plural, f"_{kind}", of_kind)


def _page(lookup: Lookup, actor: Entry[Actor], found: Callable[[], Connections]) -> str:
    connected = found().get(actor.ref, {})
    view, ref = View(lookup, page_path(actor.ref)), actor.ref
    mentions = view.mentions(ref)
    body = render(
        "actor.md.j2",
        preview=view.preview(ref),
        report=view.report(ref),
        mentions=mentions,
        mentioned=named(sum(origins.total for origins in mentions)),
        dates=tuple(_dates(view, ref)),
        remarks=tuple(_remarks(view, actor)),
        connected=_connected(view, connected),
        counted=_has_counts(connected),
        **_facts(view, actor, connected),
    )
    role = f": {actor.body.role}" if actor.body.role else ""
    description = f"{wording.ACTOR_TYPES[actor.body.type].name}{role}."
    return document(actor.body.name, body, description, boost=2)


def _has_counts(connected: Mapping[str, Ties]) -> bool:
    """Return whether any connection is made more than once, so that its number is shown."""
    numbers = (len(through) for ties in connected.values() for through in ties.values())
    return any(number > 1 for number in numbers)


def _facts(view: View, actor: Entry[Actor], connected: Mapping[str, Ties]) -> dict[str, Any]:
    """Return who the actor is: values of the template."""
    lookup, ref = view.lookup, actor.ref
    appears = appearances(lookup, ref)
    group_id = f"_{actor.body.type}" if lookup.heading_ids else ""
    return {
        "actor": actor.body,
        "index_href": view.to_path(INDEXES["actor"], group_id),
        "description": view.html(ref, "description"),
        "part_of": view.objects(ref, "part_of"),
        "parts": view.subjects(ref, "part_of"),
        "elsewhere": [_elsewhere(address) for address in actor.body.same_as],
        "in_claims": str(appears) if appears.made or appears.about else "",
        "opponents": view.links(opponents(connected)),
    }


def _elsewhere(address: str) -> Link:
    """Link to another site by its name, "wikidata.org"; what is no address of the web is shown as it is."""
    link = outward(address)
    host = urlsplit(link.href).hostname or ""
    return link._replace(text=host.removeprefix("www.") or link.text)


def _dates(view: View, ref: Ref) -> Iterator[DatedLink]:
    dates = view.lookup.site.loaded.dates
    naming = view.lookup.subjects.get((ref, "actors"), ())
    for date in in_order(dates[found.id] for found in naming if found.id in dates):
        yield DatedLink(in_words(date.body.date), view.link(date.ref))


def _remarks(view: View, actor: Entry[Actor]) -> Iterator[Remarks]:
    """Group the claims that concern an actor by what they mean for it; each stands in the first group that fits."""
    listed = set[Ref]()
    for title, refs in _concerning(view.lookup, actor):
        new = sorted(set(refs) - listed, key=view.lookup.order)
        listed.update(new)
        if new:
            remarks = tuple(_remark(view, claim, actor.ref) for claim in new)
            yield Remarks(heading_text(title), remarks)


def _concerning(lookup: Lookup, actor: Entry[Actor]) -> Iterator[tuple[str, Iterable[Ref]]]:
    ref, name = actor.ref, wording.within(actor.body.name)
    appears = appearances(lookup, ref)
    yield f"Claims by {name}", appears.made
    others = sorted(claim for claim in appears.about if ref in reported(lookup, claim))
    for first in dict.fromkeys(speaker(lookup, claim) for claim in others):
        if first:
            spoken = [claim for claim in others if speaker(lookup, claim) == first]
            yield f"{lookup.titles[first]}, on {name}", spoken
    yield f"Claims disputed by {name}", _disputed(lookup, ref, appears.made)
    yield f"Claims about {name}", appears.about


def _disputed(lookup: Lookup, actor: Ref, made: Iterable[Ref]) -> Iterator[Ref]:
    """Claims that an actor is said to dispute, or that one of its own claims speaks against."""
    yield from lookup.subjects.get((actor, "disputed_by"), ())
    for claim in made:
        yield from lookup.objects.get((claim, "attacks"), ())


def _remark(view: View, claim: Ref, actor: Ref) -> Remark:
    lookup, entry = view.lookup, view.lookup.site.loaded.claims[claim.id]
    first = speaker(lookup, claim)
    attacking = (speaker(lookup, other) for other in lookup.subjects.get((claim, "attacks"), ()))
    disputing = (*lookup.objects.get((claim, "disputed_by"), ()), *attacking)
    others = view.links(other for other in disputing if other and other not in (first, actor))
    label = claim_label(view, entry)
    if others:  # who says more than that it is disputed
        label = label.removesuffix(f" · {wording.DISPUTED}")
    by = "" if actor == first or actor in reported(lookup, claim) else voice(lookup, claim)
    return Remark(view.link(claim), label, by, others)


def _connected(view: View, connected: Mapping[str, Ties]) -> list[tuple[str, tuple[Tied, ...]]]:
    return [(way, _tied(view, ties)) for way, ties in connected.items()]


def _tied(view: View, ties: Ties) -> tuple[Tied, ...]:
    return tuple(Tied(view.link(other), len(through)) for other, through in ties.items())
