"""What is kept of compiled templates makes builds faster, never different."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, Template

from explainer.building import compiled_templates
from explainer.building.compiled_templates import CompiledTemplates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled_templates, "_FOLDER", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def shown(source: str) -> str:
    """What a template shows in a process that has not compiled it yet."""
    kept = CompiledTemplates("theme")
    environment = Environment(loader=DictLoader({"a.html": source}), bytecode_cache=kept)
    return environment.get_template("a.html").render(lamp="oil")


def no_compiler(*_arguments: object, **_options: object) -> Template:
    raise AssertionError("compiled once more")


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("{{ lamp }}") == "oil"
    monkeypatch.setattr(Environment, "compile", no_compiler)
    assert shown("{{ lamp }}") == "oil"
    (kept,) = folder.iterdir()
    assert kept.name.startswith("theme-")


def test_another_source_or_version_replaces_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown("{{ lamp }}") == "oil"
    before = [file.read_bytes() for file in folder.iterdir()]
    assert shown("{{ lamp }}!") == "oil!"
    assert shown("{{ lamp }}") == "oil"
    assert [file.read_bytes() for file in folder.iterdir()] == before
    monkeypatch.setattr(compiled_templates, "code_versions", lambda: ("another",))
    monkeypatch.setattr(Environment, "compile", no_compiler)
    with pytest.raises(AssertionError, match="compiled once more"):
        shown("{{ lamp }}")


@pytest.mark.parametrize("damage", [b"", b"j2", b"\0" * 99, None])
def test_a_damaged_file_is_replaced(folder: Path, damage: bytes | None) -> None:
    shown("{{ lamp }}")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:20] if damage is None else damage)
    assert shown("{{ lamp }}") == "oil"
    assert kept.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert shown("{{ lamp }}") == "oil"
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_no_trouble(folder: Path) -> None:
    folder.write_text("no folder")
    assert shown("{{ lamp }}") == "oil"
