"""`rename article:OLD NEW`, as an editor uses it: the file moves, and all that named it follows."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, expect

from explainer.commands import main
from explainer.editing import rewriting
from explainer.files.sitefiles import write_file
from explainer.loading.load import accepted_anchors
from explainer.pipeline import build_site
from tests.browsing import opened, serving
from tests.conftest import silent
from tests.site_files import BASE, cases, write_site

CASES = [pytest.param(case, id=name) for name, case in cases("moving")]
DONE = [pytest.param(case, id=name) for name, case in cases("moving") if "new" in case]
MOVED = {
    "docs/articles/lamp.md": "---\nformerly: [old/light, storm]\n---\n"
    "# Lamp\n\nThe lamp was lit.\n",
    "annotations/a.yml": "claims:\n  lit: {quote: was lit, summary: It was lit., kind: value}\n",
}


def run(root: Path, *arguments: str) -> Result:
    verb, *rest = arguments
    return CliRunner().invoke(main, [verb, "--root", str(root), *rest])


def state(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


def before(case: Mapping[str, Any]) -> dict[str, str]:
    return BASE | case.get("files", {})


def after(case: Mapping[str, Any]) -> dict[str, str]:
    files = before(case) | case.get("new", {})
    return {path: text for path, text in files.items() if path not in case.get("gone", ())}


@pytest.mark.parametrize("case", CASES)
def test_cases(tmp_path: Path, case: dict[str, Any]) -> None:
    root = write_site(tmp_path, before(case))
    result = run(root, *case["run"])
    assert result.exit_code == case.get("exit", 0), result.output
    assert state(root) == after(case)
    assert result.stderr.endswith(case.get("says", "")), result.stderr


@pytest.mark.parametrize("case", DONE)
def test_a_second_run_finds_nothing_to_do(tmp_path: Path, case: dict[str, Any]) -> None:
    root = write_site(tmp_path, before(case))
    run(root, *case["run"])
    result = run(root, *case["run"])
    assert result.exit_code == 0, result.output
    assert " is already " in result.stderr
    assert state(root) == after(case)


@pytest.mark.parametrize("case", DONE)
def test_a_dry_run_changes_nothing(tmp_path: Path, case: dict[str, Any]) -> None:
    root = write_site(tmp_path, before(case))
    assert run(root, *case["run"], "--dry-run").exit_code == 0
    assert state(root) == before(case)


@pytest.mark.parametrize("case", DONE)
def test_windows_line_ends_stay(tmp_path: Path, case: dict[str, Any]) -> None:
    def typed(files: Mapping[str, str]) -> dict[str, str]:
        texts = {path: text for path, text in files.items() if not path.endswith(".json")}
        return {path: text.replace("\n", "\r\n") for path, text in texts.items()}

    root = write_site(tmp_path, typed(before(case)))
    assert run(root, *case["run"]).exit_code == 0
    found = {path: text for path, text in state(root).items() if not path.endswith(".json")}
    assert found == typed(after(case))


@pytest.mark.parametrize("case", DONE)
def test_it_can_be_interrupted_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: dict[str, Any]
) -> None:
    for written in range(len(case["new"])):
        root = write_site(tmp_path / str(written), before(case))
        left = iter([True] * written)

        def write(*arguments: Any, left: Any = left) -> Any:
            if not next(left, False):
                raise KeyboardInterrupt
            return write_file(*arguments)

        with monkeypatch.context() as patched:
            patched.setattr(rewriting, "write_file", write)
            assert run(root, *case["run"]).exit_code == 130
        assert run(root, *case["run"]).exit_code == 0
        assert state(root) == after(case)


@pytest.mark.parametrize(
    ("annotations", "rule"),
    [
        (
            "article: articles/storm.md\nclaims:\n"
            "  lit: {quote: was lit, summary: x, kind: fact}\n",
            "unknown-article",
        ),
        ("claims:\n  lit: {quote: was lit, summary: x}\n", "missing-key"),
        ("claims:\n  lit: {quote: '', summary: x, kind: fact}\n", "empty-quote"),
    ],
)
def test_reanchor_does_not_call_right_what_it_cannot_look_at(
    tmp_path: Path, annotations: str, rule: str
) -> None:
    root = write_site(tmp_path, BASE | {"annotations/a.yml": annotations})
    for arguments in (["--report"], ["--accept-all"], []):
        result = run(root, "reanchor", *arguments)
        assert (result.exit_code, f"[{rule}]" in result.stderr) == (1, True)
        assert "Every annotation is on its words." not in result.output
        assert result.stderr.endswith("was not checked: fix them, and run `reanchor` again.\n")
    report = run(root, "reanchor", "--report", "--markdown").stdout
    assert report.startswith("**Not checked**, because of these errors:\n\n- annotations/a\\.yml:")


def test_old_addresses_arrive_at_the_words(tmp_path: Path, browser: Browser) -> None:
    root = write_site(tmp_path, BASE | MOVED)
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    with serving(root / "site") as served:
        with opened(browser) as page:
            for old in ("old/light", "storm"):
                page.goto(f"{served.address}articles/{old}/#claim-lit")
                page.wait_for_url("**/articles/lamp/#claim-lit")
                expect(page.locator("#claim-lit")).to_be_visible()
                page.goto(f"{served.address}data/articles/{old}.html")
                page.wait_for_url("**/data/articles/lamp.html")
        with opened(browser, java_script_enabled=False) as plain:
            plain.goto(f"{served.address}articles/old/light/#claim-lit")
            plain.wait_for_url("**/articles/lamp/**")


@pytest.mark.parametrize("is_built", [False, True])
def test_the_only_article_which_no_file_names(tmp_path: Path, is_built: bool) -> None:
    root = write_site(tmp_path, BASE | MOVED)
    if is_built:
        assert run(root, "build").exit_code == 0
    result = run(root, "rename", "article:lamp", "great-lamp")
    assert result.exit_code == 0, result.output
    assert run(root, "reanchor", "--report").stderr == "Every annotation is on its words.\n"
    assert run(root, "build").exit_code == 0
    for old in ("lamp", "old/light", "storm"):
        page = (root / "site/articles" / old / "index.html").read_text(encoding="utf-8")
        assert re.search(r'url=(?:\.\./)+great-lamp/"', page)
    accepted, _ = accepted_anchors(root)
    assert set(accepted) == {"article:great-lamp", "claim:lit"}


def test_a_site_of_files_without_folders_leads_on_too(tmp_path: Path) -> None:
    settings = {"mkdocs.yml": "site_name: Lights\nuse_directory_urls: false\n"}
    root = write_site(tmp_path, BASE | MOVED | settings)
    problems = build_site(root, root / "site", silent)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert 'url=../lamp.html"' in (root / "site/articles/old/light.html").read_text(
        encoding="utf-8"
    )


def test_names_of_files_in_another_normal_form(tmp_path: Path) -> None:
    """As macOS may give them, while an editor types the other form, or the other way round."""

    def apart(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    files = {
        "mkdocs.yml": f"site_name: Lights\nnav: [index.md, articles/café.md, {apart('über.md')}]\n",
        apart(
            "docs/articles/café.md"
        ): f"# Café\n\nIt was lit. ![a](é.svg) ![b]({apart('é.svg')}) ![c](e%CC%81.svg)\n",
        apart("docs/articles/é.svg"): '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "docs/über.md": "# Over\n\n[One](articles/café.md), "
        f"[two]({apart('articles/café.md')}#claim-lit).\n",
        "docs/articles/other.md": "# Other\n\nNothing.\n",
        "annotations/a.yml": "article: café\nclaims:\n"
        "  lit: {quote: was lit, "
        "summary: x, kind: value}\n",
        "annotations/b.yml": apart("article: articles/café.md\ndates: {}\n"),
    }
    root = write_site(tmp_path, files)
    for name in ("café", "cafe"):
        problems = build_site(root, root / "site", silent)
        assert [str(problem) for problem in problems if problem.level == "error"] == []
        assert (root / "site/articles" / name / "index.html").is_file()
        over = (root / "site/über/index.html").read_text(encoding="utf-8")
        assert len(re.findall(r'href="\.\./articles/caf[^"]*/(?:#claim-lit)?"', over)) >= 2
        if name == "café":
            assert run(root, "rename", "article:café", "cafe").exit_code == 0
    assert run(root, "reanchor", "--report").stderr == "Every annotation is on its words.\n"
