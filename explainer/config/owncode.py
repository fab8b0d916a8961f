"""Settings without the code that they name: commands that only read a site run nothing of its own.

`hooks` are Python files, tags such as `!!python/object/apply:os.system` call what they name, and a
Markdown extension may be any module. Only a build runs these; all other commands leave them out,
and report it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explainer.config.installed import is_installed_extension, leads_nowhere
from explainer.config.settings import CAPTIONS, EXTENSION, Config
from explainer.config.supplied import item_name, short_name
from explainer.format.wording import listed
from explainer.model import Place, Problem, Steps
from explainer.yamlfiles.tree import compose, dump, get, mapping, node_of, with_key

_CORE = "tag:yaml.org,2002:"
_PYTHON = f"{_CORE}python/"
# Tags of plain values, see "YAML tags and Python types" in
# https://pyyaml.org/wiki/PyYAMLDocumentation
_VALUES = frozenset({
    "none", "bool", "str", "unicode", "bytes", "int", "long", "float", "complex", "list", "tuple",
    "dict",
})  # fmt: skip
# Functions that the manuals of Material and PyMdown name, and that are harmless
_KNOWN = frozenset({
    "markdown.extensions.toc.slugify", "markdown.extensions.toc.slugify_unicode",
    "material.extensions.emoji.to_svg", "material.extensions.emoji.twemoji",
    "material.plugins.blog.view_name", "material.plugins.tags.item_title",
    "material.plugins.tags.item_url", "material.plugins.tags.tag_name",
    "material.plugins.tags.tag_name_casefold", "materialx.emoji.to_svg", "materialx.emoji.twemoji",
    "pymdownx.arithmatex.arithmatex_fenced_format", "pymdownx.arithmatex.arithmatex_inline_format",
    "pymdownx.emoji.emojione", "pymdownx.emoji.gemoji", "pymdownx.emoji.to_alt",
    "pymdownx.emoji.to_png", "pymdownx.emoji.to_png_sprite", "pymdownx.emoji.to_svg",
    "pymdownx.emoji.to_svg_sprite", "pymdownx.emoji.twemoji", "pymdownx.slugs.slugify",
    "pymdownx.superfences.fence_code_format", "pymdownx.superfences.fence_div_format",
})  # fmt: skip
_CALLING = ("name:", "object/apply:")
_EXTENSIONS, _HOOKS = "markdown_extensions", "hooks"
_SNIPPETS, _DOWNLOAD = "pymdownx.snippets", "url_download"


class _Omission(NamedTuple):
    """Something that was left out of the settings."""

    steps: Steps
    description: str
    is_code: bool = True


def without_own_code(config: Config) -> tuple[Config, tuple[Problem, ...]]:
    """Remove the site's own code, downloads and variables from completed settings.

    One warning names what was left out. A variable (`!ENV`) gets its default.
    """
    omitted: list[_Omission] = []
    completed = mapping(compose(config.text))
    tree = mapping(_plain(completed, (), omitted))
    tree = MappingNode(f"{_CORE}map", tree.value)
    tree = _without_hooks(tree, config, omitted)
    tree = _without_extensions(tree, config, omitted)
    if get(tree, "site_name") is None:
        tree = with_key(tree, "site_name", node_of("Site"))
    if not omitted:
        return replace(config, text=dump(tree)), ()
    code = tuple(each.steps for each in omitted if each.is_code)
    supplied = _supplied(completed, config)
    place = min(_place(each.steps, supplied, config) for each in omitted)
    named = listed(dict.fromkeys(each.description for each in omitted))
    message = (
        f"only `build` and `serve` use {named}, so the effects are not checked here; "
        "if you trust this site, build it to see them"
    )
    note = Problem(place, "warning", message, "not-run")
    return replace(config, text=dump(tree), not_run=code), (note,)


def _supplied(completed: MappingNode, config: Config) -> int:
    """Return how many extensions were put before the typed ones; two of ours come after them."""
    extensions = get(completed, _EXTENSIONS)
    items = extensions.value if isinstance(extensions, SequenceNode) else []
    behind = sum(item_name(item) in (CAPTIONS, EXTENSION) for item in items)
    typed = [steps for steps in config.places if steps[:1] == (_EXTENSIONS,) and len(steps) == 2]
    return len(items) - behind - len(typed)


def _place(steps: Steps, supplied: int, config: Config) -> Place:
    """Return the place of something that was left out, in the file as typed."""
    if steps[:1] != (_EXTENSIONS,) or not isinstance(steps[1], int):
        return config.at(*steps)
    is_mapping = (_EXTENSIONS, *steps[2:3]) in config.places and len(steps) > 2
    if is_mapping:
        return config.at(_EXTENSIONS, *steps[2:])
    return config.at(_EXTENSIONS, steps[1] - supplied, *steps[2:])


def changes_words(config: Config) -> bool:
    """Return whether what was left out may change the words of texts, as extensions do."""
    return any(steps[:1] == (_EXTENSIONS,) for steps in config.not_run)


def _plain(node: Node, steps: Steps, omitted: list[_Omission]) -> Node | None:
    """Return a node whose tags run nothing, or None where nothing of it is left."""
    if node.tag == "!ENV":
        return _default(node, steps, omitted)
    if steps and _runs_code(node.tag):
        omitted.append(_Omission(steps, f"`!!{node.tag.removeprefix(_CORE)}`"))
        return None
    if isinstance(node, MappingNode):
        return MappingNode(node.tag, list(_pairs(node, steps, omitted)), flow_style=node.flow_style)
    if isinstance(node, SequenceNode):
        items = []
        for index, child in enumerate(node.value):
            item = _plain(child, (*steps, index), omitted)
            if item is not None:
                items.append(item)
        return SequenceNode(node.tag, items, flow_style=node.flow_style)
    return node


def _pairs(
    node: MappingNode, steps: Steps, omitted: list[_Omission]
) -> Iterator[tuple[Node, Node]]:
    for key, value in node.value:
        below = (*steps, str(key.value))
        name = _plain(key, below, omitted)
        plain = _plain(value, below, omitted)
        if plain is None and len(steps) == 2 and steps[0] in (_EXTENSIONS, "plugins"):
            plain = node_of(None)  # it is still wanted, without its options
        if name is not None and plain is not None:
            yield name, plain


def _runs_code(tag: str) -> bool:
    kind = tag.removeprefix(_PYTHON)
    if not tag.startswith(_PYTHON) or kind in _VALUES:
        return False
    for prefix in _CALLING:
        if kind.startswith(prefix):
            return kind.removeprefix(prefix) not in _KNOWN
    return True


def _default(node: Node, steps: Steps, omitted: list[_Omission]) -> Node | None:
    """Return the default of a variable, the last of several items; None without a default.

    What is not a variable stays, and is reported when it is read.
    """
    if isinstance(node, MappingNode):
        return node
    name = node.value
    if isinstance(node, SequenceNode) and node.value:
        if len(node.value) > 1:
            return _plain(node.value[-1], steps, omitted)
        name = node.value[0].value
    omitted.append(_Omission(steps, f"the variable `{name}`", is_code=False))
    return None


def _without_hooks(tree: MappingNode, config: Config, omitted: list[_Omission]) -> MappingNode:
    """Leave out the hooks that exist; a build reports the others."""
    hooks = get(tree, _HOOKS)
    if not isinstance(hooks, SequenceNode):
        return tree
    kept = []
    for index, hook in enumerate(hooks.value):
        if isinstance(hook, ScalarNode) and (config.root / hook.value).is_file():
            omitted.append(_Omission((_HOOKS, index), f"the hook `{hook.value}`"))
        else:
            kept.append(hook)
    return with_key(tree, _HOOKS, SequenceNode(hooks.tag, kept))


def _without_extensions(tree: MappingNode, config: Config, omitted: list[_Omission]) -> MappingNode:
    """Leave out extensions that are not installed, and what the others would download."""
    extensions = get(tree, _EXTENSIONS)
    if not isinstance(extensions, SequenceNode):
        return tree
    kept = []
    for index, item in enumerate(extensions.value):
        name = item_name(item)
        steps = (_EXTENSIONS, index, name)
        if _is_safe(name, config):
            kept.append(_without_download(item, steps, omitted))
        else:
            omitted.append(_Omission(steps, f"the extension `{name}`"))
    return with_key(tree, _EXTENSIONS, SequenceNode(extensions.tag, kept))


def _is_safe(name: str, config: Config) -> bool:
    """Return whether an extension may be loaded; only loading reports one that does not exist."""
    if name in ("", CAPTIONS, EXTENSION):
        return True
    return is_installed_extension(name, config.root) or leads_nowhere(name, config.root)


def _is_off(value: Node | None) -> bool:
    return value is None or value.value in ("", "false", "False", "no", "off")


def _without_download(item: Node, steps: Steps, omitted: list[_Omission]) -> Node:
    name = str(steps[-1])
    options = get(item, name)
    download = get(options, _DOWNLOAD)
    if short_name(name) != _SNIPPETS or _is_off(download):
        return item
    omitted.append(_Omission((*steps, _DOWNLOAD), f"the option `{_DOWNLOAD}`"))
    return with_key(mapping(item), name, with_key(mapping(options), _DOWNLOAD, node_of(False)))
