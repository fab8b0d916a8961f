"""Relative paths in the settings are read from the root, wherever the command is run."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from explainer.files.workingfolder import working_in
from explainer.pipeline import build_site
from tests.conftest import PROJECT, silent
from tests.previewing import previewing
from tests.site_files import write_site

SITE = {
    "mkdocs.yml": """\
site_name: Lights
hooks: [build_site.py, tools/motto.py]
markdown_extensions:
  - abbr
  - pymdownx.snippets: {auto_append: [parts/words.md], check_paths: true}
""",
    "build_site.py": (PROJECT / "build_site.py").read_text("utf-8"),
    "tools/motto.py": """\
from pathlib import Path


def on_page_content(html, **_):
    return html + Path("parts/motto.txt").read_text()
""",
    "parts/words.md": "*[LHB]: Lund Harbour Board\n\nThis is for pages.\n",
    "parts/motto.txt": "<p>Light for all.</p>",
    "parts/lamp.txt": "The lamp was lit by hand.",
    "docs/articles/lamp.md": '# The lamp\n\nThe LHB met.\n\n--8<-- "parts/lamp.txt"\n',
    "annotations/lamp.yml": """\
claims:
  lit: {quote: lit by hand, summary: By hand., kind: value, by: lhb, note: The LHB says so.}
actors:
  lhb: {name: Harbour Board, mentions: off, type: organisation, role: owner}
""",
}
COMMANDS = {
    "build": [str(PROJECT / "build_site.py"), "build", "--root"],
    "mkdocs": ["-m", "mkdocs", "build", "-q", "-f"],
}


def built_from(folder: Path, root: Path, command: str) -> dict[str, bytes]:
    """The site that a command makes when it is run in a folder."""
    named = os.path.relpath(root / "mkdocs.yml" if command == "mkdocs" else root, folder)
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    called = [sys.executable, *COMMANDS[command], named]
    done = subprocess.run(called, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    files = sorted((root / "site").rglob("*.html"))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def test_the_site_is_the_same_from_every_folder(tmp_path: Path, thorough: bool) -> None:
    root = write_site(tmp_path / "site of lights", SITE)
    first = built_from(root, root, "build")
    page = first["site/articles/lamp/index.html"].decode()
    assert "Light for all." in page
    # in the article, and in the note
    assert page.count('<abbr title="Lund Harbour Board">LHB</abbr>') == 2
    assert page.count("This is for pages.") == 1
    (tmp_path / "parts").mkdir()  # nothing is read from there
    ways = [(tmp_path, "build"), (root / "docs", "mkdocs"), (root / "docs", "build")]
    ways.append((tmp_path, "mkdocs"))
    for folder, command in ways if thorough else ways[:2]:
        assert built_from(folder, root, command) == first


BASES = ["!relative", "!relative $docs_dir/articles", "!relative $config_dir/docs/articles"]


@pytest.mark.parametrize("base", BASES)
def test_snippets_from_where_a_tag_says(tmp_path: Path, base: str) -> None:
    extensions = f"markdown_extensions:\n  - pymdownx.snippets:\n      base_path: {base}\n"
    settings = f"site_name: Lights\n{extensions}"
    files = {
        "mkdocs.yml": settings,
        "docs/articles/lamp.md": '# The lamp\n\n--8<-- "part.txt"\n',
        "docs/articles/part.txt": "The lamp was lit by hand.",
        "annotations/a.yml": SITE["annotations/lamp.yml"],
    }
    root = write_site(tmp_path, files)
    assert [str(problem) for problem in build_site(root, root / "site", silent)] == []


def test_a_change_of_a_snippet_is_shown(tmp_path: Path) -> None:
    hooks = "hooks: [build_site.py, tools/motto.py]"
    settings = SITE["mkdocs.yml"].replace(hooks, "watch: [tools]")
    root = write_site(tmp_path, {**SITE, "mkdocs.yml": settings})
    with previewing(root) as preview:
        assert preview.shows("lit by hand", "articles/lamp/")
        write_site(root, {"parts/lamp.txt": "The lamp was lit by hand and by night."})
        assert preview.shows("and by night.", "articles/lamp/")
        write_site(root, {"parts/words.md": "*[LHB]: Lund Harbour Council\n"})
        assert preview.shows("Lund Harbour Council", "articles/lamp/")
        assert root / "tools/motto.py" in preview.bench.look()


def test_threads_work_in_one_folder_at_once(tmp_path: Path) -> None:
    before, seen, entered = Path.cwd(), list[Path](), threading.Event()
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()

    def work_in(folder: Path) -> threading.Thread:
        def work() -> None:
            with working_in(folder):
                seen.append(Path.cwd())
                entered.set()

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    with working_in(one):
        work_in(one).join(60)
        assert entered.wait(300)
        waiting = work_in(other)
        with working_in(one):
            assert Path.cwd() == one
    waiting.join(60)
    assert seen == [one, other]
    assert Path.cwd() == before


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    before = Path.cwd()
    with working_in(tmp_path / "nowhere"):
        assert Path.cwd() == before
    with working_in(None):
        assert Path.cwd() == before
    assert Path.cwd() == before
