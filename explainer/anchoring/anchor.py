"""The stage that finds the place in the article of every claim and date."""

import json
import posixpath
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from explainer.anchoring.advice import advice
from explainer.anchoring.differences import word_diff
from explainer.anchoring.effort import LEFT_OUT, Effort, effort_for, needed_effort
from explainer.anchoring.evidence import (
    ArticleText,
    is_record_of,
    occurrences,
    prepare,
    wanted_of,
)
from explainer.anchoring.joining import joined
from explainer.anchoring.match import find_at_once, find_by_comparing
from explainer.anchoring.mistyped import split_at_commas
from explainer.anchoring.proposals import nearest
from explainer.anchoring.quoting import stale_sides
from explainer.anchoring.readings import Reading, readings_in, with_readings
from explainer.anchoring.records import accepted_text, record_of
from explainer.anchoring.sentence_changes import (
    denials,
    edited,
    exchanged,
    is_among_others,
)
from explainer.entries import Quote
from explainer.loading.load import LOCK_FILE
from explainer.loading.lockfile import far_too_long
from explainer.model import (
    NO_CACHE,
    Anchor,
    Article,
    Cache,
    Loaded,
    Place,
    Placed,
    Problem,
    QuotedEntry,
    Rendered,
    Settings,
    Span,
    State,
    Surroundings,
)
from explainer.rendering.render import convert
from explainer.text.controls import visible_json
from explainer.text.drawn import drawn_in
from explainer.text.excerpts import SIDE, on_one_line, shortened_diff, sides
from explainer.text.fold import folded
from explainer.text.lines import line_starts
from explainer.text.undivided import undivided_in_quotes
from explainer.text.visible import Visible, read

# A quote that runs over more paragraphs than this is a section, not a statement.
MOST_PARAGRAPHS = 3
# An article that was accepted with more characters than this, and so many times those of today, was
# not shortened by an edit: aligning the two would take minutes.
_LEFT_OUT, _SHORTENED = 200_000, 20

_NOT_SEARCHED = (
    f"these words are not where they were accepted, or are in several places, and {LEFT_OUT}"
)

_Search = tuple[Quote, Surroundings | None]  # a quote and its record


class _Found(NamedTuple):
    """What is known of a quote in an article: see `Anchor`."""

    state: State
    spans: tuple[Span, ...]
    nearest: Span | None = None
    is_left_out: bool = False


@dataclass(frozen=True)
class _SearchedArticle:
    """An article, and the results of searching it; the same words are searched for once."""

    visible: Visible
    text: ArticleText
    effort: Effort
    located: dict[_Search, _Found] = field(default_factory=dict)
    advice: dict[_Search, str] = field(default_factory=dict)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of ruby in the article."""
        return readings_in(self.visible.root)

    def find(self, quote: Quote, record: Surroundings | None) -> _Found:
        """Find a quote (see `match.find`), unless it needs comparing that would take too long."""
        search = quote, record
        if search not in self.located:
            self.located[search] = self._search(quote, record)
        return self.located[search]

    def _search(self, quote: Quote, record: Surroundings | None) -> _Found:
        at_once = find_at_once(quote, self.text, record)
        if at_once:
            return _Found(*at_once)
        if not self.effort.allows(needed_effort(quote, self.text, record)):
            return _Found("orphan", (), is_left_out=True)
        state, spans = find_by_comparing(quote, self.text, record)
        return _Found(state, spans, None if spans else _nearest(quote, self.text, record))

    def advice_on(self, anchor: Anchor, record: Surroundings | None) -> str:
        """Return the message for an anchor that is not exact."""
        if anchor.is_left_out:
            return _NOT_SEARCHED
        search = anchor.quote, record
        if search not in self.advice:
            without_readings = with_readings(anchor.quote, self.text, self.readings)
            self.advice[search] = without_readings or advice(anchor, self.text, record)
        return self.advice[search]


def anchor(
    loaded: Loaded, settings: Settings, cache: Cache = NO_CACHE
) -> tuple[Placed, tuple[Problem, ...]]:
    """Render every article, find every quote of its claims and dates, and report problems.

    Quotes without words, and entries of an article that was not loaded, are skipped: other rules
    report them. The `cache` is one for these settings.
    """
    rendered, anchors, problems = [], list[Anchor](), list[Problem]()
    articles: dict[str, _SearchedArticle] = {}
    effort = effort_for(loaded.articles)
    for article in loaded.articles:
        page, visible = _rendered(article, settings, cache)
        rendered.append(page)
        before = accepted_text(loaded.accepted, article.ref)
        if len(before) > _LEFT_OUT + _SHORTENED * len(visible.text):
            before = ""
            problems.append(far_too_long(LOCK_FILE, article.ref))
        text = prepare(visible.text, before)
        articles[article.slug] = _SearchedArticle(visible, text, effort)
    for entry in loaded.quoted_entries:
        if entry.article in articles:
            searched = articles[entry.article]
            found = list(_anchors(entry, searched, loaded.accepted.get(str(entry.ref), ())))
            anchors += [each for each, _ in found]
            problems += _entry_problems(entry, found, searched, loaded.files)
    anchors.sort(key=lambda each: (each.article, _start(each), each.ref, each.index))
    visible_texts = {slug: searched.visible for slug, searched in articles.items()}
    return Placed(loaded, tuple(rendered), tuple(anchors), visible_texts), tuple(problems)


def anchors_json(placed: Placed) -> Iterator[str]:
    """Yield a line of JSON for each anchor.

    It has the anchor's places in the visible text of its article, in code points.
    """
    texts = {article.ref.id: article.text for article in placed.articles}
    for each in placed.anchors:
        row = {
            "article": each.article,
            "annotation": str(each.ref),
            "state": each.state,
            "places": [_as_data(span, texts[each.article]) for span in each.spans],
        }
        yield visible_json(json.dumps(row, ensure_ascii=False))


def _as_data(span: Span, text: str) -> dict[str, str | float]:
    start, end, similarity = span
    before, after = sides(text, start, end, SIDE)
    return {
        "start": start,
        "end": end,
        "words": text[start:end],
        "before": before,
        "after": after,
        "similarity": round(similarity, 3),
    }


def _rendered(article: Article, settings: Settings, cache: Cache) -> tuple[Rendered, Visible]:
    converted = convert(article.markdown, settings, posixpath.dirname(article.path), cache)
    visible = read(converted.html)
    drawn = drawn_in(visible)
    return Rendered(article.ref, converted.html, visible.text, *converted[1:], drawn), visible


def _anchors(
    entry: QuotedEntry, searched: _SearchedArticle, records: Sequence[Surroundings]
) -> Iterator[tuple[Anchor, Surroundings | None]]:
    """Yield the anchor of each quote of an entry, with its record among those of the entry."""
    used = list[Surroundings]()
    for index, quote in enumerate(entry.body.quote):
        if not all(map(folded, quote.parts)):
            continue
        record = record_of(records, quote, used)
        if record is not None:
            used.append(record)
        state, spans, nearest_span, is_left_out = searched.find(quote, record)
        found = Anchor(
            entry.ref,
            entry.article or "",
            index,
            quote,
            state,
            spans,
            entry.at("quote", index),
            nearest_span,
            is_left_out,
        )
        yield found, record


def _nearest(quote: Quote, text: ArticleText, record: Surroundings | None) -> Span | None:
    """Return the passage most similar to a lost quote, though its meaning differs, if there is one.

    Only the editor can tell whether it is what the quote has become.
    """
    if quote.is_range or any(occurrences(folded(quote.exact), text.folded.text)):
        return None
    passage = nearest(wanted_of(quote, text, record))
    if passage is None:
        return None
    return Span(*text.folded.original(passage.start, passage.end), passage.similarity)


def _entry_problems(
    entry: QuotedEntry,
    found: Sequence[tuple[Anchor, Surroundings | None]],
    searched: _SearchedArticle,
    files: Mapping[str, str],
) -> Iterator[Problem]:
    """Report the quotes of an entry that a comma split, and the problems of all others.

    `files` has the text of each YAML file by its path.
    """
    states = {each.index: each.state for each, _ in found}
    places = [entry.at("quote", index) for index in range(len(entry.body.quote))]
    split_indices = set[int]()
    if len(places) > 1:
        source = files.get(places[0].path, "")
        starts = [_offset(source, place) for place in places]
        for split in split_at_commas(entry.body.quote, source, starts, searched.text):
            indices = range(split.first, split.last + 1)
            split_indices.update(indices)
            lost = [states[index] for index in indices if states.get(index, "exact") != "exact"]
            place = places[split.first]
            if lost:
                yield Problem(place, "error", split.message, f"anchor-{lost[0]}")
            else:
                yield Problem(place, "warning", split.message, "split-quote")
    for each, record in found:
        if each.index not in split_indices:
            yield from _problems(each, searched, record)


def _offset(source: str, place: Place) -> int:
    """Return the offset of a place in the text of its file, in code points."""
    starts = line_starts(source)
    return starts[min(place.line, len(starts)) - 1] + place.column - 1


def _problems(
    found: Anchor, searched: _SearchedArticle, accepted: Surroundings | None
) -> Iterator[Problem]:
    if found.state != "exact":
        message = searched.advice_on(found, accepted)
        yield Problem(found.place, "error", message, f"anchor-{found.state}")
        return
    span = found.spans[0]
    text = searched.text
    for edge in (span.start, span.end):
        whole = undivided_in_quotes(text.original, edge)
        if whole:
            words = text.original[slice(*whole)]
            message = f"the quote holds only a part of “{words}”; quote all of it, or none of it"
            yield Problem(found.place, "error", message, "cut-words")
    for key, typed, here in stale_sides(found.quote, text, span):
        message = (
            f"`{key}` is “{typed}”, but the article has “{here}” there; write that, or remove it"
        )
        yield Problem(found.place, "warning", message, "stale-surroundings")
    if accepted and is_record_of(accepted, found.quote):
        for change, rule in _changes_since(accepted, text, span):
            advised = f"check whether {found.ref} still holds (reported until the site is built)"
            yield Problem(found.place, "warning", f"{change}; {advised}", rule)
    yield from _block_problems(found, searched.visible)


def _block_problems(found: Anchor, visible: Visible) -> Iterator[Problem]:
    """Report a quote that touches more blocks than it should, or joins parts of them."""
    start, end, _ = found.spans[0]
    blocks = _blocks_between(visible, start, end)
    if len(blocks) > MOST_PARAGRAPHS:
        message = (
            f"the quote spans {len(blocks)} paragraphs; "
            "quote only the words that say it, or split the entry"
        )
        yield Problem(found.place, "warning", message, "long-quote")
        return
    message = joined(visible, blocks, start, end)
    if message:
        yield Problem(found.place, "warning", message, "joined-blocks")


def _changes_since(
    accepted: Surroundings, text: ArticleText, span: Span
) -> Iterator[tuple[str, str]]:
    """Yield what an edit changed in a quote, or in its sentence, and the rule that reports it."""
    old, new = accepted.exact, text.original[span.start : span.end]
    if old != new and folded(old) != folded(new):
        diff = shortened_diff(word_diff(on_one_line(old), on_one_line(new)))
        yield f"these words have changed since the quote was accepted: {diff}", "reworded"
    now = edited(text, span.start, span.end, accepted)
    if now is None:
        return
    denying = [f"“{word}”" for word in denials(accepted, now)]
    if denying:
        yield f"the sentence around these words now says {' and '.join(denying)}", "denied"
    if is_among_others(text, span.start, span.end, accepted):
        yield "these words now stand in a different context", "new-context"
        return
    changes = exchanged(accepted, now, text.common)
    if changes:
        yield f"the sentence around these words has changed ({', '.join(changes)})", "exchanged"


def _blocks_between(visible: Visible, start: int, end: int) -> range:
    """Return the indices of the blocks that `text[start:end]` touches."""
    first = bisect_right(visible.blocks, start, key=lambda block: block[1])
    return range(first, bisect_left(visible.blocks, end, first, key=lambda block: block[0]))


def _start(found: Anchor) -> float:
    return found.spans[0].start if found.spans else float("inf")
