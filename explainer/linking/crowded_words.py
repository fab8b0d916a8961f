"""Report quotes whose numbers would crowd an article, or whose links would crowd their entry."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.format.restating import originals
from explainer.model import LinkedText, Loaded, Problem, Ref
from explainer.text.words import size

_MOST = 30  # at a word: the numbers of so many fill about two lines
_MOST_OF_ENTRY = 100  # of a claim, those that restate it included
# In an article: one for so many words, unless it is short
_WORDS_OF_QUOTE, _SOME = 4, 300
# Each piece of a text names all that is highlighted there: characters of these names in an article,
# twice as many as it has itself, unless it is short. In a book of 150,000 words and 5,000 quotes,
# they had a seventh as many.
_MOST_NAMING, _NAMING_OF_TEXT = 1_000_000, 2
_TAG_OF_ID = 50  # characters of the element that keeps a former id


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
        yield from _crowded_names(loaded, article)


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


def _crowded_names(loaded: Loaded, article: LinkedText) -> Iterator[Problem]:
    """Report the entry that needs most, if naming what is highlighted would fill the page."""
    text = article.rendered.text
    borders = {match.start() for match in re.finditer("\n", text)}
    for mark in article.highlights:
        borders |= {mark.span.start, mark.span.end}
    ordered = sorted(borders)
    needed = Counter[Ref]()
    for mark in article.highlights:
        pieces = bisect_left(ordered, mark.span.end) - bisect_left(ordered, mark.span.start)
        needed[mark.ref] += pieces * len(f"{mark.ref} ")
        for former in loaded.entries[mark.ref].body.formerly:
            needed[mark.ref] += len(former) + _TAG_OF_ID
    total, most = needed.total(), max(_MOST_NAMING, _NAMING_OF_TEXT * len(text))
    if total > most:
        [(ref, own)] = needed.most_common(1)
        message = (
            f"the article {article.rendered.ref.id} would need {total // 1_000:,} KB to say at each"
            f" word what is highlighted there, more than {most // 1_000:,} KB, and most of it for"
            f" {ref} ({own // 1_000:,} KB); quote fewer words, or remove former ids"
        )
        yield Problem(loaded.entries[ref].at("quote"), "error", message, "crowded-words")
