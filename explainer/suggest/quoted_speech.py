"""What somebody is quoted as saying, and who: words between quotation marks beside a verb of saying."""

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
    r"\b(?:said|says|say|told|tells|added|adds|asked|asks|answered|replied|replies|wrote|writes|stated|states|declared|declares"
    r"|announced|argued|argues|claimed|claims|insisted|insists|warned|warns|promised|explained|explains|noted|notes"
    r"|called|calls|described|describes|remarked|responded|concluded|concludes|according to|went on|spoke|speaking"
    r"|message|testified|admitted|denied|denies|complained|observed|observes|confirmed|confirms|put it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks: their place, the sentence around them, and who speaks, if anybody is named."""

    span: Span
    sentence: Span
    words: str
    verb: str
    speaker: str


def quotations(text: str, sentences: Sentences, names: Sequence[NameRun]) -> Iterator[Quotation]:
    """Find what stands between quotation marks; `verb` is "" where no verb of saying is near."""
    for match in _QUOTED.finditer(text):
        span = Span(match.start(), match.end())
        around = sentences.around(*span[:2])
        start, end = span.start - len(around.before), span.end + len(around.after)
        outside = text[start : span.start] + " " * (span.end - span.start) + text[span.end : end]
        verb = SAYING.search(outside)
        words = next(group for group in match.groups() if group)
        speaker = _speaker(names, Span(start, end), span, start + verb.start()) if verb else ""
        yield Quotation(span, Span(start, end), words, verb[0].lower() if verb else "", speaker)


def _speaker(names: Sequence[NameRun], sentence: Span, quoted: Span, verb: int) -> str:
    """The name in the sentence, outside of the quotation, that stands nearest to the verb of saying."""
    near = [
        (min(abs(span.start - verb), abs(span.end - verb)), name.text)
        for name in names
        for span in name.spans
        if sentence.start <= span.start < sentence.end
        and not quoted.start <= span.start < quoted.end
    ]
    return min(near)[1] if near else ""
