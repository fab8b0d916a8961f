"""What shows that two entries are one work: its DOI, its address on the web, and its title."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from explainer.entries import Source
from explainer.format.doi import doi_address
from explainer.text.fold import folded
from explainer.text.hosts import host_of

# Parameters that say where a reader came from
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid)(?:=|$)", re.IGNORECASE)
_USUAL_PORTS = (None, 80, 443)
_RESOLVER = "doi.org"
_RESOLVERS = (_RESOLVER, f"dx.{_RESOLVER}")
_LAST_SIGNS = " .,:;!?…。！？।"


def page_of(address: str) -> str:
    """Return a web address without what may differ where the page is the same; "" if none.

    That is the scheme, `www.`, a final slash, parameters for tracking, and the fragment, but for
    one that scripts read as a path. DOIs are the same in capitals.
    """
    try:
        parts = urlsplit(address.strip())
        port = "" if parts.port in _USUAL_PORTS else f":{parts.port}"
    except ValueError:  # which the rules of addresses report
        return ""
    host, path = host_of(address), unquote(_path(parts))
    if host in _RESOLVERS:
        return f"{_RESOLVER}{path}".lower()
    return f"{host}{port}{path}" if host else ""


def _path(parts: SplitResult) -> str:
    """Return the path, and what else tells one page of a host from others."""
    kept = [each for each in parts.query.split("&") if each and not _TRACKING.match(each)]
    query = f"?{'&'.join(kept)}" if kept else ""
    steps = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return parts.path.rstrip("/") + query + steps


def pages_of(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the fields that say where a work can be read, each with its address as `page_of`."""
    if source.doi:
        yield "doi", page_of(doi_address(source.doi))
    if source.url and page_of(source.url):
        yield "url", page_of(source.url)


def plain_title(title: str) -> str:
    """Return a title in lower case, without the signs at its end."""
    plain = folded(title).casefold()
    return plain.rstrip(_LAST_SIGNS) or plain
