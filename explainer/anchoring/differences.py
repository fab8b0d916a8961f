"""What differs between a quote and a passage: to show to a reader, and whether it matters."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from explainer.anchoring.fuzzy import lower_words
from explainer.anchoring.lexicon import (
    NEGATING_PREFIXES,
    NEGATIONS,
    NUMBERS,
    OPENERS,
    OPPOSITES,
    REFUSALS,
    TIMES,
    UNITS,
)
from explainer.text.fold import folded
from explainer.text.words import Word, words

_CONTRACTED = ("s", "re", "ve", "ll", "d", "m", "t")
# Words of at most this many characters are ignored when words change places.
SHORT = 3
# At most this many words are reported as replaced by others, one way or the other.
_MOST_REPORTED = 3
_NO_MONTHS = frozenset(("march", "august"))  # but March and August are
_NUMBERED = re.compile(r"nos?\.\s?\d", re.IGNORECASE)
# Marks that may be left out, and what is written then: the points of Hebrew, the vowel signs of
# Arabic (Unicode 15.0, 9.1 and 9.2), and the dots of the Russian ё.
_OPTIONAL = (
    (re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"), ""),
    (re.compile("[\u064b-\u0652\u0670]"), ""),
    (re.compile("ё"), "е"),
    (re.compile("Ё"), "Е"),
)
_SHORTEST_NEGATED = 3  # characters of a word before which a prefix such as "un" may deny it
_SENTENCE_ENDS = ".!?…:;\"'([-"

# Passages with more pairs of words, such as two of 500 words each, would take seconds to compare as
# people would; of those, any longest sequence that both have will do.
_MOST_PAIRS = 250_000

_Opcode = tuple[str, int, int, int, int]  # as of difflib


def word_diff(old: str, new: str) -> str:
    """Return the change from one text to the other, word by word: `in [-forty-]{+fifty+} years`."""
    before, after = old.split(), new.split()
    if len(before) < 2 and len(after) < 2:  # one word, or a script without spaces
        return "".join(_diff(list(old), list(new), ""))
    return " ".join(part for part in _diff(before, after, " ") if part)


def _diff(old: Sequence[str], new: Sequence[str], space: str) -> Iterator[str]:
    for tag, low, high, first, last in _opcodes(old, new):
        removed, added = space.join(old[low:high]), space.join(new[first:last])
        if tag == "equal":
            yield removed
            continue
        shown = f"[-{removed}-]" if removed else ""
        if added:
            shown += f"{{+{added}+}}"
        yield shown


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[_Opcode]:
    return _kept_opcodes(tuple(old), tuple(new))


@lru_cache(maxsize=4)  # several rules look at the changes between the same words
def _kept_opcodes(old: tuple[str, ...], new: tuple[str, ...]) -> Sequence[_Opcode]:
    if len(old) * len(new) > _MOST_PAIRS:
        return [
            (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in LCSseq.opcodes(old, new)
        ]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def substance(old: str, new: str, common: Collection[str] = ()) -> tuple[str, ...]:
    """Return the changes of meaning between a quote and a passage, in words.

    Empty if the passage only reads differently. What counts is a name, a number with its unit, a
    month, weekday or season, or a negation that is not in both or stands in another order; a word
    replaced by its opposite; words that changed places around others. In a script without capital
    letters any word that was replaced may be a name.

    `common` holds the words that the whole text also writes in lower case: at the start of a
    sentence they are no names, nor are words like "because".
    """
    before, after = _without_options(folded(old), folded(new))
    old_words, new_words = words(before), words(after)
    changes = list(_changed_words(before, after, old_words, new_words, common))
    removed, added = _replaced(old_words, new_words)
    opposites = list(_opposites(removed, added))
    for change in _refusals(old_words, new_words):
        if change not in opposites:
            changes.append(f"word: {change}")
    changes += [f"opposite: {change}" for change in opposites]
    if not changes:
        for was, now in _reordered(old_words, new_words):
            changes.append(f"order: {' … '.join(was)} → {' … '.join(now)}")
    has_capitals = any(char.lower() != char.upper() for char in before + after)
    if removed and added and not has_capitals:
        changes.append(f"word: {''.join(removed)} → {''.join(added)}")
    return tuple(dict.fromkeys(changes))


def _without_options(old: str, new: str) -> tuple[str, str]:
    """Return both texts without each kind of optional mark that one of them does not have."""
    for signs, plain in _OPTIONAL:
        if not (signs.search(old) and signs.search(new)):
            old, new = signs.sub(plain, old), signs.sub(plain, new)
    return old, new


def _changed_words(
    before: str,
    after: str,
    old_words: Sequence[Word],
    new_words: Sequence[Word],
    common: Collection[str],
) -> Iterator[str]:
    """Yield the changes of names, numbers, times and negations, each as `kind: old → new`."""
    old_names, new_names = _names(before, old_words, common), _names(after, new_words, common)
    lists: Mapping[str, tuple[list[str], list[str]]] = {
        "name": (
            _without_lowered(old_names, new_names, new_words),
            _without_lowered(new_names, old_names, old_words),
        ),
        "number": (_numbers(old_words), _numbers(new_words)),
        "date": (_times(old_words), _times(new_words)),
        "negation": (negating(before, old_words), negating(after, new_words)),
    }
    for kind, (was, now) in lists.items():
        # "once" may also mean formerly, or give stress
        is_once = set(was) ^ set(now) == {"once"}
        if was != now:
            yield f"{'word' if is_once else kind}: {_replacement(was, now)}"


def _replacement(was: Sequence[str], now: Sequence[str]) -> str:
    """Return the words that only one side has, or has more often, as `old → new`.

    If there are none, all words are returned, which then differ in order.
    """
    removed = dict.fromkeys(word for word in was if was.count(word) > now.count(word))
    added = dict.fromkeys(word for word in now if now.count(word) > was.count(word))
    if not removed and not added:
        return f"{' … '.join(was)} → {' … '.join(now)}"
    return _arrow(removed, added)


def _arrow(removed: Collection[str], added: Collection[str]) -> str:
    return f"{' '.join(removed) or 'none'} → {' '.join(added) or 'none'}"


def _names(text: str, found: Sequence[Word], common: Collection[str]) -> list[str]:
    return [_bare(word.text) for word in found if _is_name(text, word, common)]


def _without_lowered(
    names: Sequence[str], others: Sequence[str], other_words: Sequence[Word]
) -> list[str]:
    """Return the names except those that the other side only writes in lower case."""
    lower = {word.text for word in other_words if word.text.islower()}
    return [name for name in names if name in others or name.lower() not in lower]


def _is_name(text: str, word: Word, common: Collection[str]) -> bool:
    bare = _bare(word.text)
    if not any(char.isupper() for char in bare) or bare == "I" or bare.lower() in NUMBERS:
        return False
    if bare.lower() in TIMES and bare == word.text:
        return False
    if any(char.isupper() for char in bare[1:]):
        return True
    before = text[: word.start].rstrip(" ")
    begins = not before or before[-1] in _SENTENCE_ENDS
    return not (begins and (bare.lower() in common or bare.lower() in OPENERS))


def _bare(word: str) -> str:
    """Return the word without what is contracted to it."""
    stem, _, ending = word.rpartition("'")
    return stem if stem and ending in _CONTRACTED else word


def _numbers(found: Sequence[Word]) -> list[str]:
    return [word for word in lower_words(found) if _is_number(word)]


def _is_number(word: str) -> bool:
    return word in NUMBERS or word in UNITS or any(map(str.isnumeric, word))


def _times(found: Sequence[Word]) -> list[str]:
    may_be_times = [word for word in found if word.text not in _NO_MONTHS]
    return [word for word in lower_words(may_be_times) if word in TIMES]


def negating(text: str, found: Sequence[Word], known: Collection[str] = NEGATIONS) -> list[str]:
    """Return the words of a text that are among the `known` denying ones, in lower case.

    Words that end in n't are returned as `not`. "No. 7" denies nothing.
    """
    denying = []
    for word in found:
        plain = word.text.lower()
        if plain.endswith("n't"):
            plain = "not"
        if plain in known and not _NUMBERED.match(text, word.start):
            denying.append(plain)
    return denying


def _refusals(old: Sequence[Word], new: Sequence[Word]) -> list[str]:
    """Return the changes from or to words such as "denies": `admits → denies`."""
    before, after = lower_words(old), lower_words(new)
    was = [word for word in before if word in REFUSALS]
    now = [word for word in after if word in REFUSALS]
    if was == now:
        return []
    changes = []
    for tag, low, high, first, last in _opcodes(before, after):
        removed, added = before[low:high], after[first:last]
        if tag == "equal" or REFUSALS & set(removed) == REFUSALS & set(added):
            continue
        if max(len(removed), len(added)) > _MOST_REPORTED:
            return [_replacement(was, now)]
        changes.append(_arrow(removed, added))
    return changes or [_replacement(was, now)]


def _replaced(old: Sequence[Word], new: Sequence[Word]) -> tuple[list[str], list[str]]:
    """Return the words of each side that are not in the other, in lower case."""
    before, after = lower_words(old), lower_words(new)
    removed, added = list[str](), list[str]()
    for tag, low, high, first, last in _opcodes(before, after):
        if tag != "equal":
            removed += before[low:high]
            added += after[first:last]
    return removed, added


def _reordered(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words that stand in another order, in the old and in the new order.

    A single stretch that was put elsewhere does not count, as in "In spring, she left". "The bank
    lent to the company" the other way round says the opposite, in the very same words.
    """
    before, after = _single_words(old), _single_words(new)
    was = [word for word in before if word in after]
    now = [word for word in after if word in before]
    position = {word: at for at, word in enumerate(now)}
    heads = []  # where the stretches begin that kept together
    for at, word in enumerate(was):
        if at == 0 or position[word] != position[was[at - 1]] + 1:
            heads.append(at)
    moved = []
    for at in heads:
        if position[was[at]] != at or at not in (heads[0], heads[-1]):
            moved.append(was[at])
    if len(moved) > 2:
        yield moved, sorted(moved, key=position.__getitem__)


def _single_words(found: Sequence[Word]) -> dict[str, int]:
    """Return the longer words that occur once, in lower case and in order.

    The short ones are mostly articles and the like.
    """
    often = Counter(lower_words(found))
    return {word: count for word, count in often.items() if count == 1 and len(word) > SHORT}


def _opposites(removed: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    """Yield each word that was removed and its opposite that was added, as `old → new`."""
    candidates = dict.fromkeys(added)
    for one in dict.fromkeys(removed):
        meant = _opposites_of(one) & candidates.keys()
        if meant:
            yield from (f"{one} → {other}" for other in candidates if other in meant)


@lru_cache(10_000)
def _opposites_of(word: str) -> frozenset[str]:
    found = set[str]()
    for left, right in OPPOSITES:
        if word in left:
            found |= right
        if word in right:
            found |= left
    for prefix in NEGATING_PREFIXES:
        if len(word) >= _SHORTEST_NEGATED:
            found.add(prefix + word)
        positive = word.removeprefix(prefix)
        if positive != word and len(positive) >= _SHORTEST_NEGATED:
            found.add(positive)
    return frozenset(found)
