"""What the downloadable file of an article leaves out: it is too large, or cannot work there."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from explainer.addresses import resolved
from explainer.files.textfiles import is_file, on_disk
from explainer.model import Problem
from explainer.pages.download import LARGEST_IMAGE, LOST
from explainer.proofreading.destinations import Destinations
from explainer.proofreading.links import Doc

_MB = 1e6


def keeping_problems(doc: Doc, destinations: Destinations) -> Iterator[Problem]:
    """Report what is left out, at its lines; missing pictures are reported as links."""
    for tag in sorted({str(element.tag) for element in doc.root.iter(*LOST)}):
        message = f"the download leaves out <{tag}>; describe in words what it shows"
        yield Problem(doc.source.find(f"<{tag}"), "warning", message, "download")
    for address in dict.fromkeys(image.get("src") or "" for image in doc.root.iter("img")):
        size = _size(address, doc, destinations)
        if size > LARGEST_IMAGE:
            sizes = f"{size / _MB:.1f} MB, at most {LARGEST_IMAGE / _MB:.0f} MB"
            message = f"the download leaves out the picture {address} ({sizes}); make it smaller"
            yield Problem(doc.source.find(address), "warning", message, "download")


def _size(address: str, doc: Doc, destinations: Destinations) -> int:
    """Return the size of a picture in docs/, in bytes; 0 for any other."""
    local = resolved(destinations.file_of(doc.path), address, destinations.site_url)
    try:
        from_source = posixpath.join(posixpath.dirname(doc.path), unquote(urlsplit(address).path))
    except ValueError:
        return 0
    names = [posixpath.normpath(from_source)]
    if local:
        names.append(local[0])
    for name in names:
        if name in destinations.paths:
            file = on_disk(destinations.docs, name)
            return file.stat().st_size if is_file(file) else 0
    return 0
