"""Report pages that browsers would take too long to show, before any is put in place.

Annotations of a few KB could fill hundreds of megabytes: two lists, or a list and a long text, may
stand on a page once for each other.
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from explainer.addresses import built_file, download_path, page_path, url
from explainer.model import Loaded, Place, Problem, Ref, Site
from explainer.text.seals import all_open, shown_size

# Bytes. Of a site of 100 articles and 4,000 claims, no page had more than 400 KB.
MOST_OF_PAGE = 5_000_000
# A book of 150,000 words, itself 1 MB, and its 5,000 annotations made a page of 7 MB
_TIMES_OF_TEXT = 10
# Of all pages together: 100 articles of 2,000 words and their annotations were 6 MB, and their
# pages 107 MB. Rendering takes half a second for 1 MB.
MOST_OF_ALL, TIMES_OF_ALL = 60_000_000, 40
_NAMED = re.compile(r"(claim|date|actor|term|source)s?[-:/#]([a-z0-9]+(?:-[a-z0-9]+)*)")


def most_of_page(loaded: Loaded) -> int:
    """Return how many bytes a page may have: more on a site with a book."""
    longest = max((len(doc.markdown) for doc in loaded.docs), default=0)
    return max(MOST_OF_PAGE, _TIMES_OF_TEXT * longest)


def most_of_all(loaded: Loaded) -> int:
    """Return how many bytes all pages together may have, before they are rendered."""
    typed = sum(len(doc.markdown) for doc in loaded.docs) + sum(map(len, loaded.files.values()))
    return max(MOST_OF_ALL, TIMES_OF_ALL * typed)


def large_pages(made: Mapping[str, str | bytes], loaded: Loaded) -> tuple[Problem, ...]:
    """Report each page that is too large, or the largest, if all together are.

    Downloads may hold pictures, and are about as large as the pages of their articles else.
    """
    downloads = {download_path(article.slug) for article in loaded.articles}
    pages = {path: content for path, content in made.items() if path not in downloads}
    problems = []
    for path, content in pages.items():
        if shown_size(content) > most_of_page(loaded):
            problems.append(_too_large(Place(f"docs/{path}"), content, loaded))
    if not problems and sum(map(shown_size, pages.values())) > most_of_all(loaded):
        problems.append(_too_much(pages, loaded))
    return tuple(sorted(problems))


def large_files(site_dir: Path, site: Site, directory_urls: bool) -> tuple[Problem, ...]:
    """Report each page of a built site that is too large; those that somebody else makes are not.

    Marks are put into articles only when they are rendered.
    """
    loaded, problems = site.loaded, list[Problem]()
    for article in loaded.articles:
        file = site_dir / built_file(url(page_path(article.ref), directory_urls))
        if file.is_file() and file.stat().st_size > most_of_page(loaded):
            problems.append(_too_large(Place(article.path), file.read_bytes(), loaded))
    return tuple(problems)


def _too_large(page: Place, content: str | bytes, loaded: Loaded) -> Problem:
    place, share = _largest_of(_shares(content, loaded), page, loaded)
    message = (
        f"the page of {page.path} would have {shown_size(content) / 10**6:.1f} MB, of which"
        f" {most_of_page(loaded) / 10**6:.1f} MB can be shown{share}; shorten its texts and lists,"
        " or divide entries"
    )
    return Problem(place, "error", message, "too-large")


def _too_much(pages: Mapping[str, str | bytes], loaded: Loaded) -> Problem:
    largest = max(pages, key=lambda path: shown_size(pages[path]))
    shares = Counter[Ref]()
    for content in pages.values():
        shares.update(_shares(content, loaded))
    place, share = _largest_of(shares, Place(f"docs/{largest}"), loaded)
    message = (
        f"the pages together would have more than {most_of_all(loaded) / 10**6:.0f} MB, far more"
        f" than is typed; the largest is {largest}{share}; shorten texts and lists that many pages"
        " repeat"
    )
    return Problem(place, "error", message, "too-large")


def _largest_of(shares: Counter[Ref], otherwise: Place, loaded: Loaded) -> tuple[Place, str]:
    """Return the place of the entry with the largest share, and words that name it."""
    if not shares:
        return otherwise, ""
    [(ref, own)] = shares.most_common(1)
    return loaded.entries[ref].at(), f", and the most, {own / 1_000:,.0f} KB, is for {ref}"


def _shares(content: str | bytes, loaded: Loaded) -> Counter[Ref]:
    """Return for each entry how many characters of a page follow a name of it, up to the next."""
    shares = Counter[Ref]()
    if isinstance(content, bytes):
        content = content.decode("utf-8", "replace")
    content = all_open(content)
    last: Ref | None = None
    start = 0
    for match in _NAMED.finditer(content):
        ref = Ref(match[1], match[2])  # type: ignore[arg-type]  # the pattern has only kinds
        if ref in loaded.entries:
            if last:
                shares[last] += match.start() - start
            last, start = ref, match.start()
    if last:
        shares[last] += len(content) - start
    return shares
