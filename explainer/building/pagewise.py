"""Build the staged tree page by page: `mkdocs build`, its two loops over all pages made one.

Each page is read, put into its template, written and read back before the next one, so that pages
can be shared out among processes. The site is the same, byte for byte, and so are the messages and
their order. Where something may use all pages (`obstacle.py`), MkDocs's own loops must run.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import _build_page, _build_theme_template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import clean_directory

from explainer.building.builtsite import BuiltPage
from explainer.building.complaints import Logged, collected
from explainer.building.opentree import OpenTree, page_of, release
from explainer.building.workers import shared, worker_count

# Names of the plug-in of the search
_SEARCH = ("material/search", "search")
Read = Callable[[str], BuiltPage]  # reads a page back, by its path on the site


class _Step(NamedTuple):
    """What a step logged, and the exception that ended it."""

    logged: tuple[Logged, ...] = ()
    failure: Exception | None = None


class _Done(NamedTuple):
    """A page: what its two steps logged, its entries of the search, and how it was built."""

    reading: _Step
    building: _Step
    entries: tuple[Mapping[str, Any], ...]
    meta: MutableMapping[str, Any]
    built: BuiltPage | None  # None if nothing was written


def build_page_by_page(
    config: MkDocsConfig, logged: list[Logged], read: Read, checkpoint: Callable[[], None]
) -> dict[str, BuiltPage]:
    """Build a site for which `obstacle_in` finds nothing; return its pages as read back, by path.

    Warnings and errors are appended to `logged`. `checkpoint` is called after each page, and may
    raise. Raises what MkDocs would raise.
    """
    clean_directory(config.site_dir)
    with collected(logged):
        tree = OpenTree(config)
    titles = _read_titles(tree)
    copied = _try(tree.files.copy_static_files)
    pages = dict[str, BuiltPage]()
    entries, building = _entries(config), list[_Step]()
    for file, done in zip(tree.pages, _all_done(tree, titles, read), strict=True):
        checkpoint()
        _end(done.reading, logged)
        building.append(done.building)
        entries += done.entries
        page_of(file).meta = done.meta  # for the sitemap
        if done.built is not None:
            pages[file.dest_uri] = done.built
    for step in (copied, _try(partial(_write_shared, tree)), *building):
        _end(step, logged)
    with collected(logged):
        config.plugins.on_post_build(config=config)
    return pages


def _all_done(tree: OpenTree, titles: Mapping[str, _Step], read: Read) -> Iterator[_Done]:
    """Make the pages, in several processes where that is faster; yield each, in their order."""
    done = partial(_done, tree, titles, read)
    # The first page loads the templates and extensions, which the workers then have
    yield from map(done, tree.pages[:1])
    others = tree.pages[1:]
    are_distinct = len({file.dest_uri for file in others}) == len(others)
    workers = worker_count(len(others)) if are_distinct else 1
    yield from shared(others, done, workers, _is_built)


def _is_built(done: _Done) -> bool:
    return not done.reading.failure and not done.building.failure


def _done(tree: OpenTree, titles: Mapping[str, _Step], read: Read, file: File) -> _Done:
    """Make a page: read it, unless that was done for its title, write it, and read it back."""
    page, path = page_of(file), file.dest_uri
    reading = titles.get(file.src_uri) or _try(partial(tree.read, page))
    if reading.failure:
        return _Done(reading, _Step(), (), {}, None)
    entries = _entries(tree.config)
    before, built = len(entries), None

    def build() -> None:
        nonlocal built
        _build_page(page, tree.config, tree.pages, tree.nav, tree.env)
        if Path(tree.config.site_dir, path).exists():
            built = read(path)

    building = _try(build)
    own = tuple(entries[before:])
    del entries[before:]
    release(page)
    return _Done(reading, building, own, page.meta, built)


def _read_titles(tree: OpenTree) -> dict[str, _Step]:
    """Find the titles in the navigation; return a step for each page that had to be read for it."""
    steps = dict[str, _Step]()
    named = {page.file.src_uri: page for page in tree.nav.pages}
    for path in tree.unread.intersection(named):
        step = _try(partial(tree.title, named[path]))
        if step.failure:
            tree.unread.add(path)  # it will fail again in its turn
        elif path not in tree.unread:
            steps[path] = step
    return steps


def _write_shared(tree: OpenTree) -> None:
    """Write the templates of all pages, unless a page has the same path, as 404.html may."""
    pages = {file.dest_uri for file in tree.pages}
    for template in sorted(tree.config.theme.static_templates - pages):
        _build_theme_template(template, tree.env, tree.files, tree.config, tree.nav)


def _entries(config: MkDocsConfig) -> list[Mapping[str, Any]]:
    """Return the list to which a plug-in adds the entries of the search, as found in pages."""
    for name in _SEARCH:
        index = getattr(config.plugins.get(name), "search_index", None)
        for attribute in ("entries", "_entries"):
            if hasattr(index, attribute):
                found: list[Mapping[str, Any]] = getattr(index, attribute)
                return found
    return []


def _try(do: Callable[[], object]) -> _Step:
    with collected() as logged:
        try:
            do()
        except Exception as error:
            return _Step(tuple(logged), error)
    return _Step(tuple(logged))


def _end(step: _Step, logged: list[Logged]) -> None:
    """Do in its turn what a step did: log, and raise its exception."""
    logged += step.logged
    if step.failure:
        raise step.failure
