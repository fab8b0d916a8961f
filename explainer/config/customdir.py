"""An editor's own templates in theme.custom_dir: what in them would take something away from readers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import material
from jinja2 import Environment, TemplateSyntaxError, nodes
from yaml.nodes import MappingNode

from explainer.files.folders import Bounds, Listing, is_not_hidden, listing, real_path
from explainer.files.textfiles import is_file, is_folder, read_text
from explainer.model import Place, Problem
from explainer.yamlfiles.tree import get, scalar

MAIN = "main.html"
OUR_MAIN = "explainer-main.html"  # what our own main.html extends, and an editor's can
# the blocks without whose own content a page lacks something, and what that is
BLOCKS = {
    "extrahead": "link previews, and layers that a reader has switched off stay so only after a flash",
    "config": "the search that forgives misspelt names",
    "tabs": "what tells a screen reader where one is",
    "site_nav": "the menu, which opens at its root",
    "container": "the menu and the contents of the page",
    "content": "the page, with the links to its section and its contents",
    "scripts": "every script",
}
At = Callable[..., Place]  # the place of what these steps lead to in mkdocs.yml
_OURS = Path(__file__).parents[1] / "overrides"
_THEME = Path(material.__file__).parent / "templates"
_HISTORY = ".git"  # which holds addresses and passwords of remote repositories
_REPOSITORY = "partials/source.html"
_ASKS_HOST = (
    'data-md-component="source"'  # the sign for the theme's script to ask for stars and forks
)


def custom_dir_of(
    own: MappingNode, at: At, bounds: Bounds
) -> tuple[Path | None, tuple[Problem, ...]]:
    """Return the folder that `theme.custom_dir` names, or None and why its files must not go onto the site.

    `own` are the settings as typed; `at` gives the places of their keys.
    """
    name = scalar(get(own, "theme"), "custom_dir")
    folder = bounds.root / name
    lost = _published_with(folder, bounds) if name else ""
    if not lost:
        return folder if name else None, ()
    message = (
        f"`custom_dir: {name}` would put {lost} on the site; "
        "move your templates into a folder of their own, such as `overrides`"
    )
    return None, (Problem(at("theme", "custom_dir"), "error", message, "settings"),)


def theme_files(custom_dir: Path | None) -> frozenset[str]:
    """Return the paths of all files of the theme: Material's, our own, and those of an editor's folder."""
    folders = filter(None, (_THEME, _OURS, custom_dir))
    return frozenset(
        file.relative_to(folder).as_posix() for folder in folders for file in folder.rglob("*")
    )


def _published_with(folder: Path, bounds: Bounds) -> str:
    """Return what a folder of templates would copy into the site that is not for readers, or ""."""
    real = real_path(folder)
    for kept in (bounds.root / "annotations", bounds.root / "docs", *bounds.made):
        if real_path(kept).is_relative_to(real):
            return f"{kept.name}/"
    if _HISTORY in real.parts:
        return f"{_HISTORY}/"
    made = next((kept for kept in bounds.made if real.is_relative_to(real_path(kept))), None)
    return f"{made.name}/" if made else ""


def own_templates(custom_dir: Path, bounds: Bounds) -> Listing:
    """List the files of an editor's own templates; of hidden ones, only the icons are for the theme."""
    return listing(custom_dir, bounds, _is_of_templates)


def _is_of_templates(name: str) -> bool:
    return name == ".icons" or (is_not_hidden(name) and name != "__pycache__")


def template_problems(bounds: Bounds, custom_dir: Path | None) -> Iterator[Problem]:
    """Report, at the lines of the templates, what cannot be read, is left out of the pages or loaded from elsewhere."""
    if custom_dir is None or not is_folder(custom_dir):
        return
    listed, root = own_templates(custom_dir, bounds), bounds.root
    yield from listed.problems
    yield from _syntax_problems(root, custom_dir, listed)
    for name, look in ((MAIN, _main_problems), (_REPOSITORY, _source_problems)):
        file = custom_dir / name
        if file in listed.files:
            path = _shown(file, root)
            yield from look(read_text(file, path)[0] or "", path)


def _syntax_problems(root: Path, custom_dir: Path, listed: Listing) -> Iterator[Problem]:
    """Report templates that cannot be read; whether the site uses them or not."""
    for file in listed.files:
        path = _shown(file, root)
        if file.suffix != ".html":
            continue
        try:
            tree = _environment().parse(read_text(file, path)[0] or "")
            yield from _missing_templates(tree, path, custom_dir)
        except TemplateSyntaxError as error:
            message = (
                f"this template cannot be read: {(error.message or '').rstrip('.')}; correct it"
            )
            yield Problem(Place(path, error.lineno), "error", message, "template")


def _missing_templates(tree: nodes.Template, path: str, custom_dir: Path) -> Iterator[Problem]:
    """Report what a template takes from others that are neither its editor's, nor the program's, nor the theme's."""
    folders = (custom_dir, _OURS, _THEME)
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = getattr(node, "template", None)
        name = named.value if isinstance(named, nodes.Const) else None
        is_needed = isinstance(name, str) and not getattr(node, "ignore_missing", False)
        if is_needed and not any(is_file(folder / str(name)) for folder in folders):
            message = f"there is no template `{name}`; correct its name, or put it into {custom_dir.name}/"
            yield Problem(Place(path, node.lineno), "error", message, "template")


def _environment() -> Environment:
    """With the extensions that the theme uses."""
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def _shown(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)


def _main_problems(text: str, path: str) -> Iterator[Problem]:
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError:
        return  # which is reported for every template
    extended = next(tree.find_all(nodes.Extends), None)
    if extended is None or not _names(extended, OUR_MAIN):
        message = (
            f"this replaces Explainer's {MAIN}, and link previews and the search are lost with it; "
            f'begin it with {{% extends "{OUR_MAIN}" %}} in place of {{% extends "base.html" %}}'
        )
        yield _warning(path, extended.lineno if extended else 1, message)
    for block in tree.find_all(nodes.Block):
        if block.name in BLOCKS and not any(
            _names(call.node, "super") for call in block.find_all(nodes.Call)
        ):
            message = f"the block `{block.name}` removes {BLOCKS[block.name]}; begin it with {{{{ super() }}}}"
            yield _warning(path, block.lineno, message)


def _names(node: nodes.Node, name: str) -> bool:
    named = node.template if isinstance(node, nodes.Extends) else node
    return (isinstance(named, nodes.Const) and named.value == name) or (
        isinstance(named, nodes.Name) and named.name == name
    )


def _source_problems(text: str, path: str) -> Iterator[Problem]:
    before, found, _ = text.partition(_ASKS_HOST)
    if found:
        message = (
            f"{_ASKS_HOST} makes each page ask the host of the repository for its stars; remove it"
        )
        yield _warning(path, before.count("\n") + 1, message)


def _warning(path: str, line: int, message: str) -> Problem:
    return Problem(Place(path, line), "warning", message, "template")
