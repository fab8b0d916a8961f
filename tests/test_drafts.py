"""Drafts: nothing of them is in a build, `serve` shows them as what they are, and
every command works on them.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from explainer.building.renderer import fixed_date
from explainer.commands import main
from explainer.linking.drafts import without_drafts
from explainer.pipeline import analyse, analyse_to_publish, build_site
from tests.browsing import opened
from tests.conftest import silent
from tests.previewing import eventually, previewing
from tests.sealed_pages import unsealed
from tests.site_files import BASE, write_site

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
# Every name with "zebra" in it is of the drafts alone, and so is what is at a path of that name.
FILES = BASE | {
    "mkdocs.yml": """\
site_name: Lights
site_url: https://example.org/lights/
nav: [index.md, articles/lamp.md, {Zebra: [articles/zebra.md, zebra-page.md]}, about.md, glossary/index.md]
draft_docs: |
  zebra-2.md
  zebra.txt
""",  # noqa: E501
    "docs/articles/zebra.md": """\
---
title: Zebra at night
author: Zebra Grey
summary: A zebra is stolen.
draft: true
formerly: zebra-of-old
---
# Zebra at night

Zebraman took it in 1899. Ida knew. The zebraic lens. ![a](../img/zebra.svg) ![b](../img/both.svg)
""",
    "docs/articles/zebra-2.md": "# Zebra by day\n\nZebraman slept, says Zebrina.\n",
    "docs/zebra-page.md": "---\ndraft: yes\n---\n# Zebra page\n\nOf Zebrissimo.\n",
    "docs/about.md": "# About\n\nBy Ida. ![b](img/both.svg)\n",
    "docs/img/zebra.svg": PICTURE,
    "docs/img/zebra-2.svg": PICTURE,
    "docs/img/both.svg": PICTURE,
    "docs/img/free.svg": PICTURE,
    "docs/zebra.txt": "zebra",
    "annotations/lamp.yml": """\
article: articles/lamp.md
claims:
  lit: {quote: The lamp was lit, summary: It was lit., kind: value, by: ida, supports: [zebra-1, never]}
  never: {quote: the lamp never once failed, summary: It did not fail., kind: value, by: ida}
dates:
  years: {date: 1871/1911, title: Forty years, quote: forty years, claims: [zebra-1]}
actors: {ida: {name: Ida Holm, aliases: [Ida], type: person, role: keeper}}
""",  # noqa: E501
    "annotations/zebra.yml": """\
article: articles/zebra.md
brief: ["Zebra was taken by the zebroid: see [this](img/zebra-2.svg) and [that](img/both.svg)."]
questions: [{ask: Who took the zebra?, answer: "[He](actor:zebraman), of the zebrology."}]
claims:
  zebra-1:
    quote: Zebraman took it
    summary: The zebra was taken.
    kind: value
    by: zebraman
    supports: never
    evidence: [{source: zebra-book, stance: reports}]
    note: The [picture](img/zebra.svg) shows it.
dates:
  zebra-year: {date: 1899, title: The zebra is taken, quote: in 1899, actors: ida}
actors:
  zebraman: {name: Zebraman, type: person, role: thief, part_of: zebras}
  zebra-extra: {name: Zebra Nobody, type: person, role: not named anywhere}
""",
    "annotations/zebra-2.yml": "article: zebra-2\nactors: {}\n",
    "annotations/shared.yml": """\
actors:
  zebras: {name: The Zebras, type: group, role: gang}
  zebrina: {name: Zebrina, type: person, role: witness}
  zebrissimo: {name: Zebrissimo, type: person, role: another}
  free: {name: Free Agent, type: person, role: named nowhere}
terms:
  zebraic: {name: zebraic lens, definition: "A lens of [zebrite](term:zebrite)."}
  zebrite: {name: zebrite, definition: A stone.}
  zebroid: {name: zebroid, definition: A machine.}
  zebrology: {name: zebrology, definition: A field.}
  lamp: {name: lamp, definition: A light.}
sources:
  zebra-book: {type: book, title: The zebra book, author: Zeb Zebra}
""",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("drafts"), FILES)
    problems = [
        *build_site(root, root / "site", silent),
        *build_site(root, root / "folder", silent, offline=True),
    ]
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    return root


def leaks(folder: Path) -> Iterator[str]:
    """The files that hold a word of the drafts, or have one in their names."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        if file.suffix == ".md":
            data = unsealed(data.decode()).encode()
        name = file.relative_to(folder).as_posix()
        if re.search(rb"zebr|1899", name.encode() + b" " + data, re.IGNORECASE):
            yield name


def test_nothing_of_a_draft_is_in_any_file_of_a_build(root: Path) -> None:
    assert list(leaks(root / "site")) == []
    assert list(leaks(root / "folder")) == []
    assert list(leaks(root / "build/docs")) == []
    assert "zebra" not in (root / "build/mkdocs.yml").read_text(encoding="utf-8").lower()


def test_what_others_use_or_nobody_stays(root: Path) -> None:
    site = root / "site"
    for path in ("actors/ida", "actors/free", "glossary/lamp", "claims/lit", "articles/lamp"):
        assert (site / path / "index.html").is_file(), path
    assert (site / "img/both.svg").is_file()
    assert (site / "img/free.svg").is_file()


def test_the_same_site_is_built_as_if_the_drafts_were_not_there(root: Path, tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if "zebra" not in path}
    files |= {
        "mkdocs.yml": "site_name: Lights\nsite_url: https://example.org/lights/\n"
        "nav: [index.md, articles/lamp.md, about.md, glossary/index.md]\n",
        "annotations/lamp.yml": FILES["annotations/lamp.yml"]
        .replace("zebra-1, ", "")
        .replace("[zebra-1]", "[]"),
        "annotations/shared.yml": "actors:\n"
        "  free: {name: Free Agent, type: person, role: named nowhere}\n"
        "terms:\n  lamp: {name: lamp, definition: A light.}\n",
    }
    without = write_site(tmp_path, files)
    with fixed_date():
        build_site(without, without / "site", silent)
        build_site(root, root / "again", silent)
    assert files_of(without / "site") == files_of(root / "again")


def files_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_record_of_where_quotes_stand_keeps_those_of_drafts(root: Path) -> None:
    lock = json.loads((root / "annotations/anchors.lock.json").read_text(encoding="utf-8"))
    assert {"claim:zebra-1", "date:zebra-year", "article:zebra", "claim:lit"} <= set(
        lock["anchors"]
    )


def test_the_places_of_what_is_left_stay_theirs(root: Path) -> None:
    whole, _ = analyse(root, silent)
    assert whole is not None
    entry = without_drafts(whole.site).claims["lit"]
    assert entry.body.supports == ("never",)
    assert entry.at("supports", 0) == whole.site.loaded.claims["lit"].at("supports", 1)


def test_a_site_without_drafts_is_looked_at_once(tmp_path: Path) -> None:
    published, whole, _ = analyse_to_publish(
        write_site(tmp_path, BASE | {"annotations/a.yml": ""}), silent
    )
    assert published is whole


def test_a_site_of_nothing_but_a_draft_is_built(tmp_path: Path) -> None:
    text = "---\ndraft: true\n---\n# Zebra\n\nIt was lit.\n"
    actors = "actors: {z: {name: Zebraman, type: person, role: x}}\n"
    root = write_site(tmp_path, BASE | {"docs/articles/lamp.md": text, "annotations/a.yml": actors})
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert list(leaks(root / "site")) == []


def test_index_pages_that_are_drafts_are_made_without_them(tmp_path: Path) -> None:
    draft = "---\ndraft: true\n---\n# Zebra\n"
    settings = "site_name: Lights\nnav: [index.md, articles/lamp.md, claims/index.md]\n"
    pages = {"docs/index.md": draft, "docs/claims/index.md": draft, "mkdocs.yml": settings}
    claims = "claims: {lit: {quote: was lit, summary: It was lit., kind: value}}\n"
    root = write_site(tmp_path, BASE | pages | {"annotations/a.yml": claims})
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert list(leaks(root / "site")) == []
    home = (root / "site/index.html").read_text(encoding="utf-8")
    assert (
        'href="claims/" class="md-tabs__link"' in home
        or 'href="claims/" class="md-nav__link"' in home
    )


def test_check_suggest_and_reanchor_work_on_drafts(tmp_path: Path) -> None:
    text = FILES["docs/articles/zebra.md"].replace("Zebraman took it", "Zebraman took that")
    root = write_site(tmp_path, FILES | {"docs/articles/zebra.md": text})
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert (checked.exit_code, "annotations/zebra.yml:6:12: warning: " in checked.stderr) == (
        0,
        True,
    )
    assert "(an error once the draft is published) [anchor-changed]" in checked.stderr
    assert "(`build` leaves out 4 drafts)" in checked.stderr
    report = CliRunner().invoke(main, ["reanchor", "--report", "--root", str(root)])
    assert (report.exit_code, "claim:zebra-1 is changed" in report.stdout) == (1, True)
    assert CliRunner().invoke(main, ["suggest", "zebra", "--root", str(root)]).exit_code == 0


@pytest.mark.thorough
def test_serve_shows_drafts_as_what_they_are_and_puts_them_nowhere_else(
    tmp_path: Path, browser: Browser
) -> None:
    root = write_site(tmp_path, FILES)
    with previewing(root) as preview:
        assert eventually(lambda: "built" in preview.reports)
        with opened(browser) as page:
            for path in ("articles/zebra/", "articles/zebra-2/", "zebra-page/"):
                page.goto(preview.address + path)
                banner = page.get_by_role("note").filter(has_text="Draft.")
                expect(banner).to_be_visible()
                expect(page).to_have_title(re.compile(r"\(draft\) - Lights$"))
            page.goto(f"{preview.address}articles/")
            expect(
                page.get_by_role("main").get_by_role("link", name="Zebra at night (draft)")
            ).to_be_visible()
            page.goto(f"{preview.address}articles/lamp/")
            expect(page.locator(".ex-draft")).to_have_count(0)
            assert not (root / "site").exists()
        for path, text in FILES.items():  # all is published
            if path.endswith(".md"):
                new = text.replace("draft: true", "draft: false").replace("draft: yes", "draft: no")
                write_site(root, {path: new})
        write_site(root, {"mkdocs.yml": FILES["mkdocs.yml"].partition("draft_docs")[0]})
        assert eventually(lambda: (root / "site/articles/zebra/index.html").exists())
        assert preview.shows("Zebraman", "articles/zebra/")
        assert "ex-draft" not in preview.get("articles/zebra/")
