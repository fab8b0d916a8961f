"""A build of which nothing has changed says at once what the last one said, and only then."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path

import pytest
from click.testing import CliRunner

from explainer.building import fingerprints, unchanged
from explainer.building.fingerprints import code_versions, files_in
from explainer.building.outcomes import Keeping
from explainer.building.unchanged import KEEP, LAST_FILE, Command
from explainer.commands import main
from explainer.commands.output import worded
from explainer.pipeline import build_site
from tests.conftest import PROJECT, silent
from tests.site_files import BASE, write_site
from tests.test_command import site, tree
from tests.thoroughness import in_thirds, one_quick

NOTHING = "Nothing has changed since the last build; "
LAMP = "docs/articles/lamp.md"
PAGE = "site/articles/lamp/index.html"
SETTINGS = "site_name: Lights\ncopyright: !ENV [LIGHTS, nobody]\ntheme: {custom_dir: mine}\n"
SITE = {
    **BASE,
    "mkdocs.yml": SETTINGS,
    "mine/partials/copyright.html": "<p>Ours</p>",
    "annotations/a.yml": "article: lamp\n"
    "claims:\n  lit: {quote: The lamp was lit, summary: It was lit., kind: statement}\n",
}
Change = Callable[[Path, pytest.MonkeyPatch], object]


def said(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stderr


def built(root: Path) -> Path:
    """Build until the outcome is kept: the first build writes the record of the quotes."""
    for _ in range(2):
        said("build", "--root", root)
    return root


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(write_site(tmp_path_factory.mktemp("kept"), SITE))


@pytest.fixture
def root(kept_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of which nothing has changed, as a folder restored by CI: all times differ."""
    shutil.copytree(kept_site, tmp_path / "kept", symlinks=True)
    # What was kept names the folder
    kept_site.rename(kept_site.with_name("away"))
    (tmp_path / "kept").rename(kept_site)
    yield kept_site
    shutil.rmtree(kept_site, ignore_errors=True)
    kept_site.with_name("away").rename(kept_site)


def test_the_same_is_said_again(tmp_path: Path) -> None:
    root = built(site("full", tmp_path))
    before = tree(root)
    first = said("build", "--root", root).splitlines()
    last = root / "build" / LAST_FILE
    last.unlink()
    second = said("build", "--root", root).splitlines()
    assert len(first) > 5
    assert first[:-1] == second[:-1]
    assert first[-1].startswith(f"{NOTHING}the site is in {root / 'site'} (")
    assert second[-1].startswith(f"The site is in {root / 'site'} (")
    for path in (f"build/{LAST_FILE}", "build/kept.sqlite", "build/analysis.sqlite"):
        del before[path]
    assert {path: data for path, data in tree(root).items() if path in before} == before


def test_what_is_needed_to_find_out(root: Path) -> None:
    """Not what builds the site, since to import that takes longer than to find out."""
    command = [sys.executable, "-X", "importtime", "-m", "build_site", "--root", str(root)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    run = partial(subprocess.run, env=environment, capture_output=True, text=True, check=True)
    again = run(command)
    (root / "build" / LAST_FILE).unlink()
    anew = run(command)
    assert NOTHING in again.stderr
    assert NOTHING not in anew.stderr
    for module in ("explainer.model", "pydantic", "yaml", "mkdocs", "rich"):
        assert f" {module}\n" in anew.stderr
        assert f" {module}\n" not in again.stderr


def appended(path: str, text: str = "\n") -> Change:
    def change(root: Path, _: pytest.MonkeyPatch) -> None:
        write_site(root, {path: (root / path).read_text("utf-8") + text})

    return change


def written(path: str, text: str | bytes = "x") -> Change:
    return lambda root, _: write_site(root, {path: text})


def removed(path: str) -> Change:
    return lambda root, _: (root / path).unlink()


def same_size(path: str) -> Change:
    """Change a byte, and set back the time."""

    def change(root: Path, _: pytest.MonkeyPatch) -> None:
        file = root / path
        times, data = file.stat(), file.read_bytes()
        file.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    return change


def linked(path: str) -> Change:
    """Put a link in the place of a file, to a copy of it."""

    def change(root: Path, _: pytest.MonkeyPatch) -> None:
        (root / path).replace(root / "copy")
        (root / path).symlink_to(root / "copy")

    return change


def variable(name: str, value: str) -> Change:
    return lambda _, patch: patch.setenv(name, value)


def upgraded(root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unchanged, "code_versions", lambda: (*code_versions(), "new-1.0.dist-info"))


def tomorrow(root: Path, patch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2999, 1, 1)

    patch.setattr(unchanged, "date", Tomorrow)


def other_outcome(root: Path, _: pytest.MonkeyPatch) -> None:
    """Change what was said, without the digest."""
    file = root / "build" / LAST_FILE
    file.write_bytes(file.read_bytes().replace(b'"outcome"', b'"outcom3"'))


def without_site(root: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(root / "site")


def pipe(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "build" / LAST_FILE).unlink()
    os.mkfifo(root / "build" / LAST_FILE)


CHANGES: dict[str, Change] = {
    "text": appended(LAMP, "It was lit.\n"),
    "same size and time": same_size(LAMP),
    "annotation": appended("annotations/a.yml", "# note\n"),
    "new file": written("docs/new.md", "# New\n"),
    "new folder": lambda root, _: (root / "docs/empty").mkdir(),
    "settings": appended("mkdocs.yml", "# note\n"),
    "second settings": written("mkdocs.yaml", SETTINGS),
    "template": appended("mine/partials/copyright.html", "<p>And yours</p>"),
    "new template": written("mine/partials/footer.html", ""),
    "lock file": removed("annotations/anchors.lock.json"),
    "link": linked(LAMP),
    "page": appended(PAGE),
    "page of same size": same_size(PAGE),
    "missing page": removed(PAGE),
    "new page": written("site/new/index.html"),
    "linked page": linked(PAGE),
    "without mark": removed("site/.explainer-site"),
    "no site": without_site,
    "staged": appended("build/docs/index.md"),
    "staged settings": appended("build/mkdocs.yml"),
    "staged file too many": written("build/docs/new.md"),
    "schema": removed("build/annotations.schema.json"),
    "killed": written(".site.explainer-new/x"),
    "variable": variable("LIGHTS", "Ida"),
    "epoch": variable("SOURCE_DATE_EPOCH", "1000000000"),
    "off": variable(KEEP, "0"),
    "folder": lambda root, patch: patch.chdir(root),
    "upgraded": upgraded,
    "day": tomorrow,
    "damaged": other_outcome,
    "cut": written(f"build/{LAST_FILE}", b"{"),
    "empty": written(f"build/{LAST_FILE}", b""),
    "pipe": pipe,
}


@pytest.mark.parametrize("name", in_thirds([(name,) for name in CHANGES]))
def test_what_differs_is_noticed(name: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = Command(root)
    assert unchanged.last_outcome(command)
    CHANGES[name](root, monkeypatch)
    assert unchanged.last_outcome(command) is None


@pytest.mark.parametrize(
    "options", [{"offline": True}, {"site_dir": Path("site")}, {"site_dir": Path("elsewhere")}]
)
def test_another_command_builds(options: dict, root: Path) -> None:
    assert unchanged.last_outcome(Command(root, **options)) is None


def test_what_does_not_matter(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (*files_in([str(root / "docs")]), *files_in([str(root / "site")])):
        os.utime(path)
    write_site(root, {"site/.nojekyll": "", "build/mine": "", "build/preview/x": "", "x.md": ""})
    (root / "build/kept.sqlite").unlink()
    monkeypatch.setenv("ELSE", "x")
    assert unchanged.last_outcome(Command(root))


UNCLEAR = {
    "hook": {"mkdocs.yml": "site_name: x\nhooks: [h.py]\n", "h.py": ""},
    "plug-in": {"mkdocs.yml": "site_name: x\nplugins: [search, tags]\n"},
    "snippets": {"mkdocs.yml": "site_name: x\nmarkdown_extensions: [pymdownx.snippets]\n"},
    "tag": {"mkdocs.yml": "site_name: x\ncopyright: !!python/object/apply:os.getcwd []\n"},
    "inherited": {"mkdocs.yml": "INHERIT: base.yml\n", "base.yml": "site_name: x\n"},
    "links": {"mkdocs.yml": "site_name: x\nextra: {explainer: {follow_links: true}}\n"},
    "safe": {"mkdocs.yml": "site_name: x\nextra: {explainer: {safe: true}}\n"},
}


@pytest.mark.parametrize("name", one_quick([*UNCLEAR]))
def test_a_site_that_may_depend_on_more_is_built(name: str, tmp_path: Path) -> None:
    root = built(write_site(tmp_path, {**BASE, **UNCLEAR[name]}))
    assert NOTHING not in said("build", "--root", root)
    assert not (root / "build" / LAST_FILE).exists()


def test_a_safe_site_believes_no_record(root: Path) -> None:
    """Whoever brings an article may bring a site with what vouches for it."""
    file = root / "build" / LAST_FILE
    write_site(root, {"mkdocs.yml": f"{SETTINGS}extra: {{explainer: {{safe: true}}}}\n"})
    record = json.loads(file.read_bytes().partition(b"\n")[2])
    inputs = unchanged._inputs(Command(root), record["custom_dir"])
    record["inputs"] = unchanged.fingerprints(inputs)
    data = json.dumps(record).encode()
    file.write_bytes(blake2b(data, digest_size=16).hexdigest().encode() + b"\n" + data)
    assert unchanged.last_outcome(Command(root)) is None
    write_site(root, {"mkdocs.yml": SETTINGS})
    record["inputs"] = unchanged.fingerprints(unchanged._inputs(Command(root), str(root / "mine")))
    data = json.dumps(record).encode()
    file.write_bytes(blake2b(data, digest_size=16).hexdigest().encode() + b"\n" + data)
    assert unchanged.last_outcome(Command(root))  # so the record is right but for that


@pytest.mark.parametrize("path", one_quick([LAMP, "mine/partials/copyright.html", "mkdocs.yml"]))
def test_what_changes_during_a_build_is_built_next(path: str, tmp_path: Path) -> None:
    root = built(write_site(tmp_path, SITE))
    appended("annotations/a.yml", "# note\n")(root, pytest.MonkeyPatch())
    command = Command(root)
    steps = list[str]()

    def say(step: str) -> None:
        if not steps:
            write_site(root, {path: SITE[path] + "\n"})
        steps.append(step)

    keeping = Keeping(command, str(root / "site"), worded)
    build_site(root, root / "site", say, keeping=keeping)
    assert len(steps) > 5
    assert unchanged.last_outcome(command) is None
    build_site(root, root / "site", silent, keeping=keeping)
    assert unchanged.last_outcome(command)


def test_nothing_is_kept_through_a_link(tmp_path: Path) -> None:
    root = built(write_site(tmp_path, SITE))
    mine, file = tmp_path / "mine.txt", root / "build" / LAST_FILE
    mine.write_text("mine")
    file.unlink()
    file.symlink_to(mine)
    said("build", "--root", root)
    assert mine.read_text() == "mine"
    assert NOTHING in said("build", "--root", root)


def test_the_code_is_told_by_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where an installer puts links into the package."""
    write_site(tmp_path, {"store/a.py": "1", "package/b.css": "2"})
    (tmp_path / "package/a.py").symlink_to(tmp_path / "store/a.py")
    monkeypatch.setattr(fingerprints, "_PACKAGE", tmp_path / "package")
    seen = set()
    for path in ("package/b.css", "store/a.py", "package/__pycache__/a.pyc"):
        seen.add(code_versions.__wrapped__())
        write_site(tmp_path, {path: "3"})
    seen.add(code_versions.__wrapped__())
    assert len(seen) == 3


READS = """
import os, sys
from pathlib import Path
from explainer.pipeline import build_site
root, read = os.path.abspath(sys.argv[1]), set()
def note(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, Path)):
        read.add(os.path.abspath(arguments[0]))
sys.addaudithook(note)
build_site(Path(root), Path(root, "site"), lambda _: None)
print("\\n".join(sorted(path for path in read if path.startswith(root))))
"""


def test_all_that_a_build_reads_is_known(root: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "EXPLAINER_WORKERS": "1"}
    command = [sys.executable, "-c", READS, str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    read = [Path(path).relative_to(root).as_posix() for path in done.stdout.splitlines()]
    assert {LAMP, "mkdocs.yml", "mine/partials/copyright.html"} <= set(read)
    known = ("docs", "annotations", "mkdocs.yml", "mine", "build", "site", ".site.explainer-")
    others = [path for path in read if not path.startswith(known)]
    assert [path for path in others if path != "." and "__path_hook__" not in path] == []
