"""Pages at former addresses: they lead on at once, and need a script only to keep the fragment.

They are not Markdown, so that neither the theme, the search nor the sitemap lists them: every
renderer copies them as they are.
https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
"""

import posixpath
from collections.abc import Iterator
from functools import partial
from itertools import chain
from urllib.parse import quote

from explainer.addresses import (
    INDEXES,
    built_file,
    download_path,
    fragment,
    href_to_path,
    page_path,
    redirect_path,
    url,
)
from explainer.format import wording
from explainer.model import Ref
from explainer.pages.document import PageMaker, render
from explainer.pages.lookup import Lookup

_MAPS_ON_INDEX = 3  # up to so many argument maps once stood on the index of claims itself


def pages(lookup: Lookup) -> dict[str, PageMaker]:
    """Return makers of the redirects, by path under the staged docs/.

    They lead from the former ids of entries, from claims that only restate others, from the
    argument maps that articles once had, and from parts of indexes that have been divided further.
    """
    return dict(chain(_entries(lookup), _maps(lookup), _parts(lookup)))


def _entries(lookup: Lookup) -> Iterator[tuple[str, PageMaker]]:
    for ref, names in lookup.redirected.items():
        if fragment(ref):
            continue
        for name in names:
            old = Ref(ref.kind, name)
            path = redirect_path(old, lookup.settings.directory_urls)
            yield path, partial(_entry, lookup, old, ref)
            if ref.kind == "article":
                yield download_path(name), partial(_download, lookup, name, ref)


def _maps(lookup: Lookup) -> Iterator[tuple[str, PageMaker]]:
    for slug in _mapped(lookup):
        yield _map_path(slug), partial(_map, lookup, slug)


def _parts(lookup: Lookup) -> Iterator[tuple[str, PageMaker]]:
    for kind, parts in lookup.parts.items():
        index, title = lookup.staged(INDEXES[kind]), wording.KINDS[kind].plural
        taken = {part.path for part in parts}
        for path in dict.fromkeys(wider for part in parts for wider in part.wider):
            if path in taken:
                continue
            file = built_file(url(path, lookup.settings.directory_urls))
            yield file, partial(_page, lookup, path, index, title, keeps_fragment=True)


def _entry(lookup: Lookup, old: Ref, new: Ref) -> str:
    title = lookup.titles[new]
    is_article = new.kind == "article"  # links to words in an article have a fragment
    return _page(lookup, page_path(old), page_path(new), title, keeps_fragment=is_article)


def _download(lookup: Lookup, old: str, new: Ref) -> str:
    file = download_path(new.id)
    href = quote(posixpath.relpath(file, posixpath.dirname(download_path(old))))
    return _redirect(lookup, href, quote(file), lookup.titles[new])


def _page(
    lookup: Lookup,
    from_path: str,
    to_path: str,
    title: str,
    query: str = "",
    keeps_fragment: bool = False,
) -> str:
    settings = lookup.settings
    href = href_to_path(from_path, to_path, settings.directory_urls) + query
    address = url(to_path, settings.directory_urls)
    return _redirect(lookup, href, address, title, keeps_fragment)


def _redirect(
    lookup: Lookup,
    href: str,
    address: str,
    title: str,
    keeps_fragment: bool = False,
) -> str:
    """Return a page that leads to `href`; `address` is the same, relative to the site's root."""
    settings = lookup.settings
    return render(
        "redirect.html.j2",
        language=settings.language,
        title=title,
        href=href,
        canonical=settings.site_url and settings.site_url + address,
        keeps_fragment=keeps_fragment,
    )


def _map(lookup: Lookup, slug: str) -> str:
    claims = lookup.staged(INDEXES["claim"])
    value = quote(slug)  # as in the form on that page; for the address it is quoted again
    return _page(lookup, _map_path(slug), claims, "Claims", f"?article={quote(value)}")


def _map_path(slug: str) -> str:
    return f"claims/by_article/{slug}/index.html"


def _mapped(lookup: Lookup) -> list[str]:
    """Return the slugs of the articles that had a page for the map of their claims.

    If more than three articles had a map, each map was a page. Where claims are divided by article,
    the part for an article has that address.
    """
    if "claim" in lookup.parts:
        return []
    claims = lookup.site.loaded.claims.values()
    argument = lookup.argument
    related = {*argument.reasons, *argument.backs, *argument.objections, *argument.targets}
    mapped = {claim.article for claim in claims if claim.ref in related}
    slugs = [article.slug for article in lookup.site.loaded.articles if article.slug in mapped]
    return slugs if len(slugs) > _MAPS_ON_INDEX else []
