"""Index pages: each opens with the hand-written page at its address, where there is one."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.addresses import INDEXES
from explainer.config.themetext import head_as_html, in_block_style, is_plain
from explainer.format import wording
from explainer.marking.comment import border_of, bordered, marks_comment
from explainer.model import Kind, Loaded, Page
from explainer.pages.document import Make, attribute, completed, document, render, with_value
from explainer.pages.lookup import Lookup, openings
from explainer.pages.view import View
from explainer.text.controls import TURNING

# From how many entries on an index page is worth a visit, where that is not one.
LEAST: Mapping[Kind, int] = {"article": 2}
# what link previews and lists of results say of an index page, unless somebody says more
_MEANINGS = {path: wording.KINDS[kind].meaning for kind, path in INDEXES.items()}

# The first line of a text that MkDocs takes for a key and its value, as MultiMarkdown has them.
_KEY_LINE = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_NO_HEAD = "---\n{}\n---\n"


class Section(NamedTuple):
    """A part of an index page with a heading of its own; `id` is that of the heading."""

    title: str
    id: str
    items: tuple[Any, ...]
    meaning: str = ""


class Choice(NamedTuple):
    """A value that entries can be chosen by: as it stands in addresses, and its name for readers."""

    value: str
    name: str


class Facet(NamedTuple):
    """A way to choose among the entries of an index."""

    key: str
    label: str
    choices: tuple[Choice, ...]


def index_page(
    lookup: Lookup, path: str, title: str, body: Callable[[View], str], description: str = ""
) -> dict[str, Make]:
    """Give what makes an index page, by its path; `body` makes what stands below its heading."""
    view = View(lookup, lookup.staged(path))
    opening = lookup.openings.get(path)
    if opening:
        return {view.path: lambda: _opened(view, opening, body(view))}
    return {view.path: partial(_page, view, title, body, description or _MEANINGS.get(path, ""))}


def unlisted_indexes(loaded: Loaded) -> frozenset[str]:
    """Return the index pages that would lead a reader nowhere: empty ones, and that of a single article.

    They stay at their addresses, for links from elsewhere; what somebody wrote by hand is always worth a visit.
    """
    short = (kind for kind, number in sizes(loaded).items() if number < LEAST.get(kind, 1))
    return frozenset(INDEXES[kind] for kind in short).difference(openings(loaded.pages))


def sizes(loaded: Loaded) -> dict[Kind, int]:
    """Return how much each index page holds."""
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
    title_id = "_top" if view.lookup.heading_ids else ""
    return document(title, body(view), description, title_id, boost)


def section_anchor(lookup: Lookup) -> Callable[[str], Markup]:
    """Give the function that ends a heading with its id, where the Markdown extensions allow it.

    These ids begin with an underscore, which those of entries cannot hold.
    """
    return lambda name: Markup(f" {{#{name}}}" if lookup.heading_ids else "")


def hand_written(view: View, page: Page, border: str = "") -> str:
    """Give a hand-written page as typed, with its mentions marked.

    `border` is that of what is generated below its text.
    """
    linked = view.lookup.site.pages.get(page.path)
    head = _head(view, page)
    is_safe = view.lookup.settings.is_safe
    if not is_safe and not (linked and (linked.mentions or page.is_draft)):
        return f"{head}{page.markdown}"
    marks = view.marks(linked) if linked and view.lookup.is_marked(page.ref) else ()
    before = render("draft.html.j2") if page.is_draft else ""
    links = view.written_links(linked) if linked else {}
    cleaned = border if is_safe else None
    comment = marks_comment(marks, None, before, links=links, cleaned=cleaned)
    return f"{head}{comment}\n{page.markdown}"


def _head(view: View, page: Page) -> str:
    """Return the front matter of a hand-written page with its fences, or "" where it needs none."""
    title = view.lookup.titles[page.ref]
    head = head_as_html(page.head)
    # MkDocs would take a title from the name of the file, or the first heading, as it is
    is_odd = not is_plain(PurePosixPath(page.path).stem) or TURNING.search(page.markdown)
    if page.is_draft or is_odd:
        named = with_value(in_block_style(head), "title", attribute(title))
        return completed(named, {"title": attribute(title)})
    if head:
        return f"---\n{head.rstrip()}\n---\n"
    # which MkDocs would take out of the text, as front matter of another kind
    return _NO_HEAD if _KEY_LINE.match(page.markdown) else ""


def _opened(view: View, page: Page, body: str) -> str:
    is_safe = view.lookup.settings.is_safe
    border = border_of(page.markdown, body) if is_safe else ""
    made = bordered(body.strip(), border) if is_safe else body.strip()
    return f"{hand_written(view, page, border).rstrip()}\n\n{made}\n"
