"""The one seam to the renderer: a Python-Markdown extension that puts the marks into a page after it was rendered.

A staged page carries its marks in its first line, an HTML comment that holds JSON. So the staged tree stands alone: any
renderer built on Python-Markdown, run in any folder, gives the same pages.
"""

import json
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from hashlib import sha256
from html import escape, unescape
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Processor

from explainer.building.annotate import Mark, annotated_tree
from explainer.building.insertions import put_below_title, put_notes
from explainer.config.languages import language_attributes
from explainer.files import composed
from explainer.limits import Limits
from explainer.text.cleaning import clean_page, own_id
from explainer.text.fragment import Element as HtmlElement
from explainer.text.fragment import parse, write
from explainer.text.visible import read, read_tree

_TEXT_ID = "_article"  # of the element around the article's own text
_OPEN, _CLOSE = "<!-- explainer:marks ", " -->"
_VERSION = 3
_ZENSICAL = "rendering_context"  # the preprocessor in which Zensical keeps the page that it renders
_MKDOCS_READS_IDS = 21  # priority of mkdocs.structure.pages._RawHTMLPreprocessor
_RUBY = "<ruby"
_READING = re.compile(r"<(rp|rtc?)\b", re.IGNORECASE)
_MKDOCS_READS_LINKS = 0  # priority of mkdocs.structure.pages._RelativePathTreeprocessor
_ROW = tuple(each.name for each in fields(Mark))
# JSON strings may hold these as escapes; then nothing inside can end the comment or begin a tag.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "-<>&"}


class Marks(NamedTuple):
    """What the first line of a staged page says: the article that it is (None for other pages), and its marks."""

    article: str | None
    marks: tuple[Mark, ...]
    before: str = ""  # HTML that stands below the title of the article
    after: str = ""  # HTML that stands behind the article, outside of its element
    links: Mapping[str, str] = MappingProxyType({})  # addresses of the entries that the text links to as `kind:id`
    language: str = ""  # of the article, as a BCP 47 tag; "" where it is that of the site
    notes: Mapping[str, str] = MappingProxyType({})  # HTML between the paragraphs, by ids of marks
    # None where nothing is cleaned; else the border (see `bordered`) of what is generated, "" where nothing is
    cleaned: str | None = None


def marks_comment(
    marks: Sequence[Mark],
    article: str | None,
    before: str = "",
    after: str = "",
    links: Mapping[str, str] = MappingProxyType({}),
    language: str = "",
    notes: Mapping[str, str] = MappingProxyType({}),
    cleaned: str | None = None,
) -> str:
    """Give the first line of a staged page, without a line end; the Markdown below must follow unchanged.

    `article` is the slug of the article that the page shows; a page that shows none is not wrapped.
    `before` is HTML that stands below the title, `after` HTML behind the article, outside of its element.
    `links` gives the address of each entry that the text itself links to as `kind:id`. `language` is the article's
    BCP 47 tag, where it is not that of the site. `notes` gives HTML that stands behind the block with a mark, by the
    id of the mark. `cleaned` tells that the page's own text is not trusted: all of it for "", else what is not
    `bordered` so.
    """
    rows = [[getattr(mark, name) for name in _ROW] for mark in marks]
    data = {
        "version": _VERSION,
        "article": article,
        "marks": rows,
        "before": before,
        "after": after,
        "links": dict(links),
        "language": language,
        "notes": dict(notes),
        "cleaned": cleaned,
    }
    written = json.dumps(data, separators=(",", ":"))
    for character, escape_ in _ESCAPES.items():
        written = written.replace(character, escape_)
    return _OPEN + written + _CLOSE


def read_marks(line: str) -> Marks | None:
    """Read what `marks_comment` wrote; None for any other line."""
    if not (line.startswith(_OPEN) and line.endswith(_CLOSE)):
        return None
    try:
        data = json.loads(line[len(_OPEN) : -len(_CLOSE)])
        if data["version"] != _VERSION:
            return None
        marks = tuple(Mark(*row) for row in data["marks"])
        around = (data["before"], data["after"], data["links"], data["language"], data["notes"])
        return Marks(data["article"], marks, *around, data.get("cleaned"))
    except (ValueError, TypeError, KeyError):
        return None


def border_of(*texts: str) -> str:
    """Return a digest of texts, which none of them can contain."""
    return sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()


def bordered(markdown: str, border: str) -> str:
    """Return generated Markdown between comments that set it apart from the page's own text."""
    return f"{_begin(border)}\n\n{markdown}\n\n{_end(border)}"


def _begin(border: str) -> str:
    return f"<!-- explainer:begin {border} -->"


def _end(border: str) -> str:
    return f"<!-- explainer:end {border} -->"


class ExplainerExtension(Extension):
    """Holds the marks of the page that is being rendered, between its first line and its last step.

    Postprocessors also run on each heading, for the table of contents, while the tree is being made; the marks are
    handed on only when it is done.
    """

    found: Marks | None = None
    due: Marks | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take the comment out before anything else reads the page, put the marks in after everything else wrote."""
        md.registerExtension(self)
        Limits().extendMarkdown(md)
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
    """MkDocs looks for the targets of links in the Markdown; without this line it would report each link to a mark."""

    def run(self, lines: list[str]) -> list[str]:
        marks = self.extension.found.marks if self.extension.found else ()
        ids = [name for mark in marks for name in (mark.id, *mark.former.split()) if name]
        return ["".join(f'<i id="{escape(id)}"></i>' for id in ids), *lines]


class _HideIds(_Step, Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return lines[1:]


class _ComposeAddresses(Treeprocessor):
    """Files are staged under composed names (NFC), whatever form addresses were typed in."""

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


class _PutMarks(_Step, Postprocessor):
    def run(self, text: str) -> str:
        page, self.extension.due = self.extension.due, None
        around = page or self.extension.found
        if around and around.cleaned is not None:
            text = _cleaned(text, around.cleaned)
            _own_ids(getattr(self.md, "toc_tokens", None) or [])
        if page:
            _escape_ids(getattr(self.md, "toc_tokens", None) or [])
        if _RUBY in text:
            _leave_readings_out(getattr(self.md, "toc_tokens", None) or [])
        if page is None:
            return _unsearched(write(parse(text))) if _RUBY in text else text
        if page.article is not None:
            _add_to_contents(self.md, page.after)
        return _unsearched(with_marks(text, page, _moves_links(self.md)))


def _unsearched(html: str) -> str:
    """Keep readings of ruby out of the index of the search, where they would part the words that they stand above."""
    return _READING.sub(r'\g<0> data-search-exclude="1"', html) if _RUBY in html else html


def _cleaned(html: str, border: str) -> str:
    """Clean all that was not generated, before and after: footnotes of a page's own text come last."""
    before, _, rest = html.partition(_begin(border)) if border else (html, "", "")
    made, end, after = rest.partition(_end(border))
    if not end:
        return clean_page(html)
    return f"{clean_page(before)}{made}{clean_page(after)}"


def _own_ids(contents: list[dict[str, Any]]) -> None:
    """Let the table of contents link to headings by the ids that they have when they are cleaned."""
    for item in contents:
        item["id"] = own_id(item["id"])
        _own_ids(item["children"])


def _escape_ids(contents: list[dict[str, Any]]) -> None:
    """Escape the ids of headings, which templates write into attributes unescaped."""
    for item in contents:
        item["id"] = escape(unescape(item["id"]))
        _escape_ids(item["children"])


def _leave_readings_out(contents: list[dict[str, Any]]) -> None:
    """Show headings with a ruby in the table of contents as they are read without the readings."""
    for item in contents:
        if _RUBY in item["html"]:
            item["name"] = item["html"] = escape(read(item["html"]).text)
        _leave_readings_out(item["children"])


def with_marks(html: str, page: Marks, moved: Callable[[str], str] = str) -> str:
    """Put into a rendered text what the first line of its page says; `moved` is applied to each address in that."""
    moved_marks = [replace(mark, href=moved(mark.href)) for mark in page.marks]
    root = annotated_tree(read_tree(parse(html)), moved_marks)
    if page.article is not None:
        put_notes(root, {name: _with_links(note, moved) for name, note in page.notes.items()})
    if page.before:
        put_below_title(root, _with_links(page.before, moved))
    if page.links:
        _lead_to_entries(root, {name: moved(address) for name, address in page.links.items()})
    html = write(root)
    if page.article is None:
        return html
    attributes = f'data-article="{escape(page.article)}"{language_attributes(page.language, "")}'
    article = f'<div class="ex-article" {attributes} id="{_TEXT_ID}">{html}</div>'
    return f"{article}{_with_links(page.after, moved)}"


def _add_to_contents(md: Markdown, after: str) -> None:
    """Put the headings behind the article into the table of contents, which renderers take from `toc_tokens`.

    The theme takes the first heading for the title, and shows what is below that: where the article has none, the
    element around it stands for it.
    """
    tokens: list[dict[str, Any]] | None = getattr(md, "toc_tokens", None)
    headings = [element for element in parse(after).iter("h2") if element.get("id")]
    if tokens is None or not headings:
        return
    if not tokens or tokens[0]["level"] > 1:
        tokens[:] = [_contents_item(1, _TEXT_ID, "Article") | {"children": list(tokens)}]
    found = tokens[0]["children"]
    found += [_contents_item(2, element.get("id") or "", element.text or "") for element in headings]


def _contents_item(level: int, id: str, name: str) -> dict[str, Any]:
    """An item as Python-Markdown has it; MkDocs reads its name, Zensical its HTML."""
    return {"level": level, "id": id, "name": escape(name), "html": escape(name), "data-toc-label": "", "children": []}


def _moves_links(md: Markdown) -> Callable[[str], str]:
    """How a link must be written for this renderer to leave it right.

    Zensical moves each relative link from the folder of the source to that of the page, also in raw HTML, which MkDocs
    leaves alone. So there the link is made relative to the source first.
    """
    if _ZENSICAL not in md.preprocessors:
        return str
    page = md.preprocessors[_ZENSICAL].page  # type: ignore[attr-defined]
    there, here = posixpath.dirname(page.url), posixpath.dirname(page.path) or "."

    def moved(address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return address
        path = posixpath.relpath(posixpath.join(there, parts.path), here) + "/" * parts.path.endswith("/")
        return urlunsplit(parts._replace(path=path))

    return moved


def _lead_to_entries(root: HtmlElement, links: Mapping[str, str]) -> None:
    """Lead the links that the author wrote as `kind:id` to their entries, and name these as mentions do."""
    for element in root.iter("a"):
        name = element.get("href") or ""
        if name in links:
            element.set(
                "class", " ".join([element.get("class", ""), "ex-mention", f"ex-{name.partition(':')[0]}"]).strip()
            )
            element.set("data-annotation", name)
            element.set("href", links[name])


def _with_links(html: str, moved: Callable[[str], str]) -> str:
    if moved is str:
        return html
    root = parse(html)
    for element in root.iter():
        for name in ("href", "src"):
            if (address := element.get(name)) is not None:
                element.set(name, moved(address))
    return write(root)


def makeExtension(**kwargs: Any) -> ExplainerExtension:  # noqa: N802
    """The name that Python-Markdown looks for."""
    return ExplainerExtension(**kwargs)
