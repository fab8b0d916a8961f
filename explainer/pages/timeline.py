"""The timeline: events in order and day by day, stretches of time, and expectations."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import METHOD
from explainer.dates.edtf import in_words
from explainer.dates.extent import Extent, extent_of
from explainer.dates.order import by_day, in_order
from explainer.dates.periods import period
from explainer.dates.roles import roles
from explainer.entries import Date, DateRole
from explainer.figures.spans import Scale, bar, scale_for
from explainer.format.wording import counted, listed
from explainer.model import Anchor, Entry, Ref
from explainer.pages import alphabet
from explainer.pages.document import PageMaker, render
from explainer.pages.index import (
    Choice,
    Facet,
    Section,
    entries_of,
    index_pages,
    part_links,
    section_anchor,
)
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
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
    values: Mapping[str, str]  # by the facets that choose it; separated by spaces, for the filter
    claims: tuple[Link, ...]
    bar: Markup = Markup()


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the timeline and of its parts, by path."""
    return index_pages(lookup, "date", "Timeline", _index)


def _index(view: View, part: IndexPart | None) -> str:
    loaded, lookup = view.lookup.site.loaded, view.lookup
    links = part_links(view, "date", part)
    by_role = _by_role(view, part)
    if links:
        return render("timeline.md.j2", parts=links, **_about(view, by_role))
    dates, spans = entries_of(loaded.dates, part), by_role["span"]
    scale = scale_for([extent_of(date.body.date) for date in spans])
    return render(
        "timeline.md.j2",
        parts=(),
        facets=tuple(_facets(view, dates)),
        groups=_groups(view, in_order(by_role["event"])),
        spans=tuple(_spans(view, spans, scale)),
        scale=scale.labels if scale else (),
        expected=tuple(_items(view, in_order(by_role["expectation"]), "expectation")),
        several=len(loaded.articles) > 1,
        ids=lookup.has_heading_ids,
        **_about(view, by_role),
    )


def _about(view: View, by_role: Mapping[DateRole, Sequence[Entry[Date]]]) -> dict[str, Any]:
    """Return values for the template: what the page is about."""
    return {
        "count": sum(map(len, by_role.values())),
        "counts": _counts(by_role),
        "anchor": section_anchor(view.lookup),
        "method": view.to_path(METHOD, "_dates" if view.lookup.has_heading_ids else ""),
    }


def _by_role(view: View, part: IndexPart | None) -> dict[DateRole, list[Entry[Date]]]:
    """Return the dates of a part, or of the site, by their roles."""
    loaded = view.lookup.site.loaded
    shown = {date.ref for date in entries_of(loaded.dates, part)}
    found: dict[DateRole, list[Entry[Date]]] = {"event": [], "span": [], "expectation": []}
    for name, role in roles(loaded).items():
        date = loaded.dates[name]
        if date.ref in shown:
            found[role].append(date)
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
    """Yield the choices among the actors and the articles of these dates, if there are several."""
    loaded = view.lookup.site.loaded
    by_name = alphabet.by_name(loaded.actors.values())
    actors = [Choice(actor.ref.id, actor.body.name) for actor in by_name]
    articles = [Choice(quote(article.slug), article.title) for article in loaded.articles]
    values = [_values(view.lookup, date) for date in dates]
    for key, label, choices in (("actor", "Actor", actors), ("article", "Article", articles)):
        used = set(chain.from_iterable(found[key] for found in values))
        offered = tuple(choice for choice in choices if choice.value in used)
        if len(offered) > 1:
            yield Facet(key, label, offered)


def _values(lookup: Lookup, date: Entry[Date]) -> dict[str, tuple[str, ...]]:
    """Return the values that each facet chooses a date by; articles are those that name it."""
    actors = [actor for actor in lookup.objects_of(date.ref, "actors") if lookup.exists(actor)]
    naming = [slug for slug, _ in lookup.highlights.get(date.ref, ())]
    slugs = dict.fromkeys((date.article or "", *naming))
    return {
        "actor": tuple(actor.id for actor in actors),
        "article": tuple(quote(slug) for slug in slugs if slug in lookup.articles),
    }


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
        headings = {period(value, step) for value in values}
        if len(headings) <= MOST_GROUPS:
            break
    return lambda value: period(value, step)


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
        actors=view.objects(ref, "actors"),
        values={key: " ".join(values) for key, values in _values(lookup, date).items()},
        claims=view.links(_claims(lookup, ref)),
    )


def _claims(lookup: Lookup, date: Ref) -> Iterator[Ref]:
    """Yield the claims that a date names, then those whose words in the article contain it."""
    yield from lookup.objects_of(date, "claims")
    for other in lookup.subjects_of(date, "overlaps"):
        if other.kind == "claim":
            yield other
