"""Report pages that browsers would take too long to show, before any is put in place.

Annotations of a few KB could fill hundreds of megabytes: two lists, or a list and a long text, may
stand on a page once for each other. Small elements, such as cells, take a browser far longer than
their bytes: seconds for 1 MB of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from explainer.addresses import built_file, page_path, part_id, url
from explainer.model import Loaded, Place, Problem, Site
from explainer.text.seals import all_open, shown_size

# Bytes. Of a site of 100 articles and 4,000 claims, no page had more than 400 KB.
MOST_OF_PAGE = 5_000_000
# A book of 150,000 words, itself 1 MB, and its 5,000 annotations made a page of 7 MB
_TIMES_OF_TEXT = 10
# Elements: a browser took 5 to 20 seconds for 100,000 to 350,000 of them. The book above added
# 48,000 to its own 8,000; an article of 2,000 words, 2,000.
MOST_ELEMENTS, _TEXT_FOR_ELEMENT = 30_000, 10
_LEAST_OF_ELEMENT = 4  # bytes
# Of all pages together: those of sites of 1, 30 and 205 articles had 24 to 26 times what was typed.
# Rendering takes half a second for 1 MB.
MOST_OF_ALL, TIMES_OF_ALL = 20_000_000, 40
_NAMED = re.compile(
    r"(claim|date|actor|term|source)s?[-:/#]([a-z0-9]+(?:-[a-z0-9]+)*)"
    r"|(?<=id=\")_(?:brief|questions)-[^\"]+"
)
_ELEMENT = re.compile("<[A-Za-z]")


class _Measure(NamedTuple):
    """A measure of HTML, and how messages say what it is."""

    of: Callable[[str], int]
    said: Callable[[int], str]


def most_of_page(loaded: Loaded) -> int:
    """Return how many bytes a page may have: more on a site with a book."""
    return max(MOST_OF_PAGE, _TIMES_OF_TEXT * _longest(loaded))


def most_elements(loaded: Loaded) -> int:
    """Return how many elements a page may have besides those of an article's own text."""
    return max(MOST_ELEMENTS, _longest(loaded) // _TEXT_FOR_ELEMENT)


def _longest(loaded: Loaded) -> int:
    return max((len(doc.markdown) for doc in loaded.docs), default=0)


def most_of_all(loaded: Loaded) -> int:
    """Return how many bytes all pages together may have, before they are rendered."""
    return max(MOST_OF_ALL, TIMES_OF_ALL * loaded.typed)


def large_pages(made: Mapping[str, str | bytes], loaded: Loaded) -> tuple[Problem, ...]:
    """Report each page that is too large, or the largest, if all together are.

    Pictures do not count, nor downloads, which may hold pictures, and are about as large as the
    pages of their articles else. Elements are counted besides those that editors typed into pages;
    those of articles, once they are rendered.
    """
    sizes = {path: shown_size(made[path]) for path in made if path.endswith(".md")}
    most, most_in_page, problems = most_of_page(loaded), most_elements(loaded), list[Problem]()
    articles = {article.file for article in loaded.articles}
    typed = {page.file: page.markdown for page in loaded.pages}
    for path, size in sizes.items():
        place = Place(f"docs/{path}")
        if size > most:
            problems.append(_too_large(place, made[path], loaded))
        elif place.path not in articles and size > most_in_page * _LEAST_OF_ELEMENT:
            most_here = most_in_page + _elements(typed.get(place.path, ""))
            problems += _too_many(place, made[path], most_here, loaded)
    if not problems and sum(sizes.values()) > most_of_all(loaded):
        largest = max(sizes, key=sizes.__getitem__)
        problems.append(_too_much([made[path] for path in sizes], largest, loaded))
    return tuple(sorted(problems))


def large_files(site_dir: Path, site: Site, directory_urls: bool) -> tuple[Problem, ...]:
    """Report each page of a built site that is too large; those that somebody else makes are not.

    Marks are put into articles only when they are rendered.
    """
    loaded, problems = site.loaded, list[Problem]()
    most, most_in_page = most_of_page(loaded), most_elements(loaded)
    for article in loaded.articles:
        file = site_dir / built_file(url(page_path(article.ref), directory_urls))
        size = file.stat().st_size if file.is_file() else 0
        if size > most:
            problems.append(_too_large(Place(article.path), file.read_bytes(), loaded))
        elif size > most_in_page * _LEAST_OF_ELEMENT:
            own = _elements(site.articles[article.ref.id].rendered.html)
            most_here = most_in_page + own
            problems += _too_many(Place(article.path), file.read_bytes(), most_here, loaded)
    return tuple(problems)


def _elements(html: str) -> int:
    return len(_ELEMENT.findall(html))


_CHARACTERS = _Measure(len, lambda number: f"{number / 1_000:,.0f} KB")
_ELEMENTS = _Measure(_elements, "{:,}".format)


def _too_many(page: Place, content: str | bytes, most: int, loaded: Loaded) -> Iterable[Problem]:
    """Report a page that has more than so many elements."""
    number = _elements(_opened(content))
    if number <= most:
        return
    shares = _shares(content, loaded, _ELEMENTS)
    place, share = _largest_of(shares, page, loaded, _ELEMENTS)
    message = (
        f"the page of {page.path} would have {number:,} elements of HTML, such as cells and links,"
        f" of which {most:,} can be shown{share}; shorten its texts and lists, or divide entries"
    )
    yield Problem(place, "error", message, "too-large")


def _too_large(page: Place, content: str | bytes, loaded: Loaded) -> Problem:
    place, share = _largest_of(_shares(content, loaded), page, loaded)
    message = (
        f"the page of {page.path} would have {shown_size(content) / 10**6:.1f} MB, of which"
        f" {most_of_page(loaded) / 10**6:.1f} MB can be shown{share}; shorten its texts and lists,"
        " or divide entries"
    )
    return Problem(place, "error", message, "too-large")


def _too_much(pages: Iterable[str | bytes], largest: str, loaded: Loaded) -> Problem:
    shares = Counter[str]()
    for content in pages:
        shares.update(_shares(content, loaded))
    place, share = _largest_of(shares, Place(f"docs/{largest}"), loaded)
    message = (
        f"the pages together would have more than {most_of_all(loaded) / 10**6:.0f} MB, far more"
        f" than is typed; the largest is {largest}{share}; shorten texts and lists that many pages"
        " repeat"
    )
    return Problem(place, "error", message, "too-large")


def _largest_of(
    shares: Counter[str], otherwise: Place, loaded: Loaded, measure: _Measure = _CHARACTERS
) -> tuple[Place, str]:
    """Return the place of what has the largest share, and words that name it."""
    if not shares:
        return otherwise, ""
    [(name, own)] = shares.most_common(1)
    return _places(loaded)[name], f", and the most, {measure.said(own)}, is for {name}"


def _opened(content: str | bytes) -> str:
    if isinstance(content, bytes):
        content = content.decode("utf-8", "replace")
    return all_open(content)


def _shares(content: str | bytes, loaded: Loaded, measure: _Measure = _CHARACTERS) -> Counter[str]:
    """Return for each entry, sentence of a brief and question what follows a name of it on a page.

    It is measured up to the next name.
    """
    content = _opened(content)
    known, shares = _places(loaded), Counter[str]()
    last, start = "", 0
    for match in _NAMED.finditer(content):
        name = f"{match[1]}:{match[2]}" if match[1] else match[0]
        if name in known:
            shares[last] += measure.of(content[start : match.start()])
            last, start = name, match.start()
    shares[last] += measure.of(content[start:])
    del shares[""]
    return shares


@lru_cache(maxsize=1)
def _places(loaded: Loaded) -> dict[str, Place]:
    """Return the places of all that pages are made of, by what it is called here."""
    places = {str(ref): entry.at() for ref, entry in loaded.entries.items()}
    for brief in loaded.shown_briefs.values():
        for index, (_, place) in enumerate(brief.sentences):
            places[part_id(brief.article, ("brief", index))] = place
    count = Counter[str]()
    for asked in loaded.questions:
        places[part_id(asked.article, ("questions", count[asked.article]))] = asked.place
        count[asked.article] += 1
    return places
