"""Edits of a text whose outcome is known: what became of each passage is written down
while the text is edited.
"""

import re
from dataclasses import dataclass, replace
from random import Random

# A passage of which at least this part is still there was edited; of which less is there was
# re-written.
EDITED = 0.5


@dataclass(frozen=True)
class Word:
    text: str
    # of the word in the earlier text that this one is, or that it replaced; None for one that came
    id: int | None
    same: bool = True  # whether it reads as it did
    last: bool = False  # of its paragraph


Sentence = tuple[Word, ...]
Draft = list[Sentence]


def draft(text: str) -> Draft:
    """The sentences of a visible text, one list for all its paragraphs."""
    sentences, id = [], 0
    for paragraph in filter(None, text.split("\n")):
        parts = re.split(r"(?<=[.!?])[\"”’)]? ", paragraph)
        for part in parts:
            texts = part.split()
            words = [Word(each, id + index) for index, each in enumerate(texts)]
            sentences.append(tuple(words))
            id += len(texts)
        sentences[-1] = (*sentences[-1][:-1], replace(sentences[-1][-1], last=True))
    return sentences


def written(sentences: Draft) -> tuple[str, list[tuple[int, int, Word]]]:
    """The text, and where each word stands in it, in code points."""
    parts, places, at = [], [], 0
    for word in (word for sentence in sentences for word in sentence):
        places.append((at, at + len(word.text), word))
        parts += [word.text, "\n" if word.last else " "]
        at += len(word.text) + 1
    return "".join(parts), places


def words_replaced(sentences: Draft, share: float, random: Random) -> Draft:
    vocabulary = [word.text for sentence in sentences for word in sentence]

    def edited(word: Word) -> Word:
        if random.random() >= share:
            return word
        new = random.choice(vocabulary)
        return replace(word, text=new, same=word.same and new == word.text)

    return [tuple(map(edited, sentence)) for sentence in sentences]


def moved(sentences: Draft, share: float, random: Random) -> Draft:
    chosen = _chosen(sentences, share, random)
    kept = [sentence for index, sentence in enumerate(sentences) if index not in chosen]
    for index in chosen:
        kept.insert(random.randrange(len(kept) + 1), sentences[index])
    return kept


def deleted(sentences: Draft, share: float, random: Random) -> Draft:
    chosen = _chosen(sentences, share, random)
    return [sentence for index, sentence in enumerate(sentences) if index not in chosen]


def split(sentences: Draft, share: float, random: Random) -> Draft:
    chosen, result = _chosen(sentences, share, random), list[Sentence]()
    for index, sentence in enumerate(sentences):
        if index in chosen and len(sentence) > 3:
            middle = len(sentence) // 2
            result.append(
                (
                    *sentence[: middle - 1],
                    _as(sentence[middle - 1], sentence[middle - 1].text + "."),
                )
            )
            result.append(
                (_as(sentence[middle], sentence[middle].text.capitalize()), *sentence[middle + 1 :])
            )
        else:
            result.append(sentence)
    return result


def merged(sentences: Draft, share: float, random: Random) -> Draft:
    chosen, result = _chosen(sentences, share, random), list[Sentence]()
    for index, sentence in enumerate(sentences):
        if result and index - 1 in chosen:
            *start, end = result.pop()
            end = replace(_as(end, end.text.rstrip(".!?") + ","), last=False)
            first = _as(sentence[0], sentence[0].text[0].lower() + sentence[0].text[1:])
            result.append((*start, end, Word("and", None), first, *sentence[1:]))
        else:
            result.append(sentence)
    return result


def twins(sentences: Draft, share: float, random: Random) -> Draft:
    """Near-twins of some sentences put right before or after them: a word in them, or as
    large a share, is another.
    """
    chosen, result = _chosen(sentences, share, random), list[Sentence]()
    vocabulary = [word.text for sentence in sentences for word in sentence]
    for index, sentence in enumerate(sentences):
        twin = [Word(word.text, None) for word in sentence]
        unedited = [at for at, word in enumerate(sentence) if word.same] or range(len(twin))
        for other in random.sample(unedited, max(1, int(share * len(unedited)))):
            twin[other] = Word(
                random.choice([word for word in vocabulary if word != twin[other].text]), None
            )
        result += [sentence] if index not in chosen else random.sample([sentence, tuple(twin)], 2)
    return result


def copied(sentences: Draft, share: float, random: Random) -> Draft:
    """Near-twins of some sentences put elsewhere in the text, and words replaced all over it."""
    result = list(sentences)
    for index in _chosen(sentences, share, random):
        twin = [Word(word.text, None) for word in sentences[index]]
        other = random.randrange(len(twin))
        twin[other] = Word(random.choice(random.choice(sentences)).text, None)
        result.insert(random.randrange(len(result) + 1), tuple(twin))
    return words_replaced(result, share / 2, random)


def one_of_two_left(sentences: Draft, share: float, random: Random) -> Draft:
    """Of near-twins that stand beside each other, one is deleted and in the other
    some words are replaced.
    """
    result, index = list[Sentence](), 0
    while index < len(sentences):
        pair = sentences[index : index + 2]
        if len(pair) == 2 and _are_twins(*pair):
            left = random.choice(pair)
            result += words_replaced([left], max(share, 1 / len(left)), random)
            index += 2
        else:
            result.append(sentences[index])
            index += 1
    return result


def _are_twins(one: Sentence, other: Sentence) -> bool:
    same = sum(word.text == twin.text for word, twin in zip(one, other, strict=False))
    return len(one) == len(other) > 3 and same > len(one) / 2


def all_of_it(sentences: Draft, share: float, random: Random) -> Draft:
    for edit in (moved, split, merged, deleted, words_replaced, twins):
        sentences = edit(sentences, share, random)
    return sentences


def renumbered(sentences: Draft) -> Draft:
    """The text as if it had been written so."""
    ids = iter(range(sum(map(len, sentences))))
    return [
        tuple(Word(word.text, next(ids), last=word.last) for word in sentence)
        for sentence in sentences
    ]


@dataclass(frozen=True)
class Outcome:
    """What became of a passage: kept, edited, re-written or deleted; and where it now
    stands, unless it was deleted.
    """

    fate: str
    start: int = 0
    end: int = 0


def outcome(ids: range, places: list[tuple[int, int, Word]]) -> Outcome:
    there = [index for index, (_, _, word) in enumerate(places) if word.id in ids]
    if not there:
        return Outcome("deleted")
    span = places[there[0]][0], places[there[-1]][1]
    same = [index for index in there if places[index][2].same]
    whole = len(there) == there[-1] - there[0] + 1 == len(ids)
    if whole and len(same) == len(ids) and [places[index][2].id for index in there] == list(ids):
        return Outcome("kept", *span)
    together = there[-1] - there[0] < 2 * len(ids)
    return Outcome("edited" if len(same) >= EDITED * len(ids) and together else "re-written", *span)


def _as(word: Word, text: str) -> Word:
    return replace(word, text=text, same=word.same and text == word.text)


def _chosen(sentences: Draft, share: float, random: Random) -> list[int]:
    """Sentences with about so large a share of all words, at least one."""
    order = random.sample(range(len(sentences)), len(sentences))
    wanted, chosen = share * sum(map(len, sentences)), list[int]()
    while order and (not chosen or sum(len(sentences[index]) for index in chosen) < wanted):
        chosen.append(order.pop())
    return chosen
