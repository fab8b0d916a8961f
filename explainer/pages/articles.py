"""The index of articles, and each article with its annotations in place."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import INDEXES, download_path, href_to_file, page_path, part_id
from explainer.config.themetext import head_as_html
from explainer.dates.edtf import in_words
from explainer.dates.extent import extent_of
from explainer.dates.periods import period
from explainer.format.wording import counted
from explainer.marking.comment import Marks, marks_comment
from explainer.marking.cuts import Mark
from explainer.model import Article, LinkedText
from explainer.pages.argument import Conclusion, conclusions
from explainer.pages.citing import cite_article
from explainer.pages.document import PageMaker, attribute, completed, render, with_value
from explainer.pages.index import (
    Choice,
    Facet,
    entries_of,
    index_pages,
    part_links,
    section_anchor,
)
from explainer.pages.lookup import Lookup
from explainer.pages.notes import notes
from explainer.pages.parts import IndexPart
from explainer.pages.sharing import description, sharing
from explainer.pages.sidenotes import sidenotes
from explainer.pages.view import Link, View, outward
from explainer.text.words import size

MOST_GIST_LINES = 3
MOST_UNFILTERED = 10  # articles, which one look takes in
# The mean of 190 studies of silent reading of English non-fiction, in words a minute: Brysbaert,
# Journal of Memory and Language 109 (2019), 104047.
READING_SPEED = 238


class Gist(NamedTuple):
    """The gist of an article, in a few lines of HTML under a title."""

    title: str
    lines: tuple[Markup, ...]
    more: str = ""  # the address of the page that says more


class Sentence(NamedTuple):
    """A sentence of a brief; `id` is that of its element on the home page."""

    id: str
    html: Markup


class Answered(NamedTuple):
    """A question with its answer; `id` is that of the answer, which unfolds for links to it."""

    ask: str
    id: str
    answer: Markup


class ArticleItem(NamedTuple):
    """An article in a list."""

    link: Link
    byline: str
    summary: str | None
    holds: str  # the number of its claims and dates, in words
    values: Mapping[str, str]  # by the facets that choose it
    language: Markup = Markup()  # attributes of an element with its title or summary


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the index of articles and of all articles, by path."""
    articles = lookup.site.loaded.articles
    return {
        **index_pages(lookup, "article", "Articles", _index),
        **{page_path(article.ref): partial(_page, lookup, article) for article in articles},
    }


def minutes(text: str) -> int:
    """Return how long a text takes to read, in whole minutes, at least one."""
    return max(1, round(size(text) / READING_SPEED))


def brief_sentences(view: View, article: Article) -> Iterator[Sentence]:
    """Yield the sentences of an article's brief, in order."""
    for index in range(view.lookup.brief_lengths.get(article.slug, 0)):
        html = view.html(article.ref, "brief", index)
        if html is not None:
            yield Sentence(part_id(article.slug, ("brief", index)), html)


def answered_questions(view: View, article: Article) -> Iterator[Answered]:
    """Yield the questions about an article, in order."""
    for index, question in enumerate(view.lookup.questions.get(article.slug, ())):
        steps = ("questions", index, "answer")
        answer = view.html(article.ref, *steps) or Markup("")
        yield Answered(question.body.ask, part_id(article.slug, steps), answer)


def age(article: Article) -> float:
    """Return a key that sorts articles by their dates, the latest first and those without last."""
    return -extent_of(article.front.date).anchor if article.front.date else math.inf


def article_item(view: View, article: Article) -> ArticleItem:
    """Return an article as an item of a list."""
    front, lookup = article.front, view.lookup
    byline = []
    if front.author:
        byline.append(front.author)
    if front.date:
        byline.append(in_words(front.date))
    kinds = [entry.ref.kind for entry in lookup.bound.get(article.slug, ())]
    counts = {"claim": kinds.count("claim"), "date": kinds.count("date")}
    holds = [counted(number, noun) for noun, number in counts.items() if number]
    return ArticleItem(
        view.link(article.ref),
        ", ".join(byline),
        front.summary,
        ", ".join(holds),
        {"author": _value(front.author), "year": _value(_year(article))},
        lookup.language(article.ref),
    )


def _year(article: Article) -> str:
    return period(article.front.date, 1) if article.front.date else ""


def _value(text: str | None) -> str:
    """Return the value for a text in the filter, where spaces separate values."""
    return quote(text or "")


def _index(view: View, part: IndexPart | None) -> str:
    links = part_links(view, "article", part)
    articles = () if links else entries_of(view.lookup.articles, part)
    return render(
        "articles.md.j2",
        parts=links,
        articles=[article_item(view, article) for article in articles],
        facets=tuple(_facets(articles)),
        anchor=section_anchor(view.lookup),
    )


def _facets(articles: Sequence[Article]) -> Iterator[Facet]:
    """Yield the choices among many articles: their authors, and their years, the last one first."""
    if len(articles) <= MOST_UNFILTERED:
        return
    authors = sorted(article.front.author or "" for article in articles)
    authors.sort(key=str.casefold)
    years = [_year(article) for article in sorted(articles, key=age)]
    for key, label, texts in (("author", "Author", authors), ("year", "Year", years)):
        choices = tuple(Choice(_value(text), text) for text in dict.fromkeys(texts) if text)
        if len(choices) > 1:
            yield Facet(key, label, choices)


def _page(lookup: Lookup, article: Article) -> str:
    view = View(lookup, page_path(article.ref))
    linked = lookup.site.articles.get(article.slug)
    marks: tuple[Mark, ...] = ()
    links: dict[str, str] = {}
    if linked:
        marks, links = view.marks(linked), view.written_links(linked)
    language = article.front.lang or ""
    page = Marks(
        article.slug,
        marks,
        _before(view, article, linked),
        _after(view, article),
        links,
        language if language != lookup.settings.language else "",
        sidenotes(view, article),
        "" if lookup.settings.is_safe else None,
    )
    return f"{_head(lookup, article, linked)}{marks_comment(page)}\n{article.markdown}"


def _head(lookup: Lookup, article: Article, linked: LinkedText | None) -> str:
    """Return the front matter of an article, with fences and with what the theme needs of it."""
    title = attribute(lookup.titles[article.ref])
    # the theme writes the author into an attribute as it finds it, even if it is a list
    author = attribute(article.front.author or "")
    head = with_value(head_as_html(article.head), "author", author)
    if title != article.front.title:
        head = with_value(head, "title", title)
    shared = sharing(article, lookup.settings)
    additions = {
        "title": title,
        "description": attribute(description(article, linked)),
        "sharing": {key: attribute(value) for key, value in shared.items()},
    }
    return completed(head, additions)


def _before(view: View, article: Article, linked: LinkedText | None) -> str:
    """Return the part below the title: what the article is, and what a reader can do with it."""
    settings = view.lookup.settings
    return _without_blank_lines(
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


def _listing(view: View, article: Article, found: Iterable[Conclusion]) -> str:
    """Return the path of the page that lists conclusions of an article.

    That is the index if all are of claims which other articles make, too: its part is theirs.
    """
    claims = view.lookup.site.loaded.claims
    own = (each.ref for each in found if claims[each.ref.id].article == article.slug)
    first = next(own, None)
    return view.lookup.listing(first) if first else INDEXES["claim"]


def _gist(view: View, article: Article) -> Gist | None:
    """Return the conclusions of an article, each with a link to its words.

    Without conclusions, return the beginning of the brief; None if there is none either.
    """
    found = conclusions(view, article.slug, MOST_GIST_LINES)
    if found:
        lines = [_link(item.words or item.link.href, item.link.text) for item in found]
        return Gist("What it concludes", tuple(lines), view.to_path(_listing(view, article, found)))
    sentences = islice(brief_sentences(view, article), MOST_GIST_LINES)
    brief = tuple(sentence.html for sentence in sentences)
    return Gist("In brief", brief) if brief else None


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)


def _after(view: View, article: Article) -> str:
    """Return the part behind the article: all that is said about it, folded by kind."""
    return _without_blank_lines(
        "article_after.html.j2",
        notes=notes(view, article),
        **_short(view, article),
        license=article.front.license,
        report=view.report(article.ref),
    )


def _without_blank_lines(template: str, **values: Any) -> str:
    """Return a template filled in; in an article with many notes, the lines weigh kilobytes."""
    return "\n".join(filter(None, render(template, **values).split("\n")))


def _short(view: View, article: Article) -> dict[str, Any]:
    """Return values for the template: what the home page of a smaller site says of an article."""
    if not view.lookup.has_selection:
        return {"brief": (), "questions": ()}
    brief, questions = brief_sentences(view, article), answered_questions(view, article)
    return {"brief": tuple(brief), "questions": tuple(questions)}


def _is_marked(text: LinkedText) -> bool:
    """Return whether anything is marked in a text."""
    if text.highlights:
        return True
    return any(mention.linked or mention.written for mention in text.mentions)


def _byline(article: Article) -> Iterator[Link]:
    front = article.front
    if front.author:
        yield Link("", f"By {front.author}")
    if front.date:
        yield Link("", in_words(front.date))
    if front.source_url:
        yield outward(front.source_url)._replace(text="Where it was published")
