"""From a passage of an article to what an editor pastes: a quote that finds only it, and YAML.

Every quote made here has been found again by `match.find`, the code that anchors.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import get_args

import yaml

from explainer.anchoring.alignment import Stretch
from explainer.anchoring.evidence import ArticleText, is_record_of, occurrences
from explainer.anchoring.match import find
from explainer.entries import ENTRY_TYPES, EntryBody, ExactQuote, Quote, RangeQuote
from explainer.format.ids import free_id
from explainer.model import Kind, Span, Surroundings
from explainer.text.borders import whole, with_selectors
from explainer.text.fold import JOINERS, folded
from explainer.text.undivided import undivided_in_quotes
from explainer.yamlfiles.tree import node_of

# A passage of more words is quoted by its first and last words: too much can change in between.
LONG = 30
# How many words of a long passage are given at either end, the fewest that settle the matter.
ENDS = range(4, 16)
# A prefix or suffix of more words than this is no help to an editor.
MOST_WORDS = 12
# A prefix or suffix must be the only one among at most this many places of the same words.
MOST_COMPARED = 2_000
# Characters beside a place from which the words of a prefix or suffix are taken.
REACH = 400
# Folding drops these at the edges of a quote.
_AT_NO_EDGE = f" {JOINERS}"

Value = str | Quote | Sequence[str]


def quote_for(text: ArticleText, start: int, end: int) -> Quote | None:
    """Return a quote that finds a passage and nothing else.

    `start` and `end` are code points of the visible text. Half words count as whole ones; spaces at
    the ends do not count. Words that occur once are quoted as they are; words that occur more often
    with a prefix or suffix, or both, of the fewest words; many words by the first and the last.
    None for a passage without words, and for one that nothing near it tells from another.
    """
    span = whole_words(text, start, end)
    if span is None:
        return None
    for quote in _quotes(text, span):
        if find(quote, text) == ("exact", (span,)):
            return quote
    return None


def quote_like(quote: Quote, text: ArticleText, span: Span) -> Quote | None:
    """Return a quote of a passage in the form of another quote: by all its words, or by its ends.

    If no such quote finds it, return the one of `quote_for`.
    """
    words = typed(text.original[span.start : span.end])
    for each in _in_form_of(quote, words):
        state, spans = find(each, text)
        if state == "exact" and spans[0][:2] == span[:2]:
            return each
    return quote_for(text, span.start, span.end)


def _in_form_of(quote: Quote, words: str) -> Iterator[Quote]:
    if not quote.is_range:
        yield ExactQuote(exact=words, prefix="", suffix="")
        return
    each, first, last = words.split(" "), len(quote.start.split()), len(quote.end.split())
    start, end = typed(quote.start), typed(quote.end)
    has_start = folded(words).startswith(folded(start))
    has_end = folded(words).endswith(folded(end))
    for before, after in sorted(product(range(MOST_WORDS), repeat=2), key=sum):
        if first + before + last + after < len(each):
            as_first, as_last = each[: first + before], each[-last - after :]
            yield RangeQuote(
                start=start if has_start and not before else " ".join(as_first),
                end=end if has_end and not after else " ".join(as_last),
            )


def whole_words(text: ArticleText, start: int, end: int) -> Span | None:
    """Return the passage from the start of its first word to the end of its last, if it has any.

    Offsets are code points of the visible text.
    """
    flat = text.folded.text
    offsets = range(len(flat))
    low = bisect_left(offsets, start + 1, key=lambda at: text.folded.original(at, at + 1)[1])
    high = bisect_left(offsets, end, key=lambda at: text.folded.original(at, at + 1)[0])
    words = flat[low:high].strip(_AT_NO_EDGE)
    if not words:
        return None
    low += len(flat[low:high]) - len(flat[low:high].lstrip(_AT_NO_EDGE))
    low, high = _undivided(text, *whole(flat, low, low + len(words)))
    first, last = text.folded.original(*whole(flat, low, high))  # 350만 is a part of 350만원
    return Span(first, with_selectors(text.original, last))


def _undivided(text: ArticleText, low: int, high: int) -> tuple[int, int]:
    """Return start and end of a folded passage with the rest of numbers and words at its ends."""
    original = text.folded.original
    first, last = original(low, high)
    begun = undivided_in_quotes(text.original, first)
    ended = undivided_in_quotes(text.original, last)
    while begun and original(low, high)[0] > begun[0]:
        low -= 1
    while ended and original(low, high)[1] < ended[1]:
        high += 1
    return low, high


def _quotes(text: ArticleText, span: Span) -> Iterator[Quote]:
    """Yield what may be typed for a passage, the best first."""
    exact = typed(text.original[span.start : span.end])
    words = exact.split(" ")
    if len(words) > LONG:
        for size in ENDS:
            yield RangeQuote(start=" ".join(words[:size]), end=" ".join(words[-size:]))
    yield ExactQuote(exact=exact, prefix="", suffix="")
    side = distinctive(text, span)
    if side:
        yield ExactQuote.model_validate({"exact": exact, side[0]: side[1]})
    for size in range(1, MOST_WORDS + 1):
        yield ExactQuote.model_validate({"exact": exact, **dict(sides(text, span, size))})


def typed(words: str) -> str:
    """Return words as an editor types them: with single spaces, without invisible characters."""
    flat = " ".join(words.split())
    return flat if flat.isprintable() else folded(flat)


def distinctive(
    text: ArticleText, span: Span, accepted: Surroundings | None = None
) -> tuple[str, str] | None:
    """Return the fewest words beside a place that no other place of its words has.

    They are returned with their key, `prefix` or `suffix`. Words that were there when the quote was
    accepted are passed over: typed, they would confirm nothing. So is a comma alone, which the next
    edit may remove.
    """
    words = folded(text.original[span.start : span.end])
    places = list(islice(occurrences(words, text.folded.text), MOST_COMPARED))
    for size in range(1, MOST_WORDS + 1):
        for key, side in sides(text, span, size):
            flat = folded(side)
            if not any(map(str.isalnum, flat)) or (accepted and _is_known(accepted, key, side)):
                continue
            if sum(_has(text, place, key, flat) for place in places) == 1:
                return key, side
    return None


def _is_known(accepted: Surroundings, key: str, side: str) -> bool:
    """Return whether a record has these words on that side."""
    quote = ExactQuote.model_validate({"exact": accepted.exact, key: side})
    return is_record_of(accepted, quote)


def _has(text: ArticleText, place: Stretch, key: str, side: str) -> bool:
    """Return whether folded words are right before (`prefix`) or after (`suffix`) a place."""
    start, end = place
    if key == "prefix":
        return text.folded.text[max(start - len(side) - 2, 0) : start].rstrip().endswith(side)
    return text.folded.text[end : end + len(side) + 2].lstrip().startswith(side)


def sides(text: ArticleText, span: Span, size: int) -> Iterator[tuple[str, str]]:
    """Yield `size` words before and after a place, with their keys `prefix` and `suffix`."""
    before = text.original[max(span.start - REACH, 0) : span.start]
    after = text.original[span.end : span.end + REACH]
    yield "prefix", " ".join(typed(before).split(" ")[-size:])
    yield "suffix", " ".join(typed(after).split(" ")[:size])


def stale_sides(quote: Quote, text: ArticleText, span: Span) -> Iterator[tuple[str, str, str]]:
    """Yield what was typed around a quote but is not around its place.

    The items are `prefix` or `suffix`, the typed words, and the words that are there. The record in
    the lock file keeps such a quote in its place, but without the record it would be lost.
    """
    if quote.is_range:
        return
    place = Stretch(text.folded.here(span.start), text.folded.here(span.end))
    for key, side in (("prefix", typed(quote.prefix)), ("suffix", typed(quote.suffix))):
        if side and not _has(text, place, key, folded(side)):
            yield key, side, dict(sides(text, span, len(side.split())))[key]


# --- stanzas ---


def stanza(
    kind: Kind,
    entry_id: str,
    values: Mapping[str, Value],
    notes: Mapping[str, str] | None = None,
    why: str = "",
    doubtful: Mapping[str, Value] | None = None,
) -> str:
    """Return one entry as YAML, indented by two spaces, to go below the key of its kind.

    The keys of `values`, `notes` and `doubtful` are the names of fields; a note becomes a comment
    at the end of the line, `why` a comment above the entry, each doubtful value one at its end. A
    required field without a value is left empty, with a comment on what belongs there.
    """
    lines = [f"  # {line}" for line in why.splitlines()]
    lines.append(f"  {entry_id}:")
    notes = notes or {}
    for name, field in ENTRY_TYPES[kind].model_fields.items():
        if name not in values and not field.is_required():
            continue
        note = notes.get(name, "")
        if not note and name not in values:
            note = wanted(ENTRY_TYPES[kind], name)
        line = f"    {_pair(name, values.get(name))}"
        lines.append(f"{line}  # {note}" if note else line)
    lines += [f"    # {_pair(name, value)}" for name, value in (doubtful or {}).items()]
    return "\n".join(lines) + "\n"


def selected(
    kind: Kind,
    text: ArticleText,
    start: int,
    end: int,
    taken: Container[str],
    given: Mapping[str, Value] | None = None,
) -> str | None:
    """Return the stanza of a claim, date, actor or term for a passage that an editor selected.

    `start` and `end` are code points of the visible text, `taken` the ids of that kind in use,
    `given` the values that the editor gave, by the names of fields. What only the editor knows and
    did not give is left empty. None for a passage without words, and for one of a claim or date
    that cannot be told from others.
    """
    span = whole_words(text, start, end)
    if span is None:
        return None
    words = typed(text.original[span.start : span.end])
    values: dict[str, Value] = {"name": words}
    if kind in ("claim", "date"):
        quote = quote_for(text, span.start, span.end)
        if quote is None:
            return None
        values = {"quote": quote}
    return stanza(kind, free_id(words, kind, taken), values | dict(given or {}))


def wanted(body: type[EntryBody], name: str) -> str:
    """Return what belongs in a field of the format: its choices, or its description."""
    field = body.model_fields[name]
    return " | ".join(get_args(field.annotation)) or field.description or ""


def _pair(name: str, value: Value | None) -> str:
    """Return one line of YAML; all scalars are text in this format, so dates need no quotes."""
    if value is None:
        return f"{name}:"
    data: object
    if isinstance(value, str):
        data = value
    elif isinstance(value, ExactQuote | RangeQuote):
        data = value.as_data()
    else:
        data = list(value)
    node = node_of({name: data})
    if not isinstance(data, str):
        node.value[0][1].flow_style = True
    written = yaml.serialize(node, Dumper=yaml.BaseDumper, allow_unicode=True, width=1_000_000)
    return str(written).strip()
