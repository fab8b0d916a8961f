"""How changed files are noticed."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.loading.load import load
from explainer.preview import workbench
from explainer.preview.watch import follow, snapshot
from explainer.preview.workbench import Workbench
from tests.previewing import eventually, previewing
from tests.site_files import BASE, write_site


def test_what_is_watched(tmp_path: Path) -> None:
    """All that is read or reported, besides the file that each build writes."""
    names = ["a.yml", ".a.yml.swp", "a.yml~", "anchors.lock.json", ".git/index", "in/b.yml"]
    names += ["old~/c.yml", "in/anchors.lock.json", "in/in/anchors.lock.json/d.yml"]
    write_site(tmp_path, {f"annotations/{name}": "" for name in names})
    write_site(tmp_path, {"mkdocs.yml": ""})
    watched = [tmp_path / "annotations", tmp_path / "mkdocs.yml", tmp_path / "gone", Path("\0")]
    seen = snapshot(watched, [tmp_path / "annotations/anchors.lock.json"])
    found = {path.relative_to(tmp_path).as_posix() for path in seen}
    left_out = {".a.yml.swp", "anchors.lock.json", ".git/index"}
    assert found == {f"annotations/{name}" for name in {*names} - left_out} | {"mkdocs.yml"}


@pytest.mark.parametrize("name", ["old~", "anchors.lock.json"])
def test_what_is_read_is_watched(name: str, tmp_path: Path) -> None:
    """Whatever the name of a folder, the preview sees in it what `load` reads from it."""
    root = write_site(tmp_path, {**BASE, f"annotations/{name}/x.yml": "terms:\n"})
    loaded, _ = load(root)
    assert f"annotations/{name}/x.yml" in loaded.files
    with Workbench(root, root / "site") as bench:
        assert {root / path for path in loaded.files} <= {*bench.look()}


def test_folders_of_any_depth(tmp_path: Path) -> None:
    half = Path(*"d" * 600)
    (tmp_path / half).mkdir(parents=True)
    write_site(tmp_path / "e" / half, {"a.yml": ""})
    (tmp_path / "e").rename(tmp_path / half / "e")
    assert [*snapshot([tmp_path])] == [tmp_path / half / "e" / half / "a.yml"]
    (tmp_path / half / "e").rename(tmp_path / "e")  # else pytest could not remove them


def test_a_fault_of_a_look_is_reported_and_the_next_look_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("fault")

    with previewing(write_site(tmp_path, BASE)) as preview:
        assert eventually(lambda: "shown" in preview.reports)
        usual = preview.bench.problems
        with monkeypatch.context() as patched:
            patched.setattr(workbench, "snapshot", fails)
            assert eventually(lambda: "internal" in [each.rule for each in preview.bench.problems])
        assert eventually(lambda: preview.bench.problems == usual)


def written(folder: Path) -> None:
    (folder / "a.yml").write_text("two, longer")


def written_in_the_same_moment(folder: Path) -> None:
    """By an editor that keeps the time of change: only the number of the file is another."""
    status = (folder / "a.yml").stat()
    (folder / "new").write_text("two")
    os.utime(folder / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    (folder / "new").replace(folder / "a.yml")


def written_with_the_old_time(folder: Path) -> None:
    """As by `cp -p`, or where a clock went back: the same size, and the time of change is set."""
    status = (folder / "a.yml").stat()
    (folder / "a.yml").write_text("two")
    os.utime(folder / "a.yml", ns=(status.st_atime_ns, status.st_mtime_ns))


def renamed_over(folder: Path) -> None:
    (folder / "a.yml").rename(folder / "a.yml~")
    (folder / "a.yml").write_text("one")


def removed(folder: Path) -> None:
    (folder / "a.yml").unlink()


def folder_renamed(folder: Path) -> None:
    folder.rename(folder.with_name("away"))


def folder_added(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in/b.yml").write_text("")


WAYS = [
    written,
    written_in_the_same_moment,
    written_with_the_old_time,
    renamed_over,
    removed,
    folder_renamed,
    folder_added,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_change_is_noticed_once(way: Callable[[Path], None], tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    write_site(folder, {"a.yml": "one"})
    seen: list[int] = []
    stop = threading.Event()
    arguments = (lambda: snapshot([folder]), snapshot([folder]), stop, lambda: seen.append(1))
    thread = threading.Thread(target=follow, args=arguments, daemon=True)
    thread.start()
    way(folder)
    assert eventually(lambda: bool(seen))
    stop.wait(0.2)
    assert len(seen) == 1
    stop.set()
    thread.join()
