"""Pages that are taken over from an earlier build are those that would be made."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from explainer.pages import made_pages, makers
from explainer.pages.tracing import FreshPage, TracedMaker
from explainer.pipeline import Analysed, analyse
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_command import site

PLAIN = re.compile(r"^( +(?:name|title|summary|role|note|definition|description): )(\w.*)$", re.M)
TWO = {
    **BASE,
    "annotations/site.yml": """
article: lamp
actors:
  keeper: {type: person, name: Anna Lund}
terms:
  lens: {name: lens, definition: Glass.}
claims:
  lit: {quote: The lamp was lit every night., kind: fact, summary: It was lit., by: keeper}
""",
}


class Memory:
    """A cache that keeps values and texts as files would."""

    def __init__(self) -> None:
        self.kept = dict[tuple[str, ...], str]()
        self.texts = dict[str, str | bytes]()

    def get(self, kind: str, parts: Sequence[str]) -> Any:
        value = self.kept.get((kind, *parts))
        return None if value is None else json.loads(value)

    def put(self, kind: str, parts: Sequence[str], value: Any) -> None:
        self.kept[kind, *parts] = json.dumps(value)

    def staged(self, path: str) -> str | None:
        text = self.texts.get(path)
        return text if isinstance(text, str) else None


def analysed(root: Path) -> Analysed:
    result, problems = analyse(root, silent, with_code=True)
    assert result is not None, problems
    return result


def pages_of(root: Path, cache: Memory | None = None) -> dict[str, str | bytes]:
    """Return the pages of a site, those that are in a cache from there."""
    got = analysed(root)
    if cache is None:
        return made_pages(makers(got.site, got.settings, got.placed.anchors))
    cache.texts = made_pages(makers(got.site, got.settings, got.placed.anchors, cache=cache))
    return cache.texts


@pytest.mark.parametrize("name", ["full", "strange", "restated"])
def test_after_any_edit_of_a_value(name: str, tmp_path: Path, thorough: bool) -> None:
    root = site(name, tmp_path)
    cache, edits = Memory(), 0
    assert pages_of(root, cache) == pages_of(root)
    for file in sorted((root / "annotations").rglob("*.yml")):
        text = file.read_text("utf-8")
        lines = list(PLAIN.finditer(text))
        for found in lines if thorough else lines[::5]:
            file.write_text(text[: found.end(1)] + "Now " + text[found.start(2) :], "utf-8")
            assert pages_of(root, cache) == pages_of(root), found[0]
            edits += 1
        file.write_text(text, "utf-8")
    assert edits
    assert pages_of(root, cache) == pages_of(root)
    assert made_again(root, cache) == set()


def made_again(root: Path, cache: Memory) -> set[str]:
    """Return the paths of the pages in folders that are not taken over."""
    fresh = set[str]()

    def made(maker: TracedMaker) -> FreshPage:
        fresh.add(maker._path)
        return maker.trace.made(maker._make)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TracedMaker, "made", made)
        pages_of(root, cache)
    return {path for path in fresh if path.endswith("/index.md")}


def edit(root: Path, old: str, new: str) -> None:
    write_site(root, {"annotations/site.yml": TWO["annotations/site.yml"].replace(old, new)})


def test_a_page_is_made_again_only_if_what_it_reads_has_changed(tmp_path: Path) -> None:
    root, cache = write_site(tmp_path, TWO), Memory()
    entries = {"actors/keeper/index.md", "claims/lit/index.md", "glossary/lens/index.md"}
    assert made_again(root, cache) >= entries
    assert made_again(root, cache) == set()
    edit(root, "definition: Glass.", "definition: Glass in a frame.")
    fresh = made_again(root, cache)
    assert "glossary/lens/index.md" in fresh
    assert not fresh & {"actors/keeper/index.md", "claims/lit/index.md", "articles/lamp.md"}
    edit(root, "definition: Glass.", "definition: Glass.")
    assert "glossary/lens/index.md" in made_again(root, cache)
    edit(root, "terms:", "\n\nterms:")  # the entries below stand in other lines
    assert made_again(root, cache) == set()
    edit(root, "It was lit.", "It was never out.")
    assert made_again(root, cache) >= {"claims/lit/index.md", "actors/keeper/index.md"}
    assert "glossary/lens/index.md" not in made_again(root, cache)


@pytest.mark.parametrize("value", [1, "x", [], {}, {"pages": 1}, {"pages": {}, "notes": {"": [1]}}])
def test_what_is_not_ours_is_not_taken(value: Any, tmp_path: Path) -> None:
    root, cache = write_site(tmp_path, TWO), Memory()
    pages_of(root, cache)
    cache.kept = dict.fromkeys(cache.kept, json.dumps(value))
    assert pages_of(root, cache) == pages_of(root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("site.texts", "site.no"),
        ("entries", "__dict__"),
        ('"lens"', "[{}]"),
        ('"claim"', "null"),
        ("[0,", "[-1,"),
        ("[0,", "[999999,"),
        ("[0,", '["0",'),
        ("[0,", "[[],"),
        ('"titles": [[', '"titles": [[["claim", "lit"], '),
        ('"titles": [[', '"titles": [[["claim", "no"], '),
        ('"titles": [[', '"titles": [["'),
        ('"pages": {', '"pages": {"about.md": [], '),
    ],
)
def test_what_was_changed_is_not_taken(old: str, new: str, tmp_path: Path) -> None:
    root, cache = write_site(tmp_path, TWO), Memory()
    pages_of(root, cache)
    kept = cache.kept["pages",]
    assert old in kept
    cache.kept["pages",] = kept.replace(old, new)
    assert pages_of(root, cache) == pages_of(root)
    assert pages_of(root, cache) == pages_of(root)


def test_a_text_that_was_staged_by_somebody_else_is_not_taken(tmp_path: Path) -> None:
    root, cache = write_site(tmp_path, TWO), Memory()
    pages_of(root, cache)
    cache.texts = dict.fromkeys(cache.texts, "Forged.")
    assert pages_of(root, cache) == pages_of(root)


def test_pages_made_by_copies_of_the_process_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, alone, cache = site("full", tmp_path), Memory(), Memory()
    pages_of(root, alone)
    monkeypatch.setattr("explainer.pages.worker_count", lambda _: 3)
    pages_of(root, cache)
    assert as_read(cache) == as_read(alone)
    assert made_again(root, cache) == made_again(root, alone)


def as_read(cache: Memory) -> dict[str, list[str]]:
    """Return what each page has read."""
    kept = json.loads(cache.kept["pages",])
    notes = list[str]()
    for way, (keys, values) in kept["notes"].items():
        notes += [json.dumps([way, *note]) for note in zip(keys, values, strict=True)]
    return {
        path: sorted(notes[number] for number in page[1]) for path, page in kept["pages"].items()
    }
