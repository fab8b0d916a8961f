"""Articles and hand-written pages with everything to be marked in them."""

import posixpath
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from explainer.format.entry_links import references
from explainer.format.names import Names
from explainer.linking.mentions import FoundName, names_in
from explainer.model import (
    NO_CACHE,
    Anchor,
    Cache,
    Highlight,
    LinkedText,
    Mention,
    Page,
    Ref,
    Rendered,
    Settings,
    Span,
)
from explainer.rendering.render import convert
from explainer.text.sentences import Sentences, sentences_of
from explainer.text.visible import Visible, read


def link_article(
    rendered: Rendered,
    visible: Visible,
    anchors: Iterable[Anchor],
    names: Names,
    language: str,
) -> LinkedText:
    """Return an article with its exact anchors as highlights, and with its mentions.

    `language` is that of the article, as a BCP 47 tag.
    """
    sentences = sentences_of(visible, language)
    highlights = tuple(_highlights(anchors, sentences))
    ends = sorted(highlight.span.end for highlight in highlights)
    mentions = _mentions(rendered.ref, visible, sentences, names, ends)
    return LinkedText(rendered, highlights, mentions)


def link_page(page: Page, settings: Settings, names: Names, cache: Cache = NO_CACHE) -> LinkedText:
    """Return a hand-written page with its mentions. The `cache` is one for these settings."""
    converted = convert(page.markdown, settings, posixpath.dirname(page.file), cache)
    visible = read(converted.html)
    sentences = sentences_of(visible, settings.language)
    mentions = _mentions(page.ref, visible, sentences, names)
    rendered = Rendered(page.ref, converted.html, visible.text, *converted[1:], sentences.drawn)
    return LinkedText(rendered, (), mentions)


def _mentions(
    origin: Ref,
    visible: Visible,
    sentences: Sentences,
    names: Names,
    ends: Sequence[int] = (),
) -> tuple[Mention, ...]:
    """Return what the text names and what its author linked by hand, in order.

    A name over any of the `ends` of highlights, in order, is no link: their numbers stand there.
    """
    written = references(visible)
    found = [_unlinked_over(ends, name) for name in names_in(names, visible, written)]
    named = _named(origin, visible, sentences, found)
    nearest = _nearest_ids(visible.headings)
    links = written_links(origin, written, sentences)
    mentions = []
    for link in links:
        # leads to the heading above it
        section = _section(visible, link.span.start)
        mentions.append(replace(link, fragment=nearest[section]))
    mentions += named
    return tuple(sorted(mentions, key=in_order))


def _unlinked_over(ends: Sequence[int], name: FoundName) -> FoundName:
    after = bisect_right(ends, name.start)
    is_over = after < len(ends) and ends[after] < name.end
    return name._replace(linkable=False) if is_over else name


def _section(visible: Visible, at: int) -> int:
    """Return how many headings begin up to an offset of the visible text."""
    return bisect_right(visible.headings, at, key=lambda heading: heading[0])


def written_links(
    origin: Ref, references: Iterable[tuple[int, int, Ref]], sentences: Sentences
) -> Iterator[Mention]:
    """Yield what the author of a text linked by hand, as `kind:id`."""
    for start, end, ref in references:
        yield Mention(ref, origin, "", sentences.around(start, end), Span(start, end), False, True)


def in_order(mention: Mention) -> tuple[Span, Ref]:
    """Return a key that sorts mentions in the order of their text."""
    return mention.span, mention.target


def _highlights(anchors: Iterable[Anchor], sentences: Sentences) -> Iterator[Highlight]:
    """Yield the exact anchors as highlights, in order.

    The annotations of each kind are numbered in the order of their first words in the article.
    """
    numbers: dict[Ref, int] = {}
    last: Counter[str] = Counter()
    quotes: Counter[Ref] = Counter()
    exact = [anchor for anchor in anchors if anchor.state == "exact"]
    for anchor in sorted(exact, key=lambda anchor: (anchor.spans[0].start, anchor.ref)):
        if anchor.ref not in numbers:
            last[anchor.ref.kind] += 1
            numbers[anchor.ref] = last[anchor.ref.kind]
        quotes[anchor.ref] += 1
        name = f"{anchor.ref.kind}-{anchor.ref.id}"
        fragment = name if quotes[anchor.ref] == 1 else f"{name}--{quotes[anchor.ref]}"
        span = anchor.spans[0]
        context = sentences.around(span.start, span.end)
        yield Highlight(anchor.ref, span, fragment, numbers[anchor.ref], context)


def _named(
    origin: Ref, visible: Visible, sentences: Sentences, names: Sequence[FoundName]
) -> Iterator[Mention]:
    """Yield every name.

    In each section, the first name of each entry that may be a link becomes one, and the fragments
    of the others lead to it. That of a name in a heading leads to the heading, and so does that of
    a name in a section without a link to its entry.
    """
    first: dict[tuple[Ref, int], FoundName] = {}
    for found in names:
        if found.linkable:
            first.setdefault((found.ref, _section(visible, found.start)), found)
    links: dict[tuple[Ref, int], str] = {}
    counts: Counter[Ref] = Counter()
    for ref, section in first:
        counts[ref] += 1
        links[ref, section] = f"{ref.kind}-{ref.id}--{counts[ref]}"
    nearest = _nearest_ids(visible.headings)
    for found in names:
        section = _section(visible, found.start)
        is_heading = section > 0 and found.start < visible.headings[section - 1][1]
        link = "" if is_heading else links.get((found.ref, section), "")
        fragment = link or nearest[section]
        context = sentences.around(found.start, found.end)
        is_linked = first.get((found.ref, section)) is found
        span = Span(found.start, found.end)
        yield Mention(found.ref, origin, fragment, context, span, is_linked)


def _nearest_ids(headings: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return for each number of headings the id of the last of them that has one, or ""."""
    nearest = [""]
    for _, _, id_ in headings:
        nearest.append(id_ or nearest[-1])
    return nearest
