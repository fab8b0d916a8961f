"""The hosts of web and mail addresses: of one that a link shows, and of the one it leads to."""

import re
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from explainer.text.controls import without_unseen
from explainer.text.fold import folded
from explainer.text.webaddresses import web_addresses

# Hosts that lead to, or keep copies of, pages of other hosts under addresses that do not name them
_FOR_OTHERS = frozenset(
    "doi.org dx.doi.org hdl.handle.net perma.cc archive.fo archive.is archive.li archive.md"
    " archive.ph archive.today archive.vn".split()
)
_ARCHIVE = "archive.org"  # which names them
# What shows that an address follows, whatever its case
_BEGINNING = re.compile(r"\W*(?:[a-z][a-z0-9+.-]*://|www\.)", re.IGNORECASE)
_END_OF_HOST = re.compile(r"[/\\?#@:]")
_FULL_STOPS = str.maketrans("。．｡", "...")  # which browsers take for points, too
# Endings of file names and of names of software that look like hosts
_FILES = frozenset(
    "bib css csv doc docx epub gif html htm jpeg jpg js json md mp odt pdf png py rtf svg txt xls"
    " xlsx xml yaml yml zip".split()
)


def disguised_host(words: str, address: str) -> str:
    """Return the host of the address that words begin with if `address` leads to another, else "".

    One host may be a part of the other, as `example.org` is of `log.example.org`. A bare host that
    begins with a capital, such as `Lamps.com`, is taken for a name.
    """
    shown, target = shown_host(words), host_of(address)
    if not shown or not target or _are_related(shown, target) or target in _FOR_OTHERS:
        return ""
    is_archived = _are_related(target, _ARCHIVE) and shown in unquote(address).lower()
    return "" if is_archived else shown


def shown_host(words: str) -> str:
    """Return the host of the address that words begin with, without `www.`; "" if there is none.

    It is what a reader takes for the host, also before an `@`.
    """
    text = folded(without_unseen(words)).translate(_FULL_STOPS)
    beginning = _BEGINNING.match(text)
    if beginning:
        text = beginning[0].lower() + text[beginning.end() :]
    start, end = next(web_addresses(text), (0, 0))
    if not end or re.search(r"\w", text[:start]):
        return ""
    address = text[start:end]
    if "@" in address and "//" not in address:
        return host_of(f"mailto:{address}")
    host = _plain(_END_OF_HOST.split(address.partition("//")[2] or address)[0])
    if not is_marked(address) and (address[:1].isupper() or _is_file(address)):
        return ""
    return host if "." in host else ""


def is_marked(words: str) -> bool:
    """Return whether words begin with `https://`, `www.` or the like, and not with a bare host."""
    return _BEGINNING.match(words) is not None


def _is_file(address: str) -> bool:
    return address.lower().rpartition(".")[2] in _FILES and "/" not in address


def host_of(address: str) -> str:
    """Return the host of a web or mail address as browsers read it, without `www.`; "" if none."""
    address = address.strip().replace("\\", "/")
    if address.lower().startswith("mailto:"):
        address = f"//{address.partition('?')[0].rpartition('@')[2]}"
    try:
        return _plain(urlsplit(address).hostname or "")
    except ValueError:  # which the rules of addresses report
        return ""


def _plain(host: str) -> str:
    """Return a host in the letters of ASCII, if it can be written in them."""
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return host.lower().strip(".").removeprefix("www.")


def _are_related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
