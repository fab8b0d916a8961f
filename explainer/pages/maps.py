"""How claims hang together: a map for each article and around each claim, with the same in words beside it."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer import wording
from explainer.figures.argument import argument_map, key
from explainer.figures.argument_layout import NARROW, SMALL, WIDE, Claim, Style
from explainer.figures.graph import Arrow, parts, surroundings
from explainer.figures.outline import Told, outline
from explainer.figures.svg import figure, tag
from explainer.model import Ref, Relation
from explainer.pages.document import Make, document, render
from explainer.pages.index import section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import View
from explainer.text.words import shortened

_LABELS = ("supports", "attacks")
_AROUND = 12  # claims on the map around one
_ON_INDEX = 3  # articles whose maps stand on the index of claims; where there are more, each has a page of its own
_SHORT = 60  # letters of a claim that is only named


class Item(NamedTuple):
    """A claim in an outline; `relation` is how it speaks to the one above it, "" at the top.

    `elsewhere`: what speaks to it is told at another place in the outline.
    """

    relation: str
    sign: str
    href: str
    text: str
    elsewhere: bool
    reasons: "tuple[Item, ...]"


class Map(NamedTuple):
    """A figure of how claims hang together (empty where nobody could read it), and the same in words.

    `left_out`: how many claims that are as near do not fit on it.
    """

    figure: Markup
    outline: tuple[Item, ...]
    claims: int
    left_out: int = 0


class _Graph(NamedTuple):
    """Claims as nodes, in the order of the articles, and the arrows between them."""

    refs: tuple[Ref, ...]
    claims: tuple[Claim, ...]
    arrows: tuple[Arrow, ...]


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes a page for the map of each article, where there are too many of them for the index of claims."""
    slugs = _mapped(lookup)
    return {_path(slug): partial(_page, lookup, slug) for slug in slugs} if len(slugs) > _ON_INDEX else {}


def argument_sections(view: View) -> Markup:
    """Give, as Markdown, what the index of claims ends with: the maps of the articles, or links to their pages."""
    slugs = _mapped(view.lookup)
    if len(slugs) <= _ON_INDEX:
        return Markup("\n\n").join(filter(None, (argument_section(view, slug) for slug in slugs)))
    links = [(view.to_path(_path(slug)), view.lookup.titles[Ref("article", slug)]) for slug in slugs]
    return Markup(render("argument_links.md.j2", links=links, anchor=section_anchor(view.lookup)("_map")))


def argument_section(view: View, slug: str) -> Markup | None:
    """Give the map of the claims of an article as Markdown that begins with a heading; None without relations."""
    lookup, own = view.lookup, _own(view.lookup, slug)
    relations = tuple(_relations(lookup, own))
    if not relations:
        return None
    several = len(lookup.site.loaded.articles) > 1
    values = {
        "title": lookup.titles[Ref("article", slug)] if several else "",
        "anchor": section_anchor(lookup)(f"_map-{quote(slug)}"),
        "map": _map(_graph(view, relations, slug), (NARROW, WIDE)),
        "alone": len({*own} - {ref for relation in relations for ref in (relation.subject, relation.object)}),
    }
    return Markup(render("argument_map.md.j2", **values))


def around(view: View, ref: Ref) -> Map | None:
    """Give the map around a claim: what is up to two steps away, the nearest first; None without relations."""
    lookup = view.lookup
    near = dict.fromkeys(end for relation in _relations(lookup, [ref]) for end in (relation.subject, relation.object))
    if not near:
        return None
    slug = lookup.site.loaded.claims[ref.id].article
    wide = _graph(view, _relations(lookup, near), slug)
    kept = {wide.refs[node] for node in surroundings(wide.refs.index(ref), wide.arrows, _AROUND)}
    inner = [relation for relation in _relations(lookup, sorted(kept)) if {relation.subject, relation.object} <= kept]
    return _map(_graph(view, inner, slug, ref), (SMALL,))._replace(left_out=len(wide.refs) - len(kept))


def _path(slug: str) -> str:
    return f"claims/by_article/{slug}/index.md"  # the underscore keeps it apart from the ids of claims


def _page(lookup: Lookup, slug: str) -> str:
    title = f"Claims: {lookup.titles[Ref('article', slug)]}"
    return document(title, argument_section(View(lookup, _path(slug)), slug) or "", boost=0.5)


def _mapped(lookup: Lookup) -> list[str]:
    """The articles whose claims have relations."""
    related = dict.fromkeys(
        claim.article for claim in lookup.site.loaded.claims.values() if _is_related(lookup, claim.ref)
    )
    return [article.slug for article in lookup.site.loaded.articles if article.slug in related]


def _is_related(lookup: Lookup, ref: Ref) -> bool:
    return next(_relations(lookup, [ref]), None) is not None


def _own(lookup: Lookup, slug: str) -> list[Ref]:
    return [entry.ref for entry in lookup.bound.get(slug, ()) if entry.ref.kind == "claim"]


def _relations(lookup: Lookup, refs: Iterable[Ref]) -> Iterator[Relation]:
    """What claims say for and against others, and others for and against them, each once."""
    found = (
        relation
        for ref in refs
        for label in _LABELS
        for relation in (
            *(Relation(ref, label, other) for other in lookup.objects.get((ref, label), ())),
            *(Relation(other, label, ref) for other in lookup.subjects.get((ref, label), ())),
        )
    )
    for subject, label, object_ in dict.fromkeys(found):
        if subject != object_ and lookup.exists(subject) and lookup.exists(object_):
            yield Relation(subject, label, object_)


def _graph(view: View, relations: Iterable[Relation], slug: str | None, here: Ref | None = None) -> _Graph:
    related = tuple(relations)
    refs = sorted({ref for relation in related for ref in (relation.subject, relation.object)}, key=view.lookup.order)
    nodes = {ref: node for node, ref in enumerate(refs)}
    claims = tuple(_claim(view, ref, slug, ref == here) for ref in refs)
    arrows = (Arrow(nodes[relation.subject], nodes[relation.object], relation.label) for relation in related)
    return _Graph(tuple(refs), claims, tuple(sorted(arrows)))


def _claim(view: View, ref: Ref, slug: str | None, is_here: bool) -> Claim:
    """A claim of another article has no number here."""
    number = next((mark.number for article, mark in view.lookup.highlights.get(ref, ()) if article == slug), 0)
    return Claim(view.lookup.titles[ref], view.href(ref), f"c{number}" if number else "", is_here)


def _map(graph: _Graph, styles: tuple[Style, ...]) -> Map:
    groups = parts(graph.arrows)
    items = tuple(_items(graph, outline([node for group in groups for node in group], graph.arrows)))
    return Map(_figure(graph, groups, styles), items, len(graph.refs))


def _figure(graph: _Graph, groups: list[list[int]], styles: tuple[Style, ...]) -> Markup:
    arrows = [[arrow for arrow in graph.arrows if arrow.source in group] for group in groups]
    drawn = [argument_map(graph.claims, of_group, style) for of_group in arrows for style in styles]
    label = f"Map of how {len(graph.refs)} claims hang together. The list below says the same."
    caption = tag("figcaption", key(), aria_hidden="true")
    return figure(label, caption, *filter(None, drawn), class_="ex-map") if any(drawn) else Markup()


def _items(graph: _Graph, told: Iterable[Told]) -> Iterator[Item]:
    for item in told:
        claim, relation = graph.claims[item.node], wording.RELATIONS[item.label][1] if item.label else ""
        text = shortened(claim.text, _SHORT) if item.elsewhere else claim.text
        yield Item(relation, claim.sign, claim.href, text, item.elsewhere, tuple(_items(graph, item.reasons)))
