"""Build the staged tree page by page: `mkdocs build`, its two loops over all pages made one.

Each page is read, put into its template, written and read back before the next one, so that pages
can be shared out among processes. The site is the same, byte for byte, and so are the messages and
their order. Where something may use all pages (`obstacle.py`), MkDocs's own loops must run.
"""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _build_theme_template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import clean_directory

from explainer.building.builtsite import BuiltPage, read_page
from explainer.building.compiled_templates import CompiledTemplates
from explainer.building.complaints import Logged, collected
from explainer.building.fingerprints import file_digest
from explainer.building.incremental import OldPages
from explainer.building.opentree import OpenTree, page_of, release
from explainer.building.pagerecord import MadePage, MakingStep, day_of
from explainer.building.search_parser import reading_faster
from explainer.building.workers import shared, worker_count

# Names of the plug-in of the search
_SEARCH = ("material/search", "search")


@reading_faster()
def build_page_by_page(
    config: MkDocsConfig,
    logged: list[Logged],
    markers: Sequence[str] = (),
    checkpoint: Callable[[], None] = lambda: None,
    old: OldPages | None = None,
) -> dict[str, BuiltPage]:
    """Build a site in which `obstacle_in` finds nothing; return its pages as read back, by path.

    Warnings and errors are appended to `logged`. `markers` are those of `read_page`. `checkpoint`
    is called after each page, and may raise. Pages that would not change are taken from `old`.
    Raises what MkDocs would raise.
    """
    clean_directory(config.site_dir)
    tree = _opened(config, logged)
    titles = _read_titles(tree)
    copied = _try(tree.files.copy_static_files)
    pages = dict[str, BuiltPage]()
    entries, building = _entries(config), list[MakingStep]()
    make = partial(_made, tree, titles, markers)
    # Closed, so that no worker writes after an exception
    with closing(_all_made(tree, make, markers, old)) as all_made:
        for file, made in zip(tree.pages, all_made, strict=True):
            checkpoint()
            _end(made.reading, logged)
            building.append(made.building)
            entries += made.entries
            if made.updated:
                page_of(file).meta["updated"] = made.updated  # for the sitemap
            if made.built is not None:
                pages[file.dest_uri] = made.built
    for step in (copied, _try(partial(_write_shared, tree)), *building):
        _end(step, logged)
    with collected(logged):
        config.plugins.on_post_build(config=config)
    return pages


def build_some_pages(
    config: MkDocsConfig,
    logged: list[Logged],
    markers: Sequence[str],
    paths: Collection[str],
    keeping: OldPages,
) -> None:
    """Build only the pages of some staged files, and keep them for a build of the whole site.

    In the site obstacles are found as for `build_page_by_page`, which says what the rest is.
    """
    tree = _opened(config, logged)
    titles = _read_titles(tree)
    keeping.begin(tree, markers)
    files = [file for file in tree.pages if file.src_uri in paths]
    with closing(_made_anew(files, partial(_made, tree, titles, markers))) as all_made:
        for file, made in zip(files, all_made, strict=True):
            _end(made.reading, logged)
            _end(made.building, logged)
            keeping.keep(file, made)


def _opened(config: MkDocsConfig, logged: list[Logged]) -> OpenTree:
    with collected(logged):
        tree = OpenTree(config)
    tree.env.bytecode_cache = CompiledTemplates("theme")
    return tree


def _all_made(
    tree: OpenTree, make: Callable[[File], MadePage], markers: Sequence[str], old: OldPages | None
) -> Generator[MadePage]:
    """Yield all pages, in their order, whether they are made or taken over."""
    if len({file.dest_uri for file in tree.pages}) < len(tree.pages):
        yield from map(make, tree.pages)  # the last with a path has to be written last
        return
    taken = dict[str, MadePage]()
    if old:
        old.begin(tree, markers)
        found = {file.src_uri: old.take(file) for file in tree.pages}
        taken = {path: made for path, made in found.items() if made}
    others = [file for file in tree.pages if file.src_uri not in taken]
    with closing(_made_anew(others, make)) as made_anew:
        for file in tree.pages:
            made = taken.get(file.src_uri) or next(made_anew)
            if old and file.src_uri not in taken and _is_built(made):
                old.keep(file, made)
            yield made


def _made_anew(files: Sequence[File], make: Callable[[File], MadePage]) -> Generator[MadePage]:
    """Make pages, in several processes where that is faster; yield each, in their order."""
    # The first page loads the templates and extensions, which the workers then have
    yield from map(make, files[:1])
    yield from shared(files[1:], make, worker_count(len(files[1:])), _is_built)


def _is_built(made: MadePage) -> bool:
    return not made.reading.failure and not made.building.failure


def _made(
    tree: OpenTree, titles: Mapping[str, MakingStep], markers: Sequence[str], file: File
) -> MadePage:
    """Make a page: read it, unless that was done for its title, write it, and read it back."""
    page, path, site_dir = page_of(file), file.dest_uri, Path(tree.config.site_dir)
    reading = titles.get(file.src_uri) or _try(partial(tree.read, page))
    if reading.failure:
        return MadePage(reading, MakingStep(), (), None, {})
    entries = _entries(tree.config)
    before, built, digest = len(entries), None, ""

    def build() -> None:
        nonlocal built, digest
        _build_page(page, tree.config, tree.pages, tree.nav, tree.env)
        if (site_dir / path).exists():
            built, digest = read_page(site_dir, path, markers), file_digest(site_dir / path)

    building = _try(build)
    own = tuple(entries[before:])
    del entries[before:]
    release(page)
    asked = tree.asked.get(file.src_uri, {})
    updated = day_of(page.meta.get("updated"))
    return MadePage(reading, building, own, updated, asked, built, digest)


def _read_titles(tree: OpenTree) -> dict[str, MakingStep]:
    """Find the titles in the navigation; return a step for each page that had to be read for it."""
    steps = dict[str, MakingStep]()
    named = {page.file.src_uri: page for page in tree.nav.pages}
    for path, page in named.items():
        if path not in tree.unread:
            continue
        step = _try(partial(tree.title, page))
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


def _try(do: Callable[[], object]) -> MakingStep:
    with collected() as logged:
        try:
            do()
        except Exception as error:
            return MakingStep(tuple(logged), error)
    return MakingStep(tuple(logged))


def _end(step: MakingStep, logged: list[Logged]) -> None:
    """Do in its turn what a step did: log, and raise its exception."""
    logged += step.logged
    if step.failure:
        raise step.failure
