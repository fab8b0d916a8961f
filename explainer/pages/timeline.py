"""The timeline: a picture of it, and every date in words, in order, grouped by year, decade or century."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES, METHOD
from explainer.chronology.order import in_order
from explainer.dates import in_words, sort_key
from explainer.entries import Date
from explainer.figures.events import Event, times
from explainer.figures.timeline import timeline
from explainer.model import Anchor, Entry
from explainer.pages import alphabet
from explainer.pages.document import Make, render
from explainer.pages.index import Choice, Facet, Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, Quoted, View

# More headings than this are no help; then the steps are made longer.
MOST_GROUPS = 36
_STEPS = (1, 10, 100, 1000)


class DateItem(NamedTuple):
    """A date with all that is shown of it."""

    id: str
    former: tuple[str, ...]  # ids that it had before
    date: Date
    description: Markup | None
    basis: Markup | None
    quoted: tuple[Quoted, ...]
    missing: tuple[Anchor, ...]
    actors: tuple[Link, ...]
    actor_ids: str  # separated by spaces, as the filter reads them
    claims: tuple[Link, ...]


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the timeline."""
    return index_page(lookup, INDEXES["date"], "Timeline", _index)


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
        picture=timeline(events(view)),
        facets=tuple(_facets(view, dates)),
        groups=_groups(view, dates),
        count=len(dates),
        method=view.to_path(METHOD, "_dates" if view.lookup.heading_ids else ""),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _facets(view: View, dates: Iterable[Entry[Date]]) -> Iterator[Facet]:
    """The actors of any of these dates, by name, where there are several."""
    used = {actor for date in dates for actor in view.lookup.objects.get((date.ref, "actors"), ())}
    actors = [actor for actor in view.lookup.site.loaded.actors.values() if actor.ref in used]
    actors.sort(key=lambda actor: alphabet.sort_key(actor.body.name))
    if len(actors) > 1:
        yield Facet("actor", "Actor", tuple(Choice(actor.ref.id, actor.body.name) for actor in actors))


def _groups(view: View, dates: list[Entry[Date]]) -> list[Section]:
    title = _titles(dates)
    return [
        Section(name, f"_{index}", tuple(_item(view, date) for date in group))
        for index, (name, group) in enumerate(groupby(dates, key=title), 1)
    ]


def _titles(dates: list[Entry[Date]]) -> Callable[[Entry[Date]], str]:
    """Choose the shortest steps that give no more than `MOST_GROUPS` headings."""
    steps = (step for step in _STEPS if len({_title(date, step) for date in dates}) <= MOST_GROUPS)
    step = next(steps, _STEPS[-1])
    return lambda date: _title(date, step)


def _title(date: Entry[Date], steps: int) -> str:
    if math.isinf(times(date.body.date).anchor):
        return "Date unknown"
    lower, upper = sort_key(date.body.date)
    return _years(int(upper[0] if math.isinf(lower[0]) else lower[0]), steps)


def _years(year: int, steps: int) -> str:
    """Name the year, decade, century or millennium; astronomical years have a year 0, which is 1 BCE."""
    number, era = (1 - year, " BCE") if year <= 0 else (year, " CE" if year < 1000 else "")
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
        lookup.former.get(ref, ()),
        date.body,
        view.html(ref, "description"),
        view.html(ref, "basis"),
        view.quotes(ref),
        lookup.unplaced.get(ref, ()),
        view.objects(ref, "actors"),
        " ".join(actor.id for actor in lookup.objects.get((ref, "actors"), ()) if lookup.exists(actor)),
        view.links(named),
    )
