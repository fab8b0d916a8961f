"""Render Markdown to HTML as the site's renderer will do."""

from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.files.workingfolder import working_in
from explainer.model import NO_CACHE, PAGE_FOLDER, Cache, Settings, Unread
from explainer.rendering.clean_headings import CleanHeadings
from explainer.rendering.heading_ids import HeadingIds
from explainer.rendering.includes import Includes
from explainer.rendering.limits import Limits
from explainer.text.cleaning import Loss, clean_page, losses_of

_KIND = "html"  # of the values that are kept
_MKDOCS_PRIORITY = 0  # of the step in which MkDocs moves links


class Converted(NamedTuple):
    """HTML made of Markdown, and what was found on the way."""

    html: str
    # of links and pictures in Markdown, not in HTML, in the order of the tree
    addresses: tuple[str, ...] = ()
    complaint: str = ""  # why it was made without extensions; "" if it was made with them
    lost: tuple[Loss, ...] = ()  # what was cleaned out of it
    unread: tuple[Unread, ...] = ()  # what was left as typed, since it would take too long


def render(markdown: str, settings: Settings, folder: str = "docs") -> str:
    """Return the HTML of a Markdown text, rendered by `convert`. Never raises."""
    return convert(markdown, settings, folder).html


def convert(
    markdown: str, settings: Settings, folder: str = "docs", cache: Cache = NO_CACHE
) -> Converted:
    """Render a Markdown text with the extensions of the settings. Never raises.

    `folder` is that of the text, relative to the root. The HTML is cleaned if the settings say so.
    If an extension fails, the HTML is made without extensions. The `cache` is one for these
    settings; what is kept is not cleaned again.
    """
    parts = (folder, markdown)
    kept = _kept(cache.get(_KIND, parts))
    if kept:
        return kept
    converted = _converted(markdown, settings, folder)
    if not settings.is_safe:
        if converted == Converted(converted.html, converted.addresses):  # nothing is wrong
            cache.put(_KIND, parts, converted[:2])
        return converted
    raw = converted.html
    return converted._replace(html=clean_page(raw), lost=losses_of(raw))


def _kept(value: Any) -> Converted | None:
    """Return what was kept, if it is of the right form."""
    try:
        html, addresses = value
        return Converted("" + html, tuple("" + address for address in addresses))
    except (TypeError, ValueError):
        return None


def _converted(markdown: str, settings: Settings, folder: str) -> Converted:
    addresses, limits = _Addresses(), Limits()
    own: list[Extension] = [Includes(settings), HeadingIds(), addresses, limits]
    if settings.is_safe:
        own.append(CleanHeadings())
    try:
        with working_in(settings.root):
            configs = configs_for(settings, folder)
            renderer = Markdown(extensions=[*settings.extensions, *own], extension_configs=configs)
            html = renderer.convert(markdown)
            return Converted(html, tuple(addresses.found), unread=tuple(limits.unread))
    except Exception as error:  # extensions are anybody's code and raise anything
        complaint = " ".join(f"{type(error).__name__}: {error}".split())
        return Converted(_plain(markdown), (), complaint)


class _Addresses(Extension):
    """Collect the addresses of links and pictures that Markdown made, where MkDocs does."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the step."""
        step = _Collect(md, self.found)
        md.treeprocessors.register(step, "explainer-addresses", _MKDOCS_PRIORITY)


class _Collect(Treeprocessor):
    def __init__(self, md: Markdown, found: list[str]) -> None:
        super().__init__(md)
        self.found = found

    def run(self, root: Element) -> None:
        self.found.clear()
        for element in root.iter():
            address = element.get("src" if element.tag == "img" else "href")
            if address is not None:
                self.found.append(address)


def configs_for(settings: Settings, folder: str) -> dict[str, dict[str, Any]]:
    """Return copies of the extensions' options for texts in a folder, relative to the root."""
    place = str(settings.root / folder) if settings.root else folder
    configs = settings.extension_configs
    return {name: _placed(options, place) for name, options in configs.items()}


def _placed(value: Any, folder: str) -> Any:
    """Return a copy of an option with the folder in place of PAGE_FOLDER."""
    if isinstance(value, Mapping):
        return {key: _placed(item, folder) for key, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, folder) for item in value]
    return folder if value is PAGE_FOLDER else value


def _plain(markdown: str) -> str:
    try:
        return Markdown(extensions=[Limits()]).convert(markdown)
    except Exception:  # Python-Markdown recurses into nested blocks
        return f"<pre>{escape(markdown)}</pre>"
