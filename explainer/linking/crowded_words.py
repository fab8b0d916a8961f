"""Report quotes whose numbers would crowd a word of an article."""

from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.model import LinkedText, Loaded, Problem

_MOST = 30  # the numbers of so many fill about two lines


def crowded_words(loaded: Loaded, articles: Iterable[LinkedText]) -> Iterator[Problem]:
    """Report the quotes that end where as many others as an article can show end already."""
    for article in articles:
        ends = Counter[int]()
        for mark in article.highlights:
            ends[mark.span.end] += 1
            if ends[mark.span.end] > _MOST:
                message = (
                    f"{_MOST} other quotes end at the same word in the article "
                    f"{article.rendered.ref.id}; quote other words, or merge entries"
                )
                place = loaded.entries[mark.ref].at("quote")
                yield Problem(place, "error", message, "crowded-words")
