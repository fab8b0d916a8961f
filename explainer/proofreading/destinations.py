"""What links can lead to: pages, files and the ids on pages, known before anything is built."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import material

from explainer.addresses import MARKDOWN, built_file, served_files, url
from explainer.config.settings import EXTENSION
from explainer.files.folders import is_within
from explainer.files.textfiles import composed, is_file, on_disk
from explainer.format.former import former_fragments
from explainer.loading.docs import head_of
from explainer.marking.comment import read_marks
from explainer.marking.cuts import HIGHLIGHTED
from explainer.model import LinkedText, Ref, Settings, Site
from explainer.rendering.render import render
from explainer.text.fragment import Element, parse

Ids = frozenset[str]
Make = Callable[[], str | bytes]
_THEME = Path(material.__file__).parent / "templates"
_RENDERER_FILES = (
    "404.html",
    "sitemap.xml",
    "sitemap.xml.gz",
    "search/search_index.json",
    "objects.inv",
)
_ARTICLE = "_article"  # the id of the element around an article


@dataclass(frozen=True)
class Destinations:
    """Where links can lead. Paths are relative to docs/, those of built files to the site."""

    paths: frozenset[str]  # pages in Markdown, generated or not, and all other files
    built: frozenset[str]
    ids: Callable[[str], Ids]  # of the page at a path
    unplaced: Ids  # of annotations whose words are not found, which is reported elsewhere
    directory_urls: bool
    site_url: str
    docs: Path
    unread: tuple[str, ...]  # files and folders that could not be read, relative to the root
    templates: tuple[Path, ...]  # folders of the theme, whose files go into the site, too

    def is_left_out(self, path: str) -> bool:
        """Return whether docs/ has a file at this path that is not published."""
        is_below = not path.startswith("..")
        return is_below and path not in self.paths and is_file(on_disk(self.docs, composed(path)))

    def is_lost(self, path: str) -> bool:
        """Return whether a file or its folder could not be read, which is reported already."""
        return is_within(f"docs/{path}", self.unread)

    def has_built(self, path: str) -> bool:
        """Return whether a server finds something at this path of the site."""
        if any(file in self.built for file in served_files(path)):
            return True
        return bool(path) and any(is_file(folder / path) for folder in self.templates)

    def has_part(self, page: str, fragment: str) -> bool:
        """Return whether a page has what the fragment of an address leads to."""
        name = fragment.partition(":~:")[0]  # before a text fragment
        if name in ("", "top") or not page.endswith(MARKDOWN):
            return True
        return name in self.unplaced or name in self.ids(page)

    def file_of(self, path: str) -> str:
        """Return the built file of a page."""
        return built_file(url(path, self.directory_urls))

    def page_at(self, file: str) -> str:
        """Return the path of the page at a path of the site, or ""."""
        page = self._pages_by_file.get(file)
        return page or self._pages_by_file.get(f"{file.rstrip('/')}/index.html".lstrip("/"), "")

    @cached_property
    def _pages_by_file(self) -> Mapping[str, str]:
        pages = (path for path in sorted(self.paths, reverse=True) if path.endswith(MARKDOWN))
        return {self.file_of(path): path for path in pages}


def destinations(
    site: Site,
    settings: Settings,
    makers: Mapping[str, Make],
    others: frozenset[str],
    docs: Path,
    custom_dir: Path | None,
) -> Destinations:
    """Return all destinations: the pages that `makers` make, and `others`, which are copied."""
    paths = others.union(makers)
    built = frozenset(_built(path, settings.directory_urls) for path in paths)
    return Destinations(
        paths,
        built.union(_RENDERER_FILES),
        _ids_by_path(settings, makers),
        _unplaced(site),
        settings.directory_urls,
        settings.site_url,
        docs,
        site.loaded.unread,
        (custom_dir, _THEME) if custom_dir else (_THEME,),
    )


def _built(path: str, directory_urls: bool) -> str:
    return built_file(url(path, directory_urls)) if path.endswith(MARKDOWN) else path


def ids_of(root: Element) -> Iterator[str]:
    """Yield every id of a tree, in order, however often it stands there."""
    for element in root.iterdescendants():
        if isinstance(element.tag, str):
            name = element.get("name") if element.tag == "a" else None
            yield from filter(None, dict.fromkeys((element.get("id"), name)))


def _ids_by_path(settings: Settings, makers: Mapping[str, Make]) -> Callable[[str], Ids]:
    """Return a function for the ids of pages, which makes a page only if a link leads into it."""

    @cache
    def ids(path: str) -> Ids:
        text = makers[path]() if path in makers else ""
        return frozenset(ids_of_page(text, settings)) if isinstance(text, str) else frozenset()

    return ids


def ids_of_page(text: str, settings: Settings) -> tuple[str, ...]:
    """Return every id of a staged page as the site shows it, however often it stands there."""
    body = text[len(head_of(text)) :]
    extensions = (*settings.extensions, EXTENSION)
    # the extension cleans what must be cleaned
    extended = replace(settings, extensions=extensions, is_safe=False)
    html = render(body, extended)
    return tuple(ids_of(parse(html)))


def added_ids(text: str | bytes) -> Ids:
    """Return the ids that the site adds around an article and within it, from its staged page."""
    lines = text.split("\n") if isinstance(text, str) else []
    marks = next(filter(None, map(read_marks, lines)), None)
    if marks is None:
        return frozenset()
    html = "".join((marks.before, marks.after, *marks.notes.values()))
    return frozenset((_ARTICLE, *ids_of(parse(html))))


def _unplaced(site: Site) -> Ids:
    shown = {highlight.ref for text in site.articles.values() for highlight in text.highlights}
    declared = (ref for ref in site.loaded.declared if ref.kind in HIGHLIGHTED)
    return frozenset(f"{ref.kind}-{ref.id}" for ref in declared if ref not in shown)


def annotation_ids(text: LinkedText, former: Mapping[Ref, tuple[str, ...]]) -> Mapping[str, Ref]:
    """Return the ids with which links to an article's annotations and names end.

    Those of `former` ids are among them.
    """
    found: dict[str, Ref] = {}
    for mention in text.mentions:
        if mention.linked and mention.fragment:
            found[mention.fragment] = mention.target
    for highlight in text.highlights:
        names = former_fragments(highlight.id, highlight.ref, former.get(highlight.ref, ()))
        found |= dict.fromkeys((highlight.id, *names), highlight.ref)
    return found
