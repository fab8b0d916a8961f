import shutil
from pathlib import Path

import pytest

from explainer.publish import new_dir, publish, recover, refuse
from tests.site_files import write_site

OLD = {"index.html": "old", "sitemap.xml": "<old/>", "claims/gone/index.html": "old"}
NEW = {"index.html": "new", "sitemap.xml": "<new/>", "claims/come/index.html": "new"}


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def project(root: Path) -> Path:
    """A root with an old site and a new one that is complete; gives the folder of the site."""
    write_site(root, {"docs/index.md": "mine", "annotations/a.yml": "mine"})
    site = root / "site"
    write_site(site, OLD)
    write_site(new_dir(site), NEW)
    return site


def test_the_new_site_replaces_the_old_one(tmp_path: Path) -> None:
    site = project(tmp_path)
    assert publish(new_dir(site), site) == ()
    assert contents(site) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annotations", "docs", "site"]


def test_the_first_site(tmp_path: Path) -> None:
    site = project(tmp_path)
    shutil.rmtree(site)
    assert publish(new_dir(site), site) == ()
    assert contents(site) == NEW


def test_hidden_files_stay(tmp_path: Path) -> None:
    site = project(tmp_path)
    write_site(site, {".nojekyll": "", ".git/HEAD": "ref"})
    assert publish(new_dir(site), site) == ()
    assert contents(site) == {**NEW, ".nojekyll": "", ".git/HEAD": "ref"}


def test_a_site_behind_a_link_stays_behind_it(tmp_path: Path) -> None:
    there = project(tmp_path / "there")
    link = tmp_path / "site"
    link.symlink_to(there)
    assert publish(new_dir(link), link) == ()
    assert link.is_symlink()
    assert contents(there) == NEW


@pytest.mark.parametrize("sign", ["sitemap.xml", "stylesheets/explainer.css"])
def test_a_site_is_known_with_and_without_an_address(sign: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"site/index.html": "old", f"site/{sign}": ""})
    assert refuse(tmp_path / "site", tmp_path, tmp_path / "build") == ()
    (tmp_path / "site" / sign).unlink()
    assert [problem.rule for problem in refuse(tmp_path / "site", tmp_path, tmp_path / "build")] == ["publish"]


@pytest.mark.parametrize("error", [OSError("disk"), KeyboardInterrupt()], ids=["disk", "interrupt"])
@pytest.mark.parametrize("step", range(5))
def test_stopped_at_any_step_a_whole_site_is_left(
    step: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project(tmp_path)
    write_site(site, {".nojekyll": ""})
    with monkeypatch.context() as patched:
        reached = fail_at(step, error, patched)
        try:
            problems = publish(new_dir(site), site)
        except KeyboardInterrupt:
            problems = ()
        assert reached == [step]
        assert bool(problems) == isinstance(error, OSError)
    assert recover(site) == ()
    assert contents(site) in ({**OLD, ".nojekyll": ""}, {**NEW, ".nojekyll": ""})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annotations", "docs", "site"]


def fail_at(step: int, error: BaseException, patched: pytest.MonkeyPatch) -> list[int]:
    """Let one change to the disk fail, counted from 0; the list is filled when it comes to that."""
    count, reached = iter(range(1000)), []

    def failing(change):
        def changed(*args, **kwargs):
            if next(count) == step:
                reached.append(step)
                raise error
            return change(*args, **kwargs)

        return changed

    patched.setattr(Path, "replace", failing(Path.replace))
    patched.setattr(shutil, "rmtree", failing(shutil.rmtree))
    patched.setattr(shutil, "copy2", failing(shutil.copy2))
    return reached


def test_the_steps_above_are_all_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = project(tmp_path)
    write_site(site, {".nojekyll": ""})
    reached = fail_at(5, OSError(), monkeypatch)
    assert publish(new_dir(site), site) == ()
    assert reached == []


def test_half_built_sites_go_away(tmp_path: Path) -> None:
    site = project(tmp_path)
    assert recover(site) == ()
    assert contents(site) == OLD
    assert not new_dir(site).exists()


@pytest.mark.parametrize(
    "name", [".", "..", "docs", "docs/site", "annotations", "annotations/x/y", "build", "build/docs"]
)
def test_the_editors_files_are_never_replaced(name: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    project(root)
    (problem,) = refuse(root / name, root, root / "build")
    assert problem.level == "error"
    assert "--site-dir" in problem.message


def test_what_is_no_site_is_never_replaced(tmp_path: Path) -> None:
    root = tmp_path / "root"
    project(root)
    write_site(tmp_path, {"photos/a.jpg": "x", "half/index.html": "x", "file": "x"})
    for name in ("photos", "half", "file"):
        assert len(refuse(tmp_path / name, root, root / "build")) == 1


def test_sites_and_empty_folders_are_taken(tmp_path: Path) -> None:
    site = project(tmp_path)
    (tmp_path / "empty").mkdir()
    for folder in (site, tmp_path / "empty", tmp_path / "nowhere", tmp_path / "build/site"):
        assert refuse(folder, tmp_path, tmp_path / "build") == ()
