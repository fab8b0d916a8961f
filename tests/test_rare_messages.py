"""Messages that no file of a site brings about, in full: of folders and of single files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.anchoring.advice import _proposal
from explainer.anchoring.evidence import prepare
from explainer.commands import main
from explainer.config.navigation import MOST_LISTED
from explainer.entries import ExactQuote
from explainer.files.textfiles import MOST_BYTES, read_text
from explainer.model import Span
from explainer.pipeline import analyse
from tests.site_files import BASE, write_site


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("actors: {}\n".encode("utf-16"))
    _, (problem,) = read_text(tmp_path / "a.yml", "a.yml")
    assert problem.message == "this file is saved as UTF-16; save it as UTF-8"


def test_a_file_that_is_too_long(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    _, (problem,) = read_text(file, "a.yml")
    assert problem.rule == "too-long"
    assert problem.message == (
        "this file is larger than 20 MB, which would take minutes to read; "
        "split it into several files"
    )


@pytest.mark.parametrize("lines", ["x<br>" * 500, "- x\n" * 500, "x\n\n" * 500])
def test_a_note_of_too_many_lines(lines: str, tmp_path: Path) -> None:
    terms = {"lens": {"name": "lens", "definition": lines}}
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (message,) = (problem.message for problem in problems if problem.rule == "too-long")
    assert message in (
        "this has 500 lines; shorten it to at most 400",
        "this has 501 lines; shorten it to at most 400",
    )


def test_more_unused_entries_than_a_site_can_have(tmp_path: Path) -> None:
    """One error says so, in place of a warning for each; the site may turn the rule off."""
    terms = {f"x{index}": {"name": f"X{index}", "definition": "No."} for index in range(1001)}
    files = {"annotations/a.yml": json.dumps({"terms": terms})}
    _, problems = analyse(write_site(tmp_path, BASE | files), lambda _message: None)
    (problem,) = (problem for problem in problems if "unused" in problem.rule)
    assert (problem.level, problem.rule) == ("error", "too-many-unused")
    assert problem.message == (
        "nothing names or links to 1,001 actors, terms and sources, such as term:x0; name them, "
        "or remove them until at most 1,000 are left"
    )
    off = {"mkdocs.yml": f"{BASE['mkdocs.yml']}extra: {{explainer: {{rules: {{unused: off}}}}}}\n"}
    _, problems = analyse(write_site(tmp_path, BASE | files | off), lambda _message: None)
    assert not [problem for problem in problems if "unused" in problem.rule]


@pytest.mark.parametrize("is_named", [True, False])
def test_more_pages_than_a_navigation_can_list(is_named: bool, tmp_path: Path) -> None:
    pages = [f"p{number}.md" for number in range(MOST_LISTED + 1)]
    nav = "".join(f"  - {path}\n" for path in pages)
    settings = {"mkdocs.yml": f"{BASE['mkdocs.yml']}nav:\n{nav}"} if is_named else {}
    files = {f"docs/{path}": "# A page\n" for path in pages}
    _, problems = analyse(write_site(tmp_path, BASE | files | settings), lambda _message: None)
    (problem,) = (problem for problem in problems if problem.place.path == "mkdocs.yml")
    assert (problem.level, problem.rule) == ("warning", "settings")
    words = "the theme lists 501 pages on every page, which is slow; name at most 500 under `nav`"
    assert problem.message == words


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    _, (problem,) = read_text(tmp_path, "a.yml")
    assert problem.message == "this is a folder, not a file; replace it with a file"


def test_an_article_of_that_name(tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", BASE)
    write_site(tmp_path, {"lamp.txt": "The lamp\n\nIt was lit."})
    arguments = [
        "new",
        "article",
        str(tmp_path / "lamp.txt"),
        "--name",
        "lamp",
        "--root",
        str(root),
    ]
    said = CliRunner().invoke(main, arguments).stderr
    file = root / "docs/articles/lamp.md"
    assert (
        f"{file} already exists and is left as it is; give the article another "
        "--name, or remove that file" in said
    )


def test_an_article_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    root = write_site(tmp_path, BASE | {"annotations/a.yml": ""})
    monkeypatch.setattr(Path, "rename", refused)
    said = CliRunner().invoke(main, ["rename", "article:lamp", "light", "--root", str(root)]).stderr
    message = (
        "this file cannot be moved to docs/articles/light.md (Permission denied); "
        "check its permissions"
    )
    assert f"docs/articles/lamp.md:1:1: error: {message} [unreadable]" in said
    assert said.endswith(
        "The article keeps its old name. Fix this, and run the same command again.\n"
    )


def test_a_passage_that_nothing_near_it_tells_from_others() -> None:
    said = _proposal(ExactQuote(exact="lid"), prepare("lit " * 60), Span(120, 123, 0.7))
    assert said == '"lit", and add words around it: it occurs more than once'
