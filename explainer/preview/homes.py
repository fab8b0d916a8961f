"""Find the annotation file in which a new entry belongs, made from words of an article."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from explainer.files.textfiles import free_path
from explainer.format.fields import references
from explainer.format.keys import BOUND, KEY_OF
from explainer.model import Kind, Loaded, Place, QuotedEntry, Ref, Site
from explainer.yamlfiles.nodes import read_yaml


def home(site: Site, kind: Kind, slug: str) -> str:
    """Return the path, relative to the root, of the annotation file for an entry from an article.

    It is the first of these that exists and is not about another article: the file with most
    entries of that kind that this article has or uses; one about this article that has the key of
    the kind; a shared one that has it; one about this article; the only file; a new one.
    """
    candidate = next(_candidates(site, kind, slug), None)
    if candidate:
        return candidate
    loaded, key = site.loaded, KEY_OF[kind]
    stem = f"{slug.replace('/', '-')}-{key}" if _names_article(loaded, key) else key
    return free_path(f"annotations/{stem}", loaded.files.__contains__)


def _candidates(site: Site, kind: Kind, slug: str) -> Iterator[str]:
    """Yield the files that an entry may go into, the best first; see `home`."""
    loaded, key = site.loaded, KEY_OF[kind]
    is_bound = _names_article(loaded, key)
    subjects = {path: _article_of(loaded, path) for path in loaded.files}
    own = _by_frequency(place.path for place in _of_article(loaded, slug))
    own += [path for path in sorted(subjects) if subjects[path] == slug and path not in own]
    shared = [path for path in sorted(subjects) if subjects[path] is None and path not in own]
    for path in _by_frequency(place.path for place in _places(site, kind, slug)):
        if (key not in BOUND or path in own) and subjects[path] in (None, slug):
            yield path
    for path in own if is_bound else (*own, *shared):
        if key in keys_in(loaded.files[path]):
            yield path
    yield from own
    if not is_bound and len(subjects) == 1:
        yield from shared


def new_file(loaded: Loaded, kind: Kind, slug: str) -> str:
    """Return the beginning of a new file: if the site has several articles, which it is about."""
    return f"article: articles/{slug}.md\n" if _names_article(loaded, KEY_OF[kind]) else ""


def _by_frequency(paths: Iterable[str]) -> list[str]:
    """Return each of the paths once, the most frequent first."""
    counts = Counter(paths)
    return sorted(counts, key=lambda path: (-counts[path], path))


def _places(site: Site, kind: Kind, slug: str) -> Iterator[Place]:
    """Yield the places of the entries of a kind that an article has, mentions or refers to."""
    used = _used(site, slug)
    for entry in getattr(site.loaded, KEY_OF[kind]).values():
        if entry.article == slug or entry.ref in used:
            yield entry.at()


def _used(site: Site, slug: str) -> frozenset[Ref]:
    """Return the entries that an article mentions, or that its claims and dates refer to."""
    used = set[Ref]()
    article = site.articles.get(slug)
    if article:
        used |= {mention.target for mention in article.mentions}
    for entry in _bound(site.loaded, slug):
        used |= {target for _, _, target in references(entry)}
    return frozenset(used)


def _bound(loaded: Loaded, slug: str) -> list[QuotedEntry]:
    return [entry for entry in loaded.quoted_entries if entry.article == slug]


def _of_article(loaded: Loaded, slug: str) -> Iterator[Place]:
    """Yield the places of all annotations that belong to one article."""
    yield from (entry.at() for entry in _bound(loaded, slug))
    yield from (asked.place for asked in loaded.questions if asked.article == slug)
    for brief in loaded.briefs:
        if brief.article == slug:
            yield from (place for _, place in brief.sentences)


def _article_of(loaded: Loaded, path: str) -> str | None:
    """Return the article that an annotation file says it is about; None for a shared file."""
    if len(loaded.articles) == 1 and "article" not in keys_in(loaded.files[path]):
        return None  # it is about the only article, without saying so
    return loaded.bound.get(path)


@lru_cache(1_000)  # asked again for each selection
def keys_in(text: str) -> frozenset[str]:
    """Return the keys at the top of an annotation file."""
    data = read_yaml(text, "")[0].data
    return frozenset(data) if isinstance(data, dict) else frozenset()


def _names_article(loaded: Loaded, key: str) -> bool:
    """Return whether a file with a key must say which article it is about."""
    return key in BOUND and len(loaded.articles) > 1
