"""What of an article is not annotated yet, as entries to paste: rules only, and honest about it.

A stage like the others: values in, values out. The rules are made for English; in other languages only what needs no
words is proposed: years, quotations, abbreviations, figures, paragraphs.
"""

from collections.abc import Iterable, Iterator

from explainer.anchoring.evidence import ArticleText, prepare
from explainer.anchoring.quoting import Value, quote_for, typed
from explainer.dates.meanings import meanings
from explainer.dates.timewords import expressions
from explainer.entries import ENTRY_TYPES
from explainer.format.fields import named
from explainer.format.ids import free_id, ids_by_name
from explainer.model import LinkedText, Loaded, Site, Span
from explainer.rules.english import is_english
from explainer.suggest import claim_sentences
from explainer.suggest.acronyms import abbreviations
from explainer.suggest.actor_groups import actors, is_thing
from explainer.suggest.coverage import annotated, coverage, overlaps
from explainer.suggest.name_runs import NameRun, names
from explainer.suggest.quantities import quantities
from explainer.suggest.quoted_speech import Quotation, quotations
from explainer.suggest.rare import rare_terms
from explainer.suggest.suggestions import LAYERS, Candidate, Suggestion, Suggestions
from explainer.text.excerpts import shortened
from explainer.text.fold import same_letters
from explainer.text.sentences import Sentences, sentences_of
from explainer.text.visible import Visible, read
from explainer.text.words import size

# A title made of a longer sentence is cut.
LONGEST_TITLE = 80
# A block of fewer words is no paragraph that could make a claim.
SHORTEST = 8


def suggest(site: Site, slug: str, language: str = "en") -> Suggestions:
    """Propose what is not annotated in the article `slug`, which the site must have, and count what is.

    `language` is that of the site, for an article that names none.
    """
    article, loaded = site.articles[slug], site.loaded
    front = next(each.front for each in loaded.articles if each.slug == slug)
    visible = read(article.rendered.html)
    sentences = sentences_of(visible, front.lang or language)
    english = is_english(front.lang or language)
    found = list(_found(article, loaded, visible, sentences, front.date, english))
    still = [each for each in found if not _is_annotated(each, article, loaded)]
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
    """All that the rules see, annotated or not."""
    text, spans = (
        visible.text,
        claim_sentences.SentencedText(visible.text, _sentence_spans(visible, sentences)),
    )
    headings = [(start, end) for start, end, _ in visible.headings]
    named_here = names(text, sentences, headings) if english else []
    quoted = list(quotations(text, sentences, named_here))
    yield from _dates(text, spans, date, [each.span for each in quoted] + _block_quotes(visible))
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
    """Times, each with what it means; a time that is quoted is not counted from the day of the article."""
    found = expressions(text)
    read = zip(found, meanings(found, date), meanings(found, None), strict=True)
    for each, of_article, by_itself in read:
        edtf, reason = by_itself if overlaps(each.span, quoted) else of_article
        sentence = spans.sentence(each.span)
        title = shortened(typed(text[sentence.start : sentence.end]), LONGEST_TITLE)
        words = typed(text[each.span.start : each.span.end])
        values: dict[str, Value] = {"title": title}
        if edtf:
            values |= {"date": edtf, "basis": f"“{words}”: {reason}."}
        decide = "whether it matters when, and what happened then" + ("" if edtf else "; the date")
        yield Candidate("date", each.span, values, f"“{words}”: {reason}", decide)


def _terms(
    text: str,
    quoted: list[Quotation],
    named_here: list[NameRun],
    people: list[Candidate],
    english: bool,
) -> Iterator[Candidate]:
    acting = {name for each in people for name in each.names}
    short = [each for each in abbreviations(text) if each.short not in acting]
    for each in short:
        values: dict[str, Value] = {"name": each.long or each.short}
        if each.long:
            values |= {
                "aliases": [each.short],
                "definition": f"“{each.short}” is short for {each.long}.",
            }
        reason = f"an abbreviation; the text {'says what it stands for' if each.long else 'does not say of what'}"
        forms = tuple(filter(None, (each.long, each.short)))
        yield Candidate(
            "term",
            each.spans[0],
            values,
            reason,
            "what it means, and whether readers need it",
            forms,
        )
    things = [name for name in named_here if is_thing(name) and name.text not in acting]
    for term in rare_terms(text, quoted, named_here, things) if english else ():
        name = term.forms[0][:1].upper() + term.forms[0][1:]
        aliases = [form for form in term.forms if form.lower() != name.lower()]
        values = {"name": name}
        if aliases:
            values["aliases"] = aliases
        yield Candidate(
            "term",
            term.spans[0],
            values,
            term.reason,
            "whether readers need it; the definition",
            term.forms,
        )


def _is_annotated(found: Candidate, article: LinkedText, loaded: Loaded) -> bool:
    if found.kind in ("date", "claim"):
        return overlaps(found.span, annotated(article, found.kind))
    known = {same_letters(name) for entry in named(loaded) for name in entry.body.names}
    return any(same_letters(name) in known for name in found.names)


def _entries(found: Iterable[Candidate], text: ArticleText, loaded: Loaded) -> Iterator[Suggestion]:
    """Give each its quote and its id; what cannot be quoted is left out."""
    taken = {kind: {ref.id for ref in loaded.declared if ref.kind == kind} for kind in LAYERS}
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
        required = {
            name
            for name, field in ENTRY_TYPES[each.kind].model_fields.items()
            if field.is_required()
        }
        ready = Candidate(each.kind, each.span, values, each.reason, each.decide, each.names)
        yield Suggestion(ready, entry_id, required <= values.keys())


def _paragraphs(visible: Visible) -> list[Span]:
    """The blocks of the text that are no headings, captions and the like."""
    headings = {start for start, _, _ in visible.headings}
    blocks = ((start, end) for start, end in visible.blocks if start not in headings)
    return [Span(start, end) for start, end in blocks if size(visible.text[start:end]) >= SHORTEST]


def _block_quotes(visible: Visible) -> list[Span]:
    """What the text quotes in blocks of their own."""
    pieces = (
        (piece, visible.nodes[piece.node].parent) for piece in visible.pieces(0, len(visible.text))
    )
    return [
        Span(piece.start, piece.end)
        for piece, parent in pieces
        if parent is not None
        and any(each.tag == "blockquote" for each in (parent, *parent.iterancestors()))
    ]


def _sentence_spans(visible: Visible, sentences: Sentences) -> tuple[Span, ...]:
    """Where each sentence stands, none over the end of its block."""
    edges = sorted({*sentences.starts, *(start for start, _ in visible.blocks)})
    ends = [end for _, end in visible.blocks]
    spans = []
    for start, following in zip(edges, [*edges[1:], len(visible.text)], strict=True):
        end = min([following, *(end for end in ends if end > start)][:2])
        trimmed = start + len(visible.text[start:end].rstrip())
        if trimmed > start:
            spans.append(Span(start, trimmed))
    return tuple(spans)
