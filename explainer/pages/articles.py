"""The index of articles, and each article with its annotations in place."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES, download_path, href_to_file, page_path, part_id
from explainer.config.themetext import head_as_html
from explainer.dates.edtf import in_words
from explainer.format.wording import counted
from explainer.marking.comment import marks_comment
from explainer.model import Article, LinkedText
from explainer.pages.argument import conclusions
from explainer.pages.citing import cite_article
from explainer.pages.document import Make, attribute, completed, render, with_value
from explainer.pages.index import index_page
from explainer.pages.lookup import Lookup
from explainer.pages.notes import notes
from explainer.pages.reading_time import minutes
from explainer.pages.sharing import description, sharing
from explainer.pages.sidenotes import sidenotes
from explainer.pages.view import Link, View, outward

MOST_GIST_LINES = 3


class Gist(NamedTuple):
    """What an article comes to, in a few lines of HTML under a title."""

    title: str
    lines: tuple[Markup, ...]
    more: str = ""  # the address of the page that says more


class Sentence(NamedTuple):
    """A sentence of a brief; `id` is that of its element on the home page."""

    id: str
    html: Markup


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
    made = {
        page_path(article.ref): partial(_page, lookup, article)
        for article in lookup.site.loaded.articles
    }
    return {**index_page(lookup, INDEXES["article"], "Articles", _index), **made}


def article_items(view: View) -> tuple[ArticleItem, ...]:
    """Give all articles as items of a list, in the order of their slugs."""
    return tuple(_item(view, article) for article in view.lookup.site.loaded.articles)


def brief_sentences(view: View, article: Article) -> Iterator[Sentence]:
    """Return the sentences of an article's brief, in order."""
    briefs = view.lookup.site.loaded.briefs
    length = sum(len(brief.sentences) for brief in briefs if brief.article == article.slug)
    for index in range(length):
        html = view.html(article.ref, "brief", index)
        if html is not None:
            yield Sentence(part_id(article.slug, ("brief", index)), html)


def _item(view: View, article: Article) -> ArticleItem:
    loaded, front = view.lookup.site.loaded, article.front
    claims, dates = (
        sum(entry.article == article.slug for entry in kind.values())
        for kind in (loaded.claims, loaded.dates)
    )
    holds = ", ".join(
        counted(count, noun) for count, noun in ((claims, "claim"), (dates, "date")) if count
    )
    parts = (front.author, in_words(front.date) if front.date else None)
    byline, language = ", ".join(filter(None, parts)), view.lookup.language(article.ref)
    return ArticleItem(view.link(article.ref), byline, front.summary, claims, holds, language)


def _index(view: View) -> str:
    return render("articles.md.j2", articles=article_items(view))


def _page(lookup: Lookup, article: Article) -> str:
    view = View(lookup, page_path(article.ref))
    linked = lookup.site.articles.get(article.slug)
    shown = {key: attribute(value) for key, value in sharing(article, lookup.settings).items()}
    described = attribute(description(article, linked))
    # the theme writes the author into an attribute as it finds it, also a list
    head = head_as_html(article.head)
    typed = with_value(head, "author", attribute(article.front.author or ""))
    title = attribute(lookup.titles[article.ref])
    typed = with_value(typed, "title", title) if title != article.front.title else typed
    additions = {"title": title, "description": described, "sharing": shown}
    comment = marks_comment(
        view.marks(linked) if linked else (),
        article.slug,
        _before(view, article, linked),
        _after(view, article),
        view.written_links(linked) if linked else {},
        (article.front.lang or "") if article.front.lang != lookup.settings.language else "",
        sidenotes(view, article),
        "" if lookup.settings.is_safe else None,
    )
    return f"{completed(typed, additions)}{comment}\n{article.markdown}"


def _before(view: View, article: Article, linked: LinkedText | None) -> str:
    """Return what stands below the title: what the article is, and what a reader can do with it."""
    settings = view.lookup.settings
    return render(
        "article_before.html.j2",
        is_draft=article.is_draft,
        standfirst=article.front.summary,
        byline=tuple(_byline(article)),
        minutes=minutes(linked.rendered.text if linked else ""),
        is_marked=linked is not None and _is_marked(linked),
        gist=_gist(view, article),
        citation=cite_article(article, settings),
        download=href_to_file(view.path, download_path(article.slug), settings.directory_urls),
    )


def _gist(view: View, article: Article) -> Gist | None:
    """Return the conclusions of an article, each with a link to its words; else the beginning of its brief, if any."""
    found = conclusions(view, article.slug, MOST_GIST_LINES)
    if found:
        links = [(item.words or item.link.href, item.link.text) for item in found]
        more = view.to_path(INDEXES["claim"])
        return Gist("What it concludes", tuple(_link(*link) for link in links), more)
    sentences = islice(brief_sentences(view, article), MOST_GIST_LINES)
    brief = tuple(sentence.html for sentence in sentences)
    return Gist("In brief", brief) if brief else None


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)


def _after(view: View, article: Article) -> str:
    """Return what stands behind the article: all that is said about it, folded by kind."""
    return render(
        "article_after.html.j2",
        notes=notes(view, article),
        license=article.front.license,
        report=view.report(article.ref),
    )


def _is_marked(text: LinkedText) -> bool:
    """Return whether anything is marked in a text."""
    names = (mention.linked or mention.written for mention in text.mentions)
    return bool(text.highlights) or any(names)


def _byline(article: Article) -> Iterator[Link]:
    front = article.front
    if front.author:
        yield Link("", f"By {front.author}")
    if front.date:
        yield Link("", in_words(front.date))
    if front.source_url:
        yield outward(front.source_url)._replace(text="Where it was published")
