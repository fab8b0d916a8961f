"""How much may be compared to find the quotes of a site, and about how much a quote needs.

Nearly all quotes stand where they were accepted, which is found at once. After an edit, the others
are compared with passages like them, and what is around them with every place of their words. A
folder of annotations can hold thousands of quotes for which that would take hours.
"""

from collections.abc import Iterable

from explainer.anchoring.evidence import ArticleText, first_place
from explainer.anchoring.fuzzy import MOST_WEIGHED
from explainer.anchoring.surroundings import WIDTH
from explainer.entries import Quote
from explainer.model import Article, Surroundings
from explainer.text.fold import folded_once

# Pairs of words that are compared for a site, and for each character of its articles: a pair takes
# up to 0.3 microseconds on a processor of 2023. A book in which a tenth of the words was changed
# needs 400 for each character.
_LEAST, _FOR_CHARACTER = 100_000_000, 600
# What a quote needs whatever its length, in pairs of words
_EACH = 20_000
_WORD = 6  # characters of a word, with the space
_WINDOW = 5  # times its length: what a quote is compared with in one place
_SEARCHES = 12  # of such windows, in the text of today and in the accepted one
_LOOKED_THROUGH = 10  # characters of the article in the time for one pair
# What is said of a quote for which too little is left
LEFT_OUT = (
    "so many quotes have to be searched for that this one was left out; correct those that are"
    " reported before it"
)


class Effort:
    """What is left to be compared for a site, in pairs of words."""

    def __init__(self, most: int) -> None:
        self._left = most

    def allows(self, pairs: int) -> bool:
        """Return whether so much may still be compared; if so, it counts as done."""
        if pairs > self._left:
            return False
        self._left -= pairs
        return True


def effort_for(articles: Iterable[Article]) -> Effort:
    """Return what may be compared for a site with these articles."""
    characters = sum(len(article.markdown) for article in articles)
    return Effort(max(_LEAST, _FOR_CHARACTER * characters))


def needed_effort(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> int:
    """Return about how many pairs of words are compared to find a quote, and to advise on it."""
    words, today = folded_once(quote.parts[0]), text.folded.text
    places = today.count(words) if first_place(words, today) >= 0 else 0
    return _EACH + places * _around(quote, accepted) + _inside(quote, text, accepted)


def _around(quote: Quote, accepted: Surroundings | None) -> int:
    """Return what is compared around each place of the words."""
    sides = 2 * WIDTH
    if not quote.is_range:
        sides += len(quote.prefix) + len(quote.suffix)
    if accepted:
        sides += len(accepted.prefix) + len(accepted.suffix)
    return 2 * sides


def _inside(quote: Quote, text: ArticleText, accepted: Surroundings | None) -> int:
    """Return what is compared of the words of a quote with passages like it."""
    known = [*quote.parts, accepted.exact] if accepted else quote.parts
    longest, whole = max(map(len, known)), len(text.folded.text)
    window = min(_WINDOW * longest, whole)
    pairs = (longest // _WORD) * (window // _WORD)
    return _SEARCHES * min(pairs, MOST_WEIGHED) + whole // _LOOKED_THROUGH
