"""`new site`: what it makes works at once, and goes on working when the package changes."""

import glob
import importlib
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_site import main
from explainer.loading.load import load
from explainer.new.requirement import of_checkout, requirement
from explainer.new.site import STARTER, site_files
from tests.conftest import PROJECT
from tests.reliability.harbour import tree
from tests.site_files import write_site

PACKAGE = PROJECT / "explainer"
command = importlib.import_module(
    "explainer.commands.new"
)  # the attribute of this name is the verb


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="explainer")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "deep" / "my site"
    result = run("new", "site", folder)
    assert result.exit_code == 0, result.output
    assert f"explainer serve --root '{folder}'" in result.output
    return folder


def test_it_builds_without_a_word(site):
    result = run("--root", site)
    assert result.exit_code == 0, result.output
    assert ": error: " not in result.output
    assert ": warning: " not in result.output
    article = (site / "site/articles/lighthouse/index.html").read_text(encoding="utf-8")
    assert 'id="claim-lamp-never-failed"' in article


def test_its_own_build_site_has_the_verbs_and_nothing_else(site):
    command = [sys.executable, "build_site.py", "check"]
    done = subprocess.run(
        command,
        cwd=site,
        env={"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len((site / "build_site.py").read_text(encoding="utf-8").splitlines()) < 20


def test_the_example_has_every_kind_of_entry(site):
    loaded, problems = load(site)
    assert problems == ()
    for kind in ("claims", "dates", "actors", "terms", "sources", "briefs", "questions"):
        assert len(getattr(loaded, kind)) >= 1, kind
    assert "invented" in loaded.articles[0].markdown


OWN_INSTALLATION = """\
          python -m pip install --require-hashes --only-binary :all: -r explainer/requirements.txt
          python -m pip install --no-index --no-build-isolation .
"""
# the lock file is that of the Explainer which the site names, so to upgrade is to name another
INSTALLATION = """\
          python -m pip install --no-deps -r requirements.txt
          locked=$(python -c 'import explainer; print(explainer.__path__[0] + "/requirements.txt")')
          python -m pip install --require-hashes --only-binary :all: -r "$locked"
          python -m pip install -r requirements.txt
"""


@pytest.mark.parametrize("name", ["pages.yml", "annotations.yml"])
def test_the_workflows_are_those_of_this_project_but_for_the_installation(site, name):
    own = (PROJECT / ".github/workflows" / name).read_text(encoding="utf-8")
    new = (site / ".github/workflows" / name).read_text(encoding="utf-8")
    assert own.count(OWN_INSTALLATION) == 1
    assert new == own.replace(OWN_INSTALLATION, INSTALLATION)


def test_every_starter_file_is_used_and_every_data_file_is_in_the_wheel():
    starter = PACKAGE / "new/starter"
    there = {str(file.relative_to(starter)) for file in starter.rglob("*") if file.is_file()}
    assert {path for path in there if "__pycache__" not in path} == set(STARTER.values())
    patterns = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "setuptools"
    ]
    packed = {
        path
        for pattern in patterns["package-data"]["explainer"]
        for path in glob.glob(pattern, root_dir=PACKAGE, recursive=True)  # noqa: PTH207 - leaves out names with dots, as wheels do
    }
    data = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*") if file.is_file()}
    data = {path for path in data if "__pycache__" not in path}
    modules = {
        path for path in data if path.endswith(".py") and not path.startswith("new/starter/")
    }
    assert data - modules <= packed


@pytest.mark.parametrize(
    ("direct_url", "expected"),
    [
        (None, None),
        ('{"url": "file:///home/me/explainer", "dir_info": {"editable": true}}', None),
        (
            '{"url": "https://example.org/e.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
            "explainer @ git+https://example.org/e.git@abc",
        ),
        (
            '{"url": "https://example.org/e", "vcs_info": {"vcs": "git", '
            '"requested_revision": "v1"}}',
            "explainer @ git+https://example.org/e@v1",
        ),
        (
            '{"url": "https://example.org/e", "vcs_info": '
            '{"vcs": "git", "requested_revision": "v1", "commit_id": "abc"}}',
            "explainer @ git+https://example.org/e@abc",
        ),
        (
            '{"url": "https://example.org/explainer-1.whl", "archive_info": {}}',
            "explainer @ https://example.org/explainer-1.whl",
        ),
        (
            '{"url": "https://example.org/explainer-1.whl", "archive_info": '
            '{"hashes": {"sha256": "0a1b"}}}',
            "explainer @ https://example.org/explainer-1.whl#sha256=0a1b",
        ),
    ],
)
def test_the_requirement_is_what_pip_noted(direct_url, expected):
    assert requirement(direct_url) == expected


def test_what_is_not_known_is_left_open_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "installed_from", lambda: None)
    assert "requirements.txt is incomplete" in run("new", "site", tmp_path / "a").output
    assert (
        (tmp_path / "a/requirements.txt")
        .read_text(encoding="utf-8")
        .startswith("# explainer @ git+https://")
    )
    monkeypatch.setattr(
        command, "installed_from", lambda: "explainer @ git+https://example.org/e@v1"
    )
    assert "incomplete" not in run("new", "site", tmp_path / "b").output
    assert (tmp_path / "b/requirements.txt").read_text(
        encoding="utf-8"
    ) == "explainer @ git+https://example.org/e@v1\n"


def test_only_a_free_folder_is_written_into(tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("new", "site", tmp_path / "empty").exit_code == 0
    again = run("new", "site", tmp_path / "empty")
    assert again.exit_code == 2
    assert "not empty" in again.output
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/.keep").write_text("")
    assert run("new", "site", tmp_path / "hidden").exit_code == 2
    assert [file.name for file in (tmp_path / "hidden").iterdir()] == [".keep"]
    (tmp_path / "file").write_text("mine")
    assert run("new", "site", tmp_path / "file").exit_code == 2
    below = run("new", "site", tmp_path / "file/site")
    assert below.exit_code == 1
    assert "cannot be written" in below.output
    assert (tmp_path / "file").read_text() == "mine"


def test_the_schema_is_that_of_the_program():
    assert site_files(None)["annotations/schema.json"] == (
        PROJECT / "annotations/schema.json"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("https://github.com/lund/explainer.git", "https://github.com/lund/explainer.git"),
        ("git@github.com:lund/explainer.git", "https://github.com/lund/explainer.git"),
        ("ssh://git@example.org/lund/explainer", "https://example.org/lund/explainer"),
        ("/srv/explainer.git", None),
        (None, None),
    ],
)
def test_the_requirement_of_a_clone_is_where_it_was_cloned_from(origin, address, tmp_path):
    def git(*words):
        who = ["-c", "user.name=Lund", "-c", "user.email=lund@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init", "-b", "main")
    git("commit", "--allow-empty", "-m", "First")
    if origin:
        git("remote", "add", "origin", origin)
    assert of_checkout(tmp_path.as_uri()) == (address and f"explainer @ git+{address}")
    if address:
        git("update-ref", "refs/remotes/origin/main", "HEAD")
        found = of_checkout(tmp_path.as_uri())
        assert re.fullmatch(re.escape(f"explainer @ git+{address}@") + "[0-9a-f]{40}", found)
        git("commit", "--allow-empty", "-m", "Second, which is not pushed")
        assert of_checkout(tmp_path.as_uri()) == found
    assert of_checkout((tmp_path / "docs").as_uri()) is None


def test_where_explainer_is_not_installed_its_build_site_says_what_to_do(site: Path) -> None:
    alone = [sys.executable, "-I", "-S", str(site / "build_site.py")]
    result = subprocess.run(alone, capture_output=True, text=True, check=False)
    expected = (
        "No module named 'explainer': name it in requirements.txt (see README.md), "
        "and `pip install -r` that\n"
    )
    assert (result.returncode, result.stderr) == (1, expected)


@pytest.mark.parametrize("change", [3, 9, 20])
def test_what_was_killed_is_finished_by_the_same_command(tmp_path: Path, change: int) -> None:
    folder = tmp_path / "mine"
    command = [
        sys.executable,
        "-m",
        "tests.reliability.stops",
        tmp_path,
        str(change),
        "new",
        "site",
        folder,
    ]
    assert subprocess.run(command, cwd=PROJECT, check=False).returncode == -signal.SIGKILL
    assert any(folder.iterdir())
    result = run("new", "site", folder)
    assert result.exit_code == 0, result.output
    again = run("new", "site", tmp_path / "other")
    assert again.exit_code == 0
    assert tree(folder) == tree(tmp_path / "other")
    assert run("new", "site", folder).exit_code == 2


def test_a_part_of_a_site_that_was_changed_is_not_finished(tmp_path: Path) -> None:
    folder = write_site(tmp_path, {"mine/README.md": "Mine."}) / "mine"
    result = run("new", "site", folder)
    assert result.exit_code == 2
    assert tree(folder) == {"README.md": b"Mine."}
