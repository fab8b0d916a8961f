"""The stage that finds what every text names and links to, with the sentences around it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice

from explainer.format.did_you_mean import NO_PROPOSALS, Proposals
from explainer.format.fields import MarkdownField, markdown, references
from explainer.format.names import Names, names_of
from explainer.linking.acting_formulas import Stretches, acting_formulas
from explainer.linking.crowded_connections import crowded_connections
from explainer.linking.crowded_names import crowded_names
from explainer.linking.crowded_references import crowded_references
from explainer.linking.crowded_words import crowded_words
from explainer.linking.kept_links import (
    LinkedField,
    fragment_of,
    kept_article,
    linked_fields,
    origin_of,
)
from explainer.linking.linked_text import (
    in_order,
    link_article,
    link_page,
    written_links,
)
from explainer.linking.local_links import LinkTargets, link_targets, local_links, settled
from explainer.linking.mentions import FoundName, names_in
from explainer.linking.problems import doc_problems, field_problems
from explainer.marking.annotate import annotated
from explainer.marking.cuts import Mark
from explainer.model import (
    NO_CACHE,
    Anchor,
    Cache,
    LinkedText,
    Loaded,
    Mention,
    Placed,
    Problem,
    Ref,
    Relation,
    Settings,
    Site,
    Span,
    Steps,
)
from explainer.rendering.annotation_texts import RenderedText, render_text, text_renderer
from explainer.text.fragment import Element
from explainer.text.sentences import Context, sentences_of

# Names in a field of an entry whose places are kept, besides the first of each: each place holds
# its sentence.
_MOST_NAMED = 500
# Names in a field whose places hold their sentences; those of more would take gigabytes.
_MOST_SENTENCES = 100

# At most this many dates and names in the words of an annotation are related to it; more would be
# no help in a message.
_MOST_OVERLAPS = 100


def link(
    placed: Placed, settings: Settings, cache: Cache = NO_CACHE
) -> tuple[Site, tuple[Problem, ...]]:
    """Find all mentions, references and relations, and report wrong and unsafe links.

    The `cache` is one for these settings.
    """
    loaded, names = placed.loaded, names_of(placed.loaded.named_entries)
    articles = {}
    docs = {}
    languages = _languages(loaded, settings)
    anchors: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in placed.anchors:
        anchors[anchor.article].append(anchor)
    for rendered in placed.articles:
        ref = rendered.ref
        visible, of_article, language = placed.visible[ref.id], anchors[ref.id], languages[ref]
        make = partial(link_article, rendered, visible, of_article, names, language)
        article = kept_article(rendered, of_article, names, language, make, cache)
        articles[ref.id] = article
        docs[f"articles/{ref.id}.md"] = article
    pages = {page.path: link_page(page, settings, names, cache) for page in loaded.pages}
    known = link_targets(loaded, docs | pages, settings.directory_urls)
    texts = dict[tuple[Ref, Steps], str]()
    problems, in_fields, stretches = list[Problem](), list[Mention](), list[Stretches]()
    for field, linked in _link_fields(loaded, settings, names, known, languages, cache):
        texts[field.owner, field.steps] = linked.html
        problems += linked.problems
        in_fields += linked.mentions
        stretches.append(Stretches(field.place, linked.stretches))
    docs_of_site = (*articles.values(), *pages.values())
    problems += acting_formulas(loaded, stretches, docs_of_site, settings)
    named = tuple(_relations(loaded))
    problems += _crowded(loaded, articles.values(), named, in_fields)
    mentions = list[Mention]()
    for text in docs_of_site:
        mentions += text.mentions
    by_target = _by_target([*mentions, *in_fields])
    relations = (*named, *_overlaps(articles.values()))
    site = Site(loaded, articles, pages, texts, by_target, relations)
    return site, (*problems, *doc_problems(site))


def _crowded(
    loaded: Loaded,
    articles: Iterable[LinkedText],
    relations: Iterable[Relation],
    mentions: Iterable[Mention],
) -> Iterator[Problem]:
    yield from crowded_words(loaded, articles)
    yield from crowded_names(loaded, mentions)
    yield from crowded_references(loaded, relations)
    yield from crowded_connections(loaded, relations)


def _by_target(mentions: Iterable[Mention]) -> dict[Ref, tuple[Mention, ...]]:
    found: dict[Ref, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.target].append(mention)
    return {ref: tuple(of_ref) for ref, of_ref in found.items()}


# --- the Markdown of annotations ---


def _link_fields(
    loaded: Loaded,
    settings: Settings,
    names: Names,
    known: LinkTargets,
    languages: Mapping[Ref, str],
    cache: Cache,
) -> Iterable[tuple[MarkdownField, LinkedField]]:
    """Return each field with its links, in order."""
    fields, renderer = list(markdown(loaded)), text_renderer(settings)
    proposals = Proposals()

    def make(field: MarkdownField) -> LinkedField:
        owner, fragment = field.owner, fragment_of(field)
        text = render_text(field.text, renderer)
        found = _mentions(text, origin_of(owner), names, languages.get(owner, settings.language))
        if fragment:
            found = [replace(mention, fragment=fragment) for mention in found]
        problems = tuple(field_problems(loaded, text, field.place, known, proposals))
        has_local_links = any(True for _ in local_links(text.visible.root))
        html = _with_links(text, found, known)
        return LinkedField(html, tuple(found), text.stretches, problems, has_local_links)

    linked = linked_fields(fields, loaded, names, languages, make, cache)
    return zip(fields, linked, strict=True)


def _with_links(text: RenderedText, mentions: Iterable[Mention], known: LinkTargets) -> str:
    """Return the HTML of a text with the links of its mentions, and with links read from docs/."""
    marks = []
    for mention in mentions:
        if mention.linked:
            target = str(mention.target)
            marks.append(Mark(mention.span.start, mention.span.end, target, target))
    has_changed = _settle(text.visible.root, known)
    return annotated(text.visible, marks) if marks or has_changed else text.html


def _languages(loaded: Loaded, settings: Settings) -> Mapping[Ref, str]:
    """Return the language of each article and of its entries, as a BCP 47 tag."""
    languages = {each.ref: each.front.lang or settings.language for each in loaded.articles}
    for entry in loaded.entries.values():
        article = Ref("article", entry.article or "")
        if article in languages:
            languages[entry.ref] = languages[article]
    return languages


def _settle(root: Element, known: LinkTargets) -> bool:
    """Put paths from docs/ into the links to the site itself; return whether there are any."""
    found = list(local_links(root))
    for element, address, link in found:
        element.set("href", str(settled(address, link, known, NO_PROPOSALS).link))
    return bool(found)


def _mentions(text: RenderedText, origin: Ref, names: Names, language: str) -> list[Mention]:
    """Return the names in a field, the first of each linked, and the written links, in order.

    An entry does not mention itself. `language` is that of the field, as a BCP 47 tag.
    """
    found = [hit for hit in names_in(names, text.visible, text.references) if hit.ref != origin]
    if not found and not text.references:
        return []
    sentences = sentences_of(text.visible, language)
    written = {ref for _, _, ref in text.references}
    first: dict[Ref, FoundName] = {}
    for hit in found:
        if hit.linkable and hit.ref not in written:
            first.setdefault(hit.ref, hit)
    mentions = []
    for at, hit in enumerate(found):
        is_first = first.get(hit.ref) is hit
        if is_first or at < _MOST_NAMED:
            context = Context("", sentences.text[hit.start : hit.end], "")
            if at < _MOST_SENTENCES:
                context = sentences.around(hit.start, hit.end)
            span = Span(hit.start, hit.end)
            mentions.append(Mention(hit.ref, origin, "", context, span, is_first))
    mentions += written_links(origin, text.references, sentences)
    return sorted(mentions, key=in_order)


# --- relations between entries ---


def _relations(loaded: Loaded) -> Iterator[Relation]:
    for entry in loaded.entries.values():
        seen = set()
        for _, label, target in references(entry):
            if target in loaded.targets and (label, target) not in seen:
                seen.add((label, target))
                yield Relation(entry.ref, label, target)


def _overlaps(articles: Iterable[LinkedText]) -> Iterator[Relation]:
    """Yield which dates and names are in the words of a claim, and which names in a date's."""
    for article in articles:
        seen: dict[Relation, None] = {}
        inner = _dates_and_names(article)
        order = sorted(range(len(inner)), key=lambda number: inner[number][1])
        starts = [inner[number][1].start for number in order]
        longest = max((span.end - span.start for _, span in inner), default=0)
        for highlight in article.highlights:
            start, end, _ = highlight.span
            near = order[bisect_left(starts, start - longest) : bisect_left(starts, end)]
            within = (number for number in near if start < inner[number][1].end)
            for number in sorted(islice(within, _MOST_OVERLAPS)):
                ref = inner[number][0]
                if ref.kind != highlight.ref.kind:
                    seen.setdefault(Relation(highlight.ref, "overlaps", ref))
        yield from seen


def _dates_and_names(article: LinkedText) -> list[tuple[Ref, Span]]:
    found = [(mark.ref, mark.span) for mark in article.highlights if mark.ref.kind == "date"]
    return found + [(mention.target, mention.span) for mention in article.mentions]
