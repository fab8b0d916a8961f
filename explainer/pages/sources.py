"""The list of sources: each as a plain reference, with what it is used for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES
from explainer.dates.edtf import in_words
from explainer.entries import Source, Stance
from explainer.format import wording
from explainer.model import Entry
from explainer.pages import alphabet
from explainer.pages.document import Make, render
from explainer.pages.index import index_page
from explainer.pages.lookup import Lookup
from explainer.pages.view import Link, View, outward
from explainer.text.languages import language_attributes


class Part(NamedTuple):
    """A part of a reference, with the sign that ends it."""

    text: str
    end: str = "."
    href: str = ""
    title: bool = False
    language: Markup = (
        Markup()
    )  # attributes of an element with the title, where it is in another language


class Uses(NamedTuple):
    """The claims and terms that name a source with the same stance, and what it is to them: "Backs"."""

    stance: Stance
    name: str
    links: tuple[Link, ...]


class SourceItem(NamedTuple):
    """A source in the list."""

    id: str
    former: tuple[str, ...]  # ids that it had before
    preview: Markup  # attributes of its element
    parts: tuple[Part, ...]
    note: Markup | None
    uses: tuple[Uses, ...]


def pages(lookup: Lookup) -> dict[str, Make]:
    """Give what makes the list of sources."""
    return index_page(lookup, INDEXES["source"], "Sources", _index)


def _index(view: View) -> str:
    sources = sorted(view.lookup.site.loaded.sources.values(), key=source_order)
    return render("sources.md.j2", sources=[_item(view, source) for source in sources])


def source_order(source: Entry[Source]) -> tuple[object, ...]:
    """Sort sources by author and title."""
    return alphabet.sort_key(" ".join((*source.body.author, source.body.title))), source.ref


def _item(view: View, source: Entry[Source]) -> SourceItem:
    parts = reference_parts(source.body, view.lookup.settings.language)
    return SourceItem(
        source.ref.id,
        view.lookup.former.get(source.ref, ()),
        view.preview(source.ref),
        parts,
        view.html(source.ref, "note"),
        tuple(_uses(view, source)),
    )


def _uses(view: View, source: Entry[Source]) -> Iterator[Uses]:
    evidence = view.lookup.evidence.get(source.ref.id, ())
    for stance, name in wording.USES.items():
        links = view.links(ref for ref, found in evidence if found.stance == stance)
        if links:
            yield Uses(stance, name, links)


def reference_parts(source: Source, around: str) -> tuple[Part, ...]:
    """Give the parts of a reference in the usual order: who, what, in what, by whom, when, and where to read it.

    `around` is the language of the page that shows it, as a BCP 47 tag.
    """
    language = language_attributes(source.language, around)
    return tuple(
        part._replace(language=language) if part.title else part
        for part in _reference(source)
        if part.text
    )


def _reference(source: Source) -> Iterator[Part]:
    address = outward(source.url)
    kind = source.genre or wording.SOURCE_TYPES[source.type].capitalize()
    yield _part("; ".join(source.author))
    yield _part(source.title, href=address.href, title=True)
    yield _part(_labelled("translated by", "; ".join(source.translator)))
    yield _part(_labelled("edited by", "; ".join(source.editor)))
    yield _part(
        _joined(
            _labelled("in", source.container_title),
            _labelled("volume", source.volume),
            _labelled("issue", source.issue),
            _labelled("pages" if re.search("[-–—,]", source.page or "") else "page", source.page),
        )
    )
    yield _part(
        _joined(
            _labelled("edition", source.edition),
            source.collection_title,
            _labelled("no.", source.number),
        )
    )
    yield _part(source.event_title)
    yield _part(
        _joined(
            source.publisher_place,
            source.publisher,
            in_words(source.issued) if source.issued else None,
        )
    )
    yield _part(kind)
    yield _part(_labelled("held by", source.archive))
    yield _part(
        f"DOI {source.doi}" if source.doi else "",
        href=f"https://doi.org/{source.doi}" if source.doi else "",
    )
    yield _part(_labelled("ISBN", source.isbn))
    yield _part(_labelled("ISSN", source.issn))
    yield _part(_labelled("language", source.language))
    yield _part(f"Read {in_words(source.accessed)}" if source.accessed else "")
    yield _part("" if address.href or source.doi else "No address given")


def _part(text: str | None, end: str = ".", href: str = "", title: bool = False) -> Part:
    text = (text or "").strip()
    text = text[:1].upper() + text[1:]
    return Part(text, "" if text.endswith((".", "!", "?")) else end, href, title)


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _labelled(label: str, value: str | None) -> str:
    return f"{label} {value}" if value else ""
