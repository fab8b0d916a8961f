"""The index of actors, and a page for each actor."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

from explainer import wording
from explainer.addresses import INDEXES, page_path
from explainer.chronology.order import in_order
from explainer.dates import in_words
from explainer.entries import Actor
from explainer.model import Entry, Ref
from explainer.pages import alphabet
from explainer.pages.claims import claim_items
from explainer.pages.connections import Appearances, Connections, appearances, connections
from explainer.pages.document import Make, document, render
from explainer.pages.index import Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.network import network
from explainer.pages.view import Link, View, outward


class ActorItem(NamedTuple):
    """An actor in a list."""

    link: Link
    role: str | None
    appearances: Appearances


class DateItem(NamedTuple):
    """A date in a list."""

    words: str
    link: Link


class Connected(NamedTuple):
    """Another actor, and through what the two are connected."""

    link: Link
    how: str


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the index and the pages of all actors."""
    found = cache(lambda: connections(lookup))
    actors = lookup.site.loaded.actors.values()
    made = {page_path(actor.ref): partial(_page, lookup, actor, found) for actor in actors}
    return {**index_page(lookup, INDEXES["actor"], "Actors", lambda view: _index(found(), view)), **made}


def _index(found: Connections, view: View) -> str:
    actors = sorted(view.lookup.site.loaded.actors.values(), key=lambda actor: alphabet.sort_key(actor.body.name))
    groups = [
        Section(term.plural, f"_{kind}", tuple(actor_item(view, actor) for actor in actors if actor.body.type == kind))
        for kind, term in wording.ACTOR_TYPES.items()
        if any(actor.body.type == kind for actor in actors)
    ]
    return render(
        "actors.md.j2",
        groups=groups,
        count=len(actors),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
        network=network(view, found),
    )


def actor_item(view: View, actor: Entry[Actor]) -> ActorItem:
    """Give an actor as an item of a list."""
    return ActorItem(view.link(actor.ref), actor.body.role, appearances(view.lookup, actor.ref))


def _page(lookup: Lookup, actor: Entry[Actor], found: Callable[[], Connections]) -> str:
    others = found().get(actor.ref, {})
    view, ref, subjects = View(lookup, page_path(actor.ref)), actor.ref, lookup.subjects
    body = render(
        "actor.md.j2",
        actor=actor.body,
        preview=view.preview(ref),
        report=view.report(ref),
        index_href=view.to_path(INDEXES["actor"], f"_{actor.body.type}" if lookup.heading_ids else ""),
        description=view.html(ref, "description"),
        part_of=view.objects(ref, "part_of"),
        parts=view.subjects(ref, "part_of"),
        elsewhere=[outward(address) for address in actor.body.same_as],
        made=claim_items(view, subjects.get((ref, "by"), ()), maker=ref),
        about=claim_items(view, subjects.get((ref, "about"), ())),
        dates=tuple(_dates(view, ref)),
        connected=tuple(Connected(view.link(other), f"in {shared}") for other, shared in others.items()),
        mentions=view.mentions(ref),
    )
    role = f": {actor.body.role}" if actor.body.role else ""
    description = f"{wording.ACTOR_TYPES[actor.body.type].name}{role}."
    return document(actor.body.name, body, description, boost=2, aliases=actor.body.aliases)


def _dates(view: View, ref: Ref) -> Iterator[DateItem]:
    dates = view.lookup.site.loaded.dates
    named = view.lookup.subjects.get((ref, "actors"), ())
    for date in in_order(dates[found.id] for found in named if found.id in dates):
        yield DateItem(in_words(date.body.date), view.link(date.ref))
