"""What differs between a quote and a passage: for a reader to see, and whether it changes what is said."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

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
# Words of no more characters are not looked at where words change places.
SHORT = 3
# So many words that gave place to others are reported.
_MOST_TOLD = 3
_NO_MONTHS = frozenset(("march", "august"))  # but March and August are
_NUMBERED = re.compile(r"nos?\.\s?\d", re.IGNORECASE)
# Signs that may be left out, and what is then written: the points of Hebrew, the vowel signs of Arabic
# (Unicode 15.0, 9.1 and 9.2), and the dots of the Russian ё.
_OPTIONAL = (
    (re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"), ""),
    (re.compile("[\u064b-\u0652\u0670]"), ""),
    (re.compile("ё"), "е"),
    (re.compile("Ё"), "Е"),
)
_SENTENCE_ENDS = ".!?…:;\"'([-"


def word_diff(old: str, new: str) -> str:
    """The change from one text to the other, word by word: `in [-forty-]{+fifty+} years`."""
    before, after = old.split(), new.split()
    if len(before) < 2 and len(after) < 2:  # one word, or a script without spaces
        return "".join(_diff(list(old), list(new), ""))
    return " ".join(part for part in _diff(before, after, " ") if part)


def _diff(old: Sequence[str], new: Sequence[str], space: str) -> Iterator[str]:
    for tag, low, high, first, last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        removed, added = space.join(old[low:high]), space.join(new[first:last])
        if tag == "equal":
            yield removed
        else:
            yield (f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else "")


def substance(old: str, new: str, common: Collection[str] = ()) -> tuple[str, ...]:
    """What changed that matters between a quote and a passage, in words; empty where it only reads differently.

    A name, a number with its unit, a month, weekday or season, or a negation that is not in both or stands in another
    order; a word turned into its opposite; words that changed places around others. `common` holds the words that the
    whole text also writes in lower case: where a sentence begins, they are no names, nor are words like "because". In a
    script without capital letters any word that was replaced may be a name.
    """
    before, after = _without_options(folded(old), folded(new))
    old_words, new_words = words(before), words(after)
    found = []
    for what, pick in (
        ("name", _names),
        ("number", _numbers),
        ("date", _times),
        ("negation", _negations),
    ):
        was, now = pick(before, old_words, common), pick(after, new_words, common)
        if what == "name":
            was, now = _without(was, now, new_words), _without(now, was, old_words)
        if was != now:
            is_once = set(was) ^ set(now) == {
                "once"
            }  # which may mean formerly, or give stress: never once
            found.append(f"{'word' if is_once else what}: {_replacement(was, now)}")
    removed, added = _replaced(old_words, new_words)
    pairs = product(
        dict.fromkeys(removed), dict.fromkeys(added)
    )  # each once, however often they stand there
    opposites = [f"{one} → {other}" for one, other in pairs if _are_opposite(one, other)]
    found += [
        f"word: {change}" for change in _refusals(old_words, new_words) if change not in opposites
    ]
    found += [f"opposite: {change}" for change in opposites]
    if not found:
        found += [
            f"order: {' … '.join(was)} → {' … '.join(now)}"
            for was, now in _turned(old_words, new_words)
        ]
    if not any(char.lower() != char.upper() for char in before + after) and removed and added:
        found.append(f"word: {''.join(removed)} → {''.join(added)}")
    return tuple(dict.fromkeys(found))


def _without_options(old: str, new: str) -> tuple[str, str]:
    """Give both texts without the signs that a writer may leave out, where one of them has none."""
    for signs, plain in _OPTIONAL:
        if not (signs.search(old) and signs.search(new)):
            old, new = signs.sub(plain, old), signs.sub(plain, new)
    return old, new


def _replacement(was: Sequence[str], now: Sequence[str]) -> str:
    gone = dict.fromkeys(word for word in was if was.count(word) > now.count(word))
    come = dict.fromkeys(word for word in now if now.count(word) > was.count(word))
    if not gone and not come:
        return f"{' … '.join(was)} → {' … '.join(now)}"
    return f"{' '.join(gone) or 'none'} → {' '.join(come) or 'none'}"


def _names(text: str, found: Sequence[Word], common: Collection[str]) -> list[str]:
    return [_bare(word.text) for word in found if _is_name(text, word, common)]


def _without(names: Sequence[str], others: Sequence[str], there: Sequence[Word]) -> list[str]:
    """The names except those that the other side only writes in lower case."""
    lower = {word.text for word in there if word.text.islower()}
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
    """The word without what is contracted to it."""
    stem, _, ending = word.rpartition("'")
    return stem if stem and ending in _CONTRACTED else word


def _numbers(text: str, found: Sequence[Word], common: Collection[str]) -> list[str]:
    lower = [word.text.lower() for word in found]
    return [
        word
        for word in lower
        if word in NUMBERS or word in UNITS or any(char.isnumeric() for char in word)
    ]


def _times(text: str, found: Sequence[Word], common: Collection[str]) -> list[str]:
    return [
        word.text.lower()
        for word in found
        if word.text.lower() in TIMES and word.text not in _NO_MONTHS
    ]


def _negations(text: str, found: Sequence[Word], common: Collection[str]) -> list[str]:
    return negating(text, found)


def negating(text: str, found: Sequence[Word], known: Collection[str] = NEGATIONS) -> list[str]:
    """Return the words among some of a text that are known to deny, in lower case; `not` for those that end in n't.

    "No. 7" denies nothing.
    """
    denying = (word for word in found if not _NUMBERED.match(text, word.start))
    plain = ("not" if word.text.lower().endswith("n't") else word.text.lower() for word in denying)
    return [word for word in plain if word in known]


def _refusals(old: Sequence[Word], new: Sequence[Word]) -> list[str]:
    """Return what took the place of words such as "denies", or gave place to them: `admits → denies`."""
    before, after = [word.text.lower() for word in old], [word.text.lower() for word in new]
    was, now = (
        [word for word in before if word in REFUSALS],
        [word for word in after if word in REFUSALS],
    )
    if was == now:
        return []
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [
        (before[low:high], after[first:last])
        for tag, low, high, first, last in opcodes
        if tag != "equal"
    ]
    pairs = [(gone, come) for gone, come in changed if REFUSALS & set(gone) ^ REFUSALS & set(come)]
    short = [pair for pair in pairs if max(map(len, pair)) <= _MOST_TOLD]
    described = [f"{' '.join(gone) or 'none'} → {' '.join(come) or 'none'}" for gone, come in short]
    return described if described and len(described) == len(pairs) else [_replacement(was, now)]


def _replaced(old: Sequence[Word], new: Sequence[Word]) -> tuple[list[str], list[str]]:
    """The words of each side that are not in the other, in lower case."""
    before, after = [word.text.lower() for word in old], [word.text.lower() for word in new]
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    removed = [
        word for tag, low, high, _, _ in opcodes if tag != "equal" for word in before[low:high]
    ]
    added = [word for tag, _, _, low, high in opcodes if tag != "equal" for word in after[low:high]]
    return removed, added


def _turned(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[list[str], list[str]]]:
    """Words that stand in another order, unless one stretch of them alone was put elsewhere, as "In spring, she left".

    "The bank lent to the company" turned round says the contrary, in the very same words.
    """
    before, after = _telling_counts(old), _telling_counts(new)
    was, now = (
        [word for word in before if word in after],
        [word for word in after if word in before],
    )
    place = {word: at for at, word in enumerate(now)}
    heads = [at for at, word in enumerate(was) if not at or place[word] != place[was[at - 1]] + 1]
    moved = [was[at] for at in heads if place[was[at]] != at or at not in (heads[0], heads[-1])]
    if len(moved) > 2:
        yield moved, sorted(moved, key=place.__getitem__)


def _telling_counts(found: Sequence[Word]) -> dict[str, int]:
    """The longer words that stand once, in lower case and in order: the short ones are mostly articles and the like."""
    often = Counter(word.text.lower() for word in found)
    return {word: count for word, count in often.items() if count == 1 and len(word) > SHORT}


@lru_cache(100_000)
def _are_opposite(one: str, other: str) -> bool:
    if any(
        (one in left and other in right) or (other in left and one in right)
        for left, right in OPPOSITES
    ):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and any(long == prefix + short for prefix in NEGATING_PREFIXES)
