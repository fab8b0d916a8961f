"""Re-anchor annotations after an article changed: find passages to choose from, and rewrite quotes.

Files are changed as a whole and only in single values. So an interruption at any moment leaves
everything that was accepted before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from explainer.anchoring.differences import substance, word_diff
from explainer.anchoring.evidence import ArticleText, occurrences, prepare, wanted_of
from explainer.anchoring.match import find
from explainer.anchoring.proposals import LONGEST_WHOLE, is_in_place
from explainer.anchoring.quoting import quote_like
from explainer.anchoring.records import accepted_text, record_of, with_records
from explainer.anchoring.sentence_changes import denied
from explainer.anchoring.surroundings import around
from explainer.entries import ExactQuote, Quote, RangeQuote
from explainer.files.folders import Bounds
from explainer.files.sitefiles import change_file, not_changed, replace_at
from explainer.files.textfiles import Unchanged, read_bytes
from explainer.format.keys import KEY_OF
from explainer.loading.load import LOCK_FILE, accepted_anchors
from explainer.loading.lockfile import lock_text
from explainer.model import (
    Anchor,
    Place,
    Placed,
    Problem,
    Ref,
    Rendered,
    Span,
    Steps,
    Surroundings,
)
from explainer.text.excerpts import cut_sides, on_one_line, sides
from explainer.text.fold import folded
from explainer.text.sentences import Context
from explainer.yamlfiles.changes import Add, Change, Remove, Set
from explainer.yamlfiles.edit import change_each
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.places import Data

# The rules that report claims and dates that have no article or no quote, or cannot be read.
_HIDING = frozenset(
    "bad-id doubled-id doubled-key empty empty-article empty-quote missing-article missing-key"
    " unknown-article unknown-key unknown-value wrong-type".split()
)
_CHANGED_MEANWHILE = Unchanged(
    "this quote has changed in the meantime and is left as it is; run `reanchor` again"
)
SIDE = 60  # characters of context to show on each side of a passage
_GAP = " … "  # between the ends of a range whose words are unknown


@dataclass(frozen=True)
class Option:
    """A passage to which an annotation may be moved, and the quote that finds it."""

    span: Span
    context: Context
    quote: Quote
    diff: str  # from the old words to these, word by word; "" if they are the same or unknown
    changes: tuple[str, ...]  # of the meaning: a name, a number, a negation
    is_elsewhere: bool  # whether the old words were accepted in other surroundings


@dataclass(frozen=True)
class LostAnchor:
    """An anchor that is not exact, and the passages to which it may be moved."""

    anchor: Anchor
    old: Context  # the words with which it was accepted, else its quote
    options: tuple[Option, ...]


class Decision(NamedTuple):
    """The option that was chosen for an anchor."""

    anchor: Anchor
    option: Option


def reviews(placed: Placed) -> tuple[LostAnchor, ...]:
    """Return all anchors that are not exact, by file and line."""
    texts = {each.ref.id: _prepared(each, placed) for each in placed.articles}
    options: dict[object, tuple[Option, ...]] = {}
    found = []
    for anchor in sorted(placed.anchors, key=lambda anchor: anchor.place):
        if anchor.state == "exact":
            continue
        record = _record(anchor, placed)
        search = anchor.article, anchor.quote, anchor.state, anchor.spans, record
        if search not in options:  # the same words are compared once, as for `check`
            options[search] = _options(anchor, texts[anchor.article], record)
        found.append(LostAnchor(anchor, _old_context(anchor.quote, record), options[search]))
    return tuple(found)


def keeping_from_words(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems because of which claims or dates have no anchor, not even an orphan."""
    return tuple(each for each in problems if each.level == "error" and each.rule in _HIDING)


def _prepared(article: Rendered, placed: Placed) -> ArticleText:
    return prepare(article.text, accepted_text(placed.loaded.accepted, article.ref))


def _record(anchor: Anchor, placed: Placed) -> Surroundings | None:
    return record_of(placed.loaded.accepted.get(str(anchor.ref), ()), anchor.quote)


def _old_context(quote: Quote, record: Surroundings | None) -> Context:
    old = record or _typed(quote)
    return _context(old.prefix, old.exact, old.suffix)


def _options(anchor: Anchor, text: ArticleText, record: Surroundings | None) -> tuple[Option, ...]:
    """Return the passages to choose from."""
    old = record or _typed(anchor.quote)
    spans = _whole_ranges(anchor, text, record)
    spans += anchor.spans or ((anchor.nearest,) if anchor.nearest else ())
    options = []
    for span in dict.fromkeys(spans):
        option = _option(anchor, text, old, span, record)
        if option:
            options.append(option)
    return tuple(options)


def _whole_ranges(
    anchor: Anchor, text: ArticleText, record: Surroundings | None
) -> tuple[Span, ...]:
    """Return the passages that resemble the whole text of a range that has grown.

    Such a range is found with one of its ends at another passage, so it is far longer than before.
    """
    has_grown = anchor.state == "moved" and isinstance(anchor.quote, RangeQuote)
    if not has_grown or record is None or len(record.exact) > LONGEST_WHOLE:
        return ()
    return find(ExactQuote(exact=record.exact, prefix="", suffix=""), text, record)[1]


def _typed(quote: Quote) -> Surroundings:
    if isinstance(quote, RangeQuote):
        return Surroundings(f"{quote.start}{_GAP}{quote.end}", "", "")
    return Surroundings(quote.exact, quote.prefix, quote.suffix)


def _option(
    anchor: Anchor, text: ArticleText, old: Surroundings, span: Span, record: Surroundings | None
) -> Option | None:
    """Return the option to move an anchor to a span; None if no quote finds only that."""
    quote_stays = anchor.state == "moved" and span in anchor.spans and not _has_sides(anchor.quote)
    quote = anchor.quote if quote_stays else quote_like(anchor.quote, text, span)
    if quote is None:
        return None
    words = text.original[span.start : span.end]
    before, after = sides(text.original, span.start, span.end, 2 * SIDE)
    diff, changes = "", tuple[str, ...]()
    if _GAP not in old.exact and on_one_line(old.exact) != on_one_line(words):
        diff = word_diff(on_one_line(old.exact), on_one_line(words))
        changes = substance(old.exact, words, text.common)
    return Option(
        span,
        _context(before, words, after),
        quote,
        diff,
        changes + denied(text, *span[:2], record),
        record is not None and not _is_in_place(anchor.quote, text, span, record),
    )


def _is_in_place(quote: Quote, text: ArticleText, span: Span, record: Surroundings) -> bool:
    start, end = map(text.folded.here, span[:2])
    return is_in_place(wanted_of(quote, text, record), start, end)


def _has_sides(quote: Quote) -> bool:
    return isinstance(quote, ExactQuote) and bool(quote.prefix or quote.suffix)


def _context(before: str, words: str, after: str) -> Context:
    """Return words in context: at most `SIDE` characters of whole words before and after them."""
    before, after = cut_sides(before, after, SIDE)
    return Context(before, on_one_line(words), after)


def in_bulk(review: LostAnchor, least: float) -> Option | None:
    """Return the option to accept without asking: a single one, at least this similar (0 to 1).

    Words in other surroundings are never accepted so, nor is a changed name, number or negation.
    """
    if review.anchor.state != "changed" or len(review.options) != 1:
        return None
    option = review.options[0]
    if option.span.similarity < least or not option.diff:
        return None
    return None if option.changes or option.is_elsewhere else option


def by_hand(review: LostAnchor, placed: Placed, words: str) -> Option | int:
    """Return the option to move an anchor to words that an editor typed, whatever their case.

    If there is none, return how often the words occur in the article.
    """
    anchor = review.anchor
    text = _prepared(_article(placed, anchor), placed)
    typed = folded(words)
    found = list(occurrences(typed, text.folded.text))
    found = found or list(occurrences(typed.lower(), text.lower))
    if len(found) != 1:
        return len(found)
    record = _record(anchor, placed)
    span = Span(*text.folded.original(*found[0]))
    option = _option(anchor, text, record or _typed(anchor.quote), span, record)
    return option or len(found)


def _article(placed: Placed, anchor: Anchor) -> Rendered:
    return next(each for each in placed.articles if each.ref.id == anchor.article)


def depending(placed: Placed, ref: Ref) -> tuple[tuple[str, Place], ...]:
    """Return the fields of a claim or date to review after its quote changed, with their places."""
    entry = placed.loaded.entries[ref]
    found = []
    for key in entry.body.depends_on_quote:
        if getattr(entry.body, key):
            found.append((key, entry.at(key)))
    return tuple(found)


# --- changing the files ---


def accept(
    bounds: Bounds, placed: Placed, decisions: Sequence[Decision]
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Move annotations to passages; return the decisions that were made, and problems.

    The quotes that have to change are rewritten, then all anchors are recorded. Each file is read
    and written once, however many of its quotes change.
    """
    by_file: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_file[decision.anchor.place.path].append(decision)
    made, problems = list[Decision](), list[Problem]()
    for path, chosen in by_file.items():
        refused, more = _requote(bounds, path, chosen)
        made += [decision for decision in chosen if decision.anchor not in refused]
        problems += more
    more = _confirm(bounds, placed, made)
    return () if more else tuple(made), (*problems, *more)


def _requote(
    bounds: Bounds, path: str, chosen: Iterable[Decision]
) -> tuple[Collection[Anchor], tuple[Problem, ...]]:
    """Rewrite the quotes of a file that have to change; return those left alone, and problems."""
    quotes = {anchor: option.quote for anchor, option in chosen}
    wanted = {anchor: quote for anchor, quote in quotes.items() if quote != anchor.quote}
    refused: dict[Anchor, Unchanged] = {}

    def change(text: str) -> str:
        nonlocal refused
        new, refused = requoted(text, wanted)
        return new

    problems = change_file(bounds, Place(path), change) if wanted else ()
    if problems:
        return wanted, problems
    return refused, tuple(not_changed(anchor.place, why) for anchor, why in refused.items())


def _confirm(bounds: Bounds, placed: Placed, made: Sequence[Decision]) -> tuple[Problem, ...]:
    if not made:
        return ()
    old = read_bytes(bounds.root / LOCK_FILE)
    accepted, problems = accepted_anchors(bounds.root)
    if problems:
        return problems
    texts = {article.ref.id: article.text for article in placed.articles}
    new = [(anchor, around(texts[anchor.article], *option.span[:2])) for anchor, option in made]
    return replace_at(bounds, LOCK_FILE, lock_text(with_records(accepted, new)), over=old)


def requoted(text: str, wanted: Mapping[Anchor, Quote]) -> tuple[str, dict[Anchor, Unchanged]]:
    """Return the text of an annotation file with other quotes for these anchors.

    Quotes are left alone that are no longer those of their anchors, or cannot be changed in place;
    these are returned with the reason.
    """
    data = read_yaml(text, "")[0].data
    changes: dict[Anchor, tuple[Change, ...]] = {}
    refused: dict[Anchor, Unchanged] = {}
    for anchor, quote in wanted.items():
        steps, value = _quote_at(data, anchor)
        if _is_same_quote(value, anchor.quote):
            changes[anchor] = tuple(_changes(steps, value, _fields(quote)))
        else:
            refused[anchor] = _CHANGED_MEANWHILE
    new, reasons = change_each(text, [*changes.values()])
    anchors = [*changes]
    return new, refused | {anchors[index]: why for index, why in reasons.items()}


def _quote_at(data: Data | None, anchor: Anchor) -> tuple[Steps, Data | None]:
    """Return the steps to the quote of an anchor, and what is there."""
    steps: Steps = (KEY_OF[anchor.ref.kind], anchor.ref.id, "quote")
    value = _at(data, steps)
    if isinstance(value, list):
        return (*steps, anchor.index), _at(value, (anchor.index,))
    return steps, value


def _at(data: Data | None, steps: Steps) -> Data | None:
    for step in steps:
        try:
            data = data[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return None
    return data


def _is_same_quote(value: Data | None, quote: Quote) -> bool:
    typed = value if isinstance(value, dict) else {"exact": value}
    return _flattened(typed) == _flattened(_fields(quote))


def _flattened(fields: Mapping[str, Data | None]) -> dict[str, str]:
    return {key: on_one_line(str(text)) for key, text in fields.items() if text}


def _fields(quote: Quote) -> dict[str, str]:
    return {key: text for key, text in quote.model_dump().items() if text}


def _changes(steps: Steps, value: Data | None, wanted: Mapping[str, str]) -> Iterator[Change]:
    """Yield the changes of the quote at these steps to the wanted fields."""
    if isinstance(value, str):
        yield Set(steps, wanted["exact"] if list(wanted) == ["exact"] else wanted)
        return
    assert isinstance(value, dict)
    kept = [key for key in value if key in wanted]
    added = [key for key in wanted if key not in value]
    if not kept or len(added) > 1:
        yield Set(steps, wanted)
        return
    for key in value:
        if key not in wanted:
            yield Remove((*steps, key))
    for key in kept:
        if value[key] != wanted[key]:
            yield Set((*steps, key), wanted[key])
    for key in added:
        yield Add(steps, key, wanted[key], kept[-1])
