"""The notes at the end of an article, folded by kind: print, previews and readers without JavaScript live from them.

What is said about a claim besides its words stands beside these (sidenotes.py), and is not repeated here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.addresses import note_id
from explainer.entries import EntryBody, Stance
from explainer.model import Article, Entry, Kind, Ref, Step
from explainer.pages import alphabet
from explainer.pages.card import claim_label
from explainer.pages.lookup import Lookup
from explainer.pages.sidenotes import Sidenote, sidenote
from explainer.pages.sources import Part, reference_parts, source_order
from explainer.pages.view import Link, View
from explainer.text.excerpts import shortened
from explainer.text.formulas import in_plain_text

_KINDS: tuple[Kind, ...] = ("claim", "date", "actor", "term", "source")
# The Markdown fields that make the text of a note.
_TEXT: Mapping[str, tuple[Step, ...]] = {
    "date": ("description",),
    "actor": ("description",),
    "term": ("definition",),
    "source": ("note",),
}
_NAMING = ("by", "about", "disputed_by", "actors")  # keys under which claims and dates name actors
_LONGEST_WORDS = 60  # characters of a quote, enough to tell it from others


class Back(NamedTuple):
    """A link back to words in the article."""

    href: str
    words: str


class Basis(NamedTuple):
    """A source that a term points to, given in full on the same page, and the annotator's note."""

    link: Link
    stance: Stance
    note: Markup | None


class Note(NamedTuple):
    """What an article page says about one entry; what its kind does not have is empty."""

    ref: Ref
    id: str  # "" where the note beside the words has it
    preview: Markup  # attributes of its element
    number: int  # as shown behind its words; 0 where none are highlighted
    link: Link  # to the entry's own page
    back: tuple[Back, ...]
    body: EntryBody
    text: Markup | None
    by: tuple[Link, ...]
    evidence: tuple[Basis, ...]
    parts: tuple[Part, ...]  # of the reference to a source
    label: str  # of a claim: its kind, and whether it is contested or unchecked
    unplaced: (
        Sidenote | None
    )  # what would stand beside the words of a claim if these were highlighted


def notes(view: View, article: Article) -> dict[Kind, tuple[Note, ...]]:
    """Give the notes on an article by kind, in the order in which they are shown.

    Claims and dates are those of the article, as they stand in it; those that are not highlighted come last. Actors and
    terms are those that the text or these name; sources those that the text names and that claims and terms point to.
    """
    lookup, wanted = view.lookup, _wanted(view.lookup, article)
    found = [lookup.entries[ref] for ref in wanted if ref in lookup.entries]
    found.sort(key=lambda entry: _order(lookup, entry))
    return {
        kind: tuple(_note(view, entry) for entry in found if entry.ref.kind == kind)
        for kind in _KINDS
    }


def _wanted(lookup: Lookup, article: Article) -> frozenset[Ref]:
    linked = lookup.site.articles.get(article.slug)
    own = {entry.ref for entry in lookup.bound.get(article.slug, ())}
    named = {mention.target for mention in linked.mentions} if linked else set()
    named |= {
        actor for ref in own for label in _NAMING for actor in lookup.objects.get((ref, label), ())
    }
    wanted = own | {ref for ref in named if ref.kind not in ("claim", "date")}
    return frozenset(wanted.union(*(lookup.objects.get((ref, "evidence"), ()) for ref in wanted)))


def _order(lookup: Lookup, entry: Entry[Any]) -> tuple[Any, ...]:
    """Sort the entries of one kind; those of different kinds need not be compared in any sensible way."""
    if entry.ref.kind in ("claim", "date"):
        return entry.ref.kind, lookup.order(entry.ref)
    if entry.ref.kind == "source":
        return entry.ref.kind, source_order(entry)
    return entry.ref.kind, alphabet.sort_key(entry.body.name), entry.ref


def _note(view: View, entry: Entry[Any]) -> Note:
    ref, kind = entry.ref, entry.ref.kind
    marks = [mark for _, mark in view.lookup.highlights.get(ref, ())]
    is_noted = ref in view.lookup.noted
    return Note(
        ref,
        "" if is_noted and marks else note_id(ref),
        view.preview(ref),
        marks[0].number if marks else 0,
        view.link(ref),
        tuple(Back(f"#{mark.id}", _in_short(mark.context.words)) for mark in marks),
        entry.body,
        view.html(ref, *_TEXT[kind]) if kind in _TEXT else None,
        view.objects(ref, "by"),
        tuple(_evidence(view, entry)) if kind == "term" else (),
        reference_parts(entry.body, view.lookup.settings.language) if kind == "source" else (),
        claim_label(view, entry) if kind == "claim" else "",
        sidenote(view, entry) if is_noted and not marks else None,
    )


def _in_short(words: str) -> str:
    return shortened(in_plain_text(words), _LONGEST_WORDS)


def _evidence(view: View, entry: Entry[Any]) -> Iterator[Basis]:
    for index, item in enumerate(entry.body.evidence):
        source = Ref("source", item.source)
        if view.lookup.exists(source):
            link = Link(f"#{note_id(source)}", view.lookup.titles[source], "source")
            yield Basis(link, item.stance, view.html(entry.ref, "evidence", index, "note"))
