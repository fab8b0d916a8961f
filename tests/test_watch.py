"""How changed files are noticed."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.preview.watch import follow, snapshot
from tests.previewing import eventually
from tests.site_files import write_site


def test_what_is_watched(tmp_path: Path) -> None:
    names = ["a.yml", ".a.yml.swp", "a.yml~", "anchors.lock.json", ".git/index", "in/b.yml"]
    write_site(tmp_path, {f"annotations/{name}": "" for name in names})
    write_site(tmp_path, {"mkdocs.yml": ""})
    watched = [tmp_path / "annotations", tmp_path / "mkdocs.yml", tmp_path / "gone"]
    found = sorted(path.relative_to(tmp_path).as_posix() for path in snapshot(watched))
    assert found == ["annotations/a.yml", "annotations/in/b.yml", "mkdocs.yml"]


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
    arguments = (lambda: [folder], snapshot([folder]), stop, lambda: seen.append(1))
    thread = threading.Thread(target=follow, args=arguments, daemon=True)
    thread.start()
    way(folder)
    assert eventually(lambda: bool(seen))
    stop.wait(0.2)
    assert len(seen) == 1
    stop.set()
    thread.join()
