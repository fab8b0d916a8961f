"""After an article changed: what each annotation that lost its words was about, and what it may be put on.

The files are changed one annotation at a time, by single values and as a whole, so that an interruption at any moment
leaves everything that was accepted, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.anchoring.denials import denied
from explainer.anchoring.differences import substance, word_diff
from explainer.anchoring.evidence import ArticleText, occurrences, prepare, wanted_of
from explainer.anchoring.match import find
from explainer.anchoring.proposals import LONGEST_WHOLE, is_in_place, nearest
from explainer.anchoring.quoting import quote_like
from explainer.anchoring.records import accepted_text, record_of, with_record
from explainer.anchoring.surroundings import around
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.files.textfiles import Unchanged, change_file, write_text
from explainer.format.keys import KEY_OF
from explainer.loading.load import LOCK_FILE, accepted_anchors
from explainer.loading.lockfile import lock_text
from explainer.model import (
    Anchor,
    Entry,
    Place,
    Placed,
    Problem,
    Ref,
    Rendered,
    Span,
    Step,
    Surroundings,
)
from explainer.text.fold import folded
from explainer.text.sentences import Context
from explainer.yamlfiles.changes import Add, Change, Remove, Set
from explainer.yamlfiles.edit import change
from explainer.yamlfiles.nodes import Data, read_yaml

# The fields that may no longer be true when the words say something else.
_DEPENDING = ("summary", "title", "date", "by", "basis", "evidence", "verdict")
# The rules that report claims and dates without an article, without words, or that could not be read.
_HIDING = frozenset(
    "bad-id doubled-id empty empty-article empty-quote missing-article missing-key unknown-article unknown-key"
    " unknown-value wrong-type".split()
)
# Characters that show where some words stand.
SIDE = 60


@dataclass(frozen=True)
class Option:
    """A passage that an annotation may be put on, and the quote that finds it."""

    span: Span
    context: Context
    quote: Quote
    diff: str  # from the old words to these, word by word; "" where they are the same
    changes: tuple[str, ...]  # of what is said: a name, a number, a negation
    is_elsewhere: bool  # whether it stands in other surroundings than those in which the old words were accepted


@dataclass(frozen=True)
class LostAnchor:
    """An anchor that is not exact: the words that it was accepted with, where they stood, and what it may become."""

    anchor: Anchor
    old: Context
    options: tuple[Option, ...]


def reviews(placed: Placed) -> tuple[LostAnchor, ...]:
    """All anchors that are not exact, by file and line."""
    texts = {each.ref.id: _prepared(each, placed) for each in placed.articles}
    wanting = sorted(
        (each for each in placed.anchors if each.state != "exact"), key=lambda each: each.place
    )
    return tuple(_review(each, texts[each.article], _record(each, placed)) for each in wanting)


def keeping_from_words(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems for which claims or dates have no place in an article, not even a wrong one."""
    errors = (problem for problem in problems if problem.level == "error")
    return tuple(problem for problem in errors if problem.rule in _HIDING)


def _prepared(article: Rendered, placed: Placed) -> ArticleText:
    return prepare(article.text, accepted_text(placed.loaded.accepted, article.ref))


def _record(anchor: Anchor, placed: Placed) -> Surroundings | None:
    return record_of(placed.loaded.accepted.get(str(anchor.ref), ()), anchor.quote)


def _review(anchor: Anchor, text: ArticleText, record: Surroundings | None) -> LostAnchor:
    old = record or _typed(anchor.quote)
    spans = dict.fromkeys(
        (
            *_as_a_whole(anchor, text, record),
            *(anchor.spans or _nearest(anchor.quote, text, record)),
        )
    )
    options = (_option(anchor, text, old, span, record) for span in spans)
    return LostAnchor(
        anchor,
        _context(old.prefix, old.exact, old.suffix),
        tuple(option for option in options if option),
    )


def _as_a_whole(anchor: Anchor, text: ArticleText, record: Surroundings | None) -> tuple[Span, ...]:
    """The passages like the whole of a range that holds far more now, since one of its ends is that of another."""
    has_grown = anchor.state == "moved" and isinstance(anchor.quote, RangeQuote)
    if not has_grown or record is None or len(record.exact) > LONGEST_WHOLE:
        return ()
    return find(ExactQuote(exact=record.exact, prefix="", suffix=""), text, record)[1]


def _nearest(quote: Quote, text: ArticleText, record: Surroundings | None) -> tuple[Span, ...]:
    """The passage that a lost quote is most like, though it says something else: only the editor can tell."""
    is_there = isinstance(quote, ExactQuote) and any(
        occurrences(folded(quote.exact), text.folded.text)
    )
    passage = None if is_there else nearest(wanted_of(quote, text, record))
    return (Span(*text.folded.original(*passage[:2]), passage.similarity),) if passage else ()


def _typed(quote: Quote) -> Surroundings:
    if isinstance(quote, RangeQuote):
        return Surroundings(f"{quote.start} … {quote.end}", "", "")
    return Surroundings(quote.exact, quote.prefix, quote.suffix)


def _option(
    anchor: Anchor, text: ArticleText, old: Surroundings, span: Span, record: Surroundings | None
) -> Option | None:
    words = text.original[span.start : span.end]
    before, after = (
        text.original[max(span.start - 2 * SIDE, 0) : span.start],
        text.original[span.end :][: 2 * SIDE],
    )
    stays = anchor.state == "moved" and span in anchor.spans and not _has_sides(anchor.quote)
    quote = anchor.quote if stays else quote_like(anchor.quote, text, span)
    if quote is None:
        return None
    same, known = _line(old.exact) == _line(words), " … " not in old.exact
    changes = () if same or not known else substance(old.exact, words, text.common)
    return Option(
        span,
        _context(before, words, after),
        quote,
        "" if same or not known else word_diff(_line(old.exact), _line(words)),
        changes + denied(text, *span[:2], record),
        record is not None and not _is_in_place(anchor.quote, text, span, record),
    )


def _is_in_place(quote: Quote, text: ArticleText, span: Span, record: Surroundings) -> bool:
    start, end = map(text.folded.here, span[:2])
    return is_in_place(wanted_of(quote, text, record), start, end)


def _has_sides(quote: Quote) -> bool:
    return isinstance(quote, ExactQuote) and bool(quote.prefix or quote.suffix)


def _context(before: str, words: str, after: str) -> Context:
    """The words with some whole words before and after them."""
    before, after = " ".join(before.split("\n")), " ".join(after.split("\n"))
    if len(before) > SIDE:
        before = "… " + before[-SIDE:].partition(" ")[2]
    if len(after) > SIDE:
        after = after[:SIDE].rpartition(" ")[0] + " …"
    return Context(before, _line(words), after)


def _line(text: str) -> str:
    return " ".join(text.split())


def in_bulk(review: LostAnchor, least: float) -> Option | None:
    """What may be accepted unseen: the one passage that is at least so similar (0 to 1), and says the same.

    A change of a name, a number or a negation is never accepted so; nor are words in other surroundings.
    """
    if review.anchor.state != "changed" or len(review.options) != 1:
        return None
    option = review.options[0]
    is_same = option.diff and not option.changes and not option.is_elsewhere
    return option if option.span.similarity >= least and is_same else None


def by_hand(review: LostAnchor, placed: Placed, words: str) -> Option | int:
    """The passage that an editor types the words of; else how often they stand in the article, in any case."""
    text = next(
        _prepared(each, placed) for each in placed.articles if each.ref.id == review.anchor.article
    )
    typed = folded(words)
    places = list(occurrences(typed, text.folded.text)) or list(
        occurrences(typed.lower(), text.lower)
    )
    record = _record(review.anchor, placed)
    old = record or _typed(review.anchor.quote)
    spans = [Span(*text.folded.original(*place)) for place in places]
    return (
        _option(review.anchor, text, old, spans[0], record) if len(spans) == 1 else None
    ) or len(spans)


def depending(placed: Placed, ref: Ref) -> tuple[tuple[str, Place], ...]:
    """The fields of a claim or date that say what its words say, and so may have to follow them, with their places."""
    entry: Entry[Any] = (placed.loaded.claims if ref.kind == "claim" else placed.loaded.dates)[
        ref.id
    ]
    return tuple((key, entry.at(key)) for key in _DEPENDING if getattr(entry.body, key, None))


# --- changing the files ---


def accept(root: Path, placed: Placed, review: LostAnchor, option: Option) -> tuple[Problem, ...]:
    """Put an annotation on a passage: change its quote in the file, if need be, and keep the place as accepted."""
    anchor, path = review.anchor, review.anchor.place.path
    if option.quote != anchor.quote:
        problems = change_file(
            root / path, anchor.place, lambda text: requoted(text, anchor, option.quote)
        )
        if problems:
            return problems
    return _confirm(root, placed, anchor, option.span)


def _confirm(root: Path, placed: Placed, anchor: Anchor, span: Span) -> tuple[Problem, ...]:
    accepted, problems = accepted_anchors(root)
    if problems:
        return problems
    article = next(each.text for each in placed.articles if each.ref.id == anchor.article)
    record = around(article, span.start, span.end)
    return write_text(root / LOCK_FILE, LOCK_FILE, lock_text(with_record(accepted, anchor, record)))


def requoted(text: str, anchor: Anchor, quote: Quote) -> str | Unchanged:
    """The text of an annotation file with another quote, where the old one is there as it was read."""
    source, _ = read_yaml(text, anchor.place.path)
    steps: tuple[Step, ...] = (KEY_OF[anchor.ref.kind], anchor.ref.id, "quote")
    value = _at(source.data, steps)
    if isinstance(value, list):
        steps, value = (*steps, anchor.index), _at(value, (anchor.index,))
    if not _says(value, anchor.quote):
        return Unchanged(
            "this quote has changed in the meantime and is left as it is; run `reanchor` again"
        )
    return change(text, tuple(_changes(steps, value, quote)))


def _at(data: Data | None, steps: tuple[Step, ...]) -> Data | None:
    for step in steps:
        try:
            data = data[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return None
    return data


def _says(value: Data | None, quote: Quote) -> bool:
    fields = value if isinstance(value, dict) else {"exact": value}
    return {key: _line(str(said)) for key, said in fields.items() if said} == {
        key: _line(str(said)) for key, said in _fields(quote).items()
    }


def _fields(quote: Quote) -> dict[str, Data]:
    return {key: value for key, value in quote.model_dump().items() if value}


def _changes(steps: tuple[Step, ...], value: Data | None, quote: Quote) -> Iterator[Change]:
    wanted: Mapping[str, str] = {key: str(said) for key, said in _fields(quote).items()}
    if isinstance(value, str):
        yield Set(steps, _said_or(wanted))
        return
    assert isinstance(value, dict)
    kept = [key for key in value if key in wanted]
    more = [key for key in wanted if key not in value]
    if not kept or len(more) > 1:
        yield Set(steps, wanted)
        return
    yield from (Remove((*steps, key)) for key in value if key not in wanted)
    yield from (Set((*steps, key), wanted[key]) for key in kept if value[key] != wanted[key])
    yield from (Add(steps, key, wanted[key], kept[-1]) for key in more)


def _said_or(wanted: Mapping[str, str]) -> str | Mapping[str, str]:
    return wanted["exact"] if list(wanted) == ["exact"] else wanted
