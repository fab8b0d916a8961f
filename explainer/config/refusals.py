"""Settings in a valid mkdocs.yml that would break pages: they are removed or reported."""

import re
from collections.abc import Callable
from pathlib import Path

import material
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.customdir import At
from explainer.config.supplied import item_name, items_of, short_name
from explainer.model import Level, Place, Problem, Steps
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
_INSTANT = (
    "it changes pages without loading them, "
    "and the layers, previews and filters start when a page is loaded"
)
_ACTIONS = "most pages are generated, and have no file in the repository"
# Features of https://squidfunk.github.io/mkdocs-material/setup/ that break something, as tried in a
# browser
BREAKING_FEATURES = {
    "navigation.instant": _INSTANT,
    "navigation.instant.prefetch": _INSTANT,
    "navigation.instant.progress": _INSTANT,
    "navigation.instant.preview": "links have previews already, and each would have two",
    "toc.integrate": (
        "articles have their table of contents where others have the navigation, "
        "and it would be gone"
    ),
    "content.action.edit": _ACTIONS,
    "content.action.view": _ACTIONS,
}
# Plug-ins that break something
_BREAKING_PLUGINS = {
    "typeset": (
        "it puts headings into the navigation with the marks and numbers of annotations, and their "
        "HTML is not always whole there"
    ),
}
_LIST = "tag:yaml.org,2002:seq"
# A repository as it is cloned: git@github.com:a/b.git and ssh://git@github.com/a/b.git
_CLONED = re.compile(r"(?:ssh://)?[\w.-]+@([\w.-]+)[:/](?:\d+/)?(.+?)(?:\.git)?/?")
# Values that this program reads itself
_READ_HERE = (
    ("docs_dir",), ("site_dir",), ("exclude_docs",), ("draft_docs",), ("not_in_nav",), ("nav",),
    ("theme", "name"), ("theme", "custom_dir"), ("theme", "features"), ("extra", "explainer"),
)  # fmt: skip
_LANGUAGES = Path(material.__file__).parent / "templates/partials/languages"
_Checked = tuple[MappingNode, tuple[Problem, ...]]  # the settings that stay


def without_refused(own: MappingNode, at: At) -> _Checked:
    """Remove from the settings, as typed, what cannot be honoured; with a problem for each.

    `at` returns the place of the key that steps lead to, or of the nearest typed key around it.
    """
    checks: tuple[Callable[[MappingNode, At], _Checked], ...] = (
        _made, _meta, _plugins, _docs_dir, _theme, _font, _features, _language, _analytics,
        _repo_url, _baselevel, _patterns,
    )  # fmt: skip
    problems: list[Problem] = []
    for check in checks:
        own, found = check(own, at)
        problems += found
    return own, tuple(problems)


def is_made(node: Node) -> bool:
    """Return whether MkDocs replaces a typed value by another, as for `!ENV NAME`."""
    return node.tag.startswith(("!", "tag:yaml.org,2002:python/"))


def _made(own: MappingNode, at: At) -> _Checked:
    """Refuse tags in values that this program reads itself, as typed, before MkDocs does."""
    problems: list[Problem] = []
    for steps in _READ_HERE:
        *groups, name = steps
        around = get(own, groups[0]) if groups else own
        value = get(around, name)
        if value is None or not any(map(is_made, descendants(value))):
            continue
        message = (
            f"`{name}` cannot hold variables or other tags, such as `!ENV`; write the value itself"
        )
        problems += _problem(at(*steps), "error", message)
        rest = without(mapping(around), name)
        own = with_key(own, groups[0], rest) if groups else rest
    return own, tuple(problems)


def _meta(own: MappingNode, at: At) -> _Checked:
    """Warn that the plug-in `meta` finds no `.meta.yml`: hidden files are not staged."""
    plugins = get(own, "plugins")
    if not isinstance(plugins, SequenceNode):
        return own, ()
    for index, plugin in enumerate(plugins.value):
        names = [key.value for key, _ in mapping(plugin).value] or [plugin.value]
        if names[0] in ("meta", "material/meta"):
            way = "write their keys into the front matter of each page"
            message = f"the plug-in `meta` finds no .meta.yml files here; {way}"
            return own, _problem(at("plugins", index), "warning", message)
    return own, ()


def _plugins(own: MappingNode, at: At) -> _Checked:
    """Remove plug-ins that break pages; where no others are set, those that are supplied stay."""
    plugins = get(own, "plugins")
    problems: list[Problem] = []
    others: list[Node] = []
    for index, plugin in enumerate(items_of(plugins) or ()):
        typed = item_name(plugin)
        name = typed.removeprefix("material/")
        if name not in _BREAKING_PLUGINS:
            others.append(plugin)
            continue
        step = index if isinstance(plugins, SequenceNode) else typed
        message = f"the plug-in `{name}` is ignored: {_BREAKING_PLUGINS[name]}; remove it"
        problems += _problem(at("plugins", step), "warning", message)
    if not problems:
        return own, ()
    if not others:
        return without(own, "plugins"), tuple(problems)
    return with_key(own, "plugins", SequenceNode(_LIST, others)), tuple(problems)


def _docs_dir(own: MappingNode, at: At) -> _Checked:
    if scalar(own, "docs_dir") in ("", "docs", "docs/", "./docs"):
        return without(own, "docs_dir"), ()
    message = "texts are read from docs/; move the folder there and remove `docs_dir`"
    return without(own, "docs_dir"), _problem(at("docs_dir"), "error", message)


def _theme(own: MappingNode, at: At) -> _Checked:
    """Refuse other themes; a name alone is the short form of a theme."""
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


def _font(own: MappingNode, at: At) -> _Checked:
    theme = get(own, "theme")
    if get(theme, "font") is None or scalar(theme, "font") in ("false", "False"):
        return own, ()
    message = (
        "`font` loads fonts from another host and is ignored; "
        "remove it, or put fonts into docs/ and use extra_css"
    )
    own = with_key(own, "theme", without(mapping(theme), "font"))
    return own, _problem(at("theme", "font"), "warning", message)


def _features(own: MappingNode, at: At) -> _Checked:
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


def _language(own: MappingNode, at: At) -> _Checked:
    """Replace a language that the theme has no file for, since no build works without one.

    The names of some files have a region, such as `pt-BR`.
    """
    theme = get(own, "theme")
    language = scalar(theme, "language")
    translated = {file.stem for file in _LANGUAGES.glob("*.html")}
    if not language or language in translated:
        return own, ()
    base = language.replace("_", "-").partition("-")[0].lower()
    other = base if base in translated else "en"
    message = f"the theme has no translation for `{language}`, so `{other}` is used; write that"
    own = with_key(own, "theme", with_key(mapping(theme), "language", node_of(other)))
    return own, _problem(at("theme", "language"), "warning", message)


def _analytics(own: MappingNode, at: At) -> _Checked:
    extra = get(own, "extra")
    if get(extra, "analytics") is None:
        return own, ()
    message = "`analytics` loads scripts from another host and is ignored; remove it"
    own = with_key(own, "extra", without(mapping(extra), "analytics"))
    return own, _problem(at("extra", "analytics"), "warning", message)


def _repo_url(own: MappingNode, at: At) -> _Checked:
    match = _CLONED.fullmatch(scalar(own, "repo_url").strip())
    if not match:
        return own, ()
    message = (
        f"readers open `repo_url` in a browser; write `repo_url: https://{match[1]}/{match[2]}`"
    )
    return without(own, "repo_url"), _problem(at("repo_url"), "error", message)


def _baselevel(own: MappingNode, at: At) -> _Checked:
    """Remove `baselevel` from the options of the table of contents.

    Extensions are a list of names and of mappings, or one mapping.
    """
    extensions = get(own, "markdown_extensions")
    steps: list[Steps] = []
    if isinstance(extensions, SequenceNode):
        for index, item in enumerate(extensions.value):
            if _has_baselevel(item):
                steps.append((index, _toc(item)))
        changed_extensions = each(extensions, _without_baselevel)
    else:
        if _has_baselevel(extensions):
            steps.append((_toc(extensions),))
        changed_extensions = _without_baselevel(mapping(extensions))
    if not steps:
        return own, ()
    message = (
        "`baselevel` is ignored: each page begins with a heading of its own, "
        "and would have two; remove it"
    )
    place = at("markdown_extensions", *steps[0], "baselevel")
    own = with_key(own, "markdown_extensions", changed_extensions)
    return own, _problem(place, "warning", message)


def _toc(extension: Node | None) -> str:
    """Return the name under which the table of contents has options, short or in full."""
    for key, _ in mapping(extension).value:
        if short_name(str(key.value)) == "toc":
            return str(key.value)
    return "toc"


def _has_baselevel(extension: Node | None) -> bool:
    return scalar(get(extension, _toc(extension)), "baselevel") not in ("", "1")


def _without_baselevel(extension: Node) -> Node:
    name = _toc(extension)
    toc = get(extension, name)
    if toc is None:
        return extension
    return with_key(mapping(extension), name, without(mapping(toc), "baselevel"))


def _patterns(own: MappingNode, at: At) -> _Checked:
    """Refuse lists of patterns, which one would expect: MkDocs wants them as lines of one text."""
    problems: list[Problem] = []
    for key in ("exclude_docs", "draft_docs", "not_in_nav"):
        if isinstance(get(own, key), SequenceNode | MappingNode):
            message = f"write `{key}: |`, and below it a pattern on each line, without hyphens"
            own = without(own, key)
            problems += _problem(at(key), "error", message)
    return own, tuple(problems)


def _problem(place: Place, level: Level, message: str) -> tuple[Problem, ...]:
    return (Problem(place, level, message, "settings"),)
