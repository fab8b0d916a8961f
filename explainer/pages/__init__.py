"""Make the pages that a reader sees, as Markdown for MkDocs, ProperDocs or Zensical."""

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from functools import partial

from explainer.building.workers import shared, worker_count
from explainer.model import NO_CACHE, Anchor, Cache, Settings, Site
from explainer.pages import (
    actors,
    aliases,
    articles,
    assets,
    claim_index,
    claims,
    glossary,
    home,
    method,
    redirects,
    sources,
    starts,
    timeline,
)
from explainer.pages.division import divided
from explainer.pages.document import PageMaker
from explainer.pages.index import hand_written
from explainer.pages.lookup import Lookup, look_up
from explainer.pages.parts import MOST
from explainer.pages.sharing import cards
from explainer.pages.tracing import Content, FreshPage, Maker, Trace, TracedMaker
from explainer.pages.view import View
from explainer.text.seals import shown_size

_PAGE = ".md"  # other files are assets and pictures
_PARTS = (
    home,
    articles,
    claim_index,
    claims,
    timeline,
    actors,
    glossary,
    sources,
    method,
    redirects,
)


def pages(site: Site, settings: Settings, anchors: Sequence[Anchor] = ()) -> dict[str, Content]:
    """Return every page of the site, its style sheet, script and cards, sorted by path.

    Paths are relative to the staged docs/. `anchors` are all anchors of the site: where some are
    not exact, the pages of their entries say so.
    """
    return made_pages(makers(site, settings, anchors))


def makers(
    site: Site,
    settings: Settings,
    anchors: Sequence[Anchor] = (),
    most: int = MOST,
    cache: Cache = NO_CACHE,
) -> dict[str, Maker]:
    """Return a maker for each of the `pages`, for callers that do not need all of them.

    Indexes of more than `most` bytes are divided. Pages that would be the same are taken from the
    `cache`.
    """
    lookup = divided(look_up(site, settings, anchors), most)
    if cache is NO_CACHE:
        return _makers(lookup, site, settings)
    trace = Trace(lookup, cache)
    found: dict[str, Maker] = {}
    for path, make in _makers(trace.lookup, site, settings).items():
        found[path] = TracedMaker(trace, path, make)
    return found


def made_pages(
    makers: Mapping[str, Maker],
    checkpoint: Callable[[], None] = lambda: None,
    most: float = math.inf,
) -> dict[str, Content]:
    """Return the pages of all makers; `checkpoint` is called before each, and may raise.

    Pages that must be made although there is a cache are shared out among processes. Once they have
    more than `most` characters of text together, the rest is left out: they are not published.
    """
    made, fresh = dict[str, Content](), dict[str, TracedMaker]()
    for path, make in makers.items():
        checkpoint()
        if not isinstance(make, TracedMaker):
            made[path] = make()
            continue
        known = make.known()
        if known is None:
            fresh[path] = make
        else:
            made[path] = known
    size = sum(shown_size(text) for path, text in made.items() if path.endswith(_PAGE))
    with closing(_made_anew(fresh)) as made_anew:
        for path, page in made_anew:
            checkpoint()
            fresh[path].keep(page)
            made[path] = page.content
            size += shown_size(page.content) if path.endswith(_PAGE) else 0
            if size > most:
                return made
    for trace in {make.trace for make in makers.values() if isinstance(make, TracedMaker)}:
        trace.finish()
    return dict(sorted(made.items()))


def _made_anew(makers: Mapping[str, TracedMaker]) -> Generator[tuple[str, FreshPage]]:
    """Make pages, in several processes where that is faster; yield each with its path."""
    # The first of each folder load the templates, and find out what many pages ask for: the copies
    # of this process then have these
    folders, others = set[str](), list[str]()
    for path, make in makers.items():
        folder = path.partition("/")[0] if "/" in path else ""
        if folder in folders:
            others.append(path)
        else:
            folders.add(folder)
            yield path, make.made()
    makers_of_others = [makers[path] for path in others]
    shares = shared(makers_of_others, TracedMaker.made, worker_count(len(others)))
    yield from zip(others, shares, strict=True)


def _makers(lookup: Lookup, site: Site, settings: Settings) -> dict[str, Maker]:
    found: dict[str, Maker] = {
        **_hand_written(lookup),
        **starts.pages(lookup),
        **aliases.pages(lookup),
    }
    for part in _PARTS:
        found |= part.pages(lookup)
    return dict(sorted((found | assets.pages() | cards(site, settings)).items()))


def _hand_written(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the hand-written pages that do not open an index page."""
    opening = {page.path for page in lookup.openings.values()}
    made: dict[str, PageMaker] = {}
    for page in lookup.site.loaded.pages:
        if page.path not in opening:
            made[page.path] = partial(hand_written, View(lookup, page.path), page)
    return made
