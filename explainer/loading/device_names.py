"""Names that Windows takes for devices: no file or folder of a site can be called so there."""

import re
from collections.abc import Iterator

from explainer.model import Loaded, Place, Problem

# With any ending, in any case: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\..*)?", re.IGNORECASE
)
_PAGED = ("claim", "actor", "term")  # kinds of entries that have pages, in folders with their ids


def device_names(loaded: Loaded) -> Iterator[Problem]:
    """Report files, ids and former names that could not be built, or even saved, on Windows."""
    for place, name in (*_of_files(loaded), *_of_pages(loaded)):
        device = next(filter(_DEVICE.fullmatch, name.split("/")), None)
        if device:
            message = (
                f"Windows takes the name `{device}` for a device, so no file or folder can be "
                "called so there; choose another"
            )
            yield Problem(place, "warning", message, "stage")


def _of_files(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    assets = (f"docs/{asset}" for asset in loaded.assets)
    for path in (*(doc.file for doc in loaded.docs), *assets, *loaded.files):
        yield Place(path), path


def _of_pages(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    """Yield the names of folders of the site: ids, former ids, and former names of articles."""
    for entry in loaded.entries.values():
        if entry.ref.kind in _PAGED:
            yield entry.at(), entry.ref.id
            for index, name in enumerate(entry.body.formerly):
                yield entry.at("formerly", index), name
    for article in loaded.articles:
        for name, place in article.former:
            yield place, name
