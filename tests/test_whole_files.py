"""Files are written as a whole or not at all, and what else has to do with them stays."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from explainer.building.stage import stage
from explainer.commands import main
from explainer.config.settings import read_config
from explainer.editing import rewriting
from explainer.files import wholefiles
from explainer.files.folders import Bounds
from explainer.files.sitefiles import (
    change_file,
    move_file,
    replace_at,
    write_file,
    write_new_file,
)
from explainer.files.textfiles import write_text
from explainer.files.wholefiles import (
    FileChangedError,
    create_file,
    create_files,
    replace_file,
)
from explainer.model import Place, Problem
from tests.conftest import PROJECT
from tests.site_files import BASE, write_site

# Gives up its rights, if it has any; no file may grow beyond 1,000 bytes. Says what replacing a
# file by 2,000 does.
LIMITED = """import os, pathlib, resource, signal, sys
from explainer.files.textfiles import write_text
os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for problem in write_text(pathlib.Path(sys.argv[1]), "a.yml", "x" * int(sys.argv[2])):
    print(problem)
"""


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def limited(file: Path, size: int) -> str:
    """What is said of writing a file of this size, by somebody who is not its owner
    where the tests run as root.
    """
    file.parent.chmod(0o777)
    command = [sys.executable, "-c", LIMITED, file, str(size)]
    return subprocess.run(command, cwd=PROJECT, text=True, capture_output=True, check=True).stdout


def test_a_file_that_cannot_be_written_to_its_end_stays_as_it_was(open_path: Path) -> None:
    write_site(open_path, {"a/a.yml": "old"})
    (open_path / "a/a.yml").chmod(0o666)
    for file in ("a/a.yml", "a/b.yml"):
        said = limited(open_path / file, 2000)
        assert (
            "this file cannot be written (File too large); check disk space and "
            "permissions [unreadable]" in said
        )
    assert contents(open_path) == {"a/a.yml": "old"}
    assert limited(open_path / "a/a.yml", 100) == ""
    assert contents(open_path) == {"a/a.yml": "x" * 100}


def test_a_file_that_must_not_be_written_is_not_replaced_either(open_path: Path) -> None:
    write_site(open_path, {"a/a.yml": "old"})
    (open_path / "a/a.yml").chmod(0o444)
    assert "this file cannot be written (Permission denied)" in limited(open_path / "a/a.yml", 100)
    assert contents(open_path) == {"a/a.yml": "old"}


def test_the_owner_and_the_permissions_stay(tmp_path: Path) -> None:
    file = write_site(tmp_path, {"a.yml": "old"}) / "a.yml"
    file.chmod(0o640)
    if os.getuid() == 0:
        os.chown(file, 65534, 65533)
    before = file.stat()
    os.utime(file, (0, 0))
    replace_file(file, b"new")
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert after.st_mtime > 0


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    write_site(tmp_path, {"usual": ""})
    assert write_text(tmp_path / "a.yml", "a.yml", "new") == ()
    assert write_new_file(Bounds(tmp_path), "b.yml", "new") == ()
    modes = {(tmp_path / name).stat().st_mode for name in ("usual", "a.yml", "b.yml")}
    assert len(modes) == 1


def test_a_link_stays_a_link_and_the_file_behind_it_changes(tmp_path: Path) -> None:
    write_site(tmp_path, {"shared/a.yml": "old"})
    (tmp_path / "a.yml").symlink_to("shared/a.yml")
    assert change_file(Bounds(tmp_path), Place("a.yml"), lambda text: text + " new") == ()
    assert (tmp_path / "a.yml").is_symlink()
    assert contents(tmp_path) == {"a.yml": "old new", "shared/a.yml": "old new"}


def written_in_each_way(bounds: Bounds) -> list[tuple[Problem, ...]]:
    """Through a link to a file, and in a folder that is a link."""
    return [
        change_file(bounds, Place("a.yml"), lambda text: f"{text} new"),
        write_file(bounds, "a.yml", "replaced"),
        write_new_file(bounds, "in/below/new.yml", "new"),
        replace_at(bounds, "in/lock.json", "new"),
        move_file(bounds, "b.yml", "in/moved.yml"),
        move_file(bounds, "in/b.yml", "docs/moved.yml"),
    ]


def test_a_link_that_must_not_be_followed_is_written_through_in_no_way(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    write_site(tmp_path, {"out/a.yml": "old", "out/b.yml": "old", "root/b.yml": ""})
    (root / "a.yml").symlink_to("../out/a.yml")
    (root / "in").symlink_to(out)
    before = contents(tmp_path)
    for problems in written_in_each_way(Bounds(root)):
        [(_, level, message, rule)] = problems
        assert (level, rule) == ("error", "outside-link")
        assert message.startswith(f"this symbolic link leads out of the site's folder, to {out}")
    assert contents(tmp_path) == before
    assert written_in_each_way(Bounds(root, follow_links=True)) == [()] * 6
    assert contents(out) == {
        "a.yml": "replaced",
        "below/new.yml": "new",
        "lock.json": "new",
        "moved.yml": "",
    }


def test_a_file_that_became_a_link_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = "terms:\n  lamp: {name: lamp, definition: A light.}\n"
    root = write_site(tmp_path / "root", BASE | {"annotations/a.yml": lamp})
    write_site(tmp_path, {"out.yml": lamp})
    wanted = rewriting.rewritten

    def rewritten(*arguments: object) -> object:
        done = wanted(*arguments)
        (root / "annotations/a.yml").unlink()
        (root / "annotations/a.yml").symlink_to(tmp_path / "out.yml")
        return done

    monkeypatch.setattr("explainer.commands.shared_rewriting.rewritten", rewritten)
    result = CliRunner().invoke(main, ["rename", "term:lamp", "light", "--root", str(root)])
    assert (result.exit_code, "leads out of the site's folder" in result.stderr) == (1, True)
    assert (tmp_path / "out.yml").read_text() == lamp


def test_a_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.yml": "old"})
    os.link(tmp_path / "a.yml", tmp_path / "copy.yml")
    replace_file(tmp_path / "a.yml", b"new")
    assert contents(tmp_path) == {"a.yml": "new", "copy.yml": "old"}


def test_a_picture_that_shares_its_bytes_with_a_staged_one_is_not_written_into(
    tmp_path: Path,
) -> None:
    """As where a tool has saved room on the disk by making files of the same bytes one."""
    root = write_site(
        tmp_path, {"mkdocs.yml": "site_name: L\n", "docs/a.svg": "same", "docs/b.svg": "same"}
    )
    config, _ = read_config(root)
    assert config is not None
    pictures = (PurePosixPath("a.svg"), PurePosixPath("b.svg"))
    assert stage(config, {"index.md": "# L\n"}, pictures, root / "build") == ()
    for name in ("docs/a.svg", "build/docs/a.svg", "build/docs/index.md"):
        (root / name).unlink()
        os.link(root / "docs/b.svg", root / name)
    (root / "docs/a.svg").unlink()
    write_site(root, {"docs/a.svg": "another"})
    assert stage(config, {"index.md": "# M\n"}, pictures, root / "build") == ()
    assert (root / "docs/b.svg").read_text() == "same"
    assert (root / "build/docs/a.svg").read_text() == "another"


def test_a_picture_of_the_same_size_and_time_is_staged_anew(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"mkdocs.yml": "site_name: L\n", "docs/a.svg": "one"})
    config, _ = read_config(root)
    assert config is not None
    for text in ("one", "two"):
        (root / "docs/a.svg").write_text(text)
        os.utime(root / "docs/a.svg", ns=(10**18, 10**18))
        assert stage(config, {"index.md": "# L\n"}, (PurePosixPath("a.svg"),), root / "build") == ()
        assert (root / "build/docs/a.svg").read_text() == text


def test_a_picture_that_has_gone_meanwhile_is_told(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"mkdocs.yml": "site_name: L\n"})
    config, _ = read_config(root)
    assert config is not None
    said = stage(config, {"index.md": "# L\n"}, (PurePosixPath("a.svg"),), root / "build")
    message = (
        "docs/a.svg:1:1: error: this cannot be read (No such file or directory); "
        "it was removed or renamed just now, so run the same command again [stage]"
    )
    assert list(map(str, said)) == [message]


def test_the_settings_of_the_staged_tree_are_never_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They say whose folder it is: one that is empty would keep the next build from it."""
    root = write_site(tmp_path, {"mkdocs.yml": "site_name: L\n"})
    config, _ = read_config(root)
    assert config is not None

    def stopped(file: Path, data: bytes) -> None:
        file.open("xb").close()
        raise KeyboardInterrupt

    for name in ("One", "Two"):
        pages = {"index.md": f"# {name}\n"}
        with monkeypatch.context() as patched:
            patched.setattr(Path, "write_bytes", stopped)
            with pytest.raises(KeyboardInterrupt):
                stage(config, pages, (), root / "build")
        assert stage(config, pages, (), root / "build") == ()
        write_site(root, {"mkdocs.yml": "site_name: M\n"})
        config, _ = read_config(root)
        assert config is not None


@pytest.mark.parametrize("has_links", [True, False])
def test_what_is_there_is_not_replaced_by_a_new_file(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr(os, "link", refused)
    write_site(tmp_path, {"a.yml": "mine"})
    (tmp_path / "b.yml").symlink_to("nowhere")
    (tmp_path / "c.yml").mkdir()
    for name in ("a.yml", "b.yml", "c.yml"):
        with pytest.raises(FileExistsError):
            create_file(tmp_path / name, b"new")
    create_file(tmp_path / "d.yml", b"new")
    assert contents(tmp_path) == {"a.yml": "mine", "d.yml": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "b.yml", "c.yml", "d.yml"]


def test_of_several_new_files_all_are_written_or_none(tmp_path: Path) -> None:
    write_site(tmp_path, {"c": "mine"})
    with pytest.raises(FileExistsError):
        create_files({tmp_path / name: b"new" for name in ("a", "b", "c")})
    assert contents(tmp_path) == {"c": "mine"}


def test_a_new_article_is_written_with_its_pictures_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path / "root", BASE)
    write_site(
        tmp_path,
        {
            "horn.html": "<h1>Horn</h1><p>It is loud.<img src=horn.png alt=Horn></p>",
            "horn.png": "png",
        },
    )
    real = os.link

    def full(one: Path, other: Path) -> None:
        if other.suffix == ".md":
            raise FileExistsError(errno.EEXIST, "File exists", str(other))
        real(one, other)

    monkeypatch.setattr(os, "link", full)
    write_site(root, {"build/site.lock": "", "build/texts.lock": ""})
    before = contents(root)
    result = CliRunner().invoke(
        main, ["new", "article", str(tmp_path / "horn.html"), "--root", str(root)]
    )
    assert result.exit_code == 1
    assert "Nothing was saved: " in result.stderr
    assert contents(root) == before


def test_a_file_that_somebody_saved_meanwhile_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = "terms:\n  lamp: {name: lamp, definition: A light.}\n"
    root = write_site(tmp_path, BASE | {"annotations/a.yml": lamp})
    wanted = rewriting.rewritten

    def rewritten(*arguments: object) -> object:
        done = wanted(*arguments)
        write_site(root, {"annotations/a.yml": lamp + "# A thought.\n"})
        return done

    monkeypatch.setattr("explainer.commands.shared_rewriting.rewritten", rewritten)
    result = CliRunner().invoke(main, ["rename", "term:lamp", "light", "--root", str(root)])
    assert result.exit_code == 1
    said = "this file has changed in the meantime, so it is left as it is; try again"
    assert f"annotations/a.yml:1:1: error: {said}" in result.stderr
    assert (root / "annotations/a.yml").read_text() == lamp + "# A thought.\n"


def saving(file: Path, times: int) -> Callable[[str], str]:
    """A change, during which somebody else saves the file: each of the first times another line."""
    saves = count(1)

    def change(text: str) -> str:
        number = next(saves)
        if number <= times:
            file.write_text(f"# Save {number}\n")
        return f"{text}new\n"

    return change


def test_a_change_is_made_again_in_what_somebody_saved_meanwhile(tmp_path: Path) -> None:
    file = write_site(tmp_path, {"a.yml": "old\n"}) / "a.yml"
    assert change_file(Bounds(tmp_path), Place("a.yml"), saving(file, times=2)) == ()
    assert file.read_text() == "# Save 2\nnew\n"


def test_a_file_that_somebody_saves_again_and_again_is_left_as_it_is(tmp_path: Path) -> None:
    file = write_site(tmp_path, {"a.yml": "old\n"}) / "a.yml"
    said = change_file(Bounds(tmp_path), Place("a.yml"), saving(file, times=100))
    message = "this file has changed in the meantime, so it is left as it is; try again"
    assert said == (Problem(Place("a.yml"), "error", message, "not-changed"),)
    assert file.read_text() == "# Save 3\n"


@pytest.mark.parametrize("saved", ["mine", None], ids=["saved", "removed"])
def test_a_file_is_compared_when_all_else_is_done(
    saved: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_site(tmp_path, {"a.yml": "old"}) / "a.yml"

    def saved_meanwhile(*_: object) -> None:
        file.write_text(saved) if saved else file.unlink()

    monkeypatch.setattr(wholefiles, "_make_alike", saved_meanwhile)
    with pytest.raises(FileChangedError):
        replace_file(file, b"new", over=b"old")
    assert contents(tmp_path) == ({"a.yml": saved} if saved else {})


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_an_article_is_not_moved_over_anything(kind: str, tmp_path: Path) -> None:
    root = write_site(
        tmp_path, BASE | {"annotations/a.yml": "article: articles/lamp.md\n", "mine.txt": "mine"}
    )
    place = root / "docs/articles/light.md"
    if kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("nowhere")
    result = CliRunner().invoke(main, ["rename", "article:lamp", "light", "--root", str(root)])
    assert result.exit_code == 2
    assert (
        "docs/articles/light.md already exists, and is not an article; choose another name"
        in result.stderr
    )
    assert (root / "docs/articles/lamp.md").is_file()
    assert (root / "annotations/a.yml").read_text() == "article: articles/lamp.md\n"


def test_what_killed_programs_left_is_removed_by_the_next_build(tmp_path: Path) -> None:
    left = ".0123456789abcdef.explainer-new"
    half = {
        f"{folder}{left}": "claims: [" for folder in ("", "docs/", "docs/articles/", "annotations/")
    }
    others = {"docs/.0123.explainer-new": "x", f"docs/.hidden/{left}": "x", f"docs/{left[1:]}": "x"}
    root = write_site(
        tmp_path, BASE | {"annotations/a.yml": "", f"docs/{left}.d/x.txt": "x"} | half | others
    )
    (root / f"annotations/.f{left[2:]}").symlink_to("a.yml")
    for path in half:
        os.utime(root / path, (0, 0))
    on_its_way = root / f"docs/.f{left[2:]}"
    on_its_way.write_text("# New")
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert checked.exit_code == 0, checked.output
    assert all((root / path).exists() for path in half)
    built = CliRunner().invoke(main, ["build", "--root", str(root)])
    assert built.exit_code == 0, built.output
    assert not any((root / path).exists() for path in half)
    assert all((root / path).exists() for path in others)
    assert on_its_way.exists()
    assert (root / f"annotations/.f{left[2:]}").is_symlink()
    assert not list((root / "site").rglob(left))
