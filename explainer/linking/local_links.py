"""Links in the Markdown of annotations to pages and files of the site.

They are relative to docs/, since one text is shown on many pages; `Site.texts` holds them as such
paths, and each page makes them relative to itself (`View.rewritten`).
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from explainer.addresses import HOME, INDEXES, MARKDOWN, METHOD, download_path, page_path, url
from explainer.files.folders import is_within
from explainer.format.did_you_mean import Proposals
from explainer.format.former import former_fragments, former_ids
from explainer.linking.opening_pages import unmarked
from explainer.model import Level, LinkedText, Loaded, Ref
from explainer.text.fragment import Element, parse
from explainer.text.typed import in_backticks

# Characters that need no escape in a fragment, such as `page=3` of a PDF (RFC 3986, section 3.5).
IN_FRAGMENT = "/?:@!$&'()*+,;="
_IN_QUERY = f"{IN_FRAGMENT}%"  # where `%26` is not the same as `&`, so that escapes stay as typed
_OWN_PREFIX = "_"  # of the ids that the program makes
_IDS = cast("Callable[[Element], list[Any]]", etree.XPath("//@id | //a/@name"))
_ENTRY_ID = re.compile(rf"({'|'.join(INDEXES)})-([a-z0-9-]+?)(?:--\d+)?")


class LocalLink(NamedTuple):
    """The target of a link: the path of a page or file under docs/, an id on the page, a query."""

    path: str
    to_id: str = ""  # "" for none
    query: str = ""  # escaped, such as `actor=lund`, for which the list of claims is filtered

    @property
    def is_page(self) -> bool:
        """Whether it leads to a page, which has another address once it is built."""
        return self.path.endswith(MARKDOWN)

    def __str__(self) -> str:
        path = quote(self.path)
        return self.asking(f"{path}#{quote(self.to_id, IN_FRAGMENT)}" if self.to_id else path)

    def asking(self, address: str) -> str:
        """Return an address of the target with the query."""
        path, sign, to_id = address.partition("#")
        return f"{path}?{self.query}{sign}{to_id}" if self.query else address


class Settled(NamedTuple):
    """A link as it is to be kept, and what is wrong with the link as typed, or ""."""

    link: LocalLink
    message: str = ""
    level: Level = "error"


@dataclass(frozen=True)
class LinkTargets:
    """What links can lead to."""

    paths: frozenset[str]  # of pages and files, under the staged docs/
    pages: Mapping[str, str]  # the same pages by their addresses on the site
    ids: Callable[[str], KeysView[str]]  # the lasting ids of a page, sorted
    unread: tuple[str, ...] = ()  # files and folders that could not be read, relative to the root

    @cached_property
    def by_suffix(self) -> Mapping[str, list[str]]:
        """The paths with each suffix, sorted."""
        return _grouped(self.paths, lambda path: path.suffix)

    @cached_property
    def by_name(self) -> Mapping[str, list[str]]:
        """The paths with each name of a file, sorted."""
        return _grouped(self.paths, lambda path: path.name)


def _grouped(paths: Iterable[str], key: Callable[[PurePosixPath], str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        found.setdefault(key(PurePosixPath(path)), []).append(path)
    return found


def link_targets(
    loaded: Loaded,
    texts: Mapping[str, LinkedText],
    directory_urls: bool,
) -> LinkTargets:
    """Return what links can lead to.

    `texts` are the articles and hand-written pages by their paths under docs/.
    """
    generated = {HOME, METHOD, *INDEXES.values()}
    generated.update(page_path(ref) for ref in loaded.entries if ref in loaded.targets)
    made = _by_address(sorted(generated), directory_urls)
    written = _by_address(texts, directory_urls)
    files = list(map(str, loaded.assets))
    files += [download_path(article.slug) for article in loaded.articles]
    former, without_marks = former_ids(loaded), unmarked(loaded.pages)
    listed: dict[str, list[str]] = {
        INDEXES["date"]: [*loaded.dates],
        INDEXES["source"]: [*loaded.sources],
    }
    for ref, names in former.items():
        listed.get(INDEXES[ref.kind], []).extend(names)

    @cache
    def ids(path: str) -> KeysView[str]:
        address = _address(path, directory_urls)
        by_hand = texts.get(written.get(address, ""))
        found = set(listed.get(made.get(address, ""), ()))
        if by_hand:
            found.update(_ids_of(by_hand, former))
            if by_hand.rendered.ref not in without_marks:
                found.update(mention.fragment for mention in by_hand.mentions if mention.fragment)
        return dict.fromkeys(sorted(found)).keys()

    paths = frozenset({*generated, *texts, *files})
    return LinkTargets(paths, made | written, ids, loaded.unread)


def _by_address(paths: Iterable[str], directory_urls: bool) -> dict[str, str]:
    return {_address(path, directory_urls): path for path in paths}


def _address(path: str, directory_urls: bool) -> str:
    return unquote(url(path, directory_urls))


def _ids_of(text: LinkedText, former: Mapping[Ref, tuple[str, ...]]) -> Iterator[str]:
    yield from map(str, _IDS(parse(text.rendered.html)))
    for mark in text.highlights:
        yield mark.id
        yield from former_fragments(mark.id, mark.ref, former.get(mark.ref, ()))


def local_link(address: str) -> LocalLink | None:
    """Return a link as `Site.texts` holds it; None for `kind:id` and web addresses."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    query = quote(parts.query, _IN_QUERY)
    return LocalLink(unquote(parts.path), unquote(parts.fragment), query)


def local_links(root: Element) -> Iterator[tuple[Element, str, LocalLink]]:
    """Yield the links that lead to the site itself: the element, its address, and its target."""
    for element in root.iter("a"):
        address = element.get("href")
        if address:
            link = local_link(address)
            if link:
                yield element, address, link


def settled(address: str, link: LocalLink, known: LinkTargets, proposals: Proposals) -> Settled:
    """Return the link that is meant by one typed as this address, and what is wrong with it."""
    if not link.path:
        return Settled(link, _without_page(link, address))
    typed = posixpath.normpath(link.path)
    if typed in known.paths:
        return _with_id(link._replace(path=typed), known, proposals)
    if is_within(f"docs/{typed}", known.unread):
        return Settled(link)  # reported at the file
    below = link.path.lstrip("/")
    while below.startswith(("../", "./")):
        below = below.partition("/")[2]
    return _elsewhere(address, link, below, known, proposals)


def _without_page(link: LocalLink, address: str) -> str:
    entry = _ENTRY_ID.fullmatch(link.to_id)
    hint = f"write the page as well, as in {in_backticks(f'articles/name.md{address}')}"
    if entry:
        hint = f"write {in_backticks(f'{entry[1]}:{entry[2]}')}"
    return (
        f"the link {in_backticks(address)} names no page, and this text is shown on several; {hint}"
    )


def _elsewhere(
    address: str, link: LocalLink, below: str, known: LinkTargets, proposals: Proposals
) -> Settled:
    """Settle a link that is not relative to docs/; `below` is its path without leading `../`."""
    shown = f"the link {in_backticks(address)}"
    if below in known.paths:
        meant = link._replace(path=below)
        why = "leads out of docs/, which links in annotations are relative to"
        return Settled(meant, f"{shown} {why}; write {in_backticks(str(meant))}")
    page = known.pages.get(below) or known.pages.get(f"{below}/")
    if page:
        meant = link._replace(path=page)
        message = (
            f"{shown} is an address of the built site, which differs from page to "
            f"page; write the file in docs/, {in_backticks(str(meant))}"
        )
        return Settled(meant, message, "warning")
    typed = PurePosixPath(below)
    namesakes = known.by_name.get(typed.name, ())
    if len(namesakes) == 1:
        hint = f"; did you mean {in_backticks(str(link._replace(path=namesakes[0])))}?"
    else:
        alike = known.by_suffix.get(typed.suffix, ())
        hint = proposals.did_you_mean(below, alike, 0.7)
    hint = hint or "; correct it (links in annotations are relative to docs/)"
    return Settled(link, f"{shown} leads to no page or file of the site{hint}")


def _with_id(link: LocalLink, known: LinkTargets, proposals: Proposals) -> Settled:
    if not link.is_page or link.to_id in ("", "top"):
        return Settled(link)
    ids = known.ids(link.path)
    if link.to_id in ids:
        return Settled(link)
    if not ids or link.to_id.startswith(_OWN_PREFIX):
        why = "ids on generated pages, and those that begin with an underscore, may change"
        return Settled(
            link,
            f"{why}; remove {in_backticks(f'#{link.to_id}')}, or link to an entry as `kind:id`",
        )
    meant = proposals.did_you_mean(link.to_id, ids)
    hint = meant or "; correct what follows the #, or remove it"
    return Settled(
        link, f"{in_backticks(link.path)} has nothing with the id {in_backticks(link.to_id)}{hint}"
    )
