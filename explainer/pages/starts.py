"""What the search offers before anything is typed: a short list of ways in.

It is loaded when the search is first opened. It is a script, because a page opened from a folder
may load nothing else.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from explainer.addresses import INDEXES, fragment, page_path, url
from explainer.model import AnyEntry, Ref
from explainer.pages.lookup import Lookup, kind_name

STARTS = "data/starts.js"
MOST_ARTICLES = MOST_CONCLUSIONS = MOST_TERMS = 3
MOST_ACTORS = 4


def pages(lookup: Lookup) -> dict[str, Callable[[], str]]:
    """Return a maker of the script, by its path under the staged docs/."""
    return {STARTS: partial(_script, lookup)}


def _script(lookup: Lookup) -> str:
    return f"explainerStarts = {json.dumps(list(_starts(lookup)))};\n"


def _starts(lookup: Lookup) -> Iterator[tuple[str, str, str]]:
    """Yield for each way in its kind, its name, and its address from the root of the site."""
    loaded, directory_urls = lookup.site.loaded, lookup.settings.directory_urls
    articles = [article.ref for article in loaded.articles]
    conclusions = [ranked.claim for ranked in lookup.argument.conclusions.get("", ())]
    shown = (
        *articles[:MOST_ARTICLES],
        *conclusions[:MOST_CONCLUSIONS],
        *_most_named(lookup, loaded.actors.values())[:MOST_ACTORS],
        *_most_named(lookup, loaded.terms.values())[:MOST_TERMS],
    )
    for ref in shown:
        address = url(page_path(ref), directory_urls)
        if fragment(ref):
            address += f"#{fragment(ref)}"
        yield kind_name(ref), lookup.titles[ref], address
    if loaded.dates:
        yield "", "Timeline", url(lookup.staged(INDEXES["date"]), directory_urls)
    if loaded.terms:
        yield "", "Glossary", url(lookup.staged(INDEXES["term"]), directory_urls)


def _most_named(lookup: Lookup, entries: Iterable[AnyEntry]) -> list[Ref]:
    """Return the refs of entries, those that texts name most often first."""
    times = {entry.ref: len(lookup.site.mentions.get(entry.ref, ())) for entry in entries}
    return sorted(times, key=lambda ref: (-times[ref], ref))
