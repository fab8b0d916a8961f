"""Links, pipes, permissions and names: what of a broken folder is reported, and that
nothing waits or gets out.
"""

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from explainer.commands import main
from explainer.files import folders
from explainer.files.folders import DEEPEST, MOST_LINKED, Bounds, listing
from explainer.model import Place, Problem
from explainer.pipeline import build_site, has_errors
from tests.broken_folders import NOBODY, become_ordinary, ended, said_of
from tests.conftest import PROJECT, silent
from tests.site_files import BASE, cases, write_site

LONGEST = 300  # seconds: what takes longer is a hang that no alarm has ended
COMMANDS = (
    ["check"],
    ["build"],
    ["suggest", "lamp", "--write"],
    ["reanchor", "--report"],
    ["reanchor", "--accept-all"],
    ["rename", "actor:lund", "anna"],
    ["rename", "article:lamp", "light"],
    ["merge", "actor:lund", "actor:holm"],
    ["new", "article", str(PROJECT / "README.md"), "--name", "readme"],
)
BROKEN = {
    "pipes": {
        "pipes": ["docs/a.md", "docs/b.png", "annotations/c.yml", "annotations/anchors.lock.json"]
    },
    "pipes where the program writes": {
        "files": {"build/x.txt": "x\n"},
        "pipes": [
            "build/site.lock",
            "build/texts.lock",
            "build/.annotations.schema.json.new",
            "annotations/.anchors.lock.json.new",
            "annotations/.a.yml.new",
        ],
    },
    "settings that are a pipe": {"without": "mkdocs.yml", "pipes": ["mkdocs.yml"]},
    "no annotations": {"modes": {"annotations": 0}},
    "annotations only listed": {"modes": {"annotations": 0o400}},
    "no texts": {"modes": {"docs": 0o100}},
    "nothing": {"modes": {".": 0}},
    "everything only listed": {"modes": {".": 0o400}},
    "a site that is a pipe": {"pipes": ["site"]},
    "pipes in the site": {
        "files": {"site/.explainer-site": ""},
        "pipes": ["site/index.html", "site/.nojekyll"],
    },
    "a site that cannot be opened": {"files": {"site/.explainer-site": ""}, "modes": {"site": 0}},
    "a staged tree that cannot be opened": {"files": {"build/x.txt": "x\n"}, "modes": {"build": 0}},
    "a pipe where the staged tree goes": {"pipes": ["build"]},
    "nothing can be written": {
        "files": {"build/x.txt": "x\n"},
        "modes": {"build": 0o500, "annotations": 0o500},
    },
}


@pytest.fixture(scope="module")
def user() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=become_ordinary
    ) as pool:
        yield pool


@pytest.fixture
def top() -> Iterator[Path]:
    """A folder that an ordinary user may write into: those of pytest are for their maker alone."""
    folder = Path(tempfile.mkdtemp()).resolve()
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(os.fsencode(folder))


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases("folders")])
def test_what_is_said(case: dict, top: Path, user: ProcessPoolExecutor) -> None:
    said, pages = user.submit(said_of, case, str(top)).result(LONGEST)
    assert said == case["problems"]
    assert pages == case.get("pages", pages)
    assert "SECRET" not in "".join(said)


@pytest.mark.parametrize("broken", BROKEN)
def test_no_command_waits_or_fails(broken: str, top: Path, user: ProcessPoolExecutor) -> None:
    for number, arguments in enumerate(COMMANDS):
        status, error = user.submit(
            ended, BROKEN[broken], str(top / str(number)), arguments
        ).result(LONGEST)
        assert (arguments[:2], error) == (arguments[:2], "")
        assert status in (0, 1, 2)


def test_links_that_multiply_each_other_come_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    """Ten links in each of ten folders to the next of them: ten thousand million files."""
    most = MOST_LINKED if thorough else 1_000
    monkeypatch.setattr(folders, "MOST_LINKED", most)
    for number in range(10):
        folder = tmp_path / f"store/{number}"
        folder.mkdir(parents=True)
        for link in range(10):
            (folder / f"link{link}").symlink_to(tmp_path / f"store/{number + 1}")
    (tmp_path / "store/10").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "store/0")
    found = listing(tmp_path / "docs", Bounds(tmp_path))
    assert len(found.files) + len(found.folders) <= most + 10
    message = (
        f"symbolic links to folders lead to more than {most:,} files here;"
        " remove some of these links"
    )
    assert [problem.message for problem in found.problems] == [message]


def test_folders_that_are_nested_too_deep(tmp_path: Path) -> None:
    deep = "docs/" + "d/" * DEEPEST
    write_site(tmp_path, {f"{deep}a.txt": "x", f"{deep}{'e/' * 400}b.txt": "x"})
    found = listing(tmp_path / "docs", Bounds(tmp_path))
    assert found.files == (tmp_path / deep / "a.txt",)
    message = "this folder is nested more than 100 deep, so it is not read; move it further up"
    assert found.problems == (Problem(Place(f"{deep}e"), "error", message, "unreadable"),)


def test_what_is_made_again_may_be_of_any_depth(tmp_path: Path) -> None:
    """As where folders of somebody's branch have the names of those that the program writes."""
    root, half = write_site(tmp_path, BASE), Path(*"d" * 600)
    assert not has_errors(build_site(root, root / "site", silent))
    for made in ("site", "build/docs"):
        (root / made / half).mkdir(parents=True)
        write_site(root / "e" / half, {"x.md": ""})
        (root / "e").rename(root / made / half / "e")
    assert not has_errors(build_site(root, root / "site", silent))
    assert not (root / "site/d").exists()
    assert not (root / "build/docs/d").exists()


def new_article(file: str | Path, root: Path) -> Result:
    return CliRunner().invoke(main, ["new", "article", str(file), "--root", str(root)])


def test_a_named_pipe_is_read_if_somebody_writes_into_it(tmp_path: Path) -> None:
    root = write_site(tmp_path, BASE)
    os.mkfifo(tmp_path / "pier.txt")
    result = new_article(tmp_path / "pier.txt", root)
    assert result.exit_code == 2
    assert "nothing is written into the named pipe pier.txt; give a file" in result.output.replace(
        f"{tmp_path}/", ""
    )
    writer = Thread(
        target=(tmp_path / "pier.txt").write_text, args=("The pier\n\nIt was long.\n",), daemon=True
    )
    writer.start()
    for _ in range(200):  # until the writer has opened the pipe, which waits for a reader
        result = new_article(tmp_path / "pier.txt", root)
        if result.exit_code == 0:
            break
        time.sleep(0.05)
    assert (root / "docs/articles/pier.md").read_text().endswith("# The pier\n\nIt was long.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems say it in other words")
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path, BASE)
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")
    result = new_article("s", root)
    assert result.exit_code == 2
    assert "s cannot be read (No such device or address); give a file" in result.output


def test_an_article_is_not_put_where_nothing_is_read(tmp_path: Path) -> None:
    root, out = write_site(tmp_path / "root", {"mkdocs.yml": BASE["mkdocs.yml"]}), tmp_path / "out"
    write_site(tmp_path, {"pier.txt": "The pier was long.\n"})
    out.mkdir()
    (root / "docs").mkdir()
    (root / "docs/articles").symlink_to(out)
    result = new_article(tmp_path / "pier.txt", root)
    said = f"this symbolic link leads out of the site's folder, to {out}"
    assert (result.exit_code, [*out.iterdir()]) == (1, [])
    assert f"docs/articles:1:1: error: {said}" in result.output
    assert result.output.endswith("Nothing was saved.\n")
    settings = "site_name: Lights\nextra: {explainer: {follow_links: true}}\n"
    write_site(root, {"mkdocs.yml": settings})
    assert new_article(tmp_path / "pier.txt", root).exit_code == 0
    assert (out / "pier.md").read_text().endswith("The pier was long.\n")
