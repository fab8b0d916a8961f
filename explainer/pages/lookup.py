"""The site, indexed once for all pages, so that no page has to search through it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeVar

from markupsafe import Markup

from explainer.addresses import HOME, INDEXES, fragment, page_path, part_id
from explainer.config.supplied import held_by
from explainer.dates.roles import role_of
from explainer.entries import Claim, Date, Evidence, Term
from explainer.format import wording
from explainer.format.former import former_ids
from explainer.format.restating import of_originals, originals, redirected_ids, statements
from explainer.linking.opening_pages import openings, unmarked
from explainer.model import (
    Anchor,
    AnyEntry,
    Article,
    Asked,
    Entry,
    Highlight,
    Kind,
    Loaded,
    Mention,
    Page,
    Ref,
    Relation,
    Settings,
    Site,
)
from explainer.pages.parts import IndexPart
from explainer.pages.ranking import Argument, argument_of
from explainer.text.languages import language_attributes

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Passage = tuple[str, Highlight]  # highlighted words, with the slug of their article
Related = Mapping[tuple[Ref, str], tuple[Ref, ...]]

_LAST = "\U0010ffff"  # sorts behind the slug of any article


@dataclass(frozen=True)
class Lookup:
    """A site with what pages look up in it."""

    site: Site
    settings: Settings
    titles: Mapping[Ref, str]
    entries: Mapping[Ref, AnyEntry]
    # claims, restated ones included, and dates, by the slugs of their articles
    bound: Mapping[str, tuple[Entry[Claim | Date], ...]]
    objects: Related  # by subject and label of a relation; see `objects_of`
    subjects: Related  # by object and label of a relation; see `subjects_of`
    highlights: Mapping[Ref, tuple[Passage, ...]]  # of claims and dates
    unplaced: Mapping[Ref, tuple[Anchor, ...]]  # quotes of an entry that are not highlighted
    evidence: Mapping[str, tuple[tuple[Ref, Evidence], ...]]  # what cites a source, by its id
    articles: Mapping[str, Article]  # by slug
    languages: Mapping[Ref, Markup]  # of articles in a foreign language; see `language`
    former: Mapping[Ref, tuple[str, ...]]  # former ids of entries
    redirected: Mapping[Ref, tuple[str, ...]]  # the same, and ids of claims that only restate one
    originals: Mapping[Ref, Ref]  # the claims that others restate, by the refs of the latter
    openings: Mapping[str, Page]  # hand-written pages that open an index page, by its path
    noted: frozenset[Ref]  # claims that have more to say than their words
    # the parts of each index that is divided; see `division.py`
    parts: Mapping[Kind, tuple[IndexPart, ...]] = field(default_factory=dict)
    # whether the home page presents only some articles: then briefs are on the articles' pages
    has_selection: bool = False

    @cached_property
    def argument(self) -> Argument:
        """What the claims rest on, what disputes them, and the conclusions that they lead to."""
        return argument_of(self.site, self.bound, self.order)

    @cached_property
    def brief_lengths(self) -> Mapping[str, int]:
        """How many sentences the brief of each article has, by slug."""
        briefs = self.site.loaded.shown_briefs
        return {slug: len(brief.sentences) for slug, brief in briefs.items()}

    @cached_property
    def questions(self) -> Mapping[str, tuple[Asked, ...]]:
        """The questions about each article, by slug."""
        return _grouped((asked.article, asked) for asked in self.site.loaded.questions)

    @cached_property
    def _moved(self) -> Mapping[str, Ref]:
        """The articles whose pages show parts of their briefs, by the ids of these parts."""
        if not self.has_selection:
            return {}
        owned = ((ref, steps) for ref, steps in self.site.texts if ref.kind == "article")
        return {part_id(ref.id, steps): ref for ref, steps in owned}

    def origin(self, mention: Mention) -> Ref:
        """Return the text on whose page a mention is."""
        return self._moved.get(mention.fragment, mention.origin)

    @cached_property
    def _listings(self) -> Mapping[Ref, str]:
        found: dict[Ref, str] = {}
        for part in chain.from_iterable(self.parts.values()):
            found.update(dict.fromkeys(part.refs, part.path))
        return found

    def is_expected(self, date: Entry[Date]) -> bool:
        """Return whether an article only expects what a date is about."""
        article = self.articles.get(date.article or "")
        return role_of(date, article.front.date if article else None) == "expectation"

    def listing(self, ref: Ref) -> str:
        """Return the path of the page that lists an entry: an index page, or a part of one."""
        return self._listings.get(ref) or INDEXES[ref.kind]

    def page(self, ref: Ref) -> str:
        """Return the path of the page on which an entry, article or page is shown."""
        return self.listing(ref) if fragment(ref) else page_path(ref)

    def now(self, path: str, to_id: str) -> str:
        """Return the path at which a page, or the part of it that shows an entry, is now."""
        for kind in self.parts:
            if path == self.staged(INDEXES[kind]) and fragment(Ref(kind, to_id)):
                return self._listings.get(Ref(kind, to_id), path)
        return path

    @property
    def has_heading_ids(self) -> bool:
        """Whether `# Heading {#id}` works with the Markdown extensions that are set."""
        return any("attr_list" in held_by(name) for name in self.settings.extensions)

    def staged(self, path: str) -> str:
        """Return the path at which an index page is staged.

        It is that of the hand-written page that opens the index page, if there is one.
        """
        if path in self.openings:
            return self.openings[path].path
        return path

    def exists(self, ref: Ref) -> bool:
        """Return whether an entry, article or page is on the site."""
        return ref in self.titles

    def objects_of(self, subject: Ref, label: str) -> tuple[Ref, ...]:
        """Return what an entry names under a key of the format, whether or not it exists."""
        return self.objects.get((subject, label), ())

    def subjects_of(self, object_: Ref, label: str) -> tuple[Ref, ...]:
        """Return the entries that name an entry under a key of the format."""
        return self.subjects.get((object_, label), ())

    def first_passage(self, ref: Ref) -> Passage | None:
        """Return the first highlighted words of a claim or date; None if none are highlighted."""
        passages = self.highlights.get(ref, ())
        return passages[0] if passages else None

    def first_mark_in(self, slug: str, ref: Ref) -> Highlight | None:
        """Return the first highlighted words of a claim or date in one article; None without."""
        passages = self.highlights.get(ref, ())
        return next((mark for article, mark in passages if article == slug), None)

    def marks_in(self, slug: str, ref: Ref) -> tuple[Highlight, ...]:
        """Return the highlighted words of a claim or date in one article, in order."""
        return tuple(mark for article, mark in self.highlights.get(ref, ()) if article == slug)

    def number(self, ref: Ref) -> int:
        """Return the number shown after the words of a claim or date; 0 if none are highlighted."""
        passage = self.first_passage(ref)
        return passage[1].number if passage else 0

    def shown(self, ref: Ref) -> Ref:
        """Return the entry that is shown for one: for a claim that only restates, the original."""
        return self.originals.get(ref, ref)

    def stated_in(self, claim: Entry[Claim]) -> tuple[str, ...]:
        """Return the slugs of the articles that make a claim; "" where it belongs to none."""
        slugs = [slug for slug, _ in self.highlights.get(claim.ref, ())]
        return tuple(dict.fromkeys((claim.article or "", *slugs)))

    @cached_property
    def _unmarked(self) -> frozenset[Ref]:
        return unmarked(self.site.loaded.pages)

    def is_marked(self, ref: Ref) -> bool:
        """Return whether the mentions in a text carry ids."""
        return ref not in self._unmarked

    def language(self, ref: Ref) -> Markup:
        """Return attributes for an element with words of an article in a foreign language."""
        return self.languages.get(ref, Markup())

    def order(self, ref: Ref) -> tuple[str, int, str]:
        """Return a key that sorts claims and dates in the order of the articles.

        Those that are not highlighted come last.
        """
        passage = self.first_passage(ref)
        if passage is None:
            return _LAST, 0, ref.id
        slug, mark = passage
        return slug, mark.span.start, ref.id


def look_up(site: Site, settings: Settings, anchors: Sequence[Anchor]) -> Lookup:
    """Return the index of a site; `anchors` are those that it was made from."""
    loaded = site.loaded
    claims = originals(loaded)
    relations = tuple(dict.fromkeys(of_originals(site.loaded, site.relations)))
    return Lookup(
        site,
        settings,
        dict(_titles(site)),
        loaded.entries,
        _grouped(_bound(loaded)),
        _grouped(_objects(relations)),
        _grouped(_subjects(relations)),
        _grouped(_highlights(site)),
        _grouped(_unplaced(anchors, claims)),
        _grouped(_evidence(loaded)),
        {article.slug: article for article in loaded.articles},
        dict(_languages(site, settings)),
        former_ids(loaded),
        redirected_ids(loaded),
        claims,
        openings(loaded.pages),
        frozenset(_noted(site)),
    )


def _titles(site: Site) -> Iterator[tuple[Ref, str]]:
    """Yield the title of everything that has an address on the site."""
    loaded = site.loaded
    for claim in loaded.claims.values():
        yield claim.ref, claim.body.summary
    for date in loaded.dates.values():
        yield date.ref, date.body.title
    for source in loaded.sources.values():
        yield source.ref, source.body.title
    for actor in loaded.actors.values():
        yield actor.ref, actor.body.name
    for term in loaded.terms.values():
        yield term.ref, term.body.name
    for article in loaded.articles:
        yield article.ref, _shown_title(article, article.title)
    for page in loaded.pages:
        yield page.ref, _shown_title(page, page.title or page.path)
    yield Ref("page", HOME), "Home page"  # its own title is often that of the article


def _shown_title(doc: Article | Page, title: str) -> str:
    """Return a title for lists and links: that of a draft, which only the preview has, says so."""
    return f"{title} ({wording.DRAFT})" if doc.is_draft else title


def _bound(loaded: Loaded) -> Iterator[tuple[str, Entry[Claim | Date]]]:
    for slug, claim in statements(loaded):
        yield slug, loaded.claims[claim.id]
    for date in loaded.dates.values():
        yield date.article or "", date


def _objects(relations: Iterable[Relation]) -> Iterator[tuple[tuple[Ref, str], Ref]]:
    for relation in relations:
        yield (relation.subject, relation.label), relation.object


def _subjects(relations: Iterable[Relation]) -> Iterator[tuple[tuple[Ref, str], Ref]]:
    for relation in relations:
        yield (relation.object, relation.label), relation.subject


def _highlights(site: Site) -> Iterator[tuple[Ref, Passage]]:
    """Yield the highlighted words of claims and dates; those that restate a claim come last."""
    claims, restating = originals(site.loaded), list[tuple[Ref, Passage]]()
    for slug, text in site.articles.items():
        for mark in text.highlights:
            if mark.ref in claims:
                restating.append((claims[mark.ref], (slug, mark)))
            else:
                yield mark.ref, (slug, mark)
    yield from restating


def _unplaced(anchors: Iterable[Anchor], claims: Mapping[Ref, Ref]) -> Iterator[tuple[Ref, Anchor]]:
    for anchor in anchors:
        if anchor.state != "exact":
            yield claims.get(anchor.ref, anchor.ref), anchor


def _evidence(loaded: Loaded) -> Iterator[tuple[str, tuple[Ref, Evidence]]]:
    entries: tuple[Entry[Claim | Term], ...] = (*loaded.claims.values(), *loaded.terms.values())
    for entry in entries:
        for evidence in entry.body.evidence:
            yield evidence.source, (entry.ref, evidence)


def _languages(site: Site, settings: Settings) -> Iterator[tuple[Ref, Markup]]:
    for article in site.loaded.articles:
        attributes = language_attributes(article.front.lang, settings.language)
        if attributes:
            yield article.ref, attributes


def _noted(site: Site) -> Iterator[Ref]:
    """Yield claims with a note, evidence or a verdict, and those disputed or stated elsewhere."""
    attacked = {relation.object for relation in site.relations if relation.label == "attacks"}
    articles = Counter(claim for _, claim in statements(site.loaded))
    for claim in site.loaded.claims.values():
        is_spoken_of = claim.ref in attacked or articles[claim.ref] > 1
        if _has_more_to_say(claim.body) or is_spoken_of:
            yield claim.ref


def _has_more_to_say(claim: Claim) -> bool:
    return bool(claim.note or claim.evidence or claim.verdict or claim.disputed_by)


def mentions_by_origin(lookup: Lookup, target: Ref) -> Mapping[Ref, tuple[Mention, ...]]:
    """Return the mentions of an entry, grouped by the text that names it, in their order."""
    return _grouped(
        (lookup.origin(mention), mention) for mention in lookup.site.mentions.get(target, ())
    )


def kind_name(ref: Ref) -> str:
    """Return the name of an entry's kind: "Claim", "Article"."""
    return wording.KINDS[ref.kind].name


def numbered(ref: Ref, number: int) -> str:
    """Return the name of an entry's kind, with its number unless that is 0: "Claim c3"."""
    if not number:
        return kind_name(ref)
    return f"{kind_name(ref)} {ref.kind[0]}{number}"


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
