"""Single pages, rendered when they are asked for, are those of a full build."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.building.live import Live, open_live
from explainer.building.renderer import RenderOptions, Superseded, fixed_date, render_site
from explainer.building.workspace import Workspace
from explainer.config.settings import read_config
from explainer.pipeline import analyse, build_site, complete
from explainer.preview.workbench import Workbench
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_command import site, tree
from tests.thoroughness import one_quick

EDITS = 8


def opened(root: Path) -> Live:
    """Build a site, and keep what was staged for it open."""
    assert not [p for p in build_site(root, root / "site", silent) if p.level == "error"]
    with fixed_date():
        live = open_live(Workspace.of(root, root / "site"))
    assert live is not None
    return live


def test_each_file_is_that_of_a_full_build(tmp_path: Path) -> None:
    root = site("strange", tmp_path)
    live = opened(root)
    built = tree(root / "site")
    assert {
        path: live.render(path) for path in sorted(live.paths, reverse=True)
    }.items() <= built.items()
    assert {path for path in built.keys() - live.paths if path.endswith(".html")} <= {"404.html"}


def test_pages_that_are_looked_at_during_a_build_do_not_change_it(tmp_path: Path) -> None:
    root = site("strange", tmp_path)
    live = opened(root)
    config, _ = read_config(root)
    pages = [path for path in sorted(live.paths) if path.endswith("/index.html")]

    def look() -> bool:
        live.render(pages.pop() if pages else "index.html")
        return True

    for name, options in {"a": RenderOptions(), "b": RenderOptions(is_wanted=look)}.items():
        rendering = render_site(config, root / "build", tmp_path / name, options)
        assert not [p for p in rendering.problems if p.level == "error"]
    assert not pages
    assert tree(tmp_path / "b") == tree(tmp_path / "a")


def replaced(path: str, old: str, *new: str) -> Callable[[Path, random.Random], None]:
    def edit(root: Path, chance: random.Random) -> None:
        file = root / path
        text = file.read_text("utf-8")
        now = next((words for words in (old, *new) if words in text), None)
        if now is not None:
            file.write_text(text.replace(now, chance.choice((old, *new)), 1), "utf-8")

    return edit


def hand_written(root: Path, chance: random.Random) -> None:
    """A page that comes, goes, and changes its title, which stands in the
    navigation of all others.
    """
    file = root / "docs/more.md"
    if file.exists() and chance.random() < 0.3:
        file.unlink()
    else:
        title = f"title: More {chance.randrange(3)}\n" * (chance.random() < 0.5)
        file.write_text(
            f"---\n{title}status: {chance.choice(('new', 'old'))}\n---\n"
            f"# Heading {chance.randrange(3)}\n\nWords.\n"
        )


def style(root: Path, chance: random.Random) -> None:
    (root / "docs/own.css").write_text(f"p {{ margin: {chance.randrange(9)}px }}\n")


KINDS = (
    replaced("docs/articles/finn-point.md", "That autumn", "That autumn, after all,"),
    replaced("annotations/finn-point.yml", "worked every night", "shone each night"),
    replaced(
        "annotations/site.yml",
        "name: Harbour board",
        "name: Board of the harbour",
        "name: The board",
    ),
    replaced("annotations/site.yml", "  lens:\n    name: lens", "  a-lens:\n    name: lens"),
    replaced("mkdocs.yml", "site_name: Lights of the coast", "site_name: Coast lights"),
    hand_written,
    style,
)


@pytest.mark.parametrize("seed", one_quick([1, 2]))
def test_after_random_edits_every_page_is_that_of_a_fresh_build(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    monkeypatch.setattr(Workbench, "_build_soon", lambda *_: None)
    root, fresh = site("full", tmp_path), tmp_path / "fresh"
    build_site(root, root / "site", silent)
    chance, compared = random.Random(seed), 0
    with Workbench(root, root / "site") as bench:
        bench.update()
        for _ in range(EDITS):
            chance.choice(KINDS)(root, chance)
            bench.update()
            if bench.is_behind:
                continue
            shutil.copytree(
                root,
                fresh / "root",
                dirs_exist_ok=False,
                ignore=shutil.ignore_patterns("build", "site"),
            )
            assert not [
                p for p in build_site(fresh / "root", fresh / "site", silent) if p.level == "error"
            ]
            built = {
                path: data for path, data in tree(fresh / "site").items() if _is_followed(path)
            }
            assert {path: bench.read(path) for path in built} == built
            gone = tree(root / "site").keys() - built.keys()
            assert [
                path
                for path in gone
                if path.endswith("/index.html") and bench.read(path) is not None
            ] == []
            compared += len(built)
            shutil.rmtree(fresh)
    assert compared
    figure(
        f"preview, files after random edits (seed {seed}) as a fresh build has them: "
        f"{compared} of {compared}"
    )


def test_the_navigation_follows_the_first_and_the_last_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workbench, "_build_soon", lambda *_: None)
    root = write_site(tmp_path, {**BASE, "annotations/lamp.yml": "brief: [The lamp was lit.]\n"})
    dates = root / "annotations/dates.yml"
    build_site(root, root / "site", silent)
    with Workbench(root, root / "site") as bench:
        bench.update()
        for is_there in (True, False):
            if is_there:
                dates.write_text("dates: {lit: {date: 1901, title: Lit, quote: forty years}}\n")
            else:
                dates.unlink()
            bench.update()
            assert not bench.is_behind
            page = bench.read("articles/lamp/index.html") or b""
            assert b"Method" in page
            assert (b"Timeline" in page) == is_there


@pytest.mark.thorough
def test_a_build_folder_that_went_away_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workbench, "_build_soon", lambda *_: None)
    root, page = site("full", tmp_path), "claims/lamp-never-failed/index.html"
    build_site(root, root / "site", silent)
    with Workbench(root, root / "site") as bench:
        bench.update()
        shutil.rmtree(bench.workspace.build_dir)
        file = root / "annotations/finn-point.yml"
        file.write_text(
            file.read_text("utf-8").replace("worked every night", "shone each night"), "utf-8"
        )
        bench.update()
        assert b"shone each night" in (bench.read(page) or b"")
        assert (bench.workspace.build_dir / "mkdocs.yml").is_file()


def _is_followed(path: str) -> bool:
    """What is made from all pages at the end of a build waits for that."""
    return not path.startswith(("search/", "sitemap.xml", "404.html"))


def test_a_build_that_nobody_waits_for_is_given_up(tmp_path: Path) -> None:
    root = site("full", tmp_path)
    build_site(root, root / "site", silent)
    before = tree(root / "site")
    workspace = Workspace.of(root, root / "site")
    analysed, _ = analyse(root, silent)
    assert analysed is not None
    for asked in (0, 1, 5, 10, 20):
        answers = iter([True] * asked)
        with pytest.raises(Superseded):
            complete(analysed, workspace, silent, lambda left=answers: next(left, False))
        assert tree(root / "site") == before
        assert not list(root.glob(".site*"))
