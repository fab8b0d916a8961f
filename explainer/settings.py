"""mkdocs.yml, completed: what the editor set stays, what the site needs is added.

All work is done on PyYAML's nodes, so that tags such as `!ENV`, `!relative` and `!!python/name:…` pass through as they
were typed. Paths in the completed text are relative to the root; `stagedconfig.py` moves them to the build folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.files import read_text
from explainer.model import Place, Problem, Step
from explainer.yamlnodes import read_yaml
from explainer.yamltree import (
    appended,
    changed,
    compose,
    dump,
    get,
    kept,
    mapping,
    merged,
    node_of,
    scalar,
    with_key,
    without,
)

EXTENSION = "explainer.extension"
STYLESHEET = "stylesheets/explainer.css"
SCRIPT = "javascripts/explainer.js"
_THEME: dict[str, Any] = {
    "name": "material",
    "font": False,
    "features": [
        "navigation.indexes",
        "navigation.tabs",
        "search.highlight",
        "search.suggest",
        "toc.follow",
    ],
    "palette": [
        {
            "media": "(prefers-color-scheme)",
            "toggle": {"icon": "material/brightness-auto", "name": "Switch to light mode"},
        },
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            "toggle": {"icon": "material/brightness-7", "name": "Switch to dark mode"},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            "toggle": {"icon": "material/brightness-4", "name": "Follow the system"},
        },
    ],
}
_EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "tables",
    {"toc": {"permalink": True}},
]
_VALIDATION = {
    "nav": ("omitted_files", "not_found", "absolute_links"),
    "links": ("not_found", "absolute_links", "unrecognized_links", "anchors"),
}


@dataclass(frozen=True)
class Config:
    """A mkdocs.yml that has been read and completed."""

    root: Path
    path: str  # of the file, relative to the root
    text: str  # completed YAML, paths relative to the root
    places: Mapping[tuple[Step, ...], Place]  # of the keys in the file as typed
    custom_dir: Path | None  # the editor's own theme.custom_dir
    site_dir: Path  # where the site goes unless the command says otherwise

    def at(self, *steps: Step) -> Place:
        """The place of the key reached by these steps, or of the nearest one around it that was typed."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, Place(self.path))


def read_config(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read `mkdocs.yml` (or `mkdocs.yaml`) in the root and complete it; None where it cannot be used."""
    path = next((name for name in ("mkdocs.yml", "mkdocs.yaml") if (root / name).is_file()), None)
    if path is None:
        return None, (
            _problem(Place("mkdocs.yml"), "there is no such file; create it with a line such as `site_name: My site`"),
        )
    own, places, problems = _read(root / path, path)
    if own is None:
        return None, problems
    own, inherited = _inherited(own, root, Place(path), frozenset())
    own, refused = _refused(own, places, path)
    problems = (*problems, *inherited, *refused)
    name = get(own, "site_name")
    if name is None or not name.value:
        place = places.get(("site_name",), Place(path))
        return None, (*problems, _problem(place, "`site_name` is missing; add a line such as `site_name: My site`"))
    site_dir = root / (scalar(own, "site_dir") or "site")
    return Config(root, path, dump(_completed(own)), places, _custom_dir(own, root), site_dir), problems


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "settings")


def _read(file: Path, path: str) -> tuple[MappingNode | None, Mapping[tuple[Step, ...], Place], tuple[Problem, ...]]:
    """Give the settings of a file and the places of its keys, or None and what is wrong."""
    text, problems = read_text(file, path)
    if text is None:
        return None, {}, problems
    read, found = read_yaml(text, path)
    if found:
        return None, {}, found
    try:
        return mapping(compose(text)), read.keys, ()
    except MarkedYAMLError as error:  # `<<` with something that cannot be merged
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, {}, (_problem(Place(path, line), f"{error.problem}; correct what follows `<<`"),)


def _inherited(
    own: MappingNode, root: Path, place: Place, seen: frozenset[Path]
) -> tuple[MappingNode, tuple[Problem, ...]]:
    """Put `INHERIT` in as MkDocs does (mappings merged, lists replaced): relative paths then keep their meaning."""
    path = scalar(own, "INHERIT")
    own = without(own, "INHERIT")
    if not path:
        return own, ()
    file = (root / path).resolve()
    if file in seen or not file.is_file():
        return own, (_problem(place, f"`INHERIT` names {path}, which {_why_not(file, seen)}"),)
    parent, _, problems = _read(file, path)
    if parent is None:
        return own, problems
    parent, more = _inherited(parent, file.parent, Place(path), seen | {file})
    return merged(parent, own), (*problems, *more)


def _why_not(file: Path, seen: frozenset[Path]) -> str:
    return "inherits from itself; remove the line" if file in seen else "does not exist; correct the path"


def _refused(
    own: MappingNode, places: Mapping[tuple[Step, ...], Place], path: str
) -> tuple[MappingNode, tuple[Problem, ...]]:
    """Take out what this program cannot honour, each with a problem."""
    problems = []
    if scalar(own, "docs_dir") not in ("", "docs", "docs/", "./docs"):
        message = "texts are read from docs/; move the folder there and remove `docs_dir`"
        problems.append(_problem(places.get(("docs_dir",), Place(path)), message))
    theme = get(own, "theme")
    font = get(theme, "font")
    if font is not None and scalar(theme, "font") not in ("false", "False"):
        place = places.get(("theme", "font"), Place(path))
        message = (
            "`font` loads fonts from another host and is ignored; remove it, or put fonts into docs/ and use extra_css"
        )
        problems.append(Problem(place, "warning", message, "settings"))
        own = with_key(own, "theme", without(mapping(theme), "font"))
    return without(own, "docs_dir"), tuple(problems)


def _completed(own: MappingNode) -> MappingNode:
    """Supply theme, search, Markdown extensions and validation where they are not set."""
    theme = get(own, "theme")
    if isinstance(theme, ScalarNode) and theme.value:
        own = with_key(own, "theme", node_of({"name": theme.value}))
    is_material = (scalar(get(own, "theme"), "name") or "material") == "material"
    defaults = {
        "theme": _THEME if is_material else {},
        "plugins": ["search"],
        "markdown_extensions": _EXTENSIONS,
        "validation": _validation(get(own, "validation")),
    }
    tree = merged(mapping(node_of(defaults)), own)
    tree = changed(
        tree, "hooks", lambda hooks: kept(hooks, lambda hook: PurePosixPath(str(hook.value)).name != "build_site.py")
    )
    return changed(tree, "markdown_extensions", lambda extensions: appended(extensions, EXTENSION))


def _validation(own: Node | None) -> dict[str, dict[str, str]]:
    """All warnings on, save those that the editor set for navigation and links at once."""
    return {group: {key: "warn" for key in keys if get(own, key) is None} for group, keys in _VALIDATION.items()}


def _custom_dir(own: MappingNode, root: Path) -> Path | None:
    name = scalar(get(own, "theme"), "custom_dir")
    return root / name if name else None
