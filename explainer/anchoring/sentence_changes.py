"""What an edit changed in the sentence around words that it left alone.

“It is untrue that the lamp failed” contradicts “the lamp failed”, and “said Holm” gives a statement
to another than “said Lund” does.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from explainer.anchoring.differences import negating, substance
from explainer.anchoring.evidence import ArticleText
from explainer.anchoring.lexicon import ATTRIBUTIONS, DENIALS, NEGATIONS, REFUSALS
from explainer.anchoring.surroundings import ALIKE_NONE, around, likeness, sides
from explainer.model import Surroundings
from explainer.text.abbreviations import titles
from explainer.text.fold import folded
from explainer.text.words import words

_JOINED_BEFORE = re.compile(r"[^\W_]+[-‐‑]\Z")  # ex-minister, twenty-five
_JOINED_BEHIND = re.compile(r"[-‐‑][^\W_]+")  # truth-teller
# A line that ends in a colon goes on in the next one
_SENTENCE_END = re.compile(r"(?P<sign>[.!?…。！？])+[\"')\]]* |[。！？]|(?<!:)(?<!:\n)\n")
_PRONOUN = re.compile(r"\W*(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(titles('en'))}|[^\W\d_](?:\.[^\W\d_])*)\Z", re.IGNORECASE
)


def edited(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> Surroundings | None:
    """Return what is around `text.original[start:end]` today.

    None without a record, or if nothing was edited there.
    """
    if accepted is None:
        return None
    today = around(text.original, start, end)
    is_same = (today.prefix, today.suffix) == (accepted.prefix, accepted.suffix)
    return None if is_same else today


def denials(was: Surroundings, now: Surroundings) -> tuple[str, ...]:
    """Return the denying words that are new in the sentence around a quote.

    They are in lower case, as `not` if contracted. If there were none such as `said`, these count,
    too: it is somebody's statement now.
    """
    new = tuple((_denying(now) - _denying(was)).keys())
    return new if _attributing(was) else (*new, *_attributing(now))


def denied(
    text: ArticleText, start: int, end: int, accepted: Surroundings | None
) -> tuple[str, ...]:
    """Return the new denials around `text.original[start:end]` as changes (see `substance`)."""
    now = edited(text, start, end, accepted)
    if not (accepted and now):
        return ()
    return tuple(f"beside it: {word}" for word in denials(accepted, now))


def exchanged(was: Surroundings, now: Surroundings, common: Collection[str]) -> tuple[str, ...]:
    """Return what says something else now in the sentence around a quote.

    It is worded as by `substance`, such as `name: Lund → Holm`. What was only added or removed is
    left out: most of it comes from the sentence growing. Of words that are a line of their own,
    such as the cell of a table, the line before counts as their sentence, and so does the sentence
    before one that begins with “she”. For `common`, see `substance`.
    """
    before, after = _with_antecedent(was), _sentence_behind(was)
    before_now, after_now = _with_antecedent(now), _sentence_behind(now)
    if _is_line(was) and _is_line(now):
        before, before_now = _last_line(was.prefix), _last_line(now.prefix)
    changes = (*substance(before, before_now, common), *substance(after, after_now, common))
    return tuple(change for change in dict.fromkeys(changes) if "none" not in change.split())


def is_among_others(text: ArticleText, start: int, end: int, accepted: Surroundings) -> bool:
    """Return whether nothing around `text.original[start:end]` is as it was accepted.

    A long quote is found wherever it stands: also in a correction that takes it back.
    """
    place = text.folded.here(start), text.folded.here(end)
    if any(sides(text.folded.text, *place, accepted)):
        return False
    return likeness(text.folded.text, *place, accepted) < ALIKE_NONE


def _denying(around: Surroundings) -> "Counter[str]":
    """Count the denying words around some words in their sentence.

    Words that a hyphen joins to them count, too, since they may deny anything, and so does a
    question mark.
    """
    ended = _sentence_behind(around)
    plain = folded(f"{_sentence_before(around)} {ended}")
    found = Counter(negating(plain, words(plain), NEGATIONS | REFUSALS | DENIALS))
    if around.suffix[len(ended) :].startswith("?"):
        found["?"] += 1
    joined = _JOINED_BEFORE.search(around.prefix), _JOINED_BEHIND.match(around.suffix)
    for match in joined:
        if match:
            found[folded(match[0]).lower()] += 1
    return found


def _attributing(around: Surroundings) -> tuple[str, ...]:
    """Return the words around some words in their sentence that say whose statement it is."""
    plain = folded(f"{_sentence_before(around)} {_sentence_behind(around)}")
    spoken = [word.text.lower() for word in words(plain)]
    return tuple(dict.fromkeys(word for word in spoken if word in ATTRIBUTIONS))


def _sentence_before(around: Surroundings) -> str:
    """Return the beginning of the sentence that some words are in, up to them."""
    ends = [match.end() for match in _ends(around.prefix)]
    return around.prefix[max(ends, default=0) :]


def _with_antecedent(around: Surroundings) -> str:
    """Return the beginning of a sentence, and the one before if it says who “she” is."""
    begun = _sentence_before(around)
    if not _PRONOUN.match(begun + around.exact):
        return begun
    earlier = around.prefix.removesuffix(begun).rstrip()
    ends = [match.end() for match in _ends(earlier)]
    return f"{earlier[max(ends, default=0) :]} {begun}"


def _sentence_behind(around: Surroundings) -> str:
    """Return the rest of the sentence that some words are in; "" if they end it."""
    if _is_ended(around.exact):
        return ""
    end = next(_ends(around.suffix), None)
    return around.suffix[: end.start()] if end else around.suffix


def _is_ended(quote: str) -> bool:
    shown = f"{quote.rstrip()} "
    return any(match.end() == len(shown) for match in _ends(shown))


def _is_line(words: Surroundings) -> bool:
    return words.prefix.endswith("\n") and words.suffix.startswith("\n")


def _last_line(before: str) -> str:
    return before.rstrip("\n").rpartition("\n")[2]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Yield the ends of sentences; a point behind a title, as in Mr. Holm, or in U.S. is none."""
    for match in _SENTENCE_END.finditer(text):
        is_point = match["sign"] == "."
        if not (is_point and _ABBREVIATED.search(text, 0, match.start())):
            yield match
