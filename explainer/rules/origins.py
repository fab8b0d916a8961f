"""The texts that name entries or link to them: where they are, and in which language."""

from collections.abc import Iterator

from explainer.linking.problems import finder, finder_from
from explainer.model import Mention, Place, Ref
from explainer.rules.english import is_english, language_of
from explainer.rules.rule_types import Review


def place_in(review: Review, origin: Ref, words: str) -> Place:
    """Return where the text `origin` first has some words, or else where that text begins."""
    loaded = review.loaded
    owner = loaded.entries.get(origin)
    if owner:
        return finder_from(loaded, owner.at())(words)
    for doc in loaded.docs:
        if doc.ref == origin and (words in doc.markdown or origin.kind == "article"):
            return finder(doc.markdown, Place(doc.file, doc.first_line))(words)
    # the brief and the questions, which stand on the home page
    for path, text in loaded.files.items():
        if words in text:
            return finder(text, Place(path))(words)
    return Place("docs")


def link_place(review: Review, link: Mention) -> Place:
    """Return where a link to an entry is typed, or else the first of its text to that entry."""
    typed, address = f"[{link.context.words}]({link.target})", f"({link.target})"
    markdown = (doc.markdown for doc in review.loaded.docs)
    is_there = any(typed in text for text in (*review.loaded.files.values(), *markdown))
    return place_in(review, link.origin, typed if is_there else address)


def article_of(review: Review, origin: Ref) -> str:
    """Return the slug of the article that a text is, or annotates, or ""."""
    entry = review.loaded.entries.get(origin)
    if entry:
        return entry.article or ""
    return origin.id if origin.kind == "article" else ""


def english_articles(review: Review) -> Iterator[str]:
    """Yield the slugs of the articles in English, and "" if other texts are in English."""
    if is_english(review.language):
        yield ""
    for article in review.loaded.articles:
        if is_english(language_of(article, review.language)):
            yield article.slug
