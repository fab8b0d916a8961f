"""An editor's own templates in theme.custom_dir: report what readers would lose through them.

Neither a library nor a plain rule would do: MkDocs notices a broken template only when it builds,
and copies whatever is in the folder onto the site; and only we know which blocks of our templates
readers need. Jinja's own parser reads the templates.
"""

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
OUR_MAIN = "explainer-main.html"  # our own main.html extends this, and an editor's can
# The blocks that must keep their own content, and what a page would lose without it
BLOCKS = {
    "extrahead": "link previews, and switched-off layers flash up before they disappear",
    "config": "the search that forgives misspelt names",
    "tabs": "what tells a screen reader where one is",
    "site_nav": "the menu, which opens at its root",
    "container": "the menu and the contents of the page",
    "content": "the page, with the links to its section and its contents",
    "scripts": "every script",
}
At = Callable[..., Place]  # returns the place in mkdocs.yml of the key that these steps lead to
_OURS = Path(__file__).parents[1] / "overrides"
_THEME = Path(material.__file__).parent / "templates"
_HISTORY = ".git"  # which holds addresses and passwords of remote repositories
_REPOSITORY = "partials/source.html"
# The attribute by which the theme's script finds out whose stars and forks to ask for
_ASKS_HOST = 'data-md-component="source"'
_TEMPLATES = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # as the theme's


def custom_dir_of(
    own: MappingNode, at: At, bounds: Bounds
) -> tuple[Path | None, tuple[Problem, ...]]:
    """Return the folder that `theme.custom_dir` names; None, with the problem, if it is unusable.

    `own` holds the settings as typed; `at` returns the places of their keys. A folder is
    unusable if it would bring files onto the site that are not for readers.
    """
    name = scalar(get(own, "theme"), "custom_dir")
    if not name:
        return None, ()
    folder = bounds.root / name
    unwanted = _published_with(folder, bounds)
    if not unwanted:
        return folder, ()
    message = (
        f"`custom_dir: {name}` would put {unwanted} on the site; "
        "move your templates into a folder of their own, such as `overrides`"
    )
    return None, (Problem(at("theme", "custom_dir"), "error", message, "settings"),)


def theme_files(custom_dir: Path | None) -> frozenset[str]:
    """Return the paths of all files of the theme: Material's, ours, and the editor's."""
    paths: set[str] = set()
    for folder in (_THEME, _OURS, custom_dir):
        if folder is not None:
            paths.update(file.relative_to(folder).as_posix() for file in folder.rglob("*"))
    return frozenset(paths)


def _published_with(folder: Path, bounds: Bounds) -> str:
    """Return which private folder would come onto the site with a folder of templates, or ""."""
    real = real_path(folder)
    for private in (bounds.root / "annotations", bounds.root / "docs", *bounds.made):
        if real_path(private).is_relative_to(real):
            return f"{private.name}/"
    if _HISTORY in real.parts:
        return f"{_HISTORY}/"
    for made in bounds.made:
        if real.is_relative_to(real_path(made)):
            return f"{made.name}/"
    return ""


def own_templates(custom_dir: Path, bounds: Bounds) -> Listing:
    """List the editor's own templates; among hidden files, only icons belong to the theme."""
    return listing(custom_dir, bounds, _is_of_templates)


def _is_of_templates(name: str) -> bool:
    return name == ".icons" or (is_not_hidden(name) and name != "__pycache__")


def template_problems(bounds: Bounds, custom_dir: Path | None) -> Iterator[Problem]:
    """Report what is wrong in the editor's templates, used or not, at their lines."""
    if custom_dir is None or not is_folder(custom_dir):
        return
    listed = own_templates(custom_dir, bounds)
    yield from listed.problems
    for file in listed.files:
        if file.suffix == ".html":
            yield from _problems_in(file, custom_dir, bounds.root)


def _problems_in(file: Path, custom_dir: Path, root: Path) -> Iterator[Problem]:
    """Report what is wrong in a template: syntax, and what it drops or loads from elsewhere."""
    path = str(file)
    if file.is_relative_to(root):
        path = file.relative_to(root).as_posix()
    text = read_text(file, path)[0] or ""
    try:
        tree = _TEMPLATES.parse(text)
    except TemplateSyntaxError as error:
        reason = (error.message or "").rstrip(".")
        message = f"this template cannot be read: {reason}; correct it"
        yield Problem(Place(path, error.lineno), "error", message, "template")
    else:
        yield from _missing_templates(tree, path, custom_dir)
        if file == custom_dir / MAIN:
            yield from _main_problems(tree, path)
    if file == custom_dir / _REPOSITORY:
        yield from _source_problems(text, path)


def _missing_templates(tree: nodes.Template, path: str, custom_dir: Path) -> Iterator[Problem]:
    """Report templates that one needs, and that neither the editor nor we nor the theme have."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = _template_of(node)
        if name is None or getattr(node, "ignore_missing", False):
            continue
        if not any(is_file(folder / name) for folder in (custom_dir, _OURS, _THEME)):
            message = (
                f"there is no template `{name}`; "
                f"correct its name, or put it into {custom_dir.name}/"
            )
            yield Problem(Place(path, node.lineno), "error", message, "template")


def _template_of(node: nodes.Node) -> str | None:
    """Return the name of the template that a tag takes in; None if it is computed."""
    template = getattr(node, "template", None)
    if isinstance(template, nodes.Const) and isinstance(template.value, str):
        return template.value
    return None


def _main_problems(tree: nodes.Template, path: str) -> Iterator[Problem]:
    """Report a main.html that does not extend ours, and blocks whose own content it drops."""
    extended = next(tree.find_all(nodes.Extends), None)
    if extended is None or _template_of(extended) != OUR_MAIN:
        message = (
            f"this replaces Explainer's {MAIN}, and link previews and the search are lost with it; "
            f'begin it with {{% extends "{OUR_MAIN}" %}} in place of {{% extends "base.html" %}}'
        )
        yield _warning(path, 1 if extended is None else extended.lineno, message)
    for block in tree.find_all(nodes.Block):
        if block.name in BLOCKS and not _calls_super(block):
            message = (
                f"the block `{block.name}` removes {BLOCKS[block.name]}; "
                "begin it with {{ super() }}"
            )
            yield _warning(path, block.lineno, message)


def _calls_super(block: nodes.Block) -> bool:
    called = [call.node for call in block.find_all(nodes.Call)]
    return any(isinstance(node, nodes.Name) and node.name == "super" for node in called)


def _source_problems(text: str, path: str) -> Iterator[Problem]:
    before, found, _ = text.partition(_ASKS_HOST)
    if found:
        message = (
            f"{_ASKS_HOST} makes each page ask the host of the repository for its stars; remove it"
        )
        yield _warning(path, before.count("\n") + 1, message)


def _warning(path: str, line: int, message: str) -> Problem:
    return Problem(Place(path, line), "warning", message, "template")
