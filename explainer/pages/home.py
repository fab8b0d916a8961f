"""The home page: the question, the answer, how sure it is, and the way in; then who, what and when.

A reader who sees no other page has learned the gist, and knows where to go on.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import HOME, INDEXES, METHOD
from explainer.format import wording
from explainer.model import Article, Kind, Ref
from explainer.pages.actors import ActorCard, actor_card
from explainer.pages.argument import Conclusion, conclusions
from explainer.pages.articles import (
    Answered,
    ArticleItem,
    Sentence,
    age,
    answered_questions,
    article_item,
    brief_sentences,
    minutes,
)
from explainer.pages.card import is_contested
from explainer.pages.connections import appearances, connections
from explainer.pages.document import PageMaker, render
from explainer.pages.index import LEAST, index_page, section_anchor, sizes
from explainer.pages.lookup import Lookup
from explainer.pages.method import MEANING
from explainer.pages.milestones import milestones
from explainer.pages.view import Link, View

MOST_ARTICLES = 12  # of a site whose home page would be too long
_ANY = "any-article"
ANSWER = 3  # so many sentences at the beginning of a brief answer the question of the title
MOST_CONCLUSIONS = 5
MOST_CONCLUSIONS_EACH = 2  # of each article, where there are several
MOST_ACTORS = 6
MOST_MILESTONES = 8
OPEN_QUESTIONS = 3  # so many answers are unfolded


class ArticlePart(NamedTuple):
    """An article as the home page presents it."""

    item: ArticleItem
    minutes: int
    conclusions: tuple[Conclusion, ...]
    brief: tuple[Sentence, ...]
    questions: tuple[Answered, ...]
    first: Markup  # the first sentence of the brief, if that is not shown


class Way(NamedTuple):
    """A way into the site: an index page or the method."""

    link: Link
    number: int | None  # how many entries the page holds
    meaning: str  # what the page is about


# Titles of the index pages, in the order of the navigation.
_WAYS: tuple[tuple[Kind, str], ...] = (
    ("article", "Articles"),
    ("claim", "Claims"),
    ("date", "Timeline"),
    ("actor", "Actors"),
    ("term", "Glossary"),
    ("source", "Sources"),
)


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return a maker of the home page, by its path."""
    return index_page(lookup, HOME, lookup.settings.site_name, _home)


def _home(view: View) -> str:
    lookup = view.lookup
    parts = [_part(view, article) for article in _shown(lookup)]
    return render(
        "home.md.j2",
        parts=parts,
        site_name=lookup.settings.site_name,
        lead="" if HOME in lookup.openings else _lead(parts),
        articles_href=view.to_path(INDEXES["article"]),
        moved=_moved(view),
        standing=_standing(view),
        method_href=view.to_path(METHOD),
        actors=_actors(view),
        actors_href=view.to_path(INDEXES["actor"]),
        milestones=milestones(view, MOST_MILESTONES),
        timeline_href=view.to_path(INDEXES["date"]),
        claims_href=view.to_path(INDEXES["claim"]),
        numbers=sizes(lookup.site.loaded),
        ways=tuple(_ways(view)),
        answer=ANSWER,
        open_questions=OPEN_QUESTIONS,
        anchor=section_anchor(lookup),
    )


def _lead(parts: Sequence[ArticlePart]) -> str:
    """Return the first words of a home page that the editor has not written, or ""."""
    if not parts:
        return "There are no articles yet."
    if len(parts) > 1:
        return ""
    return parts[0].item.summary or ""


def _shown(lookup: Lookup) -> Sequence[Article]:
    """Return the articles that the home page presents: all, or the latest and fullest ones."""
    articles = lookup.site.loaded.articles
    if not lookup.has_selection:
        return articles
    return sorted(articles, key=lambda article: _rank(lookup, article))[:MOST_ARTICLES]


def _rank(lookup: Lookup, article: Article) -> tuple[float, int, str]:
    """Return a key that sorts articles: the latest first, of those without dates the fullest."""
    return age(article), -len(lookup.bound.get(article.slug, ())), article.slug


def _moved(view: View) -> str:
    """Return the address of an article for the slug "{}", if the briefs are on the articles' pages.

    The script takes it to lead on those who look for a part of a brief.
    """
    if not view.lookup.has_selection:
        return ""
    return view.href(Ref("article", _ANY)).replace(_ANY, "{}")


def _part(view: View, article: Article) -> ArticlePart:
    lookup = view.lookup
    linked = lookup.site.articles.get(article.slug)
    length = minutes(linked.rendered.text if linked else "")
    is_only = len(lookup.site.loaded.articles) == 1
    most = MOST_CONCLUSIONS if is_only else MOST_CONCLUSIONS_EACH
    brief = tuple(brief_sentences(view, article))
    return ArticlePart(
        article_item(view, article),
        length,
        conclusions(view, article.slug, most),
        () if lookup.has_selection else brief,
        () if lookup.has_selection else tuple(answered_questions(view, article)),
        brief[0].html if brief else Markup(),
    )


def _standing(view: View) -> str:
    claims = view.lookup.site.loaded.claims.values()
    disputed = sum(is_contested(view, claim) for claim in claims)
    checked = sum(claim.body.verdict is not None for claim in claims)
    return standing(len(claims), disputed, checked)


def standing(claims: int, disputed: int, checked: int) -> str:
    """Return in words how many of the site's claims are disputed and checked; "" without claims."""
    if claims == 0:
        return ""
    if claims == 1:
        dispute = "is disputed and " if disputed else ""
        check = "has" if checked else "has not"
        return f"The one claim here {dispute}{check} been checked."
    dispute, check = "", "none has"
    if disputed:
        dispute = f"{disputed:,} {'is' if disputed == 1 else 'are'} disputed and "
    if checked:
        check = f"{checked:,} {'has' if checked == 1 else 'have'}"
    return f"Of {claims:,} claims, {dispute}{check} been checked."


def _actors(view: View) -> tuple[ActorCard, ...]:
    """Return the cards of the actors who appear most, the most frequent first."""
    lookup = view.lookup
    actors = lookup.site.loaded.actors.values()
    totals = {actor.ref: appearances(lookup, actor.ref).total for actor in actors}
    ranked = sorted(actors, key=lambda actor: -totals[actor.ref])[:MOST_ACTORS]
    connected = connections(lookup)
    return tuple(actor_card(view, actor, connected) for actor in ranked if totals[actor.ref])


def _ways(view: View) -> Iterator[Way]:
    """Yield each index page that is worth a visit, and the method."""
    numbers = sizes(view.lookup.site.loaded)
    for kind, title in _WAYS:
        if numbers[kind] >= LEAST.get(kind, 1):
            link = Link(view.to_path(INDEXES[kind]), title)
            yield Way(link, numbers[kind], wording.KINDS[kind].meaning)
    yield Way(Link(view.to_path(METHOD), "Method"), None, MEANING)
