"""The site as seen from one of its pages: every link is relative to that page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import fragment, href_to_file, href_to_path, note_id
from explainer.dates.edtf import in_words
from explainer.format.entry_links import entry_of
from explainer.format.former import former_fragments
from explainer.linking.local_links import IN_FRAGMENT, LocalLink, local_links
from explainer.marking.cuts import Mark
from explainer.model import AnyEntry, Highlight, LinkedText, Mention, Ref, Step
from explainer.pages.citing import report_address
from explainer.pages.document import label_text
from explainer.pages.lookup import Lookup, kind_name, mentions_by_origin, numbered
from explainer.pages.voices import restating
from explainer.text.excerpts import last_words
from explainer.text.fragment import parse, write
from explainer.text.sentences import Context, as_html

# How many mentions the page of an entry shows: of each text, and of all texts.
MOST_PLACES_OF_A_TEXT = 200
MOST_PLACES = 2_000
MOST_DISCUSSING = 6  # articles among the facts about an entry


class Link(NamedTuple):
    """A link to an entry, article or page; `kind` is its kind."""

    href: str
    text: str
    kind: str = ""


def outward(address: str | None) -> Link:
    """Return a link to a web address that shows the address; one without `href` for other text."""
    text = address or ""
    is_web_address = text.lower().startswith(("https://", "http://"))
    return Link(text if is_web_address else "", text)


class Quoted(NamedTuple):
    """Words within their sentence, with a link that lands on them."""

    href: str
    context: Context
    link: Link  # to the text that holds them
    language: Markup = Markup()  # attributes of their element if they are in a foreign language
    name: str = ""  # what they are in that text: "claim c3"
    restates: bool = False  # whether they restate a claim
    by: tuple[Link, ...] = ()  # who does so


class Standing(NamedTuple):
    """What an entry is in its article, "Claim c3", and a link to its words."""

    name: str
    link: Link  # with the title of the article as text


class Origin(NamedTuple):
    """A text that names an entry, with the sentences that do."""

    link: Link
    places: tuple[Quoted, ...]
    language: Markup = Markup()  # as in `Quoted`
    left_out: int = 0  # how many more places are not shown


class Discussion(NamedTuple):
    """The articles that name an entry: those that do so most often, and how many more there are."""

    links: tuple[Link, ...]  # to the first place in each
    left_out: int


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
        """Return the address of an index or other page, given by its path under docs/."""
        staged = self.lookup.staged(path)
        return href_to_path(self.path, staged, self.lookup.settings.directory_urls, to_id)

    def href(self, ref: Ref, to_id: str | None = None) -> str:
        """Return the address of an entry, article or page, or of an element on its page."""
        return self.to_path(self.lookup.page(ref), fragment(ref) if to_id is None else to_id)

    def link(self, ref: Ref) -> Link:
        """Return a link with the title of an entry, article or page."""
        return Link(self.href(ref), self.lookup.titles[ref], ref.kind)

    def links(self, refs: Iterable[Ref]) -> tuple[Link, ...]:
        """Return a link to each of these that exists, without repetitions."""
        return tuple(self.link(ref) for ref in dict.fromkeys(refs) if self.lookup.exists(ref))

    def objects(self, ref: Ref, label: str) -> tuple[Link, ...]:
        """Return links to what an entry names under a key of the format."""
        return self.links(self.lookup.objects_of(ref, label))

    def subjects(self, ref: Ref, label: str) -> tuple[Link, ...]:
        """Return links to the entries that name an entry under a key of the format."""
        return self.links(self.lookup.subjects_of(ref, label))

    def html(self, ref: Ref, *steps: Step) -> Markup | None:
        """Return a Markdown field as HTML for this page, on one line; None if it is empty."""
        text = self.lookup.site.texts.get((ref, steps))
        return None if text is None else self.rewritten(text)

    def rewritten(self, html: str) -> Markup:
        """Return HTML on one line, with links that lead from this page.

        In the given HTML, links read `kind:id` or are paths from docs/. Without line ends, no line
        can be taken for Markdown; in `pre`, `&#10;` stands for the same character.
        """
        if "href=" not in html:
            return _on_one_line(html)
        root = parse(html)
        for element, _, link in local_links(root):
            element.set("href", self._to_local(link))
        for element in list(root.iter("a")):
            ref = entry_of(element.get("href") or "")
            if ref and self.lookup.exists(ref):
                element.set("href", self.href(ref))
            elif ref:
                del element.attrib["href"]
        return _on_one_line(write(root))

    def _to_local(self, link: LocalLink) -> str:
        if link.is_page:
            page = self.to_path(self.lookup.now(link.path, link.to_id), link.to_id)
            return link.asking(page)
        file = href_to_file(self.path, link.path, self.lookup.settings.directory_urls)
        return link.asking(f"{file}#{quote(link.to_id, IN_FRAGMENT)}" if link.to_id else file)

    def preview(self, ref: Ref) -> Markup:
        """Return attributes by which pop-up previews find the element that describes an entry."""
        label = numbered(ref, self.lookup.number(ref))
        return Markup(' data-preview="{}" data-label="{}"').format(str(ref), label)

    def report(self, ref: Ref) -> str:
        """Return the address for reporting a mistake on the page of an entry or article, or ""."""
        return report_address(ref, self.lookup.titles[ref], self.lookup.settings)

    def standing(self, entry: AnyEntry) -> Standing | None:
        """Return which claim or date of its article an entry is; None if there is no such article.

        Its link leads to the words of the entry, or to the article where none are highlighted.
        """
        article = Ref("article", entry.article or "")
        if not self.lookup.exists(article):
            return None
        link = self.link(article)
        passage = self.lookup.first_passage(entry.ref)
        if passage is None:
            return Standing(kind_name(entry.ref), link._replace(href=self.href(article, "")))
        _, mark = passage
        name = numbered(entry.ref, mark.number)
        return Standing(name, link._replace(href=self.href(article, mark.id)))

    def quotes(self, ref: Ref) -> tuple[Quoted, ...]:
        """Return the words of a claim or date in the articles, each in its sentence."""
        passages = self.lookup.highlights.get(ref, ())
        return tuple(self._quoted(Ref("article", slug), mark) for slug, mark in passages)

    def _quoted(self, article: Ref, mark: Highlight) -> Quoted:
        return Quoted(
            self.href(article, mark.id),
            as_html(mark.context),
            self.link(article),
            self.lookup.language(article),
            numbered(mark.ref, mark.number).lower(),
            mark.ref in self.lookup.originals,
            self.restating(mark),
        )

    def restating(self, mark: Highlight) -> tuple[Link, ...]:
        """Return links to the actors who restate a claim by highlighted words."""
        return self.links(restating(self.lookup, mark))

    def mentions(self, target: Ref) -> tuple[Origins, ...]:
        """Return every place where an entry is named, by kind of text."""
        by_kind: dict[str, list[Origin]] = {kind: [] for kind in _ORIGIN_TITLES}
        for origin in self._origins(mentions_by_origin(self.lookup, target)):
            by_kind[origin.link.kind].append(origin)
        found = []
        for kind, origins in by_kind.items():
            total = sum(len(origin.places) + origin.left_out for origin in origins)
            if origins:
                found.append(Origins(_ORIGIN_TITLES[kind], total, tuple(origins)))
        return tuple(found)

    def discussion(self, target: Ref) -> Discussion:
        """Return the articles that name an entry, if there are several, else none."""
        found = mentions_by_origin(self.lookup, target)
        places = {ref: mentions for ref, mentions in found.items() if ref.kind == "article"}
        if len(places) < 2:
            return Discussion((), 0)
        refs = sorted(places, key=lambda ref: (-len(places[ref]), ref))[:MOST_DISCUSSING]
        links = [
            self.link(ref)._replace(href=self.href(ref, places[ref][0].fragment)) for ref in refs
        ]
        return Discussion(tuple(links), len(places) - len(links))

    def _origins(self, found: Mapping[Ref, Sequence[Mention]]) -> Iterator[Origin]:
        """Yield the texts that name an entry, with no more places than somebody may read."""
        left = MOST_PLACES
        for ref, mentions in found.items():
            shown = mentions[: min(MOST_PLACES_OF_A_TEXT, left)]
            left -= len(shown)
            yield self._origin(ref, shown, len(mentions) - len(shown))

    def _origin(self, ref: Ref, mentions: Sequence[Mention], left_out: int) -> Origin:
        link, language = self.link(ref), self.lookup.language(ref)
        is_marked = self.lookup.is_marked(ref)
        places = []
        for mention in mentions:
            own_id = mention.fragment if is_marked else ""
            href = self.href(ref, own_id or fragment(ref))
            places.append(Quoted(href, as_html(mention.context), link, language))
        return Origin(link, tuple(places), language, left_out)

    def marks(self, text: LinkedText) -> tuple[Mark, ...]:
        """Return the marks of an article or page: highlights, and names that become links."""
        highlights = [
            self._highlight(mark, text) for mark in text.highlights if self._is_shown(mark)
        ]
        names = [self._name(mention) for mention in text.mentions if mention.linked]
        return (*highlights, *names)

    def _highlight(self, mark: Highlight, text: LinkedText) -> Mark:
        ref = self.lookup.shown(mark.ref)
        note = note_id(ref)
        former = former_fragments(mark.id, mark.ref, self.lookup.former.get(mark.ref, ()))
        return Mark(
            *mark.span[:2],
            str(ref),
            f"#{note}",
            mark.id,
            mark.number,
            self._label(mark, ref),
            note,
            " ".join(former),
            self._handle(mark, text),
        )

    def _name(self, mention: Mention) -> Mark:
        target = mention.target
        return Mark(*mention.span[:2], str(target), self.href(target), mention.fragment)

    def _is_shown(self, mark: Highlight) -> bool:
        """Return whether a highlight leads to an entry; what restates an unknown one does not."""
        return self.lookup.exists(self.lookup.shown(mark.ref))

    def is_noted(self, mark: Highlight, slug: str) -> bool:
        """Return whether there is a note beside a highlight in an article.

        There is one beside the first words of a noted claim.
        """
        ref = self.lookup.shown(mark.ref)
        return ref in self.lookup.noted and self.lookup.first_mark_in(slug, ref) is mark

    def _handle(self, mark: Highlight, text: LinkedText) -> int | None:
        """Return where the last few words of a noted highlight begin; None for other highlights.

        It is an offset in code points of the text's visible text.
        """
        if not self.is_noted(mark, text.rendered.ref.id):
            return None
        return last_words(text.rendered.text, mark.span.start, mark.span.end)

    def written_links(self, text: LinkedText) -> dict[str, str]:
        """Return the addresses of the entries that a text links to by `kind:id`, by that link."""
        links = {}
        for mention in text.mentions:
            if mention.written and self.lookup.exists(mention.target):
                links[str(mention.target)] = self.href(mention.target)
        return links

    def _label(self, mark: Highlight, ref: Ref) -> str:
        """Return the name of a highlight of an entry.

        Such as "Claim c3: Title", "Date d4: 6 May 2025, Title".
        """
        label = f"{numbered(mark.ref, mark.number)}: "
        date = self.lookup.site.loaded.dates.get(mark.ref.id)
        if date and mark.ref.kind == "date":
            label += f"{in_words(date.body.date)}, "
        return label + label_text(self.lookup.titles[ref])


def _on_one_line(html: str) -> Markup:
    return Markup(html.strip().replace("\n", "&#10;"))


_ORIGIN_TITLES: Mapping[str, str] = {
    "article": "In the articles",
    "page": "On other pages",
    "claim": "In notes on claims",
    "date": "On the timeline",
    "actor": "In descriptions of actors",
    "term": "In definitions of terms",
    "source": "In notes on sources",
}
