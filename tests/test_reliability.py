"""The figures of reliability: the command that prints them, and a small part of what it tries."""

import re
import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser

from explainer.entries import AnnotationFile, FrontMatter
from tests.conftest import PROJECT
from tests.reliability import hostile_entries
from tests.reliability.__main__ import FIGURES, HEAD, main
from tests.reliability.damages import Damages
from tests.reliability.hostile_entries import MARKDOWN, annotations
from tests.reliability.hostile_site import HostileSite, hostile_site
from tests.reliability.hostile_yaml import Leaf, written
from tests.reliability.kills import Kills
from tests.reliability.pages import Combinations
from tests.reliability.repetitions import payloads
from tests.reliability.rows import Row
from tests.reliability.shown_text import altered
from tests.reliability.slowness import PAGES, Slowness
from tests.reliability.strings import Hostile, built
from tests.reliability.visiting import Typed, visit_site
from tests.site_files import BASE

PAYLOADS = (
    "<img hit src=x onerror=__hit(1)>",
    "<svg hit onload=__hit(2)>",
    "<script hit>__hit(3)</script>",
)


SAFE = "extra: {explainer: {safe: true}}\n"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a figure be found at once."""

    def set_figure(name: str, result: object) -> None:
        module = ModuleType(name)
        setattr(module, FIGURES[name].function, lambda *_: result)
        monkeypatch.setitem(sys.modules, f"tests.reliability.{name}", module)

    return set_figure


def test_the_command_prints_a_table(found, capsys):
    found("kills", Kills(3, 2, 0, 1.5))
    found("strings", Hostile(5_000, 2_000, 1_000, 500, 600, 70, 800, 0, 0, 0, 300, 150, 310, 0))
    assert main(["kills", "strings", "--count", "3"]) == 0
    day, empty, *table = capsys.readouterr().out.splitlines()
    assert "cores" in day
    assert empty == ""
    assert all(line.count("|") == 4 for line in table)
    assert "| Runs killed with SIGKILL, 2 of them at a rename | 3 | 0 lost anything |" in table
    ending = "| 9,100 | 0 scripts run, 0 became elements, 0 shown other than typed |"
    assert any(line.endswith(ending) for line in table)


def test_whatever_went_wrong_is_the_exit_status(found, capsys):
    found("kills", Kills(3, 2, 1, 1.5))
    assert main(["kills"]) == 1
    assert "1 lost anything" in capsys.readouterr().out


def test_the_table_of_the_readme_is_one_that_the_command_prints(found, capsys):
    found("kills", Kills(3, 2, 0, 1.5))
    found("strings", Hostile(*range(14)))
    found("pages", Combinations(*range(7)))
    found("damages", Damages(3, 0, 1.5, "none"))
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Reliability\n")[2].partition("\n## ")[0]
    assert "`python -m tests.reliability`" in section
    rows = [line for line in section.splitlines() if line.startswith("| ") and line not in HEAD]
    (slow,) = (row for row in rows if row.startswith("| Slow input"))
    worst = slow.partition(" times the time, for ")[2].removesuffix(" |")
    assert worst.removesuffix(", built") in {payload.name for payload in payloads()}
    found("slowness", Slowness(3, 2.2, worst, (), 4, 3.4, 1.5))
    main(["kills", "strings", "pages", "damages", "slowness"])
    printed = {_shape(line) for line in capsys.readouterr().out.splitlines()}
    assert {_shape(row) for row in rows} <= printed
    assert len(rows) == 10
    assert {payload.name for payload in payloads()} >= PAGES


def _shape(row: str) -> str:
    return re.sub(r"\d[\d,]*", "0", row)


def test_an_unknown_figure_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["strength"])
    assert "there is no figure strength; there are kills, strings" in capsys.readouterr().err


def test_a_row_is_written_as_markdown():
    assert str(Row("Things", 1_234, "0 lost")) == "| Things | 1,234 | 0 lost |"


def test_there_is_a_string_in_every_field_of_the_format_and_under_every_key():
    site = hostile_site(1, 0, frozenset())
    placed = {place.removesuffix(MARKDOWN) for place, _ in site.placed.values()}
    named = {place.rpartition(".")[2] for place in placed}
    assert _fields(AnnotationFile.model_json_schema()) <= named
    assert {f"article.{key}" for key in FrontMatter.model_fields} <= {
        place.replace("article.search.boost", "article.search") for place in placed
    }


def _fields(schema: dict[str, Any]) -> set[str]:
    """The names of the fields that hold text, or lists of it, in any entry."""
    models = [model for model in schema["$defs"].values() if "properties" in model]
    return {
        name
        for model in models
        for name, field in model["properties"].items()
        if "$ref" not in str(field) and name != "allow"
    }


def test_a_refused_string_is_left_out_or_replaced():
    def take(place: str, other: str | None) -> Leaf | str | None:
        return other

    file = annotations("articles/lamp.md", "lamp", take)
    assert file["article"] == "articles/lamp.md"
    assert file["claims"]["claim-0-lamp"]["kind"] == "fact"
    assert "by" not in file["claims"]["claim-0-lamp"]


def test_each_string_has_a_line_of_its_own():
    found = written({"a": [Leaf(1, "x\ny"), {"b": Leaf(2, "\u2028\0")}], Leaf(3, "k"): {}})
    lines = ('"a":', '  - "x\\ny"', "  -", '    "b": "\\u2028\\u0000"', '"k": {}', "")
    assert found.text == "\n".join(lines)
    assert found.lines == {2: 1, 4: 2, 5: 3}


def test_hostile_strings_run_no_script(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hostile_entries, "PER_FILE", 1)
    monkeypatch.setattr(hostile_entries, "EACH", 1)
    site, refused = built(tmp_path / "built", partial(hostile_site, 1, 0))
    assert len(site.placed) > 250
    assert len(refused) > 100
    paths = ("index.html", "articles/lamp/index.html")
    typed = Typed(PAYLOADS[:1], PAYLOADS[1:2], PAYLOADS[2:])
    seen = visit_site(browser, tmp_path / "built/site", typed, paths)
    assert (seen.ran, seen.elements, seen.foreign) == (set(), {}, set())
    assert list(altered(site, seen)) == []
    assert seen.pages == len(paths)
    assert len(seen.words) > 50


@pytest.mark.parametrize(("settings", "ran"), [("", {1, 2, 3}), (SAFE, set())])
@pytest.mark.thorough
def test_the_browser_tells_which_scripts_run(
    settings: str,
    ran: set[int],
    browser: Browser,
    tmp_path: Path,
):
    text = "\n\n".join(("# The lamp", *PAYLOADS, ""))
    files = {**BASE, "mkdocs.yml": f"{BASE['mkdocs.yml']}use_directory_urls: false\n{settings}"}
    files |= {"docs/articles/raw.md": text, "docs/articles/x": "no picture"}
    built(tmp_path / "built", lambda refused: HostileSite(files, {}, {}))
    seen = visit_site(browser, tmp_path / "built/site", Typed(), ["articles/raw.html"])
    assert seen.ran == ran
    assert bool(seen.elements) is bool(ran)
