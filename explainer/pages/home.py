"""The home page: a reader who sees no other has learned the gist, and knows the ways on."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer import wording
from explainer.addresses import HOME, INDEXES, METHOD, part_id
from explainer.figures.bar import Bar, bars
from explainer.model import Article, Kind
from explainer.pages.actors import actor_item
from explainer.pages.articles import ArticleItem, article_items
from explainer.pages.claim_index import VERDICTS, verdict_of
from explainer.pages.document import Make, render
from explainer.pages.index import index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.milestones import milestones
from explainer.pages.reading_time import minutes
from explainer.pages.view import Link, View

MOST_ACTORS = 6
# Where there are more articles than this, each keeps its brief folded, so that the last is not far down.
MOST_OPEN_BRIEFS = 3


class Sentence(NamedTuple):
    """A sentence of a brief; `id` is that of its element."""

    id: str
    html: Markup


class Answered(NamedTuple):
    """A question with its answer; `id` is that of the answer, which unfolds where an address leads to it."""

    ask: str
    id: str
    answer: Markup


class Part(NamedTuple):
    """An article as the home page presents it."""

    item: ArticleItem
    minutes: int
    brief: tuple[Sentence, ...]
    questions: tuple[Answered, ...]


class Way(NamedTuple):
    """A way into the site: an index page, how much it holds, and what."""

    link: Link
    number: int | None
    meaning: str


# Titles of the index pages, in the order of the navigation.
_WAYS: tuple[tuple[Kind, str], ...] = (
    ("article", "Articles"),
    ("claim", "Claims"),
    ("date", "Timeline"),
    ("actor", "Actors"),
    ("term", "Glossary"),
    ("source", "Sources"),
)


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the home page."""
    return index_page(lookup, HOME, lookup.settings.site_name, _home)


def _home(view: View) -> str:
    loaded = view.lookup.site.loaded
    items = article_items(view)
    return render(
        "home.md.j2",
        parts=[_part(view, article, item) for article, item in zip(loaded.articles, items, strict=True)],
        site_name=view.lookup.settings.site_name,
        lead="" if HOME in view.lookup.openings else _lead(items),
        unfolded=len(items) <= MOST_OPEN_BRIEFS,
        dates=milestones(view),
        dates_href=view.to_path(INDEXES["date"]),
        claims=len(loaded.claims),
        claims_href=view.to_path(INDEXES["claim"]),
        kinds=bars(tuple(_kinds(view))),
        verdicts=bars(tuple(_verdicts(view))),
        actors=bars(tuple(_actors(view))),
        actors_href=view.to_path(INDEXES["actor"]),
        ways=tuple(_ways(view)),
        anchor=section_anchor(view.lookup),
    )


def _lead(items: tuple[ArticleItem, ...]) -> str:
    """What to say first where the editor has written no home page."""
    if not items:
        return "There is no article yet."
    return (items[0].summary or "") if len(items) == 1 else ""


def _part(view: View, article: Article, item: ArticleItem) -> Part:
    loaded, ref = view.lookup.site.loaded, article.ref
    length = sum(len(brief.sentences) for brief in loaded.briefs if brief.article == article.slug)
    asked = [asked.body.ask for asked in loaded.questions if asked.article == article.slug]
    sentences = ((("brief", index), view.html(ref, "brief", index)) for index in range(length))
    linked = view.lookup.site.articles.get(article.slug)
    answers = (("questions", index, "answer") for index in range(len(asked)))
    return Part(
        item,
        minutes(linked.rendered.text if linked else ""),
        tuple(Sentence(part_id(article.slug, steps), html) for steps, html in sentences if html is not None),
        tuple(
            Answered(ask, part_id(article.slug, steps), view.html(ref, *steps) or Markup(""))
            for ask, steps in zip(asked, answers, strict=True)
        ),
    )


def _kinds(view: View) -> Iterator[Bar]:
    counts = Counter(claim.body.kind for claim in view.lookup.site.loaded.claims.values())
    for kind, term in wording.CLAIM_KINDS.items():
        if counts[kind]:
            href = view.to_path(INDEXES["claim"], f"_{kind}" if view.lookup.heading_ids else "")
            yield Bar(term.plural, href, (counts[kind],), str(counts[kind]))


def _verdicts(view: View) -> Iterator[Bar]:
    counts = Counter(map(verdict_of, view.lookup.site.loaded.claims.values()))
    if counts.keys() == {"none"}:
        return
    for value, name in VERDICTS.items():
        if counts[value]:
            yield Bar(name, f"{view.to_path(INDEXES['claim'])}?verdict={value}", (counts[value],), str(counts[value]))


def _actors(view: View) -> Iterator[Bar]:
    """Those who appear most, the first of them first."""
    items = [actor_item(view, actor) for actor in view.lookup.site.loaded.actors.values()]
    for item in sorted(items, key=lambda item: sum(item.appearances), reverse=True)[:MOST_ACTORS]:
        claims, dates, places = item.appearances
        if claims or dates or places:
            yield Bar(item.link.text, item.link.href, (claims + dates, places), str(item.appearances), item.role or "")


def _ways(view: View) -> Iterator[Way]:
    """Each index page that holds something, and the method; a single article is not worth an index."""
    loaded = view.lookup.site.loaded
    numbers = (loaded.articles, loaded.claims, loaded.dates, loaded.actors, loaded.terms, loaded.sources)
    for (kind, title), entries in zip(_WAYS, numbers, strict=True):
        if len(entries) > (kind == "article"):
            yield Way(Link(view.to_path(INDEXES[kind]), title), len(entries), wording.KINDS[kind].meaning)
    yield Way(Link(view.to_path(METHOD), "Method"), None, "How claims, dates and sources are described here.")
