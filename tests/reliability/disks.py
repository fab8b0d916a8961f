"""A disk that refuses: each change that a build makes fails once, and from there on all of them.

What was built, and what is said of it, must be true: with an error the old site is whole in its
place or where a message says it is, without one the new site is there; and the next build, on a
disk that is well, makes it.
"""

import errno
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from explainer.building.publish import begin, publish, recover
from explainer.model import Place, Problem
from explainer.pipeline import build_site, has_errors
from tests.reliability.harbour import CHANGED, HIDDEN, SITE, Tree, part, tree
from tests.reliability.stops import on_change
from tests.site_files import write_site

# Full, not to be written, broken, another disk, in use: each once, and the first three for good.
_REFUSALS = (
    (errno.ENOSPC, False),
    (errno.EACCES, False),
    (errno.EXDEV, False),
    (errno.EBUSY, False),
    (errno.ENOSPC, True),
    (errno.EROFS, True),
    (errno.EIO, True),
)
_BUILDS = 25  # unless another number is given; there are too many changes in one for a test of each

Build = Callable[[Path], tuple[Problem, ...]]


class Disk:
    """The disk below a folder, which refuses when it is told to. Lasts as long as the process."""

    def __init__(self, folder: Path) -> None:
        self._left, self._code, self._is_lasting = -1, 0, False
        on_change(folder, self._change)

    def refuse(self, number: int, code: int, is_lasting: bool) -> None:
        """Let the change of that number from now, counted from 0, fail; or with
        `is_lasting` all from there on.
        """
        self._left, self._code, self._is_lasting = number, code, is_lasting

    def recover(self) -> bool:
        """Let all changes be made; tell whether one was refused."""
        has_refused, self._left, self._code = self._code != 0 and self._left < 0, -1, 0
        return has_refused

    def _change(self, _event: str, path: str) -> None:
        if not self._code:
            return
        self._left -= 1
        if self._left == -1 or (self._left < -1 and self._is_lasting):
            raise OSError(self._code, os.strerror(self._code), path)


def main(builds: int = _BUILDS) -> int:
    """Print what is not as it should be; 1 where anything is not."""
    with tempfile.TemporaryDirectory(prefix="explainer-disks-") as folder:
        disk = Disk(Path(folder))
        wrong = [*_publishing(Path(folder), disk), *_building(Path(folder), disk, builds)]
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def _publishing(folder: Path, disk: Disk) -> Iterator[str]:
    """Put a site in place, with every change that this makes refused in every way."""
    old = {
        "site/index.html": "old",
        "site/a/index.html": "old",
        "site/.explainer-site": "",
        **HIDDEN,
    }
    before = write_site(folder / "publishing", {"docs/a.md": "mine", **old})
    after = {path: text.encode() for path, text in (HIDDEN | {"site/index.html": "new"}).items()}

    def build(root: Path) -> tuple[Problem, ...]:
        site = root / "site"
        problems = (*recover(site), *begin(site))
        if problems:
            return problems
        try:
            write_site(root / ".site.explainer-new", {"index.html": "new"})
        except OSError as error:  # which MkDocs tells otherwise
            return (Problem(Place("site"), "error", str(error), "mkdocs"), *recover(site))
        return publish(root / ".site.explainer-new", site)

    for code, is_lasting in _REFUSALS:
        for number in range(1000):
            found = _refused(before, build, part(after, "site/"), disk, (number, code, is_lasting))
            if found is None:
                assert number > 10
                break
            yield from found


def _building(folder: Path, disk: Disk, builds: int) -> Iterator[str]:
    """Build a whole site, with one of the changes that this makes refused,
    here and there among them.
    """
    chance = random.Random(1)
    before = write_site(folder / "building", SITE)
    assert not has_errors(_build(before))
    write_site(before, {**HIDDEN, **CHANGED})
    right = shutil.copytree(before, folder / "right")
    disk.refuse(10**6, errno.EIO, False)
    assert not has_errors(_build(right))
    changes = 10**6 - disk._left
    disk.recover()
    for _ in range(builds):
        code, is_lasting = chance.choice(_REFUSALS)
        refusal = (chance.randrange(changes), code, is_lasting)
        yield from _refused(before, _build, part(tree(right), "site/"), disk, refusal) or ()


def _build(root: Path) -> tuple[Problem, ...]:
    return build_site(root, root / "site", lambda _: None)


def _refused(
    before: Path, build: Build, right: Tree, disk: Disk, refusal: tuple[int, int, bool]
) -> list[str] | None:
    """Build a copy on a disk that refuses; give what is wrong then, or None
    where it came not so far.
    """
    root = shutil.copytree(before, before.with_name("run"), symlinks=True)
    disk.refuse(*refusal)
    try:
        problems = build(root)
    finally:
        has_refused = disk.recover()
    number, code, is_lasting = refusal
    moment = (
        f"{before.name}, {errno.errorcode[code]} at change "
        f"{number}{' and after it' if is_lasting else ''}"
    )
    found = [
        f"{moment}: {wrong}"
        for wrong in (*_untrue(before, root, right, problems), *_unmended(root, build, right))
    ]
    shutil.rmtree(root)
    return found if has_refused else None


def _untrue(before: Path, root: Path, right: Tree, problems: tuple[Problem, ...]) -> Iterator[str]:
    """Say where the problems are not what is there."""
    there, was = tree(root), tree(before)
    said = " ".join(problem.message for problem in problems)
    site, beside = _unmarked(part(there, "site/")), _unmarked(part(there, ".site.explainer-old/"))
    if not has_errors(problems) and site != _unmarked(right):
        yield f"there is no error, and the new site is not there: {said}"
    is_beside = (
        not site
        and beside == _unmarked(part(was, "site/"))
        and f"{root}/.site.explainer-old" in said
    )
    if has_errors(problems) and site != _unmarked(part(was, "site/")) and not is_beside:
        yield f"the old site is not as it was, nor where it is said to be: {said}"
    texts = [
        path
        for path in was
        if path.startswith(("docs/", "annotations/")) and path != "annotations/anchors.lock.json"
    ]
    yield from (f"{path} is other than before" for path in texts if there.get(path) != was[path])


def _unmended(root: Path, build: Build, right: Tree) -> Iterator[str]:
    """Say what the next build, on a disk that is well, does not make good."""
    problems = build(root)
    if has_errors(problems):
        yield f"the next build has errors: {[str(problem) for problem in problems]}"
    if _unmarked(part(tree(root), "site/")) != _unmarked(right):
        yield "the next build does not make the site"
    beside = [path.name for path in root.iterdir() if ".explainer-" in path.name]
    yield from (f"{name} is left" for name in beside)


def _unmarked(site: Tree) -> Tree:
    return {path: data for path, data in site.items() if path != ".explainer-site"}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
