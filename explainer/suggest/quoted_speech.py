"""Quoted speech and its speakers: words between quotation marks beside a verb of saying."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.model import Span
from explainer.suggest.name_runs import NameRun
from explainer.text.sentences import Sentences

# Fewer words between quotation marks are a turn of phrase, unless somebody says them.
SPOKEN = 4
_QUOTED = re.compile(r"“([^“”\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|(?<![\w\"])\"([^\"\n]+)\"(?!\w)")
SAYING = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|asked|asks|answered|replied|replies|wrote|writes"
    r"|stated|states|declared|declares|announced|argued|argues|claimed|claims|insisted|insists"
    r"|warned|warns|promised|explained|explains|noted|notes|called|calls|described|describes"
    r"|remarked|responded|concluded|concludes|according to|went on|spoke|speaking|message"
    r"|testified|admitted|denied|denies|complained|observed|observes|confirmed|confirms|put it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks, the sentence around them, the verb of saying, the speaker.

    `verb` and `speaker` are "" if none is near.
    """

    span: Span
    sentence: Span
    words: str
    verb: str
    speaker: str


def quotations(text: str, sentences: Sentences, names: Sequence[NameRun]) -> Iterator[Quotation]:
    """Yield what stands between quotation marks."""
    for match in _QUOTED.finditer(text):
        span = Span(match.start(), match.end())
        around = sentences.around(*span[:2])
        start, end = span.start - len(around.before), span.end + len(around.after)
        outside = text[start : span.start] + " " * (span.end - span.start) + text[span.end : end]
        words = match[match.lastindex or 0]  # the one group that matches
        saying = SAYING.search(outside)
        verb, speaker = "", ""
        if saying:
            verb = saying[0].lower()
            speaker = _speaker(names, Span(start, end), span, start + saying.start())
        yield Quotation(span, Span(start, end), words, verb, speaker)


def _speaker(names: Sequence[NameRun], sentence: Span, quoted: Span, verb: int) -> str:
    """Return the name nearest to the verb in the sentence, outside the quotation; or ""."""
    near: list[tuple[int, str]] = []
    for name in names:
        for span in name.spans:
            is_quoted = quoted.start <= span.start < quoted.end
            if sentence.start <= span.start < sentence.end and not is_quoted:
                near.append((min(abs(span.start - verb), abs(span.end - verb)), name.text))
    return min(near)[1] if near else ""
