"""Names in a text: runs of capitalised words, with all their places."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from explainer.dates.timewords import expressions
from explainer.format.names import LONGEST_NAME
from explainer.model import Span
from explainer.text.commonness import rank
from explainer.text.namewords import (
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

# More common words than this, capitalised only at the beginning of a sentence, name nobody.
COMMON = 25_000
# More common words than this are not names by themselves.
GRAMMAR = 100
# More common words than this at the beginning of a sentence do not belong to a name.
FUNCTION = 400
_JOINERS = frozenset("of de la del da di du van von der den el al bin ibn".split())
# How an adjective is made from the name of a place: Cuba-n, Mexic(o)-an, Egypt-ian.
_PLACE_ENDINGS = ((1, ""), (2, "o"), (3, ""))
_NEAR = re.compile(r" |-|\. ?")
_OFFICES = re.compile(r"of (?:State|War|Defense|Defence|the \w{2,})\b ?")


@dataclass(frozen=True)
class NameRun:
    """A name as the text writes it, with all its places; `title` stands before one of them."""

    text: str
    spans: tuple[Span, ...]
    title: str = ""

    @property
    def words(self) -> list[str]:
        """Return its words, without full stops."""
        return self.text.replace(".", " ").split()


@dataclass(frozen=True)
class _CountedText:
    """A text with how often each word is written in it."""

    text: str
    starts: tuple[int, ...]  # of sentences
    written_small: Counter[str]
    written_large: Counter[str]  # but for beginnings of sentences

    def opens(self, word: Word) -> bool:
        """Return whether a sentence, or something quoted, begins with this word."""
        begin = self.starts[bisect_right(self.starts, word.start) - 1]
        before = self.text[begin : word.start]
        return not any(map(str.isalnum, before)) or before[-1:] in "“\"‘'"


def names(text: str, sentences: Sentences, closed: Sequence[tuple[int, int]] = ()) -> list[NameRun]:
    """Return the names of a visible text, in the order of their first places.

    None begins in `closed` stretches (headings), or is the name of a month or weekday.
    """
    straight = text.replace("’", "'")
    each = words(straight)
    shut = _closed_offsets(text, closed)
    open_words = [word for word in each if word.start not in shut]
    counted = _CountedText(
        straight, sentences.starts, Counter(word.text for word in each), Counter()
    )
    for word in open_words:
        if not counted.opens(word):
            counted.written_large[word.text] += 1
    places: dict[str, list[Span]] = {}
    titles: dict[str, str] = {}
    for run in _runs(open_words, straight):
        for title, name in _titled(_opened(run, counted)):
            if name and not _is_none(name, counted):
                span = _span(name, straight)
                written = " ".join(text[span.start : span.end].split())
                if len(written) <= LONGEST_NAME:
                    places.setdefault(written, []).append(span)
                    titles[written] = titles.get(written) or title
    return [NameRun(written, tuple(spans), titles[written]) for written, spans in places.items()]


def _closed_offsets(text: str, closed: Sequence[tuple[int, int]]) -> set[int]:
    """Return where no name begins: in closed stretches, in the names of months and weekdays."""
    offsets = set[int]()
    for start, end in closed:
        offsets.update(range(start, end))
    for found in expressions(text):
        if found.form != "clause":
            offsets.update(range(found.span.start, found.span.end))
    return offsets


def _runs(each: Sequence[Word], text: str) -> Iterator[list[Word]]:
    """Yield runs of capitalised words with joining words between them; a possessive ends one."""
    run: list[Word] = []
    for word in each:
        if not _continues(run, word, text):
            yield from _trimmed(run)
            run = []
        if run or word.text[:1].isupper():
            bare = _bare(word)
            run.append(bare)
            if bare != word:
                yield from _trimmed(run)
                run = []
    yield from _trimmed(run)


def _continues(run: list[Word], word: Word, text: str) -> bool:
    """Return whether a word belongs to the run before it."""
    if not run or not _follows(run[-1], word, text):
        return False
    last = run[-1].text
    if word.text == "of":
        return heads_name(last) or last in TITLES
    if word.text == "the":
        return last == "of"
    return word.text[:1].isupper() or word.text in _JOINERS


def _follows(word: Word, following: Word, text: str) -> bool:
    """Return whether nothing ends a name between two words."""
    between = text[word.end : following.start]
    abbreviated = len(word.text) == 1 or word.text in TITLES
    return bool(_NEAR.fullmatch(between)) and ("." not in between or abbreviated)


def _bare(word: Word) -> Word:
    """Return a word without the ending of a possessive."""
    bare = word.text.removesuffix("'s").removesuffix("'")
    return Word(bare, word.start, word.start + len(bare))


def _trimmed(run: list[Word]) -> Iterator[list[Word]]:
    """Yield a run without joining words at its end, or a title of nobody: the British Minister."""
    while run and (not run[-1].text[:1].isupper() or _is_idle_title(run)):
        run = run[:-1]
    if run:
        yield run


def _is_idle_title(run: list[Word]) -> bool:
    return len(run) > 1 and run[-1].text in TITLES and run[-2].text not in _JOINERS


def _opened(run: list[Word], text: _CountedText) -> list[Word]:
    """Return a run without a first word that is capitalised only because a sentence begins."""
    first = run[0]
    if not text.opens(first):
        return run
    small, large = text.written_small[first.text.lower()], text.written_large[first.text]
    limit = COMMON if len(run) == 1 or _leads(run, text) else FUNCTION
    is_common = rank(first.text) < limit and not large
    if is_common or small > large or rank(first.text) < FUNCTION:
        return run[1:]
    return run


def _leads(run: list[Word], text: _CountedText) -> bool:
    """Return whether the first word leads to a name that also stands alone: Unlike China."""
    low, then = run[0].text.lower(), run[1].text
    leads = low in OPENERS or low.endswith("ing") or is_adjective(then) or is_people(then)
    return leads and text.written_large[then] > 0


def _titled(run: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    """Yield a run cut at its title: ("", what stands before), (the title, the name that follows).

    "President of X" names X, but is not its title.
    """
    at = _first_title(run)
    if at is None:
        yield "", run
        return
    before = [word for word in run[:at] if word.text not in _JOINERS]
    if before and is_adjective(before[0].text):
        before = []  # of a nation: the British Minister
    yield "", before
    while at + 2 < len(run) and run[at + 1].text in TITLES:
        at += 1
    rest = run[at + 1 :]
    office = _OFFICES.match(" ".join(word.text for word in rest))
    length = len(office[0].split()) if office else 0
    skipped = length if length < len(rest) else 0
    rest = rest[skipped:]
    name = list(dropwhile(lambda word: not word.text[:1].isupper(), rest))
    is_own_title = skipped or (not office and len(name) == len(rest))
    yield (run[at].text if is_own_title else ""), name


def _first_title(run: list[Word]) -> int | None:
    """Return the index of the first title; before a thing it is none: the General Strike."""
    for index, (word, then) in enumerate(pairwise(run)):
        is_title = word.text in TITLES and then.text.lower() not in THINGS
        if is_title and (not index or run[index - 1].text not in _JOINERS):
            return index
    return None


def _is_none(name: list[Word], text: _CountedText) -> bool:
    """Return whether words name nobody: a letter, a mere title, a common word, an adjective."""
    word = name[0]
    if len(name) > 1:
        return False
    low = word.text.lower()
    if len(low) == 1 or low in NOT_NAMES | THINGS or word.text in TITLES or not low[0].isalpha():
        return True
    if rank(low) < GRAMMAR and not word.text.isupper():
        return True
    if low.endswith("an") and _place_is_named(word.text, text):
        return True
    following = text.text[word.end : word.end + 2]
    return is_adjective(word.text) and following[:1] == " " and following[1:].islower()


def _place_is_named(adjective: str, text: _CountedText) -> bool:
    """Return whether the text names the place from which an adjective is made."""
    return any(adjective[:-cut] + ending in text.written_large for cut, ending in _PLACE_ENDINGS)


def _span(name: list[Word], text: str) -> Span:
    """Return where a name stands, with the full stop after its last initial."""
    start, end = name[0].start, name[-1].end
    ends_in_initial = len(name[-1].text) == 1 and "." in text[start:end]
    if ends_in_initial and text[end : end + 1] == ".":
        end += 1
    return Span(start, end)


def body_after(text: str, span: Span) -> str:
    """Return the noun after a name that makes it the name of a body, "administration"; or ""."""
    found = re.match(r" ([a-z]+)\b", text[span.end : span.end + 20])
    return found[1] if found and found[1] in BODIES else ""
