"""The timeline: what happened, in order and day by day; stretches of time; and what the articles expect."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES, METHOD
from explainer.dates.days import large, year_words
from explainer.dates.edtf import in_words, sort_key
from explainer.dates.extent import Extent, extent_of
from explainer.dates.order import by_day, in_order
from explainer.dates.roles import roles
from explainer.entries import Date, DateRole
from explainer.figures.spans import Scale, bar, scale_for
from explainer.format.wording import counted
from explainer.model import Anchor, Entry, Ref
from explainer.pages import alphabet
from explainer.pages.document import Make, render
from explainer.pages.index import Choice, Facet, Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, Quoted, View

# As many events read as one list; more are grouped by year, decade or century.
MOST_TOGETHER = 40
# More headings than this are no help; then the steps are made longer.
MOST_GROUPS = 36
_STEPS = (1, 10, 100, 1000)

SIGNS: Mapping[str, str] = {
    "": "an event",
    "ex-stretched": "something that took several days, or happened on one of them",
    "ex-vague": "hollow: the time is approximate or uncertain, or an end of it is open",
    "ex-expected": "dotted: an expectation",
}
"""The signs of the list, by the classes of its items, and what they mean."""


class DateItem(NamedTuple):
    """A date with all that is shown of it."""

    id: str
    former: tuple[str, ...]  # ids that it had before
    classes: str  # its signs, and whether it shares its day with the one before it
    when: str  # its day, in words
    time: str  # the time of the day, in words, or ""
    date: Date
    description: Markup | None
    basis: Markup | None
    said: Quoted | None  # the sentence of the article, where there is no description
    places: tuple[Quoted, ...]  # its words in the articles, unless the sentence says it all
    missing: tuple[Anchor, ...]
    actors: tuple[Link, ...]
    actor_ids: str  # separated by spaces, as the filter reads them
    claims: tuple[Link, ...]
    bar: Markup = Markup()


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the timeline."""
    return index_page(lookup, INDEXES["date"], "Timeline", _index)


def _index(view: View) -> str:
    dates = view.lookup.site.loaded.dates
    by_role = _by_role(view)
    spans = by_role["span"]
    scale = scale_for([extent_of(date.body.date) for date in spans])
    return render(
        "timeline.md.j2",
        facets=tuple(_facets(view, dates.values())),
        groups=_groups(view, in_order(by_role["event"])),
        spans=tuple(_spans(view, spans, scale)),
        scale=scale.labels if scale else (),
        expected=tuple(_items(view, in_order(by_role["expectation"]), "expectation")),
        count=len(dates),
        counts=_counts(by_role),
        several=len(view.lookup.site.loaded.articles) > 1,
        method=view.to_path(METHOD, "_dates" if view.lookup.heading_ids else ""),
        ids=view.lookup.heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _by_role(view: View) -> dict[DateRole, list[Entry[Date]]]:
    loaded = view.lookup.site.loaded
    found: dict[DateRole, list[Entry[Date]]] = {"event": [], "span": [], "expectation": []}
    for name, role in roles(loaded).items():
        found[role].append(loaded.dates[name])
    return found


def _counts(by_role: Mapping[DateRole, Sequence[Entry[Date]]]) -> str:
    """Say how much the page holds: `17 events, 1 stretch of time and 12 expectations`."""
    events, spans, expected = (len(by_role[role]) for role in ("event", "span", "expectation"))
    stretches = f"{spans} {'stretch' if spans == 1 else 'stretches'} of time"
    words = [
        counted(events, "event") if events else "",
        stretches if spans else "",
        counted(expected, "expectation") if expected else "",
    ]
    said = [part for part in words if part]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""


def _facets(view: View, dates: Iterable[Entry[Date]]) -> Iterator[Facet]:
    """The actors of any of these dates, by name, where there are several."""
    used = {actor for date in dates for actor in view.lookup.objects.get((date.ref, "actors"), ())}
    actors = [actor for actor in view.lookup.site.loaded.actors.values() if actor.ref in used]
    actors.sort(key=lambda actor: alphabet.sort_key(actor.body.name))
    if len(actors) > 1:
        yield Facet(
            "actor", "Actor", tuple(Choice(actor.ref.id, actor.body.name) for actor in actors)
        )


def _groups(view: View, events: list[Entry[Date]]) -> list[Section]:
    """Give the events under one heading, or under several where they are many."""
    if not events:
        return []
    items = list(_items(view, events, "event"))
    if len(items) <= MOST_TOGETHER:
        return [Section("What happened", "_events", tuple(items))]
    title = _titles(events)
    groups = groupby(items, key=lambda item: title(item.date.date))
    sections = [Section(name, "", tuple(group)) for name, group in groups]
    return [section._replace(id=f"_{index}") for index, section in enumerate(sections, 1)]


def _titles(dates: list[Entry[Date]]) -> Callable[[str], str]:
    """Choose the shortest steps that give no more than `MOST_GROUPS` headings."""
    values = [date.body.date for date in dates]
    for step in _STEPS:
        headings = {_title(value, step) for value in values}
        if len(headings) <= MOST_GROUPS:
            break
    return lambda value: _title(value, step)


def _title(value: str, steps: int) -> str:
    if math.isinf(extent_of(value).anchor):
        return "Date unknown"
    lower, upper = sort_key(value)
    return _years(int(upper[0] if math.isinf(lower[0]) else lower[0]), steps)


def _years(year: int, steps: int) -> str:
    """Name the year, decade, century or millennium; astronomical years have a year 0, which is 1 BCE."""
    if steps == 1:
        return year_words(year)
    number, era = (1 - year, " BCE") if year <= 0 else (year, "" if 1000 <= year <= 9999 else " CE")
    first = number // steps * steps
    low, high = max(first, 1), first + steps - 1
    if era == " BCE":
        return f"{large(high)} to {large(low)} BCE"
    is_decade = steps == 10 and 100 <= first <= 9999  # among other decades, 1900s is no century
    return f"{first}s" if is_decade else f"{large(low)} to {large(high)}{era}"


def _items(view: View, dates: Iterable[Entry[Date]], role: DateRole) -> Iterator[DateItem]:
    for day, same in by_day(dates):
        for date in same:
            signs = _signs(extent_of(date.body.date), role)
            classes = f"{signs} ex-same-day".lstrip() if date != same[0] else signs
            yield _item(view, date, day, classes)


def _spans(view: View, spans: Iterable[Entry[Date]], scale: Scale | None) -> Iterator[DateItem]:
    """Give stretches of time in short, by their beginning, those without one first; with bars on a scale."""
    dates = sorted(spans, key=lambda date: (extent_of(date.body.date)[:2], date.ref))
    for item in _items(view, dates, "span"):
        drawn = bar(extent_of(item.date.date), scale) if scale else Markup()
        yield item._replace(bar=drawn, said=None, places=view.quotes(Ref("date", item.id)))


def _signs(extent: Extent, role: DateRole) -> str:
    """Return the classes that draw the sign of a date, as in `SIGNS`."""
    if role == "expectation":
        return "ex-expected"
    shape = "" if extent.within else "ex-stretched"
    look = "ex-vague" if extent.is_fuzzy or extent.is_open else ""
    return f"{shape} {look}".strip()


def _item(view: View, date: Entry[Date], day: str, classes: str) -> DateItem:
    lookup, ref = view.lookup, date.ref
    overlapping = lookup.subjects.get((ref, "overlaps"), ())
    named = (
        *lookup.objects.get((ref, "claims"), ()),
        *(other for other in overlapping if other.kind == "claim"),
    )
    when = in_words(day)
    description = view.html(ref, "description")
    quoted = view.quotes(ref)
    said = quoted[0] if quoted and not description else None
    several = len(lookup.site.loaded.articles) > 1
    places = () if said and len(quoted) == 1 and not several else quoted
    return DateItem(
        ref.id,
        lookup.former.get(ref, ()),
        classes,
        when,
        in_words(date.body.date).removeprefix(when).removeprefix(", "),
        date.body,
        description,
        view.html(ref, "basis"),
        said,
        places,
        lookup.unplaced.get(ref, ()),
        view.objects(ref, "actors"),
        " ".join(
            actor.id for actor in lookup.objects.get((ref, "actors"), ()) if lookup.exists(actor)
        ),
        view.links(named),
    )
