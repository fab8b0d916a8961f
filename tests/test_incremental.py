"""A build that takes over what did not change makes the same site as one that starts afresh."""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from explainer.building import incremental, kept, pagewise
from explainer.building.fingerprints import file_digest, stamp
from explainer.building.incremental import KEPT_FILE
from explainer.building.opentree import OpenTree
from explainer.building.renderer import (
    RenderOptions,
    Superseded,
    fixed_date,
    render_site,
    staged_config,
)
from explainer.building.sitemark import put_mark
from explainer.building.unchanged import KEEP
from explainer.building.workspace import Workspace
from explainer.config.settings import read_config
from explainer.pipeline import analyse, build_site, complete, write_staged
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_command import site, tree

Edit = Callable[[Path, random.Random], None]
NOT_RENDERED = (".explainer-site", "data/content-security-policy.txt")
PAGE = "about/index.html"
SAFE = "site_name: Lights\nextra: {explainer: {safe: true}}\n"


def appended(path: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> None:
        file = root / path
        file.write_text(f"{file.read_text('utf-8')}\nEbb and flood {chance.randrange(9)}.\n")

    return edit


def replaced(path: str, old: str, *new: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> None:
        file = root / path
        text = file.read_text("utf-8")
        now = next((words for words in (*new, old) if words in text), None)
        if now:
            file.write_text(text.replace(now, chance.choice((old, *new)), 1), "utf-8")

    return edit


def written(path: str, *contents: str) -> Edit:
    """Write one of the contents, or remove the file."""

    def edit(root: Path, chance: random.Random) -> None:
        content = chance.choice((*contents, ""))
        (root / path).unlink(missing_ok=True)
        if content:
            write_site(root, {path: content})

    return edit


def renamed(root: Path, _: random.Random) -> None:
    """Rename a page that another links to."""
    one, other = root / "docs/more.md", root / "docs/others.md"
    if one.exists():
        one.replace(other)
        write_site(root, {"docs/links.md": "# Links\n\n[There](others.md)\n"})
    elif other.exists():
        other.unlink()
        (root / "docs/links.md").unlink()


def variable(root: Path, chance: random.Random) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = chance.choice(("0", "1000000000"))


def another_version(root: Path, chance: random.Random) -> None:
    """Pretend that a package was upgraded."""
    number = chance.randrange(3)
    incremental.code_versions = lambda: (str(number),)  # type: ignore[assignment]


def damaged(root: Path, chance: random.Random) -> None:
    """Damage what is kept."""
    file = root / "build" / KEPT_FILE
    if not file.is_file():
        return
    data = bytearray(file.read_bytes())
    kind = chance.randrange(5)
    if kind == 0:
        data = data[: chance.randrange(len(data))]
    elif kind == 1:
        for _ in range(200):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 2:
        data = bytearray(b"no database")
    file.unlink()
    if kind == 3:
        file.mkdir()
    elif kind != 4:
        file.write_bytes(data)


def unmade_folder(root: Path, _: random.Random) -> None:
    with suppress(OSError):
        (root / "build" / KEPT_FILE).rmdir()


def tampered(root: Path, chance: random.Random) -> None:
    """Change the site in place: its pages must not be taken over."""
    file = root / "site" / PAGE
    if not file.is_file():
        return
    kind = chance.randrange(5)
    if kind == 0:
        file.write_bytes(file.read_bytes().replace(b"light", b"lamps"))
    elif kind == 1:
        file.unlink()
    elif kind == 2:
        os.utime(file)
    elif kind == 3:
        file.unlink()
        file.symlink_to(root / "site/index.html")
    else:
        shutil.rmtree(root / "site")


def given_up(root: Path, chance: random.Random) -> None:
    """Stop a build after a number of pages."""
    analysed, _ = analyse(root, silent, with_code=True)
    assert analysed is not None
    workspace = Workspace.of(root, root / "site")
    assert not write_staged(analysed, workspace)
    answers = iter([True] * chance.randrange(20))
    with suppress(Superseded):
        complete(analysed, workspace, silent, lambda: next(answers, False))


EDITS: tuple[Edit, ...] = (
    appended("docs/articles/tide.md"),
    appended("docs/about.md"),
    replaced("docs/about.md", "title: About", "title: About us", "title: All about this"),
    replaced(
        "docs/about.md", "---\ntitle", "---\nstatus: new\ntitle", "---\nicon: material/book\ntitle"
    ),
    replaced("annotations/site.yml", "the keeper]", "the keeper, the woman]", "the keeper, she]"),
    replaced("annotations/finn-point.yml", "lit-and-never-failed:", "first-lit:", "it-was-lit:"),
    replaced("annotations/finn-point.yml", "The light made no difference", "It was of no use"),
    replaced("annotations/site.yml", "A piece of glass that bends light.", "A burning glass."),
    written("annotations/new.yml", "terms:\n  ebb:\n    name: Ebb\n    definition: Low tide.\n"),
    written("docs/more.md", "# More {#more}\n", "---\ntitle: Even more\n---\nWords.\n"),
    written("docs/picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg/>"),
    renamed,
    replaced("mkdocs.yml", "site_name: Lights of the coast", "site_name: Lamps of the coast"),
    replaced("mkdocs.yml", "navigation.top", "navigation.footer", "toc.integrate"),
    replaced("mkdocs.yml", "site_url: https://example.org/lights/", "site_url: ''"),
    replaced("mkdocs.yml", "name: material\n", "name: material\n  custom_dir: mine\n"),
    written("mine/partials/copyright.html", "<p>{{ page.title }}</p>", "<p>Ours</p>"),
    variable,
    another_version,
    damaged,
    unmade_folder,
    tampered,
    given_up,
)


def test_random_edits(
    thorough: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str], None],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(incremental, "code_versions", incremental.code_versions)
    root = site("full", tmp_path)
    (root / "mine").mkdir()
    (root / "mine/x.txt").touch()
    chance = random.Random(1)
    first = EDITS if thorough else EDITS[::2]
    edits = 500 if thorough else len(first)
    same = 0
    for number in range(edits):
        edit = first[number] if number < len(first) else chance.choice(EDITS)
        edit(root, chance)
        problems = build_site(root, root / "site", silent)
        assert not [problem for problem in problems if problem.level == "error"], (number, edit)
        if thorough or number % 3 == 0:
            same += (root / "site").exists() and assert_fresh(root, tmp_path / "fresh")
    figure(f"incremental builds the same as fresh ones after {edits} random edits (seed 1): {same}")


def assert_fresh(root: Path, fresh: Path) -> bool:
    """Compare the site with a fresh one of the same staged tree."""
    config, _ = read_config(root, os.environ)
    assert config is not None
    assert not [
        p for p in render_site(config, root / "build", fresh).problems if p.level != "warning"
    ]
    made, expected = tree(root / "site"), tree(fresh)
    assert {path for path in made if path not in NOT_RENDERED} == expected.keys()
    assert [path for path in expected if made[path] != expected[path]] == []
    return True


@pytest.fixture
def written_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fill a list with the paths of the pages that are made, not taken over."""
    made = list[str]()
    real = pagewise._build_page

    def noted(page, *rest):
        made.append(page.file.src_uri)
        return real(page, *rest)

    monkeypatch.setattr(pagewise, "_build_page", noted)
    return made


def test_only_what_changed_is_made_again(tmp_path: Path, written_pages: list[str]) -> None:
    root = site("full", tmp_path)
    first = build_site(root, root / "site", silent)
    assert len(written_pages) > 15
    inodes = {path: (root / "site" / path).stat().st_ino for path in tree(root / "site")}
    written_pages.clear()
    assert build_site(root, root / "site", silent) == first
    assert written_pages == []
    assert inodes[PAGE] == (root / "site" / PAGE).stat().st_ino
    assert (root / "site" / PAGE).stat().st_nlink == 1
    appended("docs/about.md")(root, random.Random(1))
    build_site(root, root / "site", silent)
    assert written_pages == ["about.md"]
    written_pages.clear()
    os.utime(root / "site" / PAGE)  # as after a copy: the digest says that it is the same
    build_site(root, root / "site", silent)
    assert written_pages == []


def test_all_is_made_again_where_that_is_wanted(
    tmp_path: Path, written_pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site("minimal", tmp_path)
    monkeypatch.setenv(KEEP, "0")
    build_site(root, root / "site", silent)
    made = sorted(written_pages)
    written_pages.clear()
    build_site(root, root / "site", silent)
    assert sorted(written_pages) == made
    assert not (root / "build" / KEPT_FILE).exists()


def test_a_safe_site_takes_nothing_over(tmp_path: Path) -> None:
    """Whoever brings an article may bring a forged page, with a record that vouches for it."""
    root = write_site(tmp_path, {**BASE, "mkdocs.yml": SAFE})
    made = root / "site"

    def render(to: Path) -> None:
        analysed, _ = analyse(root, silent, with_code=True)
        assert analysed is not None
        assert not write_staged(analysed, Workspace.of(root, made))
        options = RenderOptions(old_site=made)
        assert not render_site(analysed.config, root / "build", to, options).problems

    render(made)
    put_mark(made)
    page = made / "articles/lamp/index.html"
    good = page.read_bytes()
    page.write_bytes(good + b"<script>alert(1)</script>")
    with closing(sqlite3.connect(root / "build" / KEPT_FILE)) as database, database:
        for row in database.execute("SELECT kind, key, value FROM kept").fetchall():
            database.execute(
                "UPDATE kept SET value = ?, digest = ? WHERE key = ?", forged(page, *row)
            )
    render(tmp_path / "fooled")
    assert b"alert" in (tmp_path / "fooled/articles/lamp/index.html").read_bytes()
    said = list[str]()
    build_site(root, made, said.append)
    assert page.read_bytes() == good
    assert (
        "Making all pages again, because of `safe`: a stranger may have made the old ones" in said
    )


def forged(page: Path, kind: str, key: str, data: bytes) -> tuple[bytes, bytes, str]:
    """Return the value and digest of a row that vouches for a page as it is now, and its key."""
    value = json.loads(data)
    if value["page"]["built"][0] == "articles/lamp/index.html":
        value["stamp"] = [*stamp(page.lstat()), file_digest(page)]
        value["page"]["digest"] = file_digest(page)
    data = json.dumps(value).encode()
    return data, kept._digest(kind, key, data), key


def test_the_line_about_what_cannot_be_used(tmp_path: Path) -> None:
    root = site("minimal", tmp_path)
    said = list[str]()
    build_site(root, root / "site", said.append)
    assert not [line for line in said if "again" in line]
    (root / "build" / KEPT_FILE).write_text("no database")
    build_site(root, root / "site", said.append)
    (line,) = (line for line in said if "again" in line)
    assert line == "Making all pages again, since build/kept.sqlite cannot be used"
    said.clear()
    (root / "mkdocs.yml").write_text("site_name: x\nmarkdown_extensions: [pymdownx.snippets]\n")
    build_site(root, root / "site", said.append)
    (line,) = (line for line in said if "again" in line)
    assert line == (
        "Making all pages again, because of the extension pymdownx.snippets, "
        "which may read other files"
    )


def test_a_page_depends_on_the_files_that_it_links_to(tmp_path: Path) -> None:
    """Whether there is such a file: MkDocs leaves the link as typed if there is none."""
    write_site(tmp_path, {**BASE, "docs/a.md": "# A\n"})
    analysed, _ = analyse(tmp_path, silent, with_code=True)
    assert analysed is not None
    workspace = Workspace.of(tmp_path, tmp_path / "site")
    assert not write_staged(analysed, workspace)
    old, new = tmp_path / "old", tmp_path / "new"
    write_site(tmp_path / "build/docs", {"glossary/x.md": "[x](y.png)\n"})
    options = RenderOptions(old_site=old)
    assert not render_site(analysed.config, tmp_path / "build", old, options).problems
    write_site(tmp_path / "build/docs", {"glossary/y.png": "y"})
    assert not render_site(analysed.config, tmp_path / "build", new, options).problems
    assert '"y.png"' in (old / "glossary/x/index.html").read_text()
    assert '"../y.png"' in (new / "glossary/x/index.html").read_text()


def test_what_is_not_used_is_forgotten(tmp_path: Path) -> None:
    root = site("full", tmp_path)

    def rows() -> int:
        with sqlite3.connect(root / "build" / KEPT_FILE) as database:
            return database.execute("SELECT count(*) FROM kept").fetchone()[0]

    build_site(root, root / "site", silent)
    before = rows()
    for number in range(3):
        appended("docs/about.md")(root, random.Random(number))
        build_site(root, root / "site", silent)
    assert rows() == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    root = site("minimal", tmp_path)
    (root / "build").mkdir()
    mine = tmp_path / "mine.sqlite"
    mine.write_bytes(b"")
    (root / "build" / KEPT_FILE).symlink_to(mine)
    build_site(root, root / "site", silent)
    assert mine.read_bytes() == b""


def test_what_all_pages_depend_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {**BASE, "docs/a.md": "---\ntitle: A\n---\n", "mine/x.html": "x"})
    build = tmp_path / "build"

    def frame(
        settings: str = "theme: {custom_dir: mine}\n", markers: tuple[str, ...] = ()
    ) -> bytes:
        write_site(tmp_path, {"mkdocs.yml": f"site_name: Lights\n{settings}"})
        analysed, _ = analyse(tmp_path, silent, with_code=True)
        assert analysed is not None
        assert not write_staged(analysed, Workspace.of(tmp_path, tmp_path / "site"))
        with fixed_date():
            opened = OpenTree(staged_config(build, tmp_path / "site"))
            for page in opened.nav.pages:
                opened.title(page)
            return incremental._frame(opened, markers)

    first = frame()
    assert frame() == first
    monkeypatch.setenv("COPYRIGHT", "one")
    variable = "theme: {custom_dir: mine}\ncopyright: !ENV COPYRIGHT\n"
    frames = [first, frame(markers=("{{",)), frame(""), frame(variable)]
    monkeypatch.setenv("COPYRIGHT", "two")
    frames.append(frame(variable))
    write_site(tmp_path, {"mine/x.html": "y"})
    frames.append(frame())
    write_site(tmp_path, {"docs/a.md": "---\ntitle: B\n---\n"})
    frames.append(frame())
    write_site(tmp_path, {"docs/a.md": "---\ntitle: B\nstatus: new\n---\n"})
    frames.append(frame())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    frames.append(frame())
    monkeypatch.setattr(incremental, "code_versions", lambda: ("upgraded",))
    frames.append(frame())
    assert len(set(frames)) == len(frames) == 10
