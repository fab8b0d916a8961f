"""The index of actors, and a page for each: who it is, what it claims, what others say about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.addresses import page_path
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
from explainer.pages.document import PageMaker, document, heading_text, render
from explainer.pages.index import Section, entries_of, index_pages, part_links, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
from explainer.pages.view import Link, View, outward
from explainer.pages.voices import reported, speaker, speakers, voice

MOST_UNFOLDED = 20  # claims in a group on an actor's page, where they are of several articles
_MOST_OPPONENTS = 3  # names on a card; the actor's page lists all of them


class ActorCard(NamedTuple):
    """An actor in a list: who it is, its part in the claims, and whom it is at odds with."""

    link: Link
    role: str | None
    appearances: Appearances
    opponents: tuple[str, ...]  # names; the last item may be "3 more"


class DatedLink(NamedTuple):
    """A link to a date, with the date in words."""

    words: str
    link: Link


class Remark(NamedTuple):
    """A claim on the page of an actor."""

    link: Link
    label: str  # its kind, and whether it is contested or unchecked
    by: str  # who makes it, where that is another actor
    disputed_by: tuple[Link, ...]  # actors


class RemarksOfArticle(NamedTuple):
    """Those of many such claims that are in one article."""

    title: str
    language: Markup  # attributes of an element with the title
    items: tuple[Remark, ...]


class Remarks(NamedTuple):
    """Claims that mean the same for the actor on whose page they are listed."""

    title: str
    items: tuple[Remark, ...]
    articles: tuple[RemarksOfArticle, ...]  # the same, folded; () where there are only a few


class Tied(NamedTuple):
    """Another actor, and the number of claims or dates that connect the two."""

    link: Link
    times: int


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the index of actors and of their pages, by path."""
    connected = connections(lookup)
    found = index_pages(lookup, "actor", "Actors", partial(_index, connected))
    for actor in lookup.site.loaded.actors.values():
        path, ties = page_path(actor.ref), connected.get(actor.ref, {})
        found[path] = partial(_page, lookup, actor, ties)
    return found


def actor_card(view: View, actor: Entry[Actor], connected: Connections) -> ActorCard:
    """Return the card of an actor, with links from the page that is viewed."""
    others = opponents(connected.get(actor.ref, {}))
    names = [wording.within(view.lookup.titles[other]) for other in others]
    if len(names) > _MOST_OPPONENTS:
        names = [*names[: _MOST_OPPONENTS - 1], f"{len(names) - _MOST_OPPONENTS + 1} more"]
    appears = appearances(view.lookup, actor.ref)
    return ActorCard(view.link(actor.ref), actor.body.role, appears, tuple(names))


def _index(connected: Connections, view: View, part: IndexPart | None) -> str:
    links = part_links(view, "actor", part)
    actors = alphabet.by_name(entries_of(view.lookup.site.loaded.actors, part))
    return render(
        "actors.md.j2",
        parts=links,
        groups=[] if links else list(_groups(view, actors, connected)),
        count=len(actors),
        ids=view.lookup.has_heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _groups(view: View, actors: Iterable[Entry[Actor]], found: Connections) -> Iterator[Section]:
    cards: dict[str, list[ActorCard]] = defaultdict(list)
    for actor in actors:
        cards[actor.body.type].append(actor_card(view, actor, found))
    for kind, term in wording.ACTOR_TYPES.items():
        if cards[kind]:
            yield Section(term.plural, f"_{kind}", tuple(cards[kind]))


def _page(lookup: Lookup, actor: Entry[Actor], connected: Mapping[str, Ties]) -> str:
    view, ref = View(lookup, page_path(actor.ref)), actor.ref
    mentions = view.mentions(ref)
    ties = [(way, _tied(view, others)) for way, others in connected.items()]
    body = render(
        "actor.md.j2",
        preview=view.preview(ref),
        report=view.report(ref),
        mentions=mentions,
        mentioned=named(sum(origins.total for origins in mentions)),
        dates=tuple(_dates(view, ref)),
        remarks=tuple(_remarks(view, actor)),
        connected=ties,
        is_counted=any(tie.times > 1 for _, others in ties for tie in others),
        **_facts(view, actor, connected),
    )
    description = wording.ACTOR_TYPES[actor.body.type].name
    if actor.body.role:
        description += f": {actor.body.role}"
    return document(actor.body.name, body, f"{description}.", boost=2)


def _facts(view: View, actor: Entry[Actor], connected: Mapping[str, Ties]) -> dict[str, Any]:
    """Return values for the template: who the actor is."""
    lookup, ref = view.lookup, actor.ref
    appears = appearances(lookup, ref)
    has_part_in_claims = appears.made or appears.about
    group_id = f"_{actor.body.type}" if lookup.has_heading_ids else ""
    return {
        "actor": actor.body,
        "index_href": view.to_path(lookup.listing(ref), group_id),
        "description": view.html(ref, "description"),
        "part_of": view.objects(ref, "part_of"),
        "parts": view.subjects(ref, "part_of"),
        "elsewhere": [_elsewhere(address) for address in actor.body.same_as],
        "discussion": view.discussion(ref),
        "in_claims": str(appears) if has_part_in_claims else "",
        "opponents": view.links(opponents(connected)),
    }


def _elsewhere(address: str) -> Link:
    """Return a link to another site under its name, "wikidata.org"; other text as it is."""
    link = outward(address)
    host = urlsplit(link.href).hostname or ""
    return link._replace(text=host.removeprefix("www.") or link.text)


def _dates(view: View, ref: Ref) -> Iterator[DatedLink]:
    dates = view.lookup.site.loaded.dates
    naming = view.lookup.subjects_of(ref, "actors")
    for date in in_order(dates[found.id] for found in naming if found.id in dates):
        expected = " (expected)" if view.lookup.is_expected(date) else ""
        yield DatedLink(f"{in_words(date.body.date)}{expected}", view.link(date.ref))


def _remarks(view: View, actor: Entry[Actor]) -> Iterator[Remarks]:
    """Group the claims that concern an actor by what they mean for it.

    Each claim is listed in the first group that fits.
    """
    listed = set[Ref]()
    for title, refs in _concerning(view.lookup, actor):
        new = sorted(set(refs) - listed, key=view.lookup.order)
        listed.update(new)
        if new:
            remarks = {claim: _remark(view, claim, actor.ref) for claim in new}
            folded = tuple(_by_article(view.lookup, remarks))
            yield Remarks(heading_text(title), tuple(remarks.values()), folded)


def _by_article(lookup: Lookup, remarks: Mapping[Ref, Remark]) -> Iterator[RemarksOfArticle]:
    """Yield many claims by their articles, in order, if there are several."""
    found: dict[Ref, list[Remark]] = defaultdict(list)
    for claim, remark in remarks.items():
        slug = lookup.site.loaded.claims[claim.id].article or ""
        found[Ref("article", slug)].append(remark)
    if len(found) > 1 and len(remarks) > MOST_UNFOLDED:
        for article, items in found.items():
            title = lookup.titles.get(article, "Other claims")
            yield RemarksOfArticle(title, lookup.language(article), tuple(items))


def _concerning(lookup: Lookup, actor: Entry[Actor]) -> Iterator[tuple[str, Iterable[Ref]]]:
    """Yield groups of claims that concern an actor, each with its title."""
    ref, name = actor.ref, wording.within(actor.body.name)
    appears = appearances(lookup, ref)
    yield f"Claims by {name}", appears.made
    for speaking, claims in _reports(lookup, ref, appears.about).items():
        yield f"{lookup.titles[speaking]}, on {name}", claims
    yield f"Claims disputed by {name}", _disputed(lookup, ref, appears.made)
    yield f"Claims about {name}", appears.about


def _reports(lookup: Lookup, actor: Ref, claims: Iterable[Ref]) -> dict[Ref, list[Ref]]:
    """Return the claims that report the view of an actor, by their speaker."""
    by_speaker: dict[Ref, list[Ref]] = defaultdict(list)
    for claim in sorted(claims):
        speaking = speaker(lookup, claim)
        if speaking and actor in reported(lookup, claim):
            by_speaker[speaking].append(claim)
    return by_speaker


def _disputed(lookup: Lookup, actor: Ref, made: Iterable[Ref]) -> Iterator[Ref]:
    """Yield claims that an actor is said to dispute, or that one of its own claims disputes."""
    yield from lookup.subjects_of(actor, "disputed_by")
    for claim in made:
        yield from lookup.objects_of(claim, "attacks")


def _remark(view: View, claim: Ref, actor: Ref) -> Remark:
    lookup = view.lookup
    making = speakers(lookup, claim)
    others = view.links(
        other for other in _disputing(lookup, claim) if other not in (*making, actor)
    )
    label = claim_label(view, lookup.site.loaded.claims[claim.id])
    if others:  # naming them says more than that the claim is disputed
        label = label.removesuffix(f" · {wording.DISPUTED}")
    is_own = actor in (*making, *reported(lookup, claim))
    return Remark(view.link(claim), label, "" if is_own else voice(lookup, claim), others)


def _disputing(lookup: Lookup, claim: Ref) -> Iterator[Ref]:
    """Yield the actors said to dispute a claim, then the speakers of the claims that attack it."""
    yield from lookup.objects_of(claim, "disputed_by")
    for other in lookup.subjects_of(claim, "attacks"):
        yield from speakers(lookup, other)


def _tied(view: View, ties: Ties) -> tuple[Tied, ...]:
    return tuple(Tied(view.link(other), len(through)) for other, through in ties.items())
