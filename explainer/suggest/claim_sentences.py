"""What the article says is so and nobody has noted yet: quotations, figures, and paragraphs without a claim.

A kind is proposed only where the words of the sentence say of what kind it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.anchoring.quoting import Value
from explainer.entries import ClaimKind
from explainer.format.ids import NamedIds, id_named
from explainer.model import Span
from explainer.suggest.quantities import Quantity
from explainer.suggest.quoted_speech import SPOKEN, Quotation
from explainer.suggest.suggestions import Candidate

# The first that is found decides: "said that it would have failed" is a statement.
_KINDS: tuple[tuple[ClaimKind, str], ...] = (
    (
        "statement",
        r"\b(?:said|says|told|wrote|stated|declared|announced|argued|argues|insisted|insists|warned|promised|testified"
        r"|according to)\b",
    ),
    (
        "counterfactual",
        r"\b(?:would|could|might) (?:not |never )?have (?:been |\w+ed\b)"
        r"|\bhad (?:it|he|she|they|there) (?:not )?been\b",
    ),
    (
        "prediction",
        r"\b(?:will|won't|shall|expects?|predicts?|forecasts?|(?:is|are) (?:likely|going) to)\b",
    ),
    ("policy", r"\b(?:should|must|ought to|needs? to|has to|have to)\b"),
    (
        "causal",
        r"\b(?:because|causes?d?|le(?:d|ads) to|result(?:ed|s) in|due to|thanks to|as a result|owing to)\b",
    ),
    (
        "value",
        r"\b(?:best|worst|wrong|unjust|disastrous|shameful|admirable|wise|foolish|tragic|heroic|harsh)\b",
    ),
    (
        "interpretation",
        r"\b(?:seem(?:s|ed)?|appear(?:s|ed)?|suggests?|apparently|arguably|perhaps|probably|means that)\b",
    ),
)
_CUES: tuple[tuple[ClaimKind, "re.Pattern[str]"], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS
)


@dataclass(frozen=True)
class SentencedText:
    """A visible text with its sentences, as far as claims need it."""

    text: str
    sentences: tuple[Span, ...]

    def sentence(self, span: Span) -> Span:
        """The sentences that hold a stretch, as one."""
        held = [each for each in self.sentences if each.start < span.end and span.start < each.end]
        return Span(held[0].start, held[-1].end) if held else span


def claims(
    text: SentencedText,
    quoted: Sequence[Quotation],
    figures: Sequence[Quantity],
    unclaimed: Sequence[Span],
    speakers: NamedIds,
) -> Iterator[Candidate]:
    """Propose claims, one for a sentence at most; `unclaimed` are paragraphs, `speakers` the ids of actors."""
    seen: set[Span] = set()
    for found in (
        *_quoted(text, quoted, speakers),
        *_figures(text, figures),
        *_paragraphs(text, unclaimed),
    ):
        if found.span not in seen:
            seen.add(found.span)
            yield found


def _quoted(
    text: SentencedText, quoted: Sequence[Quotation], speakers: NamedIds
) -> Iterator[Candidate]:
    for each in quoted:
        if each.verb and (each.speaker or len(each.words.split()) >= SPOKEN):
            span = text.sentence(each.sentence)
            who = f"{each.speaker} seems to speak" if each.speaker else "nobody near is named"
            values: dict[str, Value] = {"kind": "statement", "summary": _flat(text.text, span)}
            speaker = id_named(speakers, "actor", each.speaker)
            if speaker:
                values["by"] = [speaker]
            reason = f"a quotation beside “{each.verb}”; {who}"
            yield Candidate(
                "claim", span, values, reason, "who says it, and what in one plain sentence"
            )


def _figures(text: SentencedText, figures: Sequence[Quantity]) -> Iterator[Candidate]:
    for each in figures:
        words = " ".join(text.text[each.span.start : each.span.end].split())
        yield _claim(text, text.sentence(each.span), f"a figure: “{words}” can be checked")


def _paragraphs(text: SentencedText, unclaimed: Sequence[Span]) -> Iterator[Candidate]:
    """The sentence of a paragraph that says of what kind its claim is, else the first."""
    for paragraph in unclaimed:
        inside = [each for each in text.sentences if paragraph.start <= each.start < paragraph.end]
        telling = [each for each in inside if kind_of(_flat(text.text, each))[0]]
        if inside:
            yield _claim(text, (telling or inside)[0], "its paragraph has no claim")


def _claim(text: SentencedText, span: Span, reason: str) -> Candidate:
    words = _flat(text.text, span)
    kind, cue = kind_of(words)
    values: dict[str, Value] = {"summary": words}
    if kind:
        values["kind"] = kind
    says = f"; “{cue}” speaks for the kind" if kind else ""
    decide = "whether it is a claim, and what it says in one plain sentence" + (
        "" if kind else "; of what kind it is"
    )
    return Candidate("claim", span, values, reason + says, decide)


def kind_of(sentence: str) -> tuple[ClaimKind | None, str]:
    """The kind of claim that a word of the sentence tells, and that word; None where none does."""
    for kind, cue in _CUES:
        found = cue.search(sentence)
        if found:
            return kind, found[0]
    return None, ""


def _flat(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())
