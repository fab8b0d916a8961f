"""Notes beside the words of an article: what is said about a claim besides its words.

A claim is *noted* if there is any such thing: a note, evidence, a verdict, or somebody who disputes
it. Its note follows the paragraph of its words; on wide screens the style sheet moves it into the
margin.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
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
# How much of the margin a note takes and a paragraph offers, roughly: letters on a line, the height
# of a line, and the height around the lines, in rem. They only decide which notes are folded.
_NOTE_LETTERS, _NOTE_LINE, _NOTE_MORE = 38, 0.9, 1.6
_TEXT_LETTERS, _TEXT_LINE, _TEXT_MORE = 70, 1.52, 0.9
_MOST_BELOW = 30.0  # rem that an unfolded note may reach below the paragraph of its words
_LONGEST = 700  # letters of an unfolded note
# Lines and boxes that begin in an unfolded note: even without letters they make it high.
_MOST_BREAKS = 60
_BREAK = re.compile(r"\n|\\\\|<(?:blockquote|br|d[dlt]|hr|li|ol|p|pre|table|tr|ul)\b")
_MOST_LINKS = 6  # actors and claims named in one row; the page of the claim names all of them


class Ground(NamedTuple):
    """What speaks for or against a claim: a link to it, and the annotators' note on it."""

    link: Link
    name: str = ""  # what a screen reader calls the link, where its text is only a number
    note: Markup | None = None


class GroundRow(NamedTuple):
    """Grounds with one stance, under its name; `left_out` counts those that are not named here."""

    name: str
    stance: Stance
    others: tuple[Ground, ...]  # actors, claims and articles
    sources: tuple[Ground, ...] = ()
    left_out: int = 0

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """All of them, in the order of the page."""
        return self.others + self.sources


class Sidenote(NamedTuple):
    """The note beside the words of a noted claim."""

    id: str
    words: str  # id of the first piece of its words; "" if they are not highlighted
    preview: Markup  # attributes of its element
    number: int  # of the claim in the article; 0 if its words are not highlighted
    page: Link  # the claim's own page
    label: str
    text: Markup | None
    rows: tuple[GroundRow, ...]
    claim: Claim
    because: Markup | None
    length: int  # of the text, in words


def sidenotes(view: View, article: Article) -> dict[str, str]:
    """Return the HTML of the notes on an article, in order, by the ids of the words beside them."""
    linked = view.lookup.site.articles.get(article.slug)
    if linked is None:
        return {}
    claims = view.lookup.site.loaded.claims
    noted = [mark for mark in linked.highlights if view.is_noted(mark, article.slug)]
    refs = [view.lookup.shown(mark.ref) for mark in noted]
    notes = [sidenote(view, claims[ref.id], article.slug) for ref in refs]
    starts = [mark.span.start for mark in noted]
    made = {}
    for note, is_folded in zip(notes, _folded(linked.rendered.text, starts, notes), strict=True):
        made[note.words] = render("sidenote.html.j2", note=note, folded=is_folded)
    return made


def sidenote(view: View, entry: Entry[Claim], slug: str) -> Sidenote:
    """Return the note on a noted claim in an article."""
    mark = view.lookup.first_mark_in(slug, entry.ref)
    text = view.html(entry.ref, "note")
    return Sidenote(
        id=note_id(entry.ref),
        words=mark.id if mark else "",
        preview=view.preview(entry.ref),
        number=mark.number if mark else 0,
        page=view.link(entry.ref),
        label=claim_label(view, entry),
        text=text,
        rows=tuple(_rows(view, entry, slug)),
        claim=entry.body,
        because=view.html(entry.ref, "verdict", "because"),
        length=round(size(read(text).text)) if text else 0,
    )


def _rows(view: View, entry: Entry[Claim], slug: str) -> Iterator[GroundRow]:
    """Yield the grounds of a claim, by stance, sources always named; then other articles."""
    for stance in _STANCES:
        others = tuple(_actors_and_claims(view, entry, stance, slug))
        sources = tuple(_sources(view, entry, stance))
        if others or sources:
            left_out = max(0, len(others) - _MOST_LINKS)
            name = wording.STANCES[stance].name
            yield GroundRow(name, stance, others[:_MOST_LINKS], sources, left_out)
    elsewhere = tuple(_elsewhere(view, entry, slug))
    if elsewhere:
        left_out = max(0, len(elsewhere) - _MOST_LINKS)
        yield GroundRow("Also stated in", "context", elsewhere[:_MOST_LINKS], left_out=left_out)


def _elsewhere(view: View, entry: Entry[Claim], slug: str) -> Iterator[Ground]:
    """Yield the other articles that make a claim, each with a link to its words there."""
    for other in view.lookup.stated_in(entry):
        mark = view.lookup.first_mark_in(other, entry.ref)
        if mark and other != slug:
            article = Ref("article", other)
            yield Ground(view.link(article)._replace(href=view.href(article, mark.id)))


def _actors_and_claims(
    view: View, entry: Entry[Claim], stance: Stance, slug: str
) -> Iterator[Ground]:
    if stance == "disputes":
        for actor in view.objects(entry.ref, "disputed_by"):
            yield Ground(actor)
        yield from _claims(view, entry, "attacks", slug)
    elif stance == "supports":
        yield from _claims(view, entry, "supports", slug)


def _claims(view: View, entry: Entry[Claim], label: str, slug: str) -> Iterator[Ground]:
    """Yield the claims that speak for or against a claim, in the order of the articles.

    Those in the article with the note are named by their numbers.
    """
    lookup = view.lookup
    for ref in sorted(lookup.subjects_of(entry.ref, label), key=lookup.order):
        mark = lookup.first_mark_in(slug, ref)
        if mark:
            number = f"c{mark.number}"
            link = Link(f"#{mark.id}", number, "claim")
            yield Ground(link, f"{number}: {lookup.titles[ref]}")
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
    """Yield whether each note is folded: if it is long, or the margin is full beside its words.

    `starts` are the offsets of their words in the text, in code points and in order.
    """
    paragraphs = list(_paragraphs(text))
    below = 0.0  # where the last note ends, in rem
    for start, note in zip(starts, notes, strict=True):
        index = bisect_right(paragraphs, start, key=itemgetter(0)) - 1
        _, top, bottom = paragraphs[index]
        begin = max(top, below)
        letters = _letters(note)
        rows = sum(max(1, len(row.sources)) for row in note.rows)  # each source is on its own line
        end = begin + _height(letters, rows)
        is_long = letters > _LONGEST or rows + _breaks(note) > _MOST_BREAKS
        is_folded = is_long or end - bottom > _MOST_BELOW
        below = begin + _NOTE_MORE if is_folded else end
        yield is_folded


def _paragraphs(text: str) -> Iterator[tuple[int, float, float]]:
    """Yield each paragraph of a text: its offset, in code points; its top and bottom, in rem."""
    start, top = 0, 0.0
    for paragraph in text.split("\n"):
        lines = len(paragraph) // _TEXT_LETTERS + 1
        bottom = top + lines * _TEXT_LINE + _TEXT_MORE
        yield start, top, bottom
        start += len(paragraph) + 1
        top = bottom


def _letters(note: Sidenote) -> int:
    """Return how many letters a note shows."""
    letters = sum(len(text.striptags()) for text in _texts(note))
    for row in note.rows:
        letters += len(row.name) + sum(len(ground.link.text) for ground in row.grounds)
    return letters


def _breaks(note: Sidenote) -> int:
    """Return how many lines and boxes begin in the texts of a note, roughly."""
    return sum(len(_BREAK.findall(text)) for text in _texts(note))


def _texts(note: Sidenote) -> Iterator[Markup]:
    """Yield each text of a note as HTML."""
    grounds = chain.from_iterable(row.grounds for row in note.rows)
    for text in (note.text, note.because, *(ground.note for ground in grounds)):
        if text:
            yield text


def _height(letters: int, rows: int) -> float:
    """Return roughly how high a note is in the margin, in rem."""
    lines = letters / _NOTE_LETTERS + rows
    return lines * _NOTE_LINE + _NOTE_MORE
