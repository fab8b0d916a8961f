"""The site, indexed once for all pages, so that none has to search through it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from explainer.addresses import HOME, INDEXES, METHOD
from explainer.config.supplied import held_by
from explainer.entries import Evidence
from explainer.format import wording
from explainer.format.fields import entries
from explainer.format.former import former_ids
from explainer.model import Anchor, Article, Entry, Highlight, Mention, Page, Ref, Settings, Site
from explainer.pages.ranking import Argument, argument_of
from explainer.text.languages import language_attributes

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Lookup:
    """A site with what pages look up in it."""

    site: Site
    settings: Settings
    titles: Mapping[Ref, str]
    entries: Mapping[Ref, Entry[Any]]
    bound: Mapping[str, tuple[Entry[Any], ...]]  # claims and dates, by the slug of their article
    objects: Mapping[tuple[Ref, str], tuple[Ref, ...]]  # by subject and label of a relation
    subjects: Mapping[tuple[Ref, str], tuple[Ref, ...]]  # by object and label
    highlights: Mapping[
        Ref, tuple[tuple[str, Highlight], ...]
    ]  # of a claim or date, with the slug of the article
    unplaced: Mapping[Ref, tuple[Anchor, ...]]  # its quotes that are not highlighted
    evidence: Mapping[
        str, tuple[tuple[Ref, Evidence], ...]
    ]  # what uses a source, by the source's id
    articles: Mapping[str, Article]  # by slug
    languages: Mapping[
        Ref, Markup
    ]  # of articles in another language than the site's, as attributes of an element
    former: Mapping[Ref, tuple[str, ...]]  # the ids that entries had before
    openings: Mapping[str, Page]  # hand-written pages that open an index page, by the path of that
    noted: frozenset[Ref]  # claims of which there is more to say than their words do

    @cached_property
    def argument(self) -> Argument:
        """What the claims rest on, what disputes them, and the conclusions that they lead to."""
        return argument_of(self.site, self.order)

    @property
    def heading_ids(self) -> bool:
        """Whether `# Heading {#id}` works with the Markdown extensions that are set."""
        return any("attr_list" in held_by(name) for name in self.settings.extensions)

    def staged(self, path: str) -> str:
        """The path at which an index page is staged: that of the hand-written page that opens it, if there is one."""
        return self.openings[path].path if path in self.openings else path

    def exists(self, ref: Ref) -> bool:
        """Whether an entry, article or page is on the site."""
        return ref in self.titles

    def is_marked(self, ref: Ref) -> bool:
        """Whether the mentions in a text carry ids.

        On a page that opens an index page, footnotes are shown at the very end, after what is added: offsets into them
        would not hold, so nothing is marked there.
        """
        return all(page.ref != ref or "[^" not in page.markdown for page in self.openings.values())

    def language(self, ref: Ref) -> Markup:
        """The attributes of an element that holds words of an article, where they are in another language."""
        return self.languages.get(ref, Markup())

    def order(self, ref: Ref) -> tuple[str, int, str]:
        """Sort claims and dates as they stand in the articles; what is not highlighted comes last."""
        places = self.highlights.get(ref)
        return (
            (places[0][0], places[0][1].span.start, ref.id) if places else ("\U0010ffff", 0, ref.id)
        )


def look_up(site: Site, settings: Settings, anchors: Sequence[Anchor]) -> Lookup:
    """Index a site and the anchors that it was made from."""
    relations, claims, dates = site.relations, site.loaded.claims, site.loaded.dates
    return Lookup(
        site,
        settings,
        dict(_titles(site)),
        {entry.ref: entry for entry in entries(site.loaded)},
        _grouped(
            (entry.article or "", entry) for kind in (claims, dates) for entry in kind.values()
        ),
        _grouped(((relation.subject, relation.label), relation.object) for relation in relations),
        _grouped(((relation.object, relation.label), relation.subject) for relation in relations),
        _grouped(
            (mark.ref, (slug, mark))
            for slug, text in site.articles.items()
            for mark in text.highlights
        ),
        _grouped((anchor.ref, anchor) for anchor in anchors if anchor.state != "exact"),
        _grouped(_evidence(site)),
        {article.slug: article for article in site.loaded.articles},
        _languages(site, settings),
        former_ids(site.loaded),
        openings(site.loaded.pages),
        frozenset(_noted(site)),
    )


def _titles(site: Site) -> Iterable[tuple[Ref, str]]:
    loaded = site.loaded
    yield from ((claim.ref, claim.body.summary) for claim in loaded.claims.values())
    yield from (
        (entry.ref, entry.body.title)
        for kind in (loaded.dates, loaded.sources)
        for entry in kind.values()
    )
    yield from (
        (entry.ref, entry.body.name)
        for kind in (loaded.actors, loaded.terms)
        for entry in kind.values()
    )
    yield from ((article.ref, _shown_title(article, article.title)) for article in loaded.articles)
    yield from ((page.ref, _shown_title(page, page.title or page.path)) for page in loaded.pages)
    yield Ref("page", HOME), "Home page"  # its own title is often that of the article


def _shown_title(doc: Article | Page, title: str) -> str:
    """Return the title as lists and links have it: in the preview, a draft says there what it is."""
    return f"{title} ({wording.DRAFT})" if doc.is_draft else title


def _noted(site: Site) -> Iterator[Ref]:
    """Claims with a note, evidence or a verdict, and those that somebody disputes."""
    attacked = {relation.object for relation in site.relations if relation.label == "attacks"}
    for claim in site.loaded.claims.values():
        body = claim.body
        if body.note or body.evidence or body.verdict or body.disputed_by or claim.ref in attacked:
            yield claim.ref


def _evidence(site: Site) -> Iterable[tuple[str, tuple[Ref, Evidence]]]:
    entries: tuple[Entry[Any], ...] = (*site.loaded.claims.values(), *site.loaded.terms.values())
    return (
        (evidence.source, (entry.ref, evidence))
        for entry in entries
        for evidence in entry.body.evidence
    )


def _languages(site: Site, settings: Settings) -> dict[Ref, Markup]:
    attributes_of = {
        article.ref: language_attributes(article.front.lang, settings.language)
        for article in site.loaded.articles
    }
    return {ref: attributes for ref, attributes in attributes_of.items() if attributes}


def openings(pages: Sequence[Page]) -> dict[str, Page]:
    """Find the hand-written page, if any, at the URL of each index page: `claims/index.md` or `claims.md`."""
    by_path = {page.path: page for page in pages}
    found = {}
    for path in (HOME, METHOD, *INDEXES.values()):
        stem = path.removesuffix("index.md")
        names = (path, f"{stem}README.md", f"{stem.rstrip('/')}.md")
        page = next((by_path[name] for name in names if name in by_path), None)
        if page:
            found[path] = page
    return found


def mentions_by_origin(lookup: Lookup, target: Ref) -> Mapping[Ref, tuple[Mention, ...]]:
    """Group the places where an entry is named by the text that names it, in their order."""
    return _grouped((mention.origin, mention) for mention in lookup.site.mentions.get(target, ()))


def kind_name(ref: Ref) -> str:
    """Say what an entry is: "Claim", "Article"."""
    return wording.KINDS[ref.kind].name


def numbered(ref: Ref, number: int) -> str:
    """Say what an entry is, with its number in the article where it has one: "Claim c3", as its mark shows it."""
    return f"{kind_name(ref)} {ref.kind[0]}{number}" if number else kind_name(ref)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
