"""Articles and the Markdown of annotations with their mentions, as earlier builds made them.

An article depends on its HTML, its exact anchors, its language, and the names that are looked for.
The fields of one article, or of some entries, are kept at once, but only those in which nothing is
wrong and that link to no page or file: these depend on nothing but their own text, their language,
and the names. What has a formula, which is HTML, or struck words is made each time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, get_args

from explainer.addresses import part_id
from explainer.entries import EntryKind
from explainer.format.fields import MarkdownField
from explainer.format.names import Names
from explainer.model import (
    Anchor,
    Cache,
    Highlight,
    LinkedText,
    Loaded,
    Mention,
    Problem,
    Ref,
    Rendered,
    Span,
)
from explainer.text.sentences import Context

HOME = Ref("page", "index.md")
_FIELDS, _ARTICLES = "fields", "articles"  # the kinds of values
_FAULTS = (TypeError, ValueError, LookupError)  # of values that are not ours
_KINDS = frozenset(get_args(EntryKind))


class LinkedField(NamedTuple):
    """A Markdown field of an entry, a brief or an answer, with its links."""

    html: str
    mentions: tuple[Mention, ...]
    stretches: tuple[str, ...]  # in which a script may look for formulas
    problems: tuple[Problem, ...] = ()
    has_local_links: bool = False  # to pages or files, which may be gone next time


def linked_fields(
    fields: Sequence[MarkdownField],
    loaded: Loaded,
    names: Names,
    languages: Mapping[Ref, str],
    make: Callable[[MarkdownField], LinkedField],
    cache: Cache,
) -> list[LinkedField]:
    """Return the fields with their links, in order: kept ones, or else made by `make`.

    `languages` are those of owners, as BCP 47 tags, where they may not be the site's.
    """
    found: dict[int, LinkedField] = {}
    for numbers in _grouped(fields, loaded):
        parts = [names.as_text]
        for number in numbers:
            owner, steps, text, *_ = fields[number]
            parts += (str(owner), repr(steps), languages.get(owner, ""), text)
        rows = cache.get(_FIELDS, parts)
        for number, row in zip(numbers, _of_length(rows, len(numbers)), strict=True):
            field = fields[number]
            found[number] = _from_json(row, field.owner, loaded) or make(field)
        if rows is None:
            cache.put(_FIELDS, parts, [_to_json(found[number]) for number in numbers])
    return [found[number] for number in range(len(fields))]


def _grouped(fields: Sequence[MarkdownField], loaded: Loaded) -> Iterable[Sequence[int]]:
    """Return the numbers of the fields by article; without one, by kind and first letter."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, field in enumerate(fields):
        owner = field.owner
        article = owner.id if owner.kind == "article" else loaded.entries[owner].article
        groups[article or f"{owner.kind}:{owner.id[:1]}"].append(number)
    return groups.values()


def _of_length(rows: Any, length: int) -> list[Any]:
    """Return rows as they are kept; None for each if they are not as many."""
    return rows if isinstance(rows, list) and len(rows) == length else [None] * length


def origin_of(owner: Ref) -> Ref:
    """Return where a field is shown: briefs and answers are on the home page."""
    return HOME if owner.kind == "article" else owner


def fragment_of(field: MarkdownField) -> str:
    """Return the id of a field on the page where it is shown, "" for the top of the page."""
    return part_id(field.owner.id, field.steps) if field.owner.kind == "article" else ""


def kept_article(
    rendered: Rendered,
    anchors: Sequence[Anchor],
    names: Names,
    language: str,
    make: Callable[[], LinkedText],
    cache: Cache,
) -> LinkedText:
    """Return an article with its highlights and mentions: the kept ones, or else made by `make`."""
    exact = [(*each.ref, *each.spans) for each in anchors if each.state == "exact"]
    parts = (str(rendered.ref), rendered.html, repr(exact), names.as_text, language)
    row = cache.get(_ARTICLES, parts)
    if row is not None:
        with suppress(*_FAULTS):
            highlights = tuple(_highlight(each) for each in row[0])
            mentions = tuple(_mention(each, rendered.ref) for each in row[1])
            return LinkedText(rendered, highlights, mentions)
    made = make()
    contexts = [each.context for each in made.highlights]
    contexts += [each.context for each in made.mentions]
    if all(context.is_plain for context in contexts):
        marks = [_highlight_row(each) for each in made.highlights]
        cache.put(_ARTICLES, parts, [marks, [_mention_row(each) for each in made.mentions]])
    return made


def _to_json(field: LinkedField) -> list[Any] | None:
    """Return a field as values that JSON can hold; None if it must be made each time."""
    is_plain = all(mention.context.is_plain for mention in field.mentions)
    if field.problems or field.has_local_links or not is_plain:
        return None
    return [field.html, [_mention_row(each) for each in field.mentions], field.stretches]


def _from_json(row: Any, owner: Ref, loaded: Loaded) -> LinkedField | None:
    """Return the field of which `_to_json` made a row; None if it is no such, or wrong now."""
    try:
        html, rows, stretches = row
        mentions = tuple(_mention(each, origin_of(owner)) for each in rows)
        kept = LinkedField("" + html, mentions, tuple("" + each for each in stretches))
    except _FAULTS:
        return None
    is_right = all(mention.target in loaded.targets for mention in mentions)
    return kept if is_right else None


def _mention_row(mention: Mention) -> list[Any]:
    """Return a mention in plain text, but for its origin, as values that JSON can hold."""
    return [
        *mention.target,
        mention.fragment,
        *mention.context[:3],
        *mention.span,
        mention.linked,
        mention.written,
    ]


def _mention(row: Any, origin: Ref) -> Mention:
    """Return the mention of which `_mention_row` made a row. Raises one of `_FAULTS`."""
    kind, id_, fragment, before, words, after, start, end, similarity, linked, written = row
    return Mention(
        _ref(kind, id_),
        origin,
        "" + fragment,
        Context("" + before, "" + words, "" + after),
        Span(0 + start, 0 + end, 0 + similarity),
        linked is True,
        written is True,
    )


def _highlight_row(highlight: Highlight) -> list[Any]:
    """Return a highlight in plain text as values that JSON can hold."""
    return [
        *highlight.ref,
        *highlight.span,
        highlight.id,
        highlight.number,
        *highlight.context[:3],
    ]


def _highlight(row: Any) -> Highlight:
    """Return the highlight of which `_highlight_row` made a row. Raises one of `_FAULTS`."""
    kind, id_, start, end, similarity, name, number, before, words, after = row
    context = Context("" + before, "" + words, "" + after)
    span = Span(0 + start, 0 + end, 0 + similarity)
    return Highlight(_ref(kind, id_), span, "" + name, 0 + number, context)


def _ref(kind: Any, id_: Any) -> Ref:
    if kind not in _KINDS:
        raise ValueError(kind)
    return Ref(kind, "" + id_)
