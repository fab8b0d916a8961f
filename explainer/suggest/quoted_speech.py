"""Quoted speech and its speakers: words between quotation marks beside a verb of saying."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.model import Span
from explainer.suggest.name_runs import NameRun
from explainer.suggest.sayings import REACH, RELAYING, SAYING, is_negated
from explainer.suggest.speakers import QUOTED, speaks
from explainer.text.sentences import Sentences

# Fewer words between quotation marks are a turn of phrase, unless somebody says them.
SPOKEN = 4
_QUOTED = re.compile(r"“([^“”\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|(?<![\w\"])\"([^\"\n]+)\"(?!\w)")


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks, the sentence around them, the verb of saying, the speaker.

    `verb` and `speaker` are "" if none is near, `speaker` also if it is in doubt who speaks.
    `named` are the names beside the quotations of the sentence, those nearest to the verb first.
    """

    span: Span
    sentence: Span
    words: str
    verb: str
    speaker: str
    named: tuple[str, ...]


def quotations(text: str, sentences: Sentences, names: Sequence[NameRun]) -> Iterator[Quotation]:
    """Yield what stands between quotation marks."""
    unquoted = _QUOTED.sub(lambda match: QUOTED * len(match[0]), text)
    spoken: dict[Span, tuple[str, str, tuple[str, ...]]] = {}
    for match in _QUOTED.finditer(text):
        span = Span(match.start(), match.end())
        around = sentences.around(*span[:2])
        sentence = Span(span.start - len(around.before), span.end + len(around.after))
        if sentence not in spoken:
            outside = unquoted[sentence.start : sentence.end]
            spoken[sentence] = _spoken(outside, list(_named(names, sentence, outside)))
        words = match[match.lastindex or 0]  # the one group that matches
        yield Quotation(span, sentence, words, *spoken[sentence])


def _named(names: Sequence[NameRun], sentence: Span, outside: str) -> Iterator[tuple[Span, str]]:
    """Yield the names in a sentence, but for its quotations, with their places in it."""
    for name in names:
        for start, end, _ in name.spans:
            is_within = sentence.start <= start < sentence.end
            if is_within and outside[start - sentence.start] != QUOTED:
                yield Span(start - sentence.start, end - sentence.start), name.text


def _spoken(sentence: str, near: Sequence[tuple[Span, str]]) -> tuple[str, str, tuple[str, ...]]:
    """Return the verb, the speaker and the names of a `Quotation`."""
    verbs = [verb for verb in SAYING.finditer(sentence) if not _is_in_name(verb, near)]
    if not verbs or any(is_negated(sentence, verb) for verb in verbs):
        return "", "", ()
    at = verbs[0].start()
    by_distance = sorted(near, key=lambda each: (_distance(each[0], at), each[1]))
    named = tuple(dict.fromkeys(name for _, name in by_distance))
    speaker = ""
    if len(verbs) == 1 and not RELAYING.search(sentence):
        beside = [each for each in by_distance if _distance(each[0], at) < REACH]
        speaking = {name for span, name in beside if speaks(sentence, span, at)}
        speaker = speaking.pop() if len(speaking) == 1 else ""
    return verbs[0][0].lower(), speaker, named


def _is_in_name(verb: re.Match[str], near: Sequence[tuple[Span, str]]) -> bool:
    """Return whether what looks like a verb is part of a name: United States."""
    return any(span.start <= verb.start() < span.end for span, _ in near)


def _distance(name: Span, verb: int) -> int:
    return min(abs(name.start - verb), abs(name.end - verb))
