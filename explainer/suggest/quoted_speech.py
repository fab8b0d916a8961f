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
class Speech:
    """Who says something in a sentence, and by which verb.

    `verb` and `speaker` are "" if there is none, `speaker` also if it is in doubt who speaks.
    `named` are the names outside its quotations, those nearest to the verb first.
    """

    verb: str
    speaker: str
    named: tuple[str, ...]


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks, the sentence around them, and the speech in that."""

    span: Span
    sentence: Span
    words: str
    speech: Speech


def quotations(text: str, sentences: Sentences, names: Sequence[NameRun]) -> Iterator[Quotation]:
    """Yield what stands between quotation marks."""
    unquoted = without_quotations(text)
    spoken: dict[Span, Speech] = {}
    for match in _QUOTED.finditer(text):
        span = Span(match.start(), match.end())
        sentence = Span(*sentences.bounds(*span[:2]))
        if sentence not in spoken:
            spoken[sentence] = speech_in(unquoted, sentence, names)
        words = match[match.lastindex or 0]  # the one group that matches
        yield Quotation(span, sentence, words, spoken[sentence])


def without_quotations(text: str) -> str:
    """Return a text of the same length, with the same character for all that is quoted in it."""
    return _QUOTED.sub(lambda match: QUOTED * len(match[0]), text)


def speech_in(unquoted: str, sentence: Span, names: Sequence[NameRun]) -> Speech:
    """Return the speech in a sentence of a text without its quotations."""
    outside = unquoted[sentence.start : sentence.end]
    return _spoken(outside, list(_named(names, sentence, outside)))


def _named(names: Sequence[NameRun], sentence: Span, outside: str) -> Iterator[tuple[Span, str]]:
    """Yield the names in a sentence, but for its quotations, with their places in it."""
    for name in names:
        for start, end, _ in name.spans:
            is_within = sentence.start <= start < sentence.end
            if is_within and outside[start - sentence.start] != QUOTED:
                yield Span(start - sentence.start, end - sentence.start), name.text


def _spoken(sentence: str, near: Sequence[tuple[Span, str]]) -> Speech:
    verbs = [verb for verb in SAYING.finditer(sentence) if not _is_in_name(verb, near)]
    if not verbs or any(is_negated(sentence, verb) for verb in verbs):
        return Speech("", "", ())
    at = verbs[0].start()
    by_distance = sorted(near, key=lambda each: (_distance(each[0], at), each[1]))
    named = tuple(dict.fromkeys(name for _, name in by_distance))
    speaker = ""
    if len(verbs) == 1 and not RELAYING.search(sentence):
        beside = [each for each in by_distance if _distance(each[0], at) < REACH]
        speaking = {name for span, name in beside if speaks(sentence, span, at)}
        speaker = speaking.pop() if len(speaking) == 1 else ""
    return Speech(verbs[0][0].lower(), speaker, named)


def _is_in_name(verb: re.Match[str], near: Sequence[tuple[Span, str]]) -> bool:
    """Return whether what looks like a verb is part of a name: United States."""
    return any(span.start <= verb.start() < span.end for span, _ in near)


def _distance(name: Span, verb: int) -> int:
    return min(abs(name.start - verb), abs(name.end - verb))
