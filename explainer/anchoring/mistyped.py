"""What an editor may have mistyped in a quote: words left out, a note mark, other words."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from explainer.anchoring.alignment import Stretch
from explainer.anchoring.evidence import ArticleText, first_end, occurrences, wanted_of
from explainer.anchoring.proposals import nearest
from explainer.anchoring.quoting import quote_like, typed
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.model import Anchor, Span, Surroundings
from explainer.text.fold import folded
from explainer.text.words import size

# `…`, `...`, `[…]`, `(...)`: marks for words that were left out. Spaces before them are only
# matched from the first one on: starting from each of many would take a long time.
_BEFORE_ELLIPSIS = r"(?:(?<!\s)\s+(?:[\[(]\s*)?|[\[(]\s*)?"
_ELLIPSIS = re.compile(rf"{_BEFORE_ELLIPSIS}(?:…|\.(?:\s?\.){{2,3}})\s*(?:[\])]\s*)?")
# `failed1`, `failed.[2]`, `failed²`, `failed*`: a note mark after a word.
_NOTE_MARK = re.compile(
    r"(?<=[^\W\d_]|[.,;:!?”’»\"')])(?:\[\^?\w{1,3}\]|\d{1,3}|[¹²³⁰⁴-⁹]+|[*†‡]+)(?!\w|[.,]\d)"
)
# Formulas as in Markdown, `$$x$$` in lines of their own or `$x$` in a sentence; and as on a page.
_FORMULAS = (
    (re.compile(r"\$\$(.+?)\$\$", re.DOTALL), r"\\[\1\\]"),
    (re.compile(r"(?<![\\$])\$(?=\S)([^$]+?)(?<=\S)\$(?!\d)"), r"\\(\1\\)"),
)
_EDGES = " ,;:"
_WITHIN_SENTENCE = re.compile(r" \w")
# At least this many words of a quote must be in the article to be proposed without the others.
FEWEST = 3
# A quote of more words is not searched for those, since it would be searched for once per word. Nor
# are more words between ellipses.
MOST_WORDS = 1_000
# How often words between ellipses are searched for, for all places of the first of them together.
MOST_TRIED = 100_000


class Split(NamedTuple):
    """Quotes that are meant as one: the indices of the first and the last, and the message."""

    first: int
    last: int
    message: str


def slip(anchor: Anchor, text: ArticleText, accepted: Surroundings | None) -> str:
    """Return advice on a slip of the editor in a quote that is not exact, or "".

    If the quote is as it was accepted, the article has changed, and there is no slip.
    """
    if accepted and all(folded(part) in folded(accepted.exact) for part in anchor.quote.parts):
        return ""
    for advice_on in (_formulas_of_markdown, _words_left_out, _note_mark):
        advice = advice_on(anchor.quote, text)
        if advice:
            return advice
    if anchor.state == "orphan" or _joins_blocks(anchor, text):
        return _own_words(anchor.quote, text)
    return ""


def _joins_blocks(anchor: Anchor, text: ArticleText) -> bool:
    """Return whether the passage most like a quote runs from one heading or paragraph on."""
    return any("\n" in text.original[span.start : span.end] for span in anchor.spans[:1])


def as_yaml(quote: Quote) -> str:
    """Return a quote as an editor types it; its strings are JSON, which is YAML."""
    data = quote.as_data()
    if isinstance(data, str):
        return yaml_string(data)
    pairs = ", ".join(f"{key}: {yaml_string(words)}" for key, words in data.items())
    return f"{{{pairs}}}"


def yaml_string(words: str) -> str:
    """Return words as a string of YAML, in double quotation marks."""
    return json.dumps(words, ensure_ascii=False)


def _is_in(words: str, text: ArticleText) -> bool:
    return any(occurrences(folded(words), text.folded.text))


def _formulas_of_markdown(quote: Quote, text: ArticleText) -> str:
    """Return advice for a quote with formulas between dollar signs, as in Markdown."""
    typed_parts: dict[str, str] = quote.model_dump(exclude_defaults=True)
    shown = {key: _with_formulas_shown(words) for key, words in typed_parts.items()}
    proposed = quote.model_copy(update=shown)
    if shown == typed_parts or not all(_is_in(part, text) for part in proposed.parts):
        return ""
    return (
        "a quote has a formula as the page has it, between \\( and \\) or \\[ and \\]; "
        f"write {as_yaml(proposed)}"
    )


def _with_formulas_shown(words: str) -> str:
    for pattern, shown in _FORMULAS:
        words = pattern.sub(shown, words)
    return words


def _words_left_out(quote: Quote, text: ArticleText) -> str:
    """Return advice for a quote with an ellipsis."""
    if not any(_ELLIPSIS.search(part) for part in quote.parts):
        return ""
    pieces = list(_pieces(quote))
    different = dict.fromkeys(pieces)
    is_searched = 0 < len(different) <= MOST_WORDS
    missing = _first_missing(different, text) if is_searched else ""
    if missing or not is_searched:
        shown = f"; “{missing}” is not in the article" if missing else ""
        return (
            "a quote cannot leave words out; give its first and last words, "
            f"as {{start: …, end: …}}{shown}"
        )
    place = _passage(pieces, text)
    if place is None:
        order = f"and in the article “{pieces[-1]}” does not come after “{pieces[0]}”"
        return f"a quote cannot leave words out, {order}; quote the words that the article has now"
    proposed = as_yaml(_proposed(pieces, text, place))
    if len(pieces) == 1:
        return f"leave out the “…”: a quote holds only words of the article; write {proposed}"
    return f"a quote cannot leave words out; give its first and last words: quote: {proposed}"


def _pieces(quote: Quote) -> Iterator[str]:
    """Yield the words of a quote between its ellipses."""
    for part in quote.parts:
        for piece in _ELLIPSIS.split(part):
            if any(map(str.isalnum, piece)):
                yield piece.strip(_EDGES)


def _first_missing(pieces: Iterable[str], text: ArticleText) -> str:
    """Return the first of some words that are not in the article, or ""."""
    return next((piece for piece in pieces if not _is_in(piece, text)), "")


def _passage(pieces: Sequence[str], text: ArticleText) -> Stretch | None:
    """Return the shortest passage of the folded text that has all these words, in this order."""
    first, *others = map(folded, pieces)
    found = []
    for start, end in islice(occurrences(first, text.folded.text), MOST_TRIED // len(pieces) + 1):
        last = _end_of_all(others, text.folded.text, end)
        if last is None:
            break  # after the next place of the first words there is even less
        found.append(Stretch(start, last))
    return min(found, key=lambda place: place.end - place.start, default=None)


def _end_of_all(pieces: Iterable[str], text: str, start: int) -> int | None:
    """Return where the last of some folded words ends, each of them searched for after the other.

    None if one is missing.
    """
    last = start
    for piece in pieces:
        end = first_end(piece, text, last, len(text))
        if end is None:
            return None
        last = end
    return last


def _proposed(pieces: Sequence[str], text: ArticleText, place: Stretch) -> Quote:
    wanted: Quote = ExactQuote(exact=pieces[0], prefix="", suffix="")
    if len(pieces) > 1:
        wanted = RangeQuote(start=pieces[0], end=pieces[-1])
    return quote_like(wanted, text, Span(*text.folded.original(*place))) or wanted


def _note_mark(quote: Quote, text: ArticleText) -> str:
    """Return advice for a quote that is in the article but for a note mark."""
    marks = list[str]()
    bare = []
    for part in quote.parts:
        marks += _NOTE_MARK.findall(part)
        bare.append(" ".join(_NOTE_MARK.sub("", part).split()))
    if not marks or not all(_is_in(part, text) for part in bare):
        return ""
    shown = " and the ".join(dict.fromkeys(marks))
    return (
        f"leave out the {shown}, which is a note mark and not part of the text; "
        f"write {as_yaml(quote.with_parts(*bare))}"
    )


def _own_words(quote: Quote, text: ArticleText) -> str:
    """Return advice for a quote of which only the first or the last words are in the article."""
    if quote.is_range:
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
        return ""  # a word was replaced, rather than some added
    proposed = quote_like(quote, text, Span(start, end))
    if proposed is None:
        return ""
    return (
        f"the article has “{kept}”, but not “{added}” {side} it; if that passage is meant, "
        f"set the quote to {as_yaml(proposed)}"
    )


def _cut(words: Sequence[str], text: ArticleText) -> Iterator[tuple[str, str, str]]:
    """Yield the most words from the start, and from the end, that occur once in the article.

    With them come the other words, and on which side of them these are.
    """
    for count in range(len(words) - 1, 0, -1):
        kept = " ".join(words[:count]).rstrip(_EDGES)
        if _occurs_once(kept, text):
            yield kept, " ".join(words[count:]), "after"
            break
    for count in range(1, len(words)):
        rest = " ".join(words[count:])
        for kept in (rest, rest[:1].upper() + rest[1:]):
            if _occurs_once(kept, text):
                yield kept, " ".join(words[:count]), "before"
                return


def _occurs_once(words: str, text: ArticleText) -> bool:
    return len(list(occurrences(folded(words), text.folded.text))) == 1


def split_at_commas(
    quotes: Sequence[Quote], source: str, at: Sequence[int], text: ArticleText
) -> Iterator[Split]:
    """Yield the quotes that a comma split.

    These are neighbours in [ ], without quotation marks, that are one passage of the article.
    `source` is the text of the YAML file, and `at` has the offset in it of each quote.
    """
    parts = [quote.words for quote in quotes]
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
    """Return whether two quotes are typed with only a comma between, and are one passage."""
    if not other or not source.startswith(one, start):
        return False
    if not re.match(r",\s*", source[start + len(one) :]):
        return False
    return _is_in(f"{one}, {other}", text)


def _split_message(parts: Sequence[str], first: int, last: int) -> str:
    whole = ", ".join(parts[first : last + 1])
    meant = [*parts[:first], whole, *parts[last + 1 :]]
    proposed = yaml_string(whole) if len(meant) == 1 else f"[{', '.join(map(yaml_string, meant))}]"
    return (
        f"inside [ ] a comma ends a quote, but these words are one passage; write quote: {proposed}"
    )
