"""The timeline: events in order and day by day, stretches of time, and expectations."""

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
from explainer.format.wording import counted, listed
from explainer.model import Anchor, Entry, Ref
from explainer.pages import alphabet
from explainer.pages.document import PageMaker, render
from explainer.pages.index import Choice, Facet, Section, index_page, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, Quoted, View

# So many events read as one list; more are grouped by year, decade or century.
MOST_TOGETHER = 40
# So many headings are a help; for more, the steps are made longer.
MOST_GROUPS = 36
_STEPS = (1, 10, 100, 1000)  # years

SIGNS: Mapping[str, str] = {
    "": "an event",
    "ex-stretched": "something that took several days, or happened on one of them",
    "ex-vague": "hollow: the time is approximate or uncertain, or an end of it is open",
    "ex-expected": "dotted: an expectation",
}
"""The symbols of the list, by the classes of its items, and what they mean."""


class DateItem(NamedTuple):
    """A date with all that is shown of it."""

    id: str
    former: tuple[str, ...]  # former ids
    classes: str  # its symbols, and whether it shares its day with the date before it
    when: str  # its day, in words
    time: str  # the time of the day, in words, or ""
    date: Date
    description: Markup | None
    basis: Markup | None
    sentence: Quoted | None  # of the article, if there is no description
    places: tuple[Quoted, ...]  # its words in the articles, unless `sentence` has all of them
    missing: tuple[Anchor, ...]  # quotes that are not highlighted
    actors: tuple[Link, ...]
    actor_ids: str  # separated by spaces, as the filter reads them
    claims: tuple[Link, ...]
    bar: Markup = Markup()


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return a maker of the timeline, by its path."""
    return index_page(lookup, INDEXES["date"], "Timeline", _index)


def _index(view: View) -> str:
    loaded, lookup = view.lookup.site.loaded, view.lookup
    by_role = _by_role(view)
    spans = by_role["span"]
    scale = scale_for([extent_of(date.body.date) for date in spans])
    return render(
        "timeline.md.j2",
        facets=tuple(_facets(view, loaded.dates.values())),
        groups=_groups(view, in_order(by_role["event"])),
        spans=tuple(_spans(view, spans, scale)),
        scale=scale.labels if scale else (),
        expected=tuple(_items(view, in_order(by_role["expectation"]), "expectation")),
        count=len(loaded.dates),
        counts=_counts(by_role),
        several=len(loaded.articles) > 1,
        method=view.to_path(METHOD, "_dates" if lookup.has_heading_ids else ""),
        ids=lookup.has_heading_ids,
        anchor=section_anchor(lookup),
    )


def _by_role(view: View) -> dict[DateRole, list[Entry[Date]]]:
    loaded = view.lookup.site.loaded
    found: dict[DateRole, list[Entry[Date]]] = {"event": [], "span": [], "expectation": []}
    for name, role in roles(loaded).items():
        found[role].append(loaded.dates[name])
    return found


def _counts(by_role: Mapping[DateRole, Sequence[Entry[Date]]]) -> str:
    """Return in words how much the page holds.

    "17 events, 1 stretch of time and 12 expectations".
    """
    parts = []
    events, spans = len(by_role["event"]), len(by_role["span"])
    expected = len(by_role["expectation"])
    if events:
        parts.append(counted(events, "event"))
    if spans:
        parts.append(f"{spans} {'stretch' if spans == 1 else 'stretches'} of time")
    if expected:
        parts.append(counted(expected, "expectation"))
    return listed(parts)


def _facets(view: View, dates: Iterable[Entry[Date]]) -> Iterator[Facet]:
    """Yield the choice among the actors of these dates, by name, if there are several."""
    lookup = view.lookup
    used = {actor for date in dates for actor in lookup.objects_of(date.ref, "actors")}
    actors = alphabet.by_name(lookup.site.loaded.actors.values())
    choices = [Choice(actor.ref.id, actor.body.name) for actor in actors if actor.ref in used]
    if len(choices) > 1:
        yield Facet("actor", "Actor", tuple(choices))


def _groups(view: View, events: list[Entry[Date]]) -> list[Section]:
    """Return the events under one heading, or under several headings if they are many."""
    if not events:
        return []
    items = list(_items(view, events, "event"))
    if len(items) <= MOST_TOGETHER:
        return [Section("What happened", "_events", tuple(items))]
    title = _titles(events)
    groups: list[Section] = []
    for name, group in groupby(items, key=lambda item: title(item.date.date)):
        groups.append(Section(name, f"_{len(groups) + 1}", tuple(group)))
    return groups


def _titles(dates: list[Entry[Date]]) -> Callable[[str], str]:
    """Return the function that gives each date its heading, in the shortest steps that will do.

    They are those that make no more than `MOST_GROUPS` headings, or else the longest.
    """
    values = [date.body.date for date in dates]
    for step in _STEPS:
        headings = {_title(value, step) for value in values}
        if len(headings) <= MOST_GROUPS:
            break
    return lambda value: _title(value, step)


def _title(value: str, steps: int) -> str:
    """Return the heading for an EDTF date, in steps of so many years."""
    if math.isinf(extent_of(value).anchor):
        return "Date unknown"
    lower, upper = sort_key(value)
    year = upper[0] if math.isinf(lower[0]) else lower[0]
    return _years(int(year), steps)


def _years(year: int, steps: int) -> str:
    """Return the name of the year, decade, century or millennium that a year is in.

    Astronomical years have a year 0, which is 1 BCE.
    """
    if steps == 1:
        return year_words(year)
    if year <= 0:
        low, high = _years_around(1 - year, steps)
        return f"{large(high)} to {large(low)} BCE"
    low, high = _years_around(year, steps)
    if steps == 10 and 100 <= low <= 9999:  # among decades, the 1900s are not a century
        return f"{low}s"
    era = "" if 1000 <= year <= 9999 else " CE"
    return f"{large(low)} to {large(high)}{era}"


def _years_around(year: int, steps: int) -> tuple[int, int]:
    """Return the first and the last year of the decade, century or millennium around a year."""
    first = year // steps * steps
    return max(first, 1), first + steps - 1


def _items(view: View, dates: Iterable[Entry[Date]], role: DateRole) -> Iterator[DateItem]:
    for day, same in by_day(dates):
        for date in same:
            signs = _signs(extent_of(date.body.date), role)
            classes = f"{signs} ex-same-day".lstrip() if date != same[0] else signs
            yield _item(view, date, day, classes)


def _spans(view: View, spans: Iterable[Entry[Date]], scale: Scale | None) -> Iterator[DateItem]:
    """Yield stretches of time in short, by their beginning, those without one first.

    They have bars if there is a scale.
    """
    dates = sorted(spans, key=lambda date: (extent_of(date.body.date)[:2], date.ref))
    for item in _items(view, dates, "span"):
        drawn = bar(extent_of(item.date.date), scale) if scale else Markup()
        yield item._replace(bar=drawn, sentence=None, places=view.quotes(Ref("date", item.id)))


def _signs(extent: Extent, role: DateRole) -> str:
    """Return the classes that draw the symbol of a date; see `SIGNS`."""
    if role == "expectation":
        return "ex-expected"
    shape = "" if extent.within else "ex-stretched"
    look = "ex-vague" if extent.is_fuzzy or extent.is_open else ""
    return f"{shape} {look}".strip()


def _item(view: View, date: Entry[Date], day: str, classes: str) -> DateItem:
    lookup, ref = view.lookup, date.ref
    when = in_words(day)
    description = view.html(ref, "description")
    quoted = view.quotes(ref)
    sentence = quoted[0] if quoted and not description else None
    has_all_words = bool(sentence) and len(quoted) == 1 and len(lookup.site.loaded.articles) == 1
    actors = [actor for actor in lookup.objects_of(ref, "actors") if lookup.exists(actor)]
    return DateItem(
        id=ref.id,
        former=lookup.former.get(ref, ()),
        classes=classes,
        when=when,
        time=in_words(date.body.date).removeprefix(when).removeprefix(", "),
        date=date.body,
        description=description,
        basis=view.html(ref, "basis"),
        sentence=sentence,
        places=() if has_all_words else quoted,
        missing=lookup.unplaced.get(ref, ()),
        actors=view.links(actors),
        actor_ids=" ".join(actor.id for actor in actors),
        claims=view.links(_claims(lookup, ref)),
    )


def _claims(lookup: Lookup, date: Ref) -> Iterator[Ref]:
    """Yield the claims that a date names, then those whose words in the article contain it."""
    yield from lookup.objects_of(date, "claims")
    for other in lookup.subjects_of(date, "overlaps"):
        if other.kind == "claim":
            yield other
