"""mkdocs.yml, completed: what the editor set stays, what the site needs is added.

All work is done on PyYAML's nodes, so that tags such as `!ENV`, `!relative` and `!!python/name:…` pass through as they
were typed. Two texts come out: the completed one, whose paths are relative to the root, and the staged one, which
stands in the build folder and works from there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from explainer.files import read_text
from explainer.model import Place, Problem, Step
from explainer.yamlnodes import read_yaml
from explainer.yamltree import (
    appended,
    changed,
    compose,
    dump,
    each,
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
OVERRIDES = "overrides"  # the staged theme.custom_dir
HEADER = "# Made from mkdocs.yml by build_site.py at each build; edit that file.\n"  # first line of the staged one
# What is generated, in the order of the navigation: title and path without its ending.
SECTIONS = (
    ("Home", "index"),
    ("Articles", "articles"),
    ("Claims", "claims"),
    ("Timeline", "timeline"),
    ("Actors", "actors"),
    ("Glossary", "glossary"),
    ("Sources", "sources"),
    ("Method", "method"),
)
# More than this and they are found through the index of articles: each page repeats the whole navigation.
MOST_ARTICLES_IN_NAV = 12

_THEME: dict[str, Any] = {
    "name": "material",
    "font": False,
    "features": [
        "navigation.indexes",
        "navigation.tabs",
        "navigation.top",
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
    text, problems = read_text(root / path, path)
    read, doubled = read_yaml(text or "", path)
    problems += doubled
    if text is None or (doubled and read.data is None):
        return None, problems
    places = read.keys
    if not isinstance(read.data, dict) or not read.data.get("site_name"):
        place = places.get(("site_name",), Place(path))
        return None, (*problems, _problem(place, "`site_name` is missing; add a line such as `site_name: My site`"))
    own, inherited = _inherited(compose(text), root, Place(path), frozenset())
    own, refused = _refused(own, places, path)
    config = Config(root, path, dump(_completed(own)), places, _custom_dir(own, root))
    return config, (*problems, *inherited, *refused)


def staged_text(config: Config, paths: Collection[str], up: str) -> str:
    """Give the mkdocs.yml of the staged tree.

    `paths` are the staged files under docs/; `up` is the path from the build folder to the root, such as "..".
    """
    tree = mapping(compose(config.text))
    tree = without(tree, "docs_dir", "site_dir", "watch")
    tree = changed(tree, "theme", lambda theme: with_key(mapping(theme), "custom_dir", node_of(OVERRIDES)))
    tree = changed(tree, "hooks", lambda hooks: each(hooks, lambda hook: _moved(hook, up)))
    tree = _config_dir_moved(tree, up)
    if get(tree, "nav") is None:
        tree = with_key(tree, "nav", node_of(_navigation(paths)))
    patterns = "".join(f"/{name}/\n/{name}.md\n" for _, name in SECTIONS)
    tree = with_key(tree, "not_in_nav", node_of(scalar(tree, "not_in_nav") + "\n" + patterns))
    for key, file in (("extra_css", STYLESHEET), ("extra_javascript", SCRIPT)):
        if file in paths:
            tree = with_key(tree, key, appended(get(tree, key), file))
    return HEADER + dump(tree)


def setting(config: Config, *keys: str) -> str:
    """The value of a plain setting as text, or "" where it is not set or not plain."""
    node: Node | None = compose(config.text)
    for key in keys[:-1]:
        node = get(node, key)
    return scalar(node, keys[-1])


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "settings")


def _inherited(node: Node, root: Path, place: Place, seen: frozenset[Path]) -> tuple[MappingNode, tuple[Problem, ...]]:
    """Put `INHERIT` in as MkDocs does (mappings merged, lists replaced): relative paths then keep their meaning."""
    own = mapping(node)
    parent_path = scalar(own, "INHERIT")
    own = without(own, "INHERIT")
    if not parent_path:
        return own, ()
    file = (root / parent_path).resolve()
    if file in seen or not file.is_file():
        return own, (_problem(place, f"`INHERIT` names {parent_path}, which {_why_not(file, seen)}"),)
    text, problems = read_text(file, parent_path)
    read, found = read_yaml(text or "", parent_path)
    if not isinstance(read.data, dict):
        return own, (*problems, *found)
    parent, more = _inherited(compose(text or ""), file.parent, Place(parent_path), seen | {file})
    return merged(parent, own), (*problems, *found, *more)


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
        tree, "hooks", lambda hooks: kept(hooks, lambda hook: PurePosixPath(hook.value).name != "build_site.py")
    )
    return changed(tree, "markdown_extensions", lambda extensions: appended(extensions, EXTENSION))


def _validation(own: Node | None) -> dict[str, dict[str, str]]:
    """All warnings on, save those that the editor set for navigation and links at once."""
    return {group: {key: "warn" for key in keys if get(own, key) is None} for group, keys in _VALIDATION.items()}


def _navigation(paths: Collection[str]) -> list[Any]:
    """Index pages, a dozen articles, and the hand-written pages; MkDocs finds their titles."""
    pages = sorted(path for path in paths if path.endswith(".md"))
    nav: list[Any] = []
    for title, name in SECTIONS:
        index = next((path for path in (f"{name}/index.md", f"{name}.md") if path in paths), None)
        articles = [path for path in pages if path.startswith("articles/") and path != index]
        if name == "articles" and 0 < len(articles) <= MOST_ARTICLES_IN_NAV:
            nav.append({title: [*filter(None, [index]), *articles]})
        elif index:
            nav.append({title: index})
    generated = {name for _, name in SECTIONS}
    nav += [path for path in pages if PurePosixPath(PurePosixPath(path).parts[0]).stem not in generated]
    return nav


def _custom_dir(own: MappingNode, root: Path) -> Path | None:
    name = scalar(get(own, "theme"), "custom_dir")
    return root / name if name else None


def _moved(hook: Node, up: str) -> Node:
    absolute = not isinstance(hook, ScalarNode) or Path(hook.value).is_absolute()
    return hook if absolute else node_of(f"{up}/{hook.value}")


def _config_dir_moved(node: Any, up: str) -> Any:
    """`!relative $config_dir/x` means the folder of mkdocs.yml: from the staged file, that is the root."""
    if node.tag == "!relative" and str(node.value).startswith("$config_dir"):
        return ScalarNode(node.tag, node.value.replace("$config_dir", f"$config_dir/{up}", 1), style=node.style)
    return each(node, lambda child: _config_dir_moved(child, up))
