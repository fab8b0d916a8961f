"""A site that several processes make in shards is, byte for byte, what one process makes."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.building.incremental import SHARD_FILE
from explainer.building.kept import Kept
from explainer.commands import main
from explainer.pipeline import build_site
from explainer.sharding import build_shard
from tests.benchmark.big_site import write_big_site
from tests.conftest import PROJECT, silent
from tests.reliability.harbour import tree
from tests.site_files import BASE, write_site

ARTICLES = {
    "docs/articles/tide.md": "# The tide\n\nThe keeper saw the tide come in at night.\n",
    "docs/articles/wreck.md": "# The wreck\n\nThe Maria sank off the point, the keeper wrote.\n",
    "annotations/tide.yml": "article: tide\nclaims:\n  came-in: {quote: saw the tide come in, "
    "summary: The tide came in., kind: interpretation, by: keeper}\n",
    "annotations/names.yml": "actors: {keeper: {name: the keeper, type: person, role: keeper}}\n"
    "terms: {tide: {name: tide, definition: The sea that comes and goes.}}\n",
}
SITE: Mapping[str, str] = BASE | ARTICLES
SAFE = "site_name: Lights\nextra: {explainer: {safe: true}}\n"
SNIPPETS = "site_name: Lights\nmarkdown_extensions: [pymdownx.snippets]\n"
MACROS = "site_name: Lights\nhooks: [own.py]\n"


def command(root: Path, *arguments: str | Path) -> list[str | Path]:
    """Return the command that builds with these arguments, and says which pages it took."""
    return [sys.executable, PROJECT / "build_site.py", "build", "--root", root, *arguments]


def built(root: Path, *arguments: str) -> str:
    """Build, and return what was said."""
    result = CliRunner().invoke(main, ["build", "--root", str(root), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def together(sites: Sequence[tuple[Path, Sequence[str]]], to: Path) -> list[Path]:
    """Make shards at the same time, each of some articles, in a root of its own."""
    shards = [to / f"shard-{number}" for number in range(len(sites))]
    running = []
    for (root, slugs), shard in zip(sites, shards, strict=True):
        only = [argument for slug in slugs for argument in ("--only", slug)]
        arguments = command(root, *only, "--site-dir", shard)
        running.append(subprocess.Popen(arguments, stderr=subprocess.PIPE))
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said
    return shards


@pytest.mark.parametrize("size", ["small", pytest.param("large", marks=pytest.mark.thorough)])
def test_shards_made_by_two_processes_are_the_whole_site(
    size: str, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    root = tmp_path / "whole"
    if size == "small":
        slugs = ["lamp", "tide", "wreck"]
        write_site(root, SITE)
    else:
        slugs = [f"article-{number:03}" for number in range(1, 11)]
        write_big_site(root, len(slugs))
    one, other, joined = (shutil.copytree(root, tmp_path / name) for name in ("1", "2", "joined"))
    built(root)
    middle = len(slugs) // 2
    shards = together([(one, slugs[:middle]), (other, slugs[middle:])], tmp_path)
    taken = [sum(file.suffix == ".html" for file in shard.rglob("*")) for shard in shards]
    arguments = [argument for shard in shards for argument in ("--shard", str(shard))]
    for shard in shards:
        for file in shard.rglob("*.html"):
            whole = root / "site" / file.relative_to(shard)
            assert file.read_bytes() == whole.read_bytes()
    built(joined, *arguments)
    assert tree(joined / "site") == tree(root / "site")
    pages = sum(path.endswith(".html") for path in tree(root / "site"))
    assert min(taken) >= len(slugs) // 2
    figure(f"shards: {sum(taken)} of the {pages} pages of a {size} site are taken from two shards")


@pytest.fixture
def shard(tmp_path: Path) -> tuple[Path, Path]:
    """A root, and a shard with two of its three articles."""
    root, folder = write_site(tmp_path / "root", SITE), tmp_path / "shard"
    assert build_shard(root, folder, ["tide", "lamp"], silent) == ()
    return root, folder


def said_of(root: Path, folder: Path) -> list[str]:
    """Build with a shard; return what is said of it."""
    said = list[str]()
    assert build_site(root, root / "site", said.append, shards=(folder,)) == ()
    return [line for line in said if str(folder) in line]


def test_a_shard_holds_its_articles_and_what_only_they_name(shard: tuple[Path, Path]) -> None:
    root, folder = shard
    pages = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    assert pages >= {
        *("articles/tide/index.html", "articles/lamp/index.html"),
        *("claims/came-in/index.html", "glossary/tide/index.html"),
    }
    assert "articles/wreck/index.html" not in pages
    assert "index.html" not in pages
    assert said_of(root, folder) == [f"Pages taken from {folder}: {len(pages)}"]


def test_a_shard_of_other_files_is_not_used_and_stays_as_it_was(shard: tuple[Path, Path]) -> None:
    root, folder = shard
    before = tree(folder)
    write_site(root, {"mkdocs.yml": "site_name: Lamps\n"})
    assert said_of(root, folder) == [f"Pages taken from {folder}: 0"]
    assert tree(folder) == before


def test_a_page_that_was_changed_in_a_shard_is_made_again(shard: tuple[Path, Path]) -> None:
    root, folder = shard
    page = folder / "articles/tide/index.html"
    count = len([*folder.rglob("*.html")])
    page.write_bytes(page.read_bytes() + b"<script>alert(1)</script>")
    assert said_of(root, folder) == [f"Pages taken from {folder}: {count - 1}"]
    assert b"alert" not in (root / "site/articles/tide/index.html").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_a_folder_that_is_no_shard(content: bytes | None, shard: tuple[Path, Path]) -> None:
    root, folder = shard
    (folder / SHARD_FILE).unlink()
    if content is not None:
        (folder / SHARD_FILE).write_bytes(content)
    assert said_of(root, folder) == [f"{folder} holds no shard that this version can read"]
    assert (root / "site/articles/tide/index.html").exists()


def test_a_record_of_another_version_is_not_used(shard: tuple[Path, Path]) -> None:
    root, folder = shard
    with closing(sqlite3.connect(folder / SHARD_FILE)) as database:
        database.execute("PRAGMA user_version = 99")
    assert said_of(root, folder) == [f"{folder} holds no shard that this version can read"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            SAFE,
            "the setting `safe` does not allow it: a stranger could forge the pages of a shard; "
            "build without --only",
        ),
        (
            SNIPPETS,
            "pages cannot be made apart, because of the extension pymdownx.snippets; "
            "build without --only",
        ),
        (MACROS, "pages cannot be made apart, because of the hook own.py; build without --only"),
    ],
)
def test_where_pages_cannot_be_made_apart(settings: str, message: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", {**SITE, "mkdocs.yml": settings, "own.py": ""})
    problems = build_shard(root, tmp_path / "shard", ["tide"], silent)
    assert [(p.level, p.rule, p.message) for p in problems] == [("error", "shard", message)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["root"]


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("tides", "there is no published article `tides`; did you mean `tide`?"),
        ("zzz", "there is no published article `zzz`; the site has 3 articles"),
    ],
)
def test_an_unknown_article(slug: str, message: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "root", SITE)
    (problem,) = build_shard(root, tmp_path / "shard", [slug], silent)
    assert str(problem) == f"docs/articles:1:1: error: {message} [shard]"


def test_a_record_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "root", SITE)
    monkeypatch.setattr(Kept, "finish", lambda _: (_ for _ in ()).throw(sqlite3.Error))
    *_, problem = build_shard(root, tmp_path / "shard", ["tide"], silent)
    assert problem.message == (
        "no record of the pages can be written; check disk space and permissions"
    )
    assert not (tmp_path / "shard").exists()


def test_an_error_leaves_the_shard_as_it_was(shard: tuple[Path, Path]) -> None:
    root, folder = shard
    before = tree(folder)
    write_site(root, {"annotations/tide.yml": "claims: [\n"})
    arguments = ["--only", "tide", "--site-dir", str(folder), "--root", str(root)]
    result = CliRunner().invoke(main, ["build", *arguments])
    assert result.exit_code == 1
    assert f"The shard was not built; {folder} is unchanged." in result.output
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "tide"], "A shard is no whole site: with --site-dir, say where it goes."),
        (
            ["--only", "tide", "--site-dir", "x", "--shard", "."],
            "--only makes a shard, and --shard uses it: give one of the two.",
        ),
    ],
)
def test_options_that_do_not_go_together(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    root = write_site(tmp_path, SITE)
    result = CliRunner().invoke(main, ["build", "--root", str(root), *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
