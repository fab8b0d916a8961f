"""Hostile strings wherever an editor, a reader or an address can put one: which run a script."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from explainer.pipeline import build_site, has_errors
from tests.browsing import launched
from tests.previewing import previewing
from tests.reliability.hostile_bodies import body_site
from tests.reliability.hostile_payloads import PAYLOADS, numbered
from tests.reliability.hostile_site import HostileSite, Make, hostile_site
from tests.reliability.shown_text import altered
from tests.reliability.visiting import Seen, Typed, visit_preview, visit_site
from tests.site_files import write_site

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_TYPED = 12  # strings of each kind that are typed into a site
_ANNOTATED = 4  # of these, typed into the preview, too
_MOST_ROUNDS = 40
_REDIRECT = b'http-equiv="refresh"'


@dataclass(frozen=True)
class Hostile:
    """How many strings were placed and refused, and what the browser saw of them."""

    placed_in_annotations: int
    placed_in_front_matter: int
    placed_in_file_names: int
    placed_in_settings: int
    typed_by_readers: int
    shown_by_the_preview: int  # refused ones, in its panel of problems and the lines that it shows
    refused: int
    scripts_run: int
    became_elements: int
    text_altered: int
    in_trusted_articles: int
    scripts_run_in_trusted_articles: int
    in_safe_articles: int
    scripts_run_in_safe_articles: int

    @property
    def placed(self) -> int:
        """All strings where readers could meet them, save those in the bodies of articles."""
        return (
            self.placed_in_annotations
            + self.placed_in_front_matter
            + self.placed_in_file_names
            + self.placed_in_settings
            + self.typed_by_readers
        )


@dataclass(frozen=True)
class _Tried:
    """What one site gave."""

    placed: Counter[str]
    refused: int
    previewed: int
    ran: tuple[str, ...]
    elements: tuple[str, ...]
    altered: tuple[str, ...]


def hostile(count: int, seed: int) -> Hostile:
    """Place at least `count` strings, on as many sites as needed; open all pages in Chromium.

    Prints what a string did on standard error, save in articles that are trusted.
    """
    with ProcessPoolExecutor(workers(), mp_context=get_context("spawn")) as pool:
        tried: list[_Tried] = []
        trusted = pool.submit(_in_bodies, seed, False)
        safe = pool.submit(_in_bodies, seed, True)
        while sum(each.placed.total() for each in tried) < count:
            numbers = range(len(tried), len(tried) + workers())
            for each in pool.map(_on_a_site, [seed] * len(numbers), numbers):
                _tell(each)
                tried.append(each)
        _tell(safe.result())
        return _summary(tried, trusted.result(), safe.result())


def _tell(tried: _Tried) -> None:
    for what in ("ran", "elements", "altered"):
        for string in getattr(tried, what):
            print(f"{what}: {string}", file=sys.stderr, flush=True)


def workers() -> int:
    return os.cpu_count() or 1


def _summary(tried: Sequence[_Tried], trusted: _Tried, safe: _Tried) -> Hostile:
    placed = sum((each.placed for each in tried), Counter[str]())
    return Hostile(
        placed["annotations"],
        placed["front matter"],
        placed["name"],
        placed["setting"],
        placed["typed"],
        sum(each.previewed for each in tried),
        sum(each.refused for each in tried),
        sum(len(each.ran) for each in tried),
        sum(len(each.elements) for each in tried),
        sum(len(each.altered) for each in tried),
        trusted.placed.total(),
        len(trusted.ran),
        safe.placed.total(),
        len(safe.ran),
    )


def _on_a_site(seed: int, number: int) -> _Tried:
    """Place strings on a site; look at it, and at what the preview says of those refused."""

    def make(refused: frozenset[int]) -> HostileSite:
        return hostile_site(seed, number, refused)

    with (
        TemporaryDirectory(prefix="explainer-strings-") as folder,
        launched(chromium()) as browser,
    ):
        site, refused = built(Path(folder, "built"), make)
        searched, addressed, kept = (_some(number, kind) for kind in range(3))
        seen = visit_site(browser, Path(folder, "built/site"), Typed(searched, addressed, kept))
        _all_seen(Path(folder, "built/site"), seen)
        worse = make(frozenset())
        typed = searched[:_ANNOTATED]
        previewed = _previewed(browser, Path(folder, "preview"), site, worse, typed)
    counts = Counter(_kind(place) for place, _ in site.placed.values())
    counts["typed"] = 3 * _TYPED
    return _Tried(
        counts,
        len(refused),
        len(set(previewed.words) & refused),
        tuple(_named(site, seen.ran | previewed.ran)),
        tuple({**seen.elements, **previewed.elements}),
        tuple(altered(site, seen)),
    )


def _in_bodies(seed: int, is_safe: bool) -> _Tried:
    """Place strings as raw HTML in the bodies of articles and pages."""

    def make(refused: frozenset[int]) -> HostileSite:
        return body_site(seed, is_safe, refused)

    with (
        TemporaryDirectory(prefix="explainer-strings-") as folder,
        launched(chromium()) as browser,
    ):
        site, refused = built(Path(folder, "built"), make)
        seen = visit_site(browser, Path(folder, "built/site"), Typed())
    placed = Counter(body=len(site.placed))
    return _Tried(placed, len(refused), 0, tuple(_named(site, seen.ran)), tuple(seen.elements), ())


def _named(site: HostileSite, ran: Iterable[int]) -> Iterator[str]:
    """Yield where the strings stand that ran, with the strings."""
    for number in sorted(ran):
        place, string = site.placed.get(number, ("typed or refused", str(number)))
        yield f"{place}: {string!r}"


def built(root: Path, make: Make) -> tuple[HostileSite, frozenset[int]]:
    """Build a site without the strings for which it is refused; give their numbers.

    Raises RuntimeError where an error is about none of the strings.
    """
    refused: frozenset[int] = frozenset()
    for _round in range(_MOST_ROUNDS):
        site = make(refused)
        shutil.rmtree(root, ignore_errors=True)
        write_site(root, site.files)
        problems = build_site(root, root / "site", lambda _message: None)
        if not has_errors(problems):
            return site, refused
        errors = [problem for problem in problems if problem.level == "error"]
        blamed = {site.blamed(problem) for problem in errors} - {None}
        if not blamed:
            raise RuntimeError(f"refused for no string: {errors[0]}")
        refused |= frozenset(filter(None, blamed))
    raise RuntimeError(f"still refused: {errors[0]}")


def _previewed(
    browser: Browser,
    root: Path,
    site: HostileSite,
    worse: HostileSite,
    typed: Sequence[str],
) -> Seen:
    """Look at the preview of a site, and at what it says once the refused strings are there."""
    write_site(root, site.files)
    with previewing(root) as preview:
        return visit_preview(browser, preview, lambda: _write(root, worse), typed)


def _write(root: Path, site: HostileSite) -> None:
    write_site(root, site.files)


def _kind(place: str) -> str:
    """Return which part of the figure a place belongs to."""
    first = place.split(" ")[0].split(".")[0]
    if first in ("name", "setting"):
        return first
    return "front matter" if first in ("article", "page") else "annotations"


def _some(number: int, kind: int) -> list[str]:
    """Return some strings for readers to type, others on each site."""
    first = number * 10_000 + 9_000 + kind * _TYPED
    at = (number * 3 + kind) * _TYPED
    chosen = [PAYLOADS[(at + each) % len(PAYLOADS)] for each in range(_TYPED)]
    return [numbered(payload, first + each) for each, payload in enumerate(chosen)]


def _all_seen(site: Path, seen: Seen) -> None:
    """Raise RuntimeError where a page was not seen, save those that lead elsewhere."""
    pages = [file for file in site.rglob("*.html") if _REDIRECT not in file.read_bytes()]
    if seen.pages < len(pages) or seen.foreign:
        count = f"{seen.pages} of {len(pages)} pages seen"
        raise RuntimeError(f"{count}; left {seen.left}, asked {seen.foreign}")


def chromium() -> str:
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        raise RuntimeError("no Chromium or Chrome on this machine")
    return found
