"""Read the built site back and report what is wrong with it, without trusting the renderer.

MkDocs never looks at links in raw HTML, and cannot know what the site promises: that each
annotation can be linked to, that the words of an article are those that were written, that nothing
is loaded from another host.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from explainer.addresses import (
    INDEXES,
    built_file,
    fragment,
    is_elsewhere,
    page_path,
    redirect_path,
    resolved,
    served_files,
    url,
)
from explainer.building.builtsite import BuiltArticle, BuiltPage, files_of, page_tree, read_page
from explainer.building.fingerprints import file_digest
from explainer.building.foreign import place_of
from explainer.building.pagerecord import built_from_json, built_to_json
from explainer.format.fields import markdown_fields
from explainer.format.former import former_fragments, former_ids
from explainer.format.restating import originals, redirected_ids
from explainer.model import (
    NO_CACHE,
    AnyEntry,
    Cache,
    Highlight,
    Kind,
    Level,
    LinkedText,
    Loaded,
    Place,
    Problem,
    Ref,
    Site,
)
from explainer.text.pointers import css_addresses, pointers_of

# Left in a page where a template was not filled in, or Markdown not read.
MARKERS = ("{{", "{%", "](", "explainer:marks")
# Begins links from a footnote back to the text; `proofread.py` reports those that lead nowhere.
_KIND = "built page"  # of the values that are kept
_WAY_BACK = "#fnref"
_ONLY_HERE = "", "#"  # of an address that may lead elsewhere from another page
_NO_IDS: Mapping[str, int] = MappingProxyType({})
_FROM_ELSEWHERE = "from another host; put the file into docs/ and use that"
_FOREIGN = (
    "which no text of annotators may hold, nor any on a `safe` site: a fault of Explainer, or of a "
    "plug-in, hook or extension that changes pages; please report it, and leave the text out until "
    "it is mended"
)
_SHOWN_WORDS = 40  # characters of text shown on each side of the first difference


@dataclass(frozen=True)
class Expected:
    """What a site must contain, by page.

    A page is named by the path of its built file, such as `claims/x/index.html`.
    """

    articles: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # slug, visible text
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)  # each occurs exactly once
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)  # whose, by page and id
    annotations: Mapping[str, frozenset[str]] = field(default_factory=dict)  # `kind:id`
    sources: Mapping[str, str] = field(default_factory=dict)  # the file to open, by its path
    own_markers: frozenset[str] = frozenset()  # those of MARKERS that the editor's own texts hold
    has_other_code: bool = False  # whether hooks or plug-ins may change pages, or add some
    is_safe: bool = False  # whether what editors typed is cleaned, too


def expected(
    site: Site, directory_urls: bool = True, has_other_code: bool = False, is_safe: bool = False
) -> Expected:
    """Return what the built site must contain, from what the pages were made of."""

    def page(ref: Ref) -> str:
        return built_file(url(page_path(ref), directory_urls))

    loaded = site.loaded
    former, claims = former_ids(loaded), originals(loaded)
    articles = dict[str, tuple[str, str]]()
    ids, annotations = dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    sources = dict[str, str]()
    for article in loaded.articles:
        path, text = page(article.ref), site.articles[article.slug]
        articles[path] = text.rendered.ref.id, text.rendered.text
        ids[path] = frozenset(_fragments(text, former))
        shown = (claims.get(mark.ref, mark.ref) for mark in text.highlights)
        annotations[path] = frozenset(map(str, shown))
        sources[path] = article.path
    for own_page in loaded.pages:
        sources[page(own_page.ref)] = f"docs/{own_page.path}"
    ids |= _ids_elsewhere(loaded, redirected_ids(loaded), directory_urls)
    owners = dict(_owners(site, former, page))
    markers = _own_markers(site)
    return Expected(articles, ids, owners, annotations, sources, markers, has_other_code, is_safe)


def _ids_elsewhere(
    loaded: Loaded, redirected: Mapping[Ref, tuple[str, ...]], directory_urls: bool
) -> dict[str, frozenset[str]]:
    """Return the pages that must exist besides articles, with the ids that they must have.

    These are the indexes of dates and sources, and the pages at `redirected` ids.
    """
    ids = dict[str, frozenset[str]]()
    moved = [ref._replace(id=old) for ref, names in redirected.items() for old in names]
    parts: dict[Kind, Iterable[str]] = {"date": loaded.dates, "source": loaded.sources}
    for kind, listed in parts.items():
        if listed:
            old_ids = frozenset(old.id for old in moved if old.kind == kind)
            ids[built_file(url(INDEXES[kind], directory_urls))] = old_ids.union(listed)
    for old in moved:
        if not fragment(old):
            ids[redirect_path(old, directory_urls)] = frozenset()
    return ids


def _fragments(text: LinkedText, former: Mapping[Ref, tuple[str, ...]]) -> Iterator[str]:
    for highlight in text.highlights:
        yield from _names(highlight, former)


def _names(highlight: Highlight, former: Mapping[Ref, tuple[str, ...]]) -> tuple[str, ...]:
    names = former.get(highlight.ref, ())
    return (highlight.id, *former_fragments(highlight.id, highlight.ref, names))


def _owners(
    site: Site, former: Mapping[Ref, tuple[str, ...]], page: Callable[[Ref], str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the pages and ids of annotations, each with the annotation and its place, as words."""
    loaded = site.loaded
    for slug, text in site.articles.items():
        path = page(Ref("article", slug))
        for highlight in text.highlights:
            for name in _names(highlight, former):
                yield (path, name), _described(loaded, highlight.ref)
    entries: tuple[AnyEntry, ...] = (*loaded.dates.values(), *loaded.sources.values())
    for entry in entries:
        for name in (entry.ref.id, *former.get(entry.ref, ())):
            yield (page(entry.ref), name), _described(loaded, entry.ref)


def _described(loaded: Loaded, ref: Ref) -> str:
    entry = loaded.entries.get(ref)
    if entry is None:
        return str(ref)
    path, line, _ = entry.at()
    return f"{ref} ({path}:{line})"


def _own_markers(site: Site) -> frozenset[str]:
    """Return the markers that occur in the editor's own texts, where they are no mistake."""
    linked = (*site.articles.values(), *site.pages.values())
    texts = [text.rendered.text for text in linked]
    texts += (*site.texts.values(), *_plain_texts(site.loaded))
    found = set[str]()
    for text in texts:
        found |= {marker for marker in MARKERS if marker in text}
    return frozenset(found)


def _plain_texts(loaded: Loaded) -> Iterator[str]:
    """Yield what an editor typed that is shown as it is: titles, names, summaries, questions."""
    yield from (page.title for page in loaded.pages)
    for article in loaded.articles:
        yield from (article.title, *_strings(article.front.model_dump()))
    for asked in loaded.questions:
        yield asked.body.ask
    for entry in loaded.entries.values():
        markdown = {text for _, text in markdown_fields(entry)}
        yield from (text for text in _strings(entry.body.model_dump()) if text not in markdown)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def markers_to_find(wanted: Expected) -> list[str]:
    """Return the markers that no text of the editor's explains."""
    return [marker for marker in MARKERS if marker not in wanted.own_markers]


def read_pages(
    site_dir: Path,
    wanted: Expected,
    known: Mapping[str, BuiltPage] = MappingProxyType({}),
    cache: Cache = NO_CACHE,
) -> dict[str, BuiltPage]:
    """Return what `verify` needs to know of the pages of a built site, by path.

    Those that are `known` are not read again, nor are the others if they are in the `cache`.
    """
    markers = markers_to_find(wanted)
    paths = sorted(path for path in files_of(site_dir) if path.endswith(".html"))
    pages = dict[str, BuiltPage]()
    for path in paths:
        pages[path] = known.get(path) or _read_page(site_dir, path, markers, cache)
    return pages


def _read_page(site_dir: Path, path: str, markers: Sequence[str], cache: Cache) -> BuiltPage:
    parts = (path, file_digest(site_dir / path), *markers)
    kept = cache.get(_KIND, parts)
    if kept is not None:
        with suppress(TypeError, ValueError, AttributeError):
            return built_from_json(kept)
    page = read_page(site_dir, path, markers)
    cache.put(_KIND, parts, built_to_json(page))
    return page


def verify(
    site_dir: Path,
    wanted: Expected,
    site_url: str = "",
    shown: str = "site",
    pages: Mapping[str, BuiltPage] | None = None,
) -> tuple[Problem, ...]:
    """Return the problems of a built site, sorted by place.

    `shown` is the name of its folder in problems; `pages` are its pages, if they are read already.
    """
    if pages is None:
        pages = read_pages(site_dir, wanted)
    site = _BuiltSite(site_dir, files_of(site_dir), pages, wanted, site_url, shown)
    checks: tuple[Callable[[_BuiltSite], Iterable[Problem]], ...] = (
        _missing_pages,
        _wrong_ids,
        _missing_annotations,
        _changed_words,
        _broken_links,
        _leaks,
        _other_hosts,
        _foreign,
    )
    problems = {*_other_hosts_in_styles(site_dir, site)}
    for check in checks:
        problems.update(check(site))
    return tuple(sorted(problems))


@dataclass(frozen=True)
class _BuiltSite:
    site_dir: Path
    files: frozenset[str]
    pages: Mapping[str, BuiltPage]
    wanted: Expected
    site_url: str
    shown: str

    def problem(self, path: str, message: str, rule: str, level: Level = "error") -> Problem:
        """Return a problem at the file that a page is made from, or else at the page."""
        file = f"{self.shown}/{path}"
        source = self.wanted.sources.get(path)
        if source is not None:
            file, message = source, f"in the built page {file}: {message}"
        return Problem(Place(file), level, message, f"verify-{rule}")


def _missing_pages(site: _BuiltSite) -> Iterator[Problem]:
    for path in {**site.wanted.articles, **site.wanted.ids}:
        if path not in site.pages:
            yield site.problem(path, "this page was not built", "link")


def _wrong_ids(site: _BuiltSite) -> Iterator[Problem]:
    """Report promised ids that do not occur exactly once, and any other that occurs twice."""
    for path, page in site.pages.items():
        promised = site.wanted.ids.get(path, frozenset())
        for name in sorted(promised):
            times = page.ids.get(name, 0)
            if times != 1:
                owner = site.wanted.owners.get((path, name))
                whose = f", to which links to {owner} lead," if owner else ""
                message = f'the id "{name}"{whose} occurs {times} times; ids must be unique'
                yield site.problem(path, message, "id")
        if path in site.wanted.sources:
            continue  # `proofread.py` reports the others there
        for name, times in sorted(page.ids.items()):
            if times > 1 and name not in promised:
                message = f'the id "{name}" occurs {times} times; a link reaches only the first'
                yield site.problem(path, message, "id", "warning")


def _missing_annotations(site: _BuiltSite) -> Iterator[Problem]:
    for path, names in site.wanted.annotations.items():
        present = [article.annotations for article in _articles(site, path)]
        for name in sorted(names.difference(*present)):
            yield site.problem(path, f"the annotation {name} is not in the article", "id")


def _changed_words(site: _BuiltSite) -> Iterator[Problem]:
    for path, (slug, text) in site.wanted.articles.items():
        if path not in site.pages:
            continue
        built = [article.text for article in _articles(site, path) if article.slug == slug]
        if len(built) != 1:
            message = f"the article {slug} occurs {len(built)} times; it must occur once"
            yield site.problem(path, message, "words")
        elif built[0] != text:
            yield site.problem(path, _difference(text, built[0]), "words")


def _articles(site: _BuiltSite, path: str) -> Iterable[BuiltArticle]:
    return site.pages[path].articles if path in site.pages else ()


def _difference(text: str, built: str) -> str:
    """Return a message that quotes two texts around their first difference."""
    at = 0
    for old, new in zip(text, built, strict=False):
        if old != new:
            break
        at += 1
    shown = slice(max(0, at - _SHOWN_WORDS), at + _SHOWN_WORDS)
    one, other = text[shown].replace("\n", " "), built[shown].replace("\n", " ")
    return f"the words of the article changed while it was built: “{one}” became “{other}”"


def _broken_links(site: _BuiltSite) -> Iterator[Problem]:
    reached = dict[tuple[str, str], Mapping[str, int]]()  # ids where addresses lead
    places = lru_cache(maxsize=1)(_places_of_links)  # a page with a wrong link may have more
    right = dict[int, set[str]]()  # addresses by way of the top of the site, by depth of the page
    for path, page in site.pages.items():
        folders = _folders_above(path)
        known = right.setdefault(len(folders), set())  # most pages have the same links
        for address, _ in page.pointers:
            if address in known:
                continue
            before, _, name = address.partition("#")
            if not before and _has(page.ids, name):
                continue
            seen = _seen_from_above(folders, before)
            ids = reached.get(seen)
            if ids is None or not _has(ids, name):
                fault, ids = _followed(site, path, address)
                if fault:
                    where = places(site.site_dir / path).get(address, "")
                    yield site.problem(path, f"the link to {address}{where} {fault}", "link")
                    continue
            if seen != _ONLY_HERE:
                reached[seen] = ids
                known.update([] if seen[0] else [address])


def _places_of_links(file: Path) -> Mapping[str, str]:
    """Return words that say where the links of a page are, as by `place_of`, by address."""
    found = dict[str, str]()
    for element, pointer in pointers_of(page_tree(file.read_bytes())):
        place = place_of(element)
        if place:
            found.setdefault(pointer.address, place)
    return found


def _has(ids: Mapping[str, int], name: str) -> bool:
    """Return whether an address with this fragment needs no id, or has one of these."""
    return not name or (name in ids and "%" not in name)


def _folders_above(path: str) -> list[str]:
    """Return the folder of a file, and those above it, up to that of the site, ""."""
    *names, _ = path.split("/")
    folders = [f"{folder}/" for folder in accumulate(names, "{}/{}".format)]
    return [*reversed(folders), ""]


def _seen_from_above(folders: Sequence[str], address: str) -> tuple[str, str]:
    """Return the folder to which the `../` of an address on a page lead, and the rest of it.

    What has the same of both leads to the same. Return `_ONLY_HERE` for unusual addresses.
    `folders` are those above the page.
    """
    if address.startswith("https://"):
        return "", address
    up = 0
    while address.startswith("../", 3 * up):
        up += 1
    rest = address[3 * up :]
    is_plain = rest[:1].isalnum() or (up > 0 and rest in ("", ".."))
    return (folders[up], rest) if is_plain and up < len(folders) and ":" not in rest else _ONLY_HERE


def _followed(site: _BuiltSite, path: str, address: str) -> tuple[str, Mapping[str, int]]:
    """Return what is wrong with an address on a page, as words after "the link to …", or "".

    Return also the ids of the page that it leads to.
    """
    local = None if address.startswith(_WAY_BACK) else resolved(path, address, site.site_url)
    if local is None:
        return "", _NO_IDS
    leads_to, element_id = local
    if leads_to.startswith("../"):
        return "leads out of the site; correct it", _NO_IDS
    file = next((file for file in served_files(leads_to) if file in site.files), None)
    if file is None:
        return "leads to no file of the site", _NO_IDS
    element_id = element_id.partition(":~:")[0]  # before a text fragment
    ids = site.pages[file].ids if file in site.pages else None
    if ids is not None and element_id not in ("", "top") and element_id not in ids:
        return f'leads to a page that has no id "{element_id}"', ids
    return "", ids or _NO_IDS


def _leaks(site: _BuiltSite) -> Iterator[Problem]:
    kinds = get_args(Kind)
    for path, page in site.pages.items():
        for marker in page.leaks:
            message = (
                f"“{marker}” is visible on the page: "
                "a template or Markdown was not turned into HTML"
            )
            yield site.problem(path, message, "leak")
        for address, _ in page.pointers:
            if ":" in address and address.partition(":")[0] in kinds:
                yield site.problem(path, f"the link to {address} was not resolved", "leak")


def _other_hosts(site: _BuiltSite) -> Iterator[Problem]:
    for path, page in site.pages.items():
        for pointer in page.pointers:
            if pointer.loads and is_elsewhere(pointer.address, site.site_url):
                message = f"the page loads {pointer.address} {_FROM_ELSEWHERE}"
                yield site.problem(path, message, "host")
        if page.has_mermaid:
            message = "the theme loads Mermaid from another host to draw the diagram; use a picture"
            yield site.problem(path, message, "host")


def _foreign(site: _BuiltSite) -> Iterator[Problem]:
    """Report what runs or sends in what was made of annotations, or of a text on a safe site.

    What else an editor typed may do so, and what hooks and plug-ins add outside our elements.
    """
    wanted = site.wanted
    for path, page in site.pages.items():
        is_trusted = not wanted.is_safe and (page.articles or path in wanted.sources)
        for what, is_in_ours in page.foreign:
            if is_in_ours or not (is_trusted or wanted.has_other_code):
                yield site.problem(path, f"the page has {what}, {_FOREIGN}", "foreign")


def _other_hosts_in_styles(site_dir: Path, site: _BuiltSite) -> Iterator[Problem]:
    for path in sorted(file for file in site.files if file.endswith(".css")):
        for address in css_addresses((site_dir / path).read_text("utf-8", "replace")):
            if is_elsewhere(address, site.site_url):
                message = f"the style sheet loads {address} {_FROM_ELSEWHERE}"
                yield site.problem(path, message, "host")
