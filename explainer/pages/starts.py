"""What the search offers before anything is typed: a short list of ways in, loaded when the search is first opened.

It is a script, since a page that is opened from a folder may load nothing else.
"""

import json
from collections.abc import Callable, Iterable, Iterator

from explainer.addresses import INDEXES, fragment, page_path, url
from explainer.model import Ref
from explainer.pages.lookup import Lookup, kind_name

STARTS = "data/starts.js"
MOST_ARTICLES = MOST_CONCLUSIONS = MOST_TERMS = 3
MOST_ACTORS = 4


def pages(lookup: Lookup) -> dict[str, Callable[[], str]]:
    """Return what makes the script, by its path under the staged docs/."""
    return {STARTS: lambda: f"explainerStarts = {json.dumps(list(_starts(lookup)))};\n"}


def _starts(lookup: Lookup) -> Iterator[tuple[str, str, str]]:
    """Return for each way in: its kind, its name and its address from the root of the site."""
    loaded, directory_urls = lookup.site.loaded, lookup.settings.directory_urls
    articles = [article.ref for article in loaded.articles]
    actors = _most_named(lookup, (actor.ref for actor in loaded.actors.values()))
    terms = _most_named(lookup, (term.ref for term in loaded.terms.values()))
    shown = (
        *articles[:MOST_ARTICLES],
        *_conclusions(lookup)[:MOST_CONCLUSIONS],
        *actors[:MOST_ACTORS],
        *terms[:MOST_TERMS],
    )
    for ref in shown:
        ending = f"#{fragment(ref)}" if fragment(ref) else ""
        yield kind_name(ref), lookup.titles[ref], url(page_path(ref), directory_urls) + ending
    if loaded.dates:
        yield "", "Timeline", url(lookup.staged(INDEXES["date"]), directory_urls)
    if loaded.terms:
        yield "", "Glossary", url(lookup.staged(INDEXES["term"]), directory_urls)


def _conclusions(lookup: Lookup) -> list[Ref]:
    """Return the claims that others support and that support no other, and those that an editor calls conclusions."""
    claims = lookup.site.loaded.claims.values()
    found = {}
    for claim in claims:
        reasons = len(lookup.subjects.get((claim.ref, "supports"), ()))
        is_last = not lookup.objects.get((claim.ref, "supports"))
        if claim.body.key == "true" or (claim.body.key is None and reasons and is_last):
            found[claim.ref] = (claim.body.key != "true", -reasons, lookup.order(claim.ref))
    return sorted(found, key=found.__getitem__)


def _most_named(lookup: Lookup, refs: Iterable[Ref]) -> list[Ref]:
    named = {ref: len(lookup.site.mentions.get(ref, ())) for ref in refs}
    return sorted(named, key=lambda ref: (-named[ref], ref))
