"""Messages that no file of a site brings about, in full: of folders and of single files."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.anchoring.advice import _proposal
from explainer.anchoring.match import prepare
from explainer.commands import main
from explainer.entries import ExactQuote
from explainer.files import MOST_BYTES, read_text
from explainer.model import Span
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
        "this file has more than 10 MB and is not read, which would take minutes; split it into several files"
    )


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    _, (problem,) = read_text(tmp_path, "a.yml")
    assert problem.message == "this is a folder, not a file; put a file in its place"


def test_an_article_of_that_name(tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", BASE)
    write_site(tmp_path, {"lamp.txt": "The lamp\n\nIt was lit."})
    arguments = ["new", "article", str(tmp_path / "lamp.txt"), "--name", "lamp", "--root", str(root)]
    said = CliRunner().invoke(main, arguments).stderr
    file = root / "docs/articles/lamp.md"
    assert f"{file} already exists and is left as it is; give the article another --name, or remove that file" in said


def test_an_article_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    root = write_site(tmp_path, BASE | {"annotations/a.yml": ""})
    monkeypatch.setattr(Path, "rename", refused)
    said = CliRunner().invoke(main, ["rename", "article:lamp", "light", "--root", str(root)]).stderr
    message = "this file cannot be moved to docs/articles/light.md (Permission denied); check its permissions"
    assert f"docs/articles/lamp.md:1:1: error: {message} [unreadable]" in said
    assert said.endswith("The article keeps its old name. Fix this, and run the same command again.\n")


def test_a_passage_that_nothing_near_it_tells_from_others() -> None:
    said = _proposal(ExactQuote(exact="lid"), prepare("lit " * 60), Span(120, 123, 0.7))
    assert said == '"lit", and add words around it: it occurs more than once'
