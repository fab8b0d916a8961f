"""The glossary from A to Z, and a page for each term."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from explainer.addresses import page_path
from explainer.entries import Term
from explainer.model import Entry, Ref
from explainer.pages import alphabet
from explainer.pages.claims import evidence_items
from explainer.pages.document import PageMaker, document, render
from explainer.pages.index import Section, entries_of, index_pages, part_links, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
from explainer.pages.view import Link, View
from explainer.text.drawn import without
from explainer.text.excerpts import slashed
from explainer.text.formulas import in_plain_text
from explainer.text.sentences import Context, sentence_html, sentences_of
from explainer.text.visible import read


class TermItem(NamedTuple):
    """A term in the list, with the first sentence of its definition."""

    link: Link
    first: str


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the glossary and of the pages of all terms, by path."""
    terms = lookup.site.loaded.terms.values()
    return {
        **index_pages(lookup, "term", "Glossary", _index),
        **{page_path(term.ref): partial(_page, lookup, term) for term in terms},
    }


def _index(view: View, part: IndexPart | None) -> str:
    terms = alphabet.by_name(entries_of(view.lookup.site.loaded.terms, part))
    groups = [list(group) for _, group in groupby(terms, key=_letter)]
    sections = {group[0].ref: f"_{number}" for number, group in enumerate(groups, 1)}
    links = part_links(view, "term", part, sections)
    return render(
        "glossary.md.j2",
        parts=links,
        is_part=part is not None,
        groups=[] if links else [_section(view, group, sections) for group in groups],
        count=len(terms),
        ids=view.lookup.has_heading_ids,
        anchor=section_anchor(view.lookup),
    )


def _letter(term: Entry[Term]) -> str:
    return alphabet.letter(term.body.name)


def _section(view: View, terms: Sequence[Entry[Term]], ids: Mapping[Ref, str]) -> Section:
    items = tuple(_item(view, term) for term in terms)
    return Section(_letter(terms[0]), ids[terms[0].ref], items)


def _item(view: View, term: Entry[Term]) -> TermItem:
    return TermItem(view.link(term.ref), sentence_html(_first_sentence(view.lookup, term)))


def _first_sentence(lookup: Lookup, term: Entry[Term]) -> Context:
    """Return the first sentence of a definition."""
    visible = read(lookup.site.texts.get((term.ref, ("definition",)), ""))
    return sentences_of(visible, lookup.settings.language).around(0, min(1, len(visible.text)))


def _page(lookup: Lookup, term: Entry[Term]) -> str:
    view, ref = View(lookup, page_path(term.ref)), term.ref
    related = (*lookup.objects_of(ref, "related"), *lookup.subjects_of(ref, "related"))
    claims = [other for other in lookup.subjects_of(ref, "overlaps") if other.kind == "claim"]
    claims.sort(key=lookup.order)
    body = render(
        "term.md.j2",
        term=term.body,
        preview=view.preview(ref),
        report=view.report(ref),
        definition=view.html(ref, "definition") or "",
        broader=view.objects(ref, "broader"),
        narrower=view.subjects(ref, "broader"),
        related=view.links(related),
        evidenced=evidence_items(view, ref, term.body.evidence),
        claims=view.links(claims),
        mentions=view.mentions(ref),
        discussion=view.discussion(ref),
    )
    first = _first_sentence(lookup, term)
    description = in_plain_text(slashed(without(first.text, first.struck)))
    return document(term.body.name, body, description, boost=2)
