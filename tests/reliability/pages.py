"""Texts of risky pieces at random, in every field: what finished pages hold that none may.

Most texts pass only the last steps of a page (`late_steps.py`), which is fast. Others stand on
sites with settings under which the theme and its plug-ins do something to finished pages. Some
pages of each site are opened in a browser.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from explainer.pages.aliases import ALIASES
from tests.browsing import launched, opened
from tests.conftest import PROJECT
from tests.reliability.combined_texts import combined
from tests.reliability.hostile_site import HostileSite, Strings, filled_site
from tests.reliability.hostile_yaml import Leaf
from tests.reliability.judging import Fact, Known
from tests.reliability.late_steps import steps_of, strange_texts
from tests.reliability.strings import built, chromium, workers
from tests.reliability.visiting import Typed, visit_site

_JUDGE = (Path(__file__).parent / "judging.js").read_text(encoding="utf-8")
_WORKER = "assets/javascripts/workers/explainer-search.js"
_KNOWN_BY_NAME = (
    "abbr admonition attr_list footnotes md_in_html meta nl2br smarty"
    " pymdownx.betterem pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji"
    " pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark"
    " pymdownx.progressbar pymdownx.smartsymbols pymdownx.snippets"
    " pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde"
).split()
EXTENSIONS = (*_KNOWN_BY_NAME, {"pymdownx.arithmatex": {"generic": True}})
_PRIVACY = {"privacy": {"assets_fetch": False}}  # which loads nothing
_TIPS = {"theme": {"name": "material", "features": ["content.tooltips", "navigation.footer"]}}
_SHIM = "iframe-worker.js"  # which `offline` would load from elsewhere
_SETTINGS: tuple[Mapping[str, Any], ...] = (
    {},
    {**_TIPS, "plugins": ["search", _PRIVACY, "tags"]},
    {**_TIPS, "markdown_extensions": EXTENSIONS, "extra_javascript": ["x.js"]},
    {"plugins": ["search", "offline", _PRIVACY], "extra": {"polyfills": [_SHIM]}},
    {
        **_TIPS,
        "plugins": ["search", _PRIVACY],
        "markdown_extensions": EXTENSIONS,
        "extra": {"explainer": {"safe": True}},
    },
)
_SAFE = len(_SETTINGS) - 1
_BODIES, _IN_A_BODY = 12, 8  # articles of texts alone, on a safe site, and texts in each
_LOADED = re.compile("//evil.example")  # of which only the address would be reported
_SCRIPTS = {"docs/x.js": "", f"docs/{_SHIM}": ""}
_SEARCHED = ("ceasefire", "keeper", "nobody", "lamp")
_TOGETHER = 30  # texts on a page that passes only the last steps
_VISITED = 3  # pages of a site
_FASTER = 20  # texts that pass only the last steps, for each on a site


@dataclass(frozen=True)
class Combinations:
    """How many texts there were, and what was found in pages."""

    on_sites: int
    sites: int
    pages: int
    refused: int
    through_steps: int
    visited: int  # pages in the browser
    strange: int


@dataclass(frozen=True)
class _Tried:
    """What one site gave."""

    placed: int
    refused: int
    pages: int
    through_steps: int
    visited: int
    strange: tuple[str, ...]


class Combined(Strings):
    """Texts of pieces, in every place but the names of files."""

    def take(self, place: str, other: str | None = None) -> Leaf | str | None:
        """Give the next text for a place, unless it is a file."""
        return other if place.startswith("name of ") else super().take(place, other)

    def text(self, place: str, number: int) -> str:
        """Return the text of a number."""
        return combined(Random(f"{self.seed} {number}"), number)


class _Honest(Strings):
    """Plain words in every place."""

    def text(self, place: str, number: int) -> str:
        return f"Words {number}"


class _Examples(Strings):
    """The examples of the format, in every place."""

    def take(self, place: str, other: str | None = None) -> Leaf | str | None:
        return other


def combinations(count: int, seed: int) -> Combinations:
    """Place at least `count` texts, and print on standard error what is strange."""
    with ProcessPoolExecutor(workers(), mp_context=get_context("spawn")) as pool:
        tried: list[_Tried] = []
        while sum(each.placed + each.through_steps for each in tried) < count:
            numbers = range(len(tried), len(tried) + workers())
            for each in pool.map(partial(_on_a_site, seed), numbers):
                for told in each.strange:
                    print(f"strange: {told}", file=sys.stderr, flush=True)
                tried.append(each)
    return Combinations(
        sum(each.placed for each in tried),
        len(tried),
        sum(each.pages for each in tried),
        sum(each.refused for each in tried),
        sum(each.through_steps for each in tried),
        sum(each.visited for each in tried),
        sum(len(each.strange) for each in tried),
    )


def _on_a_site(seed: int, number: int) -> _Tried:
    """Place texts on a site, and judge all of its pages; put others through the last steps."""
    with TemporaryDirectory(prefix="explainer-pages-") as folder, launched(chromium()) as browser:
        root = Path(folder)
        known = _known(number % len(_SETTINGS))
        site, refused = built(root / "built", partial(_site, Combined, seed, number))
        facts = _facts(browser, root / "built/site")
        pages = _pages(root / "built/site")
        paths = Random(number).sample(pages, _VISITED)
        seen = visit_site(browser, root / "built/site", Typed(_SEARCHED), paths)
    strange = [f"{place}: {fact}" for fact, place in facts.items() if known.is_strange(fact)]
    strange += [f"ran: {site.placed.get(each, each)}" for each in seen.ran]
    strange += [f"{place}: {html}" for html, place in seen.elements.items()]
    texts = _FASTER * len(site.placed) // _TOGETHER * _TOGETHER
    strange += _through_steps(seed, number, texts)
    return _Tried(len(site.placed), len(refused), len(pages), texts, seen.pages, tuple(strange))


@cache
def _known(number: int) -> Known:
    """Return what is on the pages of sites with the same settings and plain words."""
    facts: set[Fact] = set()
    shipped = {file.relative_to(PROJECT).as_posix(): file.read_bytes() for file in _shipped()}
    settings = {"mkdocs.yml": json.dumps(_settings(number))}
    plain = HostileSite({**shipped, **settings, **_SCRIPTS}, {}, {})
    makers = (*(partial(_site, kind, 0, number) for kind in (_Honest, _Examples)), lambda _: plain)
    with launched(chromium()) as browser:
        for make in makers:
            with TemporaryDirectory(prefix="explainer-pages-") as folder:
                built(Path(folder), make)
                facts |= _facts(browser, Path(folder, "site")).keys()
    return Known(facts, is_safe=_is_safe(number))


def _shipped() -> Iterator[Path]:
    for folder in ("docs", "annotations"):
        yield from (file for file in (PROJECT / folder).rglob("*") if file.is_file())


def _facts(browser: Browser, site: Path) -> dict[Fact, str]:
    """Return the facts of the pages of a built site, and of the results of its search, each with
    the first page that has it.
    """
    worker = (site / _WORKER).read_text("utf-8")
    index = (site / "search/search_index.json").read_text("utf-8")
    aliases = (site / ALIASES).read_text("utf-8")
    found: dict[Fact, str] = {}
    with opened(browser) as page:
        for path in _pages(site):
            html = (site / path).read_text("utf-8")
            search = [worker, index, aliases] if path == "index.html" else ["", "", ""]
            for fact in page.evaluate(_JUDGE, [html, *search]):
                found.setdefault(Fact(*fact), path)
    return found


def _pages(site: Path) -> list[str]:
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def _settings(number: int) -> Mapping[str, Any]:
    """Return the settings of a site, among which all combinations come by and by."""
    chosen = _SETTINGS[number % len(_SETTINGS)]
    return {"site_name": "Lights", **chosen, "use_directory_urls": number % 2 == 0}


def _is_safe(number: int) -> bool:
    return number % len(_SETTINGS) == _SAFE


def _site(kind: type[Strings], seed: int, number: int, refused: frozenset[int]) -> HostileSite:
    """Make a site of a seed without the texts that were refused."""
    strings = kind(seed, number, refused)
    site = filled_site(strings, lambda: _settings(number))
    bodies, lines = _bodies(strings) if _is_safe(number) else ({}, {})
    files = {**site.files, **_SCRIPTS, **bodies}
    at = {**site.at, **lines}
    return HostileSite(files, strings.placed, at)


def _bodies(strings: Strings) -> tuple[dict[str, str], dict[tuple[str, int], int]]:
    """Return articles and pages made of texts, and the numbers of these by path and line.

    On each of the pages, which get their titles from them, there is a text in a heading.
    """
    files: dict[str, str] = {}
    at: dict[tuple[str, int], int] = {}
    for part in range(_BODIES):
        folder = "docs/articles" if part % 2 else "docs"
        path, lines = f"{folder}/body-{part}.md", ["# Words", ""] * (part % 2)
        for turn in range(_IN_A_BODY):
            leaf = strings.take("body")
            if isinstance(leaf, Leaf):
                block = _LOADED.sub("x", leaf.text).splitlines()
                block = block if turn else [f"# Words {' '.join(block)}"]
                at |= {(path, len(lines) + line): leaf.number for line in range(1, len(block) + 1)}
                at[path, 0] = leaf.number
                lines += [*block, ""]
        files[path] = "\n".join([*lines, "Words.", ""])
    return files, at


def _through_steps(seed: int, number: int, count: int) -> Iterator[str]:
    """Put texts through the last steps of pages; yield those that make something strange."""
    extensions = _SETTINGS[number % len(_SETTINGS)].get("markdown_extensions", ())
    kinds = [steps_of(extensions, of_article) for of_article in (False, True)]
    choose = Random(f"{seed} {number}")
    for batch in range(count // _TOGETHER):
        texts = [combined(choose) for _ in range(_TOGETHER)]
        yield from strange_texts(texts, kinds[batch % len(kinds)])
