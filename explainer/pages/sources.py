"""The list of sources: each as a plain reference, with what it is used for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.dates.edtf import in_words
from explainer.entries import Source, Stance
from explainer.format import wording
from explainer.format.doi import doi_address, doi_of
from explainer.model import Entry
from explainer.pages import alphabet
from explainer.pages.document import PageMaker, render
from explainer.pages.index import entries_of, index_pages, part_links, section_anchor
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
from explainer.pages.view import Link, View, outward
from explainer.text.languages import language_attributes


class Part(NamedTuple):
    """A part of a reference, with the punctuation that ends it."""

    text: str
    end: str = "."
    href: str = ""
    title: bool = False
    language: Markup = Markup()  # attributes for the element of a title in a foreign language


class Uses(NamedTuple):
    """The claims and terms that cite a source with one stance, named as seen from it: "Backs"."""

    stance: Stance
    name: str
    links: tuple[Link, ...]


class SourceItem(NamedTuple):
    """A source in the list."""

    id: str
    former: tuple[str, ...]  # former ids
    preview: Markup  # attributes of its element
    parts: tuple[Part, ...]
    note: Markup | None
    uses: tuple[Uses, ...]


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the list of sources and of its parts, by path."""
    return index_pages(lookup, "source", "Sources", _index)


def _index(view: View, part: IndexPart | None) -> str:
    links = part_links(view, "source", part)
    sources = sorted(entries_of(view.lookup.site.loaded.sources, part), key=source_order)
    return render(
        "sources.md.j2",
        parts=links,
        count=len(sources),
        sources=[] if links else [_item(view, source) for source in sources],
        anchor=section_anchor(view.lookup),
    )


def source_order(source: Entry[Source]) -> tuple[object, ...]:
    """Return a key that sorts sources by author and title."""
    return alphabet.sort_key(" ".join((*source.body.author, source.body.title))), source.ref


def _item(view: View, source: Entry[Source]) -> SourceItem:
    return SourceItem(
        id=source.ref.id,
        former=view.lookup.former.get(source.ref, ()),
        preview=view.preview(source.ref),
        parts=reference_parts(source.body, view.lookup.settings.language),
        note=view.html(source.ref, "note"),
        uses=tuple(_uses(view, source)),
    )


def _uses(view: View, source: Entry[Source]) -> Iterator[Uses]:
    evidence = view.lookup.evidence.get(source.ref.id, ())
    for stance, name in wording.USES.items():
        links = view.links(ref for ref, found in evidence if found.stance == stance)
        if links:
            yield Uses(stance, name, links)


def reference_parts(source: Source, around: str) -> tuple[Part, ...]:
    """Return the parts of a reference in the usual order: who, what, in what, by whom, when, where.

    `around` is the language of the page that shows it, as a BCP 47 tag.
    """
    parts = []
    for part in _reference(source):
        if part.title:
            language = language_attributes(source.language, around, part.text)
            part = part._replace(language=language)
        if part.text:
            parts.append(part)
    return tuple(parts)


def _reference(source: Source) -> Iterator[Part]:
    """Yield the parts of a reference, those that are not known without text."""
    address = outward(source.url)
    yield _part("; ".join(source.author))
    yield _part(source.title, href=address.href, title=True)
    yield _part(_labelled("translated by", "; ".join(source.translator)))
    yield _part(_labelled("edited by", "; ".join(source.editor)))
    yield _part(_container(source))
    edition, number = _labelled("edition", source.edition), _labelled("no.", source.number)
    yield _part(_joined(edition, source.collection_title, number))
    yield _part(source.event_title)
    issued = in_words(source.issued or "")
    yield _part(_joined(source.publisher_place, source.publisher, issued))
    yield _part(source.genre or wording.SOURCE_TYPES[source.type])
    yield _part(_labelled("held by", source.archive))
    if source.doi:
        yield _part(f"DOI {doi_of(source.doi)}", href=doi_address(source.doi))
    yield _part(_labelled("ISBN", source.isbn))
    yield _part(_labelled("ISSN", source.issn))
    yield _part(_labelled("language", source.language))
    yield _part(_labelled("Read", in_words(source.accessed or "")))
    if not (address.href or source.doi):
        yield _part("No address given")


def _container(source: Source) -> str:
    """Return the work that a source is in, and the place in it."""
    has_several_pages = re.search("[-–—,]", source.page or "") is not None
    return _joined(
        _labelled("in", source.container_title),
        _labelled("volume", source.volume),
        _labelled("issue", source.issue),
        _labelled("pages" if has_several_pages else "page", source.page),
    )


def _part(text: str | None, href: str = "", title: bool = False) -> Part:
    """Return a part that begins with a capital and ends with a full stop."""
    text = (text or "").strip()
    text = text[:1].upper() + text[1:]
    is_ended = text.endswith((".", "!", "?"))
    return Part(text, "" if is_ended else ".", href, title)


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _labelled(label: str, value: str | None) -> str:
    return f"{label} {value}" if value else ""
