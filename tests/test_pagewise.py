"""Sites built page by page, by one process or several, are those that MkDocs itself builds."""

import multiprocessing
import os
from pathlib import Path

import pytest

from explainer.building import renderer
from explainer.building.builtsite import read_page
from explainer.building.renderer import Rendering, RenderOptions, render_site
from explainer.building.workers import WORKERS
from explainer.building.workspace import Workspace
from explainer.pipeline import Analysed, analyse, write_staged
from tests.conftest import silent
from tests.site_files import BASE, write_site
from tests.test_command import SITES, site, tree
from tests.thoroughness import one_quick

NAMES = ["strange", *sorted({path.name for path in SITES.iterdir()} - {"strange", "broken"})]
EXTENSION = """
from markdown import Extension

class Mine(Extension):
    def extendMarkdown(self, md):
        pass

def makeExtension(**options):
    return Mine(**options)
"""
counts = pytest.mark.parametrize("workers", [1, 2, 3] if hasattr(os, "fork") else [1])


def staged(root: Path) -> Analysed:
    analysed, problems = analyse(root, silent, with_code=True)
    assert analysed is not None, problems
    assert not write_staged(analysed, Workspace.of(root, root / "site"))
    return analysed


def rendered(analysed: Analysed, root: Path, to: str, said: list[str] | None = None) -> Rendering:
    say = silent if said is None else said.append
    return render_site(analysed.config, root / "build", root / to, RenderOptions(say=say))


def by_mkdocs(analysed: Analysed, root: Path) -> Rendering:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderer, "obstacle_in", lambda *_: "the test")
        return rendered(analysed, root, "expected")


@pytest.mark.usefixtures("only_thread")
@pytest.mark.parametrize("name", one_quick(NAMES))
def test_the_same_site(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(name, tmp_path)
    analysed = staged(root)
    expected = by_mkdocs(analysed, root)
    for workers in ("1", "2", "3"):
        monkeypatch.setenv(WORKERS, workers)
        said = list[str]()
        made = rendered(analysed, root, workers, said)
        assert said == []
        assert made.problems == expected.problems
        assert tree(root / workers) == tree(root / "expected")
        assert made.pages
        for path, page in made.pages.items():
            assert page == read_page(root / workers, path, ())


@pytest.mark.usefixtures("only_thread")
@counts
@pytest.mark.parametrize(
    ("files", "is_built"),
    [
        ({"docs/b.md": "---\ntemplate: none.html\n---\n# B\n", "docs/c.md": "# C\n"}, False),
        ({"docs/b.md": "---\ntemplate: none.html\n---\n# B\n", "docs/c.md": b"# \xff\n"}, False),
        ({"mine/404.html": "{{ 1 / 0 }}", "docs/b.md": "---\ntemplate: none.html\n---\n"}, False),
        ({"mine/main.html": "{{ 1 / (page.title != 'B') }}", "docs/b.md": "# B\n"}, False),
        ({"docs/404.md": "# Not here\n"}, True),
    ],
)
def test_the_same_messages(
    files: dict[str, str | bytes],
    is_built: bool,
    workers: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = "site_name: Lights\nuse_directory_urls: false\ntheme:\n  custom_dir: mine\n"
    write_site(tmp_path, {**BASE, "mkdocs.yml": settings, "mine/x.txt": "", "docs/a.md": "# A\n"})
    analysed = staged(tmp_path)
    for path, content in files.items():  # what `check` would report
        staged_path = path.replace("mine/", "overrides/")
        write_site(tmp_path / "build", {staged_path: content})
    expected = by_mkdocs(analysed, tmp_path)
    monkeypatch.setenv(WORKERS, str(workers))
    made = rendered(analysed, tmp_path, "made")
    assert made.problems == expected.problems
    assert multiprocessing.active_children() == []
    assert (made.problems == ()) == is_built
    if is_built:
        assert tree(tmp_path / "made") == tree(tmp_path / "expected")


@pytest.mark.parametrize(
    ("settings", "files", "obstacle"),
    [
        ("hooks: [hook.py]\n", {"hook.py": ""}, "the hook hook.py"),
        ("plugins: [search, tags]\n", {}, "the plug-in material/tags"),
        ("markdown_extensions: [mine_own]\n", {"mine_own.py": EXTENSION}, "the extension mine_own"),
        (
            "theme: {static_templates: [all.html], custom_dir: mine}\n",
            {"mine/all.html": "all"},
            "the template all.html",
        ),
        (
            "theme: {custom_dir: mine}\n",
            {"mine/partials/x.html": "{% for each in nav %}{% endfor %}"},
            "the template partials/x.html",
        ),
        ("theme: {custom_dir: mine}\n", {"mine/partials/x.html": "<nav>{{ page.url }}"}, ""),
    ],
)
def test_what_may_use_all_pages_is_left_to_mkdocs(
    settings: str,
    files: dict[str, str],
    obstacle: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    write_site(tmp_path, {**BASE, "mkdocs.yml": f"site_name: Lights\n{settings}", **files})
    said = list[str]()
    made = rendered(staged(tmp_path), tmp_path, "made", said)
    assert made.problems == ()
    assert said == ([f"Rendering the pages as MkDocs does, because of {obstacle}"] * bool(obstacle))
    assert bool(made.pages) == (not obstacle)
