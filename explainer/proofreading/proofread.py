"""The stage that reads articles and hand-written pages as their readers will, before the build.

It reports, each at its line, what is printed that no reader should see, links and pictures that
lead nowhere, ids that are taken, what would be loaded from another host, and files that mkdocs.yml
names, so that `check` fails where a build would.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from explainer.addresses import INDEXES, download_path, page_path
from explainer.building.stage import name_problems
from explainer.config.customdir import theme_files
from explainer.config.navigation import nav_problems
from explainer.config.othercode import has_other_code
from explainer.config.paths import path_problems
from explainer.config.settings import Config, validation_level
from explainer.config.supplied import held_by
from explainer.files.textfiles import composed
from explainer.format.former import former_ids
from explainer.linking.problems import too_much
from explainer.model import (
    NO_CACHE,
    Article,
    Cache,
    LinkedText,
    Page,
    Place,
    Problem,
    Ref,
    Settings,
    Site,
)
from explainer.pages.tracing import Maker
from explainer.proofreading.annotation_fields import annotation_problems
from explainer.proofreading.control_characters import control_problems
from explainer.proofreading.copied_files import asset_problems
from explainer.proofreading.destinations import (
    Destinations,
    added_ids,
    annotation_ids,
    destinations,
    ids_of,
)
from explainer.proofreading.documents import document_problems
from explainer.proofreading.folder_names import folder_problems
from explainer.proofreading.footnotes import footnotes
from explainer.proofreading.heads import head_problems
from explainer.proofreading.index_ids import index_id_problems
from explainer.proofreading.keeping import keeping_problems
from explainer.proofreading.leftovers import leftovers
from explainer.proofreading.links import Absolute, Doc, link_problems
from explainer.proofreading.nesting import deepest_line, nesting_problems, too_deep
from explainer.proofreading.own_addresses import own_address_problems
from explainer.proofreading.rawhtml import cleaning_problems
from explainer.proofreading.repeated_ids import id_problems
from explainer.proofreading.shown import shown_text
from explainer.proofreading.typed_text import TypedText, source_of
from explainer.proofreading.unfinished_blocks import (
    fences_in_line,
    lost_lists,
    lost_stars,
    lost_titles,
    merge_marks,
    open_fences,
    outside_unread,
    printed_fences,
    unread_elements,
)
from explainer.text.fragment import Element, parse
from explainer.yamlfiles.tree import compose

_KIND = "right words"  # of the values that are kept
_QUOTED = re.compile(r"'([^'\n]+)'")
_FORMULA_SCRIPT = re.compile(r"mathjax|katex|\btex-", re.IGNORECASE)
_INDEX_NAMES = ("{}.md", "{}/index.md", "{}/README.md")


@dataclass(frozen=True)
class _Whole:
    """The site, and the settings that matter here."""

    site: Site
    makers: Mapping[str, Maker]
    destinations: Destinations
    former: Mapping[Ref, tuple[str, ...]]  # ids that entries had before
    extensions: frozenset[str]
    absolute: Absolute
    sets_formulas: bool  # whether a script may do so
    others_read: bool  # whether hooks or plug-ins may change texts and add files
    cache: Cache  # for these settings


def proofread(
    site: Site,
    settings: Settings,
    config: Config,
    makers: Mapping[str, Maker],
    cache: Cache = NO_CACHE,
) -> tuple[Problem, ...]:
    """Return what is wrong for readers of the site; `makers` make the pages by path in docs/.

    The `cache` is one for these settings.
    """
    loaded, whole = site.loaded, _whole(site, settings, config, makers, cache)
    problems: list[Problem] = []
    for doc, text in _docs(site):
        problems += _doc_problems(doc, text, whole)
    problems += annotation_problems(site, whole.extensions, whole.others_read, cache)
    problems += index_id_problems(site, settings, makers)
    problems += name_problems(makers, loaded.assets)
    problems += folder_problems(loaded, whole.destinations)
    if settings.is_safe:
        theme_paths = theme_files(config.custom_dir)
        problems += document_problems(loaded.assets, config.root / "docs", theme_paths)
    if not whole.others_read:
        problems += path_problems(config, whole.destinations.paths, settings.site_url)
        problems += nav_problems(loaded, config, whole.destinations.paths)
        problems += asset_problems(loaded.assets, whole.destinations)
        problems += own_address_problems(site, whole.destinations)
    return tuple(dict.fromkeys(problems))


def _whole(
    site: Site, settings: Settings, config: Config, makers: Mapping[str, Maker], cache: Cache
) -> _Whole:
    downloads = (download_path(article.slug) for article in site.loaded.articles)
    assets = (composed(str(path)) for path in site.loaded.assets)
    copied = frozenset((*assets, *downloads))
    found = destinations(site, settings, makers, copied, config.root / "docs", config.custom_dir)
    extensions = frozenset[str]().union(*map(held_by, settings.extensions))
    former = former_ids(site.loaded)
    sets_formulas = _FORMULA_SCRIPT.search(config.text) is not None
    others_read = has_other_code(config)
    return _Whole(
        site,
        makers,
        found,
        former,
        extensions,
        _absolute(config),
        sets_formulas,
        others_read,
        cache,
    )


def _absolute(config: Config) -> Absolute:
    """Return what mkdocs.yml sets for addresses that begin with a slash."""
    level = validation_level(compose(config.text), "links", "absolute_links")
    if level in ("ignore", "info"):
        return "ignore"
    return "relative_to_docs" if level == "relative_to_docs" else "warn"


def _docs(site: Site) -> Iterator[tuple[Article | Page, LinkedText]]:
    for article in site.loaded.articles:
        if article.slug in site.articles:
            yield article, site.articles[article.slug]
    for page in site.loaded.pages:
        if page.path in site.pages:
            yield page, site.pages[page.path]


def _doc_problems(doc: Article | Page, text: LinkedText, whole: _Whole) -> Iterator[Problem]:
    source, root, path = source_of(doc), parse(text.rendered.html), composed(page_path(doc.ref))
    if text.rendered.complaint:
        yield _failed(source, text.rendered.complaint)
        return
    nested = tuple(nesting_problems(source, root))
    yield from (*nested, *control_problems(source))
    yield from too_much(text.rendered.unread, source.beginning)
    if nested or text.rendered.unread:  # the parser may have given up, too
        return
    ids = frozenset(ids_of(root))
    yield from cleaning_problems(source, text.rendered.lost)
    yield from head_problems(doc, source, whole.destinations)
    yield from _words(source, root, ids, whole, text.rendered.html)
    taken = _taken(doc, text, whole)
    yield from id_problems(source, root, taken, lambda: added_ids(whole.makers[path]()))
    if not whole.others_read:
        shown = Doc(path, source, root, text.rendered.addresses, ids)
        yield from link_problems(shown, whole.destinations, whole.absolute)
        if isinstance(doc, Article):
            yield from keeping_problems(shown, whole.destinations)


def _failed(source: TypedText, complaint: str) -> Problem:
    """Report that an extension failed, at the words that it complains about, or in mkdocs.yml."""
    if complaint.startswith("RecursionError"):
        return too_deep(deepest_line(source))
    quoted = next((words for words in _QUOTED.findall(complaint) if words in source.text), None)
    place = source.find(quoted) if quoted else Place("mkdocs.yml")
    message = (
        f"a Markdown extension failed on {source.path}, "
        f"so it was read without extensions: {complaint}"
    )
    return Problem(place, "error", message, "markdown-extension")


def _words(
    source: TypedText, root: Element, ids: frozenset[str], whole: _Whole, html: str
) -> Iterator[Problem]:
    """Report what is wrong with the words and the marks among them; `html` is that of the tree.

    That nothing is wrong is kept.
    """
    flags = str((whole.sets_formulas, whole.others_read))
    parts = (source.text, html, flags, *sorted(whole.extensions))
    if whole.cache.get(_KIND, parts) is True:
        return
    problems = tuple(_wrong_words(source, root, ids, whole))
    if not problems:
        whole.cache.put(_KIND, parts, True)
    yield from problems


def _wrong_words(
    source: TypedText, root: Element, ids: frozenset[str], whole: _Whole
) -> Iterator[Problem]:
    shown = shown_text(root)
    if whole.sets_formulas:
        shown = shown.replace("$$", "")
    yield from merge_marks(source)
    yield from open_fences(source)
    yield from fences_in_line(source, root)
    yield from printed_fences(source, shown)
    yield from unread_elements(source, root)
    yield from footnotes(source, shown, ids, whole.extensions)
    yield from lost_lists(source, shown)
    yield from lost_titles(source)
    yield from lost_stars(source, shown)
    yield from leftovers(outside_unread(source, root), shown, whole.extensions, whole.others_read)


def _taken(doc: Article | Page, text: LinkedText, whole: _Whole) -> Mapping[str, Ref]:
    """Return the ids on the page of a text with which links to entries end."""
    found = dict(annotation_ids(text, whole.former))
    if isinstance(doc, Article):
        return found
    for entries in (whole.site.loaded.dates, whole.site.loaded.sources):
        for entry in entries.values():
            section = INDEXES[entry.ref.kind].partition("/")[0]
            if doc.path in {name.format(section) for name in _INDEX_NAMES}:
                names = (entry.ref.id, *whole.former.get(entry.ref, ()))
                found |= dict.fromkeys(names, entry.ref)
    return found
