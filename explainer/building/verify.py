"""Reads the built site back and says what is wrong with it: the renderer's word is not taken for it.

MkDocs never looks at links in raw HTML, and cannot know what the site promises: that each annotation can be linked to,
that the words of an article are those that were written, that nothing is loaded from another host.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import get_args

from explainer.addresses import (
    built_file,
    fragment,
    is_elsewhere,
    page_path,
    redirect_path,
    served_files,
    target,
    url,
)
from explainer.building.builtsite import BuiltArticle, BuiltPage, files_of, read_page
from explainer.format.fields import entries, markdown_fields
from explainer.format.former import former_fragments, former_ids
from explainer.model import Kind, Level, LinkedText, Loaded, Place, Problem, Ref, Site
from explainer.text.pointers import css_addresses

# What templates and Markdown leave behind when they were not filled in or not read.
MARKERS = ("{{", "{%", "](", "explainer:marks")
_WAY_BACK = "#fnref"  # from a footnote to the text: where it leads nowhere, proofread.py says that nothing leads there
_SHOWN_WORDS = 40  # characters of the text around the first difference


@dataclass(frozen=True)
class Expected:
    """What a site must hold. Pages are named by the paths of their built files, such as `claims/x/index.html`."""

    articles: Mapping[str, tuple[str, str]] = field(
        default_factory=dict
    )  # by page: slug and visible text
    ids: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # by page: each is there exactly once
    annotations: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # by page of an article: `kind:id`
    sources: Mapping[str, str] = field(
        default_factory=dict
    )  # by page: the file that an editor opens
    said: frozenset[str] = frozenset()  # markers that the editor's own words hold


def expected(site: Site, directory_urls: bool = True) -> Expected:
    """Say what the built site must hold, from what the pages were made of."""

    def page(ref: Ref) -> str:
        return built_file(url(page_path(ref), directory_urls))

    loaded = site.loaded
    articles = {page(article.ref): site.articles[article.slug] for article in loaded.articles}
    former = former_ids(loaded)
    moved = [ref._replace(id=old) for ref, names in former.items() for old in names]
    ids = {path: frozenset(_fragments(text, former)) for path, text in articles.items()}
    for kind, listed in (("date", loaded.dates), ("source", loaded.sources)):
        if listed:
            known = (*listed, *(old.id for old in moved if old.kind == kind))
            ids[page(Ref(kind, ""))] = frozenset(known)  # type: ignore[arg-type]
    ids |= {redirect_path(old, directory_urls): frozenset() for old in moved if not fragment(old)}
    texts = [
        *(text.rendered.text for text in (*site.articles.values(), *site.pages.values())),
        *site.texts.values(),
    ]
    texts += _plain_texts(loaded)
    return Expected(
        articles={
            path: (text.rendered.ref.id, text.rendered.text) for path, text in articles.items()
        },
        ids=ids,
        annotations={
            path: frozenset(str(mark.ref) for mark in text.highlights)
            for path, text in articles.items()
        },
        sources={page(source.ref): getattr(source, "path", "") for source in loaded.articles}
        | {page(source.ref): f"docs/{source.path}" for source in loaded.pages},
        said=frozenset(marker for marker in MARKERS if any(marker in text for text in texts)),
    )


def _fragments(text: LinkedText, former: Mapping[Ref, tuple[str, ...]]) -> Iterator[str]:
    for highlight in text.highlights:
        yield from (
            highlight.id,
            *former_fragments(highlight.id, highlight.ref, former.get(highlight.ref, ())),
        )


def _plain_texts(loaded: Loaded) -> Iterator[str]:
    """What an editor typed that is shown as it is: titles, names, summaries, questions; not Markdown."""
    yield from (page.title for page in loaded.pages)
    for article in loaded.articles:
        yield from (article.title, *_strings(article.front.model_dump()))
    for asked in loaded.questions:
        yield asked.body.ask
    for entry in entries(loaded):
        markdown = {text for _, text in markdown_fields(entry)}
        yield from (text for text in _strings(entry.body.model_dump()) if text not in markdown)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def verify(
    site_dir: Path, wanted: Expected, site_url: str = "", shown: str = "site"
) -> tuple[Problem, ...]:
    """Read the built site back; `shown` is what problems call its folder. Problems are sorted by place."""
    files = files_of(site_dir)
    markers = tuple(marker for marker in MARKERS if marker not in wanted.said)
    paths = sorted(path for path in files if path.endswith(".html"))
    # not in several processes: a script that builds a site may run once more in each, and wait for itself
    pages = {path: read_page(site_dir, path, markers) for path in paths}
    site = _BuiltSite(files, pages, wanted, site_url, shown)
    checks: tuple[Callable[[_BuiltSite], Iterable[Problem]], ...] = (
        _missing_pages,
        _wrong_ids,
        _missing_annotations,
        _changed_words,
        _broken_links,
        _leaks,
        _other_hosts,
    )
    found = [problem for check in checks for problem in check(site)]
    return tuple(sorted({*found, *_other_hosts_in_styles(site_dir, site)}))


@dataclass(frozen=True)
class _BuiltSite:
    files: frozenset[str]
    pages: Mapping[str, BuiltPage]
    wanted: Expected
    site_url: str
    shown: str

    def problem(self, path: str, message: str, rule: str, level: Level = "error") -> Problem:
        place = self.wanted.sources.get(path)
        if place is None:
            return Problem(Place(f"{self.shown}/{path}"), level, message, f"verify-{rule}")
        return Problem(
            Place(place),
            level,
            f"in the built page {self.shown}/{path}: {message}",
            f"verify-{rule}",
        )


def _missing_pages(site: _BuiltSite) -> Iterator[Problem]:
    for path in {**site.wanted.articles, **site.wanted.ids}:
        if path not in site.pages:
            yield site.problem(path, "this page was not built", "link")


def _wrong_ids(site: _BuiltSite) -> Iterator[Problem]:
    """Each id that is promised stands exactly once; any other at most once."""
    for path, page in site.pages.items():
        promised = site.wanted.ids.get(path, frozenset())
        for name in sorted(promised):
            if (times := page.ids.get(name, 0)) != 1:
                yield site.problem(
                    path, f'the id "{name}" occurs {times} times; ids must be unique', "id"
                )
        for name, times in sorted(page.ids.items()):
            if (
                times > 1 and name not in promised and path not in site.wanted.sources
            ):  # reported by proofread.py
                message = f'the id "{name}" occurs {times} times; a link reaches only the first'
                yield site.problem(path, message, "id", "warning")


def _missing_annotations(site: _BuiltSite) -> Iterator[Problem]:
    for path, names in site.wanted.annotations.items():
        held = {name for article in _articles(site, path) for name in article.annotations}
        for name in sorted(names - held):
            yield site.problem(path, f"the annotation {name} is not in the article", "id")


def _changed_words(site: _BuiltSite) -> Iterator[Problem]:
    for path, (slug, text) in site.wanted.articles.items():
        if path not in site.pages:
            continue
        built = [article.text for article in _articles(site, path) if article.slug == slug]
        if len(built) != 1:
            yield site.problem(
                path, f"the article {slug} occurs {len(built)} times; it must occur once", "words"
            )
        elif built[0] != text:
            yield site.problem(path, _difference(text, built[0]), "words")


def _articles(site: _BuiltSite, path: str) -> Iterable[BuiltArticle]:
    return site.pages[path].articles if path in site.pages else ()


def _difference(text: str, built: str) -> str:
    at = next(
        number for number, (one, other) in enumerate(zip_longest(text, built)) if one != other
    )
    start = max(0, at - _SHOWN_WORDS)
    one, other = (words[start : at + _SHOWN_WORDS].replace("\n", " ") for words in (text, built))
    return f"the words of the article changed while it was built: “{one}” became “{other}”"


def _broken_links(site: _BuiltSite) -> Iterator[Problem]:
    for path, page in site.pages.items():
        for pointer in page.pointers:
            why = _why_broken(site, path, pointer.address)
            if why:
                yield site.problem(path, f"the link to {pointer.address} {why}", "link")


def _why_broken(site: _BuiltSite, path: str, address: str) -> str:
    if address.startswith(_WAY_BACK):
        return ""
    resolved = target(path, address, site.site_url)
    if resolved is None:
        return ""
    file, fragment = resolved
    if file.startswith("../"):
        return "leads out of the site; correct it"
    there = _file(site, file)
    if there is None:
        return "leads to no file of the site"
    fragment = fragment.partition(":~:")[0]
    if (
        there in site.pages
        and fragment not in ("", "top")
        and fragment not in site.pages[there].ids
    ):
        return f'leads to a page that has no id "{fragment}"'
    return ""


def _file(site: _BuiltSite, path: str) -> str | None:
    """What a server sends for the path: the file, or the index of the folder."""
    return next((file for file in served_files(path) if file in site.files), None)


def _leaks(site: _BuiltSite) -> Iterator[Problem]:
    kinds = get_args(Kind)
    for path, page in site.pages.items():
        for marker in page.leaks:
            message = f"“{marker}” is visible on the page: a template or Markdown was not turned into HTML"
            yield site.problem(path, message, "leak")
        for pointer in page.pointers:
            if pointer.address.partition(":")[0] in kinds:
                yield site.problem(path, f"the link to {pointer.address} was not resolved", "leak")


def _other_hosts(site: _BuiltSite) -> Iterator[Problem]:
    for path, page in site.pages.items():
        for pointer in page.pointers:
            if pointer.loads and is_elsewhere(pointer.address, site.site_url):
                message = f"the page loads {pointer.address} from another host; put the file into docs/ and use that"
                yield site.problem(path, message, "host")
        if page.has_mermaid:
            message = "the theme loads Mermaid from another host to draw the diagram; use a picture"
            yield site.problem(path, message, "host")


def _other_hosts_in_styles(site_dir: Path, site: _BuiltSite) -> Iterator[Problem]:
    for path in sorted(file for file in site.files if file.endswith(".css")):
        for address in css_addresses((site_dir / path).read_text("utf-8", "replace")):
            if is_elsewhere(address, site.site_url):
                message = f"the style sheet loads {address} from another host; put the file into docs/ and use that"
                yield site.problem(path, message, "host")
