"""How much of an article is annotated, by layer and by paragraph."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from explainer.model import Kind, LinkedText, Span
from explainer.suggest.suggestions import LAYERS, Candidate, Coverage, Layer, Paragraph
from explainer.text.excerpts import shortened
from explainer.text.words import words

OPENING = 32
"""Characters of a paragraph that show which one it is."""


def coverage(
    article: LinkedText,
    paragraphs: Sequence[Span],
    found: Iterable[Candidate],
    open_still: Iterable[Candidate],
) -> Coverage:
    """Count what is annotated: `found` is all that the rules see, `open_still` what is not yet."""
    seen, left = _by_kind(found), _by_kind(open_still)
    rows = tuple(_paragraph(article, number, span) for number, span in enumerate(paragraphs, 1))
    layers: dict[Layer, tuple[int, int]] = {}
    for kind in LAYERS:
        layers[kind] = (seen[kind] - left[kind], seen[kind])
    layers["claim"] = sum(row.counts["claim"] > 0 for row in rows), len(rows)
    return Coverage(rows, layers)


def _by_kind(found: Iterable[Candidate]) -> Counter[Layer]:
    return Counter(each.kind for each in found)


def annotated(article: LinkedText, kind: Kind) -> list[Span]:
    """Return where an article has annotations of a kind, in order."""
    spans = [each.span for each in article.highlights if each.ref.kind == kind]
    spans += [each.span for each in article.mentions if each.target.kind == kind]
    return sorted(spans)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Return whether a stretch has anything in common with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def _paragraph(article: LinkedText, number: int, span: Span) -> Paragraph:
    text = article.rendered.text[span.start : span.end]
    counts: dict[Kind, int] = {}
    for kind in LAYERS:
        counts[kind] = sum(overlaps(span, [each]) for each in annotated(article, kind))
    claims = annotated(article, "claim")
    found, claimed = words(text), 0
    for word in found:
        claimed += overlaps(Span(span.start + word.start, span.start + word.end), claims)
    return Paragraph(number, span, shortened(text, OPENING), counts, len(found), claimed)


def table(coverage: Coverage) -> str:
    """Return the counts as plain text: a line for each layer, and one for each paragraph."""
    lines: list[str] = []
    for layer, (done, possible) in coverage.layers.items():
        lines.append(f"{_COUNTED[layer]}: {done} of {possible} annotated")
    heads = "claims  dates actors  terms  words under a claim"
    lines += ["", f"{'':>3}  {'paragraph':{OPENING + 2}} {heads}"]
    for row in coverage.paragraphs:
        counts = f"{row.counts['claim']:7}{row.counts['date']:7}"
        counts += f"{row.counts['actor']:7}{row.counts['term']:7}"
        share = f"{row.claimed / row.words:.0%}" if row.words else ""
        lines.append(f"{row.number:3}  {row.opening:{OPENING + 2}}{counts}  {share:>19}")
    return "\n".join(lines)


# What is counted in each layer
_COUNTED: Mapping[Layer, str] = {
    "date": "time expressions",
    "actor": "names",
    "term": "terms and abbreviations",
    "claim": "paragraphs with a claim",
}
