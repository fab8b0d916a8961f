"""What an editor may have typed in a quote that no article has: words left out, the mark of a note, other words."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from explainer.anchoring.evidence import ArticleText, Occurrence, first_end, occurrences, wanted_of
from explainer.anchoring.proposals import nearest
from explainer.anchoring.quoting import quote_like, typed
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.model import Anchor, Span, Surroundings
from explainer.text.fold import folded
from explainer.text.words import size

# `…`, `...`, `[…]`, `(...)`: what stands for words that were left out. Spaces before it are looked at
# only from the first of them: from each of many, that would take a long time.
_BEFORE_ELLIPSIS = r"(?:(?<!\s)\s+(?:[\[(]\s*)?|[\[(]\s*)?"
_ELLIPSIS = re.compile(rf"{_BEFORE_ELLIPSIS}(?:…|\.(?:\s?\.){{2,3}})\s*(?:[\])]\s*)?")
# `failed1`, `failed.[2]`, `failed²`, `failed*`: the mark of a note behind a word.
_NOTE_MARK = re.compile(
    r"(?<=[^\W\d_]|[.,;:!?”’»\"')])(?:\[\^?\w{1,3}\]|\d{1,3}|[¹²³⁰⁴-⁹]+|[*†‡]+)(?!\w|[.,]\d)"
)
# Formulas as Markdown has them: `$$x$$` in lines of their own, `$x$` in a sentence; and as a page has them.
_FORMULAS = (
    (re.compile(r"\$\$(.+?)\$\$", re.DOTALL), r"\\[\1\\]"),
    (re.compile(r"(?<![\\$])\$(?=\S)([^$]+?)(?<=\S)\$(?!\d)"), r"\\(\1\\)"),
)
_EDGES = " ,;:"
_WITHIN_SENTENCE = re.compile(r" \w")
# So many words of a quote must be in the article for them to be proposed without the others.
FEWEST = 3
# A quote of more words is not looked through for those: each of them would be looked for without the ones behind it.
# Nor are so many words between ellipses looked for.
MOST_WORDS = 1_000
# How often the words between ellipses are looked for, all places of the first of them taken together
MOST_TRIED = 100_000


class Split(NamedTuple):
    """Quotes that are meant as one: the first and the last of them, and the message."""

    first: int
    last: int
    message: str


def slip(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    """Return advice on a slip of the hand in a quote that is not exact; "" where there is none.

    Where the quote is as it was accepted, it is the article that changed, and there is none.
    """
    if accepted and all(folded(part) in folded(accepted.exact) for part in anchor.quote.parts):
        return ""
    is_unlike = anchor.state == "orphan" or _joins_blocks(anchor, text)
    own_words = _own_words(anchor.quote, text) if is_unlike else ""
    formulas = _formulas_of_markdown(anchor.quote, text)
    return (
        formulas
        or _words_left_out(anchor.quote, text)
        or _note_mark(anchor.quote, text)
        or own_words
    )


def _joins_blocks(anchor: Anchor, text: ArticleText) -> bool:
    """Whether the passage that is most like a quote goes on from a heading or paragraph into the next."""
    return any("\n" in text.original[span.start : span.end] for span in anchor.spans[:1])


def as_yaml(quote: Quote) -> str:
    """Return a quote as an editor types it; JSON is YAML."""
    given = quote.model_dump(exclude_defaults=True)
    pairs = ", ".join(f"{key}: {_json(words)}" for key, words in given.items())
    return _json(given["exact"]) if list(given) == ["exact"] else f"{{{pairs}}}"


def _formulas_of_markdown(quote: Quote, text: ArticleText) -> str:
    """Return advice for a quote that has its formulas as the Markdown has them, between dollar signs."""
    parts: dict[str, str] = quote.model_dump(exclude_defaults=True)
    shown = {key: _with_formulas_shown(words) for key, words in parts.items()}
    proposed = quote.model_copy(update=shown)
    if shown == parts or not all(
        any(occurrences(folded(part), text.folded.text)) for part in proposed.parts
    ):
        return ""
    return f"a quote has a formula as the page has it, between \\( and \\) or \\[ and \\]; write {as_yaml(proposed)}"


def _with_formulas_shown(words: str) -> str:
    for pattern, shown in _FORMULAS:
        words = pattern.sub(shown, words)
    return words


def _words_left_out(quote: Quote, text: ArticleText) -> str:
    if not any(_ELLIPSIS.search(part) for part in quote.parts):
        return ""
    parts = [piece.strip(_EDGES) for part in quote.parts for piece in _ELLIPSIS.split(part)]
    pieces = [piece for piece in parts if any(map(str.isalnum, piece))]
    different = dict.fromkeys(pieces)
    missing = _first_missing(different, text) if len(different) <= MOST_WORDS else ""
    if missing or not pieces or len(different) > MOST_WORDS:
        shown = f"; “{missing}” is not in the article" if missing else ""
        return f"a quote cannot leave words out; give its first and last words, as {{start: …, end: …}}{shown}"
    place = _passage(pieces, text)
    if place is None:
        order = f"and in the article “{pieces[-1]}” does not come after “{pieces[0]}”"
        return f"a quote cannot leave words out, {order}; quote the words that the article has now"
    proposed = _proposed(pieces, text, place)
    if len(pieces) == 1:
        return (
            f"leave out the “…”: a quote holds only words of the article; write {as_yaml(proposed)}"
        )
    return (
        f"a quote cannot leave words out; give its first and last words: quote: {as_yaml(proposed)}"
    )


def _first_missing(pieces: Iterable[str], text: ArticleText) -> str:
    """Return the first of some words that the article does not have; "" where it has all of them."""
    missing = (piece for piece in pieces if not any(occurrences(folded(piece), text.folded.text)))
    return next(missing, "")


def _passage(pieces: Sequence[str], text: ArticleText) -> Occurrence | None:
    """Return the shortest passage of the folded text that has all these words, in this order."""
    first, *others = map(folded, pieces)
    found = []
    for start, end in islice(occurrences(first, text.folded.text), MOST_TRIED // len(pieces) + 1):
        last = _end_of_all(others, text.folded.text, end)
        if last is None:
            break  # behind the next place of the first words there is even less
        found.append((start, last))
    return min(found, key=lambda place: place[1] - place[0], default=None)


def _end_of_all(pieces: Iterable[str], text: str, start: int) -> int | None:
    """Return where the last of some folded words ends, each looked for behind the one before."""
    last: int | None = start
    for piece in pieces:
        last = None if last is None else first_end(piece, text, last, len(text))
    return last


def _proposed(pieces: Sequence[str], text: ArticleText, place: Occurrence) -> Quote:
    wanted: Quote = ExactQuote(exact=pieces[0], prefix="", suffix="")
    if len(pieces) > 1:
        wanted = RangeQuote(start=pieces[0], end=pieces[-1])
    return quote_like(wanted, text, Span(*text.folded.original(*place))) or wanted


def _note_mark(quote: Quote, text: ArticleText) -> str:
    """Return the advice for a quote that is in the article, but for the mark of a note."""
    marks = [mark for part in quote.parts for mark in _NOTE_MARK.findall(part)]
    bare = [" ".join(_NOTE_MARK.sub("", part).split()) for part in quote.parts]
    if not marks or not all(any(occurrences(folded(part), text.folded.text)) for part in bare):
        return ""
    keys = ("exact",) if isinstance(quote, ExactQuote) else ("start", "end")
    proposed = quote.model_copy(update=dict(zip(keys, bare, strict=True)))
    shown = " and the ".join(dict.fromkeys(marks))
    return f"leave out the {shown}, which is a note mark and not part of the text; write {as_yaml(proposed)}"


def _own_words(quote: Quote, text: ArticleText) -> str:
    """Return the advice for a quote of which the first or the last words alone are in the article."""
    if not isinstance(quote, ExactQuote):
        return ""
    words = typed(quote.exact).split(" ")
    if len(words) > MOST_WORDS:
        return ""
    found = [(size(kept), kept, added, side) for kept, added, side in _cut(words, text)]
    most, kept, added, side = max(found, default=(0, "", "", ""))
    if most < FEWEST:
        return ""
    start, end = text.folded.original(*next(occurrences(folded(kept), text.folded.text)))
    edge = text.original[end:] if side == "after" else text.original[:start][::-1]
    if _WITHIN_SENTENCE.match(edge) and nearest(wanted_of(quote, text, None)):
        return ""  # a word was exchanged, rather than some added
    proposed = quote_like(quote, text, Span(start, end))
    if proposed is None:
        return ""
    return (
        f"the article has “{kept}”, but not “{added}” {side} it; if that passage is meant, "
        f"set the quote to {as_yaml(proposed)}"
    )


def _cut(words: Sequence[str], text: ArticleText) -> Iterator[tuple[str, str, str]]:
    """Yield the most words from the start, and from the end, that stand once in the article, the rest, and its side."""
    for count in range(len(words) - 1, 0, -1):
        kept = " ".join(words[:count]).rstrip(_EDGES)
        if _stands_once(kept, text):
            yield kept, " ".join(words[count:]), "after"
            break
    for count in range(1, len(words)):
        rest = " ".join(words[count:])
        in_article = (
            kept for kept in (rest, rest[:1].upper() + rest[1:]) if _stands_once(kept, text)
        )
        kept = next(in_article, "")
        if kept:
            yield kept, " ".join(words[:count]), "before"
            break


def _stands_once(words: str, text: ArticleText) -> bool:
    return len(list(occurrences(folded(words), text.folded.text))) == 1


def split_at_commas(
    quotes: Sequence[Quote], source: str, at: Sequence[int], text: ArticleText
) -> Iterator[Split]:
    """Find quotes that a comma parted: neighbours in [ ], without quotation marks, that are one passage of the article.

    `source` is the text of the YAML file, and `at` tells where in it each quote begins.
    """
    parts = [quote.exact if isinstance(quote, ExactQuote) else "" for quote in quotes]
    neighbours = zip(parts, parts[1:], at, strict=False)
    joints = [_is_joint(one, other, source, start, text) for one, other, start in neighbours]
    first = 0
    while first < len(joints):
        last = first
        while last < len(joints) and joints[last]:
            last += 1
        if last > first:
            yield Split(first, last, _split_message(parts, first, last))
        first = last + 1


def _is_joint(one: str, other: str, source: str, start: int, text: ArticleText) -> bool:
    is_typed_so = source.startswith(one, start) and re.match(r",\s*", source[start + len(one) :])
    return bool(
        is_typed_so and other and any(occurrences(folded(f"{one}, {other}"), text.folded.text))
    )


def _split_message(parts: Sequence[str], first: int, last: int) -> str:
    whole = ", ".join(parts[first : last + 1])
    meant = [*parts[:first], whole, *parts[last + 1 :]]
    proposed = _json(whole) if len(meant) == 1 else f"[{', '.join(map(_json, meant))}]"
    return (
        f"inside [ ] a comma ends a quote, but these words are one passage; write quote: {proposed}"
    )


def _json(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
