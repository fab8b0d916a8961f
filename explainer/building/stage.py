"""The staged tree: mkdocs.yml, docs/ and overrides/ in the build folder, ready for any of the renderers.

Only files whose bytes changed are written, so that times of change mean something; files no longer wanted are removed.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from explainer.addresses import MARKDOWN, built_file, url
from explainer.config.customdir import own_templates
from explainer.config.settings import Config
from explainer.config.staged import HEADER, OVERRIDES, staged_text
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
from explainer.model import Place, Problem

Content = str | bytes | Path  # a Path is a file to copy
CONFIG_FILE = "mkdocs.yml"
STAGED = (
    CONFIG_FILE,
    "docs",
    OVERRIDES,
)  # what is staged in the build folder; nothing else there is touched
_PIECE = 1_000_000  # bytes of two files that are compared at once
_OWN_OVERRIDES = Path(__file__).parents[1] / "overrides"


def stage(
    config: Config,
    pages: Mapping[str, str | bytes],
    assets: Sequence[PurePosixPath],
    build_dir: Path,
    unlisted: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Write the staged tree into `build_dir`.

    `pages` and `assets` are named by their paths under docs/; assets are copied from the editor's docs/. The
    pages that are `unlisted` are not in the navigation. A build folder that holds something else is left alone, with a
    problem.
    """
    names = [*pages, *map(str, assets)]
    problems = tuple(
        problem for problem in name_problems(pages, assets) if problem.level == "error"
    )
    if problems:
        return problems
    docs = config.root / "docs"
    up = os.path.relpath(config.root, build_dir).replace(os.sep, "/")
    contents: dict[str, Content] = {f"docs/{path}": content for path, content in pages.items()}
    contents |= {f"docs/{path}": on_disk(docs, str(path)) for path in assets}
    contents |= _overrides(config)
    contents[CONFIG_FILE] = staged_text(config, set(names).difference(unlisted), up)
    return _guarded(config.root, build_dir, lambda: _write_tree(build_dir, contents))


def name_problems(pages: Collection[str], assets: Sequence[PurePosixPath]) -> tuple[Problem, ...]:
    """Report the names of files that cannot stand beside each other in the staged docs/, or not on every system."""
    names = [*pages, *map(str, assets)]
    typed = [*filter(_is_no_redirect, pages), *map(str, assets)]
    return (*_unsafe(names), *_clashes(pages, assets), *_alike(typed), *_alike_when_built(typed))


def is_staged(build_dir: Path) -> bool:
    """Whether there is a staged tree that can be read."""
    return is_file(build_dir / CONFIG_FILE) and os.access(build_dir / CONFIG_FILE, os.R_OK)


def write_file(build_dir: Path, path: str, content: Content) -> bool:
    """Write one file below the docs/ of a staged tree, and tell whether it is other than before. Raises OSError."""
    return _write(build_dir / "docs" / path, content)


def _overrides(config: Config) -> dict[str, Content]:
    """The program's templates, and over them those of the editor's own theme.custom_dir."""
    own = config.custom_dir
    listed = own_templates(own, config.bounds).files if own else ()
    contents: dict[str, Content] = {
        f"{OVERRIDES}/{path}": _OWN_OVERRIDES / path for path in _files(_OWN_OVERRIDES)
    }
    return contents | {
        f"{OVERRIDES}/{file.relative_to(own).as_posix()}": file for file in listed if own
    }


def _guarded(
    root: Path, build_dir: Path, write: Callable[[], tuple[Problem, ...]]
) -> tuple[Problem, ...]:
    """What the disk refuses is a problem like any other."""
    try:
        return write()
    except OSError as error:
        path = named_file(Path(error.filename or build_dir))
        near = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        if path.is_relative_to(build_dir) or build_dir.is_relative_to(path):
            return (
                _problem(near, f"this cannot be written ({error.strerror}); {way_to_write(error)}"),
            )
        return (
            _problem(near, f"this cannot be read ({error.strerror}); {way_to_read(error.errno)}"),
        )


def _write_tree(build_dir: Path, contents: Mapping[str, Content]) -> tuple[Problem, ...]:
    if not _is_ours(build_dir):
        message = f"{build_dir} contains files that are not from this program; move it, or choose another build folder"
        return (_problem(build_dir.name, message),)
    build_dir.mkdir(parents=True, exist_ok=True)
    _write(build_dir / CONFIG_FILE, contents[CONFIG_FILE])  # first: it says whose folder this is
    for folder in ("docs", OVERRIDES):
        _remove_unwanted(build_dir / folder, {build_dir / path for path in contents})
    for path, content in contents.items():
        _write(build_dir / path, content)
    (build_dir / "docs").mkdir(exist_ok=True)
    return ()


def _is_ours(build_dir: Path) -> bool:
    """Whether nothing in the folder can be anybody else's: what is removed there must have been made here."""
    parts = [build_dir / name for name in STAGED]
    if any(part.is_symlink() for part in parts):
        return False
    if not is_taken(parts[0]):
        return not any(map(is_taken, parts))
    return is_file(parts[0]) and parts[0].read_bytes().startswith(HEADER.encode())


def _remove_unwanted(folder: Path, wanted: set[Path]) -> None:
    """Remove what is not wanted, and folders that are empty then; links are removed, never followed."""
    for parent, folders, files in os.walk(folder, topdown=False):
        for name in files:
            if (file := Path(parent, name)) not in wanted or file.is_symlink():
                file.unlink()
        for name in folders:
            path = Path(parent, name)
            if path.is_symlink():
                path.unlink()
            elif not any(path.iterdir()):
                path.rmdir()


def _write(file: Path, content: Content) -> bool:
    """Write a file where it is not so already; whether it was other.

    It is replaced, not written into: a hard link may make it one with a file of the editor's own.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if is_taken(file) and (file.is_symlink() or not is_file(file)):
        file.unlink()  # what is written must not go elsewhere, nor wait for the reader of a pipe
    if isinstance(content, Path):
        is_so = _is_copy(file, content)
        if not is_so:
            fill_file(file, partial(shutil.copyfile, content))
        return not is_so
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    is_so = is_file(file) and file.read_bytes() == data
    if not is_so:
        fill_file(file, lambda new: new.write_bytes(data))
    return not is_so


def _is_copy(file: Path, original: Path) -> bool:
    """Compare what the files hold: a clock that is wrong, or `cp -p`, gives other contents the same time."""
    if not is_file(file) or file.stat().st_size != original.stat().st_size:
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
    """Paths that would lead out of the staged docs/."""
    for name in names:
        path = PurePosixPath(name)
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in name
            or ":" in name
            or "\0" in name
            or not path.parts
        ):
            yield _problem(
                f"docs/{name}", "this file name is not valid on every system; rename the file"
            )


def _clashes(pages: Collection[str], assets: Iterable[PurePosixPath]) -> Iterator[Problem]:
    for asset in assets:
        if str(asset) in pages:
            yield _problem(f"docs/{asset}", "a generated file has this name; rename yours")


def _alike(names: Iterable[str]) -> Iterator[Problem]:
    """Names that Windows and macOS take for one."""
    for name, other in alike(names):
        yield _problem(f"docs/{name}", same_name(f"docs/{other}"), "warning")


def _alike_when_built(names: Iterable[str]) -> Iterator[Problem]:
    """Names that differ, but become such names on the site, where a page has a folder of its own."""
    typed = {_built(name): name for name in sorted(names, reverse=True)}
    for file, other_file in alike(typed):
        name, other = typed[file], typed[other_file]
        if caseless(name) != caseless(other):
            message = f"docs/{other} has the same address {ON_WINDOWS_AND_MACOS}; rename one"
            yield _problem(f"docs/{name}", message, "warning")


def _built(name: str) -> str:
    """Return the file of the site that is made of a file under docs/."""
    return built_file(url(name, True)) if name.endswith(MARKDOWN) else name


def _is_no_redirect(page: str) -> bool:
    """Return whether a generated page is none at a former name, which `former_id` reports."""
    return not page.endswith(".html")


def _problem(path: str, message: str, level: str = "error") -> Problem:
    return Problem(Place(path), "error" if level == "error" else "warning", message, "stage")
