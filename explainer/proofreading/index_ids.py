"""Ids of dates and sources that a heading of their index page has, too.

With `attr_list`, the headings of these pages have ids that no entry can have; without, their words
make the ids.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from explainer.addresses import INDEXES
from explainer.config.supplied import held_by
from explainer.format.former import former_ids
from explainer.linking.opening_pages import openings
from explainer.model import AnyEntry, Kind, Place, Problem, Settings, Site
from explainer.proofreading.destinations import ids_of, ids_of_page
from explainer.text.fragment import parse

_Makers = Mapping[str, Callable[[], str | bytes]]


def index_id_problems(site: Site, settings: Settings, makers: _Makers) -> Iterator[Problem]:
    """Report ids and former ids of dates and sources that occur twice on their index page."""
    if any("attr_list" in held_by(name) for name in settings.extensions):
        return
    loaded = site.loaded
    former = former_ids(loaded)
    taken = {kind: _doubled_ids(kind, site, settings, makers) for kind in ("date", "source")}
    entries: tuple[AnyEntry, ...] = (*loaded.dates.values(), *loaded.sources.values())
    for entry in entries:
        for name, place in _names(entry, former.get(entry.ref, ())):
            if name in taken[entry.ref.kind]:
                message = (
                    f"a heading of the page that lists {entry.ref} has the id `{name}`, so links "
                    "would lead there; choose another id, or let `mkdocs.yml` keep `attr_list`"
                )
                yield Problem(place, "error", message, "taken-id")


def _doubled_ids(kind: Kind, site: Site, settings: Settings, makers: _Makers) -> frozenset[str]:
    """Return the ids that occur twice on an index page, without those of a hand-written beginning.

    `repeated_ids.py` reports those, at their headings.
    """
    index = INDEXES[kind]
    opening = openings(site.loaded.pages).get(index)
    written = site.pages.get(opening.path) if opening else None
    text = makers[opening.path if opening else index]()
    count = Counter(ids_of_page(text, settings) if isinstance(text, str) else ())
    doubled = {name for name, times in count.items() if times > 1}
    return frozenset(doubled.difference(ids_of(parse(written.rendered.html)) if written else ()))


def _names(entry: AnyEntry, former: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    """Yield the id of an entry and its former ids, each with its place."""
    yield entry.ref.id, entry.at()
    for index, name in enumerate(entry.body.formerly):
        if name in former:
            yield name, entry.at("formerly", index)
