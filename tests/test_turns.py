"""Programs on one root do not spoil each other's work."""

import subprocess
import sys
from pathlib import Path

import pytest

from explainer.building.turns import own_folder, turn
from tests.conftest import PROJECT
from tests.previewing import eventually, previewing
from tests.site_files import BASE, write_site

SITE = {**BASE, "docs/index.md": "# Lights\n", "annotations/a.yml": ""}
HOLDS = """import sys, pathlib, explainer.building.turns
with explainer.building.turns.turn(pathlib.Path(sys.argv[1])):
    print(1, flush=True)
    input()
"""


class _TiredError(Exception):
    pass


def tired() -> None:
    raise _TiredError


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "build/x.lock"
    with turn(file), pytest.raises(_TiredError), turn(file, tired):
        pass
    with turn(file, tired):
        pass


def test_a_program_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, file], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with pytest.raises(_TiredError), turn(file, tired):
            pass
        other.kill()
        other.wait()
    with turn(file, tired):
        pass


def test_where_no_lock_can_be_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with turn(tmp_path / "build/x.lock", tired), own_folder(tmp_path / "build/preview") as folder:
        assert folder == tmp_path / "build/preview"


def test_each_has_a_folder_of_its_own(tmp_path: Path) -> None:
    with own_folder(tmp_path / "preview") as one, own_folder(tmp_path / "preview") as other:
        assert [one.name, other.name] == ["preview", "preview-2"]
    with own_folder(tmp_path / "preview") as again:
        assert again == one


def test_builds_and_a_preview_of_one_root_at_the_same_time(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE)
    command = [sys.executable, PROJECT / "build_site.py", "--root", root]
    with previewing(root) as preview:
        builds = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
        for number in range(8):
            write_site(root, {"docs/index.md": f"# Lights\n\nNumber {number}.\n"})
            assert preview.shows(f"Number {number}.")
        for each in builds:
            said, _ = each.communicate()
            assert each.returncode == 0, said
        assert eventually(lambda: preview.reports[-1:] == ["built"])
        assert "not built" not in preview.reports
        assert preview.bench.problems == ()
