"""Articles and hand-written pages with everything that is to be marked in them."""

import posixpath
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from explainer.anchoring.render import convert
from explainer.linking.mentions import Names, find_names
from explainer.linking.texts import references
from explainer.model import Anchor, Highlight, LinkedText, Mention, Page, Placed, Ref, Rendered, Settings, Span
from explainer.text.sentences import Sentences, sentences_of
from explainer.text.visible import Visible, read


def link_article(rendered: Rendered, placed: Placed, settings: Settings, names: Names) -> LinkedText:
    """Give an article with the exact ones of its anchors as highlights, and with its mentions."""
    visible = read(rendered.html)
    article = next(article for article in placed.loaded.articles if article.ref == rendered.ref)
    sentences = sentences_of(visible, article.front.lang or settings.language)
    exact = [anchor for anchor in placed.anchors if anchor.article == article.slug and anchor.state == "exact"]
    return LinkedText(
        rendered,
        tuple(_highlights(exact, sentences)),
        _mentions(rendered.ref, visible, sentences, names),
    )


def link_page(page: Page, settings: Settings, names: Names) -> LinkedText:
    """Give a hand-written page with its mentions."""
    converted = convert(page.markdown, settings, posixpath.dirname(f"docs/{page.path}"))
    visible = read(converted.html)
    mentions = _mentions(page.ref, visible, sentences_of(visible, settings.language), names)
    rendered = Rendered(page.ref, converted.html, visible.text, *converted[1:])
    return LinkedText(rendered, (), mentions)


def _mentions(origin: Ref, visible: Visible, sentences: Sentences, names: Names) -> tuple[Mention, ...]:
    """Give what the text names and what its author linked by hand, in order."""
    found = (*written_links(origin, references(visible), sentences), *_named(origin, visible, sentences, names))
    return tuple(sorted(found, key=in_order))


def written_links(origin: Ref, references: Iterable[tuple[int, int, Ref]], sentences: Sentences) -> Iterator[Mention]:
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
        yield Highlight(anchor.ref, span, fragment, numbers[anchor.ref], sentences.around(span.start, span.end))


def _named(origin: Ref, visible: Visible, sentences: Sentences, names: Names) -> Iterator[Mention]:
    """Give every name; the first of each entry in each section carries the link, and the others lead to it."""
    starts = [start for start, _, _ in visible.headings]
    links: dict[tuple[Ref, int], str] = {}
    counts: Counter[Ref] = Counter()
    for start, end, ref in find_names(names, visible.text, visible.unlinkable):
        section = bisect_right(starts, start)
        is_first = (ref, section) not in links
        if is_first:
            counts[ref] += 1
            links[(ref, section)] = f"{ref.kind}-{ref.id}--{counts[ref]}"
        context = sentences.around(start, end)
        yield Mention(ref, origin, links[(ref, section)], context, Span(start, end), is_first)
