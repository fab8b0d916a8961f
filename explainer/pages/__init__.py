"""Fifth stage: the pages that a reader sees, as Markdown for MkDocs and its kin."""

from collections.abc import Sequence

from explainer.model import Anchor, Settings, Site
from explainer.pages import (
    actors,
    articles,
    assets,
    claim_index,
    claims,
    glossary,
    home,
    maps,
    method,
    redirects,
    sources,
    timeline,
)
from explainer.pages.index import hand_written
from explainer.pages.lookup import Lookup, look_up
from explainer.pages.sharing import cards
from explainer.pages.view import View

_PARTS = (home, articles, claim_index, claims, maps, timeline, actors, glossary, sources, method, redirects)


def pages(site: Site, settings: Settings, anchors: Sequence[Anchor] = ()) -> dict[str, str | bytes]:
    """Give every page of the site, its style sheet, script and cards, by their paths under the staged docs/, in order.

    `anchors` are those of the site, where some are not exact: the pages of their entries say so.
    """
    lookup = look_up(site, settings, anchors)
    made: dict[str, str | bytes] = dict(_hand_written(lookup))
    for part in _PARTS:
        made |= part.pages(lookup)
    made |= assets.pages()
    made |= cards(site, settings)
    return dict(sorted(made.items()))


def _hand_written(lookup: Lookup) -> dict[str, str]:
    """Hand-written pages that open no index page."""
    opening = {page.path for page in lookup.openings.values()}
    others = (page for page in lookup.site.loaded.pages if page.path not in opening)
    return {page.path: hand_written(View(lookup, page.path), page) for page in others}
