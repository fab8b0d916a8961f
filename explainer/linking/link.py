"""Fourth stage: what every text names and points to, with the sentences around it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from explainer.addresses import part_id
from explainer.format.fields import entries, markdown_texts, named, references
from explainer.format.names import Names, names_of
from explainer.linking.linked_text import (
    in_order,
    link_article,
    link_page,
    on_one_line,
    written_links,
)
from explainer.linking.local_links import LinkTargets, link_targets, local_links, settled
from explainer.linking.mentions import FoundName, names_in
from explainer.linking.problems import doc_problems, field_problems
from explainer.marking.annotate import annotated
from explainer.marking.cuts import Mark
from explainer.model import (
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
    Step,
)
from explainer.rendering.annotation_texts import RenderedText, render_text, text_renderer
from explainer.text.fragment import Element
from explainer.text.sentences import Sentences, sentences_of

# Names in a field of an entry whose places are kept, besides the first of each: each place holds its sentence.
_MOST_NAMED = 500

# Of the dates and names in the words of an annotation, a message lists so many; more would be no help.
_MOST_OVERLAPS = 100
HOME = Ref("page", "index.md")
Steps = tuple[Step, ...]
Texts = Mapping[tuple[Ref, Steps], str]


def link(placed: Placed, settings: Settings) -> tuple[Site, tuple[Problem, ...]]:
    """Find all mentions, references and relations. Problems: links to entries that are not there, or unsafe."""
    loaded, names = placed.loaded, names_of(named(placed.loaded))
    articles = {
        rendered.ref.id: link_article(rendered, placed, settings, names)
        for rendered in placed.articles
    }
    pages = {page.path: link_page(page, settings, names) for page in loaded.pages}
    docs = {f"articles/{slug}.md": article for slug, article in articles.items()} | pages
    known = link_targets(loaded, docs, settings.directory_urls)
    texts, mentions, problems = _link_fields(loaded, settings, names, known)
    in_texts = (
        mention for text in (*articles.values(), *pages.values()) for mention in text.mentions
    )
    by_target: dict[Ref, list[Mention]] = defaultdict(list)
    for mention in (*in_texts, *mentions):
        by_target[mention.target].append(mention)
    relations = (*_relations(loaded), *_overlaps(articles.values()))
    site = Site(
        loaded,
        articles,
        pages,
        texts,
        {ref: tuple(found) for ref, found in by_target.items()},
        relations,
    )
    return site, (*problems, *doc_problems(site))


# --- the Markdown of annotations ---


def _link_fields(
    loaded: Loaded, settings: Settings, names: Names, known: LinkTargets
) -> tuple[Texts, list[Mention], list[Problem]]:
    renderer = text_renderer(settings)
    languages = _languages(loaded, settings)
    texts: dict[tuple[Ref, Steps], str] = {}
    mentions: list[Mention] = []
    problems: list[Problem] = []
    for owner, steps, markdown, place in markdown_texts(loaded):
        text = render_text(markdown, renderer)
        origin = HOME if owner.kind == "article" else owner
        found = _mentions(text, origin, names, languages.get(owner, settings.language))
        if origin == HOME:
            found = [replace(mention, fragment=part_id(owner.id, steps)) for mention in found]
        marks = [
            Mark(m.span.start, m.span.end, str(m.target), str(m.target)) for m in found if m.linked
        ]
        problems += field_problems(loaded, text, place, known)
        has_local = _settle(text.visible.root, known)
        texts[(owner, steps)] = annotated(text.visible, marks) if marks or has_local else text.html
        mentions += found
    return texts, mentions, problems


def _languages(loaded: Loaded, settings: Settings) -> Mapping[Ref, str]:
    """Return the language of what belongs to an article: that of the article, as a BCP 47 tag."""
    languages = {each.ref: each.front.lang or settings.language for each in loaded.articles}
    for entry in entries(loaded):
        article = Ref("article", entry.article or "")
        if article in languages:
            languages[entry.ref] = languages[article]
    return languages


def _settle(root: Element, known: LinkTargets) -> bool:
    """Put paths from docs/ into links to the site itself; tell whether there are any."""
    found = list(local_links(root))
    for element, address, link in found:
        element.set("href", str(settled(address, link, known).link))
    return bool(found)


def _mentions(text: RenderedText, origin: Ref, names: Names, language: str) -> list[Mention]:
    """Give the names in a field, the first of each linked, and the links written; none to the entry itself.

    `language` is that of the field, as a BCP 47 tag.
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
    kept = [hit for at, hit in enumerate(found) if at < _MOST_NAMED or first.get(hit.ref) is hit]
    mentions = [_mention(hit, origin, sentences, first.get(hit.ref) is hit) for hit in kept]
    return sorted([*mentions, *written_links(origin, text.references, sentences)], key=in_order)


def _mention(hit: FoundName, origin: Ref, sentences: Sentences, linked: bool) -> Mention:
    context = on_one_line(sentences.around(hit.start, hit.end))
    return Mention(hit.ref, origin, "", context, Span(hit.start, hit.end), linked)


# --- what entries say of each other ---


def _relations(loaded: Loaded) -> Iterator[Relation]:
    for entry in entries(loaded):
        seen = set()
        for _, label, target in references(entry):
            if target in loaded.declared and (label, target) not in seen:
                seen.add((label, target))
                yield Relation(entry.ref, label, target)


def _overlaps(articles: Iterable[LinkedText]) -> Iterator[Relation]:
    """Which dates and names stand within the words of a claim, and which names within those of a date."""
    for article in articles:
        seen: dict[Relation, None] = {}
        inner = [(h.ref, h.span) for h in article.highlights if h.ref.kind == "date"]
        inner += [(m.target, m.span) for m in article.mentions]
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
