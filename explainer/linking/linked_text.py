"""Articles and hand-written pages with everything that is to be marked in them."""

import posixpath
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from explainer.format.entry_links import references
from explainer.format.names import Names
from explainer.linking.mentions import FoundName, names_in
from explainer.model import (
    Anchor,
    Highlight,
    LinkedText,
    Mention,
    Page,
    Placed,
    Ref,
    Rendered,
    Settings,
    Span,
)
from explainer.rendering.render import convert
from explainer.text.sentences import Context, Sentences, sentences_of
from explainer.text.visible import Visible, read


def link_article(
    rendered: Rendered, placed: Placed, settings: Settings, names: Names
) -> LinkedText:
    """Give an article with the exact ones of its anchors as highlights, and with its mentions."""
    visible = read(rendered.html)
    article = next(article for article in placed.loaded.articles if article.ref == rendered.ref)
    sentences = sentences_of(visible, article.front.lang or settings.language)
    exact = [
        anchor
        for anchor in placed.anchors
        if anchor.article == article.slug and anchor.state == "exact"
    ]
    return LinkedText(
        rendered,
        tuple(_highlights(exact, sentences)),
        _mentions(rendered.ref, visible, sentences, names),
    )


def link_page(page: Page, settings: Settings, names: Names) -> LinkedText:
    """Give a hand-written page with its mentions."""
    converted = convert(page.markdown, settings, posixpath.dirname(page.file))
    visible = read(converted.html)
    mentions = _mentions(page.ref, visible, sentences_of(visible, settings.language), names)
    rendered = Rendered(page.ref, converted.html, visible.text, *converted[1:])
    return LinkedText(rendered, (), mentions)


def _mentions(
    origin: Ref, visible: Visible, sentences: Sentences, names: Names
) -> tuple[Mention, ...]:
    """Give what the text names and what its author linked by hand, in order."""
    written = references(visible)
    found = list(names_in(names, visible, written))
    named = _named(origin, visible, sentences, found)
    nearest = _nearest_ids(visible.headings)
    links = written_links(origin, written, sentences)
    linked = (_at_heading(link, visible, nearest) for link in links)
    return tuple(sorted((*linked, *named), key=in_order))


def _at_heading(mention: Mention, visible: Visible, nearest: Sequence[str]) -> Mention:
    """Return a mention that leads to the heading above it."""
    above = bisect_right(visible.headings, mention.span.start, key=lambda heading: heading[0])
    return replace(mention, fragment=nearest[above])


def written_links(
    origin: Ref, references: Iterable[tuple[int, int, Ref]], sentences: Sentences
) -> Iterator[Mention]:
    """Give what the author of a text linked by hand, as `kind:id`."""
    for start, end, ref in references:
        yield Mention(ref, origin, "", sentences.around(start, end), Span(start, end), False, True)


def in_order(mention: Mention) -> tuple[Span, Ref]:
    """Sort mentions as they stand in their text."""
    return mention.span, mention.target


def _highlights(anchors: list[Anchor], sentences: Sentences) -> Iterator[Highlight]:
    """Number the annotations of each kind in the order in which their first words stand in the article."""
    numbers: dict[Ref, int] = {}
    last: Counter[str] = Counter()
    quotes: Counter[Ref] = Counter()
    for anchor in sorted(anchors, key=lambda anchor: (anchor.spans[0].start, anchor.ref)):
        if anchor.ref not in numbers:
            last[anchor.ref.kind] += 1
            numbers[anchor.ref] = last[anchor.ref.kind]
        quotes[anchor.ref] += 1
        name = f"{anchor.ref.kind}-{anchor.ref.id}"
        fragment = name if quotes[anchor.ref] == 1 else f"{name}--{quotes[anchor.ref]}"
        span = anchor.spans[0]
        yield Highlight(
            anchor.ref, span, fragment, numbers[anchor.ref], sentences.around(span.start, span.end)
        )


def _named(
    origin: Ref, visible: Visible, sentences: Sentences, names: Sequence[FoundName]
) -> Iterator[Mention]:
    """Yield every name. In each section, the first of each entry that may be a link is one.

    The others lead to it. A name in a heading leads to the heading, and so does one in a section
    without a link to its entry.
    """
    starts = [start for start, _, _ in visible.headings]
    first: dict[tuple[Ref, int], FoundName] = {}
    for found in names:
        if found.linkable:
            first.setdefault((found.ref, bisect_right(starts, found.start)), found)
    links: dict[tuple[Ref, int], str] = {}
    counts: Counter[Ref] = Counter()
    for ref, section in first:
        counts[ref] += 1
        links[ref, section] = f"{ref.kind}-{ref.id}--{counts[ref]}"
    nearest = _nearest_ids(visible.headings)
    for found in names:
        section = bisect_right(starts, found.start)
        is_heading = section > 0 and found.start < visible.headings[section - 1][1]
        link = "" if is_heading else links.get((found.ref, section), "")
        yield Mention(
            found.ref,
            origin,
            link or nearest[section],
            on_one_line(sentences.around(found.start, found.end)),
            Span(found.start, found.end),
            first.get((found.ref, section)) is found,
        )


def _nearest_ids(headings: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return for each number of headings the id of the last of them that has one, "" where none does."""
    return list(
        accumulate((id_ for _, _, id_ in headings), lambda last, id_: id_ or last, initial="")
    )


def on_one_line(context: Context) -> Context:
    """Return words in their sentence without the line feeds that they have in a block of code."""
    before, words, after = (part.replace("\n", " ") for part in context[:3])
    return context._replace(before=before, words=words, after=after)
