"""What is not annotated in an article yet, as entries to paste, proposed by rules.

A stage like the others: values in, values out. The rules are made for English; in other languages
only what needs no words is proposed: years, quotations, abbreviations, figures, paragraphs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import replace
from itertools import pairwise

from explainer.anchoring.evidence import ArticleText, prepare
from explainer.anchoring.quoting import Value, quote_for, typed
from explainer.dates.meanings import meanings
from explainer.dates.timewords import expressions
from explainer.entries import ENTRY_TYPES
from explainer.format.ids import free_id, ids_by_name
from explainer.model import Kind, LinkedText, Loaded, Site, Span
from explainer.rules.english import is_english
from explainer.suggest import claim_sentences
from explainer.suggest.acronyms import Abbreviation, abbreviations
from explainer.suggest.actor_groups import actors, is_thing
from explainer.suggest.coverage import annotated, coverage, overlaps
from explainer.suggest.name_runs import NameRun, names
from explainer.suggest.quantities import quantities
from explainer.suggest.quoted_speech import Quotation, quotations
from explainer.suggest.rare import rare_terms
from explainer.suggest.suggestions import LAYERS, Candidate, Layer, Suggestion, Suggestions
from explainer.text.excerpts import shortened
from explainer.text.fold import same_letters
from explainer.text.fragment import Element
from explainer.text.sentences import Sentences, sentences_of
from explainer.text.visible import Visible
from explainer.text.words import size

LONGEST_TITLE = 80  # characters: a longer sentence is cut
SHORTEST = 8  # words: a shorter block is not a paragraph that could make a claim


def suggest(site: Site, slug: str, visible: Visible, language: str = "en") -> Suggestions:
    """Return what is not annotated in the article `slug` of the site, and count what is.

    `visible` is the text of the article, and is not changed. `language` is the site's, as a BCP 47
    tag, for an article that does not name its own.
    """
    article, loaded = site.articles[slug], site.loaded
    front = next(each.front for each in loaded.articles if each.slug == slug)
    sentences = sentences_of(visible, front.lang or language)
    english = is_english(front.lang or language)
    struck = [Span(*stretch) for stretch in sentences.drawn.struck]
    found = [
        each
        for each in _found(article, loaded, visible, sentences, front.date, english)
        if not _is_quoting(each, struck)
    ]
    names_in_use = _names_in_use(loaded)
    still = [each for each in found if not _is_annotated(each, article, names_in_use)]
    text = prepare(visible.text)
    counted = coverage(article, _paragraphs(visible), found, still)
    return Suggestions(slug, tuple(_entries(still, text, loaded)), counted)


def _found(
    article: LinkedText,
    loaded: Loaded,
    visible: Visible,
    sentences: Sentences,
    date: str | None,
    english: bool,
) -> Iterator[Candidate]:
    """Yield all that the rules see, annotated or not."""
    text = visible.text
    headings = [(start, end) for start, end, _ in visible.headings]
    named_here = names(text, sentences, headings) if english else []
    spans = claim_sentences.SentencedText(text, _sentence_spans(visible, sentences), named_here)
    quoted = list(quotations(text, sentences, named_here))
    in_quotes = [each.span for each in quoted]
    yield from _dates(text, spans, date, [*in_quotes, *_block_quotes(visible)])
    people = list(actors(text, named_here))
    yield from people
    yield from _terms(text, quoted, named_here, people, english)
    claimed = annotated(article, "claim")
    unclaimed = [span for span in _paragraphs(visible) if not overlaps(span, claimed)]
    speakers = ids_by_name(loaded.actors.values())
    yield from claim_sentences.claims(spans, quoted, list(quantities(text)), unclaimed, speakers)


def _dates(
    text: str, spans: claim_sentences.SentencedText, date: str | None, quoted: list[Span]
) -> Iterator[Candidate]:
    """Yield times with their meanings; quoted ones are not counted from the day of the article."""
    found = expressions(text)
    meant = zip(found, meanings(found, date), meanings(found, None), strict=True)
    for each, of_article, by_itself in meant:
        edtf, reason = by_itself if overlaps(each.span, quoted) else of_article
        sentence = spans.sentence(each.span)
        title = shortened(typed(text[sentence.start : sentence.end]), LONGEST_TITLE)
        words = typed(text[each.span.start : each.span.end])
        values: dict[str, Value] = {"title": title}
        if edtf:
            values |= {"date": edtf, "basis": f"“{words}”: {reason}."}
        decide = "whether it matters when, and what happened then"
        if not edtf:
            decide += "; the date"
        yield Candidate("date", each.span, values, f"“{words}”: {reason}", decide)


def _terms(
    text: str,
    quoted: list[Quotation],
    named_here: list[NameRun],
    people: list[Candidate],
    english: bool,
) -> Iterator[Candidate]:
    acting = set[str]()
    for person in people:
        acting.update(person.names)
    for each in abbreviations(text):
        if each.short not in acting:
            yield _abbreviation(each)
    if not english:
        return
    things = [name for name in named_here if is_thing(name) and name.text not in acting]
    decide = "whether readers need it; the definition"
    for term in rare_terms(text, quoted, named_here, things):
        name = term.forms[0][:1].upper() + term.forms[0][1:]
        aliases = [form for form in term.forms if form.lower() != name.lower()]
        values: dict[str, Value] = {"name": name}
        if aliases:
            values["aliases"] = aliases
        yield Candidate("term", term.spans[0], values, term.reason, decide, term.forms)


def _abbreviation(found: Abbreviation) -> Candidate:
    decide = "what it means, and whether readers need it"
    if not found.long:
        reason = "an abbreviation; the text does not say of what"
        short = {"name": found.short}
        return Candidate("term", found.spans[0], short, reason, decide, (found.short,))
    reason = "an abbreviation; the text says what it stands for"
    values: dict[str, Value] = {
        "name": found.long,
        "aliases": [found.short],
        "definition": f"“{found.short}” is short for {found.long}.",
    }
    return Candidate("term", found.spans[0], values, reason, decide, (found.long, found.short))


def _names_in_use(loaded: Loaded) -> set[str]:
    """Return the names of actors and terms, as they are compared."""
    known = set[str]()
    for entry in loaded.named_entries:
        known.update(map(same_letters, entry.body.names))
    return known


def _is_quoting(found: Candidate, struck: Iterable[Span]) -> bool:
    """Return whether an entry would quote words that are struck out."""
    return found.kind in ("date", "claim") and overlaps(found.span, struck)


def _is_annotated(found: Candidate, article: LinkedText, names_in_use: Set[str]) -> bool:
    if found.kind in ("date", "claim"):
        return overlaps(found.span, annotated(article, found.kind))
    return any(same_letters(name) in names_in_use for name in found.names)


def _entries(found: Iterable[Candidate], text: ArticleText, loaded: Loaded) -> Iterator[Suggestion]:
    """Yield proposals with their quotes and ids; what cannot be quoted is left out."""
    taken: dict[Kind, set[str]] = defaultdict(set)
    for ref in loaded.declared:
        taken[ref.kind].add(ref.id)
    for each in sorted(found, key=lambda each: (LAYERS.index(each.kind), each.span)):
        values = dict(each.values)
        if each.kind in ("date", "claim"):
            quote = quote_for(text, each.span.start, each.span.end)
            if quote is None:
                continue
            values["quote"] = quote
        words = each.names[0] if each.names else text.original[each.span.start : each.span.end]
        entry_id = free_id(words, each.kind, taken[each.kind])
        taken[each.kind].add(entry_id)
        yield Suggestion(replace(each, values=values), entry_id, _is_complete(each.kind, values))


def _is_complete(kind: Layer, values: Collection[str]) -> bool:
    """Return whether an entry with these fields has every field that the format requires."""
    fields = ENTRY_TYPES[kind].model_fields
    return all(name in values for name, field in fields.items() if field.is_required())


def _paragraphs(visible: Visible) -> list[Span]:
    """Return the blocks of the text but for headings, captions and the like."""
    headings = {start for start, _, _ in visible.headings}
    blocks = (Span(*block) for block in visible.blocks if block[0] not in headings)
    return [span for span in blocks if size(visible.text[span.start : span.end]) >= SHORTEST]


def _block_quotes(visible: Visible) -> Iterator[Span]:
    """Yield what the text quotes in blocks of their own."""
    for piece in visible.pieces(0, len(visible.text)):
        parent = visible.nodes[piece.node].parent
        if parent is not None and _is_quoted(parent):
            yield Span(piece.start, piece.end)


def _is_quoted(element: Element) -> bool:
    ancestor = next(element.iterancestors("blockquote"), None)
    return element.tag == "blockquote" or ancestor is not None


def _sentence_spans(visible: Visible, sentences: Sentences) -> tuple[Span, ...]:
    """Return where each sentence stands; none goes beyond the end of its block."""
    begins, ends = {*sentences.starts}, list[int]()
    for start, end in visible.blocks:
        begins.add(start)
        ends.append(end)
    edges = [*sorted(begins), len(visible.text)]
    spans = []
    for start, following in pairwise(edges):
        end = min(following, next((end for end in ends if end > start), following))
        trimmed = start + len(visible.text[start:end].rstrip())
        if trimmed > start:
            spans.append(Span(start, trimmed))
    return tuple(spans)
