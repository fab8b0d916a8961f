"""From a passage of an article to what an editor pastes: a quote that finds it and nothing else, and a stanza of YAML.

Every quote made here was found again by `match.find`, the code that anchors.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import get_args

import yaml

from explainer.anchoring.evidence import ArticleText, is_record_of, occurrences
from explainer.anchoring.match import find
from explainer.entries import ENTRY_TYPES, EntryBody, ExactQuote, Quote, RangeQuote
from explainer.format.ids import free_id
from explainer.model import Kind, Span, Surroundings
from explainer.text.fold import folded
from explainer.text.words import is_border, is_end_of_quote
from explainer.yamlfiles.tree import node_of

# A passage of more words is quoted by its first and last words; in one that is whole, too much can change.
LONG = 30
# So many words of a long passage are given at either end, more only where fewer do not settle the matter.
ENDS = range(4, 16)
# A prefix or suffix of more words than this is no help to an editor.
MOST_WORDS = 12
# Among so many places of the same words a prefix or suffix must be the only one.
MOST_COMPARED = 2_000
# Characters beside a place in which the words of a prefix or suffix are looked for.
REACH = 400

Value = str | Quote | Sequence[str]


def quote_for(text: ArticleText, start: int, end: int) -> Quote | None:
    """Quote a passage of the visible text, so that exactly it is found; `start` and `end` in code points.

    Half words count as whole ones, spaces at the ends do not count. Words that stand once are quoted as they are; where
    they stand more often, with a prefix or suffix, or both, of the fewest words; where they are many, by the first and
    the last. None for a passage without words, and for one that nothing near it tells from another.
    """
    span = whole_words(text, start, end)
    if span is None:
        return None
    return next(
        (quote for quote in _quotes(text, span) if find(quote, text) == ("exact", (span,))), None
    )


def quote_like(quote: Quote, text: ArticleText, span: Span) -> Quote | None:
    """Quote a passage in the form of another quote, by all its words or by first and last ones; else as `quote_for`."""
    alike = (
        each
        for each in _alike(quote, typed(text.original[span.start : span.end]))
        if _finds(each, text, span)
    )
    return next(alike, None) or quote_for(text, span.start, span.end)


def _alike(quote: Quote, words: str) -> Iterator[Quote]:
    if isinstance(quote, ExactQuote):
        yield ExactQuote(exact=words, prefix="", suffix="")
        return
    each, first, last = words.split(" "), len(quote.start.split()), len(quote.end.split())
    start, end = typed(quote.start), typed(quote.end)
    starts, ends = folded(words).startswith(folded(start)), folded(words).endswith(folded(end))
    for before, after in sorted(product(range(MOST_WORDS), repeat=2), key=sum):
        if first + before + last + after < len(each):
            yield RangeQuote(
                start=start if starts and not before else " ".join(each[: first + before]),
                end=end if ends and not after else " ".join(each[-last - after :]),
            )


def _finds(quote: Quote, text: ArticleText, span: Span) -> bool:
    state, spans = find(quote, text)
    return state == "exact" and spans[0][:2] == span[:2]


def whole_words(text: ArticleText, start: int, end: int) -> Span | None:
    """The passage from the beginning of its first word to the end of its last; None where there is none."""
    flat = text.folded.text
    offsets = range(len(flat))
    low = bisect_left(offsets, start + 1, key=lambda at: text.folded.original(at, at + 1)[1])
    high = bisect_left(offsets, end, key=lambda at: text.folded.original(at, at + 1)[0])
    words = flat[low:high].strip()
    if not words:
        return None
    low += len(flat[low:high]) - len(flat[low:high].lstrip())
    high = low + len(words)
    while not is_border(flat, low):
        low -= 1
    while not is_end_of_quote(flat, high):
        high += 1
    return Span(*text.folded.original(low, high))


def _quotes(text: ArticleText, span: Span) -> Iterator[Quote]:
    """What may be typed for a passage, the best first."""
    exact = typed(text.original[span.start : span.end])
    words = exact.split(" ")
    if len(words) > LONG:
        yield from (
            RangeQuote(start=" ".join(words[:size]), end=" ".join(words[-size:])) for size in ENDS
        )
    yield ExactQuote(exact=exact, prefix="", suffix="")
    side = distinctive(text, span)
    if side:
        yield ExactQuote.model_validate({"exact": exact, side[0]: side[1]})
    for size in range(1, MOST_WORDS + 1):
        yield ExactQuote.model_validate({"exact": exact, **dict(sides(text, span, size))})


def typed(words: str) -> str:
    """The words as an editor types them: with single spaces, and without characters that nobody sees."""
    flat = " ".join(words.split())
    return flat if flat.isprintable() else folded(flat)


def distinctive(
    text: ArticleText, span: Span, accepted: Surroundings | None = None
) -> tuple[str, str] | None:
    """The fewest words before or after a place that no other place of the words has: (`prefix` or `suffix`, words).

    Words that stood there too when the quote was accepted are passed over: typed, they would confirm nothing. So is a
    comma alone, which the next edit takes away.
    """
    words = folded(text.original[span.start : span.end])
    others = list(islice(occurrences(words, text.folded.text), MOST_COMPARED))
    for size in range(1, MOST_WORDS + 1):
        for key, side in sides(text, span, size):
            here = folded(side)
            known = accepted is not None and is_record_of(
                accepted, ExactQuote(**{"exact": accepted.exact, key: side})
            )
            if (
                any(map(str.isalnum, here))
                and not known
                and sum(_has(text, place, key, here) for place in others) == 1
            ):
                return key, side
    return None


def _has(text: ArticleText, place: tuple[int, int], key: str, side: str) -> bool:
    if key == "prefix":
        return text.folded.text[max(place[0] - len(side) - 2, 0) : place[0]].rstrip().endswith(side)
    return text.folded.text[place[1] : place[1] + len(side) + 2].lstrip().startswith(side)


def sides(text: ArticleText, span: Span, size: int) -> Iterator[tuple[str, str]]:
    """Some words before and some words after a place."""
    before, after = (
        text.original[max(span.start - REACH, 0) : span.start],
        text.original[span.end : span.end + REACH],
    )
    yield "prefix", " ".join(typed(before).split(" ")[-size:])
    yield "suffix", " ".join(typed(after).split(" ")[:size])


def stale_sides(quote: Quote, text: ArticleText, span: Span) -> Iterator[tuple[str, str, str]]:
    """What was typed around a quote and does not stand around its place: `prefix` or `suffix`, that, what stands there.

    The record in the lock file keeps such a quote in its place, but without the record it would be lost.
    """
    for key in ("prefix", "suffix") if isinstance(quote, ExactQuote) else ():
        typed_words = typed(getattr(quote, key))
        here = dict(sides(text, span, len(typed_words.split())))[key] if typed_words else ""
        place = text.folded.here(span.start), text.folded.here(span.end)
        if typed_words and not _has(text, place, key, folded(typed_words)):
            yield key, typed_words, here


# --- stanzas ---


def stanza(
    kind: Kind,
    entry_id: str,
    values: Mapping[str, Value],
    notes: Mapping[str, str] | None = None,
    why: str = "",
) -> str:
    """Write one entry as YAML, two spaces deep, to be put below the key of its kind (`claims:`).

    `values` and `notes` go by the names of fields; a note is a comment at the end of the line, `why` one above it all.
    A field that the format requires and that has no value is left empty, with a comment on what belongs there.
    """
    fields = ENTRY_TYPES[kind].model_fields
    lines = [f"  # {line}" for line in why.splitlines()] + [f"  {entry_id}:"]
    for name, field in fields.items():
        if name in values or field.is_required():
            note = (notes or {}).get(name) or (
                "" if name in values else wanted(ENTRY_TYPES[kind], name)
            )
            lines.append(f"    {_pair(name, values.get(name))}" + (f"  # {note}" if note else ""))
    return "\n".join(lines) + "\n"


def selected(
    kind: Kind,
    text: ArticleText,
    start: int,
    end: int,
    taken: Container[str],
    said: Mapping[str, Value] | None = None,
) -> str | None:
    """Make the stanza of a claim, date, actor or term from a passage that an editor selected.

    `taken` are the ids of that kind that are given already; `said` is what the editor said besides, by the names of
    fields. What only the editor knows, and did not say, is left empty. None for a passage without words, and for one of
    a claim or date that cannot be told from others.
    """
    span = whole_words(text, start, end)
    if span is None:
        return None
    words = typed(text.original[span.start : span.end])
    values: dict[str, Value] = {"name": words}
    if kind in ("claim", "date"):
        quote = quote_for(text, *span[:2])
        if quote is None:
            return None
        values = {"quote": quote}
    return stanza(kind, free_id(words, kind, taken), values | dict(said or {}))


def wanted(body: type[EntryBody], name: str) -> str:
    """Say what belongs in a field of the format: its choices, or its description."""
    field = body.model_fields[name]
    return " | ".join(get_args(field.annotation)) or field.description or ""


def _pair(name: str, value: Value | None) -> str:
    """One line of YAML; all scalars are text in this format, so that a date needs no quotation marks."""
    if value is None:
        return f"{name}:"
    if isinstance(value, ExactQuote):
        given = value.model_dump(exclude_defaults=True)
        data: object = value.exact if len(given) == 1 else given
    else:
        data = (
            value.model_dump()
            if isinstance(value, RangeQuote)
            else value
            if isinstance(value, str)
            else list(value)
        )
    node = node_of({name: data})
    if not isinstance(data, str):
        node.value[0][1].flow_style = True
    return str(
        yaml.serialize(node, Dumper=yaml.BaseDumper, allow_unicode=True, width=1_000_000)
    ).strip()
