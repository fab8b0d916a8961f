"""Report quotes whose numbers would crowd an article, or whose links would crowd their entry."""

from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.format.restating import originals
from explainer.model import LinkedText, Loaded, Problem, Ref
from explainer.text.words import size

_MOST = 30  # at a word: the numbers of so many fill about two lines
_MOST_OF_ENTRY = 100
# In an article: one for so many words, unless it is short
_WORDS_OF_QUOTE, _SOME = 4, 300


def crowded_words(loaded: Loaded, articles: Iterable[LinkedText]) -> Iterator[Problem]:
    """Report more quotes than can be shown: at a word, of an entry, and in an article."""
    counts, claims = Counter[Ref](), originals(loaded)
    for entry in loaded.quoted_entries:
        counts[claims.get(entry.ref, entry.ref)] += len(entry.body.quote)
    for ref, count in counts.items():
        if count > _MOST_OF_ENTRY:
            message = (
                f"{ref} has {count} quotes, of which a page can show {_MOST_OF_ENTRY}; "
                "remove some, or divide the entry"
            )
            yield Problem(loaded.entries[ref].at("quote"), "error", message, "crowded-words")
    for article in articles:
        yield from _crowded_places(loaded, article)


def _crowded_places(loaded: Loaded, article: LinkedText) -> Iterator[Problem]:
    """Report each quote that ends where _MOST others end, and the first of too many in all."""
    slug = article.rendered.ref.id
    ends = Counter[int]()
    most = max(_SOME, int(size(article.rendered.text)) // _WORDS_OF_QUOTE)
    for number, mark in enumerate(article.highlights, 1):
        ends[mark.span.end] += 1
        if number == most + 1:
            message = (
                f"{most} quotes are highlighted before this one in the article {slug}, "
                "too many for its length; remove some"
            )
            yield Problem(loaded.entries[mark.ref].at("quote"), "error", message, "crowded-words")
        if ends[mark.span.end] > _MOST:
            message = (
                f"{_MOST} other quotes end at the same word in the article {slug}; "
                "quote other words, or merge entries"
            )
            yield Problem(loaded.entries[mark.ref].at("quote"), "error", message, "crowded-words")
