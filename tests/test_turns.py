"""Programs on one root do not spoil each other's work."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from explainer import hook, pipeline
from explainer.building.locks import hold_lock, reserve_folder
from explainer.building.publish import hold_site_dir
from explainer.commands import main, output
from explainer.pipeline import analyse, build_site, site_lock, texts_lock, write_accepted
from tests.conftest import PROJECT, silent
from tests.previewing import eventually, previewing
from tests.reliability.harbour import tree
from tests.site_files import BASE, write_site

SITE = {**BASE, "docs/index.md": "# Lights\n", "annotations/a.yml": ""}
HOOKED = {
    "mkdocs.yml": "site_name: Lights\nhooks: [build_site.py, own.py]\n",
    "build_site.py": "from explainer.hook import on_config\n",
    "own.py": "",
}
ANNOTATIONS = """article: lamp
claims:
  lit: {quote: The lamp was lit evry night, summary: It was lit., kind: statement, by: lund}
actors:
  lund: {name: Anna Lund, type: person, role: keeper}
  holm: {name: Ida Holm, type: person, role: keeper}
"""
STOPS = "def on_page_markdown(markdown, **_):\n    return 1 / 0\n"
HOLDS = """import sys, pathlib, explainer.building.locks
with explainer.building.locks.hold_lock(pathlib.Path(sys.argv[1])):
    print(1, flush=True)
    input()
"""


class _TiredError(KeyboardInterrupt):
    """Somebody who waits presses Ctrl-C."""


def tired() -> None:
    raise _TiredError


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "build/x.lock"
    with hold_lock(file), pytest.raises(_TiredError), hold_lock(file, tired):
        pass
    with hold_lock(file, tired):
        pass


def test_a_program_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, file],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with pytest.raises(_TiredError), hold_lock(file, tired):
            pass
        other.kill()
        other.wait()
    with hold_lock(file, tired):
        pass


def test_where_no_lock_can_be_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with (
        hold_lock(tmp_path / "build/x.lock", tired),
        reserve_folder(tmp_path / "build/preview") as folder,
    ):
        assert folder == tmp_path / "build/preview"


def test_each_has_a_folder_of_its_own(tmp_path: Path) -> None:
    with reserve_folder(tmp_path / "preview") as one, reserve_folder(tmp_path / "preview") as other:
        assert [one.name, other.name] == ["preview", "preview-2"]
    with reserve_folder(tmp_path / "preview") as again:
        assert again == one


def test_builds_and_a_preview_of_one_root_at_the_same_time(tmp_path: Path, thorough: bool) -> None:
    root = write_site(tmp_path, SITE | HOOKED)
    ours = [sys.executable, PROJECT / "build_site.py", "--root", root]
    by_hook = [sys.executable, "-m", "mkdocs", "build", "-f", root / "mkdocs.yml"]
    with previewing(root) as preview:
        builds = [
            subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for command in ((ours, by_hook, ours, by_hook) if thorough else (ours, by_hook))
        ]
        for number in range(4):
            write_site(root, {"docs/index.md": f"# Lights\n\nNumber {number}.\n"})
            assert preview.shows(f"Number {number}.")
        for each in builds:
            said, _ = each.communicate()
            assert each.returncode == 0, said
        assert eventually(lambda: preview.reports[-1:] == ["built"])
        assert "not built" not in preview.reports
        assert preview.bench.problems == ()


def built_by_two(root: Path, other: Path, site_dir: Path) -> None:
    command = [sys.executable, PROJECT / "build_site.py", "build", "--site-dir", site_dir, "--root"]
    builds = [
        subprocess.Popen(
            [*command, each], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for each in (root, other)
    ]
    for each in builds:
        said, _ = each.communicate()
        assert each.returncode == 0, said


@pytest.mark.thorough
def test_two_roots_with_one_folder_for_their_sites(tmp_path: Path) -> None:
    pages = {f"docs/{number}.md": f"# Page {number}\n" for number in range(8)}
    root = write_site(tmp_path / "root", SITE | pages)
    other = write_site(tmp_path / "other", SITE | pages | {"mkdocs.yml": "site_name: Ships\n"})
    built_by_two(root, other, tmp_path / "shared")
    texts = [file.read_text() for file in (tmp_path / "shared").rglob("*.html")]
    names = {name for text in texts for name in ("Lights", "Ships") if f"{name}</title>" in text}
    assert len(names) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "root", "shared"]


def test_a_site_waits_for_that_of_another_root(tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", SITE)
    with (
        hold_site_dir(tmp_path / "shared"),
        pytest.raises(_TiredError),
        hold_site_dir(tmp_path / "shared", tired),
    ):
        pass
    with ThreadPoolExecutor() as pool, hold_lock(tmp_path):
        waiting = pool.submit(build_site, root, tmp_path / "shared", silent)
        assert eventually(lambda: (root / "build/site.lock").exists())
        assert not (tmp_path / "shared").exists()
    assert waiting.result() == ()
    assert (tmp_path / "shared/index.html").exists()


def test_what_is_saved_while_a_build_waits_is_built(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE)
    said: list[str] = []
    with ThreadPoolExecutor() as pool, site_lock(root):
        waiting = pool.submit(build_site, root, root / "site", said.append)
        assert eventually(lambda: bool(said))
        write_site(root, {"docs/index.md": "# Lights\n\nSaved meanwhile.\n"})
    assert waiting.result() == ()
    assert said[0] == "Waiting for another program that uses this folder"
    assert said.count(said[0]) == 1
    assert "Saved meanwhile." in (root / "site/index.html").read_text()


@pytest.mark.parametrize(
    "command",
    [
        ["rename", "actor:lund", "anna"],
        ["rename", "article:lamp", "light"],
        ["merge", "actor:lund", "holm"],
        ["reanchor", "--accept-all"],
        ["suggest", "--write"],
        ["new", "article", str(PROJECT / "SECURITY.md")],
    ],
)
def test_what_changes_texts_waits_for_its_turn(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, SITE | {"annotations/a.yml": ANNOTATIONS})
    before = tree(root / "docs") | tree(root / "annotations")
    for name, lock in (("site_lock", site_lock), ("texts_lock", texts_lock)):
        with monkeypatch.context() as patched, lock(root, tired):
            patched.setattr(output, name, lambda root, _waiting, lock=lock: lock(root, tired))
            result = CliRunner().invoke(main, [*command, "--root", str(root)])
        assert isinstance(result.exception, _TiredError) or result.exit_code == 130
        assert tree(root / "docs") | tree(root / "annotations") == before
    result = CliRunner().invoke(main, [*command, "--root", str(root)])
    assert result.exit_code == 0, result.output


def test_what_was_accepted_during_a_build_stays(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE | {"annotations/a.yml": ANNOTATIONS.replace("evry", "every")})
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    accepted = '{"version": 1, "anchors": {"claim:lit": [["", "lit", ""]]}}'
    write_site(root, {"annotations/anchors.lock.json": accepted})
    assert write_accepted(analysed.placed, analysed.config.bounds) == ()
    assert (root / "annotations/anchors.lock.json").read_text() == accepted


def test_what_is_accepted_as_a_build_ends_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, SITE | {"annotations/a.yml": ANNOTATIONS.replace("evry", "every")})
    build_site(root, root / "site", silent)
    lock = root / "annotations/anchors.lock.json"
    assert lock.exists()
    analysed, _ = analyse(root, silent)
    assert analysed is not None

    def late(_: object) -> str:
        lock.write_text("theirs")
        return "ours"

    monkeypatch.setattr(pipeline, "write_lock", late)
    [problem] = write_accepted(analysed.placed, analysed.config.bounds)
    assert (problem.level, problem.rule) == ("warning", "not-changed")
    assert lock.read_text() == "theirs"


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root that MkDocs builds itself, by the hook, which gives up instead of waiting."""
    monkeypatch.setattr(hook, "site_lock", lambda root: site_lock(root, tired))
    return write_site(tmp_path, SITE | HOOKED)


def mkdocs_build(root: Path) -> None:
    build(load_config(str(root / "mkdocs.yml")))


def test_mkdocs_waits_for_its_turn(hooked: Path) -> None:
    with site_lock(hooked), pytest.raises(_TiredError):
        mkdocs_build(hooked)
    assert not (hooked / "build/mkdocs.yml").exists()
    mkdocs_build(hooked)
    mkdocs_build(hooked)
    assert (hooked / "site/articles/lamp/index.html").exists()
    assert (hooked / "site/.explainer-site").exists()


def test_mkdocs_does_not_empty_a_folder_of_somebody_else(hooked: Path) -> None:
    write_site(
        hooked,
        {"site/letter.txt": "Dear Anna", "site/index.html": "mine", "site/sitemap.xml": "mine"},
    )
    with pytest.raises(Abort):
        mkdocs_build(hooked)
    assert sorted(path.name for path in (hooked / "site").iterdir()) == [
        "index.html",
        "letter.txt",
        "sitemap.xml",
    ]


def test_mkdocs_has_its_turn_until_its_site_is_there(hooked: Path) -> None:
    staged = load_config(str(hooked / "mkdocs.yml"))
    staged = staged.plugins.on_config(staged)
    with pytest.raises(_TiredError), site_lock(hooked, tired):
        pass
    build(staged)
    with site_lock(hooked, tired):
        pass


@pytest.mark.parametrize(
    ("file", "text", "error"),
    [("annotations/a.yml", "claims: [", Abort), ("own.py", STOPS, ZeroDivisionError)],
)
def test_mkdocs_that_fails_gives_up_its_turn(
    hooked: Path, file: str, text: str, error: type[Exception]
) -> None:
    write_site(hooked, {file: text})
    with pytest.raises(error):
        mkdocs_build(hooked)
    with site_lock(hooked, tired):
        pass


@pytest.mark.parametrize(
    ("by", "source"),
    [(["build_site"], "build_site"), (["mkdocs", "build"], "explainer.hook")],
    ids=["build", "mkdocs"],
)
@pytest.mark.thorough
def test_a_hook_with_another_name_makes_the_same_site(
    by: list[str], source: str, tmp_path: Path
) -> None:
    """It is staged like every other hook, so MkDocs calls it for the tree that it has made."""
    hooks = {
        "mkdocs.yml": "site_name: Lights\nhooks: [my_hook.py]\n",
        "my_hook.py": f"from {source} import on_config\n",
    }
    root = write_site(tmp_path / "root", {**BASE, **hooks})
    # an unknown hook may write anything into pages, so these carry no policy
    without_policy = "site_name: Lights\nextra: {explainer: {page_policy: false}}\n"
    expected = write_site(tmp_path / "expected", {**BASE, "mkdocs.yml": without_policy})
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", *by]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, timeout=600)
    build_site(expected, expected / "site", silent)
    assert tree(root / "site") == tree(expected / "site")
