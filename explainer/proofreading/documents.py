"""Files in docs/ that could run scripts on a `safe` site, or change how it works."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from explainer.addresses import scheme_of
from explainer.files.textfiles import on_disk, read_start, read_text
from explainer.model import Place, Problem

_PAGES = frozenset({
    ".asp", ".aspx", ".cgi", ".hta", ".htm", ".html", ".jsp", ".mht", ".mhtml", ".phar", ".php",
    ".phtml", ".shtml", ".svgz", ".xht", ".xhtml", ".xml", ".xsl", ".xslt",
})  # fmt: skip
# No browser reads these as pages, whatever their first bytes are.
_TEXTS = frozenset({".bib", ".css", ".csv", ".js", ".json", ".ris", ".tex", ".txt", ".vtt"})
_DRAWINGS = frozenset({".svg"})
# Files that web servers and hosting services read at the root of a site
_SERVER_FILES = frozenset({
    "_headers", "_redirects", "_routes.json", "_worker.js", "staticwebapp.config.json",
    "web.config",
})  # fmt: skip
# How XML (https://www.w3.org/TR/xml/#sec-prolog-dtd) and HTML begin, after a byte order mark
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_XHTML = "http://www.w3.org/1999/xhtml"
_ACTING = frozenset({"script", "foreignobject", "handler", "iframe", "listener"})
_SAFE = ("", "http", "https", "mailto")
_SAFE_DATA = re.compile(r"\s*data:image/(?:avif|gif|jpeg|png|webp)[;,]", re.IGNORECASE)
_ADDRESSES = frozenset({"href", "src", "from", "to", "by", "values", "action", "data"})
_SAYS = "mkdocs.yml says `safe: true`, and"


def document_problems(
    assets: Iterable[PurePosixPath], docs: Path, theme_paths: Collection[str]
) -> Iterator[Problem]:
    """Report files that could contain scripts, drawings that do, and files that change the site.

    Files are not cleaned. `theme_paths` are the paths of the theme's own files on the site.
    """
    theme_paths = {path.casefold() for path in theme_paths}
    for asset in assets:
        place, kind = Place(f"docs/{asset}"), asset.suffix.lower()
        if str(asset).casefold() in theme_paths:
            message = f"{_SAYS} this file would take the place of one of the theme; rename it"
            yield Problem(place, "error", message, "raw-html")
        elif str(asset).casefold() in _SERVER_FILES:
            message = f"{_SAYS} this file tells web servers what to do; put it into the built site"
            yield Problem(place, "error", message, "raw-html")
        elif kind in _DRAWINGS:
            yield from _drawing_problems(on_disk(docs, str(asset)), place)
        elif kind in _PAGES or (kind not in _TEXTS and _is_markup(on_disk(docs, str(asset)))):
            message = f"{_SAYS} this file could contain scripts; turn it into a Markdown page"
            yield Problem(place, "error", message, "raw-html")


def _is_markup(file: Path) -> bool:
    """Return whether a browser could take a file for a page, whatever its name."""
    return _MARKUP.match(read_start(file, 100)) is not None


def _drawing_problems(file: Path, place: Place) -> Iterator[Problem]:
    text = read_text(file, place.path)[0]
    if text is None:
        message = f"{_SAYS} this drawing is not UTF-8, so it cannot be checked; save it as UTF-8"
        yield Problem(place, "error", message, "raw-html")
        return
    found = _acting_part(text)
    if found:
        message = f"{_SAYS} {found[1]} could run in this drawing; save it as a plain SVG, or as PNG"
        yield Problem(Place(place.path, found[0]), "error", message, "raw-html")


def _acting_part(text: str) -> tuple[int, str] | None:
    """Return the line and name of the first part of a drawing that could run."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        return error.lineno or 1, "what is not well-formed XML"
    if root.getroottree().docinfo.internalDTD is not None and "<!ENTITY" in text:
        return 1, "<!ENTITY"
    before = list(root.itersiblings(preceding=True))
    for node in (*reversed(before), *root.iter()):
        acting = _acting(node)
        if acting:
            return node.sourceline or 1, acting
    return None


def _acting(node: etree._Element) -> str:
    """Return the part of an element that could run, without the elements in it; or ""."""
    if isinstance(node, etree._ProcessingInstruction):
        return f"<?{node.target}" if node.target == "xml-stylesheet" else ""
    if not isinstance(node.tag, str):
        return ""
    name = etree.QName(node)
    if name.namespace == _XHTML or name.localname.lower() in _ACTING:
        return f"<{name.localname}>"
    for key, value in node.attrib.items():
        acting = _acting_value(str(key), str(value))
        if acting:
            return acting
    return ""


def _acting_value(key: str, value: str) -> str:
    """Return the part of an attribute that could run, or ""."""
    name = etree.QName(key).localname.lower()
    if name.startswith("on"):
        return f"{name}="
    if name == "attributename" and value.strip().lower().startswith("on"):
        return value.strip()
    if name not in _ADDRESSES or _SAFE_DATA.match(value):
        return ""
    for part in value.split(";"):
        scheme = scheme_of(part)
        if scheme not in _SAFE:
            return f"{scheme}:"
    return ""
