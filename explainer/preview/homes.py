"""The annotation file in which a new entry belongs: where its kind stands for the article that it is made from."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.addresses import slug_of
from explainer.entries import Claim, Date
from explainer.files.textfiles import free_path
from explainer.format.fields import references
from explainer.format.keys import BOUND, KEY_OF
from explainer.model import Entry, Kind, Loaded, Place, Ref, Site

_ARTICLE = re.compile(r"""^article:[ \t]*["']?([^"'#\n]+)""", re.MULTILINE)


def home(site: Site, kind: Kind, slug: str) -> str:
    """Return the path of the annotation file for an entry made from the article `slug`, relative to the root.

    It is, of those that are not about another article: the one with most entries of that kind that this article has,
    or uses; one about this article that has the key of the kind; a shared one that has it; one about this article; a
    new one.
    """
    loaded, key = site.loaded, KEY_OF[kind]
    own = _most(place.path for place in _of_article(loaded, slug))
    named = {path: _article_of(text) for path, text in loaded.files.items()}
    own += [path for path, article in sorted(named.items()) if article == slug and path not in own]
    shared = [
        path for path, article in sorted(named.items()) if article is None and path not in own
    ]
    entries = _most(place.path for place in _places(site, kind, slug))
    found = [path for path in entries if path in own] if key in BOUND else entries
    found = [path for path in found if named[path] in (None, slug)]
    having = [
        path
        for path in (own if _names_article(loaded, key) else [*own, *shared])
        if _has(loaded, path, key)
    ]
    alone = list(loaded.files) if len(loaded.files) == 1 and not _names_article(loaded, key) else []
    stem = f"{slug.replace('/', '-')}-{key}" if _names_article(loaded, key) else key
    known = [*found, *having, *own, *(path for path in alone if named[path] in (None, slug))]
    return known[0] if known else free_path(f"annotations/{stem}", loaded.files.__contains__)


def new_file(loaded: Loaded, kind: Kind, slug: str) -> str:
    """Return what a new file begins with: the article that its entries belong to, where there are several."""
    return f"article: articles/{slug}.md\n\n" if _names_article(loaded, KEY_OF[kind]) else ""


def _most(paths: Iterable[str]) -> list[str]:
    """Return the paths, those that come most often first."""
    counts = Counter(paths)
    return sorted(counts, key=lambda path: (-counts[path], path))


def _places(site: Site, kind: Kind, slug: str) -> Iterator[Place]:
    """Yield where the entries of a kind stand that an article has, mentions or refers to."""
    used = _used(site, slug)
    for ref, entry in ((entry.ref, entry) for entry in getattr(site.loaded, KEY_OF[kind]).values()):
        if entry.article == slug or ref in used:
            yield entry.at()


def _used(site: Site, slug: str) -> frozenset[Ref]:
    article = site.articles.get(slug)
    mentioned = [mention.target for mention in article.mentions] if article else []
    named = [target for entry in _bound(site.loaded, slug) for _, _, target in references(entry)]
    return frozenset((*mentioned, *named))


def _bound(loaded: Loaded, slug: str) -> list[Entry[Claim] | Entry[Date]]:
    entries: list[Entry[Claim] | Entry[Date]] = [*loaded.claims.values(), *loaded.dates.values()]
    return [entry for entry in entries if entry.article == slug]


def _of_article(loaded: Loaded, slug: str) -> Iterator[Place]:
    yield from (entry.at() for entry in _bound(loaded, slug))
    yield from (asked.place for asked in loaded.questions if asked.article == slug)
    yield from (
        place for brief in loaded.briefs if brief.article == slug for _, place in brief.sentences
    )


def _article_of(text: str) -> str | None:
    """Return the article that a file says it is about."""
    found = _ARTICLE.search(text)
    return slug_of(found[1]) if found else None


def _has(loaded: Loaded, path: str, key: str) -> bool:
    return f"\n{key}:" in f"\n{loaded.files[path]}"


def _names_article(loaded: Loaded, key: str) -> bool:
    return key in BOUND and len(loaded.articles) > 1
