"""A site takes the place of the old one as a whole or not at all, and of nothing else."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.building.publish import begin, mark_for_mkdocs, new_dir, publish, recover, refuse
from explainer.building.sitemark import MARK
from explainer.pipeline import build_site
from explainer.preview.workbench import Workbench
from tests.conftest import PROJECT, silent
from tests.site_files import BASE, cases, write_site

MARKED = {".explainer-site": ""}
OLD = {**MARKED, "index.html": "old", "claims/gone/index.html": "old"}
NEW = {**MARKED, "index.html": "new", "claims/come/index.html": "new"}
SITE = BASE | {"annotations/a.yml": ""}
BESIDE = (
    "the site cannot be built in {new} ({why}); check disk space and permissions, or choose another"
)
IN_THE_WAY = (
    "the site cannot be built in {new} (Not a directory); something else has its name, "
    "or that of a folder above it; rename or remove that, or choose another folder"
)
# Gives up its rights, if it has any, and refuses or begins a site there; prints what is said.
AS_NOBODY = """import os, sys, pathlib
from explainer.building.publish import begin, refuse
os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))
site, root = map(pathlib.Path, sys.argv[1:])
for problem in refuse(site, root, root / "build") or begin(site):
    print(problem.message)
"""


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def project(root: Path) -> Path:
    """A root with an old site and a new one that is complete; gives the folder of the site."""
    write_site(root, {"docs/index.md": "mine", "annotations/a.yml": "mine"})
    site = root / "site"
    write_site(site, OLD)
    write_site(new_dir(site), NEW)
    return site


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("publish")])
def test_what_a_site_may_replace(case: dict, tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "root/docs/articles/a.md": "mine",
            "root/annotations/a.yml": "mine",
            **case.get("files", {}),
        },
    )
    for folder in case.get("folders", ()):
        (tmp_path / folder).mkdir()
    for link, target in case.get("links", {}).items():
        (tmp_path / link).parent.mkdir(exist_ok=True)
        (tmp_path / link).symlink_to(tmp_path / target)
    root, site, before = (
        tmp_path / case.get("root", "root"),
        tmp_path / case["site"],
        contents(tmp_path),
    )
    problems = refuse(
        site, root, root / "build", *(tmp_path / path for path in case.get("others", ()))
    )
    assert [problem.message for problem in problems] == (
        [case["problem"]] if "problem" in case else []
    )
    assert {problem.level for problem in problems} <= {"error"}
    assert contents(tmp_path) == before


def test_a_folder_under_another_spelling_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that takes DOCS for docs; here the two are made the same to the program."""
    write_site(tmp_path, {"docs/a.md": "mine", "DOCS/.explainer-site": ""})
    monkeypatch.setattr(
        Path, "samefile", lambda one, other: {one.name, Path(other).name} == {"DOCS", "docs"}
    )
    (problem,) = refuse(tmp_path / "DOCS", tmp_path, tmp_path / "build")
    assert problem.message.startswith("the site would replace your own files")


def test_a_site_that_is_being_put_in_place_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, site, away = tmp_path / "root", tmp_path / "site", tmp_path / "away"
    write_site(root, BASE)
    begin(site)
    new_dir(site).replace(site)
    same = Path.samefile

    def meanwhile(path: Path, other: Path) -> bool:
        site.replace(away)
        try:
            return same(path, other)
        finally:
            away.replace(site)

    monkeypatch.setattr(Path, "samefile", meanwhile)
    assert refuse(site, root, root / "build") == ()


def test_links_in_a_circle_and_impossible_names(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to("site")
    for name in ("site/below", "a\0b", "x" * 300):
        problems = refuse(tmp_path / name, tmp_path / "root", tmp_path / "root/build") or begin(
            tmp_path / name
        )
        assert [problem.rule for problem in problems] == ["publish"], name


def test_a_mount_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "site")
    (problem,) = refuse(tmp_path / "site", tmp_path, tmp_path / "build")
    assert (
        problem.message == "this is a mount point, which cannot be replaced; choose a folder "
        "inside it with --site-dir"
    )


@pytest.mark.parametrize(
    ("mode", "site", "said"),
    [
        (
            0o000,
            "closed/site",
            "this folder cannot be used (Permission denied); check its permissions, or choose",
        ),
        (0o555, "closed/site", BESIDE.format(why="Permission denied", new="{new}")),
        (0o555, "file/site", IN_THE_WAY),
    ],
)
def test_where_nothing_may_be_written(mode: int, site: str, said: str, open_path: Path) -> None:
    write_site(open_path, {"file": "mine", "root/docs/a.md": "mine"})
    (open_path / "closed").mkdir()
    (open_path / "closed").chmod(mode)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, open_path / site, open_path / "root"],
        cwd=PROJECT,
        text=True,
        capture_output=True,
        check=True,
    )
    (open_path / "closed").chmod(0o700)
    assert done.stdout.startswith(said.format(new=new_dir(open_path / site)))


# --- taking the place ---


def test_the_new_site_replaces_the_old_one(tmp_path: Path) -> None:
    site = project(tmp_path)
    assert publish(new_dir(site), site) == ()
    assert contents(site) == NEW
    assert names(tmp_path) == ["annotations", "docs", "site"]


def test_the_first_site(tmp_path: Path) -> None:
    site = project(tmp_path)
    shutil.rmtree(site)
    assert publish(new_dir(site), site) == ()
    assert contents(site) == NEW


def test_hidden_files_stay_without_being_copied(tmp_path: Path) -> None:
    site = project(tmp_path)
    write_site(site, {".nojekyll": "", ".git/objects/pack": "large"})
    (site / ".git/current").symlink_to("nowhere")
    os.mkfifo(site / ".git/pipe")
    file = (site / ".git/objects/pack").stat()
    assert publish(new_dir(site), site) == ()
    assert contents(site) == {**NEW, ".nojekyll": "", ".git/objects/pack": "large"}
    assert (site / ".git/current").readlink() == Path("nowhere")
    assert (site / ".git/objects/pack").stat().st_ino == file.st_ino


def test_hidden_files_stay_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object, **_more: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    site = project(tmp_path)
    write_site(site, {".nojekyll": "", ".git/HEAD": "ref"})
    (site / ".link").symlink_to("nowhere")
    monkeypatch.setattr(os, "link", refused)
    assert publish(new_dir(site), site) == ()
    assert contents(site) == {**NEW, ".nojekyll": "", ".git/HEAD": "ref"}
    assert (site / ".link").is_symlink()


def test_hidden_files_of_a_site_that_was_not_put_back_are_kept(tmp_path: Path) -> None:
    site = project(tmp_path)
    write_site(site, {".git/HEAD": "ref"})
    site.rename(tmp_path / ".site.explainer-old")
    write_site(site, {"index.html": "by hand"})
    assert recover(site) == ()
    assert contents(site) == {"index.html": "by hand", ".git/HEAD": "ref"}


def test_permissions_of_the_folder_stay(tmp_path: Path) -> None:
    site = project(tmp_path)
    site.chmod(0o750)
    assert publish(new_dir(site), site) == ()
    assert site.stat().st_mode & 0o777 == 0o750


def test_a_site_behind_a_link_stays_behind_it(tmp_path: Path) -> None:
    there = project(tmp_path / "there")
    link = tmp_path / "site"
    link.symlink_to(there)
    assert publish(new_dir(link), link) == ()
    assert link.is_symlink()
    assert contents(there) == NEW


def test_files_that_appear_during_a_build_stay(tmp_path: Path) -> None:
    site = project(tmp_path)
    shutil.rmtree(site)
    write_site(site, {"letter.txt": "Dear Anna"})
    (problem,) = publish(new_dir(site), site)
    assert problem.message.startswith("this folder contains files that Explainer did not make")
    assert contents(site) == {"letter.txt": "Dear Anna"}
    assert names(tmp_path) == ["annotations", "docs", "site"]


@pytest.mark.parametrize("what", ["old", "new"])
@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_foreign_folder_with_one_of_our_names_stays(what: str, kind: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", SITE)
    write_site(tmp_path, {"mine/letter.txt": "Dear Anna"})
    beside = root / f".site.explainer-{what}"
    if kind == "folder":
        shutil.copytree(tmp_path / "mine", beside)
    elif kind == "link":
        beside.symlink_to(tmp_path / "mine")
    else:
        beside.write_text("Dear Anna")
    (problem, *_) = build_site(root, root / "site", silent)
    assert problem.message == (
        f"{beside} has the name of a folder that Explainer makes, but contains other "
        "files; rename or remove it"
    )
    assert (tmp_path / "mine/letter.txt").read_text() == "Dear Anna"
    assert beside.is_file() or (beside / "letter.txt").read_text() == "Dear Anna"


def test_half_built_sites_go_away(tmp_path: Path) -> None:
    site = project(tmp_path)
    assert recover(site) == ()
    assert contents(site) == OLD
    assert not new_dir(site).exists()


def test_a_site_is_built_where_the_current_folder_is_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, SITE)
    for _ in range(2):
        (root / "site").mkdir(exist_ok=True)
        monkeypatch.chdir(root / "site")
        assert build_site(Path(".."), Path(), silent) == ()
        assert (root / "site/articles/lamp/index.html").is_file()
    assert names(root) == ["annotations", "build", "docs", "mkdocs.yml", "site"]


def test_a_site_from_before_the_mark_is_replaced_by_a_marked_one(tmp_path: Path) -> None:
    root = write_site(tmp_path, SITE)
    assert build_site(root, root / "site", silent) == ()
    (root / "site/.explainer-site").unlink()
    write_site(root / "site", {".nojekyll": "", "gone/index.html": "old"})
    assert build_site(root, root / "site", silent) == ()
    assert (root / "site/.explainer-site").is_file()
    assert (root / "site/.nojekyll").is_file()
    assert not (root / "site/gone").exists()


# --- where the disk refuses: see test_stops.py for each step ---


def refusing(monkeypatch: pytest.MonkeyPatch, refused: str, code: int = errno.EIO) -> None:
    """Let renames to a name fail, as on a disk that is at its end."""
    rename = os.replace

    def replace(one: Path, other: Path) -> None:
        if Path(other).name == refused:
            raise OSError(code, os.strerror(code), str(one))
        rename(one, other)

    monkeypatch.setattr(os, "replace", replace)


def test_a_site_that_cannot_be_put_in_place_nor_back_is_told_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project(tmp_path)
    with monkeypatch.context() as patched:
        refusing(patched, "site")
        first, second = publish(new_dir(site), site)
    assert first.message == (
        "the new site could not be put in place (Input/output error); "
        "check disk space and permissions"
    )
    assert second.message == (
        "the old site could not be put back (Input/output error); it is complete, "
        f"in {tmp_path}/.site.explainer-old: rename that folder to site, "
        "or run the same command again"
    )
    assert contents(tmp_path / ".site.explainer-old") == OLD
    assert recover(site) == ()
    assert contents(site) == OLD


def test_a_mount_point_that_only_a_rename_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project(tmp_path)
    refusing(monkeypatch, ".site.explainer-old", errno.EBUSY)
    (problem,) = publish(new_dir(site), site)
    assert problem.message.endswith(
        "(Device or resource busy); a mount point cannot be replaced: choose a folder inside it"
    )
    assert contents(site) == OLD


def test_an_old_site_that_cannot_be_removed_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    site = project(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", refused)
        (problem,) = publish(new_dir(site), site)
    said = (
        "the new site is in place, but the old one cannot be removed (Permission "
        "denied): NEW; remove it yourself"
    )
    assert (problem.level, problem.message) == ("warning", said.replace("NEW", str(new_dir(site))))
    assert contents(site) == NEW
    assert recover(site) == ()
    assert names(tmp_path) == ["annotations", "docs", "site"]


def test_a_folder_that_cannot_be_marked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (problem,) = mark_for_mkdocs(tmp_path / "file/site")
    said = (
        "the site cannot be built here (Not a directory); something else has its name, "
        "or that of a folder above it; rename or remove that, or choose "
        "another folder with --site-dir"
    )
    assert problem.message == said


def test_a_preview_shows_nothing_of_a_folder_that_is_refused(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {f"root/{path}": text for path, text in SITE.items()} | {"mine/letter.txt": "Dear Anna"},
    )
    with Workbench(tmp_path / "root", tmp_path / "mine") as bench:
        bench.update()
        assert bench.read("letter.txt") is None
        assert [problem.rule for problem in bench.problems] == ["publish"]


def test_the_documents_name_the_mark() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        assert f"`{MARK}`" in (PROJECT / name).read_text(encoding="utf-8")
