"""Claims to propose: quotations, figures, and paragraphs without a claim.

A kind is proposed only if the words of the sentence suggest it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from explainer.anchoring.quoting import Value
from explainer.entries import ClaimKind
from explainer.format.ids import NamedIds, id_named
from explainer.model import Span
from explainer.suggest.name_runs import NameRun
from explainer.suggest.quantities import Quantity
from explainer.suggest.quoted_speech import (
    SPOKEN,
    Quotation,
    Speech,
    speech_in,
    without_quotations,
)
from explainer.suggest.sayings import is_negated
from explainer.suggest.suggestions import Candidate

# The first that is found decides: "said that it would have failed" is a statement.
_KINDS: tuple[tuple[ClaimKind, str], ...] = (
    (
        "statement",
        r"\b(?:said|says|told|wrote|stated|declared|announced|argued|argues|insisted|insists"
        r"|warned|promised|testified|according to)\b",
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
        r"\b(?:because|causes?d?|le(?:d|ads) to|result(?:ed|s) in|due to|thanks to|as a result"
        r"|owing to)\b",
    ),
    (
        "value",
        r"\b(?:best|worst|wrong|unjust|disastrous|shameful|admirable|wise|foolish|tragic|heroic"
        r"|harsh)\b",
    ),
    (
        "interpretation",
        r"\b(?:seem(?:s|ed)?|appear(?:s|ed)?|suggests?|apparently|arguably|perhaps|probably"
        r"|means that)\b",
    ),
)


@dataclass(frozen=True)
class SentencedText:
    """A visible text, the spans of its sentences, and the names in it."""

    text: str
    sentences: tuple[Span, ...]
    names: Sequence[NameRun] = ()

    @cached_property
    def unquoted(self) -> str:
        """The text without what is quoted in it."""
        return without_quotations(self.text)

    def sentence(self, span: Span) -> Span:
        """Return the sentences that a stretch touches, as one span."""
        held = [each for each in self.sentences if each.start < span.end and span.start < each.end]
        return Span(held[0].start, held[-1].end) if held else span


def claims(
    text: SentencedText,
    quoted: Sequence[Quotation],
    figures: Sequence[Quantity],
    unclaimed: Sequence[Span],
    speakers: NamedIds,
) -> Iterator[Candidate]:
    """Propose claims, at most one for a sentence.

    `unclaimed` are the paragraphs without a claim, `speakers` the ids of actors.
    """
    seen: set[Span] = set()
    spoken = _quoted(text, quoted, speakers)
    further = (*_figures(text, figures), *_paragraphs(text, unclaimed))
    for found in (*spoken, *(_claim(text, span, why, speakers) for span, why in further)):
        if found.span not in seen:
            seen.add(found.span)
            yield found


def _quoted(
    text: SentencedText, quoted: Sequence[Quotation], speakers: NamedIds
) -> Iterator[Candidate]:
    decide = "who says it, and what in one plain sentence"
    for each in quoted:
        speech = each.speech
        if not speech.verb or not (speech.named or len(each.words.split()) >= SPOKEN):
            continue
        span = text.sentence(each.sentence)
        who = _who_speaks(speech) or "nobody near is named"
        reason = f"a quotation beside “{speech.verb}”; {who}"
        values: dict[str, Value] = {"kind": "statement", "summary": _flat(text.text, span)}
        values |= _by([speech.speaker], speakers)
        yield Candidate("claim", span, values, reason, decide, doubtful=_in_doubt(speech, speakers))


def _who_speaks(speech: Speech) -> str:
    """Return who speaks, in words; "" if nobody is named."""
    if speech.speaker:
        return f"{speech.speaker} seems to speak"
    return f"who speaks is in doubt ({', '.join(speech.named)})" if speech.named else ""


def _in_doubt(speech: Speech, speakers: NamedIds) -> dict[str, Value]:
    """Return the field for those who may make a claim; empty if it is known who does."""
    return {} if speech.speaker else _by(speech.named, speakers)


def _by(names: Sequence[str], speakers: NamedIds) -> dict[str, Value]:
    """Return the field for those who make a claim, with the ids of those who are known."""
    known = (id_named(speakers, "actor", name) for name in names)
    ids = [actor for actor in dict.fromkeys(known) if actor]
    return {"by": ids} if ids else {}


def _figures(text: SentencedText, figures: Sequence[Quantity]) -> Iterator[tuple[Span, str]]:
    """Yield the sentences with figures, and why they are proposed."""
    for each in figures:
        figure = _flat(text.text, each.span)
        yield text.sentence(each.span), f"a figure: “{figure}” can be checked"


def _paragraphs(text: SentencedText, unclaimed: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Yield the first sentence of each paragraph that suggests a kind, or else its first."""
    for paragraph in unclaimed:
        inside = [each for each in text.sentences if paragraph.start <= each.start < paragraph.end]
        telling = (each for each in inside if kind_of(_flat(text.text, each))[0])
        if inside:
            yield next(telling, inside[0]), "its paragraph has no claim"


def _claim(text: SentencedText, span: Span, reason: str, speakers: NamedIds) -> Candidate:
    words = _flat(text.text, span)
    kind, cue = kind_of(words)
    values: dict[str, Value] = {"summary": words}
    doubtful: dict[str, Value] = {}
    decide = "whether it is a claim, and what it says in one plain sentence"
    if kind:
        values["kind"] = kind
        reason += f"; “{cue}” suggests the kind"
    else:
        decide += "; which kind it is"
    if kind == "statement":
        speech = speech_in(text.unquoted, span, text.names)
        who = _who_speaks(speech)
        reason += f"; {who}" if who else ""
        values |= _by([speech.speaker], speakers)
        doubtful = _in_doubt(speech, speakers)
    return Candidate("claim", span, values, reason, decide, doubtful=doubtful)


def kind_of(sentence: str) -> tuple[ClaimKind | None, str]:
    """Return the kind of claim that a word of the sentence suggests, and the word; or None, ""."""
    for kind, cues in _KINDS:
        for found in re.finditer(cues, sentence, re.IGNORECASE):
            if kind != "statement" or not is_negated(sentence, found):
                return kind, found[0]
    return None, ""


def _flat(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())
