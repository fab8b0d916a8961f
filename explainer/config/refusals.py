"""What of a valid mkdocs.yml would break what readers get: it is taken out, or reported where it must stay."""

import re
from collections.abc import Callable
from pathlib import Path

import material
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.supplied import short_name
from explainer.model import Level, Place, Problem, Step
from explainer.yamlfiles.tree import (
    changed,
    descendants,
    each,
    get,
    kept,
    mapping,
    node_of,
    scalar,
    with_key,
    without,
)

THEME = "material"
_INSTANT = "it changes pages without loading them, and the layers, previews and filters start when a page is loaded"
_ACTIONS = "most pages are generated, and have no file in the repository"
# features of https://squidfunk.github.io/mkdocs-material/setup/ that were tried in a browser and break something
BREAKING_FEATURES = {
    "navigation.instant": _INSTANT,
    "navigation.instant.prefetch": _INSTANT,
    "navigation.instant.progress": _INSTANT,
    "navigation.instant.preview": "links have previews already, and each would have two",
    "toc.integrate": "articles have their table of contents where others have the navigation, and it would be gone",
    "content.action.edit": _ACTIONS,
    "content.action.view": _ACTIONS,
}
# git@github.com:a/b.git and ssh://git@github.com/a/b.git, as a repository is cloned
_CLONED = re.compile(r"(?:ssh://)?[\w.-]+@([\w.-]+)[:/](?:\d+/)?(.+?)(?:\.git)?/?")
# Values that this program reads itself
_READ_HERE = (
    ("docs_dir",), ("site_dir",), ("exclude_docs",), ("draft_docs",), ("not_in_nav",), ("nav",),
    ("theme", "name"), ("theme", "custom_dir"), ("theme", "features"), ("extra", "explainer"),
)  # fmt: skip
_Found = tuple[MappingNode, tuple[Problem, ...]]


At = Callable[..., Place]
"""Give the place of what these steps lead to in the file as typed, or of the nearest key around it."""


def without_refused(own: MappingNode, at: At) -> _Found:
    """Take out of the settings, as typed, what cannot be honoured; each with a problem at its place."""
    looks: tuple[Callable[[MappingNode, At], _Found], ...] = (
        _made, _meta, _docs_dir, _theme, _font, _features, _language, _analytics, _repo_url, _baselevel, _patterns,
    )  # fmt: skip
    problems: list[Problem] = []
    for look in looks:
        own, found = look(own, at)
        problems += found
    return own, tuple(problems)


def is_made(node: Node) -> bool:
    """Return whether MkDocs replaces what is typed by another value, as for `!ENV NAME`."""
    return node.tag.startswith(("!", "tag:yaml.org,2002:python/"))


def _made(own: MappingNode, at: At) -> _Found:
    """Refuse tags in values that this program reads itself, as typed, before MkDocs does."""
    problems: list[Problem] = []
    for steps in _READ_HERE:
        around = own if len(steps) == 1 else get(own, steps[0])
        value = get(around, steps[-1])
        if value is not None and any(map(is_made, descendants(value))):
            name = steps[-1]
            message = f"`{name}` cannot hold variables or other tags, such as `!ENV`; write the value itself"
            problems += _problem(at(*steps), "error", message)
            left = without(mapping(around), steps[-1])
            own = left if len(steps) == 1 else with_key(own, steps[0], left)
    return own, tuple(problems)


def _meta(own: MappingNode, at: At) -> _Found:
    """Warn that the plug-in `meta` finds no `.meta.yml` files, since hidden files are not staged."""
    plugins = get(own, "plugins")
    for index, plugin in enumerate(plugins.value if isinstance(plugins, SequenceNode) else ()):
        names = [key.value for key, _ in mapping(plugin).value] or [plugin.value]
        if names[0] in ("meta", "material/meta"):
            way = "write their keys into the front matter of each page"
            message = f"the plug-in `meta` finds no .meta.yml files here; {way}"
            return own, _problem(at("plugins", index), "warning", message)
    return own, ()


def _docs_dir(own: MappingNode, at: At) -> _Found:
    if scalar(own, "docs_dir") in ("", "docs", "docs/", "./docs"):
        return without(own, "docs_dir"), ()
    message = "texts are read from docs/; move the folder there and remove `docs_dir`"
    return without(own, "docs_dir"), _problem(at("docs_dir"), "error", message)


def _theme(own: MappingNode, at: At) -> _Found:
    """A theme's name alone is a short form; the pages are made for one theme."""
    theme = get(own, "theme")
    if isinstance(theme, ScalarNode) and theme.value:
        own = with_key(own, "theme", node_of({"name": theme.value}))
    elif isinstance(theme, ScalarNode):
        own = without(own, "theme")
    name = scalar(get(own, "theme"), "name")
    if name in ("", THEME):
        return own, ()
    message = f"Explainer's pages need the theme {THEME}; write that in place of `{name}`"
    own = changed(own, "theme", lambda theme: with_key(mapping(theme), "name", node_of(THEME)))
    return own, _problem(at("theme", "name"), "error", message)


def _font(own: MappingNode, at: At) -> _Found:
    theme = get(own, "theme")
    if get(theme, "font") is None or scalar(theme, "font") in ("false", "False"):
        return own, ()
    message = "`font` loads fonts from another host and is ignored; remove it, or put fonts into docs/ and use extra_css"
    return with_key(own, "theme", without(mapping(theme), "font")), _problem(
        at("theme", "font"), "warning", message
    )


def _features(own: MappingNode, at: At) -> _Found:
    theme = get(own, "theme")
    features = get(theme, "features")
    if not isinstance(features, SequenceNode):
        return own, ()
    problems: list[Problem] = []
    for index, feature in enumerate(features.value):
        if _is_breaking(feature):
            message = f"`{feature.value}` is ignored: {BREAKING_FEATURES[feature.value]}; remove it"
            problems += _problem(at("theme", "features", index), "warning", message)
    wanted = kept(features, lambda feature: not _is_breaking(feature))
    return with_key(own, "theme", with_key(mapping(theme), "features", wanted)), tuple(problems)


def _is_breaking(feature: Node) -> bool:
    return isinstance(feature, ScalarNode) and feature.value in BREAKING_FEATURES


def _language(own: MappingNode, at: At) -> _Found:
    """The theme has a file for each language that it speaks, some of them with a region; no build without one."""
    theme = get(own, "theme")
    language = scalar(theme, "language")
    spoken = {
        file.stem
        for file in (Path(material.__file__).parent / "templates/partials/languages").glob("*.html")
    }
    if not language or language in spoken:
        return own, ()
    base = language.replace("_", "-").partition("-")[0].lower()
    other = base if base in spoken else "en"
    message = f"the theme has no translation for `{language}`, so `{other}` is used; write that"
    own = with_key(own, "theme", with_key(mapping(theme), "language", node_of(other)))
    return own, _problem(at("theme", "language"), "warning", message)


def _analytics(own: MappingNode, at: At) -> _Found:
    extra = get(own, "extra")
    if get(extra, "analytics") is None:
        return own, ()
    message = "`analytics` loads scripts from another host and is ignored; remove it"
    own = with_key(own, "extra", without(mapping(extra), "analytics"))
    return own, _problem(at("extra", "analytics"), "warning", message)


def _repo_url(own: MappingNode, at: At) -> _Found:
    match = _CLONED.fullmatch(scalar(own, "repo_url").strip())
    if not match:
        return own, ()
    message = (
        f"readers open `repo_url` in a browser; write `repo_url: https://{match[1]}/{match[2]}`"
    )
    return without(own, "repo_url"), _problem(at("repo_url"), "error", message)


def _baselevel(own: MappingNode, at: At) -> _Found:
    """Extensions are a list of names and of mappings, or one mapping."""
    extensions = get(own, "markdown_extensions")
    if isinstance(extensions, SequenceNode):
        lowered, found = each(extensions, _at_top), list(enumerate(extensions.value))
        steps: list[tuple[Step, ...]] = [
            (index, _toc(item)) for index, item in found if _is_lowered(item)
        ]
    else:
        lowered = _at_top(mapping(extensions))
        steps = [(_toc(extensions),)] if _is_lowered(extensions) else []
    if not steps:
        return own, ()
    message = "`baselevel` is ignored: each page begins with a heading of its own, and would have two; remove it"
    place = at("markdown_extensions", *steps[0], "baselevel")
    return with_key(own, "markdown_extensions", lowered), _problem(place, "warning", message)


def _toc(extension: Node | None) -> str:
    """Return the name under which the table of contents has options, short or in full."""
    keys = (str(key.value) for key, _ in mapping(extension).value)
    return next((key for key in keys if short_name(key) == "toc"), "toc")


def _is_lowered(extension: Node | None) -> bool:
    return scalar(get(extension, _toc(extension)), "baselevel") not in ("", "1")


def _at_top(extension: Node) -> Node:
    name = _toc(extension)
    toc = get(extension, name)
    return (
        extension
        if toc is None
        else with_key(mapping(extension), name, without(mapping(toc), "baselevel"))
    )


def _patterns(own: MappingNode, at: At) -> _Found:
    """Patterns are the lines of a text, though a list of them is what one would write."""
    problems: list[Problem] = []
    for key in ("exclude_docs", "draft_docs", "not_in_nav"):
        if isinstance(get(own, key), SequenceNode | MappingNode):
            message = f"write `{key}: |`, and below it a pattern on each line, without hyphens"
            own, problems = without(own, key), [*problems, *_problem(at(key), "error", message)]
    return own, tuple(problems)


def _problem(place: Place, level: Level, message: str) -> tuple[Problem, ...]:
    return (Problem(place, level, message, "settings"),)
