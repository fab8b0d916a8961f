"""The index of articles, and each article with its annotations in place."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES, download_path, href_to_file, page_path
from explainer.dates import in_words
from explainer.extension import marks_comment
from explainer.model import Article, Kind, LinkedText
from explainer.pages.citing import cite_article
from explainer.pages.document import Make, attribute, completed, render, with_value
from explainer.pages.index import index_page
from explainer.pages.lookup import Lookup
from explainer.pages.notes import notes
from explainer.pages.sharing import description, sharing
from explainer.pages.view import Link, View, outward
from explainer.wording import counted


class ArticleItem(NamedTuple):
    """An article in a list."""

    link: Link
    byline: str
    summary: str | None
    claims: int
    holds: str  # how many claims and dates
    language: Markup = Markup()  # attributes of an element with its title or summary


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the index and all articles."""
    made = {page_path(article.ref): partial(_page, lookup, article) for article in lookup.site.loaded.articles}
    return {**index_page(lookup, INDEXES["article"], "Articles", _index), **made}


def article_items(view: View) -> tuple[ArticleItem, ...]:
    """Give all articles as items of a list, in the order of their slugs."""
    return tuple(_item(view, article) for article in view.lookup.site.loaded.articles)


def _item(view: View, article: Article) -> ArticleItem:
    loaded, front = view.lookup.site.loaded, article.front
    claims, dates = (
        sum(entry.article == article.slug for entry in kind.values()) for kind in (loaded.claims, loaded.dates)
    )
    holds = ", ".join(counted(count, noun) for count, noun in ((claims, "claim"), (dates, "date")) if count)
    parts = (front.author, in_words(front.date) if front.date else None)
    byline, language = ", ".join(filter(None, parts)), view.lookup.language(article.ref)
    return ArticleItem(view.link(article.ref), byline, front.summary, claims, holds, language)


def _index(view: View) -> str:
    return render("articles.md.j2", articles=article_items(view))


def _page(lookup: Lookup, article: Article) -> str:
    view = View(lookup, page_path(article.ref))
    noted = notes(view, article)
    linked = lookup.site.articles.get(article.slug)
    before = render(
        "article_before.html.j2",
        byline=tuple(_byline(article)),
        has_notes=any(noted.values()),
        marked=_marked(linked) if linked else (),
    )
    after = render(
        "article_after.html.j2",
        notes=noted,
        license=article.front.license,
        report=view.report(article.ref),
        citation=cite_article(article, lookup.settings),
        download=href_to_file(view.path, download_path(article.slug), lookup.settings.directory_urls),
    )
    shown = {key: attribute(value) for key, value in sharing(article, lookup.settings).items()}
    described = attribute(description(article, linked))
    # the theme writes the author into an attribute as it finds it, also a list
    typed = with_value(article.head, "author", attribute(article.front.author or ""))
    head = completed(typed, {"title": attribute(article.title), "description": described, "sharing": shown})
    marks, links = (view.marks(linked), view.written_links(linked)) if linked else ((), {})
    language = (article.front.lang or "") if article.front.lang != lookup.settings.language else ""
    return f"{head}{marks_comment(marks, article.slug, before, after, links, language)}\n{article.markdown}"


def _marked(text: LinkedText) -> tuple[Kind, ...]:
    """The kinds of which something is marked in a text, in the order in which they are told of."""
    found = {mark.ref.kind for mark in text.highlights}
    found |= {mention.target.kind for mention in text.mentions if mention.linked or mention.written}
    layers: tuple[Kind, ...] = ("claim", "date", "actor", "term")
    return tuple(kind for kind in layers if kind in found)


def _byline(article: Article) -> Iterator[Link]:
    front = article.front
    if front.author:
        yield Link("", f"By {front.author}")
    if front.date:
        yield Link("", in_words(front.date))
    if front.source_url:
        yield outward(front.source_url)._replace(text="Where it was published")
