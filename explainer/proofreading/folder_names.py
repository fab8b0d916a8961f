"""Files in docs/ where the site has a folder, and folders there where it has a file."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import PurePosixPath

from explainer.addresses import built_file, download_path, page_path, redirect_path, url
from explainer.files.textfiles import ON_WINDOWS_AND_MACOS, caseless, composed
from explainer.format.restating import redirected_ids
from explainer.model import Level, Loaded, Place, Problem
from explainer.proofreading.destinations import Destinations

_OF_THEME = "assets/images/favicon.png"  # in its folder of pictures, scripts and style sheets


def folder_problems(loaded: Loaded, destinations: Destinations) -> Iterator[Problem]:
    """Report files that a file of the site, or a folder of it, cannot be beside.

    Where only case tells two names apart, it is a warning.
    """
    assets = tuple(composed(str(asset)) for asset in loaded.assets)
    made = {*destinations.paths, *destinations.built, _OF_THEME}.difference(assets)
    files = {caseless(path): path for path in sorted(made, reverse=True)}
    folders = _folders(made)
    owners = cache(partial(_owners, loaded, destinations.directory_urls))  # rarely asked for
    for asset in assets:
        below = folders.get(caseless(asset))
        if below:
            folder, path = below
            its_file = _of(path, owners())
            what = f"this is a file, but the site has a folder {folder}/, with {its_file}"
            yield _problem(asset, what, "rename the file", folder == asset)
        for parent in _parents(asset):
            file = files.get(caseless(parent))
            if file:
                its_file = _of(file, owners())
                what = f"{parent}/ is a folder, but the site has a file {its_file}"
                yield _problem(asset, what, "rename the folder", file == parent)
                break


def _problem(asset: str, what: str, advice: str, is_same: bool) -> Problem:
    """Return a problem with a file; `is_same` says whether it is one on every system."""
    where = "" if is_same else f", the same name {ON_WINDOWS_AND_MACOS}"
    level: Level = "error" if is_same else "warning"
    return Problem(Place(f"docs/{asset}"), level, f"{what}{where}; {advice}", "stage")


def _folders(made: set[str]) -> dict[str, tuple[str, str]]:
    """Return the folders of the site by their names without case, each with a file below it.

    It is the one that is nested least.
    """
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(made, key=lambda path: (path.count("/"), path)):
        for folder in _parents(path):
            found.setdefault(caseless(folder), (folder, path))
    return found


def _parents(path: str) -> Iterator[str]:
    for folder in PurePosixPath(path).parents[:-1]:
        yield folder.as_posix()


def _owners(loaded: Loaded, directory_urls: bool) -> Mapping[str, str]:
    """Return whose the pages of entries and articles are, by their paths, staged or built."""
    owners: dict[str, str] = {}
    for ref in (*loaded.entries, *(article.ref for article in loaded.articles)):
        path = page_path(ref)
        owners |= dict.fromkeys((path, built_file(url(path, directory_urls))), str(ref))
        if ref.kind == "article":
            owners[download_path(ref.id)] = str(ref)
    for ref, names in redirected_ids(loaded).items():
        for name in names:
            path = redirect_path(ref._replace(id=name), directory_urls)
            owners.setdefault(path, f"{ref}, formerly `{name}`")
    return owners


def _of(path: str, owners: Mapping[str, str]) -> str:
    return f"{path} (of {owners[path]})" if path in owners else path
