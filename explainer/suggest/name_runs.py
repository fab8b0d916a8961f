"""Names in a text: runs of capitalised words, with all their places."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explainer.dates.timewords import expressions
from explainer.format.names import LONGEST_NAME
from explainer.model import Span
from explainer.suggest.commonness import rank
from explainer.suggest.namewords import (
    BODIES,
    NOT_NAMES,
    OPENERS,
    THINGS,
    TITLES,
    heads_name,
    is_adjective,
    is_people,
)
from explainer.text.sentences import Sentences
from explainer.text.words import Word, words

# Commoner words than this, with a capital only where a sentence begins, name nobody.
COMMON = 25_000
# Commoner words than this are no names by themselves.
GRAMMAR = 100
# Commoner words than this at the beginning of a sentence belong to no name.
FUNCTION = 400
_JOINERS = frozenset("of de la del da di du van von der den el al bin ibn".split())
# How an adjective is made from the name of a place: Cuba-n, Mexic(o)-an, Egypt-ian.
_OF_PLACE = ((1, ""), (2, "o"), (3, ""))
_NEAR = re.compile(r" |-|\. ?")
_OFFICES = re.compile(r"of (?:State|War|Defense|Defence|the \w{2,})\b ?")


@dataclass(frozen=True)
class NameRun:
    """One name as the text writes it, with every place of it; `title` stood before it at one of them."""

    text: str
    spans: tuple[Span, ...]
    title: str = ""

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.replace(".", " ").split()


@dataclass(frozen=True)
class _CountedText:
    text: str
    starts: tuple[int, ...]  # of sentences
    written_small: Counter[str]
    written_large: Counter[str]  # where no sentence begins

    def opens(self, word: Word) -> bool:
        """Whether a sentence, or something quoted, begins with this word."""
        begin = self.starts[bisect_right(self.starts, word.start) - 1]
        before = self.text[begin : word.start]
        return not any(map(str.isalnum, before)) or before[-1:] in "“\"‘'"


def names(text: str, sentences: Sentences, closed: Sequence[tuple[int, int]] = ()) -> list[NameRun]:
    """Find the names of a visible text, in the order of their first places; none in `closed` stretches (headings)."""
    straight = text.replace("’", "'")
    each = words(straight)
    shut = {at for start, end in closed for at in range(start, end)}
    shut |= {  # months and weekdays
        at
        for found in expressions(text)
        if found.form != "clause"
        for at in range(found.span.start, found.span.end)
    }
    prepared = _CountedText(
        straight, sentences.starts, Counter(word.text for word in each), Counter()
    )
    inner = Counter(
        word.text for word in each if word.start not in shut and not prepared.opens(word)
    )
    prepared = _CountedText(straight, sentences.starts, prepared.written_small, inner)
    places: dict[str, list[Span]] = {}
    titles: dict[str, str] = {}
    for run in _runs([word for word in each if word.start not in shut], straight):
        for title, name in _titled(_opened(run, prepared)):
            if name and not _is_none(name, prepared):
                span = _span(name, straight)
                written = " ".join(text[span.start : span.end].split())
                if len(written) <= LONGEST_NAME:
                    places.setdefault(written, []).append(span)
                    titles[written] = titles.get(written) or title
    return [NameRun(written, tuple(spans), titles[written]) for written, spans in places.items()]


def _runs(each: Sequence[Word], text: str) -> Iterator[list[Word]]:
    """Capitalised words that follow each other, with small joining words between them, cut behind a possessive."""
    run: list[Word] = []
    for word in each:
        near = bool(run) and _follows(run[-1], word, text)
        capital, bare = word.text[:1].isupper(), _bare(word)
        cut = word.text == "of" and (not run or not heads_name(run[-1].text))
        cut = cut and not (run and run[-1].text in TITLES)
        if (
            not near
            or cut
            or not (
                capital or word.text in _JOINERS or (word.text == "the" and run[-1].text == "of")
            )
        ):
            yield from _trimmed(run)
            run = []
        if capital or (run and not cut):
            run.append(bare)
        if bare != word:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _follows(word: Word, following: Word, text: str) -> bool:
    between = text[word.end : following.start]
    abbreviated = len(word.text) == 1 or word.text in TITLES
    return bool(_NEAR.fullmatch(between)) and ("." not in between or abbreviated)


def _bare(word: Word) -> Word:
    bare = word.text.removesuffix("'s").removesuffix("'")
    return Word(bare, word.start, word.start + len(bare))


def _trimmed(run: list[Word]) -> Iterator[list[Word]]:
    """A run without joining words at its end, or a title that names nobody: the British Minister."""
    while run and (not run[-1].text[:1].isupper() or _is_idle_title(run)):
        run = run[:-1]
    if run:
        yield run


def _is_idle_title(run: list[Word]) -> bool:
    return len(run) > 1 and run[-1].text in TITLES and run[-2].text not in _JOINERS


def _opened(run: list[Word], text: _CountedText) -> list[Word]:
    """A run without a first word that is capitalised only because a sentence begins."""
    first = run[0]
    if not text.opens(first):
        return run
    small, large = text.written_small[first.text.lower()], text.written_large[first.text]
    common = rank(first.text) < (COMMON if len(run) == 1 or _leads(run, text) else FUNCTION)
    return (
        run[1:] if (common and not large) or small > large or rank(first.text) < FUNCTION else run
    )


def _leads(run: list[Word], text: _CountedText) -> bool:
    """Whether a first word leads to a name that also stands alone: Unlike China, Noticing ships, Stiff Mexican."""
    low, then = run[0].text.lower(), run[1].text
    leads = low in OPENERS or low.endswith("ing") or is_adjective(then) or is_people(then)
    return leads and text.written_large[then] > 0


def _titled(run: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    """A run cut at its title: what stands before, and the title with what follows; "President of X" names X.

    Before a thing it is no title: the General Strike.
    """
    pairs = enumerate(pairwise(run))
    titles = (
        index
        for index, (word, then) in pairs
        if word.text in TITLES and then.text.lower() not in THINGS
    )
    at = next((index for index in titles if not index or run[index - 1].text not in _JOINERS), None)
    if at is None:
        yield "", run
        return
    nation = [word for word in run[:at] if word.text not in _JOINERS]
    yield "", [] if nation and is_adjective(nation[0].text) else nation
    while at + 2 < len(run) and run[at + 1].text in TITLES:
        at += 1
    rest = run[at + 1 :]
    held = _OFFICES.match(" ".join(word.text for word in rest))
    skip = len(held[0].split()) if held and len(held[0].split()) < len(rest) else 0
    rest = rest[skip:]
    while rest and not rest[0].text[:1].isupper():
        rest, held = rest[1:], held or re.match("", "")
    yield ("" if held and not skip else run[at].text), rest


def _is_none(name: list[Word], text: _CountedText) -> bool:
    """Whether words name nobody: a letter, a title by itself, a common word, an adjective such as American."""
    word = name[0]
    if len(name) > 1:
        return False
    low = word.text.lower()
    if len(low) == 1 or low in NOT_NAMES | THINGS or word.text in TITLES or not low[0].isalpha():
        return True
    if rank(low) < GRAMMAR and not word.text.isupper():
        return True
    if low.endswith("an") and any(
        word.text[:-cut] + end in text.written_large for cut, end in _OF_PLACE
    ):
        return True
    following = text.text[word.end : word.end + 2]
    return is_adjective(word.text) and following[:1] == " " and following[1:].islower()


def _span(name: list[Word], text: str) -> Span:
    end = name[-1].end
    initials = len(name[-1].text) == 1 and "." in text[name[0].start : end]
    return Span(name[0].start, end + (1 if initials and text[end : end + 1] == "." else 0))


def body_after(text: str, span: Span) -> str:
    """The noun after a name that makes it the name of a body: "administration"; or ""."""
    found = re.match(r" ([a-z]+)\b", text[span.end : span.end + 20])
    return found[1] if found and found[1] in BODIES else ""
