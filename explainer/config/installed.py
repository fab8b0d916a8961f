"""Which code is installed, and which is only in a site's folder; found out without running it.

Python also finds modules in the folder of the script that it was started with, and, with `""` in its
path, in the working folder, so a file there may replace any module that is not loaded yet.
"""

import re
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path

import markdown
from markdown.util import get_installed_extensions

from explainer.files.folders import real_path

# this program, and what it needs, wherever they were put
_OURS = (Path(__file__).parents[1], Path(markdown.__file__).parents[1])


@contextmanager
def installed_only(root: Path) -> Iterator[None]:
    """Keep Python from finding modules in a site's folder; for one thread at a time."""
    before = sys.path[:]
    sys.path[:] = [entry for entry in before if entry and not _is_of_site(Path(entry), root)]
    try:
        yield
    finally:
        sys.path[:] = before


def is_installed_extension(name: str, root: Path) -> bool:
    """Return whether a name of a Markdown extension leads to one that is installed.

    A name may be any module, and with a colon any class in it, which Python-Markdown would call
    with the options as arguments: `subprocess:Popen`. So a module has to look like an extension.
    """
    entry = next((each for each in get_installed_extensions() if each.name == name), None)
    if entry is not None:
        file = _file(str(entry.module))
        return file is not None and not _is_of_site(file, root)
    module, _, class_name = name.partition(":")
    file = None if module.partition(".")[0] in sys.stdlib_module_names else _file(module)
    if file is None or _is_of_site(file, root):
        return False
    sign = rf"class {re.escape(class_name)}\b.*Extension" if class_name else r"\bmakeExtension\b"
    return re.search(sign, file.read_text("utf-8", "replace")) is not None


def leads_nowhere(name: str, root: Path) -> bool:
    """Return whether there is no such module, installed or in the site's folder."""
    module = name.partition(":")[0]
    top = module.partition(".")[0]
    is_entry = any(each.name == name for each in get_installed_extensions())
    if is_entry or top in sys.stdlib_module_names:
        return False
    return _file(module) is None and PathFinder.find_spec(top, [str(root)]) is None


def _file(module: str) -> Path | None:
    """Return the file of a module, found without running the packages around it."""
    top, *parts = module.split(".")
    spec = _top(top)
    name = top
    for part in parts:
        name = f"{name}.{part}"
        spec = _below(spec, name)
    is_file = spec is not None and spec.has_location and spec.origin is not None
    return Path(str(spec.origin)) if spec is not None and is_file else None


def _top(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name) if name else None
    except (ImportError, ValueError):  # such as __main__
        return None


def _below(package: ModuleSpec | None, name: str) -> ModuleSpec | None:
    folders = package.submodule_search_locations if package else None
    return PathFinder.find_spec(name, list(folders)) if folders else None


def _is_of_site(path: Path, root: Path) -> bool:
    """Return whether a path is in a site's folder, and not installed there, as in .venv/."""
    path = real_path(path)
    return path.is_relative_to(real_path(root)) and not _is_below(path, _installed_folders())


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


@cache
def _installed_folders() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    of_python = (paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib"))
    folders = (*of_python, *site.getsitepackages(), site.getusersitepackages())
    return tuple(Path(folder).resolve() for folder in (*folders, *map(str, _OURS)))
