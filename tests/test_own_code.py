"""What only reads a site runs nothing that lies in it.

Each place of a folder that could run code would leave a file behind.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.commands import main
from explainer.pipeline import analyse, build_site
from tests.conftest import PROJECT, silent
from tests.site_files import write_site

# In place of LEFT stands the path of a file that running the code leaves behind.
CODE = "import pathlib; pathlib.Path('LEFT').touch()\n"
EXTENSION = f"""\
{CODE}
from markdown import Extension
class Own(Extension):
    def extendMarkdown(self, md):
        pass
makeExtension = Own
"""
TEMPLATE = """\
{% extends "explainer-main.html" %}
{% block content %}{{ super() }}{{ cycler.__init__.__globals__.os.system("touch LEFT") }}{% endblock %}
"""  # noqa: E501
SETTINGS = """\
INHERIT: base.yml
site_url: !ENV [LIGHTS_URL, ""]
hooks: [tools/hook.py]
theme: {custom_dir: mine}
plugins:
  - search: {lang: !!python/object/apply:os.system ["touch LEFT-plugin"]}
markdown_extensions:
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
  - pymdownx.superfences:
      custom_fences:
        - {name: own, class: own, format: !!python/object/apply:os.system ["touch LEFT-fence"]}
        - {name: loud, class: loud, format: !!python/name:os.system }
        - {name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }
  - pymdownx.snippets: {url_download: true}
  - tables: !!python/object/apply:os.system ["touch LEFT-options"]
  - own_module
  - own_module:Own
  - own_package.within
  - own_entry
  - docs.own
  - "subprocess:Popen": {args: [touch, LEFT-class]}
  - "os:system": {command: touch LEFT-function}
  - antigravity
extra:
  one: !!python/object/apply:os.system ["touch LEFT-tag"]
  two: !!python/object/new:subprocess.Popen [[touch, LEFT-new]]
  three: !!python/module:own_module
  !!python/name:own_module.Own : key
"""  # noqa: E501
SITE = {
    "mkdocs.yml": SETTINGS,
    "base.yml": "site_name: Lights\nextra: {zero: !!python/object/apply:os.system "
    '["touch LEFT-inherited"]}\n',
    "tools/hook.py": CODE,
    "own_module.py": EXTENSION,
    "own_package/__init__.py": CODE,
    "own_package/within.py": EXTENSION,
    "own.dist-info/METADATA": "Metadata-Version: 2.1\nName: own\nVersion: 1\n",
    "own.dist-info/entry_points.txt": "[markdown.extensions]\nown_entry = own_module:Own\n",
    "build_site.py": CODE,
    "sitecustomize.py": CODE,
    "conftest.py": CODE,
    "yaml.py": CODE,
    "markdown/__init__.py": CODE,
    "pymdownx/snippets.py": EXTENSION,
    "docs/own.py": EXTENSION,
    "annotations/own.py": CODE,
    "mine/main.html": TEMPLATE,
    "docs/about.md": "# About\n\nAnna Lund keeps the light.\n",
    "docs/articles/lamp.md": """\
# The lamp

The lamp was lit every night. Anna Lund kept it until 1911.

--8<-- "ADDRESS/words.md"

```loud
touch LEFT-loud
```
""",
    "annotations/lamp.yml": """\
article: articles/lamp.md
claims:
  lit: {quote: The lamp was lit every night, summary: It was lit., kind: statement, by: lund}
  out: {quote: The lamp was out every night, summary: It was out., kind: statement, by: lund}
  tag: {quote: kept it until 1911, summary: !!python/object/apply:os.system ["touch LEFT"], kind: statement, by: lund}
actors:
  lund: {name: Anna Lund, type: person, role: keeper}
  lunt: {name: Ann Lunt, type: person, role: keeper}
""",  # noqa: E501
}
READING = [
    ["check"],
    ["check", "--format", "json"],
    ["check", "--roles"],
    ["suggest", "lamp"],
    ["suggest", "lamp", "--write"],
    ["reanchor", "--report"],
    ["reanchor", "--report", "--markdown"],
    ["reanchor", "--accept-all"],
    ["rename", "claim:lit", "claim:lamp-lit"],
    ["rename", "article:lamp", "great-lamp"],
    ["merge", "actor:lunt", "actor:lund"],
]


@pytest.fixture
def address() -> Iterator[str]:
    """Give the address of a server that nobody is to ask."""
    asked = []

    class Words(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Words) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    assert asked == []


def trap(tmp_path: Path, address: str = "", **others: str) -> Path:
    """Write the site; whatever runs of it leaves a file in left/."""
    (tmp_path / "left").mkdir()
    files = {}
    for path, text in {**SITE, **others}.items():
        left = tmp_path / "left" / path.replace("/", "-")
        files[path] = text.replace("LEFT", str(left)).replace("ADDRESS", address)
    return write_site(tmp_path / "root", files)


def left(root: Path) -> list[str]:
    return sorted(file.name for file in (root.parent / "left").iterdir())


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_no_code_from_the_folder_runs(
    command: list[str], tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = trap(tmp_path, address)
    monkeypatch.syspath_prepend(
        root
    )  # as where the program is started with a script of that folder
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    monkeypatch.chdir(root)
    said = CliRunner().invoke(main, command)
    assert said.exception is None or isinstance(said.exception, SystemExit), said.output
    assert left(root) == []
    assert "own_module" not in sys.modules


@pytest.mark.parametrize("command", [["check"], ["schema"], ["rules"]], ids=" ".join)
def test_nothing_in_the_working_folder_runs(command: list[str], tmp_path: Path) -> None:
    root = trap(tmp_path)
    run = "from explainer.commands import main; main()"
    # -P: as the installed command, which does not look for modules where it is started
    said = subprocess.run(
        [sys.executable, "-P", "-c", run, *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in said.stderr
    assert left(root) == []


def test_the_script_of_one_site_runs_nothing_of_another(tmp_path: Path) -> None:
    root = trap(tmp_path)
    script = PROJECT / "build_site.py"
    subprocess.run(
        [sys.executable, script, "check", "--root", root], capture_output=True, check=False
    )
    assert left(root) == []


@pytest.mark.parametrize("script", ["build_site.py", "explainer/new/starter/build_site.py"])
def test_a_file_beside_the_script_replaces_no_installed_one(script: str, tmp_path: Path) -> None:
    root = trap(tmp_path, **{"build_site.py": (PROJECT / script).read_text("utf-8")})
    said = subprocess.run(
        [sys.executable, "build_site.py", "check"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "own_module" in said.stderr  # it names what it did not run
    assert left(root) == []


def test_what_was_not_run_is_said_once_and_is_no_error(tmp_path: Path) -> None:
    settings = SETTINGS.replace(
        "  - own_entry\n", ""
    )  # known only where the folder is on Python's path
    root = trap(
        tmp_path, **{"annotations/lamp.yml": "article: articles/lamp.md\n", "mkdocs.yml": settings}
    )
    problems = analyse(root, silent)[1]
    (note,) = (problem for problem in problems if problem.rule == "not-run")
    assert note.level == "warning"
    told = [
        "`tools/hook.py`",
        "`own_module`",
        "`subprocess:Popen`",
        "`url_download`",
        "object/apply:os.system`",
    ]
    assert [name for name in told if name not in note.message] == []
    assert not any(
        name in note.message for name in ("slugs", "fence_code_format", "LIGHTS_URL", "toc")
    )
    assert [str(problem) for problem in problems if problem.level == "error"] == []


@pytest.mark.parametrize(
    "broken",
    [
        "a: !!int three",
        "a: !relative $here/x",
        "a: !ENV {LIGHTS: x}",
        "a: !!set x",
        "a: !!timestamp soon",
        "a: !!lamp x",
        "1 : !!float x",
    ],
)
def test_checking_runs_no_code(broken: str, tmp_path: Path) -> None:
    tags = 'zero: !!python/object/apply:os.system ["touch LEFT"]'
    root = trap(
        tmp_path, **{"mkdocs.yml": f"site_name: Lights\nextra:\n  {tags}\n  {broken}\n  last: x\n"}
    )
    places = [problem.place for problem in analyse(root, silent)[1] if problem.rule == "settings"]
    assert [(place.path, place.line) for place in places] == [("mkdocs.yml", 4)]
    assert left(root) == []


def test_a_build_runs_what_the_site_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = """\
site_name: Lights
hooks: [tools/hook.py]
theme: {custom_dir: mine}
markdown_extensions: [own_module]
extra: {one: !!python/object/apply:os.system ["touch LEFT-tag"]}
"""
    words = "# The lamp\n\nThe lamp was lit every night.\n"
    annotations = "article: articles/lamp.md\n"
    root = trap(
        tmp_path,
        **{
            "mkdocs.yml": settings,
            "docs/articles/lamp.md": words,
            "annotations/lamp.yml": annotations,
        },
    )
    monkeypatch.syspath_prepend(root)
    problems = build_site(root, root / "site", silent)
    sys.modules.pop("own_module", None)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert left(root) == ["mine-main.html", "mkdocs.yml-tag", "own_module.py", "tools-hook.py"]


@pytest.mark.parametrize("value", ["LIGHTS_SECRET", "[LIGHTS_SECRET]", "[LIGHTS_SECRET, search]"])
def test_the_environment_is_not_told(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIGHTS_SECRET", "s3cr3t")
    root = trap(tmp_path, **{"mkdocs.yml": f"site_name: Lights\nplugins: [!ENV {value}]\n"})
    said = "\n".join(map(str, analyse(root, silent)[1]))
    assert "s3cr3t" not in said
