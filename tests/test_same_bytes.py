"""A build after an edit gives, byte for byte, what a clean build of the same files gives."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.conftest import PROJECT
from tests.editing_randomly import EDITS, edit_randomly
from tests.fresh_process import Built, built_afresh, built_or_same
from tests.manuscript import LOCK_FILE, Manuscript
from tests.reliability.harbour import SITE, Tree, part, tree
from tests.site_files import write_site
from tests.thoroughness import one_quick

EDITS_OF_A_SEED = 20
QUICK_EDITS = 3
SEEDS = range(1, 26)  # of which a quick run takes the first
MOST_CHANGES = 300  # to the disk, in a build of such a site
KILLED = 0.1  # of all builds
OFFLINE = 0.1
STAGED_CONFIG = "build/mkdocs.yml"
STAGED = ("build/docs/", "build/overrides/", STAGED_CONFIG)


def results(root: Path) -> Tree:
    """Return what a build makes: the site, the staged tree, and the record of quotes."""
    whole = tree(root)
    made = {path: data for path, data in whole.items() if path.startswith(("site/", *STAGED))}
    if STAGED_CONFIG in made:  # which may name the root
        made[STAGED_CONFIG] = made[STAGED_CONFIG].replace(str(root).encode(), b"ROOT")
    if LOCK_FILE in whole:
        made[LOCK_FILE] = whole[LOCK_FILE]
    return made


def clean_copy(root: Path, to: Path) -> Path:
    """Copy what an editor has in a root, without what builds made of it."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(root, to, ignore=shutil.ignore_patterns("build", "site", ".site*"))


def differing(one: Tree, other: Tree) -> Sequence[str]:
    """Return the paths of files that are not the same in both."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def has_errors(problems: Sequence[str]) -> bool:
    return any(": error: " in problem for problem in problems)


@pytest.mark.parametrize("seed", one_quick(SEEDS))
def test_after_random_edits_each_file_is_that_of_a_clean_build(
    seed: int, tmp_path: Path, figure: Callable[[str], None], thorough: bool
) -> None:
    chance, done, compared, same = Random(seed), Counter[str](), 0, 0
    site = Manuscript(tmp_path / "root", chance)
    built_afresh(site.root)
    edits = EDITS_OF_A_SEED if thorough else QUICK_EDITS
    for _ in range(edits):
        edit = edit_randomly(site)
        done[edit] += 1
        if chance.random() < OFFLINE:
            built_or_same(site.root, offline=True)
        clean = clean_copy(site.root, tmp_path / "clean")
        if chance.random() < KILLED:
            built_afresh(site.root, chance.randrange(MOST_CHANGES))
        before = part(tree(site.root), "site/")
        built, expected = built_or_same(site.root), built_afresh(clean)
        assert built == Built(expected, built.is_same), (seed, dict(done), edit)
        same += built.is_same
        if has_errors(expected or ()):
            assert part(tree(site.root), "site/") == before, (seed, edit)
            continue
        assert differing(results(site.root), results(clean)) == [], (seed, edit)
        compared += len(results(clean))
    assert compared > edits * 50
    about = f"(seed {seed}; nothing had changed in {same})"
    figure(f"rebuilds after {sum(done.values())} random edits {about}: {compared} files same")


def test_every_edit_changes_what_the_editor_or_the_program_wrote(tmp_path: Path) -> None:
    site = Manuscript(tmp_path / "root", Random(1))
    built_afresh(site.root)
    idle = {"nothing", "lost_alias", "forgotten_id", "taken_back", "touched"}
    for edit in EDITS:
        before = tree(site.root)
        for _ in range(20):
            edit(site)
            site.write()
            if tree(site.root) != before:
                break
        assert (tree(site.root) != before) or edit.__name__ in idle, edit.__name__


@pytest.mark.parametrize("version", one_quick(["0.1.0", "9.9.9"]))
@pytest.mark.thorough
def test_after_an_upgrade_nothing_of_the_earlier_version_is_left(
    version: str, tmp_path: Path
) -> None:
    """Also after one that keeps its number, as an installation from a branch does."""
    package = tmp_path / "package"
    shutil.copytree(
        PROJECT / "explainer", package / "explainer", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(PROJECT / "build_site.py", package)
    root = write_site(tmp_path / "root", {**SITE, "mkdocs.yml": "site_name: Lights\n"})
    run_package(package, root)
    first = results(root)
    (package / "explainer/__init__.py").write_text(f'__version__ = "{version}"\n')
    for path in ("templates/claim.md.j2", "overrides/explainer-main.html"):
        file = package / "explainer" / path
        file.write_text(f"{file.read_text('utf-8')}\n<!-- a newer {path} -->\n", "utf-8")
    clean = clean_copy(root, tmp_path / "clean")
    run_package(package, root)
    run_package(package, clean)
    assert differing(results(root), results(clean)) == []
    assert differing(results(root), first) != []


def run_package(package: Path, root: Path) -> None:
    """Build with a package that stands in a folder of its own."""
    command = [sys.executable, "-P", str(package / "build_site.py"), "--root", str(root)]
    environment = os.environ | {"PYTHONPATH": str(package)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize(
    "content", one_quick([b"SQLite format 3\0" + b"\1" * 5_000, b"", b"foreign"])
)
@pytest.mark.thorough
def test_files_in_the_build_folder_that_are_not_its_own_change_nothing(
    content: bytes, tmp_path: Path
) -> None:
    """Each file that a build leaves there for the next one is replaced, and there are others."""
    root = write_site(tmp_path / "root", {**SITE, "mkdocs.yml": "site_name: Lights\n"})
    built_afresh(root)
    clean = clean_copy(root, tmp_path / "clean")
    for file in (root / "build").iterdir():
        if file.is_file() and file.name not in ("mkdocs.yml", "site.lock"):
            file.write_bytes(content)
    write_site(root, {"build/foreign.sqlite": content, "build/cache/foreign": content})
    assert built_afresh(root) == built_afresh(clean)
    assert differing(results(root), results(clean)) == []


@pytest.mark.thorough
def test_a_build_folder_of_another_site_changes_nothing(tmp_path: Path) -> None:
    """As where a CI restores what it kept of another branch."""
    plain = {**SITE, "mkdocs.yml": "site_name: Lights\n"}
    root = write_site(tmp_path / "root", plain)
    page = plain["docs/about.md"].replace("About", "Elsewhere")
    other = write_site(tmp_path / "other", {**plain, "docs/about.md": page})
    built_afresh(other)
    built_afresh(root)
    clean = clean_copy(root, tmp_path / "clean")
    shutil.rmtree(root / "build")
    shutil.copytree(other / "build", root / "build")
    assert built_afresh(root) == built_afresh(clean)
    assert differing(results(root), results(clean)) == []
