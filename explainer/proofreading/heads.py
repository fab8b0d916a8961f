"""Front matter that the theme acts on: what it names must be there."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from explainer.config.customdir import MAIN
from explainer.files.textfiles import is_file, on_disk
from explainer.model import Article, Page, Problem
from explainer.proofreading.destinations import Destinations
from explainer.proofreading.typed_text import TypedText
from explainer.yamlfiles.nodes import Data, read_yaml

_ICONS = ".icons"  # in the templates of the theme


def head_problems(doc: Article | Page, source: TypedText, there: Destinations) -> Iterator[Problem]:
    """Report a template or icon that the front matter of a text names and that is not there.

    A template that is there must be the site's own: some of the theme's run what else stands in
    the front matter, such as the `location` of its `redirect.html`.
    """
    read, _ = read_yaml(doc.head, source.path)
    yield from _wrong_kinds(doc, read.data if isinstance(read.data, dict) else {})
    for key, form, what in (("template", "{}", "template"), ("icon", _ICONS + "/{}.svg", "icon")):
        name = read.data.get(key) if isinstance(read.data, dict) else None
        if isinstance(name, str) and name and not _has_file(there.templates, form.format(name)):
            message = f"the theme has no {what} `{name}`; correct the name, or remove `{key}`"
            yield Problem(doc.places[key], "error", message, "front-matter")
        elif key == "template" and isinstance(name, str) and name and not _is_own(there, name):
            message = f"`{name}` is a template of the theme; remove `template`, or name one in your own custom_dir"
            yield Problem(doc.places[key], "error", message, "front-matter")


def _wrong_kinds(doc: Article | Page, head: Mapping[str, Data]) -> Iterator[Problem]:
    """Report what stops the theme, or the search, when it is of another kind."""
    for key in ("template", "icon"):
        if isinstance(head.get(key), list | dict):
            message = f"`{key}` should be one name; write that, or remove `{key}`"
            yield Problem(doc.places[key], "error", message, "front-matter")
    if head.get("search") and not isinstance(head["search"], dict):
        message = (
            "`search` takes what to do, as in `search: {exclude: true}`; write that, or remove it"
        )
        yield Problem(doc.places["search"], "error", message, "front-matter")


def _is_own(there: Destinations, path: str) -> bool:
    *own, _ = there.templates
    return path == MAIN or _has_file(own, path)


def _has_file(folders: Iterable[Path], path: str) -> bool:
    is_inside = ".." not in PurePosixPath(path).parts and not path.startswith("/")
    return is_inside and any(is_file(on_disk(folder, path)) for folder in folders)
