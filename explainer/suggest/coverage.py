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
    """Count what is annotated; `found` is all that the rules see, `open_still` the part that nobody has annotated."""
    seen, left = Counter(each.kind for each in found), Counter(each.kind for each in open_still)
    rows = tuple(_paragraph(article, number, span) for number, span in enumerate(paragraphs, 1))
    layers: dict[Layer, tuple[int, int]] = {
        kind: (seen[kind] - left[kind], seen[kind]) for kind in LAYERS
    }
    layers["claim"] = sum(row.counts["claim"] > 0 for row in rows), len(rows)
    return Coverage(rows, layers)


def annotated(article: LinkedText, kind: Kind) -> list[Span]:
    """Where an article has annotations of a kind."""
    highlights = [each.span for each in article.highlights if each.ref.kind == kind]
    return sorted(highlights + [each.span for each in article.mentions if each.target.kind == kind])


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a stretch has anything in common with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def _paragraph(article: LinkedText, number: int, span: Span) -> Paragraph:
    text = article.rendered.text[span.start : span.end]
    counts: Mapping[Kind, int] = {
        kind: sum(overlaps(span, [each]) for each in annotated(article, kind)) for kind in LAYERS
    }
    claims = annotated(article, "claim")
    each = [Span(span.start + word.start, span.start + word.end) for word in words(text)]
    opening = shortened(text, OPENING)
    return Paragraph(
        number, span, opening, counts, len(each), sum(overlaps(word, claims) for word in each)
    )


def table(coverage: Coverage) -> str:
    """The counts as plain text: a line for each layer, and one for each paragraph."""
    lines = [
        f"{_WHAT[layer]}: {done} of {all_} annotated"
        for layer, (done, all_) in coverage.layers.items()
    ]
    lines += [
        "",
        f"{'':>3}  {'paragraph':{OPENING + 2}} claims  dates actors  terms  words under a claim",
    ]
    for row in coverage.paragraphs:
        counts = "".join(f"{row.counts[kind]:7}" for kind in ("claim", "date", "actor", "term"))
        share = f"{row.claimed / row.words:.0%}" if row.words else ""
        lines.append(f"{row.number:3}  {row.opening:{OPENING + 2}}{counts}  {share:>19}")
    return "\n".join(lines)


_WHAT: Mapping[Layer, str] = {
    "date": "time expressions",
    "actor": "names",
    "term": "terms and abbreviations",
    "claim": "paragraphs with a claim",
}
