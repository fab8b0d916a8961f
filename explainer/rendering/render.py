"""Markdown to HTML, as the site's renderer will do it."""

from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.files.workingfolder import working_in
from explainer.model import PAGE_FOLDER, Settings, Unread
from explainer.rendering.includes import Includes
from explainer.rendering.limits import Limits
from explainer.text.cleaning import Loss, clean_page, losses_of

_AS_MKDOCS = 0  # the priority of the step in which MkDocs moves links


class Converted(NamedTuple):
    """HTML made of Markdown, and what of it came from links and pictures in Markdown, not in HTML.

    `complaint` says what kept the extensions from making it, or "": then it was made without extensions.
    """

    html: str
    addresses: tuple[str, ...] = ()  # of links and pictures, in the order of the tree
    complaint: str = ""
    lost: tuple[Loss, ...] = ()  # what was cleaned out of it
    unread: tuple[Unread, ...] = ()  # what was left as typed, since it would take too long


def render(markdown: str, settings: Settings, folder: str = "docs") -> str:
    """Return the HTML of a Markdown text, with the extensions of the settings. Never raises; see `convert`."""
    return convert(markdown, settings, folder).html


def convert(markdown: str, settings: Settings, folder: str = "docs") -> Converted:
    """Render a Markdown text with the extensions of the settings; never raises.

    After a complaint it was made without extensions.
    `folder` is that of the text, relative to the root. Where the settings say so, it is cleaned.
    """
    converted = _converted(markdown, settings, folder)
    if not settings.is_safe:
        return converted
    raw = converted.html
    return converted._replace(html=clean_page(raw), lost=losses_of(raw))


def _converted(markdown: str, settings: Settings, folder: str) -> Converted:
    addresses, limits = _Addresses(), Limits()
    own = (Includes(settings), addresses, limits)
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
    """Collects the addresses of links and pictures that Markdown made, where MkDocs looks for them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the step."""
        md.treeprocessors.register(_Collect(md, self.found), "explainer-addresses", _AS_MKDOCS)


class _Collect(Treeprocessor):
    def __init__(self, md: Markdown, found: list[str]) -> None:
        super().__init__(md)
        self.found = found

    def run(self, root: Element) -> None:
        addresses = (
            element.get("src" if element.tag == "img" else "href") for element in root.iter()
        )
        self.found[:] = [address for address in addresses if address is not None]


def configs_for(settings: Settings, folder: str) -> dict[str, dict[str, Any]]:
    """Return the options of the extensions, for texts in a folder, for Python-Markdown to change."""
    place = str(settings.root / folder) if settings.root else folder
    return {name: _placed(options, place) for name, options in settings.extension_configs.items()}


def _placed(value: Any, folder: str) -> Any:
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
