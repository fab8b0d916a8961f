"""The notes at the end of an article, folded by kind.

Print, pop-up previews and readers without JavaScript rely on them. What is said about a noted claim
is beside its words (sidenotes.py), and is not repeated here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.addresses import note_id
from explainer.entries import EntryBody, Stance, Term
from explainer.format.fields import references
from explainer.model import Article, Entry, Kind, Ref, Step
from explainer.pages import alphabet
from explainer.pages.card import claim_label
from explainer.pages.lookup import Lookup
from explainer.pages.sidenotes import Sidenote, sidenote
from explainer.pages.sources import Part, reference_parts, source_order
from explainer.pages.view import Link, View
from explainer.pages.voices import restating
from explainer.text.excerpts import shortened, slashed
from explainer.text.formulas import in_plain_text

_KINDS: tuple[Kind, ...] = ("claim", "date", "actor", "term", "source")
# The Markdown field that is the text of a note, by kind.
_TEXT: Mapping[str, tuple[Step, ...]] = {
    "date": ("description",),
    "actor": ("description",),
    "term": ("definition",),
    "source": ("note",),
}
_LONGEST_WORDS = 60  # characters of a quote, enough to tell it from others


class Back(NamedTuple):
    """A link back to words in the article."""

    href: str
    words: str


class Basis(NamedTuple):
    """A source that a term cites, with a link to its full reference on the same page."""

    link: Link
    stance: Stance
    note: Markup | None  # of the annotators, on this source


class Note(NamedTuple):
    """What an article page says about one entry; fields that its kind does not have are empty."""

    ref: Ref
    id: str  # "" if the note beside the words has it
    preview: Markup  # attributes of its element
    number: int  # as shown after its words; 0 where none are highlighted
    link: Link  # to the entry's own page
    back: tuple[Back, ...]
    body: EntryBody
    text: Markup | None
    by: tuple[Link, ...]
    evidence: tuple[Basis, ...]
    parts: tuple[Part, ...]  # of the reference to a source
    label: str  # of a claim: its kind, and whether it is contested or unchecked
    unplaced: Sidenote | None  # of a noted claim whose words are not highlighted


def notes(view: View, article: Article) -> dict[Kind, tuple[Note, ...]]:
    """Return the notes on an article by kind, in the order in which they are shown.

    Claims and dates are those of the article, in its order; those that are not highlighted come
    last. Actors and terms are those that the text, its claims or its dates name; sources those
    that the text names or that one of these entries cites.
    """
    lookup = view.lookup
    wanted = [lookup.entries[ref] for ref in _wanted(lookup, article) if ref in lookup.entries]
    wanted.sort(key=lambda entry: _order(lookup, entry, article.slug))
    found: dict[Kind, list[Note]] = {kind: [] for kind in _KINDS}
    for entry in wanted:
        found[entry.ref.kind].append(_note(view, entry, article.slug))
    return {kind: tuple(notes) for kind, notes in found.items()}


def _wanted(lookup: Lookup, article: Article) -> set[Ref]:
    """Return the entries on which an article has notes."""
    own = lookup.bound.get(article.slug, ())
    linked = lookup.site.articles.get(article.slug)
    named: list[Ref] = []
    if linked:
        named += (mention.target for mention in linked.mentions)
        for mark in linked.highlights:
            named += restating(lookup, mark)
    for entry in own:
        named += (target for _, _, target in references(entry))
    wanted = {entry.ref for entry in own}
    wanted.update(ref for ref in named if ref.kind not in ("claim", "date"))
    for ref in tuple(wanted):
        wanted.update(lookup.objects_of(ref, "evidence"))
    return wanted


def _order(lookup: Lookup, entry: Entry[Any], slug: str) -> tuple[Any, ...]:
    """Return a key that sorts entries of one kind; between kinds, the order has no meaning."""
    if entry.ref.kind in ("claim", "date"):
        mark = lookup.first_mark_in(slug, entry.ref)
        return entry.ref.kind, mark is None, mark.span.start if mark else 0, entry.ref
    if entry.ref.kind == "source":
        return entry.ref.kind, source_order(entry)
    return entry.ref.kind, alphabet.sort_key(entry.body.name), entry.ref


def _note(view: View, entry: Entry[Any], slug: str) -> Note:
    ref, kind = entry.ref, entry.ref.kind
    marks = view.lookup.marks_in(slug, ref)
    makers = view.objects(ref, "by")
    speaking: list[Link] = []
    for mark in marks:
        speaking += view.restating(mark) or makers
    is_noted = ref in view.lookup.noted
    note = Note(
        ref=ref,
        id="" if is_noted and marks else note_id(ref),
        preview=view.preview(ref),
        number=marks[0].number if marks else 0,
        link=view.link(ref),
        back=tuple(Back(f"#{mark.id}", _in_short(mark.context.words)) for mark in marks),
        body=entry.body,
        text=view.html(ref, *_TEXT[kind]) if kind in _TEXT else None,
        by=tuple(dict.fromkeys(speaking)) or makers,
        evidence=(),
        parts=(),
        label="",
        unplaced=None,
    )
    if kind == "claim":
        unplaced = sidenote(view, entry, slug) if is_noted and not marks else None
        return note._replace(label=claim_label(view, entry), unplaced=unplaced)
    if kind == "term":
        return note._replace(evidence=tuple(_evidence(view, entry)))
    if kind == "source":
        parts = reference_parts(entry.body, view.lookup.settings.language)
        return note._replace(parts=parts)
    return note


def _in_short(words: str) -> str:
    return shortened(in_plain_text(slashed(words)), _LONGEST_WORDS)


def _evidence(view: View, term: Entry[Term]) -> Iterator[Basis]:
    for index, item in enumerate(term.body.evidence):
        source = Ref("source", item.source)
        if view.lookup.exists(source):
            link = Link(f"#{note_id(source)}", view.lookup.titles[source], "source")
            yield Basis(link, item.stance, view.html(term.ref, "evidence", index, "note"))
