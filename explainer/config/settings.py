"""mkdocs.yml, completed: what the editor set stays, what the site needs is added.

All work is done on PyYAML's nodes, so that tags such as `!ENV`, `!relative` and `!!python/name:…`
pass through as they were typed. Paths in the completed text are relative to the root; `staged.py`
adapts them to the build folder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.annotation_extensions import annotation_extension_problems
from explainer.config.customdir import custom_dir_of, template_problems
from explainer.config.flags import flag, flag_problems, follows_links, is_safe
from explainer.config.offline import opened_from_folder, plugin_of
from explainer.config.refusals import THEME, is_made, without_refused
from explainer.config.scripted import scripted_addresses
from explainer.config.supplied import (
    WITHOUT_EXTENSIONS,
    WITHOUT_FEATURES,
    item_options,
    left_out,
    omission_problems,
    with_comments,
    with_extensions,
    with_features,
    with_search,
)
from explainer.files.folders import Bounds, path_problem, real_path
from explainer.files.textfiles import is_taken, read_text
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Place, Problem, Step, Steps
from explainer.yamlfiles.nodes import BREAKS, MKDOCS_TAGS, read_yaml
from explainer.yamlfiles.places import YamlText
from explainer.yamlfiles.tree import (
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
CAPTIONS = "explainer.captions"
CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml")
BUILD_DIR = "build"
STYLESHEET = "stylesheets/explainer.css"
SCRIPT = "javascripts/explainer.js"
_THEME: dict[str, Any] = {
    "name": THEME,
    "font": False,
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
# The options of MkDocs's `validation`, by group
VALIDATION: Mapping[str, tuple[str, ...]] = {
    "nav": ("omitted_files", "not_found", "absolute_links"),
    "links": ("not_found", "absolute_links", "unrecognized_links", "anchors"),
}
_ENV_TAG = "!ENV"  # of https://pypi.org/project/pyyaml-env-tag/, which MkDocs has
_NO_VARIABLES: Mapping[str, str] = {}
_ODD_SPACE = re.compile(r"[^\S \t\n]")


@dataclass(frozen=True)
class Config:
    """A mkdocs.yml that has been read and completed."""

    root: Path
    path: str  # of the file, relative to the root
    text: str  # completed YAML, paths relative to the root
    places: Mapping[Steps, Place]  # of keys in the file as typed, and of items of lists
    custom_dir: Path | None  # the editor's own theme.custom_dir
    site_dir: Path  # where the site goes unless the command says otherwise
    bounds: Bounds  # where the files of the site may come from
    not_run: tuple[Steps, ...] = ()  # where `owncode.py` left code out

    def at(self, *steps: Step) -> Place:
        """Return the place of the key that steps lead to, or of the nearest typed key around it."""
        return _nearest(self.places, self.path, *steps)


def read_config(
    root: Path, variables: Mapping[str, str] = _NO_VARIABLES
) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read `mkdocs.yml` (or `mkdocs.yaml`) in the root and complete it; None if it cannot be used.

    `site_dir: !ENV …`, and whether the plug-in `offline` is enabled, may name these `variables`:
    those of the environment for a build, else none.
    """
    path = next((name for name in CONFIG_FILES if is_taken(root / name)), None)
    if path is None:
        message = "there is no such file; create it with a line such as `site_name: My site`"
        return None, (_problem(Place("mkdocs.yml"), message),)
    own, places, problems = _read(root / path, path)
    bounds = Bounds(root, follows_links(own))
    linked = path_problem(root / path, bounds)
    if linked:
        return None, (linked._replace(level="error"),)
    if own is None:
        return None, problems
    own, inherited = _inherited(own, bounds, root, Place(path), frozenset())
    at = partial(_nearest, places, path)
    own = _with_site_dir(own, variables)
    own, refused = without_refused(own, at)
    site_dir = root / (scalar(own, "site_dir") or "site")
    bounds = Bounds(root, follows_links(own), (root / BUILD_DIR, site_dir))
    custom_dir, misplaced = custom_dir_of(own, at, bounds)
    if custom_dir:
        bounds = bounds._replace(also=(custom_dir,))
    else:
        own = changed(own, "theme", lambda theme: without(mapping(theme), "custom_dir"))
    problems = (
        *problems,
        *inherited,
        *refused,
        *misplaced,
        *omission_problems(own, at),
        *flag_problems(own, at),
        *annotation_extension_problems(own, root, at),
        *scripted_addresses(own, at),
        *template_problems(bounds, custom_dir),
    )
    name = get(own, "site_name")
    if name is None or not name.value:
        return None, (*problems, _without_name(places, path))
    completed = _completed(own)
    if _is_offline(completed, variables):
        completed = opened_from_folder(completed)
    return Config(root, path, dump(completed), places, custom_dir, site_dir, bounds), problems


def _with_site_dir(own: MappingNode, variables: Mapping[str, str]) -> MappingNode:
    """Replace `site_dir: !ENV …` by its value."""
    typed = get(own, "site_dir")
    value = _value_of(typed, variables) if typed else None
    return with_key(own, "site_dir", value) if value else without(own, "site_dir")


def _value_of(node: Node, variables: Mapping[str, str]) -> Node | None:
    """Return the value of `!ENV NAME` or `!ENV [NAME, OTHER, default]`; any other node stays.

    `variables` are those that are set. None if none of the names is among them, without a default.
    """
    if node.tag != _ENV_TAG or not isinstance(node, ScalarNode | SequenceNode):
        return node
    names, default = [node], None
    if isinstance(node, SequenceNode):
        names = node.value
        if len(names) > 1:
            *names, default = names
    for name in names:
        if isinstance(name, ScalarNode) and name.value in variables:
            return node_of(variables[name.value])
    return default


def _is_offline(tree: MappingNode, variables: Mapping[str, str]) -> bool:
    """Return whether the plug-in `offline` is switched on, which makes links lead to files."""
    plugin = plugin_of(tree)
    if plugin is None:
        return False
    enabled = get(item_options(plugin), "enabled")
    return enabled is None or flag(_value_of(enabled, variables)) != "false"


def _nearest(places: Mapping[Steps, Place], path: str, *steps: Step) -> Place:
    while steps and steps not in places:
        steps = steps[:-1]
    return places.get(steps, Place(path))


def _without_name(places: Mapping[Steps, Place], path: str) -> Problem:
    """Return the problem of settings without a name for the site: a missing or a misspelt key."""
    keys = [steps[0] for steps in places if len(steps) == 1]
    near = next((key for key in keys if did_you_mean(str(key), ["site_name"], 0.75)), "site_name")
    if near != "site_name":
        return _problem(places[(near,)], f"unknown key `{near}`; did you mean `site_name`?")
    message = "`site_name` is missing; add a line such as `site_name: My site`"
    return _problem(places.get(("site_name",), Place(path)), message)


def _problem(place: Place, message: str) -> Problem:
    return Problem(place, "error", message, "settings")


def _read(
    file: Path, path: str
) -> tuple[MappingNode | None, Mapping[Steps, Place], tuple[Problem, ...]]:
    """Return the settings in a file and the places of its keys, or None and the problems."""
    text, problems = read_text(file, path)
    if text is None:
        return None, {}, problems
    read, found = read_yaml(text, path, tags=MKDOCS_TAGS)
    if any(problem.level == "error" for problem in found):
        return None, {}, found
    if read.data is not None and not isinstance(read.data, dict):
        message = f"this should be lines such as `site_name: My site`{_space_hint(text)}"
        return None, {}, (_problem(read.values[()], message),)
    try:
        return mapping(compose(text.translate(BREAKS))), _places(read), ()
    except MarkedYAMLError as error:  # `<<` with something that cannot be merged
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = _problem(Place(path, line), f"{error.problem}; correct what follows `<<`")
        return None, {}, (problem,)


def _space_hint(text: str) -> str:
    space = _ODD_SPACE.search(text)
    return f"; it contains an unusual space (U+{ord(space[0]):04X}), retype it" if space else ""


def _places(read: YamlText) -> Mapping[Steps, Place]:
    """Return the places of keys, and of the items of lists."""
    values = read.values.items()
    items = {steps: place for steps, place in values if steps and isinstance(steps[-1], int)}
    return {**items, **read.keys}


def _inherited(
    own: MappingNode, bounds: Bounds, folder: Path, place: Place, seen: frozenset[Path]
) -> tuple[MappingNode, tuple[Problem, ...]]:
    """Merge what `INHERIT` names as MkDocs does: mappings are merged, lists replaced.

    Only so do relative paths keep their meaning.
    """
    typed, path = get(own, "INHERIT"), scalar(own, "INHERIT")
    own = without(own, "INHERIT")
    if typed is not None and (not path or is_made(typed)):
        return own, (_problem(place, "`INHERIT` should be the path of one file; write it out"),)
    if not path:
        return own, ()
    file = real_path(folder / path)
    if file in seen or not is_taken(file):
        return own, (_problem(place, f"`INHERIT` names {path}, which {_why_not(file, seen)}"),)
    linked = path_problem(folder / path, bounds._replace(also=((folder / path).parent,)))
    if linked:
        return own, (linked._replace(level="error"),)
    parent, _, problems = _read(file, path)
    if parent is None:
        return own, problems
    parent, more = _inherited(parent, bounds, file.parent, Place(path), seen | {file})
    return merged(parent, own), (*problems, *more)


def _why_not(file: Path, seen: frozenset[Path]) -> str:
    if file in seen:
        return "inherits from itself; remove the line"
    return "does not exist; correct the path"


def _completed(own: MappingNode) -> MappingNode:
    """Supply the theme, search, Markdown extensions and validation where they are not set."""
    defaults = {"theme": _THEME, "validation": _validation(get(own, "validation"))}
    tree = merged(mapping(node_of(defaults)), own)
    unwanted = left_out(own, WITHOUT_EXTENSIONS)
    extensions = with_extensions(get(tree, "markdown_extensions"), unwanted)
    if is_safe(own):
        extensions = with_comments(extensions)
    for extension in (CAPTIONS, EXTENSION):
        extensions = appended(extensions, extension)
    tree = changed(tree, "theme", partial(_with_features, left_out(own, WITHOUT_FEATURES)))
    tree = with_key(tree, "plugins", with_search(get(tree, "plugins")))
    tree = with_key(tree, "markdown_extensions", extensions)
    tree = changed(tree, "nav", _with_text_keys)
    return changed(tree, "hooks", lambda hooks: kept(hooks, _is_of_editor))


def _with_text_keys(nav: Node) -> Node:
    """Make titles such as 2024 and `no` the words that were typed."""
    if isinstance(nav, MappingNode):
        pairs = [(_as_text(key), _with_text_keys(item)) for key, item in nav.value]
        return MappingNode(nav.tag, pairs, flow_style=nav.flow_style)
    return each(nav, _with_text_keys)


def _as_text(key: Node) -> Node:
    return node_of(key.value) if isinstance(key, ScalarNode) and not is_made(key) else key


def _with_features(without: tuple[str, ...], theme: Node) -> Node:
    if not isinstance(theme, MappingNode):
        return theme
    return with_key(theme, "features", with_features(get(theme, "features"), without))


def _is_of_editor(hook: Node) -> bool:
    return PurePosixPath(str(hook.value)).name != "build_site.py"


def validation_level(tree: Node, group: str, key: str) -> str:
    """Return how MkDocs is to report a kind of complaint: `warn`, `info`, `ignore`, or more.

    `tree` holds completed settings; the level is under `validation`, or under a `group` there.
    """
    validation = get(tree, "validation")
    return scalar(get(validation, group), key) or scalar(validation, key) or "warn"


def _validation(own: Node | None) -> dict[str, dict[str, str]]:
    """Turn all warnings on, except those that the editor set for navigation and links at once."""
    validation = {}
    for group, keys in VALIDATION.items():
        validation[group] = {key: "warn" for key in keys if get(own, key) is None}
    return validation
