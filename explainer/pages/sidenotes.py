"""Notes beside the words of an article: what the words themselves do not say.

A claim is *noted* where there is such a thing: a note, evidence, a verdict, or somebody who disputes it. Its note
stands behind the paragraph of its words; on wide screens the style sheet moves it into the margin.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import note_id
from explainer.entries import Claim, Stance
from explainer.format import wording
from explainer.model import Article, Entry, Ref
from explainer.pages.card import claim_label
from explainer.pages.document import render
from explainer.pages.view import Link, View
from explainer.text.visible import read
from explainer.text.words import size

# The stances in the order in which a note names them; what disputes a claim comes first.
_STANCES: tuple[Stance, ...] = ("disputes", "supports", "reports", "context")
# How much of the margin a note takes and how much of it a paragraph gives, roughly: letters on a line, and the height
# of a line and of what stands around the lines, in rem. They only decide which notes are folded.
_NOTE_LETTERS, _NOTE_LINE, _NOTE_MORE = 38, 0.9, 1.6
_TEXT_LETTERS, _TEXT_LINE, _TEXT_MORE = 70, 1.52, 0.9
_MOST_BELOW = 30.0  # rem that a note may reach below the paragraph of its words; else it is folded
_LONGEST = 700  # letters of a note that stands open in the margin
_MOST_LINKS = 6  # claims named in one row; the page of the claim names all of them


class Ground(NamedTuple):
    """What speaks for or against a claim: a link to it, and what the annotators say of it."""

    link: Link
    name: str = ""  # what a screen reader calls the link, where its text is only a number
    note: Markup | None = None


class GroundRow(NamedTuple):
    """Grounds of one kind, under the words for it; `left_out` counts those that are not named here."""

    name: str
    stance: Stance
    grounds: tuple[Ground, ...]
    left_out: int = 0


class Sidenote(NamedTuple):
    """What stands beside the words of a noted claim; without words and number where these are not highlighted."""

    id: str
    words: str  # id of the first piece of its words
    preview: Markup  # attributes of its element
    number: int
    page: Link  # the claim's own page
    label: str
    text: Markup | None
    rows: tuple[GroundRow, ...]
    claim: Claim
    because: Markup | None
    length: int  # of the text, in words


def sidenotes(view: View, article: Article) -> dict[str, str]:
    """Return the HTML of the notes on an article by the ids of the words that they stand beside, in order."""
    linked = view.lookup.site.articles.get(article.slug)
    if linked is None:
        return {}
    claims = view.lookup.site.loaded.claims
    noted = [mark for mark in linked.highlights if view.is_noted(mark)]
    notes = [sidenote(view, claims[mark.ref.id]) for mark in noted]
    starts = [mark.span.start for mark in noted]
    folded = _folded(linked.rendered.text, starts, notes)
    return {
        note.words: render("sidenote.html.j2", note=note, folded=is_folded)
        for note, is_folded in zip(notes, folded, strict=True)
    }


def sidenote(view: View, entry: Entry[Claim]) -> Sidenote:
    """Return what is said about a noted claim besides its words."""
    places = view.lookup.highlights.get(entry.ref, ())
    mark = places[0][1] if places else None
    text = view.html(entry.ref, "note")
    return Sidenote(
        note_id(entry.ref),
        mark.id if mark else "",
        view.preview(entry.ref),
        mark.number if mark else 0,
        view.link(entry.ref),
        claim_label(view, entry),
        text,
        tuple(_rows(view, entry)),
        entry.body,
        view.html(entry.ref, "verdict", "because"),
        round(size(read(text).text)) if text else 0,
    )


def _rows(view: View, entry: Entry[Claim]) -> Iterator[GroundRow]:
    claims = {"disputes": "attacks", "supports": "supports"}
    for stance in _STANCES:
        grounds = []
        if stance == "disputes":
            grounds += [Ground(link) for link in view.objects(entry.ref, "disputed_by")]
        if stance in claims:
            grounds += _claims(view, entry, claims[stance])
        named = (*grounds[:_MOST_LINKS], *_sources(view, entry, stance))
        if named:
            left_out = max(0, len(grounds) - _MOST_LINKS)
            yield GroundRow(wording.STANCES[stance].name, stance, named, left_out)


def _claims(view: View, entry: Entry[Claim], label: str) -> Iterator[Ground]:
    """Give the claims that speak for or against a claim.

    Those that stand in the same article are named by their numbers.
    """
    for ref in sorted(view.lookup.subjects.get((entry.ref, label), ()), key=view.lookup.order):
        places = view.lookup.highlights.get(ref, ())
        title = view.lookup.titles[ref]
        if places and places[0][0] == entry.article:
            mark = places[0][1]
            number = f"c{mark.number}"
            yield Ground(Link(f"#{mark.id}", number, "claim"), f"{number}: {title}")
        else:
            yield Ground(view.link(ref))


def _sources(view: View, entry: Entry[Claim], stance: Stance) -> Iterator[Ground]:
    for index, item in enumerate(entry.body.evidence):
        source = Ref("source", item.source)
        if item.stance == stance and view.lookup.exists(source):
            work = view.lookup.site.loaded.sources[item.source].body
            link = Link(f"#{note_id(source)}", work.title_short or work.title, "source")
            yield Ground(link, note=view.html(entry.ref, "evidence", index, "note"))


def _folded(text: str, starts: Sequence[int], notes: Sequence[Sidenote]) -> Iterator[bool]:
    """Say of each note whether it is folded: because it is long, or because the margin is full where its words stand.

    `starts` are the places of their words in the text, in code points and in order.
    """
    paragraphs = list(_paragraphs(text))
    below = 0.0  # where the last note ends, in rem
    for start, note in zip(starts, notes, strict=True):
        index = bisect_right(paragraphs, start, key=itemgetter(0)) - 1
        _, top, bottom = paragraphs[index]
        begin = max(top, below)
        letters = _letters(note)
        end = begin + _height(letters, len(note.rows))
        is_folded = letters > _LONGEST or end - bottom > _MOST_BELOW
        below = begin + _NOTE_MORE if is_folded else end
        yield is_folded


def _paragraphs(text: str) -> Iterator[tuple[int, float, float]]:
    """Give each paragraph of a text: where it begins, in code points; its top and its bottom, in rem."""
    start, top = 0, 0.0
    for paragraph in text.split("\n"):
        lines = len(paragraph) // _TEXT_LETTERS + 1
        bottom = top + lines * _TEXT_LINE + _TEXT_MORE
        yield start, top, bottom
        start += len(paragraph) + 1
        top = bottom


def _letters(note: Sidenote) -> int:
    texts = [note.text, note.because]
    letters = 0
    for row in note.rows:
        letters += len(row.name)
        letters += sum(len(ground.link.text) for ground in row.grounds)
        texts += [ground.note for ground in row.grounds]
    return letters + sum(len(text.striptags()) for text in texts if text)


def _height(letters: int, rows: int) -> float:
    """Return about how high a note stands in the margin, in rem."""
    lines = letters / _NOTE_LETTERS + rows
    return lines * _NOTE_LINE + _NOTE_MORE
