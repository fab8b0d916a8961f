"""Files that mkdocs.yml names: each must exist, and none may be on another host."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import material
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.addresses import is_elsewhere
from explainer.config.settings import SCRIPT, STYLESHEET, Config
from explainer.files.textfiles import is_file
from explainer.format.did_you_mean import nearest_path
from explainer.model import Problem, Steps
from explainer.yamlfiles.tree import compose, get, mapping

_THEME = Path(material.__file__).parent / "templates"
_ICONS = ".icons"  # in the templates of the theme
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # an address with a scheme
_Value = tuple[Steps, str]


def path_problems(config: Config, paths: Collection[str], site_url: str) -> tuple[Problem, ...]:
    """Report the files and icons that mkdocs.yml names and that do not exist; once, at their lines.

    `paths` are those of all files of the site, relative to docs/.
    """
    tree = mapping(compose(config.text))
    folders = [_THEME] if config.custom_dir is None else [config.custom_dir, _THEME]

    def exists(path: str) -> bool:
        return path in paths or any(is_file(folder / path) for folder in folders)

    problems: list[Problem] = []
    for steps, value in _files(tree):
        if is_elsewhere(value, site_url):
            problems.append(_elsewhere(config, steps, value))
        elif not _ABSOLUTE.match(value) and not exists(_path_in(value)):
            problems.append(_missing_file(config, steps, _path_in(value), paths))
    problems += _nested_lists(config, tree)
    for steps, value in _icons(tree):
        if not any(is_file(folder / _ICONS / f"{value}.svg") for folder in folders):
            problems.append(_missing_icon(config, steps, value))
    return tuple(problems)


def _elsewhere(config: Config, steps: Steps, value: str) -> Problem:
    message = (
        f"`{_label(steps)}` loads {value} from another host, on every page; "
        "put the file into docs/ and use that"
    )
    return Problem(config.at(*steps), "error", message, "other-host")


def _missing_file(config: Config, steps: Steps, path: str, paths: Collection[str]) -> Problem:
    near = nearest_path(path, paths)
    hint = f"; did you mean `{near}`?" if near else "; put it there, or correct the path"
    message = f"`{_label(steps)}` names {path}, which is not in docs/{hint}"
    return Problem(config.at(*steps), "error", message, "settings")


def _path_in(value: str) -> str:
    return value.partition("?")[0].partition("#")[0].lstrip("/")


def _label(steps: Steps) -> str:
    """Return the key that names a file, or the list of files that it is in."""
    return next(step for step in reversed(steps) if isinstance(step, str) and step != "path")


def _nested_lists(config: Config, tree: MappingNode) -> Iterator[Problem]:
    """Report lists in the lists of files, which MkDocs cannot read."""
    for key in ("extra_css", "extra_javascript"):
        for index, item in enumerate(_items(get(tree, key))):
            if isinstance(item, SequenceNode):
                message = f"`{key}` is one list of paths; take out the inner brackets"
                yield Problem(config.at(key, index), "error", message, "settings")


def _missing_icon(config: Config, steps: Steps, value: str) -> Problem:
    message = (
        f"there is no icon `{value}`; choose one of "
        "https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/"
    )
    return Problem(config.at(*steps), "error", message, "settings")


def _files(tree: MappingNode) -> Iterator[_Value]:
    theme = get(tree, "theme")
    for key in ("logo", "favicon"):
        yield from _scalar(get(theme, key), ("theme", key))
    for key in ("extra_css", "extra_javascript"):
        for index, item in enumerate(_items(get(tree, key))):
            steps: Steps = (key, index)
            value: Node | None = item
            if isinstance(item, MappingNode):
                steps, value = (*steps, "path"), get(item, "path")
            for found in _scalar(value, steps):
                if found[1] not in (STYLESHEET, SCRIPT):
                    yield found


def _icons(tree: MappingNode) -> Iterator[_Value]:
    """Yield the names of icons: of the theme, its palette toggles, and links in the footer."""
    theme = get(tree, "theme")
    yield from _leaves(get(theme, "icon"), ("theme", "icon"))
    typed = get(theme, "palette")
    palettes = typed.value if isinstance(typed, SequenceNode) else [typed]
    for index, palette in enumerate(palettes):
        steps: Steps = ("theme", "palette", index)
        yield from _scalar(get(get(palette, "toggle"), "icon"), (*steps, "toggle", "icon"))
    links = _items(get(get(tree, "extra"), "social"))
    for index, link in enumerate(links):
        yield from _scalar(get(link, "icon"), ("extra", "social", index, "icon"))


def _items(node: Node | None) -> list[Node]:
    return node.value if isinstance(node, SequenceNode) else []


def _leaves(node: Node | None, steps: Steps) -> Iterator[_Value]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*steps, key.value))
    else:
        yield from _scalar(node, steps)


def _scalar(node: Node | None, steps: Steps) -> Iterator[_Value]:
    """Yield the text of a value; nothing where a tag such as `!ENV` makes it."""
    if isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value:
        yield steps, node.value
