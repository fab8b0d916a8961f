"""Fourth stage: what every text names and points to, with the sentences around it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from explainer.annotate import Mark, annotated
from explainer.check import unknown
from explainer.fields import entries, markdown_fields, named, references
from explainer.linked_text import link_article, link_page
from explainer.mentions import Names, find_names, names_of
from explainer.model import (
    Article,
    Entry,
    LinkedText,
    Loaded,
    Mention,
    Page,
    Place,
    Placed,
    Problem,
    Ref,
    Relation,
    Settings,
    Site,
    Span,
    Step,
)
from explainer.sentences import sentences_of
from explainer.texts import Text, render_text, text_renderer

HOME = Ref("page", "index.md")
Steps = tuple[Step, ...]
Texts = Mapping[tuple[Ref, Steps], str]


def link(placed: Placed, settings: Settings) -> tuple[Site, tuple[Problem, ...]]:
    """Find all mentions, references and relations. Problems: links to entries that are not there, unsafe or unused."""
    loaded, names = placed.loaded, names_of(named(placed.loaded))
    articles = {rendered.ref.id: link_article(rendered, placed, settings, names) for rendered in placed.articles}
    pages = {page.path: link_page(page, settings, names) for page in loaded.pages}
    texts, mentions, problems = _link_fields(loaded, names)
    in_texts = (mention for text in (*articles.values(), *pages.values()) for mention in text.mentions)
    by_target: dict[Ref, list[Mention]] = defaultdict(list)
    for mention in (*in_texts, *mentions):
        by_target[mention.target].append(mention)
    relations = (*_relations(loaded), *_overlaps(articles.values()))
    site = Site(loaded, articles, pages, texts, {ref: tuple(found) for ref, found in by_target.items()}, relations)
    return site, (*problems, *_unknown_in_docs(site), *_unused(site))


# --- the Markdown of annotations ---


def _link_fields(loaded: Loaded, names: Names) -> tuple[Texts, list[Mention], list[Problem]]:
    renderer = text_renderer()
    texts: dict[tuple[Ref, Steps], str] = {}
    mentions: list[Mention] = []
    problems: list[Problem] = []
    for owner, steps, markdown, place in _fields(loaded):
        text = render_text(markdown, renderer)
        origin = HOME if owner.kind == "article" else owner
        found = _mentions(text, origin, names)
        marks = [Mark(m.span.start, m.span.end, str(m.target), str(m.target)) for m in found if m.linked]
        texts[(owner, steps)] = annotated(text.visible, marks) if marks else text.html
        mentions += found
        problems += _field_problems(loaded, text, place)
    return texts, mentions, problems


def _fields(loaded: Loaded) -> Iterator[tuple[Ref, Steps, str, Place]]:
    for entry in entries(loaded):
        for steps, markdown in markdown_fields(entry):
            yield entry.ref, steps, markdown, entry.at(*steps)
    for brief in loaded.briefs:
        for index, (sentence, place) in enumerate(brief.sentences):
            yield Ref("article", brief.article), ("brief", index), sentence, place
    asked_of: dict[str, int] = defaultdict(int)
    for asked in loaded.questions:
        steps = ("questions", asked_of[asked.article], "answer")
        yield Ref("article", asked.article), steps, asked.body.answer, asked.answer_place
        asked_of[asked.article] += 1


def _mentions(text: Text, origin: Ref, names: Names) -> list[Mention]:
    """The names in a field, the first of each linked, and the links that the editor wrote; none to the entry itself."""
    found = [hit for hit in find_names(names, text.visible.text, text.visible.unlinkable) if hit.ref != origin]
    if not found and not text.references:
        return []
    sentences = sentences_of(text.visible, "en")
    written = {ref for _, _, ref in text.references}
    linked = {hit.ref: hit for hit in reversed(found) if hit.ref not in written}
    spans = [(hit, linked.get(hit.ref) is hit) for hit in found]
    mentions = [Mention(ref, origin, "", sentences.around(*at), Span(*at), first) for (*at, ref), first in spans]
    mentions += [
        Mention(ref, origin, "", sentences.around(start, end), Span(start, end), False, True)
        for start, end, ref in text.references
    ]
    return sorted(mentions, key=lambda mention: (mention.span, mention.target))


def _field_problems(loaded: Loaded, text: Text, place: Place) -> Iterator[Problem]:
    for _, _, target in text.references:
        if target not in loaded.declared:
            yield unknown(loaded, target, _in_yaml(loaded, place, str(target)))
    for address in text.unsafe:
        message = f"the address `{address}` is not allowed here; use one that begins with https:// or http://"
        yield Problem(_in_yaml(loaded, place, address), "error", message, "unsafe-address")
    if text.removed:
        what = ", ".join(f"`{name}`" for name in dict.fromkeys(text.removed))
        message = f"{what} cannot stand in an annotation and is left out; use Markdown"
        yield Problem(place, "warning", message, "cleaned-html")


def _unknown_in_docs(site: Site) -> Iterator[Problem]:
    docs: tuple[Article | Page, ...] = (*site.loaded.articles, *site.loaded.pages)
    texts = {text.rendered.ref: text for text in (*site.articles.values(), *site.pages.values())}
    for doc in docs:
        path = doc.path if isinstance(doc, Article) else f"docs/{doc.path}"
        for mention in texts[doc.ref].mentions if doc.ref in texts else ():
            if mention.target not in site.loaded.declared:
                place = _find(doc.markdown.split("\n"), Place(path, doc.first_line), str(mention.target))
                yield unknown(site.loaded, mention.target, place)


def _in_yaml(loaded: Loaded, place: Place, words: str) -> Place:
    """Find some words in the YAML value that begins at `place`."""
    lines = loaded.files.get(place.path, "").split("\n")
    return _find(lines[place.line - 1 :], place, words)


def _find(lines: list[str], start: Place, words: str) -> Place:
    """Find some words in lines of which the first is that of `start`; where they are not in one line, give `start`."""
    for line, text in enumerate(lines, start.line):
        column = text.find(words, start.column - 1 if line == start.line else 0)
        if column >= 0:
            return Place(start.path, line, column + 1)
    return start


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
        for highlight in article.highlights:
            for ref, span in inner:
                if _overlap(span, highlight.span) and ref.kind != highlight.ref.kind:
                    seen.setdefault(Relation(highlight.ref, "overlaps", ref))
        yield from seen


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


# --- problems that only show once all is linked ---


def _unused(site: Site) -> Iterator[Problem]:
    """Report actors, terms and sources that nothing names: they would stand on the site without a way to them."""
    used = {relation.object for relation in site.relations} | set(site.mentions)
    for kind in (site.loaded.actors, site.loaded.terms, site.loaded.sources):
        for entry in kind.values():
            if entry.ref not in used:
                yield Problem(entry.at(), "warning", _unused_message(entry), "unused")


def _unused_message(entry: Entry[Any]) -> str:
    if entry.ref.kind == "source":
        return f"{entry.ref} is never used; name it under `evidence:` of a claim or term, or remove it"
    return f"{entry.ref} is never mentioned; add the words of the text under `aliases:`, or remove it"
