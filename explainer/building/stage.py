"""The staged tree: mkdocs.yml, docs/ and overrides/ in the build folder, ready for any renderer.

Only files whose content changed are written, so that modification times can be relied on; files
that are no longer needed are removed.
"""

import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from explainer.addresses import MARKDOWN, built_file, url
from explainer.config.customdir import own_templates
from explainer.config.settings import Config
from explainer.config.staged import HEADER, OVERRIDES, staged_text
from explainer.files.deepfolders import walk
from explainer.files.folders import way_to_read
from explainer.files.textfiles import (
    ON_WINDOWS_AND_MACOS,
    alike,
    caseless,
    is_file,
    is_taken,
    on_disk,
    same_name,
    way_to_write,
)
from explainer.files.wholefiles import fill_file, named_file
from explainer.model import Level, Place, Problem

Content = str | bytes | Path  # a Path is a file to copy
CONFIG_FILE = "mkdocs.yml"
# What is staged in the build folder; nothing else there is touched
STAGED = (CONFIG_FILE, "docs", OVERRIDES)
_PIECE = 1_000_000  # bytes of a file that are compared at once
_OWN_OVERRIDES = Path(__file__).parents[1] / "overrides"


def stage(
    config: Config,
    pages: Mapping[str, str | bytes],
    assets: Sequence[PurePosixPath],
    build_dir: Path,
    unlisted: Collection[str] = (),
    scripted: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Write the staged tree into `build_dir`.

    `pages` and `assets` are named by their paths under docs/; assets are copied from the editor's
    docs/. The `unlisted` pages are not in the navigation; the text of the `scripted` ones holds
    scripts. A build folder that holds anything else is left alone and reported.
    """
    named = name_problems(pages, assets)
    problems = tuple(problem for problem in named if problem.level == "error")
    if problems:
        return problems
    docs = config.root / "docs"
    up = os.path.relpath(config.root, build_dir).replace(os.sep, "/")
    listed = {*pages, *map(str, assets)}.difference(unlisted)
    contents: dict[str, Content] = {f"docs/{path}": content for path, content in pages.items()}
    for path in assets:
        contents[f"docs/{path}"] = on_disk(docs, str(path))
    contents |= _overrides(config)
    contents[CONFIG_FILE] = staged_text(config, listed, up, scripted)
    return _guarded(config.root, build_dir, lambda: _write_tree(build_dir, contents))


def name_problems(pages: Collection[str], assets: Sequence[PurePosixPath]) -> tuple[Problem, ...]:
    """Return a problem for each file name that clashes with another, or is not valid everywhere."""
    names = [*pages, *map(str, assets)]
    redirecting = ".html"  # pages at former names, whose clashes `former_id` reports
    typed = [page for page in pages if not page.endswith(redirecting)]
    typed += map(str, assets)
    return (*_unsafe(names), *_clashes(pages, assets), *_alike(typed), *_alike_when_built(typed))


def is_staged(build_dir: Path) -> bool:
    """Return whether there is a staged tree that can be read."""
    return is_file(build_dir / CONFIG_FILE) and os.access(build_dir / CONFIG_FILE, os.R_OK)


def write_file(build_dir: Path, path: str, content: Content) -> bool:
    """Write one file into the docs/ of a staged tree; return whether it changed. Raises OSError."""
    return _write(build_dir / "docs" / path, content)


def _overrides(config: Config) -> dict[str, Content]:
    """Return this program's templates, and in place of them those of the site's `custom_dir`."""
    contents: dict[str, Content] = {}
    for path in _files(_OWN_OVERRIDES):
        contents[f"{OVERRIDES}/{path}"] = _OWN_OVERRIDES / path
    custom_dir = config.custom_dir
    if custom_dir:
        for file in own_templates(custom_dir, config.bounds).files:
            contents[f"{OVERRIDES}/{file.relative_to(custom_dir).as_posix()}"] = file
    return contents


def _guarded(
    root: Path, build_dir: Path, write: Callable[[], tuple[Problem, ...]]
) -> tuple[Problem, ...]:
    """Return the problems of `write`; if it raises OSError, a problem at the file that it names."""
    try:
        return write()
    except OSError as error:
        path = named_file(Path(error.filename or build_dir))
        near = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        if path.is_relative_to(build_dir) or build_dir.is_relative_to(path):
            message = f"this cannot be written ({error.strerror}); {way_to_write(error)}"
        else:
            message = f"this cannot be read ({error.strerror}); {way_to_read(error.errno)}"
        return (_problem(near, message),)


def _write_tree(build_dir: Path, contents: Mapping[str, Content]) -> tuple[Problem, ...]:
    if not _is_ours(build_dir):
        message = (
            f"{build_dir} contains files that are not from this program; "
            "move it, or choose another build folder"
        )
        return (_problem(build_dir.name, message),)
    build_dir.mkdir(parents=True, exist_ok=True)
    _write(build_dir / CONFIG_FILE, contents[CONFIG_FILE])  # first: it says whose folder this is
    wanted = {str(build_dir / path) for path in contents}
    for folder in ("docs", OVERRIDES):
        _remove_unwanted(build_dir / folder, wanted)
    for path, content in contents.items():
        _write(build_dir / path, content)
    (build_dir / "docs").mkdir(exist_ok=True)
    return ()


def _is_ours(build_dir: Path) -> bool:
    """Return whether everything staged in a folder is by this program, which may remove it."""
    parts = [build_dir / name for name in STAGED]
    if any(part.is_symlink() for part in parts):
        return False
    if not is_taken(parts[0]):
        return not any(map(is_taken, parts))
    return has_header(parts[0])


def has_header(config_file: Path) -> bool:
    """Return whether a file of settings is that of a staged tree."""
    return is_file(config_file) and config_file.read_bytes().startswith(HEADER.encode())


def _remove_unwanted(folder: Path, wanted: Collection[str]) -> None:
    """Remove unwanted files, and folders that are empty then; remove links, never follow them."""
    for parent, folders, files in reversed([*walk(folder)]):
        for name in files:
            file = os.path.join(parent, name)  # noqa: PTH118  # these two are faster
            if file not in wanted or os.path.islink(file):  # noqa: PTH114
                Path(file).unlink()
        for name in folders:
            path = Path(parent, name)
            if path.is_symlink():
                path.unlink()
            elif not any(path.iterdir()):
                path.rmdir()


def _write(file: Path, content: Content) -> bool:
    """Write a file unless it has this content already; return whether it was written.

    It is replaced, not written into: a hard link may make it one with a file of the editor's own.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if _holds(file, data):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    if is_taken(file) and (file.is_symlink() or not is_file(file)):
        file.unlink()  # never write through a link, nor wait for the reader of a pipe
    fill_file(file, partial(_fill, data))
    return True


def _fill(data: bytes | Path, file: Path) -> None:
    if isinstance(data, Path):
        shutil.copyfile(data, file)
    else:
        file.write_bytes(data)


def _holds(file: Path, data: bytes | Path) -> bool:
    if isinstance(data, Path):
        return _is_copy(file, data)
    return _size(file) == len(data) and file.read_bytes() == data


def _size(file: Path) -> int:
    """Return the size of a file in bytes; -1 if there is none, or something else, as a link."""
    try:
        status = os.lstat(file)
    except (OSError, ValueError):
        return -1
    return status.st_size if stat.S_ISREG(status.st_mode) else -1


def _is_copy(file: Path, original: Path) -> bool:
    """Return whether two files hold the same bytes.

    Modification times would not tell: a wrong clock, or `cp -p`, can give different files the same.
    """
    if _size(file) != original.stat().st_size:
        return False
    with file.open("rb") as ours, original.open("rb") as theirs:
        while piece := ours.read(_PIECE):
            if piece != theirs.read(_PIECE):
                return False
    return True


def _files(folder: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            yield Path(parent, name).relative_to(folder).as_posix()


def _unsafe(names: Iterable[str]) -> Iterator[Problem]:
    """Report paths that would lead out of the staged docs/."""
    for name in names:
        path = PurePosixPath(name)
        leads_out = path.is_absolute() or ".." in path.parts or not path.parts
        if leads_out or any(sign in name for sign in "\\:\0"):
            message = "this file name is not valid on every system; rename the file"
            yield _problem(f"docs/{name}", message)


def _clashes(pages: Collection[str], assets: Iterable[PurePosixPath]) -> Iterator[Problem]:
    for asset in assets:
        if str(asset) in pages:
            yield _problem(f"docs/{asset}", "a generated file has this name; rename yours")


def _alike(names: Iterable[str]) -> Iterator[Problem]:
    """Report names that are the same to Windows and macOS."""
    for name, other in alike(names):
        yield _problem(f"docs/{name}", same_name(f"docs/{other}"), "warning")


def _alike_when_built(names: Iterable[str]) -> Iterator[Problem]:
    """Report names that become such names only on the site, where a page has its own folder."""
    typed = {_built(name): name for name in sorted(names, reverse=True)}
    for file, other_file in alike(typed):
        name, other = typed[file], typed[other_file]
        if caseless(name) != caseless(other):
            message = f"docs/{other} has the same address {ON_WINDOWS_AND_MACOS}; rename one"
            yield _problem(f"docs/{name}", message, "warning")


def _built(name: str) -> str:
    """Return the file of the site that is made of a file under docs/."""
    return built_file(url(name, True)) if name.endswith(MARKDOWN) else name


def _problem(path: str, message: str, level: Level = "error") -> Problem:
    return Problem(Place(path), level, message, "stage")
