"""Find out which code is installed, and which is only in a site's folder, without running it.

Python also finds modules in the folder of the script that it was started with, and, with `""` in
its path, in the working folder, so a file there may replace any module that is not loaded yet.
"""

import re
import site
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path

import markdown
from markdown.util import get_installed_extensions

from explainer.files.folders import real_path

# Where this program and the packages that it needs are
_OURS = (Path(__file__).parents[1], Path(markdown.__file__).parents[1])


@contextmanager
def installed_only(root: Path) -> Iterator[None]:
    """Keep Python from finding modules in a site's folder; for one thread at a time."""
    before = sys.path[:]
    sys.path[:] = [entry for entry in before if entry and not is_of_site(Path(entry), root)]
    try:
        yield
    finally:
        sys.path[:] = before


def is_installed_extension(name: str, root: Path) -> bool:
    """Return whether a name of a Markdown extension leads to one that is installed.

    A name may be any module, and with a colon any class in it, which Python-Markdown would call
    with the options as arguments: `subprocess:Popen`. So a module has to look like an extension.
    """
    for entry in get_installed_extensions():
        if entry.name == name:
            file = _file(str(entry.module))
            return file is not None and not is_of_site(file, root)
    module, _, class_name = name.partition(":")
    if module.partition(".")[0] in sys.stdlib_module_names:
        return False
    file = _file(module)
    if file is None or is_of_site(file, root):
        return False
    sign = r"\bmakeExtension\b"
    if class_name:
        sign = rf"class {re.escape(class_name)}\b.*Extension"
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
    name, *parts = module.split(".")
    spec = _top(name)
    for part in parts:
        name = f"{name}.{part}"
        spec = _below(spec, name)
    if spec is None or not spec.has_location or spec.origin is None:
        return None
    return Path(spec.origin)


def _top(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name) if name else None
    except (ImportError, ValueError):  # such as __main__
        return None


def _below(package: ModuleSpec | None, name: str) -> ModuleSpec | None:
    folders = package.submodule_search_locations if package else None
    return PathFinder.find_spec(name, list(folders)) if folders else None


def is_of_site(path: Path, root: Path) -> bool:
    """Return whether a path is in a site's folder, and not installed there, as in .venv/."""
    path = real_path(path)
    is_installed = any(path.is_relative_to(folder) for folder in _installed_folders())
    return path.is_relative_to(real_path(root)) and not is_installed


@cache
def _installed_folders() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    folders = [Path(paths[key]) for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += map(Path, (*site.getsitepackages(), site.getusersitepackages()))
    return tuple(folder.resolve() for folder in (*folders, *_OURS))
