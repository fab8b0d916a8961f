"""Loaded words: the list, and the search for them in a text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from explainer.text.borders import is_border
from explainer.text.fold import fold, same_letters, uncased
from explainer.text.quotations import without_quotations

LIST = Path(__file__).parent / "loaded_words.txt"


class Hit(NamedTuple):
    """A loaded word as a text has it, and what to write instead ("" if the list does not say)."""

    words: str
    instead: str


@dataclass(frozen=True)
class Vocabulary:
    """Words that judge, in lower case, each with what to write instead; found in one pass."""

    words: tuple[str, ...]
    instead: Mapping[str, str]
    automaton: AhoCorasick | None

    def find(self, text: str) -> Iterator[Hit]:
        """Yield in order the whole words found in a text; skip quotations and names."""
        if self.automaton is None or not self.automaton.find_matches_as_strings(same_letters(text)):
            return
        own = fold(without_quotations(text))
        matches = self.automaton.find_matches_as_indexes(uncased(own.text), overlapping=True)
        for index, start, end in matches:
            is_whole = is_border(own.text, start) and is_border(own.text, end)
            if is_whole and not _is_name(own.text, start):
                low, high = own.original(start, end)
                yield Hit(text[low:high], self.instead[self.words[index]])


def _is_name(text: str, start: int) -> bool:
    """Return whether a word inside a sentence has a capital, such as the surname Noble."""
    before = start
    while before and text[before - 1] in " *_([":
        before -= 1
    return text[start].isupper() and before > 0 and text[before - 1] not in ".!?:"


def vocabulary(add: Mapping[str, str] | None = None, remove: Iterable[str] = ()) -> Vocabulary:
    """Return the shipped list with `add` (word to what to write instead) but not `remove`."""
    instead = dict(shipped_words())
    for word, text in (add or {}).items():
        instead[same_letters(word)] = text
    for word in remove:
        instead.pop(same_letters(word), None)
    words = tuple(sorted(instead, key=lambda word: (-len(word), word)))
    return Vocabulary(words, instead, AhoCorasick(words) if words else None)


@cache
def shipped_words() -> Mapping[str, str]:
    """Read the list: lines of words between commas, a colon, and what to write instead."""
    found: dict[str, str] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            words, _, instead = line.partition(":")
            for word in words.split(","):
                found[same_letters(word.strip())] = instead.strip()
    return found
