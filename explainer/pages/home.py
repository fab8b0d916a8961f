"""The home page: the question, the answer, how sure it is, and the way in; then who, what, when and the rest.

A reader who sees no other page has learned the gist, and knows the ways on.
"""

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import HOME, INDEXES, METHOD, part_id
from explainer.format import wording
from explainer.model import Article, Kind
from explainer.pages.actors import ActorCard, actor_card
from explainer.pages.argument import Conclusion, conclusions
from explainer.pages.articles import ArticleItem, Sentence, article_items, brief_sentences
from explainer.pages.card import is_contested
from explainer.pages.connections import appearances, connections
from explainer.pages.document import Make, render
from explainer.pages.index import LEAST, index_page, section_anchor, sizes
from explainer.pages.lookup import Lookup
from explainer.pages.method import MEANING
from explainer.pages.milestones import milestones
from explainer.pages.reading_time import minutes
from explainer.pages.view import Link, View

ANSWER = 3  # the first sentences of a brief, which answer what the title asks
MOST_CONCLUSIONS = 5
MOST_CONCLUSIONS_EACH = 2  # of each article, where there are several
MOST_ACTORS = 6
MOST_MILESTONES = 8
OPEN_QUESTIONS = 3


class Answered(NamedTuple):
    """A question with its answer; `id` is that of the answer, which unfolds where an address leads to it."""

    ask: str
    id: str
    answer: Markup


class ArticlePart(NamedTuple):
    """An article as the home page presents it."""

    item: ArticleItem
    minutes: int
    conclusions: tuple[Conclusion, ...]
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
    """Return what makes the home page."""
    return index_page(lookup, HOME, lookup.settings.site_name, _home)


def _home(view: View) -> str:
    loaded = view.lookup.site.loaded
    items = article_items(view)
    return render(
        "home.md.j2",
        parts=[
            _part(view, article, item) for article, item in zip(loaded.articles, items, strict=True)
        ],
        site_name=view.lookup.settings.site_name,
        lead="" if HOME in view.lookup.openings else _lead(items),
        standing=_standing(view),
        method_href=view.to_path(METHOD),
        actors=_actors(view),
        actors_href=view.to_path(INDEXES["actor"]),
        milestones=milestones(view, MOST_MILESTONES),
        timeline_href=view.to_path(INDEXES["date"]),
        claims_href=view.to_path(INDEXES["claim"]),
        numbers=sizes(loaded),
        ways=tuple(_ways(view)),
        answer=ANSWER,
        open_questions=OPEN_QUESTIONS,
        anchor=section_anchor(view.lookup),
    )


def _lead(items: tuple[ArticleItem, ...]) -> str:
    """Return what to say first where the editor has written no home page."""
    if not items:
        return "There is no article yet."
    return (items[0].summary or "") if len(items) == 1 else ""


def _part(view: View, article: Article, item: ArticleItem) -> ArticlePart:
    linked = view.lookup.site.articles.get(article.slug)
    length = minutes(linked.rendered.text if linked else "")
    is_only = len(view.lookup.site.loaded.articles) == 1
    most = MOST_CONCLUSIONS if is_only else MOST_CONCLUSIONS_EACH
    return ArticlePart(
        item,
        length,
        conclusions(view, article.slug, most),
        tuple(brief_sentences(view, article)),
        tuple(_questions(view, article)),
    )


def _questions(view: View, article: Article) -> Iterator[Answered]:
    questions = view.lookup.site.loaded.questions
    asked = (question.body.ask for question in questions if question.article == article.slug)
    for index, ask in enumerate(asked):
        steps = ("questions", index, "answer")
        answer = view.html(article.ref, *steps) or Markup("")
        yield Answered(ask, part_id(article.slug, steps), answer)


def _standing(view: View) -> str:
    claims = view.lookup.site.loaded.claims.values()
    disputed = sum(is_contested(view, claim) for claim in claims)
    checked = sum(claim.body.verdict is not None for claim in claims)
    return standing(len(claims), disputed, checked)


def standing(claims: int, disputed: int, checked: int) -> str:
    """Say how sure the claims of the site are, by how many are disputed and checked; "" where there is no claim."""
    if claims == 1:
        dispute = "is disputed and " if disputed else ""
        return f"The one claim here {dispute}has {'' if checked else 'not '}been checked."
    parts = []
    if disputed:
        parts.append(f"{disputed} {'is' if disputed == 1 else 'are'} disputed")
    if checked:
        parts.append(f"{checked} {'has' if checked == 1 else 'have'} been checked")
    else:
        parts.append("none has been checked")
    return f"Of {claims} claims, {' and '.join(parts)}." if claims else ""


def _actors(view: View) -> tuple[ActorCard, ...]:
    """Return the actors who appear most, the most frequent first."""
    lookup = view.lookup
    actors = lookup.site.loaded.actors.values()
    totals = {actor.ref: appearances(lookup, actor.ref).total for actor in actors}
    found = [actor for actor in actors if totals[actor.ref]]
    found.sort(key=lambda actor: -totals[actor.ref])
    connected = connections(lookup)
    return tuple(actor_card(view, actor, connected) for actor in found[:MOST_ACTORS])


def _ways(view: View) -> Iterator[Way]:
    """Give each index page that is worth a visit, and the method."""
    numbers = sizes(view.lookup.site.loaded)
    for kind, title in _WAYS:
        if numbers[kind] >= LEAST.get(kind, 1):
            link = Link(view.to_path(INDEXES[kind]), title)
            yield Way(link, numbers[kind], wording.KINDS[kind].meaning)
    yield Way(Link(view.to_path(METHOD), "Method"), None, MEANING)
