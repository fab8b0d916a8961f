"""A divided search index: what is in its files, and that it finds all that the whole one does."""

import filecmp
import gzip
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from explainer.building.search_index import divide_search, divided
from explainer.pipeline import build_site
from explainer.text.searchwords import shown_words, sought_words
from tests.benchmark.big_site import write_big_site
from tests.browsing import Served, serving
from tests.conftest import silent
from tests.site_files import BASE, CASES, write_site
from tests.thoroughness import one_quick

HITS = yaml.safe_load((CASES / "search/hits.yml").read_text("utf-8"))
PROJECT = Path(__file__).parents[1]
WORKERS = "assets/javascripts/workers"
CONFIG = {"lang": ["en"], "separator": " ", "pipeline": []}

# --- the files ---


def index_of(*docs: Mapping[str, Any]) -> dict[str, Any]:
    return {"config": CONFIG, "docs": list(docs)}


def texts_of(files: Mapping[str, Any]) -> dict[int, str]:
    """The text of each document, put together again."""
    texts = defaultdict[int, str](str)
    for number in range(len(files["search_index"]["parts"]["texts"])):
        for doc, _, piece in files[f"texts-{number}"]:
            texts[doc] += piece
    return texts


def places_of(files: Mapping[str, Any]) -> set[tuple[int, int, str]]:
    """The document and the place of each word."""
    places = set[tuple[int, int, str]]()
    for number, words in enumerate(files["search_index"]["parts"]["words"]):
        for word, posting in zip(words.split(" "), files[f"words-{number}"], strict=True):
            numbers, doc = iter(posting), 0
            for step in numbers:
                doc, at = doc + step, 0
                for _ in range(next(numbers)):
                    at += next(numbers)
                    places.add((doc, at, word))
    return places


WORDS = st.sampled_from(
    [
        "Lamp",
        "lamps",
        "Füßen",
        "<p>",
        "</p>",
        "&amp;",
        "港の番人",
        "ตะเกียง",
        "48,250",
        "F-16",
        "ﾗﾝﾀﾝ",
    ]
)
TEXTS = st.lists(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=40), max_size=5)


@given(TEXTS)
def test_no_word_is_lost(texts: list[str]) -> None:
    files = divided(
        index_of(*({"location": f"{n}/", "title": "x", "text": t} for n, t in enumerate(texts)))
    )
    assert list(texts_of(files).values()) == texts
    words = {
        (number, at, word)
        for number, text in enumerate(texts)
        for at, word in enumerate(
            word for shown in shown_words(text) for word in sought_words(shown)
        )
    }
    found = places_of(files)
    assert words <= found
    assert all(word.isdigit() and len(word) > 3 for _, _, word in found - words)


def test_a_long_text_is_cut_between_words() -> None:
    text = "<p>The lamp was lit at 48,250 places.</p> " * 3_000
    files = divided(index_of({"location": "lamp/", "title": "Lamp", "text": text}))
    parts = files["search_index"]["parts"]["texts"]
    assert len(parts) > 3
    assert texts_of(files)[0] == text
    pieces = [piece for number in range(len(parts)) for piece in files[f"texts-{number}"]]
    assert max(len(piece) for _, _, piece in pieces) <= 12_000
    words = [word for shown in shown_words(text) for word in sought_words(shown)]
    for _, first, piece in pieces:
        [word, *_] = shown_words(piece)
        assert sought_words(word) == (words[first],)
    assert (0, 5, "48250") in places_of(files)


def test_each_entry_is_one_document() -> None:
    docs = (
        {"location": "", "title": "Home", "text": "Welcome"},
        {"location": "#_claims", "title": "Claims", "text": "a list"},
        {"location": "#_brief-lamp", "title": "In brief", "text": "of an article"},
        {"location": "claims/", "title": "Claims", "text": ""},
        {"location": "claims/#_fact", "title": "Facts", "text": "a list"},
        {"location": "claims/cost/", "title": "It cost", "text": "much", "boost": 2},
        {"location": "claims/cost/#sources", "title": "Sources", "text": "A ledger"},
        {"location": "timeline/#lit", "title": "1871: Lit", "text": "At last", "tags": ["first"]},
        {"location": "articles/lamp/#one", "title": "One", "text": "Part"},
    )
    files = divided(index_of(*docs))
    kept = files["search_index"]["docs"]
    assert [doc["location"] for doc in kept] == [
        *("", "#_brief-lamp", "claims/", "claims/cost/", "timeline/%23lit", "articles/lamp/#one")
    ]
    assert kept[4] == {"location": "timeline/%23lit", "title": "1871: Lit", "tags": ["first"]}
    assert texts_of(files)[3] == "much A ledger"


def test_only_a_large_index_of_our_own_worker_is_divided(tmp_path: Path) -> None:
    index, home = tmp_path / "search/search_index.json", tmp_path / "index.html"
    index.parent.mkdir()
    text = json.dumps(index_of({"location": "a/", "title": "Lamp", "text": "lit"}))
    index.write_text(text)
    home.write_text("the worker of somebody else")
    divide_search(tmp_path, most=0)
    assert index.read_text() == text
    home.write_text("explainer-search.js")
    divide_search(tmp_path)
    assert index.read_text() == text
    divide_search(tmp_path, most=0)
    parts = index.read_text()
    assert '"parts"' in parts
    divide_search(tmp_path, most=0)
    assert index.read_text() == parts
    assert {file.name for file in index.parent.iterdir()} == {
        *("search_index.json", "words-0.json", "texts-0.json")
    }


def test_words_of_scripts_without_marks_are_found_faster_but_are_the_same() -> None:
    for sign in map(chr, range(0x3000)):
        text = f"a{sign}b {sign}{sign}"
        assert shown_words(f"{text} ก") == [*shown_words(text), "ก"], hex(ord(sign))


def test_the_worker_takes_the_same_for_words(page: Page, served: str, thorough: bool) -> None:
    """Of all letters, marks, numbers and common signs that the browser knows, or of some."""
    codes = range(0x20, 0x40000, 1 if thorough else 11)
    signs = [chr(code) for code in codes if unicodedata.category(chr(code)) != "Cs"]
    texts = [f"a{sign}b {sign}{sign} {sign}ก" for sign in signs]
    page.goto(f"{served}about/")
    page.add_script_tag(url=f"{served}{WORKERS}/explainer-search.js")
    worked = page.evaluate(
        r"texts => texts.map(text => /^a[\p{Assigned}]/u.test(text) ? plainOf(seen(text)) : null)",
        texts,
    )
    assert sum(words is not None for words in worked) > 100_000 / codes.step
    assert [
        (hex(ord(sign)), words, ours)
        for sign, text, words in zip(signs, texts, worked, strict=True)
        if words is not None
        and unicodedata.category(sign) != "Cn"
        and words
        != (ours := " ".join(word for shown in shown_words(text) for word in sought_words(shown)))
    ] == []


LINE = "The lamp was lit every night, and in forty years it never once failed. " * 120
LARGE = {
    "docs/log.md": "# Log\n\n" + f"{LINE}\n\n" * 190,
    "build_site.py": "from explainer.hook import on_config\n",
    "mkdocs.yml": "site_name: Lights\nhooks: [build_site.py]\n",
}


@pytest.mark.thorough
def test_every_build_of_a_large_site_divides_its_index(tmp_path: Path) -> None:
    root = write_site(tmp_path, {**BASE, **LARGE})
    problems = build_site(root, root / "ours", silent)
    assert [problem.rule for problem in problems if problem.rule != "missing-folder"] == []
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=root, env=environment, check=True)
    names = sorted(file.name for file in (root / "ours/search").iterdir())
    assert {"texts-100.json", "words-5.json", "search_index.json"} < set(names)
    for folder in ("ours", "site"):
        assert sorted(file.name for file in (root / folder / "search").iterdir()) == names
    same, _, _ = filecmp.cmpfiles(root / "ours/search", root / "site/search", names, shallow=False)
    assert sorted(same) == names


# --- what is found ---

ASK = """async ([address, words]) => {
  self.asking ??= new Promise((resolve) => {
    const worker = new Worker(address), waiting = [];
    worker.onmessage = ({ data: { type, data } }) => {
      if (type === 3) return waiting.shift()(data.items);
      resolve((query) => new Promise((answered) => {
        waiting.push(answered);
        worker.postMessage({ type: 2, data: query });
      }));
    };
  });
  const groups = await (await self.asking)(words);
  return groups.map((group) => group.map(({ location, score, text }) => [location, score, text]));
}"""


class Searched(NamedTuple):
    """A site, and a page of it that asks its worker."""

    page: Page
    server: Served
    folder: Path

    def groups(self, words: str) -> list[list[Any]]:
        """The results: each a page and its parts, as addresses, scores and passages."""
        theirs = next(self.folder.glob(f"{WORKERS}/search.*.js")).name
        workers = f"{self.server.address}{WORKERS}"
        address = f"{workers}/explainer-search.js#{workers}/{theirs}"
        return list(self.page.evaluate(ASK, [address, words]))

    def hits(self, words: str) -> list[str]:
        """The best address of each result."""
        return [max(group, key=lambda item: item[1])[0] for group in self.groups(words)]

    def asked(self) -> set[str]:
        """The files below search/ that were asked for."""
        return {path[1:] for path in self.server.requested if path.startswith("/search/")}


@pytest.fixture(scope="module", params=one_quick(["shipped", "generated"]))
def sites(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Path]:
    """The name of a site, its folder, and a copy whose index is divided."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "shipped":
        whole = request.getfixturevalue("shipped_site")
    else:
        root, whole = write_big_site(folder, 6), folder / "site"
        problems = build_site(root, whole, silent)
        assert [problem for problem in problems if problem.level == "error"] == []
    copy = folder / "divided"
    shutil.copytree(whole, copy)
    divide_search(copy, most=0)
    return request.param, whole, copy


@pytest.fixture
def searched(browser: Browser, sites: tuple[str, Path, Path]) -> Iterator[list[Searched]]:
    """The site with its whole index, and with a divided one."""
    _, *folders = sites
    with serving(folders[0]) as whole, serving(folders[1]) as parts:
        both = [
            Searched(browser.new_page(), server, folder)
            for server, folder in zip((whole, parts), folders, strict=True)
        ]
        for site in both:
            site.page.goto(f"{site.server.address}about/")
        yield both
        for site in both:
            site.page.close()


def test_everything_is_still_found(
    searched: list[Searched], sites: tuple[str, Path, Path], figure: Callable[[str], None]
) -> None:
    whole, parts = searched
    table = HITS[sites[0]]
    moved = list[str]()
    for row in table:
        query, hits = row["query"], row["hits"]
        assert whole.hits(query)[:5] == hits, query
        found = parts.hits(query)
        assert found[:1] == hits[:1], query
        moved += [f"{query}: {hit}" for hit in hits if hit not in found[:10]]
        before = {item[0] for group in whole.groups(query) for item in group}
        assert before <= {item[0] for group in parts.groups(query) for item in group}, query
    total = sum(len(row["hits"]) for row in table)
    figure(
        f"search, {sites[0]} site: of {total} first results with a whole index, "
        f"{total - len(moved)} are among the first ten with a divided one"
    )
    assert len(table) >= 60
    assert len(moved) <= total / 50, moved


def test_a_query_loads_a_part_of_the_texts(
    searched: list[Searched], figure: Callable[[str], None]
) -> None:
    _, site = searched
    groups = site.groups("lighthouse talks board war")
    assert groups[0][0][2]
    asked = site.asked()
    files = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("search/*")}
    assert {"search/search_index.json"} < asked < files
    assert site.groups("zzyzx") == []
    assert site.asked() == asked
    sizes = [len(gzip.compress((site.folder / path).read_bytes(), 9)) for path in asked]
    figure(f"search: {sum(sizes) / 1000:.0f} KB of a divided index for the first query")
