"""The finished site takes the place of the old one only when complete.

It is built beside the old one, on the same file system, so that two renames are enough. Whatever step is interrupted,
`recover` finds either the old or the new site whole. Nothing is removed that this program did not make.
"""

import shutil
from pathlib import Path

from explainer.config.settings import STYLESHEET
from explainer.model import Place, Problem

# Beside index.html: every site made here has the first, and every one of MkDocs the second if it has an address.
_SIGNS_OF_A_SITE = (STYLESHEET, "sitemap.xml")


def new_dir(site_dir: Path) -> Path:
    """Give the folder beside `site_dir` in which the next site is to be built."""
    return _beside(site_dir, "new")


def refuse(site_dir: Path, root: Path, build_dir: Path) -> tuple[Problem, ...]:
    """Say why a site must not be put into `site_dir`: the editor's own files are there, or something unknown."""
    site, own = site_dir.resolve(), root.resolve()
    sources = (own / "docs", own / "annotations")
    kept = (own, *sources, build_dir.resolve(), build_dir.resolve() / "docs")
    if any(path == site or path.is_relative_to(site) for path in kept) or any(map(site.is_relative_to, sources)):
        return (_problem(site_dir, "the site would replace your own files; choose another folder with --site-dir"),)
    if site.exists() and not site.is_dir():
        return (_problem(site_dir, "this is a file; remove it, or choose another folder with --site-dir"),)
    if site.exists() and not _is_site(site) and any(site.iterdir()):
        message = "this folder contains something other than a built site; empty it, or choose another with --site-dir"
        return (_problem(site_dir, message),)
    return ()


def recover(site_dir: Path) -> tuple[Problem, ...]:
    """Repair what an interrupted run left: the old site goes back to its place, half-built folders go away."""
    site, old, new = site_dir.resolve(), _beside(site_dir, "old"), _beside(site_dir, "new")
    try:
        if old.exists() and not site.exists():
            old.replace(site)
        _remove(new)
        _retire(old, new)
    except OSError as error:
        return (_failure(site_dir, error),)
    return ()


def publish(new: Path, site_dir: Path) -> tuple[Problem, ...]:
    """Put the complete site `new`, made in `new_dir(site_dir)`, into the place of the old one.

    Files of the old site whose names begin with a dot (`.nojekyll`, `.git`) are kept, as MkDocs keeps them.
    """
    site, old = site_dir.resolve(), _beside(site_dir, "old")
    try:
        _keep_hidden(site, new)
        if site.exists():
            site.replace(old)
        new.replace(site)
        _retire(old, new)
    except OSError as error:
        return (_failure(site_dir, error), *recover(site_dir))
    return ()


def _beside(site_dir: Path, what: str) -> Path:
    site = site_dir.resolve()
    return site.with_name(f".{site.name}.explainer-{what}")


def _retire(old: Path, free: Path) -> None:
    """Remove the old site under another name, so that what is called old is always whole."""
    if old.exists():
        old.replace(free)
        _remove(free)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _is_site(folder: Path) -> bool:
    return (folder / "index.html").is_file() and any((folder / name).is_file() for name in _SIGNS_OF_A_SITE)


def _keep_hidden(site: Path, new: Path) -> None:
    for path in sorted(site.glob(".*")):
        target = new / path.name
        if target.exists():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target, symlinks=True)
        else:
            shutil.copy2(path, target, follow_symlinks=False)


def _failure(site_dir: Path, error: OSError) -> Problem:
    return _problem(site_dir, f"replacing the old site failed ({error}); check disk space and permissions")


def _problem(site_dir: Path, message: str) -> Problem:
    return Problem(Place(str(site_dir)), "error", message, "publish")
