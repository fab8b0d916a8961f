"""Web addresses in annotations that lead to the site itself: whether anything is there."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from explainer.addresses import resolved
from explainer.format.fields import MarkdownField, addresses, markdown
from explainer.linking.problems import finder_from
from explainer.model import Place, Problem, Site
from explainer.proofreading.destinations import Destinations
from explainer.text.fragment import parse

_HOME = ""  # the page from which whole addresses are followed


def own_address_problems(site: Site, destinations: Destinations) -> Iterator[Problem]:
    """Report whole addresses below `site_url` at which the site has nothing."""
    if not destinations.site_url:
        return
    for address, place in _addresses(site, urlsplit(destinations.site_url).hostname or ""):
        fault = _fault(address, destinations)
        if fault:
            message = f"`{address}` {fault}; correct it"
            yield Problem(place, "error", message, "broken-link")


def _addresses(site: Site, host: str) -> Iterator[tuple[str, Place]]:
    """Yield the addresses that name a host, and where they stand.

    `host` is in small letters.
    """
    for entry in site.loaded.entries.values():
        for steps, address in addresses(entry):
            if host in address.lower():
                yield address, entry.at(*steps)
    for field in markdown(site.loaded):
        if host in field.text.lower():
            yield from _linked(field, site)


def _linked(field: MarkdownField, site: Site) -> Iterator[tuple[str, Place]]:
    html = site.texts.get((field.owner, field.steps))
    if html is None:
        return
    find = finder_from(site.loaded, field.place)
    for link in parse(html).iter("a"):
        address = link.get("href") or ""
        if "//" in address:
            yield address, find(address)


def _fault(address: str, destinations: Destinations) -> str:
    """Return what is wrong with an address, as words after it, or ""."""
    local = resolved(_HOME, address, destinations.site_url)
    if local is None:
        return ""
    file, fragment = local
    if file.startswith("../") or not destinations.has_built(file):
        return "leads to no page or file of this site"
    if destinations.has_part(destinations.page_at(file), fragment):
        return ""
    return f"leads to a page that has no `#{fragment}`"
