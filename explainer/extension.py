"""The one seam to the renderer: a Python-Markdown extension that puts marks into rendered pages.

A staged page carries its marks in its first line, an HTML comment. So the staged tree stands alone:
any renderer built on Python-Markdown, run in any folder, makes the same pages. What is sealed on a
page is opened by the step that takes HTML out of it (`html_blocks.py`).
"""

import logging
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Processor

from explainer.files.textfiles import composed
from explainer.marking.comment import Marks, border_begin, border_end, read_marks
from explainer.marking.marked_page import TEXT_ID, with_marks
from explainer.marking.searched import with_drawn
from explainer.rendering.heading_ids import HeadingIds, change_ids, contents
from explainer.rendering.html_blocks import HtmlBlocks
from explainer.rendering.limits import Limits
from explainer.text.cleaning import clean_page, own_id
from explainer.text.drawn import drawn_in, part_of
from explainer.text.fragment import parse, write
from explainer.text.seals import sealed_in, unseal
from explainer.text.visible import read

_ZENSICAL = "rendering_context"  # the preprocessor in which Zensical keeps the page that it renders
_MKDOCS_READS_IDS = 21  # priority of mkdocs.structure.pages._RawHTMLPreprocessor
_RUBY = "<ruby"
# What the words of a heading without its tags are not: readings, what a browser draws
_DRAWN = re.compile(r"<(?:ruby|q|br)(?=[\s/>])", re.IGNORECASE)
# Readings of ruby, and what is struck out
_UNSEARCHED = re.compile(r"<(?:rp|rtc?|del|s|strike)(?=[\s/>])", re.IGNORECASE)
# What Material's search removes from finished HTML with its value, wherever that ends
_REMOVED = re.compile(r'data-search-(?=\w+="[^"])')
_MKDOCS_READS_LINKS = 0  # priority of mkdocs.structure.pages._RelativePathTreeprocessor
_MKDOCS_LINKS = "relpath"  # its name


class ExplainerExtension(Extension):
    """Holds the marks of the page that is being rendered, from its first line to the last step.

    Postprocessors also run on each heading, for the table of contents, while the tree is being
    made; so `found` becomes `due` only when the tree is done.
    """

    found: Marks | None = None
    due: Marks | None = None
    is_tree_done: bool = False
    hidden: Sequence[str] = ()  # lines that MkDocs does not look through for ids

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take the comment out before all other steps, and put the marks in after all others."""
        md.registerExtension(self)
        Limits().extendMarkdown(md)
        HeadingIds().extendMarkdown(md)
        HtmlBlocks(self._opened).extendMarkdown(md)
        md.preprocessors.register(_TakeMarks(md, self), "explainer-take", 1_000_000)
        md.preprocessors.register(_ShowIds(md, self), "explainer-show-ids", _MKDOCS_READS_IDS + 0.5)
        md.preprocessors.register(_HideIds(md, self), "explainer-hide-ids", _MKDOCS_READS_IDS - 0.5)
        before_mkdocs = _MKDOCS_READS_LINKS + 1
        md.treeprocessors.register(_ComposeAddresses(md), "explainer-compose", before_mkdocs)
        md.treeprocessors.register(_TreeDone(md, self), "explainer-tree-done", -1_000_000)
        md.postprocessors.register(_PutMarks(md, self), "explainer-put", -1_000_000)

    def reset(self) -> None:
        """Forget the page."""
        self.found = self.due = None
        self.is_tree_done = False
        self.hidden = ()

    def _opened(self, text: str, change: Callable[[str], str]) -> str:
        """Return a text in which what this program sealed is open, as `change` returns it.

        A stranger could hide from all checks what looks sealed, so there only the part between the
        borders is opened.
        """
        border = self.found.cleaned if self.found else None
        if border is None:
            return unseal(text, change)
        typed, begin, made = text.partition(border_begin(border)) if border else (text, "", "")
        return f"{typed}{begin}{unseal(made, change)}"


class _Step(Processor):
    def __init__(self, md: Markdown, extension: ExplainerExtension) -> None:
        super().__init__(md)
        self.extension = extension


class _TakeMarks(_Step, Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        self.extension.reset()
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        self.extension.found = read_marks(lines[first].strip()) if lines else None
        return lines[first + 1 :] if self.extension.found else lines


class _ShowIds(_Step, Preprocessor):
    """Shows MkDocs the ids of the marks and of sealed HTML, or it would report links to these.

    MkDocs looks for the targets of links in the Markdown, before all that is put in. Where it is
    told to report none, all lines are hidden from it: looking through them takes a quarter of the
    time in which it reads a page.
    """

    def run(self, lines: list[str]) -> list[str]:
        if not _are_ids_wanted(self.md):
            self.extension.hidden = lines
            return [""]
        ids = list(_sealed_ids(lines))
        for mark in self.extension.found.marks if self.extension.found else ():
            ids += filter(None, (mark.id, *mark.former.split()))
        return ["".join(f'<i id="{escape(id)}"></i>' for id in ids), *lines]


def _sealed_ids(lines: Sequence[str]) -> Iterator[str]:
    """Yield the ids in the HTML that is sealed on a page."""
    html = sealed_in("\n".join(lines))
    for element in parse(html).iterdescendants() if html else ():
        id = element.get("id")
        if id:
            yield id


class _HideIds(_Step, Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        lines, self.extension.hidden = [*lines[1:], *self.extension.hidden], ()
        return lines


def _are_ids_wanted(md: Markdown) -> bool:
    """Return whether MkDocs, if that is the renderer, reports links to ids that it has not read."""
    if _MKDOCS_LINKS not in md.treeprocessors:
        return True
    config = getattr(md.treeprocessors[_MKDOCS_LINKS], "config", None)
    return config is None or config.validation.links.anchors > logging.DEBUG


class _ComposeAddresses(Treeprocessor):
    """Composes addresses (NFC), since files are staged under composed names."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                address = element.get(name)
                if address:
                    element.set(name, _composed_address(address))


def _composed_address(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or path == composed(path):
        return address
    new = quote(composed(path)) if "%" in parts.path else composed(path)
    return urlunsplit(parts._replace(path=new))


class _TreeDone(_Step, Treeprocessor):
    def run(self, root: Element) -> None:
        self.extension.due, self.extension.found = self.extension.found, None
        self.extension.is_tree_done = True


class _PutMarks(_Step, Postprocessor):
    def run(self, text: str) -> str:
        if not self.extension.is_tree_done:
            return self._heading(text)
        return _unsearched(with_drawn(self._with_marks(text)))

    def _heading(self, text: str) -> str:
        """Return the HTML of a heading, of which its id is made: as `anchor` has it."""
        page = self.extension.found
        return text if page is None or page.cleaned is None else _cleaned(text, page.cleaned)

    def _with_marks(self, text: str) -> str:
        page, self.extension.due = self.extension.due, None
        made = contents(self.md)
        if page and page.cleaned is not None:
            text = _cleaned(text, page.cleaned)
            change_ids(made, own_id)  # as cleaning does
        if page:
            change_ids(made, _escaped_id)
        if _DRAWN.search(text):
            _show_as_read(made)
        if page is None:
            return write(parse(text)) if _RUBY in text else text
        if page.article is not None:
            _add_to_contents(self.md, page.after)
        return with_marks(text, page, _moves_links(self.md))


def _unsearched(html: str) -> str:
    """Keep out of the search index what would split words there, and what is shown struck out.

    Elsewhere, no text, and no value, is taken for what keeps something out of it.
    """
    html = _REMOVED.sub("data&#45;search-", html)
    return _UNSEARCHED.sub(r'\g<0> data-search-exclude="1"', html)


def _cleaned(html: str, border: str) -> str:
    """Clean all but the generated part, which stands between the two ends of `border`.

    There is text on both sides of it: the footnotes of a page's own text come last.
    """
    before, _, rest = html.partition(border_begin(border)) if border else (html, "", "")
    made, end, after = rest.partition(border_end(border))
    if not end:
        return clean_page(html)
    return f"{clean_page(before)}{made}{clean_page(after)}"


def _escaped_id(id: str) -> str:
    """Return an id escaped, since templates write it into attributes as it is."""
    return escape(unescape(id))


def _show_as_read(contents: list[dict[str, Any]]) -> None:
    """Show headings in the table of contents as a reader sees them.

    That is without the readings of a ruby, and with the quotation marks of a `q`.
    """
    for item in contents:
        if _DRAWN.search(item["html"]):
            visible = read(item["html"])
            shown = part_of(visible.text, drawn_in(visible), 0, len(visible.text)).text
            item["name"] = item["html"] = escape(shown.replace("\n", " "))
        _show_as_read(item["children"])


def _add_to_contents(md: Markdown, after: str) -> None:
    """Put the headings after the article into `toc_tokens`, where renderers find the contents.

    The theme takes the first heading for the title, and shows what is below that; if the article
    has none, the element around it stands in for one.
    """
    tokens: list[dict[str, Any]] | None = getattr(md, "toc_tokens", None)
    headings = [element for element in parse(after).iter("h2") if element.get("id")]
    if tokens is None or not headings:
        return
    if not tokens or tokens[0]["level"] > 1:
        tokens[:] = [_contents_item(1, TEXT_ID, "Article") | {"children": list(tokens)}]
    for heading in headings:
        item = _contents_item(2, heading.get("id") or "", heading.text or "")
        tokens[0]["children"].append(item)


def _contents_item(level: int, id: str, name: str) -> dict[str, Any]:
    """Return an item of `toc_tokens`; MkDocs reads its name, Zensical its HTML."""
    return {
        "level": level,
        "id": id,
        "name": escape(name),
        "html": escape(name),
        "data-toc-label": "",
        "children": [],
    }


def _moves_links(md: Markdown) -> Callable[[str], str]:
    """Return a function that writes a link so that this renderer leaves it right.

    Zensical moves each relative link from the folder of the source to that of the page, also in raw
    HTML, which MkDocs leaves alone. So for Zensical the link is made relative to the source first.
    """
    if _ZENSICAL not in md.preprocessors:
        return str
    page = md.preprocessors[_ZENSICAL].page  # type: ignore[attr-defined]
    there, here = posixpath.dirname(page.url), posixpath.dirname(page.path) or "."

    def moved(address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return address
        path = posixpath.relpath(posixpath.join(there, parts.path), here)
        if parts.path.endswith("/"):
            path += "/"
        return urlunsplit(parts._replace(path=path))

    return moved


def makeExtension(**kwargs: Any) -> ExplainerExtension:  # noqa: N802
    """Return the extension; Python-Markdown looks for this name."""
    return ExplainerExtension(**kwargs)
