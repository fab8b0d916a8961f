"""The stage that puts every claim and date in its place in the article."""

import json
import posixpath
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from explainer.anchoring.advice import advice
from explainer.anchoring.denials import denials
from explainer.anchoring.evidence import ArticleText, is_record_of, prepare
from explainer.anchoring.match import Located, find
from explainer.anchoring.mistyped import split_at_commas
from explainer.anchoring.quoting import stale_sides
from explainer.anchoring.readings import with_readings
from explainer.anchoring.records import accepted_text, record_of
from explainer.entries import Claim, Date, Quote
from explainer.model import (
    Anchor,
    Article,
    Entry,
    Loaded,
    Place,
    Placed,
    Problem,
    Rendered,
    Settings,
    Surroundings,
)
from explainer.rendering.render import convert
from explainer.text.controls import visible_json
from explainer.text.fold import folded
from explainer.text.lines import line_starts
from explainer.text.visible import Visible, read

# A quote that runs over more paragraphs than this is a section, not a statement.
MOST_PARAGRAPHS = 3
Known = dict[tuple[Quote, Surroundings | None], Located]
Advised = dict[tuple[Quote, Surroundings | None], str]
# Characters of each side in the report on anchors.
SIDE = 32


def anchor(loaded: Loaded, settings: Settings) -> tuple[Placed, tuple[Problem, ...]]:
    """Render every article, find every quote of its claims and dates, and tell what an editor must look at.

    Quotes without words, and entries of an article that was not loaded, are skipped: other rules report them.
    """
    rendered, problems = [], list[Problem]()
    texts: dict[str, tuple[Visible, ArticleText]] = {}
    for article in loaded.articles:
        page, visible = _rendered(article, settings)
        rendered.append(page)
        texts[article.slug] = (
            visible,
            prepare(visible.text, accepted_text(loaded.accepted, article.ref)),
        )
    anchors = []
    known: Mapping[str, Known] = {slug: {} for slug in texts}  # the same words are looked for once
    advised: Mapping[str, Advised] = {slug: {} for slug in texts}
    entries: list[Entry[Claim] | Entry[Date]] = [*loaded.claims.values(), *loaded.dates.values()]
    for entry in entries:
        if entry.article in texts:
            visible, text = texts[entry.article]
            placed = list(_anchors(entry, text, loaded.accepted, known[entry.article]))
            anchors += [found for found, _ in placed]
            parted, split_problems = _parted(
                entry, [found for found, _ in placed], text, loaded.files
            )
            problems += split_problems
            for found, accepted in placed:
                problems += (
                    ()
                    if found.index in parted
                    else _problems(found, visible, text, accepted, advised[entry.article])
                )
    anchors.sort(key=lambda each: (each.article, _start(each), each.ref, each.index))
    return Placed(loaded, tuple(rendered), tuple(anchors)), tuple(problems)


def anchors_json(placed: Placed) -> Iterator[str]:
    """One line of JSON for each anchor: where it stands in the visible text of its article, in code points."""
    texts = {article.ref.id: article.text for article in placed.articles}
    for each in placed.anchors:
        text = texts[each.article]
        places = [
            {
                "start": start,
                "end": end,
                "words": text[start:end],
                "before": text[max(start - SIDE, 0) : start],
                "after": text[end : end + SIDE],
                "similarity": round(similarity, 3),
            }
            for start, end, similarity in each.spans
        ]
        row = {
            "article": each.article,
            "annotation": str(each.ref),
            "state": each.state,
            "places": places,
        }
        yield visible_json(json.dumps(row, ensure_ascii=False))


def _rendered(article: Article, settings: Settings) -> tuple[Rendered, Visible]:
    converted = convert(article.markdown, settings, posixpath.dirname(article.path))
    visible = read(converted.html)
    return Rendered(article.ref, converted.html, visible.text, *converted[1:]), visible


def _anchors(
    entry: Entry[Claim] | Entry[Date],
    text: ArticleText,
    accepted: Mapping[str, tuple[Surroundings, ...]],
    known: Known,
) -> Iterator[tuple[Anchor, Surroundings | None]]:
    records, used = accepted.get(str(entry.ref), ()), list[Surroundings]()
    for index, quote in enumerate(entry.body.quote):
        if all(map(folded, quote.parts)):
            record = record_of(records, quote, used)
            used += [record] if record else []
            if (quote, record) not in known:
                known[quote, record] = find(quote, text, record)
            state, spans = known[quote, record]
            place = entry.at("quote", index)
            yield Anchor(entry.ref, entry.article or "", index, quote, state, spans, place), record


def _parted(
    entry: Entry[Claim] | Entry[Date],
    placed: Sequence[Anchor],
    text: ArticleText,
    files: Mapping[str, str],
) -> tuple[set[int], list[Problem]]:
    """Report quotes that a comma split, and return which; an error where one of them is not found as it is."""
    if len(entry.body.quote) < 2:
        return set(), []
    places = [entry.at("quote", index) for index in range(len(entry.body.quote))]
    source = files.get(places[0].path, "")
    starts = [_offset(source, place) for place in places]
    parted, problems = set[int](), list[Problem]()
    for split in split_at_commas(entry.body.quote, source, starts, text):
        indices = range(split.first, split.last + 1)
        parted.update(indices)
        lost = [
            found.state for found in placed if found.index in indices and found.state != "exact"
        ]
        place = places[split.first]
        if lost:
            problems.append(Problem(place, "error", split.message, f"anchor-{lost[0]}"))
        else:
            problems.append(Problem(place, "warning", split.message, "split-quote"))
    return parted, problems


def _offset(source: str, place: Place) -> int:
    starts = line_starts(source)
    return starts[min(place.line, len(starts)) - 1] + place.column - 1


def _problems(
    found: Anchor,
    visible: Visible,
    text: ArticleText,
    accepted: Surroundings | None,
    advised: Advised,
) -> Iterator[Problem]:
    if found.state != "exact":
        asked = found.quote, accepted
        if asked not in advised:
            advised[asked] = with_readings(found.quote, text, visible.root) or advice(
                found, text, accepted
            )
        yield Problem(found.place, "error", advised[asked], f"anchor-{found.state}")
        return
    start, end, _ = found.spans[0]
    for key, typed, here in stale_sides(found.quote, text, found.spans[0]):
        message = (
            f"`{key}` is “{typed}”, but the article has “{here}” there; write that, or remove it"
        )
        yield Problem(found.place, "warning", message, "stale-surroundings")
    known = accepted if accepted and is_record_of(accepted, found.quote) else None
    denying = " and ".join(f"“{word}”" for word in denials(text, start, end, known))
    if denying:
        message = (
            f"the sentence around these words now says {denying}; check whether {found.ref} still holds (reported "
            "until the site is built)"
        )
        yield Problem(found.place, "warning", message, "denied")
    paragraphs = _blocks_between(visible, start, end)
    if paragraphs > MOST_PARAGRAPHS:
        message = f"the quote spans {paragraphs} paragraphs; quote only the words that say it, or split the entry"
        yield Problem(found.place, "warning", message, "long-quote")


def _blocks_between(visible: Visible, start: int, end: int) -> int:
    """Count the blocks that `text[start:end]` touches; they follow each other."""
    first = bisect_right(visible.blocks, start, key=lambda block: block[1])
    return bisect_left(visible.blocks, end, first, key=lambda block: block[0]) - first


def _start(found: Anchor) -> float:
    return found.spans[0].start if found.spans else float("inf")
