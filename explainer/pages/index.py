"""Index pages: each opens with the hand-written page at its address, where there is one."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from explainer.addresses import INDEXES, fragment
from explainer.config.themetext import head_as_html, in_block_style, is_plain
from explainer.format import wording
from explainer.linking.opening_pages import openings
from explainer.marking.comment import Marks, border_of, bordered, marks_comment
from explainer.marking.cuts import Mark
from explainer.model import Kind, Loaded, Page, Ref
from explainer.pages.document import (
    OwnMarkdown,
    PageMaker,
    attribute,
    completed,
    document,
    heading_id,
    render,
    with_value,
)
from explainer.pages.lookup import Lookup
from explainer.pages.parts import IndexPart
from explainer.pages.view import Link, View
from explainer.text.controls import unturned
from explainer.text.seals import seal

# An index page with fewer entries is not worth a visit; where nothing is set, one is enough.
LEAST: Mapping[Kind, int] = {"article": 2}
# What sharing cards and lists of results say of an index page that has no description of its own.
_LONGEST_ROW = 200  # characters in the titles of parts that are linked above each of them
_MEANINGS = {path: wording.KINDS[kind].meaning for kind, path in INDEXES.items()}

# A first line that MkDocs would take for a key and its value, as in MultiMarkdown.
_KEY_LINE = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_NO_HEAD = "---\n{}\n---\n"


class Section(NamedTuple):
    """A part of an index page under a heading; `id` is that of the heading."""

    title: str
    id: str
    items: tuple[Any, ...]
    meaning: str = ""


class Choice(NamedTuple):
    """A value to choose entries by: as it appears in addresses, and its name for readers."""

    value: str
    name: str


class Facet(NamedTuple):
    """A way to choose among the entries of an index."""

    key: str
    label: str
    choices: tuple[Choice, ...]


class PartLink(NamedTuple):
    """A link to a part of an index, as the index page lists it."""

    link: Link
    number: int  # of its entries
    size: str  # the same in words
    ends: tuple[str, ...]  # its first and its last entry, or nothing
    ids: tuple[str, ...]  # of the entries that had these ids on this page before it was divided
    article: str  # the value by which the form chose the article, or ""


_NO_SECTIONS: Mapping[Ref, str] = {}
Body = Callable[[View, IndexPart | None], str]
Item = TypeVar("Item")


def index_pages(lookup: Lookup, kind: Kind, title: str, body: Body) -> dict[str, PageMaker]:
    """Return makers of the index page of a kind and of its parts, if it is divided, by path.

    `body` makes what is below the heading of a part, or of the index page itself for None.
    """
    found = index_page(lookup, INDEXES[kind], title, partial(_undivided, body))
    parts = lookup.parts.get(kind, ())
    is_short = sum(len(part.title) for part in parts) <= _LONGEST_ROW
    for index, part in enumerate(parts):
        before, after = parts[max(0, index - 1) : index], parts[index + 1 : index + 2]
        around = _Surrounding(title, before, after, parts if is_short else ())
        found[part.path] = partial(_part, View(lookup, part.path), part, around, body)
    return found


def _undivided(body: Body, view: View) -> str:
    return body(view, None)


class _Surrounding(NamedTuple):
    """What a part of an index belongs to, and the parts that it links to."""

    title: str  # of the index
    before: Sequence[IndexPart]
    after: Sequence[IndexPart]
    row: Sequence[IndexPart]  # all parts, if they fit in a row or two


def _part(view: View, part: IndexPart, around: _Surrounding, body: Body) -> str:
    content = render(
        "part.md.j2",
        title=around.title,
        body=OwnMarkdown(body(view, part).strip()),
        row=_links(view, around.row),
        here=part.title,
        before=_links(view, around.before),
        after=_links(view, around.after),
    )
    kind = part.refs[0].kind
    title_id = "_top" if view.lookup.has_heading_ids else ""
    # entries that have pages of their own are found there, dates and sources here
    boost = 0.5 if fragment(part.refs[0]) else 0
    meaning = _MEANINGS[INDEXES[kind]]
    return document(f"{around.title}: {part.title}", content, meaning, title_id, boost)


def _links(view: View, parts: Sequence[IndexPart]) -> list[Link]:
    return [Link(view.to_path(part.path), part.title) for part in parts]


def part_links(
    view: View, kind: Kind, part: IndexPart | None, sections: Mapping[Ref, str] = _NO_SECTIONS
) -> tuple[PartLink, ...]:
    """Return links to all parts of an index, for the index page itself; () for one that is whole.

    `part` is the one that the page shows: it lists no parts. `sections` are the ids that headings
    had on the index page before it was divided, each by the first entry below its heading.
    """
    if part is not None:
        return ()
    return tuple(_part_link(view, each, sections) for each in view.lookup.parts.get(kind, ()))


def _part_link(view: View, part: IndexPart, sections: Mapping[Ref, str]) -> PartLink:
    first = part.refs[0]
    noun = wording.KINDS[first.kind].name.lower()
    ids = list[str]()
    for ref in part.refs:
        if ref in sections:
            ids.append(sections[ref])
        if fragment(ref):
            ids += (ref.id, *view.lookup.former.get(ref, ()))
    slug = ""
    if first.kind == "claim":
        slug = quote(view.lookup.site.loaded.claims[first.id].article or "")
    [link], number = _links(view, [part]), len(part.refs)
    return PartLink(link, number, wording.counted(number, noun), part.ends, tuple(ids), slug)


def entries_of(entries: Mapping[str, Item], part: IndexPart | None) -> tuple[Item, ...]:
    """Return the entries that a part lists, of those of the site by id; all of them for None."""
    if part is None:
        return tuple(entries.values())
    return tuple(entries[ref.id] for ref in part.refs)


def index_page(
    lookup: Lookup, path: str, title: str, body: Callable[[View], str], description: str = ""
) -> dict[str, PageMaker]:
    """Return a maker of an index page, by its path; `body` makes the part below its heading."""
    view = View(lookup, lookup.staged(path))
    opening = lookup.openings.get(path)
    if opening:
        return {view.path: partial(_opened, view, opening, body)}
    return {view.path: partial(_page, view, title, body, description or _MEANINGS.get(path, ""))}


def unlisted_indexes(loaded: Loaded) -> frozenset[str]:
    """Return the paths of index pages that would lead a reader nowhere.

    They are the empty ones, and that of a single article. They stay at their addresses, for links
    from elsewhere. A page with hand-written text is always worth a visit.
    """
    short = [kind for kind, number in sizes(loaded).items() if number < LEAST.get(kind, 1)]
    return frozenset(INDEXES[kind] for kind in short).difference(openings(loaded.pages))


def sizes(loaded: Loaded) -> dict[Kind, int]:
    """Return how many entries each index page holds."""
    return {
        "article": len(loaded.articles),
        "claim": len(loaded.claims),
        "date": len(loaded.dates),
        "actor": len(loaded.actors),
        "term": len(loaded.terms),
        "source": len(loaded.sources),
    }


def _page(view: View, title: str, body: Callable[[View], str], description: str) -> str:
    # half the weight: what is listed here is better found on its own page
    boost = 0 if view.path in unlisted_indexes(view.lookup.site.loaded) else 0.5
    title_id = "_top" if view.lookup.has_heading_ids else ""
    return document(title, body(view), description, title_id, boost, is_of_annotators=False)


def section_anchor(lookup: Lookup) -> Callable[[str], Markup]:
    """Return a function that gives the Markdown for the id of a heading, to be put at its end.

    It returns "" where the Markdown extensions do not allow ids. These ids begin with an
    underscore, unlike those of entries.
    """
    if not lookup.has_heading_ids:
        return lambda name: Markup("")
    return lambda name: OwnMarkdown(heading_id(name))


def hand_written(view: View, page: Page, border: str = "") -> str:
    """Return a hand-written page as typed, with its mentions marked.

    `border` is that of the generated part below its text.
    """
    linked = view.lookup.site.pages.get(page.path)
    is_safe = view.lookup.settings.is_safe
    is_marked = linked is not None and bool(linked.mentions or page.is_draft)
    head = _head(view, page)
    if not is_safe and not is_marked:
        return f"{head}{page.markdown}"
    marks: tuple[Mark, ...] = ()
    links: dict[str, str] = {}
    if linked:
        links = view.written_links(linked)
        if view.lookup.is_marked(page.ref):
            marks = view.marks(linked)
    before = render("draft.html.j2") if page.is_draft else ""
    cleaned = border if is_safe else None
    comment = marks_comment(Marks(None, marks, before, links=links, cleaned=cleaned))
    return f"{head}{comment}\n{page.markdown}"


def _head(view: View, page: Page) -> str:
    """Return the front matter of a hand-written page with its fences, or "" where it needs none."""
    head = head_as_html(page.head)
    if page.is_draft or _has_odd_title(page):
        title = attribute(view.lookup.titles[page.ref])
        return completed(with_value(in_block_style(head), "title", title), {"title": title})
    if head:
        return f"---\n{head.rstrip()}\n---\n"
    # MkDocs would take such a line out of the text, as front matter of another kind
    return _NO_HEAD if _KEY_LINE.match(page.markdown) else ""


def _has_odd_title(page: Page) -> bool:
    """Return whether MkDocs would make an unsafe title of the page's file name or first heading.

    It puts these into HTML as they are.
    """
    return not is_plain(PurePosixPath(page.path).stem) or unturned(page.markdown) != page.markdown


def _opened(view: View, page: Page, below: Callable[[View], str]) -> str:
    """Return an index page that begins with a hand-written page."""
    generated, border = below(view), ""
    body = seal(generated.strip())
    if view.lookup.settings.is_safe:
        border = border_of(page.markdown, generated)
        body = bordered(body, border)
    return f"{hand_written(view, page, border).rstrip()}\n\n{body}\n"
