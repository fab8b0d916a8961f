"""Which Markdown extensions apply to annotations: known ones, and those that a site names.

They are named under `extra: explainer: annotation_extensions:`. Annotations may be anybody's, and
an extension may do anything with a text: read files, load addresses, run code.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from markdown.util import get_installed_extensions
from yaml.nodes import MappingNode

from explainer.config.installed import leads_nowhere
from explainer.config.supplied import item_name, items_of, names_of, option_of, short_name
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Place, Problem, Settings
from explainer.yamlfiles.tree import compose, get

ANNOTATION_EXTENSIONS = "annotation_extensions"
_PYTHON_MARKDOWN = "markdown.extensions."
_KNOWN = ("pymdownx.", "material.extensions.", "materialx.")
_OURS = "explainer."
_SHORT = frozenset(
    entry.name for entry in get_installed_extensions() if entry.value.startswith(_PYTHON_MARKDOWN)
)


def applies(extension: str, own: frozenset[str]) -> bool:
    """Return whether an extension may render annotations; `own` are those that the site names.

    A class, as in `package.module:Class`, is somebody's own, unless it is Python-Markdown's.
    """
    name = short_name(extension)
    if name in own or name in _SHORT:
        return True
    return name.startswith(_KNOWN) and ":" not in name


def has_known_extensions(settings: Settings) -> bool:
    """Return whether no extension may add HTML to pages that this program made."""
    names = settings.extensions
    are_known = all(name.startswith(_OURS) or applies(name, frozenset()) for name in names)
    return are_known and not any(map(_appends, settings.extension_configs.values()))


def _appends(options: object) -> bool:
    """Return whether options of an extension name files that are added to every page."""
    return isinstance(options, Mapping) and bool(options.get("auto_append"))


def own_annotation_extensions(text: str) -> frozenset[str]:
    """Return the short names of the extensions that completed settings name for annotations."""
    names = names_of(option_of(compose(text), ANNOTATION_EXTENSIONS)) or ()
    return frozenset(map(short_name, names))


def annotation_extension_problems(
    own: MappingNode, root: Path, at: Callable[..., Place]
) -> Iterator[Problem]:
    """Report the extensions that do not apply to annotations, unless the option is set.

    If it is, report what it names and the site does not have. `own` are the settings as typed.
    MkDocs reports extensions that do not exist.
    """
    extensions = get(own, "markdown_extensions")
    items = items_of(extensions) or []
    option = option_of(own, ANNOTATION_EXTENSIONS)
    if option is not None:
        typed = {short_name(item_name(item)) for item in items}
        yield from _option_problems(names_of(option), typed, at)
        return
    for index, item in enumerate(items):
        name = item_name(item)
        is_known = not name or name.startswith(_OURS) or applies(name, frozenset())
        if not is_known and not leads_nowhere(name, root):
            message = (
                f"`{name}` is not applied to annotations, in which anybody could make it read "
                "files or run code; if it only marks up text, write "
                f"`{ANNOTATION_EXTENSIONS}: [{name}]` under `extra: explainer:`, else `[]`"
            )
            step = name if isinstance(extensions, MappingNode) else index
            yield Problem(at("markdown_extensions", step), "warning", message, "settings")


def _option_problems(
    names: tuple[str, ...] | None, typed: Collection[str], at: Callable[..., Place]
) -> Iterator[Problem]:
    steps = ("extra", "explainer", ANNOTATION_EXTENSIONS)
    if names is None:
        message = f"`{ANNOTATION_EXTENSIONS}` should be a list of names, such as `[mdx_math]`"
        yield Problem(at(*steps), "error", message, "settings")
    for index, name in enumerate(names or ()):
        if short_name(name) not in typed:
            hint = did_you_mean(name, typed) or "; add it there, or remove it here"
            message = f"`{name}` is not among the `markdown_extensions`{hint}"
            yield Problem(at(*steps, index), "error", message, "settings")
