"""The home page: each article in brief, the questions that readers come with, and the ways in."""

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer import wording
from explainer.addresses import HOME, INDEXES, METHOD
from explainer.model import Article, Kind
from explainer.pages.articles import ArticleItem, article_items
from explainer.pages.document import render
from explainer.pages.index import index_page
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, View


class Answered(NamedTuple):
    """A question with its answer."""

    ask: str
    answer: Markup


class Part(NamedTuple):
    """An article as the home page presents it."""

    item: ArticleItem
    brief: tuple[Markup, ...]
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


def pages(lookup: Lookup) -> dict[str, str]:
    """Give the home page."""
    return index_page(lookup, HOME, lookup.settings.site_name, _home)


def _home(view: View) -> str:
    items = article_items(view)
    parts = [_part(view, article, item) for article, item in zip(view.lookup.site.loaded.articles, items, strict=True)]
    return render("home.md.j2", only=parts[0] if len(parts) == 1 else None, parts=parts, ways=tuple(_ways(view)))


def _part(view: View, article: Article, item: ArticleItem) -> Part:
    loaded, ref = view.lookup.site.loaded, article.ref
    length = sum(len(brief.sentences) for brief in loaded.briefs if brief.article == article.slug)
    asked = [asked.body.ask for asked in loaded.questions if asked.article == article.slug]
    brief = (view.html(ref, "brief", index) for index in range(length))
    answers = (view.html(ref, "questions", index, "answer") for index in range(len(asked)))
    return Part(
        item,
        tuple(sentence for sentence in brief if sentence is not None),
        tuple(Answered(ask, answer or Markup("")) for ask, answer in zip(asked, answers, strict=True)),
    )


def _ways(view: View) -> Iterator[Way]:
    loaded = view.lookup.site.loaded
    numbers = (loaded.articles, loaded.claims, loaded.dates, loaded.actors, loaded.terms, loaded.sources)
    for (kind, title), entries in zip(_WAYS, numbers, strict=True):
        yield Way(Link(view.to_path(INDEXES[kind]), title), len(entries), wording.KINDS[kind].meaning)
    yield Way(Link(view.to_path(METHOD), "Method"), None, "How claims, dates and sources are described here.")
