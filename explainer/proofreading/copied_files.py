"""Style sheets and HTML files in docs/, which are copied as they are: what they load and link."""

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from explainer.addresses import is_elsewhere, resolved
from explainer.building.builtsite import read_page
from explainer.files.textfiles import on_disk, read_text
from explainer.model import Place, Problem
from explainer.proofreading.destinations import Destinations
from explainer.text.pointers import css_addresses

_PAGES = (".html", ".htm")


def asset_problems(
    assets: Iterable[PurePosixPath], destinations: Destinations
) -> Iterator[Problem]:
    """Report what these files load from another host, and links in HTML files that lead nowhere."""
    for asset in assets:
        if asset.suffix == ".css":
            yield from _style_problems(str(asset), destinations)
        elif asset.suffix in _PAGES:
            yield from _page_problems(str(asset), destinations)


def _style_problems(path: str, destinations: Destinations) -> Iterator[Problem]:
    text = _text(destinations.docs, path)
    for address in css_addresses(text):
        if is_elsewhere(address, destinations.site_url):
            advice = "put the file into docs/ and use that"
            message = f"the style sheet loads {address} from another host; {advice}"
            yield Problem(_place(text, path, address), "error", message, "other-host")


def _page_problems(path: str, destinations: Destinations) -> Iterator[Problem]:
    file = on_disk(destinations.docs, path)
    text = _text(destinations.docs, path)
    for pointer in read_page(file.parent, file.name, ()).pointers:
        address = pointer.address
        place = _place(text, path, address)
        local = resolved(path, address, destinations.site_url)
        if pointer.loads and is_elsewhere(address, destinations.site_url):
            advice = "put the file into docs/ and use that"
            message = f"the page would load {address} from another host; {advice}"
            yield Problem(place, "error", message, "other-host")
        elif local and not destinations.has_built(_normal(local[0])):
            advice = "correct it, or put the file into docs/"
            message = f"`{address}` leads to no file of the site; {advice}"
            yield Problem(place, "error", message, "broken-link")


def _normal(path: str) -> str:
    return posixpath.normpath(path) if path else ""


def _text(docs: Path, path: str) -> str:
    return read_text(on_disk(docs, path), f"docs/{path}")[0] or ""


def _place(text: str, path: str, words: str) -> Place:
    """Return where words stand first in a file of docs/, or its beginning."""
    at = max(text.find(words), 0)
    return Place(f"docs/{path}", text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
