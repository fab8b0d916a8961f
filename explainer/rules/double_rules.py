"""The editorial rule about entries of one kind that readers could not tell apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from explainer.dates.edtf import Edtf, in_words, parse, sort_key
from explainer.dates.instants import ends_before
from explainer.entries import Date, Source
from explainer.format.restating import statements
from explainer.format.works import pages_of
from explainer.model import AnyEntry, Entry, Loaded
from explainer.rules.rule_types import EditorialRule, Finding, Review
from explainer.text.lookalikes import likeness

# What the list of sources says about a work, besides its title, its date and where it can be read
_REFERENCE = (
    "author",
    "translator",
    "editor",
    "container_title",
    "volume",
    "issue",
    "page",
    "edition",
    "collection_title",
    "number",
    "event_title",
    "publisher_place",
    "publisher",
    "archive",
)
# The slugs of the articles that cite a source, by its id
Citing = Mapping[str, Mapping[str, None]]
_TELL_APART = "write a `title-short` by which readers can tell them apart"
# Signs of a time that is more than one year, month or day, such as `1871/1911` and `187X`
_OF_STRETCHES = frozenset("/.{[X")


def doubled_entry(review: Review) -> Iterator[Finding]:
    """Report an entry that readers see in the same words as another one, though it is not the same.

    That is a source with the title, the names and the date of another, but another address; a
    source whose short title is the name or title of another one that claims of the same article
    cite; a claim with the summary of another claim of its article; and a date with the title of
    another one of its article, if one day, month or year holds the other, or if they are the same
    stretch of time. Letters that look alike count as the same, as for lookalike-name. Sources with
    one address are reported by same-work.

    Bad: `lit` and `lit-again`, both with `summary: The lamp was lit every night.`
    Good: `lit-again: {restates: lit, quote: …}`; one date with both quotes; `title-short: the log
    of 1872`.
    """
    yield from _sources(review)
    citing = _citing(review.loaded)
    yield from _short_titles(review, citing)
    yield from _titles_as_short(review, citing)
    yield from _claims(review)
    yield from _dates(review)


def _sources(review: Review) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Entry[Source]] = {}
    for entry in review.loaded.sources.values():
        one = first.setdefault(_reference(entry.body), entry)
        if one is not entry and not _pages(one.body) & _pages(entry.body):
            found = f"readers see {entry.ref} in the same words as {_there(one, 'title')}"
            advice = "say in what they differ, such as the date; if they are one work, keep one"
            yield Finding(entry.at("title"), f"{found}; {advice}", entry)


def _reference(source: Source) -> tuple[str, ...]:
    """Return what readers see of a source: the same for two that look alike."""
    texts = [source.title, in_words(source.issued or "")]
    for name in _REFERENCE:
        value = getattr(source, name) or ""
        texts.append(value if isinstance(value, str) else "; ".join(value))
    return tuple(map(likeness, texts))


def _pages(source: Source) -> set[str]:
    return {page for _, page in pages_of(source)}


def _short_titles(review: Review, citing: Citing) -> Iterator[Finding]:
    """Report short titles by which the notes beside one article name two sources."""
    first: dict[tuple[str, str], Entry[Source]] = {}
    for entry in review.loaded.sources.values():
        name = likeness(entry.body.title_short or entry.body.title)
        ones = [first.setdefault((slug, name), entry) for slug in citing.get(entry.ref.id, ())]
        one = next((each for each in ones if _is_shortened_alike(each, entry)), None)
        if one:
            found = f"beside the article, {entry.ref} has the name of {_there(one, 'title-short')}"
            yield Finding(entry.at("title-short"), f"{found}; {_TELL_APART}", entry)


def _titles_as_short(review: Review, citing: Citing) -> Iterator[Finding]:
    """Report short titles that are the title of another source, which has a short one itself."""
    first: dict[tuple[str, str], Entry[Source]] = {}
    for entry in review.loaded.sources.values():
        if entry.body.title_short:
            for slug in citing.get(entry.ref.id, ()):
                first.setdefault((slug, likeness(entry.body.title)), entry)
    for entry in review.loaded.sources.values():
        name = likeness(entry.body.title_short or "")
        ones = [first.get((slug, name)) for slug in citing.get(entry.ref.id, ())]
        one = next((each for each in ones if each and _has_other_names(each, entry)), None)
        if one:
            found = f"beside the article, {entry.ref} has the title of {_there(one, 'title')}"
            yield Finding(entry.at("title-short"), f"{found}; {_TELL_APART}", entry)


def _has_other_names(one: Entry[Source], other: Entry[Source]) -> bool:
    """Return whether two sources have other short titles, and other titles."""
    shown = likeness(one.body.title_short or "") != likeness(other.body.title_short or "")
    return shown and likeness(one.body.title) != likeness(other.body.title)


def _citing(loaded: Loaded) -> Citing:
    """Return the slugs of the articles whose claims cite a source, by its id, in order.

    An article that restates a claim cites what that does.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for slug, claim in statements(loaded):
        for item in loaded.claims[claim.id].body.evidence:
            found[item.source][slug] = None
    return found


def _is_shortened_alike(one: Entry[Source], other: Entry[Source]) -> bool:
    """Return whether two sources of one name are two, and are so named by a short title.

    Those that are alike in all are reported as such.
    """
    is_short = one.body.title_short or other.body.title_short
    return bool(is_short) and one is not other and _reference(one.body) != _reference(other.body)


def _claims(review: Review) -> Iterator[Finding]:
    first: dict[tuple[str | None, str], AnyEntry] = {}
    for entry in review.loaded.claims.values():
        one = first.setdefault((entry.article, likeness(entry.body.summary)), entry)
        if one is not entry:
            found = f"{entry.ref} has the summary of {_there(one, 'summary')}"
            advice = "if the claim is the same, write `restates` in one of them, else other words"
            yield Finding(entry.at("summary"), f"{found}; {advice}", entry)


def _dates(review: Review) -> Iterator[Finding]:
    titled: dict[tuple[str | None, str, str], list[Entry[Date]]] = defaultdict(list)
    for entry in review.loaded.dates.values():
        time = entry.body.date
        stretch = in_words(time) if _OF_STRETCHES.intersection(time) else ""
        titled[entry.article, likeness(entry.body.title), stretch].append(entry)
    for entries in titled.values():
        for one, entry in _overlapping(entries):
            found = f"{entry.ref} has the title of {_there(one, 'title')}, at the same time"
            advice = "if they are one event, put both quotes into one date, else write other words"
            yield Finding(entry.at("title"), f"{found}; {advice}", entry)


def _overlapping(entries: Iterable[Entry[Date]]) -> Iterator[tuple[Entry[Date], Entry[Date]]]:
    """Yield each date that begins before an earlier one ends, behind the one that ends last."""
    last: tuple[Entry[Date], Edtf] | None = None
    for entry in sorted(entries, key=lambda each: sort_key(each.body.date)):
        time = parse(entry.body.date)
        if time is None:
            continue  # which is an error
        if last and not ends_before(last[1], time):
            yield last[0], entry
        if last is None or time.upper > last[1].upper:
            last = entry, time


def _there(entry: AnyEntry, key: str) -> str:
    """Return the name of an entry, and where it has a key."""
    place = entry.at(key)
    return f"{entry.ref} ({place.path}:{place.line})"


DOUBLE_RULES: tuple[EditorialRule, ...] = (doubled_entry,)
