"""Files that mkdocs.yml names: each must be there, and none on another host."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import material
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.addresses import is_elsewhere
from explainer.config.settings import SCRIPT, STYLESHEET, Config
from explainer.files.textfiles import is_file
from explainer.format.did_you_mean import nearest_path
from explainer.model import Problem, Step
from explainer.yamlfiles.tree import compose, get, mapping

_THEME = Path(material.__file__).parent / "templates"
_ICONS = ".icons"  # in the templates of the theme
_Steps = tuple[Step, ...]
_Value = tuple[_Steps, str]


def path_problems(config: Config, paths: Collection[str], site_url: str) -> tuple[Problem, ...]:
    """Report the files and icons that mkdocs.yml names and that are not there; once, at their lines.

    `paths` are those of all files of the site, relative to docs/.
    """
    tree = mapping(compose(config.text))
    folders = (*filter(None, [config.custom_dir]), _THEME)

    def is_there(path: str) -> bool:
        return path in paths or any(is_file(folder / path) for folder in folders)

    problems = [
        _file_problem(config, steps, value, paths, site_url, is_there)
        for steps, value in _files(tree)
    ]
    problems += _nested(config, tree)
    icons = [_icon_problem(config, steps, value, folders) for steps, value in _icons(tree)]
    return tuple(problem for problem in (*problems, *icons) if problem)


def _file_problem(
    config: Config,
    steps: _Steps,
    value: str,
    paths: Collection[str],
    site_url: str,
    is_there: Callable[[str], bool],
) -> Problem | None:
    label = next(step for step in reversed(steps) if isinstance(step, str) and step != "path")
    if is_elsewhere(value, site_url):
        message = f"`{label}` loads {value} from another host, on every page; put the file into docs/ and use that"
        return Problem(config.at(*steps), "error", message, "other-host")
    path = value.partition("?")[0].partition("#")[0].lstrip("/")
    if re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) or is_there(path):
        return None
    near = nearest_path(path, paths)
    hint = f"; did you mean `{near}`?" if near else "; put it there, or correct the path"
    message = f"`{label}` names {path}, which is not in docs/{hint}"
    return Problem(config.at(*steps), "error", message, "settings")


def _nested(config: Config, tree: MappingNode) -> Iterator[Problem]:
    """Report lists in the lists of files, which MkDocs cannot read."""
    for key in ("extra_css", "extra_javascript"):
        items = get(tree, key)
        for index, item in enumerate(items.value if isinstance(items, SequenceNode) else ()):
            if isinstance(item, SequenceNode):
                message = f"`{key}` is one list of paths; take out the inner brackets"
                yield Problem(config.at(key, index), "error", message, "settings")


def _icon_problem(
    config: Config, steps: _Steps, value: str, folders: Collection[Path]
) -> Problem | None:
    if any(is_file(folder / _ICONS / f"{value}.svg") for folder in folders):
        return None
    message = f"there is no icon `{value}`; choose one of https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/"
    return Problem(config.at(*steps), "error", message, "settings")


def _files(tree: MappingNode) -> Iterator[_Value]:
    theme = get(tree, "theme")
    for key in ("logo", "favicon"):
        yield from _scalar(get(theme, key), ("theme", key))
    for key in ("extra_css", "extra_javascript"):
        items = get(tree, key)
        for index, item in enumerate(items.value if isinstance(items, SequenceNode) else ()):
            steps: _Steps = (key, index)
            value = get(item, "path") if isinstance(item, MappingNode) else item
            own = (*steps, "path") if isinstance(item, MappingNode) else steps
            yield from (each for each in _scalar(value, own) if each[1] not in (STYLESHEET, SCRIPT))


def _icons(tree: MappingNode) -> Iterator[_Value]:
    """Yield the names of icons: of the theme, of the switches of its palettes, and of links in the footer."""
    theme = get(tree, "theme")
    yield from _leaves(get(theme, "icon"), ("theme", "icon"))
    palettes = get(theme, "palette")
    listed = palettes.value if isinstance(palettes, SequenceNode) else [palettes]
    for index, palette in enumerate(listed):
        steps: _Steps = ("theme", "palette", index)
        yield from _scalar(get(get(palette, "toggle"), "icon"), (*steps, "toggle", "icon"))
    links = get(get(tree, "extra"), "social")
    for index, link in enumerate(links.value if isinstance(links, SequenceNode) else ()):
        yield from _scalar(get(link, "icon"), ("extra", "social", index, "icon"))


def _leaves(node: Node | None, steps: _Steps) -> Iterator[_Value]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*steps, key.value))
    else:
        yield from _scalar(node, steps)


def _scalar(node: Node | None, steps: _Steps) -> Iterator[_Value]:
    """Yield the text of a value; nothing where a tag such as `!ENV` makes it."""
    if isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value:
        yield steps, node.value
