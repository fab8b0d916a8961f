"""The bounds of pyproject.toml, and the lock files that `.ci/lock` makes of them, agree."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import PROJECT

PROJECT_FILE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
RUNNING = [Requirement(line) for line in PROJECT_FILE["project"]["dependencies"]]
TESTING = [Requirement(line) for line in PROJECT_FILE["project"]["optional-dependencies"]["test"]]
(BUILDING,) = (Requirement(line) for line in PROJECT_FILE["build-system"]["requires"])
EVERY = [*RUNNING, *TESTING]
RENEW = "change the bound, or renew the lock files: bash .ci/lock"
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; [^\\]+)? \\\n(?P<hashes>(?: {4}--hash=.*\n)*)",
    re.M,
)
SITE, TESTS, LOWEST = "explainer/requirements.txt", "tests/requirements.txt", "tests/lowest.txt"


def locked(path: str) -> dict[str, list[Version]]:
    """The versions of a lock file by the names of the packages; most have one on all systems."""
    found = dict[str, list[Version]]()
    for entry in ENTRY.finditer((PROJECT / path).read_text(encoding="utf-8")):
        found.setdefault(entry["name"], []).append(Version(entry["version"]))
    return found


def of(requirement: Requirement, path: str) -> list[Version]:
    return locked(path)[canonicalize_name(requirement.name)]


def names(requirements: list[Requirement]) -> list[str]:
    return [requirement.name for requirement in requirements]


def next_breaking(version: Version) -> str:
    """The next major version; of what is still at 0, the next minor one."""
    return str(version.major + 1) if version.major else f"0.{version.minor + 1}"


@pytest.mark.parametrize("path", [SITE, TESTS, LOWEST, ".ci/audit.txt"])
def test_every_package_has_one_version_and_its_hashes(path):
    text = (PROJECT / path).read_text(encoding="utf-8")
    entries = list(ENTRY.finditer(text))
    assert len(entries) == len(re.findall(r"^[^ #\n]", text, re.MULTILINE)) > 20
    for entry in entries:
        hashes = entry["hashes"].splitlines()
        assert hashes, entry["name"]
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in hashes)
    assert "://" not in text
    assert "bash .ci/lock" in text


@pytest.mark.parametrize("requirement", [*EVERY, BUILDING], ids=lambda each: each.name)
def test_the_lock_file_of_the_tests_is_within_the_bounds(requirement):
    for version in of(requirement, TESTS):
        assert version in requirement.specifier, RENEW


@pytest.mark.parametrize("requirement", EVERY, ids=lambda each: each.name)
def test_the_lowest_versions_are_the_lower_bounds(requirement):
    (bound,) = (each.version for each in requirement.specifier if each.operator in (">=", "=="))
    assert of(requirement, LOWEST) == [Version(bound)], RENEW


@pytest.mark.parametrize("requirement", EVERY, ids=lambda each: each.name)
def test_what_may_break_is_not_allowed(requirement):
    newest = max(of(requirement, TESTS))
    assert next_breaking(newest) not in requirement.specifier


def test_sites_are_built_with_what_the_tests_try():
    tried = locked(TESTS)
    assert {name: tried[name] for name in locked(SITE)} == locked(SITE)
    assert set(map(canonicalize_name, names([*RUNNING, BUILDING]))) <= set(locked(SITE))
    assert {"pytest", "playwright", "mypy"}.isdisjoint(locked(SITE))


def imported(folder: str) -> Iterator[str]:
    """The packages that modules of a folder import, but for Python's and this project's own."""
    own = {"explainer", "tests", "build_site", *sys.stdlib_module_names}
    for file in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            yield from {module.partition(".")[0] for module in modules} - own


@pytest.mark.parametrize(("folder", "named"), [("explainer", RUNNING), ("tests", EVERY)])
def test_what_is_imported_is_named(folder, named):
    packages = packages_distributions()
    there = set(map(canonicalize_name, names(named))) | {"pydantic-core"}  # which pydantic pins
    for module in set(imported(folder)):
        assert there & set(map(canonicalize_name, packages[module])), module


def test_the_lowest_python_is_that_of_the_lock_files():
    assert PROJECT_FILE["project"]["requires-python"] == ">=3.11"
    assert "--python-version 3.11 " in (PROJECT / ".ci/lock").read_text(encoding="utf-8")


def test_a_wheel_holds_the_lock_file_of_sites():
    data = PROJECT_FILE["tool"]["setuptools"]["package-data"]["explainer"]
    assert Path(SITE).name in data
