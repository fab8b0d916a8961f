"""The sites that are measured, each made when it is first wanted."""

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from tests.benchmark.big_site import write_big_site
from tests.benchmark.processes import PROJECT, Cost, run_python
from tests.benchmark.sampling import profile
from tests.site_files import write_site


class NotMeasured(Exception):  # noqa: N818
    """A row cannot be measured here, for the reason in the message."""


@dataclass
class Bench:
    """A folder with the sites of a size; `articles` are 100 in the table of the README."""

    folder: Path
    articles: int
    seed: int
    base: str  # the commit whose staged tree is built by MkDocs, too
    profile: list[str] = field(default_factory=list)  # of the first build of `site`
    saves: Iterator[int] = field(default_factory=count)  # a number for each edit

    @cached_property
    def site(self) -> Path:
        """The large site, built once, so that it has its lock file."""
        root = write_big_site(self.folder / "large", self.articles, self.seed)
        _, self.profile = profile(root, self.folder / "samples")
        return root

    @cached_property
    def tenth(self) -> Path:
        """A site of a tenth of the articles, built once."""
        root = write_big_site(self.folder / "tenth", max(1, self.articles // 10), self.seed)
        build(root)
        return root

    @cached_property
    def shipped(self) -> Path:
        """The texts of the shipped site."""
        root = self.folder / "shipped"
        for name in ("docs", "annotations"):
            shutil.copytree(PROJECT / name, root / name)
        for name in ("mkdocs.yml", "build_site.py"):
            shutil.copy(PROJECT / name, root)
        return root

    @cached_property
    def package_at_base(self) -> Path:
        """Explainer as it was at the commit `base`. Raises NotMeasured without that commit."""
        command = ["git", "archive", self.base, "explainer", "build_site.py"]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
        if done.returncode:
            raise NotMeasured(f"the commit {self.base} is not in this clone")
        folder = self.folder / "base"
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return folder

    @cached_property
    def staged_at_base(self) -> Path:
        """The mkdocs.yml of the tree that the commit `base` stages of the large site."""
        root = sources_of(self.site, self.folder / "large-at-base")
        build(root, self.package_at_base)
        return root / "build/mkdocs.yml"


def build(root: Path, package: Path = PROJECT) -> Cost:
    """Build a site in a process of its own."""
    return run_python("build_site.py", "--root", root, "--site-dir", root / "site", folder=package)


def build_by_mkdocs(config: Path, package: Path = PROJECT) -> Cost:
    """Let MkDocs alone build a tree, as for a new site."""
    made = config.parent.parent / "by-mkdocs"
    shutil.rmtree(made, ignore_errors=True)
    return run_python("-m", "mkdocs", "build", "-q", "-f", config, "-d", made, folder=package)


def without_results(root: Path) -> Path:
    """Remove what builds made, as in a fresh clone; the lock file stays, as it does there."""
    for name in ("build", "site"):
        shutil.rmtree(root / name, ignore_errors=True)
    return root


def sources_of(root: Path, to: Path) -> Path:
    """Copy what an editor wrote."""
    return shutil.copytree(root, to, ignore=shutil.ignore_patterns("build", "site", "by-mkdocs"))


def fresh_clone(to: Path) -> Path:
    """Copy the files of the project that git knows, or would add, as they are now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    if done.returncode:
        raise NotMeasured("this is no clone")
    paths = [path for path in os.fsdecode(done.stdout).split("\0") if (PROJECT / path).is_file()]
    shutil.rmtree(to, ignore_errors=True)
    return write_site(to, {path: (PROJECT / path).read_bytes() for path in paths})
