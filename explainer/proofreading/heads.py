"""Front matter that the theme acts on: the templates and icons that it names must exist."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from explainer.config.customdir import MAIN
from explainer.files.textfiles import is_file, on_disk
from explainer.model import Article, Page, Problem
from explainer.proofreading.destinations import Destinations
from explainer.proofreading.typed_text import TypedText
from explainer.yamlfiles.nodes import read_yaml
from explainer.yamlfiles.places import Data

_ICONS = ".icons"  # in the templates of the theme


def head_problems(
    doc: Article | Page, source: TypedText, destinations: Destinations
) -> Iterator[Problem]:
    """Report templates and icons that the front matter of a text names and that do not exist.

    An existing template must be the site's own: some of the theme's run what else stands in the
    front matter, such as the `location` of its `redirect.html`.
    """
    read, _ = read_yaml(doc.head, source.path)
    head = read.data if isinstance(read.data, dict) else {}
    yield from _wrong_types(doc, head)
    for key, form in (("template", "{}"), ("icon", _ICONS + "/{}.svg")):
        name = head.get(key)
        if not isinstance(name, str) or not name:
            continue
        if not _has_file(destinations.templates, form.format(name)):
            message = f"the theme has no {key} `{name}`; correct the name, or remove `{key}`"
            yield Problem(doc.places[key], "error", message, "front-matter")
        elif key == "template" and not _is_own(destinations, name):
            advice = "remove `template`, or name one in your own custom_dir"
            message = f"`{name}` is a template of the theme; {advice}"
            yield Problem(doc.places[key], "error", message, "front-matter")


def _wrong_types(doc: Article | Page, head: Mapping[str, Data]) -> Iterator[Problem]:
    """Report values whose type would stop the theme, or the search."""
    for key in ("template", "icon"):
        if isinstance(head.get(key), list | dict):
            message = f"`{key}` should be one name; write that, or remove `{key}`"
            yield Problem(doc.places[key], "error", message, "front-matter")
    if head.get("search") and not isinstance(head["search"], dict):
        advice = "write that, or remove it"
        message = f"`search` should be a mapping, as in `search: {{exclude: true}}`; {advice}"
        yield Problem(doc.places["search"], "error", message, "front-matter")


def _is_own(destinations: Destinations, path: str) -> bool:
    """Return whether a template is the site's own; main.html always is."""
    *own, _ = destinations.templates
    return path == MAIN or _has_file(own, path)


def _has_file(folders: Iterable[Path], path: str) -> bool:
    is_inside = ".." not in PurePosixPath(path).parts and not path.startswith("/")
    return is_inside and any(is_file(on_disk(folder, path)) for folder in folders)
