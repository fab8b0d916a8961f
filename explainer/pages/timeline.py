"""The timeline: every date, in order, grouped by year, decade or century."""

import math
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES, METHOD
from explainer.dates import Bound, in_words, sort_key
from explainer.entries import Date
from explainer.figures.events import Event, times
from explainer.model import Anchor, Entry
from explainer.pages.document import render
from explainer.pages.index import Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, Quoted, View

# More headings than this are no help; then the steps are made longer.
MOST_GROUPS = 30
_STEPS = (1, 10, 100, 1000)


class DateItem(NamedTuple):
    """A date with all that is shown of it."""

    id: str
    date: Date
    description: Markup | None
    basis: Markup | None
    quoted: tuple[Quoted, ...]
    missing: tuple[Anchor, ...]
    actors: tuple[Link, ...]
    claims: tuple[Link, ...]


def pages(lookup: Lookup) -> dict[str, str]:
    """Give the timeline."""
    return index_page(lookup, INDEXES["date"], "Timeline", _index)


def in_order(dates: Iterable[Entry[Date]]) -> list[Entry[Date]]:
    """Sort dates by their first, then their last moment."""
    return sorted(dates, key=lambda date: (sort_key(date.body.date), date.ref))


def events(view: View) -> tuple[Event, ...]:
    """Give every date as an event for the pictures of time, in order, with links from the page that is viewed."""
    dates = in_order(view.lookup.site.loaded.dates.values())
    return tuple(
        Event(
            id=date.ref.id,
            title=date.body.title,
            words=in_words(date.body.date),
            href=view.href(date.ref),
            **times(date.body.date)._asdict(),
        )
        for date in dates
    )


def _index(view: View) -> str:
    dates = in_order(view.lookup.site.loaded.dates.values())
    return render(
        "timeline.md.j2",
        groups=_groups(view, dates),
        count=len(dates),
        method=view.to_path(METHOD, "_dates" if view.lookup.heading_ids else ""),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _groups(view: View, dates: list[Entry[Date]]) -> list[Section]:
    title = _titles([sort_key(date.body.date)[0] for date in dates])
    grouped = groupby(dates, key=lambda date: title(sort_key(date.body.date)[0]))
    return [
        Section(title, f"_{index}", tuple(_item(view, date) for date in group))
        for index, (title, group) in enumerate(grouped, 1)
    ]


def _titles(bounds: list[Bound]) -> Callable[[Bound], str]:
    """Choose the shortest steps that give no more than `MOST_GROUPS` headings."""
    years = {bound[0] for bound in bounds}
    steps = next((step for step in _STEPS if len({_title(year, step) for year in years}) <= MOST_GROUPS), _STEPS[-1])
    return lambda bound: _title(bound[0], steps)


def _title(year: float, steps: int) -> str:
    """Name the year, decade, century or millennium; astronomical years have a year 0, which is 1 BCE."""
    if math.isinf(year):
        return "Beginning unknown" if year < 0 else "No date"
    number, era = (1 - int(year), " BCE") if year <= 0 else (int(year), " CE" if year < 1000 else "")
    first = number // steps * steps
    low, high = max(first, 1), first + steps - 1
    if steps == 1:
        return f"{number}{era}"
    if era == " BCE":
        return f"{high} to {low} BCE"
    return f"{first}s" if steps == 10 and first >= 100 else f"{low} to {high}{era}"


def _item(view: View, date: Entry[Date]) -> DateItem:
    lookup, ref = view.lookup, date.ref
    overlapping = lookup.subjects.get((ref, "overlaps"), ())
    named = (*lookup.objects.get((ref, "claims"), ()), *(other for other in overlapping if other.kind == "claim"))
    return DateItem(
        ref.id,
        date.body,
        view.html(ref, "description"),
        view.html(ref, "basis"),
        view.quotes(ref),
        lookup.unplaced.get(ref, ()),
        view.objects(ref, "actors"),
        view.links(named),
    )
