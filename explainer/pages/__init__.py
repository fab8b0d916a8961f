"""Make the pages that a reader sees, as Markdown for MkDocs, ProperDocs or Zensical."""

from collections.abc import Callable, Sequence
from functools import partial

from explainer.model import Anchor, Settings, Site
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
from explainer.pages.view import View

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

Maker = Callable[[], str | bytes]  # returns a page, or another staged file, when it is called


def pages(
    site: Site,
    settings: Settings,
    anchors: Sequence[Anchor] = (),
    checkpoint: Callable[[], None] = lambda: None,
) -> dict[str, str | bytes]:
    """Return every page of the site, its style sheet, script and cards, sorted by path.

    Paths are relative to the staged docs/. `anchors` are all anchors of the site: where some are
    not exact, the pages of their entries say so. `checkpoint` is called before each page, and may
    raise.
    """
    made: dict[str, str | bytes] = {}
    for path, make in makers(site, settings, anchors).items():
        checkpoint()
        made[path] = make()
    return made


def makers(
    site: Site, settings: Settings, anchors: Sequence[Anchor] = (), most: int = MOST
) -> dict[str, Maker]:
    """Return a maker for each of the `pages`, for callers that do not need all of them.

    Indexes of more than `most` bytes are divided.
    """
    lookup = divided(look_up(site, settings, anchors), most)
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
