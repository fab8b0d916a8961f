"""The site as seen from one of its pages: every link is relative to where the page stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import fragment, href_to_file, href_to_path, note_id, page_path
from explainer.dates.edtf import in_words
from explainer.format.entry_links import entry_of
from explainer.format.former import former_fragments
from explainer.linking.local_links import IN_FRAGMENT, LocalLink, local_links
from explainer.marking.cuts import Mark
from explainer.model import Entry, Highlight, LinkedText, Mention, Ref, Step
from explainer.pages.citing import report_address
from explainer.pages.lookup import Lookup, mentions_by_origin, numbered
from explainer.text.excerpts import last_words
from explainer.text.fragment import parse, write
from explainer.text.sentences import Context, as_html

Steps = tuple[Step, ...]
# The places of a name that its page shows: of each text, and of all of them. Nobody reads ten thousand.
MOST_PLACES_OF_A_TEXT = 200
MOST_PLACES = 2_000


class Link(NamedTuple):
    """A link to an entry, article or page; `kind` is its kind."""

    href: str
    text: str
    kind: str = ""


def outward(address: str | None) -> Link:
    """Link to an address of the web by itself; anything else is text without a link."""
    text = address or ""
    return Link(text if text.lower().startswith(("https://", "http://")) else "", text)


class Quoted(NamedTuple):
    """Words within their sentence, with a link that lands on them."""

    href: str
    context: Context
    link: Link  # to the text that holds them
    language: Markup = (
        Markup()
    )  # attributes of the element with these words, where they are in another language
    name: str = ""  # what they are in that text: "claim c3"


class Standing(NamedTuple):
    """What an entry is in its article: "Claim c3", and a link to its words that has the article's title."""

    name: str
    link: Link


class Origin(NamedTuple):
    """A text that names an entry, with the sentences in which it does."""

    link: Link
    places: tuple[Quoted, ...]
    language: Markup = Markup()  # as in Quoted
    left_out: int = 0  # so many places more are not shown


class Origins(NamedTuple):
    """Texts of one kind that name an entry."""

    title: str
    total: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class View:
    """The site as seen from the staged page `path`."""

    lookup: Lookup
    path: str

    def to_path(self, path: str, to_id: str = "") -> str:
        """Give the address of an index or other page."""
        staged = self.lookup.staged(path)
        return href_to_path(self.path, staged, self.lookup.settings.directory_urls, to_id)

    def href(self, ref: Ref, to_id: str | None = None) -> str:
        """Give the address of an entry, article or page, or of an element on its page."""
        return self.to_path(page_path(ref), fragment(ref) if to_id is None else to_id)

    def link(self, ref: Ref) -> Link:
        """Link to something by its title."""
        return Link(self.href(ref), self.lookup.titles[ref], ref.kind)

    def links(self, refs: Iterable[Ref]) -> tuple[Link, ...]:
        """Link to each of these that there is, once."""
        return tuple(self.link(ref) for ref in dict.fromkeys(refs) if self.lookup.exists(ref))

    def objects(self, ref: Ref, label: str) -> tuple[Link, ...]:
        """Link to what an entry names under a key of the format."""
        return self.links(self.lookup.objects.get((ref, label), ()))

    def subjects(self, ref: Ref, label: str) -> tuple[Link, ...]:
        """Link to what names an entry under a key of the format."""
        return self.links(self.lookup.subjects.get((ref, label), ()))

    def html(self, ref: Ref, *steps: Step) -> Markup | None:
        """Give a Markdown field of an entry as HTML for this page, on one line; None where there is no such field."""
        text = self.lookup.site.texts.get((ref, steps))
        return None if text is None else self.rewritten(text)

    def rewritten(self, html: str) -> Markup:
        """Return HTML whose links read `kind:id`, or are paths from docs/, with their addresses, without line ends.

        Without them no line of it can be taken for Markdown; in `pre` the reference stands for the same character.
        """
        if "href=" not in html:
            return Markup(html.strip().replace("\n", "&#10;"))
        root = parse(html)
        for element, _, link in local_links(root):
            element.set("href", self._to_local(link))
        for element in list(root.iter("a")):
            ref = entry_of(element.get("href") or "")
            if ref and self.lookup.exists(ref):
                element.set("href", self.href(ref))
            elif ref:
                del element.attrib["href"]
        return Markup(write(root).strip().replace("\n", "&#10;"))

    def _to_local(self, link: LocalLink) -> str:
        if link.is_page:
            return self.to_path(link.path, link.to_id)
        file = href_to_file(self.path, link.path, self.lookup.settings.directory_urls)
        return f"{file}#{quote(link.to_id, IN_FRAGMENT)}" if link.to_id else file

    def preview(self, ref: Ref) -> Markup:
        """Give the attributes of the element that tells what an entry is, for scripts that show it elsewhere."""
        places = self.lookup.highlights.get(ref, ())
        label = numbered(ref, places[0][1].number if places else 0)
        return Markup(' data-preview="{}" data-label="{}"').format(str(ref), label)

    def report(self, ref: Ref) -> str:
        """Give the address at which a mistake on the page of an entry or article can be reported, or ""."""
        return report_address(ref, self.lookup.titles[ref], self.lookup.settings)

    def standing(self, entry: Entry[Any]) -> Standing | None:
        """Say which claim or date of which article an entry is, with a link to its words or else to the article."""
        ref, places = Ref("article", entry.article or ""), self.lookup.highlights.get(entry.ref, ())
        if not self.lookup.exists(ref):
            return None
        number, words = (places[0][1].number, places[0][1].id) if places else (0, "")
        return Standing(
            numbered(entry.ref, number), self.link(ref)._replace(href=self.href(ref, words))
        )

    def quotes(self, ref: Ref) -> tuple[Quoted, ...]:
        """Give the words of a claim or date in the articles, each in its sentence."""
        places = self.lookup.highlights.get(ref, ())
        return tuple(self._quoted(Ref("article", slug), mark) for slug, mark in places)

    def _quoted(self, article: Ref, mark: Highlight) -> Quoted:
        name, language = numbered(mark.ref, mark.number).lower(), self.lookup.language(article)
        return Quoted(
            self.href(article, mark.id), as_html(mark.context), self.link(article), language, name
        )

    def mentions(self, target: Ref) -> tuple[Origins, ...]:
        """Give every place where an entry is named, by kind of text."""
        found = mentions_by_origin(self.lookup, target)
        origins = list(self._origins(found))
        by_kind = [
            (kind, tuple(o for o in origins if o.link.kind == kind)) for kind in _ORIGIN_TITLES
        ]
        return tuple(
            Origins(
                _ORIGIN_TITLES[kind],
                sum(len(origin.places) + origin.left_out for origin in group),
                group,
            )
            for kind, group in by_kind
            if group
        )

    def _origins(self, found: Mapping[Ref, Sequence[Mention]]) -> Iterator[Origin]:
        """Yield the texts that name an entry, with no more of its places than somebody may read."""
        left = MOST_PLACES
        for ref, mentions in found.items():
            shown = mentions[: min(MOST_PLACES_OF_A_TEXT, left)]
            left -= len(shown)
            yield self._origin(ref, shown)._replace(left_out=len(mentions) - len(shown))

    def _origin(self, ref: Ref, mentions: Sequence[Mention]) -> Origin:
        link, language = self.link(ref), self.lookup.language(ref)
        is_marked = bool(mentions) and self.lookup.is_marked(mentions[0].origin)
        ids = ((is_marked and mention.fragment) or fragment(mention.origin) for mention in mentions)
        hrefs = (
            self.href(mention.origin, to_id) for mention, to_id in zip(mentions, ids, strict=True)
        )
        contexts = (as_html(mention.context) for mention in mentions)
        places = (
            Quoted(href, context, link, language)
            for href, context in zip(hrefs, contexts, strict=True)
        )
        return Origin(link, tuple(places), language)

    def marks(self, text: LinkedText) -> tuple[Mark, ...]:
        """Give the marks of an article or page: its highlights, and the names that carry a link."""
        highlights = (
            Mark(
                *mark.span[:2],
                str(mark.ref),
                f"#{note_id(mark.ref)}",
                mark.id,
                mark.number,
                self._label(mark),
                note_id(mark.ref),
                " ".join(former_fragments(mark.id, mark.ref, self.lookup.former.get(mark.ref, ()))),
                self._handle(mark, text),
            )
            for mark in text.highlights
        )
        names = (
            Mark(
                *mention.span[:2], str(mention.target), self.href(mention.target), mention.fragment
            )
            for mention in text.mentions
            if mention.linked
        )
        return (*highlights, *names)

    def is_noted(self, mark: Highlight) -> bool:
        """Return whether a note stands beside a highlight: beside the first of the words of a noted claim."""
        return mark.ref in self.lookup.noted and self.lookup.highlights[mark.ref][0][1] is mark

    def _handle(self, mark: Highlight, text: LinkedText) -> int | None:
        """Return where the last few words of a noted highlight begin, in code points; None for other highlights."""
        if not self.is_noted(mark):
            return None
        return last_words(text.rendered.text, mark.span.start, mark.span.end)

    def written_links(self, text: LinkedText) -> dict[str, str]:
        """Give the addresses of the entries that a text links to by `kind:id`."""
        written = (mention.target for mention in text.mentions if mention.written)
        return {str(target): self.href(target) for target in written if self.lookup.exists(target)}

    def _label(self, mark: Highlight) -> str:
        date = self.lookup.site.loaded.dates.get(mark.ref.id) if mark.ref.kind == "date" else None
        when = f"{in_words(date.body.date)}, " if date else ""
        return f"{numbered(mark.ref, mark.number)}: {when}{self.lookup.titles[mark.ref]}"


_ORIGIN_TITLES: Mapping[str, str] = {
    "article": "In the articles",
    "page": "On other pages",
    "claim": "In notes on claims",
    "date": "On the timeline",
    "actor": "In descriptions of actors",
    "term": "In definitions of terms",
    "source": "In notes on sources",
}
