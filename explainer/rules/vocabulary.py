"""Loaded words: the list, and where they stand in a text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from explainer.text.fold import fold, same_letters, uncased
from explainer.text.quotations import without_quotations
from explainer.text.words import is_border

LIST = Path(__file__).parent / "loaded_words.txt"


class Hit(NamedTuple):
    """A loaded word in a text, as it is written there, and what may be written instead ("" if nobody says)."""

    words: str
    instead: str


@dataclass(frozen=True)
class Vocabulary:
    """Words that judge, in lower case, with what may be written instead, made ready for one pass over a text."""

    words: tuple[str, ...]
    instead: Mapping[str, str]
    automaton: AhoCorasick | None

    def find(self, text: str) -> Iterator[Hit]:
        """Give the words that stand in a text as whole words, in order, but for what is quoted there and for names."""
        if self.automaton is None or not self.automaton.find_matches_as_strings(same_letters(text)):
            return
        own = fold(without_quotations(text))
        for index, start, end in self.automaton.find_matches_as_indexes(
            uncased(own.text), overlapping=True
        ):
            if (
                is_border(own.text, start)
                and is_border(own.text, end)
                and not _is_name(own.text, start)
            ):
                low, high = own.original(start, end)
                yield Hit(text[low:high], self.instead[self.words[index]])


def _is_name(text: str, start: int) -> bool:
    """Whether a word inside a sentence begins with a capital, such as the surname Noble."""
    before = start
    while before and text[before - 1] in " *_([":
        before -= 1
    return text[start].isupper() and before > 0 and text[before - 1] not in ".!?:"


def vocabulary(add: Mapping[str, str] | None = None, remove: Iterable[str] = ()) -> Vocabulary:
    """The shipped list with words added (each with what may be written instead) and others removed."""
    removed = {same_letters(word) for word in remove}
    added = {same_letters(word): instead for word, instead in (add or {}).items()}
    instead = {
        word: text for word, text in {**shipped_words(), **added}.items() if word not in removed
    }
    words = tuple(sorted(instead, key=lambda word: (-len(word), word)))
    return Vocabulary(words, instead, AhoCorasick(words) if words else None)


@cache
def shipped_words() -> Mapping[str, str]:
    """Read the list: lines of words with commas between them, a colon, and what may be written instead."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    rows = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {
        same_letters(word.strip()): instead.strip()
        for words, _, instead in rows
        for word in words.split(",")
    }
